/* The device as a thing: who it is and how it stands, its LED, its name, its restart. */
#include "base/err.h"
#include "model/iot.h"
#include "model/sysinfo.h"

int
kasa_iot_read_state(const struct kasa_jx *reply, struct kasa_iot_talk *talk)
{
	return kasa_sysinfo_read(reply, talk->record, talk->err);
}

const struct kasa_iot_row kasa_iot_look = {
	.asks = { KASA_IOT_STATE },
	.blind = true,
};

static int
led_args(const struct kasa_order *order, const struct kasa_record *record, struct kasa_buf *out)
{
	(void)record;
	return kasa_buf_printf(out, "{\"off\":%d}", !order->on);
}

const struct kasa_iot_row kasa_iot_led = {
	.asks = { { KASA_IOT_SYSINFO, "set_led_off", led_args, NULL, KASA_IOT_SETS }, KASA_IOT_STATE },
	.blind = true,
	.needs = KASA_FEATURE_LED,
	.lacks = "has no status LED to set",
};

static int
alias_args(const struct kasa_order *order, const struct kasa_record *record, struct kasa_buf *out)
{
	int rc = kasa_buf_printf(out, "{\"alias\":");

	(void)record;
	if (rc == KASA_OK)
		rc = kasa_jx_quote(out, order->text);
	return rc == KASA_OK ? kasa_buf_printf(out, "}") : rc;
}

const struct kasa_iot_row kasa_iot_alias = {
	.asks = { { KASA_IOT_SYSTEM, "set_dev_alias", alias_args, NULL, KASA_IOT_SETS }, KASA_IOT_STATE },
};

/* With a delay of 0 the device goes before it answers. */
static int
restart_args(const struct kasa_order *order, const struct kasa_record *record, struct kasa_buf *out)
{
	(void)order;
	(void)record;
	return kasa_buf_printf(out, "{\"delay\":1}");
}

const struct kasa_iot_row kasa_iot_reboot = {
	.asks = { { KASA_IOT_SYSTEM, "reboot", restart_args, NULL, KASA_IOT_ONCE } },
};

const struct kasa_iot_row kasa_iot_reset = {
	.asks = { { KASA_IOT_SYSTEM, "reset", restart_args, NULL, KASA_IOT_ONCE } },
};
