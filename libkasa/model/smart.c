/* The row of the SMART language: which orders it has words for, and what may be asked when. */
#include "model/smart.h"

#include "base/err.h"

// clang-format off
/* One row for all devices, or a function that picks one; or what it is that no words are known for. */
static const struct {
	const struct kasa_smart_row *row;
	kasa_smart_pick_fn *pick;
	const char *lacks;
} orders[KASA_ORDER_KINDS] = {
	[KASA_ORDER_LOOK]     = { &kasa_smart_look, NULL, NULL },
	[KASA_ORDER_RELAY]    = { NULL, kasa_smart_relay, NULL },
	[KASA_ORDER_LED]      = { &kasa_smart_led, NULL, NULL },
	[KASA_ORDER_ALIAS]    = { &kasa_smart_alias, NULL, NULL },
	[KASA_ORDER_ENERGY]   = { NULL, kasa_smart_energy, NULL },
	[KASA_ORDER_REBOOT]   = { &kasa_smart_reboot, NULL, NULL },
	[KASA_ORDER_RESET]    = { &kasa_smart_reset, NULL, NULL },
	[KASA_ORDER_LIGHT]    = { &kasa_smart_light, NULL, NULL },
	[KASA_ORDER_LOCATION] = { &kasa_smart_location, NULL, NULL },
	[KASA_ORDER_LOCATION_SET] = { &kasa_smart_location_set, NULL, NULL },
	[KASA_ORDER_PRESETS]    = { &kasa_smart_presets, NULL, NULL },
	[KASA_ORDER_PRESET_SET] = { NULL, NULL, "storing presets" },
	[KASA_ORDER_EFFECT]      = { NULL, NULL, "effects" },
	[KASA_ORDER_EFFECT_SET]  = { NULL, NULL, "effects" },
	[KASA_ORDER_EFFECT_STOP] = { NULL, NULL, "effects" },
	[KASA_ORDER_LIGHT_DEFAULTS]     = { NULL, NULL, "how a light comes on" },
	[KASA_ORDER_LIGHT_DEFAULTS_SET] = { NULL, NULL, "how a light comes on" },
	[KASA_ORDER_LIGHT_DETAILS]      = { NULL, NULL, "what kind of lamp it is" },
	[KASA_ORDER_DIMMER]     = { NULL, NULL, "the settings of a dimmer" },
	[KASA_ORDER_DIMMER_SET] = { NULL, NULL, "the settings of a dimmer" },
	[KASA_ORDER_BUTTON_SET] = { NULL, NULL, "the buttons of a dimmer" },
	[KASA_ORDER_MOTION]      = { NULL, NULL, "a motion sensor" },
	[KASA_ORDER_MOTION_SET]  = { NULL, NULL, "a motion sensor" },
	[KASA_ORDER_AMBIENT]     = { NULL, NULL, "a light sensor" },
	[KASA_ORDER_AMBIENT_SET] = { NULL, NULL, "a light sensor" },
	[KASA_ORDER_RULES]        = { NULL, kasa_smart_rules, NULL },
	[KASA_ORDER_RULE_ADD]     = { NULL, kasa_smart_rules, NULL },
	[KASA_ORDER_RULE_EDIT]    = { NULL, kasa_smart_rules, NULL },
	[KASA_ORDER_RULE_REMOVE]  = { NULL, kasa_smart_rules, NULL },
	[KASA_ORDER_RULES_CLEAR]  = { NULL, kasa_smart_rules, NULL },
	[KASA_ORDER_RULES_ENABLE] = { NULL, kasa_smart_rules, NULL },
	[KASA_ORDER_COUNTDOWN]        = { NULL, NULL, "a countdown" },
	[KASA_ORDER_COUNTDOWN_SET]    = { NULL, NULL, "a countdown" },
	[KASA_ORDER_COUNTDOWN_CANCEL] = { NULL, NULL, "a countdown" },
	[KASA_ORDER_CLOCK]     = { NULL, NULL, "its clock" },
	[KASA_ORDER_CLOCK_SET] = { NULL, NULL, "its clock" },
	[KASA_ORDER_HISTORY]      = { NULL, NULL, "days and months of energy and usage" },
	[KASA_ORDER_ENERGY_ERASE] = { NULL, NULL, "erasing its energy" },
	[KASA_ORDER_USAGE_ERASE]  = { NULL, NULL, "erasing its usage" },
	[KASA_ORDER_CLOUD]        = { NULL, NULL, "the cloud" },
	[KASA_ORDER_CLOUD_BIND]   = { NULL, NULL, "binding it to an account" },
	[KASA_ORDER_CLOUD_UNBIND] = { NULL, NULL, "taking it from its account" },
	[KASA_ORDER_CLOUD_SERVER] = { NULL, NULL, "another server of the cloud" },
	[KASA_ORDER_FIRMWARE]  = { NULL, NULL, "new firmware" },
	[KASA_ORDER_WIFI]      = { NULL, NULL, "the Wi-Fi that it is in" },
	[KASA_ORDER_WIFI_SCAN] = { NULL, NULL, "the Wi-Fi around it" },
	[KASA_ORDER_WIFI_JOIN] = { NULL, NULL, "another Wi-Fi" },
	[KASA_ORDER_RAW]       = { NULL, NULL, NULL },
};
// clang-format on

const struct kasa_smart_row *
kasa_smart_row(const struct kasa_order *order, const struct kasa_record *record)
{
	kasa_smart_pick_fn *pick = orders[order->kind].pick;

	return pick ? pick(order, record) : orders[order->kind].row;
}

int
kasa_smart_able(const struct kasa_order *order, const struct kasa_smart_row *row, const struct kasa_record *record,
                struct kasa_err *err)
{
	const struct kasa_state *state = &record->state;

	if (!row)
		return kasa_err_set(err, KASA_ENOTSUP, "%s speaks SMART, in which no words are known for %s",
		                    state->model[0] ? state->model : "this device", orders[order->kind].lacks);
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
