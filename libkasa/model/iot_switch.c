/* Switching: the plug's words, and those of lights, which are tried where it turns out that the device is one. */
#include "base/err.h"
#include "model/iot.h"

static int
relay_args(const struct kasa_order *order, const struct kasa_record *record, struct kasa_buf *out)
{
	(void)record;
	return kasa_buf_printf(out, "{\"state\":%d}", order->on);
}

/* With ignore_default 0 it comes on the way that the user set in the app. */
static int
bulb_args(const struct kasa_order *order, const struct kasa_record *record, struct kasa_buf *out)
{
	(void)record;
	return kasa_buf_printf(out, "{\"on_off\":%d,\"ignore_default\":0}", order->on);
}

static int
lightstrip_args(const struct kasa_order *order, const struct kasa_record *record, struct kasa_buf *out)
{
	(void)record;
	return kasa_buf_printf(out, "{\"on_off\":%d}", order->on);
}

static const struct kasa_iot_row relay = {
	.asks = { { KASA_IOT_SYSINFO, "set_relay_state", relay_args, NULL, KASA_IOT_SETS }, KASA_IOT_STATE },
	.blind = true,
};

static const struct kasa_iot_row bulb = {
	.asks = { { KASA_IOT_BULB, "transition_light_state", bulb_args, NULL, KASA_IOT_SETS }, KASA_IOT_STATE },
};

static const struct kasa_iot_row lightstrip = {
	.asks = { { KASA_IOT_LIGHTSTRIP, "set_light_state", lightstrip_args, NULL, KASA_IOT_SETS }, KASA_IOT_STATE },
};

const struct kasa_iot_row *
kasa_iot_relay(const struct kasa_order *order, const struct kasa_state *state)
{
	(void)order;
	if (state->family == KASA_FAMILY_BULB)
		return &bulb;
	return state->family == KASA_FAMILY_LIGHTSTRIP ? &lightstrip : &relay;
}
