/* Where the device believes to be. */
#include <math.h>
#include <stdlib.h>

#include "base/err.h"
#include "base/round.h"
#include "model/iot.h"

/* Older devices tell degrees, the others ten thousandths of them. */
static double
degrees(const struct kasa_jx *info, const char *whole, const char *parts)
{
	double value = kasa_jx_number(info, parts) / 10000;

	return isnan(value) ? kasa_jx_number(info, whole) : value;
}

static int
read_location(const struct kasa_jx *reply, struct kasa_iot_talk *talk)
{
	talk->answer->location = (struct kasa_location){
		.latitude = degrees(reply, "latitude", "latitude_i"),
		.longitude = degrees(reply, "longitude", "longitude_i"),
	};
	return kasa_iot_read_state(reply, talk);
}

/* Ten thousandths as a number with a point, whatever the locale's point is. */
static int
put_degrees(struct kasa_buf *out, const char *key, long parts)
{
	unsigned long size = (unsigned long)labs(parts);

	return kasa_buf_printf(out, ",\"%s\":%s%lu.%04lu", key, parts < 0 ? "-" : "", size / 10000, size % 10000);
}

/* All four, for some devices take the one pair and some the other. */
static int
location_args(const struct kasa_order *order, const struct kasa_record *record, struct kasa_buf *out)
{
	long latitude = (long)kasa_round(order->location.latitude * 10000);
	long longitude = (long)kasa_round(order->location.longitude * 10000);
	int rc = kasa_buf_printf(out, "{\"latitude_i\":%ld,\"longitude_i\":%ld", latitude, longitude);

	(void)record;
	if (rc == KASA_OK)
		rc = put_degrees(out, "latitude", latitude);
	if (rc == KASA_OK)
		rc = put_degrees(out, "longitude", longitude);
	return rc == KASA_OK ? kasa_buf_printf(out, "}") : rc;
}

#define LOCATION                                                                           \
	{                                                                                  \
		.module = KASA_IOT_SYSINFO, .method = "get_sysinfo", .read = read_location \
	}

const struct kasa_iot_row kasa_iot_location = { .asks = { LOCATION } };

const struct kasa_iot_row kasa_iot_location_set = {
	.asks = { { KASA_IOT_SYSTEM, "set_dev_location", location_args, NULL, KASA_IOT_SETS }, LOCATION },
};
