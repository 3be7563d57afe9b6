/* How a dimmer goes on and off, and what its button does. */
#include <string.h>

#include "base/err.h"
#include "model/iot.h"

/* How a setting is read, and how it is set. */
struct setting {
	const char *parameter, *argument;
};

// clang-format off
static const struct setting settings[KASA_DIMMER_SETTINGS] = {
	/* setting                   get_dimmer_parameters  of its setter */
	[KASA_DIMMER_FADE_ON]    = { "fadeOnTime",          "fadeTime" },
	[KASA_DIMMER_FADE_OFF]   = { "fadeOffTime",         "fadeTime" },
	[KASA_DIMMER_GENTLE_ON]  = { "gentleOnTime",        "duration" },
	[KASA_DIMMER_GENTLE_OFF] = { "gentleOffTime",       "duration" },
	[KASA_DIMMER_RAMP_RATE]  = { "rampRate",            "rampRate" },
	[KASA_DIMMER_THRESHOLD]  = { "minThreshold",        "minThreshold" },
};

static const struct { enum kasa_button_action action; const char *mode; } actions[] = {
	{ KASA_ACTION_NONE,    "none" },
	{ KASA_ACTION_INSTANT, "instant_on_off" },
	{ KASA_ACTION_GENTLE,  "gentle_on_off" },
	{ KASA_ACTION_PRESET,  "customize_preset" },
};
// clang-format on

enum {
	ACTIONS = sizeof actions / sizeof actions[0]
};

static int
read_parameters(const struct kasa_jx *reply, struct kasa_iot_talk *talk)
{
	talk->answer->dimmer = (struct kasa_dimmer){
		.double_click = { KASA_ACTION_UNKNOWN, KASA_UNKNOWN },
		.long_press = { KASA_ACTION_UNKNOWN, KASA_UNKNOWN },
	};
	for (size_t i = 0; i < KASA_DIMMER_SETTINGS; i++)
		talk->answer->dimmer.settings[i] = kasa_jx_int(reply, settings[i].parameter);
	return KASA_OK;
}

static struct kasa_button_press
read_press(const struct kasa_jx *behavior)
{
	struct kasa_button_press press = { KASA_ACTION_UNKNOWN, kasa_jx_int(behavior, "index") };
	char mode[32];

	kasa_jx_copy(behavior, "mode", mode, sizeof mode);
	for (size_t i = 0; i < ACTIONS; i++)
		if (strcmp(actions[i].mode, mode) == 0)
			press.action = actions[i].action;
	return press;
}

static int
read_behavior(const struct kasa_jx *reply, struct kasa_iot_talk *talk)
{
	talk->answer->dimmer.double_click = read_press(kasa_jx_get(reply, "double_click"));
	talk->answer->dimmer.long_press = read_press(kasa_jx_get(reply, "long_press"));
	return KASA_OK;
}

static int
setting_args(const struct kasa_order *order, const struct kasa_record *record, struct kasa_buf *out)
{
	(void)record;
	return kasa_buf_printf(out, "{\"%s\":%d}", settings[order->dimmer.setting].argument, order->dimmer.value);
}

static int
button_args(const struct kasa_order *order, const struct kasa_record *record, struct kasa_buf *out)
{
	const struct kasa_button_press *press = &order->button.press;
	size_t i = 0;
	int rc;

	(void)record;
	while (i < ACTIONS - 1 && actions[i].action != press->action)
		i++;
	rc = kasa_buf_printf(out, "{\"mode\":\"%s\"", actions[i].mode);
	if (rc == KASA_OK && press->action == KASA_ACTION_PRESET)
		rc = kasa_iot_put_int(out, "index", press->index);
	return rc == KASA_OK ? kasa_buf_printf(out, "}") : rc;
}

// clang-format off
#define PARAMETERS { KASA_IOT_DIMMER, "get_dimmer_parameters", NULL, read_parameters, 0 }
#define BEHAVIOR   { KASA_IOT_DIMMER, "get_default_behavior", NULL, read_behavior, KASA_IOT_MAY_LACK }
#define BUTTONS    { KASA_IOT_DIMMER, "get_default_behavior", NULL, read_behavior, 0 }
#define OF_DIMMERS .families = 1u << KASA_FAMILY_DIMMER, .lacks = "is no dimmer"
#define SETTING(method) \
	{ .asks = { { KASA_IOT_DIMMER, method, setting_args, NULL, KASA_IOT_SETS }, PARAMETERS, BEHAVIOR }, OF_DIMMERS }
#define BUTTON(method) \
	{ .asks = { { KASA_IOT_DIMMER, method, button_args, NULL, KASA_IOT_SETS }, PARAMETERS, BUTTONS }, OF_DIMMERS }

const struct kasa_iot_row kasa_iot_dimmer = { .asks = { PARAMETERS, BEHAVIOR }, OF_DIMMERS };

static const struct kasa_iot_row setters[KASA_DIMMER_SETTINGS] = {
	[KASA_DIMMER_FADE_ON]    = SETTING("set_fade_on_time"),
	[KASA_DIMMER_FADE_OFF]   = SETTING("set_fade_off_time"),
	[KASA_DIMMER_GENTLE_ON]  = SETTING("set_gentle_on_time"),
	[KASA_DIMMER_GENTLE_OFF] = SETTING("set_gentle_off_time"),
	[KASA_DIMMER_RAMP_RATE]  = SETTING("set_button_ramp_rate"),
	[KASA_DIMMER_THRESHOLD]  = SETTING("calibrate_brightness"),
};

static const struct kasa_iot_row buttons[] = {
	[KASA_BUTTON_DOUBLE_CLICK] = BUTTON("set_double_click_action"),
	[KASA_BUTTON_LONG_PRESS]   = BUTTON("set_long_press_action"),
};
// clang-format on

const struct kasa_iot_row *
kasa_iot_dimmer_set(const struct kasa_order *order, const struct kasa_state *state)
{
	(void)state;
	return &setters[order->dimmer.setting];
}

const struct kasa_iot_row *
kasa_iot_button_set(const struct kasa_order *order, const struct kasa_state *state)
{
	(void)state;
	return &buttons[order->button.button];
}
