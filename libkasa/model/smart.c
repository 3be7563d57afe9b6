/* The row of the SMART language: which orders it has words for, and what may be asked when. */
#include "model/smart.h"

#include "base/err.h"

// clang-format off
/* One row for all devices, or a function that picks one; or what it is that no words are known for, and what helps instead. */
static const struct {
	const struct kasa_smart_row *row;
	kasa_smart_pick_fn *pick;
	const char *lacks, *instead;
} orders[KASA_ORDER_KINDS] = {
	[KASA_ORDER_LOOK]     = { &kasa_smart_look, NULL, NULL, NULL },
	[KASA_ORDER_RELAY]    = { NULL, kasa_smart_relay, NULL, NULL },
	[KASA_ORDER_LED]      = { &kasa_smart_led, NULL, NULL, NULL },
	[KASA_ORDER_ALIAS]    = { &kasa_smart_alias, NULL, NULL, NULL },
	[KASA_ORDER_ENERGY]   = { NULL, kasa_smart_energy, NULL, NULL },
	[KASA_ORDER_REBOOT]   = { &kasa_smart_reboot, NULL, NULL, NULL },
	[KASA_ORDER_RESET]    = { &kasa_smart_reset, NULL, NULL, NULL },
	[KASA_ORDER_LIGHT]    = { &kasa_smart_light, NULL, NULL, NULL },
	[KASA_ORDER_LOCATION] = { &kasa_smart_location, NULL, NULL, NULL },
	[KASA_ORDER_LOCATION_SET] = { &kasa_smart_location_set, NULL, NULL, NULL },
	[KASA_ORDER_PRESETS]    = { &kasa_smart_presets, NULL, NULL, NULL },
	[KASA_ORDER_PRESET_SET] = { NULL, NULL, "storing presets", "the app stores them" },
	[KASA_ORDER_EFFECT]      = { NULL, NULL, "effects", "the app shows them" },
	[KASA_ORDER_EFFECT_SET]  = { NULL, NULL, "effects", "the app sets them" },
	[KASA_ORDER_EFFECT_STOP] = { NULL, NULL, "effects", "the app stops them" },
	[KASA_ORDER_LIGHT_DEFAULTS]     = { NULL, NULL, "how a light comes on", "the app shows it" },
	[KASA_ORDER_LIGHT_DEFAULTS_SET] = { NULL, NULL, "how a light comes on", "the app sets it" },
	[KASA_ORDER_LIGHT_DETAILS]      = { NULL, NULL, "what kind of lamp it is", NULL },
	[KASA_ORDER_DIMMER]     = { NULL, NULL, "the settings of a dimmer", "the app shows them" },
	[KASA_ORDER_DIMMER_SET] = { NULL, NULL, "the settings of a dimmer", "the app sets them" },
	[KASA_ORDER_BUTTON_SET] = { NULL, NULL, "the buttons of a dimmer", "the app sets them" },
	[KASA_ORDER_MOTION]      = { NULL, NULL, "a motion sensor", NULL },
	[KASA_ORDER_MOTION_SET]  = { NULL, NULL, "a motion sensor", NULL },
	[KASA_ORDER_AMBIENT]     = { NULL, NULL, "a light sensor", NULL },
	[KASA_ORDER_AMBIENT_SET] = { NULL, NULL, "a light sensor", NULL },
	[KASA_ORDER_RULES]        = { NULL, kasa_smart_rules, NULL, NULL },
	[KASA_ORDER_RULE_ADD]     = { NULL, kasa_smart_rules, NULL, NULL },
	[KASA_ORDER_RULE_EDIT]    = { NULL, kasa_smart_rules, NULL, NULL },
	[KASA_ORDER_RULE_REMOVE]  = { NULL, kasa_smart_rules, NULL, NULL },
	[KASA_ORDER_RULES_CLEAR]  = { NULL, kasa_smart_rules, NULL, NULL },
	[KASA_ORDER_RULES_ENABLE] = { NULL, kasa_smart_rules, NULL, NULL },
	[KASA_ORDER_COUNTDOWN]        = { &kasa_smart_countdown, NULL, NULL, NULL },
	[KASA_ORDER_COUNTDOWN_SET]    = { &kasa_smart_countdown_set, NULL, NULL, NULL },
	[KASA_ORDER_COUNTDOWN_CANCEL] = { &kasa_smart_countdown_cancel, NULL, NULL, NULL },
	[KASA_ORDER_CLOCK]     = { &kasa_smart_clock, NULL, NULL, NULL },
	[KASA_ORDER_CLOCK_SET] = { &kasa_smart_clock_set, NULL, NULL, NULL },
	[KASA_ORDER_HISTORY]      = { NULL, NULL, "days and months of energy and usage", "get_device_usage tells what it used today, and in 7 and in 30 days" },
	[KASA_ORDER_ENERGY_ERASE] = { NULL, NULL, "erasing its energy", NULL },
	[KASA_ORDER_USAGE_ERASE]  = { NULL, NULL, "erasing its usage", NULL },
	[KASA_ORDER_CLOUD]        = { &kasa_smart_cloud, NULL, NULL, NULL },
	[KASA_ORDER_CLOUD_BIND]   = { NULL, NULL, "binding it to an account", "the app does it when it sets the device up" },
	[KASA_ORDER_CLOUD_UNBIND] = { NULL, NULL, "taking it from its account", "the app does it when it removes the device" },
	[KASA_ORDER_CLOUD_SERVER] = { NULL, NULL, "another server of the cloud", NULL },
	[KASA_ORDER_FIRMWARE]  = { &kasa_smart_firmware, NULL, NULL, NULL },
	[KASA_ORDER_WIFI]      = { &kasa_smart_wifi, NULL, NULL, NULL },
	[KASA_ORDER_WIFI_SCAN] = { &kasa_smart_wifi_scan, NULL, NULL, NULL },
	[KASA_ORDER_WIFI_JOIN] = { NULL, NULL, "another Wi-Fi", "the app does it, for the account's password goes along" },
	[KASA_ORDER_RAW]       = { NULL, NULL, NULL, NULL },
};
// clang-format on

const struct kasa_smart_row *
kasa_smart_row(const struct kasa_order *order, const struct kasa_record *record)
{
	kasa_smart_pick_fn *pick = orders[order->kind].pick;

	return pick ? pick(order, record) : orders[order->kind].row;
}

static int
wordless(const struct kasa_order *order, const struct kasa_state *state, struct kasa_err *err)
{
	const char *instead = orders[order->kind].instead;

	kasa_err_set(err, KASA_ENOTSUP, "%s speaks SMART, in which no words are known for %s",
	             state->model[0] ? state->model : "this device", orders[order->kind].lacks);
	if (instead)
		kasa_err_append(err, "; %s", instead);
	return KASA_ENOTSUP;
}

int
kasa_smart_able(const struct kasa_order *order, const struct kasa_smart_row *row, const struct kasa_record *record,
                struct kasa_err *err)
{
	const struct kasa_state *state = &record->state;

	if (!row)
		return wordless(order, state, err);
	if (!record->known)
		return KASA_OK;
	if ((row->families == 0 || row->families & 1u << state->family) && (state->features & row->needs) == row->needs)
		return KASA_OK;
	return kasa_err_set(err, KASA_ENOTSUP, "%s %s", state->model, row->lacks);
}

/* What may be asked follows from the components that the device has. */
static bool
needs_state(const struct kasa_order *order)
{
	return order->kind != KASA_ORDER_LOOK && order->kind != KASA_ORDER_RAW;
}

static bool
repeatable(const struct kasa_order *order)
{
	const struct kasa_smart_row *row;
	struct kasa_record unknown;

	if (order->kind == KASA_ORDER_RAW)
		return kasa_smart_raw_repeatable(order->text);
	kasa_record_init(&unknown);
	row = kasa_smart_row(order, &unknown);
	for (unsigned i = order->part; row && i < KASA_SMART_ASKS && row->asks[i].method; i++)
		if (row->asks[i].flags & KASA_SMART_ONCE)
			return false;
	return true;
}

const struct kasa_payload kasa_payload_smart = {
	.name = "smart",
	.needs_state = needs_state,
	.repeatable = repeatable,
	.build = kasa_smart_build,
	.parse = kasa_smart_parse,
};
