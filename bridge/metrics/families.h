/*
 * What /metrics tells of devices, family by family. Pure: one family of one device at a time, so that nobody waits while
 * ten thousand are told.
 *
 * device_id is the MAC, as in topics of unnamed devices and in all ids: twelve digits in lower case. The deviceId would do
 * as well, but is not known of a device that has not been heard yet; its series would begin anew once it is. The MAC is what
 * the bridge knows devices by, always and from the first moment on. child_id is the two digits of an outlet, "00" for the
 * first, and no label of what has none. Names are told by kasa_device_info alone: a new name cuts no series.
 *
 * Strips are told by their outlets, and never as a whole beside them: sums make sense. A device that is away has
 * kasa_device_up 0 and no values; and a value that was not read three times in a row is not told.
 */
#ifndef KASA_BRIDGE_FAMILIES_H
#define KASA_BRIDGE_FAMILIES_H

#include <stddef.h>

#include "bridge/hub/device.h"
#include "bridge/metrics/exposition.h"

struct families_now {
	int64_t utc_s;
	uint64_t ms; /* of the monotonic clock */
};

size_t families_count(void);

/* Begins a family, by its index. */
void families_begin(struct exposition *out, size_t family);

/* The samples of a device in it; there may be none. */
void families_of(struct exposition *out, size_t family, const struct device *device, const struct families_now *now);

/* Whether values of its state, or of a meter, are worth telling. */
bool families_fresh(const struct device *device);
bool families_meter_fresh(const struct device *device, unsigned outlet, const struct families_now *now);

/* Seconds since a part was switched on, 0 while it is off, NAN when it does not tell. */
double families_on_s(const struct device *device, unsigned outlet, const struct families_now *now);

#endif
