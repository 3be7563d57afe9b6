/* The row of the IOT language: which orders it knows, what its modules are called, and what may be asked when. */
#include "model/iot.h"

#include "base/err.h"

// clang-format off
/* One row for all devices, or a function that picks one. */
static const struct { const struct kasa_iot_row *row; kasa_iot_pick_fn *pick; } orders[KASA_ORDER_KINDS] = {
	[KASA_ORDER_LOOK]   = { &kasa_iot_look,   NULL },
	[KASA_ORDER_RELAY]  = { NULL,             kasa_iot_relay },
	[KASA_ORDER_LED]    = { &kasa_iot_led,    NULL },
	[KASA_ORDER_ALIAS]  = { &kasa_iot_alias,  NULL },
	[KASA_ORDER_ENERGY] = { NULL,             kasa_iot_energy },
	[KASA_ORDER_REBOOT] = { &kasa_iot_reboot, NULL },
	[KASA_ORDER_LIGHT] = { NULL, kasa_iot_light },
	[KASA_ORDER_PRESETS] = { &kasa_iot_presets, NULL },
	[KASA_ORDER_PRESET_SET] = { NULL, kasa_iot_preset_set },
	[KASA_ORDER_EFFECT] = { &kasa_iot_effect, NULL },
	[KASA_ORDER_EFFECT_SET] = { &kasa_iot_effect_set, NULL },
	[KASA_ORDER_EFFECT_STOP] = { &kasa_iot_effect_stop, NULL },
	[KASA_ORDER_LIGHT_DEFAULTS] = { NULL, kasa_iot_lamp },
	[KASA_ORDER_LIGHT_DEFAULTS_SET] = { NULL, kasa_iot_lamp },
	[KASA_ORDER_LIGHT_DETAILS] = { NULL, kasa_iot_lamp },
	[KASA_ORDER_CLOCK] = { &kasa_iot_clock, NULL },
	[KASA_ORDER_CLOCK_SET] = { NULL, kasa_iot_clock_set },
	[KASA_ORDER_HISTORY] = { NULL, kasa_iot_history },
	[KASA_ORDER_ENERGY_ERASE] = { &kasa_iot_energy_erase, NULL },
	[KASA_ORDER_USAGE_ERASE] = { &kasa_iot_usage_erase, NULL },
	[KASA_ORDER_CLOUD] = { &kasa_iot_cloud, NULL },
	[KASA_ORDER_CLOUD_BIND] = { &kasa_iot_bind, NULL },
	[KASA_ORDER_CLOUD_UNBIND] = { &kasa_iot_unbind, NULL },
	[KASA_ORDER_CLOUD_SERVER] = { &kasa_iot_server, NULL },
	[KASA_ORDER_FIRMWARE] = { &kasa_iot_firmware, NULL },
	[KASA_ORDER_WIFI] = { &kasa_iot_wifi, NULL },
	[KASA_ORDER_WIFI_SCAN] = { &kasa_iot_wifi_scan, NULL },
	[KASA_ORDER_WIFI_JOIN] = { &kasa_iot_wifi_join, NULL },
	[KASA_ORDER_RESET] = { &kasa_iot_reset, NULL },
	[KASA_ORDER_LOCATION] = { &kasa_iot_location, NULL },
	[KASA_ORDER_LOCATION_SET] = { &kasa_iot_location_set, NULL },
	[KASA_ORDER_DIMMER]      = { &kasa_iot_dimmer, NULL },
	[KASA_ORDER_DIMMER_SET]  = { NULL, kasa_iot_dimmer_set },
	[KASA_ORDER_BUTTON_SET]  = { NULL, kasa_iot_button_set },
	[KASA_ORDER_MOTION]      = { &kasa_iot_motion, NULL },
	[KASA_ORDER_MOTION_SET]  = { NULL, kasa_iot_motion_set },
	[KASA_ORDER_AMBIENT]     = { &kasa_iot_ambient, NULL },
	[KASA_ORDER_AMBIENT_SET] = { NULL, kasa_iot_ambient_set },
	[KASA_ORDER_RULES]            = { NULL, kasa_iot_rules },
	[KASA_ORDER_RULE_ADD]         = { NULL, kasa_iot_rules },
	[KASA_ORDER_RULE_EDIT]        = { NULL, kasa_iot_rules },
	[KASA_ORDER_RULE_REMOVE]      = { NULL, kasa_iot_rules },
	[KASA_ORDER_RULES_CLEAR]      = { NULL, kasa_iot_rules },
	[KASA_ORDER_RULES_ENABLE]     = { NULL, kasa_iot_rules },
	[KASA_ORDER_COUNTDOWN]        = { &kasa_iot_countdown,        NULL },
	[KASA_ORDER_COUNTDOWN_SET]    = { &kasa_iot_countdown_set,    NULL },
	[KASA_ORDER_COUNTDOWN_CANCEL] = { &kasa_iot_countdown_cancel, NULL },
};

static const struct { const char *plug, *light, *other; } modules[KASA_IOT_MODULES] = {
	/* module                 plugs, switches, dimmers, strips  lights                            firmware that differs */
	[KASA_IOT_SYSINFO]    = { "system",                         "system",                         NULL },
	[KASA_IOT_SYSTEM]     = { "system",                         "smartlife.iot.common.system",    NULL },
	[KASA_IOT_EMETER]     = { "emeter",                         "smartlife.iot.common.emeter",    NULL },
	[KASA_IOT_SCHEDULE]   = { "schedule",                       "smartlife.iot.common.schedule",  NULL },
	[KASA_IOT_COUNTDOWN]  = { "count_down",                     "smartlife.iot.common.count_down", NULL },
	[KASA_IOT_AWAY]       = { "anti_theft",                     "smartlife.iot.common.anti_theft", NULL },
	[KASA_IOT_BULB]       = { "smartlife.iot.smartbulb.lightingservice", "smartlife.iot.smartbulb.lightingservice", NULL },
	[KASA_IOT_LIGHTSTRIP] = { "smartlife.iot.lightStrip",       "smartlife.iot.lightStrip",       NULL },
	[KASA_IOT_EFFECT]     = { "smartlife.iot.lighting_effect",  "smartlife.iot.lighting_effect",  NULL },
	[KASA_IOT_DIMMER]     = { "smartlife.iot.dimmer",           "smartlife.iot.dimmer",           NULL },
	[KASA_IOT_PIR]        = { "smartlife.iot.PIR",              "smartlife.iot.PIR",              NULL },
	[KASA_IOT_LAS]        = { "smartlife.iot.LAS",              "smartlife.iot.LAS",              NULL },
	[KASA_IOT_TIME]       = { "time",                           "smartlife.iot.common.timesetting", NULL },
	[KASA_IOT_CLOUD]      = { "cnCloud",                        "smartlife.iot.common.cloud",     NULL },
	[KASA_IOT_NETIF]      = { "netif",                          "netif", "smartlife.iot.common.softaponboarding" },
};
// clang-format on

const struct kasa_iot_row *
kasa_iot_row(const struct kasa_order *order, const struct kasa_state *state)
{
	kasa_iot_pick_fn *pick = orders[order->kind].pick;

	return pick ? pick(order, state) : orders[order->kind].row;
}

const char *
kasa_iot_module(enum kasa_iot_module module, const struct kasa_state *state, bool other)
{
	bool light = state->family == KASA_FAMILY_BULB || state->family == KASA_FAMILY_LIGHTSTRIP;

	if (other && modules[module].other)
		return modules[module].other;
	return light ? modules[module].light : modules[module].plug;
}

int
kasa_iot_able(const struct kasa_iot_row *row, const struct kasa_record *record, struct kasa_err *err)
{
	const struct kasa_state *state = &record->state;
	bool kin = row->families == 0 || row->families & 1u << state->family;

	if (!record->known || (kin && (state->features & row->needs) == row->needs))
		return KASA_OK;
	return kasa_err_set(err, KASA_ENOTSUP, "%s %s", state->model, row->lacks);
}

/* A first message may hold `system` alone: other modules have crashed devices that lack them. */
static bool
needs_state(const struct kasa_order *order)
{
	struct kasa_state unknown;

	if (order->kind == KASA_ORDER_RAW)
		return false;
	kasa_state_init(&unknown);
	return order->outlet != 0 || !kasa_iot_row(order, &unknown)->blind;
}

static bool
repeatable(const struct kasa_order *order)
{
	struct kasa_state unknown;
	const struct kasa_iot_ask *ask;

	if (order->kind == KASA_ORDER_RAW)
		return kasa_iot_raw_repeatable(order->text);
	kasa_state_init(&unknown);
	for (ask = &kasa_iot_row(order, &unknown)->asks[order->part]; ask->method; ask++)
		if (ask->flags & KASA_IOT_ONCE)
			return false;
	return true;
}

const struct kasa_payload kasa_payload_iot = {
	.name = "iot",
	.needs_state = needs_state,
	.repeatable = repeatable,
	.build = kasa_iot_build,
	.parse = kasa_iot_parse,
};
