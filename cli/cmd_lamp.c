/* light: all that is known of a dimmer, a bulb or a light strip, and how the latter two come on. */
#include <stdio.h>
#include <string.h>

#include "base/err.h"
#include "cli/cmd.h"
#include "cli/job.h"
#include "cli/light.h"
#include "cli/light_words.h"
#include "cli/sheet.h"
#include "cli/words_text.h"

enum {
	MODE_TEXT = 160,
};

/* What was read of one lamp. */
struct lamp {
	struct kasa_light_details details;
	struct kasa_light_defaults defaults;
	bool has_details, has_defaults;
};

// clang-format off
/* One way of coming on, as keys. */
struct way {
	const char *option, *mode, *label, *preset, *brightness, *color_temp, *hue, *saturation;
};
static const struct way ways[2] = {
	{ "soft-on", "soft_on", "on by command", "soft_on_preset", "soft_on_brightness", "soft_on_color_temp_k", "soft_on_hue",
	  "soft_on_saturation" },
	{ "hard-on", "hard_on", "on by mains", "hard_on_preset", "hard_on_brightness", "hard_on_color_temp_k", "hard_on_hue",
	  "hard_on_saturation" },
};

static const struct { enum kasa_on_mode mode; const char *word; } modes[] = {
	{ KASA_ON_LAST,      "last" },
	{ KASA_ON_CIRCADIAN, "circadian" },
	{ KASA_ON_PRESET,    "preset" },
};
// clang-format on

enum {
	MODES = sizeof modes / sizeof modes[0]
};

/* ---- what is shown ---- */

static const char *
mode_word(enum kasa_on_mode mode)
{
	for (size_t i = 0; i < MODES; i++)
		if (modes[i].mode == mode)
			return modes[i].word;
	return NULL;
}

/* "preset 2: brightness 40 %" */
static const char *
behavior_words(const struct kasa_on_behavior *behavior, char out[MODE_TEXT])
{
	char number[16] = "", light[128];

	if (behavior->mode != KASA_ON_PRESET)
		return mode_word(behavior->mode);
	if (behavior->index != KASA_UNKNOWN)
		snprintf(number, sizeof number, " %d", behavior->index + 1);
	word_light(&behavior->light, light);
	snprintf(out, MODE_TEXT, "preset%s%s%s", number, light[0] ? ": " : "", light);
	return out;
}

static void
add_behavior(struct sheet *sheet, const struct way *way, const struct kasa_on_behavior *behavior)
{
	bool preset = behavior->mode == KASA_ON_PRESET;
	int index = preset ? behavior->index : KASA_UNKNOWN;
	char words[MODE_TEXT];

	sheet_text(sheet, way->mode, way->label, mode_word(behavior->mode));
	if (preset)
		sheet_shown(sheet, behavior_words(behavior, words));
	sheet_int(sheet, way->preset, NULL, index == KASA_UNKNOWN ? index : index + 1);
	sheet_int(sheet, way->brightness, NULL, preset ? behavior->light.brightness : KASA_UNKNOWN);
	sheet_int(sheet, way->color_temp, NULL, preset ? behavior->light.color_temp_k : KASA_UNKNOWN);
	sheet_int(sheet, way->hue, NULL, preset ? behavior->light.hue : KASA_UNKNOWN);
	sheet_int(sheet, way->saturation, NULL, preset ? behavior->light.saturation : KASA_UNKNOWN);
}

static void
add_defaults(struct sheet *sheet, const struct kasa_light_defaults *defaults)
{
	add_behavior(sheet, &ways[0], &defaults->soft_on);
	add_behavior(sheet, &ways[1], &defaults->hard_on);
}

static void
add_range(struct sheet *sheet, const struct kasa_state *state)
{
	bool varies = state->features & KASA_FEATURE_COLOR_TEMP;
	int least = KASA_UNKNOWN, most = KASA_UNKNOWN;
	char words[48];

	if (varies)
		kasa_light_whites(state, &least, &most);
	sheet_int(sheet, "white_least_k", "whites", least);
	if (varies && least == KASA_UNKNOWN) {
		sheet_shown(sheet, "the range of this model is not known");
	} else if (varies) {
		snprintf(words, sizeof words, "%d to %d K", least, most);
		sheet_shown(sheet, words);
	}
	sheet_int(sheet, "white_most_k", NULL, most);
}

static void
add_volts(struct sheet *sheet, const struct kasa_light_details *details)
{
	char words[48];

	sheet_int(sheet, "min_volts", "mains", details->min_volts);
	if (details->min_volts != KASA_UNKNOWN && details->max_volts != KASA_UNKNOWN) {
		snprintf(words, sizeof words, "%d to %d V", details->min_volts, details->max_volts);
		sheet_shown(sheet, words);
	}
	sheet_int(sheet, "max_volts", NULL, details->max_volts);
}

static void
add_details(struct sheet *sheet, const struct kasa_light_details *details)
{
	sheet_int(sheet, "watts", "power", details->watts);
	sheet_unit(sheet, "W");
	sheet_int(sheet, "incandescent_watts", "as bright as", details->incandescent_watts);
	sheet_unit(sheet, "W of a light bulb");
	sheet_int(sheet, "max_lumens", "light", details->max_lumens);
	sheet_unit(sheet, "lm");
	sheet_int(sheet, "beam_angle", "beam", details->beam_angle);
	sheet_unit(sheet, "degrees");
	add_volts(sheet, details);
	sheet_int(sheet, "color_rendering_index", "colour index", details->color_rendering_index);
}

static void
tell(struct job *job)
{
	const struct kasa_state *state = kasa_device_state(job->lane->dev);
	const struct lamp *lamp = job->own;
	struct sheet sheet;

	sheet_init(&sheet, "light");
	sheet_bool(&sheet, "on", "state", state->on);
	sheet_called(&sheet, "on", "off");
	light_cells(&sheet, &state->light);
	sheet_text(&sheet, "effect", "effect", state->effect);
	add_range(&sheet, state);
	if (lamp->has_defaults)
		add_defaults(&sheet, &lamp->defaults);
	if (lamp->has_details)
		add_details(&sheet, &lamp->details);
	job_sheet(job, &sheet);
	sheet_finish(&sheet);
}

/* ---- what is read ---- */

/* What a device does not tell takes nothing from the rest. */
static bool
passes(const struct kasa_err *err)
{
	return err->code == KASA_OK || err->code == KASA_ENOTSUP || err->code == KASA_EDEVICE;
}

static void
on_details(struct kasa_device *dev, const struct kasa_light_details *details, const struct kasa_err *err, void *arg)
{
	struct job *job = arg;
	struct lamp *lamp = job->own;

	(void)dev;
	if (!passes(err)) {
		job_fail(job, err);
		return;
	}
	lamp->has_details = details;
	if (details)
		lamp->details = *details;
	job_next(job);
}

static void
on_defaults(struct kasa_device *dev, const struct kasa_light_defaults *defaults, const struct kasa_err *err, void *arg)
{
	struct job *job = arg;
	struct lamp *lamp = job->own;

	(void)dev;
	if (!passes(err)) {
		job_fail(job, err);
		return;
	}
	lamp->has_defaults = defaults;
	if (defaults)
		lamp->defaults = *defaults;
	job_next(job);
}

static int
read_step(struct job *job, unsigned step)
{
	enum kasa_family family = kasa_device_state(job->lane->dev)->family;

	if (step == 2 || (family != KASA_FAMILY_BULB && family != KASA_FAMILY_LIGHTSTRIP)) {
		tell(job);
		return KASA_OK;
	}
	return step == 0 ? kasa_light_details_read(job->lane->dev, on_details, job)
	                 : kasa_light_defaults_read(job->lane->dev, on_defaults, job);
}

void
cmd_light_show(struct job *job)
{
	const struct kasa_state *state = kasa_device_state(job->lane->dev);
	struct kasa_err err;

	if (!(state->features & KASA_FEATURE_BRIGHTNESS)) {
		kasa_err_set(&err, KASA_ENOTSUP, "%s is neither a dimmer nor a light", state->model);
		job_fail(job, &err);
		return;
	}
	if (job_own(job, sizeof(struct lamp), NULL))
		job_steps(job, read_step);
}

/* ---- how it comes on ---- */

static int
parse_mode(const char *word, struct kasa_on_behavior *behavior, struct kasa_err *err)
{
	char shown[TEXT_SHOWN];
	int number;

	*behavior = (struct kasa_on_behavior){ .mode = KASA_ON_UNKNOWN, .index = KASA_UNKNOWN };
	if (strcmp(word, "last") == 0)
		behavior->mode = KASA_ON_LAST;
	else if (strcmp(word, "circadian") == 0)
		behavior->mode = KASA_ON_CIRCADIAN;
	else if (light_words_preset(word, &number))
		*behavior = (struct kasa_on_behavior){ .mode = KASA_ON_PRESET, .index = number - 1 };
	else
		return kasa_err_set(err, KASA_EINVAL,
		                    "\"%.40s\" is neither last (as it was before), circadian nor a preset, as preset:2",
		                    text_show(shown, word));
	return KASA_OK;
}

static int
parse_way(const struct cli *cli, const struct way *way, struct kasa_on_behavior *behavior, struct kasa_err *err)
{
	const char *word = options_text(&cli->opts, way->option);

	behavior->mode = KASA_ON_UNKNOWN;
	if (!word || parse_mode(word, behavior, err) == KASA_OK)
		return KASA_OK;
	return kasa_err_wrap(err, "--%s", way->option);
}

static int
wish_of(const struct cli *cli, struct kasa_light_defaults *defaults, struct kasa_err *err)
{
	int rc = parse_way(cli, &ways[0], &defaults->soft_on, err);

	if (rc == KASA_OK)
		rc = parse_way(cli, &ways[1], &defaults->hard_on, err);
	if (rc == KASA_OK && defaults->soft_on.mode == KASA_ON_UNKNOWN && defaults->hard_on.mode == KASA_ON_UNKNOWN)
		rc = kasa_err_set(err, KASA_EINVAL, "nothing is to be set: --soft-on and --hard-on are possible");
	return rc;
}

int
cmd_light_set_check(const struct cli *cli, struct kasa_err *err)
{
	struct kasa_light_defaults wish;

	return wish_of(cli, &wish, err) == KASA_OK ? KASA_OK : kasa_err_wrap(err, "light set");
}

/* What was typed, and what was read back last. */
struct wish {
	struct kasa_light_defaults wanted, told;
};

static void
tell_defaults(struct job *job, const struct kasa_light_defaults *defaults)
{
	struct sheet sheet;

	sheet_init(&sheet, "light");
	add_defaults(&sheet, defaults);
	job_sheet(job, &sheet);
	sheet_finish(&sheet);
}

static void
on_set(struct kasa_device *dev, const struct kasa_light_defaults *defaults, const struct kasa_err *err, void *arg)
{
	struct job *job = arg;
	struct wish *wish = job->own;

	(void)dev;
	if (err->code != KASA_OK) {
		job_fail(job, err);
		return;
	}
	wish->told = *defaults;
	job_next(job);
}

/* The values of the preset go along with its number: what firmware makes of the number alone is not recorded. */
static int
fill(struct kasa_device *dev, const struct kasa_presets *presets, struct kasa_on_behavior *behavior,
     struct kasa_err *err)
{
	const struct kasa_preset *preset;

	if (behavior->mode != KASA_ON_PRESET)
		return KASA_OK;
	preset = light_preset(presets, behavior->index + 1, err);
	if (!preset)
		return err->code;
	if (preset->effect[0])
		return kasa_err_set(err, KASA_ENOTSUP, "preset %d is an effect; a light comes on with plain values",
		                    preset->index + 1);
	behavior->light = light_shown_by(kasa_device_state(dev), &preset->light);
	return KASA_OK;
}

static void
on_presets(struct kasa_device *dev, const struct kasa_presets *presets, const struct kasa_err *err, void *arg)
{
	struct job *job = arg;
	struct wish *wish = job->own;
	struct kasa_err why = *err;

	if (err->code == KASA_OK && fill(dev, presets, &wish->wanted.soft_on, &why) == KASA_OK
	    && fill(dev, presets, &wish->wanted.hard_on, &why) == KASA_OK)
		job_next(job);
	else
		job_fail(job, &why);
}

/* Two of them with their values are more than a bulb takes in one request. */
static int
set_way(struct job *job, struct kasa_light_defaults only)
{
	if (only.soft_on.mode == KASA_ON_UNKNOWN && only.hard_on.mode == KASA_ON_UNKNOWN)
		return JOB_NEXT;
	return kasa_light_defaults_set(job->lane->dev, &only, on_set, job);
}

static int
set_step(struct job *job, unsigned step)
{
	const struct wish *wish = job->own;
	const struct kasa_light_defaults *wanted = &wish->wanted;
	bool preset = wanted->soft_on.mode == KASA_ON_PRESET || wanted->hard_on.mode == KASA_ON_PRESET;

	switch (step) {
	case 0:
		return preset ? kasa_presets_read(job->lane->dev, on_presets, job) : JOB_NEXT;
	case 1:
		return set_way(job, (struct kasa_light_defaults){ .soft_on = wanted->soft_on });
	case 2:
		return set_way(job, (struct kasa_light_defaults){ .hard_on = wanted->hard_on });
	default:
		tell_defaults(job, &wish->told);
		return KASA_OK;
	}
}

void
cmd_light_set(struct job *job)
{
	struct wish *wish = job_own(job, sizeof *wish, NULL);
	struct kasa_err err;

	if (!wish)
		return;
	if (wish_of(job_cli(job), &wish->wanted, &err) == KASA_OK)
		job_steps(job, set_step);
	else
		job_fail(job, &err);
}
