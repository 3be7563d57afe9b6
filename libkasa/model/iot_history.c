/* Energy and time of use, by day and by month. */
#include "base/err.h"
#include "model/history.h"
#include "model/iot.h"

static int
read_days(const struct kasa_jx *reply, struct kasa_iot_talk *talk)
{
	return kasa_history_read(kasa_jx_get(reply, "day_list"), talk->answer, talk->err);
}

static int
read_months(const struct kasa_jx *reply, struct kasa_iot_talk *talk)
{
	return kasa_history_read(kasa_jx_get(reply, "month_list"), talk->answer, talk->err);
}

static int
month_args(const struct kasa_order *order, const struct kasa_record *record, struct kasa_buf *out)
{
	(void)record;
	return kasa_buf_printf(out, "{\"year\":%d,\"month\":%d}", order->history.year, order->history.month);
}

static int
year_args(const struct kasa_order *order, const struct kasa_record *record, struct kasa_buf *out)
{
	(void)record;
	return kasa_buf_printf(out, "{\"year\":%d}", order->history.year);
}

// clang-format off
#define OF_METERS .needs = KASA_FEATURE_ENERGY, .lacks = "has no energy meter", \
		  .each = "has a meter in each outlet, none for the whole: give one of its outlets"
#define OF_USAGE  .needs = KASA_FEATURE_RELAY, .lacks = "keeps no time of use", \
		  .each = "keeps the time of use of each outlet, none for the whole: give one of its outlets"
#define MONTHS    { KASA_IOT_SCHEDULE, "get_monthstat", year_args, read_months, 0 }

static const struct kasa_iot_row histories[] = {
	[KASA_HISTORY_ENERGY_DAYS]   = { .asks = { { KASA_IOT_EMETER, "get_daystat", month_args, read_days, 0 } }, OF_METERS },
	[KASA_HISTORY_ENERGY_MONTHS] = { .asks = { { KASA_IOT_EMETER, "get_monthstat", year_args, read_months, 0 } }, OF_METERS },
	[KASA_HISTORY_USAGE_DAYS]    = { .asks = { { KASA_IOT_SCHEDULE, "get_daystat", month_args, read_days, 0 } }, OF_USAGE },
	[KASA_HISTORY_USAGE_MONTHS]  = { .asks = { MONTHS }, OF_USAGE },
};

const struct kasa_iot_row kasa_iot_energy_erase = {
	.asks = {
		{ KASA_IOT_EMETER, "erase_emeter_stat", NULL, NULL, KASA_IOT_SETS | KASA_IOT_ONCE },
		{ KASA_IOT_EMETER, "get_realtime", NULL, kasa_iot_read_meter, 0 },
	},
	OF_METERS,
};

const struct kasa_iot_row kasa_iot_usage_erase = {
	.asks = { { KASA_IOT_SCHEDULE, "erase_runtime_stat", NULL, NULL, KASA_IOT_SETS | KASA_IOT_ONCE }, MONTHS },
	OF_USAGE,
};
// clang-format on

const struct kasa_iot_row *
kasa_iot_history(const struct kasa_order *order, const struct kasa_state *state)
{
	(void)state;
	return &histories[order->history.what];
}
