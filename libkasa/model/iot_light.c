/* Lights: what they show, and how that is said to dimmers, bulbs and light strips. */
#include <string.h>

#include "base/err.h"
#include "model/iot.h"
#include "model/light.h"

enum {
	PRESETS_MAX = 16, /* the recordings have up to five */
	LIGHTS = 1u << KASA_FAMILY_BULB | 1u << KASA_FAMILY_LIGHTSTRIP,
	DIMMERS = 1u << KASA_FAMILY_DIMMER,
};

static int
check(const struct kasa_order *order, const struct kasa_record *record, struct kasa_err *err)
{
	return kasa_light_change_check(&order->light, &record->state, err);
}

/* ---- dimmers ---- */

static int
dim_args(const struct kasa_order *order, const struct kasa_record *record, struct kasa_buf *out)
{
	(void)record;
	return kasa_buf_printf(out, "{\"brightness\":%d}", order->light.brightness);
}

static int
relay_args(const struct kasa_order *order, const struct kasa_record *record, struct kasa_buf *out)
{
	(void)record;
	return kasa_buf_printf(out, "{\"state\":%d}", order->light.on);
}

/* A brightness of 0 switches off, any other on; a duration of 0 is refused. */
static int
transition_args(const struct kasa_order *order, const struct kasa_record *record, struct kasa_buf *out)
{
	const struct kasa_light_change *change = &order->light;
	int brightness = change->brightness != KASA_UNKNOWN ? change->brightness : record->state.light.brightness;

	if (change->on == 0)
		brightness = 0;
	else if (brightness == KASA_UNKNOWN)
		brightness = 100;
	return kasa_buf_printf(out, "{\"brightness\":%d,\"duration\":%d}", brightness,
	                       change->transition_ms > 0 ? change->transition_ms : 1);
}

// clang-format off
#define SET_BRIGHTNESS { KASA_IOT_DIMMER, "set_brightness", dim_args, NULL, KASA_IOT_SETS }
#define SET_RELAY      { KASA_IOT_SYSINFO, "set_relay_state", relay_args, NULL, KASA_IOT_SETS }
#define SET_TRANSITION { KASA_IOT_DIMMER, "set_dimmer_transition", transition_args, NULL, KASA_IOT_SETS }
// clang-format on

static const struct kasa_iot_row dim = { .asks = { SET_BRIGHTNESS, KASA_IOT_STATE }, .check = check };
static const struct kasa_iot_row relay = { .asks = { SET_RELAY, KASA_IOT_STATE }, .check = check };
static const struct kasa_iot_row transition = { .asks = { SET_TRANSITION, KASA_IOT_STATE }, .check = check };
/* in this order, lest it flash */
static const struct kasa_iot_row dim_and_relay = { .asks = { SET_BRIGHTNESS, SET_RELAY, KASA_IOT_STATE },
	                                           .check = check };

static const struct kasa_iot_row *
row_of_dimmer(const struct kasa_light_change *change)
{
	if (change->transition_ms != KASA_UNKNOWN)
		return &transition;
	if (change->brightness == KASA_UNKNOWN)
		return &relay;
	return change->on == KASA_UNKNOWN ? &dim : &dim_and_relay;
}

/* ---- bulbs and light strips ---- */

static int
put_values(struct kasa_buf *out, const struct kasa_light *light)
{
	bool color = light->hue != KASA_UNKNOWN || light->saturation != KASA_UNKNOWN;
	int rc = kasa_iot_put_int(out, "hue", light->hue);

	if (rc == KASA_OK)
		rc = kasa_iot_put_int(out, "saturation", light->saturation);
	if (rc == KASA_OK) /* 0: the colour is meant */
		rc = kasa_iot_put_int(out, "color_temp", color ? 0 : light->color_temp_k);
	return rc == KASA_OK ? kasa_iot_put_int(out, "brightness", light->brightness) : rc;
}

static int
put_change(struct kasa_buf *out, const struct kasa_light_change *change, const char *transition_key)
{
	struct kasa_light light = kasa_light_of_change(change);
	int rc = kasa_iot_put_int(out, "on_off", change->on);

	if (rc == KASA_OK)
		rc = put_values(out, &light);
	if (rc == KASA_OK)
		rc = kasa_iot_put_int(out, transition_key, change->transition_ms);
	return rc == KASA_OK ? kasa_buf_printf(out, "}") : rc;
}

/* From off to on the values that the user set in the app win, unless they are to be ignored. */
static int
bulb_args(const struct kasa_order *order, const struct kasa_record *record, struct kasa_buf *out)
{
	struct kasa_light light = kasa_light_of_change(&order->light);
	int rc = kasa_buf_printf(out, "{\"ignore_default\":%d", kasa_light_known(&light));

	(void)record;
	return rc == KASA_OK ? put_change(out, &order->light, "transition_period") : rc;
}

static int
lightstrip_args(const struct kasa_order *order, const struct kasa_record *record, struct kasa_buf *out)
{
	int rc = kasa_buf_printf(out, "{");

	(void)record;
	return rc == KASA_OK ? put_change(out, &order->light, "transition") : rc;
}

static const struct kasa_iot_row bulb = {
	.asks = { { KASA_IOT_BULB, "transition_light_state", bulb_args, NULL, KASA_IOT_SETS }, KASA_IOT_STATE },
	.check = check,
};

static const struct kasa_iot_row lightstrip = {
	.asks = { { KASA_IOT_LIGHTSTRIP, "set_light_state", lightstrip_args, NULL, KASA_IOT_SETS }, KASA_IOT_STATE },
	.check = check,
};

const struct kasa_iot_row *
kasa_iot_light(const struct kasa_order *order, const struct kasa_state *state)
{
	if (state->family == KASA_FAMILY_BULB)
		return &bulb;
	return state->family == KASA_FAMILY_LIGHTSTRIP ? &lightstrip : row_of_dimmer(&order->light);
}

/* ---- presets ---- */

static void
read_light(const struct kasa_jx *object, struct kasa_light *light)
{
	*light = (struct kasa_light){
		.brightness = kasa_jx_int(object, "brightness"),
		.color_temp_k = kasa_jx_int(object, "color_temp"),
		.hue = kasa_jx_int(object, "hue"),
		.saturation = kasa_jx_int(object, "saturation"),
	};
}

static void
read_preset(const struct kasa_jx *object, void *item)
{
	struct kasa_preset *preset = item;

	preset->index = kasa_jx_int(object, "index");
	read_light(object, &preset->light);
	kasa_jx_copy(object, "id", preset->effect, sizeof preset->effect);
}

/* They stand in sysinfo, beside the state. */
static int
read_presets(const struct kasa_jx *reply, struct kasa_iot_talk *talk)
{
	static const struct kasa_iot_list list = { "presets", PRESETS_MAX, sizeof(struct kasa_preset), read_preset };
	struct kasa_presets *presets = &talk->answer->presets;
	int rc = kasa_iot_read_list(talk, kasa_jx_get(reply, "preferred_state"), &list, &presets->count);

	presets->presets = talk->answer->list;
	return rc == KASA_OK ? kasa_iot_read_state(reply, talk) : rc;
}

static int
preset_args(const struct kasa_order *order, const struct kasa_record *record, struct kasa_buf *out)
{
	int rc = kasa_buf_printf(out, "{\"index\":%d", order->preset.index);

	(void)record;
	if (rc == KASA_OK)
		rc = put_values(out, &order->preset.light);
	return rc == KASA_OK ? kasa_buf_printf(out, "}") : rc;
}

static int
check_preset(const struct kasa_order *order, const struct kasa_record *record, struct kasa_err *err)
{
	const struct kasa_light *light = &order->preset.light;
	struct kasa_light_change change = { KASA_UNKNOWN, light->brightness, light->color_temp_k,
		                            light->hue,   light->saturation, KASA_UNKNOWN };

	return kasa_light_change_check(&change, &record->state, err);
}

// clang-format off
#define PRESETS { KASA_IOT_SYSINFO, "get_sysinfo", NULL, read_presets, 0 }
// clang-format on

const struct kasa_iot_row kasa_iot_presets = {
	.asks = { PRESETS },
	.families = LIGHTS | DIMMERS,
	.lacks = "has no presets",
};

static const struct kasa_iot_row set_bulb_preset = {
	.asks = { { KASA_IOT_BULB, "set_preferred_state", preset_args, NULL, KASA_IOT_SETS }, PRESETS },
	.check = check_preset,
	.families = LIGHTS,
	.lacks = "has no presets that could be set from here",
};

static const struct kasa_iot_row set_lightstrip_preset = {
	.asks = { { KASA_IOT_LIGHTSTRIP, "set_preferred_state", preset_args, NULL, KASA_IOT_SETS }, PRESETS },
	.check = check_preset,
};

const struct kasa_iot_row *
kasa_iot_preset_set(const struct kasa_order *order, const struct kasa_state *state)
{
	(void)order;
	return state->family == KASA_FAMILY_LIGHTSTRIP ? &set_lightstrip_preset : &set_bulb_preset;
}

/* ---- how a light comes on ---- */

// clang-format off
static const struct { const char *word; enum kasa_on_mode mode; } modes[] = {
	{ "last_status",      KASA_ON_LAST },
	{ "customize_preset", KASA_ON_PRESET },
	{ "circadian",        KASA_ON_CIRCADIAN },
};
// clang-format on

enum {
	MODES = sizeof modes / sizeof modes[0]
};

static void
read_behavior(const struct kasa_jx *object, struct kasa_on_behavior *behavior)
{
	char word[32];

	*behavior = (struct kasa_on_behavior){ .mode = KASA_ON_UNKNOWN, .index = kasa_jx_int(object, "index") };
	read_light(object, &behavior->light);
	kasa_jx_copy(object, "mode", word, sizeof word);
	for (size_t i = 0; i < MODES; i++)
		if (strcmp(modes[i].word, word) == 0)
			behavior->mode = modes[i].mode;
}

static int
read_defaults(const struct kasa_jx *reply, struct kasa_iot_talk *talk)
{
	read_behavior(kasa_jx_get(reply, "soft_on"), &talk->answer->light_defaults.soft_on);
	read_behavior(kasa_jx_get(reply, "hard_on"), &talk->answer->light_defaults.hard_on);
	return KASA_OK;
}

static int
put_behavior(struct kasa_buf *out, const char *key, const struct kasa_on_behavior *behavior)
{
	size_t i = 0;
	int rc;

	while (i < MODES && modes[i].mode != behavior->mode)
		i++;
	if (i == MODES)
		return KASA_OK;
	rc = kasa_buf_printf(out, "%s\"%s\":{\"mode\":\"%s\"", out->data[out->len - 1] == '{' ? "" : ",", key,
	                     modes[i].word);
	if (rc == KASA_OK && behavior->mode == KASA_ON_PRESET)
		rc = kasa_iot_put_int(out, "index", behavior->index);
	if (rc == KASA_OK && behavior->mode == KASA_ON_PRESET)
		rc = put_values(out, &behavior->light);
	return rc == KASA_OK ? kasa_buf_printf(out, "}") : rc;
}

static int
defaults_args(const struct kasa_order *order, const struct kasa_record *record, struct kasa_buf *out)
{
	int rc = kasa_buf_printf(out, "{");

	(void)record;
	if (rc == KASA_OK)
		rc = put_behavior(out, "soft_on", &order->defaults.soft_on);
	if (rc == KASA_OK)
		rc = put_behavior(out, "hard_on", &order->defaults.hard_on);
	return rc == KASA_OK ? kasa_buf_printf(out, "}") : rc;
}

static int
read_details(const struct kasa_jx *reply, struct kasa_iot_talk *talk)
{
	talk->answer->light_details = (struct kasa_light_details){
		.watts = kasa_jx_int(reply, "wattage"),
		.incandescent_watts = kasa_jx_int(reply, "incandescent_equivalent"),
		.max_lumens = kasa_jx_int(reply, "max_lumens"),
		.beam_angle = kasa_jx_int(reply, "lamp_beam_angle"),
		.min_volts = kasa_jx_int(reply, "min_voltage"),
		.max_volts = kasa_jx_int(reply, "max_voltage"),
		.color_rendering_index = kasa_jx_int(reply, "color_rendering_index"),
	};
	return KASA_OK;
}

// clang-format off
#define DEFAULTS     "get_default_behavior", NULL, read_defaults, 0
#define SET_DEFAULTS "set_default_behavior", defaults_args, NULL, KASA_IOT_SETS
#define DETAILS      "get_light_details", NULL, read_details, 0
#define OF_LIGHTS    .families = LIGHTS, .lacks = "is neither a bulb nor a light strip"
// clang-format on

/* The same three questions, to the module that either family has. */
struct lamp_rows {
	struct kasa_iot_row defaults, set_defaults, details;
};

static const struct lamp_rows bulb_rows = {
	{ .asks = { { KASA_IOT_BULB, DEFAULTS } }, OF_LIGHTS },
	{ .asks = { { KASA_IOT_BULB, SET_DEFAULTS }, { KASA_IOT_BULB, DEFAULTS } }, OF_LIGHTS },
	{ .asks = { { KASA_IOT_BULB, DETAILS } }, OF_LIGHTS },
};

static const struct lamp_rows lightstrip_rows = {
	{ .asks = { { KASA_IOT_LIGHTSTRIP, DEFAULTS } } },
	{ .asks = { { KASA_IOT_LIGHTSTRIP, SET_DEFAULTS }, { KASA_IOT_LIGHTSTRIP, DEFAULTS } } },
	{ .asks = { { KASA_IOT_LIGHTSTRIP, DETAILS } } },
};

static const struct lamp_rows *
rows_of(const struct kasa_state *state)
{
	return state->family == KASA_FAMILY_LIGHTSTRIP ? &lightstrip_rows : &bulb_rows;
}

const struct kasa_iot_row *
kasa_iot_lamp(const struct kasa_order *order, const struct kasa_state *state)
{
	if (order->kind == KASA_ORDER_LIGHT_DEFAULTS)
		return &rows_of(state)->defaults;
	return order->kind == KASA_ORDER_LIGHT_DEFAULTS_SET ? &rows_of(state)->set_defaults : &rows_of(state)->details;
}
