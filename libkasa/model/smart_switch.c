/* Switching: a device, an outlet, or each outlet of a strip. */
#include "model/smart.h"

static int
relay_params(const struct kasa_order *order, const struct kasa_record *record, struct kasa_buf *out)
{
	(void)record;
	return kasa_buf_printf(out, "{\"device_on\":%s}", order->on ? "true" : "false");
}

enum {
	SET_CHILD = KASA_SMART_SETS | KASA_SMART_CHILD,
	SET_EACH = KASA_SMART_SETS | KASA_SMART_EACH,
};

// clang-format off
static const struct kasa_smart_row relay = {
	.asks = {
		{ "set_device_info", relay_params, NULL, SET_CHILD, NULL },
		KASA_SMART_INFO_WHEN(kasa_smart_of_device),
		KASA_SMART_CHILDREN_WHEN(kasa_smart_of_outlet),
	},
	.needs = KASA_FEATURE_RELAY,
	.lacks = "is nothing that could be switched from here",
};

static const struct kasa_smart_row relays = {
	.asks = { { "set_device_info", relay_params, NULL, SET_EACH, NULL }, KASA_SMART_CHILDREN_WHEN(NULL) },
};
// clang-format on

const struct kasa_smart_row *
kasa_smart_relay(const struct kasa_order *order, const struct kasa_record *record)
{
	return order->outlet == 0 && record->state.outlet_count > 0 ? &relays : &relay;
}
