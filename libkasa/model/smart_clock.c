/*
 * The device's clock: it keeps UTC, and the name of its time zone. The minutes beside it are those of the zone's
 * standard time, in summer too: so the recordings of July and August have them.
 */
#include <math.h>

#include "base/err.h"
#include "model/clock.h"
#include "model/smart.h"

static int64_t
timestamp(const struct kasa_jx *result)
{
	double s = kasa_jx_number(result, "timestamp");

	return s >= 1 && s < KASA_CLOCK_UTC_MOST ? (int64_t)s : 0;
}

/* What the clock shows is standard time here: who has tzdata knows better. */
static int
read_time(const struct kasa_jx *result, struct kasa_smart_talk *talk)
{
	struct kasa_clock *clock = &talk->answer->clock;
	int ahead_min = kasa_jx_int(result, "time_diff");
	int64_t utc_s = timestamp(result);

	kasa_clock_of(utc_s > 0 ? utc_s + (ahead_min == KASA_UNKNOWN ? 0 : ahead_min * INT64_C(60)) : -1, clock);
	clock->utc_s = utc_s;
	clock->ahead_min = ahead_min;
	kasa_jx_copy(result, "region", clock->region, sizeof clock->region);
	return KASA_OK;
}

static int
clock_params(const struct kasa_order *order, const struct kasa_record *record, struct kasa_buf *out)
{
	const char *region = kasa_clock_region(&order->clock);
	int rc = kasa_buf_printf(out, "{\"timestamp\":%lld", (long long)order->clock.utc_s);

	(void)record;
	if (rc == KASA_OK)
		rc = kasa_smart_put_int(out, "time_diff", order->clock.ahead_min);
	if (rc == KASA_OK && region[0])
		rc = kasa_buf_printf(out, ",\"region\":");
	if (rc == KASA_OK && region[0])
		rc = kasa_jx_quote(out, region);
	return rc == KASA_OK ? kasa_buf_printf(out, "}") : rc;
}

static int
check(const struct kasa_order *order, const struct kasa_record *record, struct kasa_err *err)
{
	if (order->clock.utc_s > 0)
		return KASA_OK;
	return kasa_err_set(err, KASA_EINVAL, "%s keeps UTC: the time is wanted in UTC, too", record->state.model);
}

// clang-format off
#define CLOCK { "get_device_time", NULL, read_time, 0, NULL }

const struct kasa_smart_row kasa_smart_clock = { .asks = { CLOCK } };
const struct kasa_smart_row kasa_smart_clock_set = {
	.asks = { { "set_device_time", clock_params, NULL, KASA_SMART_SETS, NULL }, CLOCK },
	.check = check,
};
// clang-format on
