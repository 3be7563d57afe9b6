/* Where the device believes to be, in ten thousandths of degrees. */
#include <math.h>

#include "base/round.h"
#include "model/smart.h"

/* What stands there before a place was set is none. */
static double
degrees(const struct kasa_jx *info, const char *key)
{
	return kasa_smart_flag(info, "has_set_location_info") == 0 ? NAN : kasa_jx_number(info, key) / 10000;
}

static int
read_location(const struct kasa_jx *info, struct kasa_smart_talk *talk)
{
	talk->answer->location = (struct kasa_location){
		.latitude = degrees(info, "latitude"),
		.longitude = degrees(info, "longitude"),
	};
	return kasa_smart_read_info(info, talk);
}

static int
location_params(const struct kasa_order *order, const struct kasa_record *record, struct kasa_buf *out)
{
	(void)record;
	return kasa_buf_printf(out, "{\"latitude\":%ld,\"longitude\":%ld}",
	                       (long)kasa_round(order->location.latitude * 10000),
	                       (long)kasa_round(order->location.longitude * 10000));
}

// clang-format off
#define LOCATION { "get_device_info", NULL, read_location, 0, NULL }
// clang-format on

const struct kasa_smart_row kasa_smart_location = { .asks = { LOCATION } };

const struct kasa_smart_row kasa_smart_location_set = {
	.asks = { { "set_device_info", location_params, NULL, KASA_SMART_SETS, NULL }, LOCATION },
};
