/* The device's clock and its time zone. */
#include "base/err.h"
#include "model/iot.h"

static int
read_time(const struct kasa_jx *reply, struct kasa_iot_talk *talk)
{
	talk->answer->clock = (struct kasa_clock){
		.year = kasa_jx_int(reply, "year"),
		.month = kasa_jx_int(reply, "month"),
		.day = kasa_jx_int(reply, "mday"),
		.hour = kasa_jx_int(reply, "hour"),
		.minute = kasa_jx_int(reply, "min"),
		.second = kasa_jx_int(reply, "sec"),
		.zone = KASA_UNKNOWN,
	};
	return KASA_OK;
}

static int
read_zone(const struct kasa_jx *reply, struct kasa_iot_talk *talk)
{
	talk->answer->clock.zone = kasa_jx_int(reply, "index");
	return KASA_OK;
}

static int
clock_args(const struct kasa_order *order, const struct kasa_record *record, struct kasa_buf *out)
{
	const struct kasa_clock *clock = &order->clock;
	int rc = kasa_buf_printf(out, "{\"year\":%d,\"month\":%d,\"mday\":%d,\"hour\":%d,\"min\":%d,\"sec\":%d",
	                         clock->year, clock->month, clock->day, clock->hour, clock->minute, clock->second);

	(void)record;
	if (rc == KASA_OK)
		rc = kasa_iot_put_int(out, "index", clock->zone);
	return rc == KASA_OK ? kasa_buf_printf(out, "}") : rc;
}

// clang-format off
#define CLOCK { KASA_IOT_TIME, "get_time", NULL, read_time, 0 }, \
	      { KASA_IOT_TIME, "get_timezone", NULL, read_zone, KASA_IOT_MAY_LACK }

const struct kasa_iot_row kasa_iot_clock = { .asks = { CLOCK } };

static const struct kasa_iot_row set_time = {
	.asks = { { KASA_IOT_TIME, "set_time", clock_args, NULL, KASA_IOT_SETS }, CLOCK },
};

static const struct kasa_iot_row set_time_and_zone = {
	.asks = { { KASA_IOT_TIME, "set_timezone", clock_args, NULL, KASA_IOT_SETS }, CLOCK },
};
// clang-format on

const struct kasa_iot_row *
kasa_iot_clock_set(const struct kasa_order *order, const struct kasa_state *state)
{
	(void)state;
	return order->clock.zone == KASA_UNKNOWN ? &set_time : &set_time_and_zone;
}
