#include "model/light.h"

#include <string.h>

#include "base/err.h"
#include "base/str.h"
#include "model/jx.h"

enum {
	COLOR_TEMP_LEAST = 1500, /* kelvin; all lights known are within 2500 and 9000 */
	COLOR_TEMP_MOST = 10000,
};

bool
kasa_light_known(const struct kasa_light *light)
{
	return light->brightness != KASA_UNKNOWN || light->color_temp_k != KASA_UNKNOWN || light->hue != KASA_UNKNOWN
	       || light->saturation != KASA_UNKNOWN;
}

static bool
same(int want, int is)
{
	return want == KASA_UNKNOWN || want == is;
}

/* A light that shows a white may tell any colour beside it. */
bool
kasa_light_matches(const struct kasa_light *want, const struct kasa_light *is)
{
	bool white = want->color_temp_k != KASA_UNKNOWN && want->color_temp_k > 0;

	return same(want->brightness, is->brightness) && same(want->color_temp_k, is->color_temp_k)
	       && (white || (same(want->hue, is->hue) && same(want->saturation, is->saturation)));
}

struct kasa_light
kasa_light_of_change(const struct kasa_light_change *change)
{
	return (struct kasa_light){ change->brightness, change->color_temp_k, change->hue, change->saturation };
}

void
kasa_light_change_init(struct kasa_light_change *change)
{
	*change = (struct kasa_light_change){ KASA_UNKNOWN, KASA_UNKNOWN, KASA_UNKNOWN,
		                              KASA_UNKNOWN, KASA_UNKNOWN, KASA_UNKNOWN };
}

static int
check_range(int value, int least, int most, const char *what, struct kasa_err *err)
{
	if (value == KASA_UNKNOWN || (value >= least && value <= most))
		return KASA_OK;
	return kasa_err_set(err, KASA_EINVAL, "%s %d: %d to %d are possible", what, value, least, most);
}

int
kasa_light_values_check(const struct kasa_light *light, struct kasa_err *err)
{
	bool color = light->hue != KASA_UNKNOWN || light->saturation != KASA_UNKNOWN;
	bool white = light->color_temp_k != KASA_UNKNOWN && light->color_temp_k != 0;
	int rc = check_range(light->brightness, 1, 100, "brightness", err);

	if (rc == KASA_OK && white)
		rc = check_range(light->color_temp_k, COLOR_TEMP_LEAST, COLOR_TEMP_MOST, "colour temperature", err);
	if (rc == KASA_OK)
		rc = check_range(light->hue, 0, 360, "hue", err);
	if (rc == KASA_OK)
		rc = check_range(light->saturation, 0, 100, "saturation", err);
	if (rc == KASA_OK && color && white)
		rc = kasa_err_set(err, KASA_EINVAL, "a colour and a colour temperature exclude each other");
	return rc;
}

// clang-format off
/* Devices that speak IOT do not tell their range; PROTOCOL 3.8, after python-kasa's table of models. */
static const struct { const char *model; int least_k, most_k; } ranges[] = {
	{ "LB130",     2500, 9000 },
	{ "LB230",     2500, 9000 },
	{ "KB130",     2500, 9000 },
	{ "KL130",     2500, 9000 },
	{ "KL135",     2500, 9000 },
	{ "KL400L5",   2500, 9000 },
	{ "KL430",     2500, 9000 },
	{ "LB120",     2700, 6500 },
	{ "KL125",     2500, 6500 },
	{ "KL120(EU)", 2700, 6500 },
	{ "KL120(US)", 2700, 5000 },
};
// clang-format on

bool
kasa_color_temp_range(const char *model, int *least_k, int *most_k)
{
	for (size_t i = 0; i < sizeof ranges / sizeof ranges[0]; i++) {
		size_t n = strlen(ranges[i].model);

		if (strncmp(model, ranges[i].model, n) != 0 || (model[n] != '\0' && model[n] != '('))
			continue;
		*least_k = ranges[i].least_k;
		*most_k = ranges[i].most_k;
		return true;
	}
	return false;
}

bool
kasa_light_whites(const struct kasa_state *state, int *least_k, int *most_k)
{
	if (state->white_least_k == KASA_UNKNOWN || state->white_most_k == KASA_UNKNOWN)
		return kasa_color_temp_range(state->model, least_k, most_k);
	*least_k = state->white_least_k;
	*most_k = state->white_most_k;
	return true;
}

static int
check_white(int color_temp_k, const struct kasa_state *state, struct kasa_err *err)
{
	int least, most;

	if (color_temp_k == KASA_UNKNOWN || color_temp_k == 0)
		return KASA_OK;
	if (!(state->features & KASA_FEATURE_COLOR_TEMP))
		return kasa_err_set(err, KASA_ENOTSUP, "%s has no colour temperature to set", state->model);
	if (!kasa_light_whites(state, &least, &most) || (color_temp_k >= least && color_temp_k <= most))
		return KASA_OK;
	return kasa_err_set(err, KASA_EINVAL, "%s shows whites from %d to %d K, not %d", state->model, least, most,
	                    color_temp_k);
}

static int
check_device(const struct kasa_light_change *change, const struct kasa_state *state, struct kasa_err *err)
{
	bool color = change->hue != KASA_UNKNOWN || change->saturation != KASA_UNKNOWN;

	if (change->brightness != KASA_UNKNOWN && !(state->features & KASA_FEATURE_BRIGHTNESS))
		return kasa_err_set(err, KASA_ENOTSUP, "%s cannot be dimmed", state->model);
	if (color && !(state->features & KASA_FEATURE_COLOR))
		return kasa_err_set(err, KASA_ENOTSUP, "%s shows no colours", state->model);
	if (change->transition_ms != KASA_UNKNOWN && !(state->features & KASA_FEATURE_BRIGHTNESS))
		return kasa_err_set(err, KASA_ENOTSUP, "%s has no transition: it cannot be dimmed", state->model);
	return check_white(change->color_temp_k, state, err);
}

int
kasa_light_change_check(const struct kasa_light_change *change, const struct kasa_state *state, struct kasa_err *err)
{
	struct kasa_light light = kasa_light_of_change(change);
	int rc = kasa_light_values_check(&light, err);

	if (rc == KASA_OK)
		rc = check_range(change->on, 0, 1, "on", err);
	if (rc == KASA_OK)
		rc = check_range(change->transition_ms, 0, KASA_TRANSITION_MAX_MS, "transition in milliseconds", err);
	if (rc == KASA_OK && change->on == KASA_UNKNOWN && !kasa_light_known(&light))
		rc = kasa_err_set(err, KASA_EINVAL, "nothing to change is given");
	return rc == KASA_OK && state ? check_device(change, state, err) : rc;
}

/* What is still on its way cannot be compared with where it goes. */
bool
kasa_light_as_ordered(const struct kasa_order *order, const struct kasa_state *state, const struct kasa_answer *answer)
{
	const struct kasa_light_change *change = &order->light;
	const struct kasa_light want = kasa_light_of_change(change);
	bool under_way = change->transition_ms != KASA_UNKNOWN && change->transition_ms > 0;

	(void)answer;
	if (under_way)
		return change->on != 1 || state->on == 1;
	return same(change->on, state->on) && kasa_light_matches(&want, &state->light);
}

bool
kasa_preset_as_ordered(const struct kasa_order *order, const struct kasa_state *state, const struct kasa_answer *answer)
{
	(void)state;
	for (unsigned i = 0; i < answer->presets.count; i++)
		if (answer->presets.presets[i].index == order->preset.index)
			return kasa_light_matches(&order->preset.light, &answer->presets.presets[i].light);
	return false;
}

bool
kasa_effect_as_ordered(const struct kasa_order *order, const struct kasa_state *state, const struct kasa_answer *answer)
{
	(void)state;
	return answer->effect.playing && strcmp(order->effect, answer->effect.name) == 0;
}

bool
kasa_effect_stopped(const struct kasa_order *order, const struct kasa_state *state, const struct kasa_answer *answer)
{
	(void)order;
	(void)state;
	return !answer->effect.playing;
}

static bool
behaves(const struct kasa_on_behavior *want, const struct kasa_on_behavior *is)
{
	if (want->mode == KASA_ON_UNKNOWN)
		return true;
	return want->mode == is->mode && (want->mode != KASA_ON_PRESET || kasa_light_matches(&want->light, &is->light));
}

bool
kasa_defaults_as_ordered(const struct kasa_order *order, const struct kasa_state *state,
                         const struct kasa_answer *answer)
{
	(void)state;
	return behaves(&order->defaults.soft_on, &answer->light_defaults.soft_on)
	       && behaves(&order->defaults.hard_on, &answer->light_defaults.hard_on);
}

int
kasa_effect_name(const char *effect, char name[KASA_EFFECT_MAX], struct kasa_err *err)
{
	struct kasa_jx_doc doc;
	struct kasa_err ignored;

	name[0] = '\0';
	if (!err)
		err = &ignored;
	if (kasa_jx_parse(&doc, effect, strlen(effect), err) != KASA_OK) {
		if (err->code == KASA_EPROTO)
			err->code = KASA_EINVAL;
		return kasa_err_wrap(err, "the effect");
	}
	kasa_jx_copy(doc.values, "name", name, KASA_EFFECT_MAX);
	kasa_jx_finish(&doc);
	if (name[0])
		return KASA_OK;
	return kasa_err_set(err, KASA_EINVAL, "the effect has no \"name\", which is what it is called when it plays");
}

int
kasa_effect_check(const char *effect, struct kasa_err *err)
{
	char name[KASA_EFFECT_MAX];

	return kasa_effect_name(effect, name, err);
}
