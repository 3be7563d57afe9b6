/* What is known of a device or an outlet just now, as numbers: what is watched is looked at by nothing else. */
#ifndef KASA_BRIDGE_READING_H
#define KASA_BRIDGE_READING_H

#include "bridge/hub/device.h"

struct reading {
	int online;                  /* 1, 0, KASA_UNKNOWN while it was never heard */
	int on;                      /* 1, 0, KASA_UNKNOWN: also while it is offline */
	int64_t on_since_s;          /* UTC; 0: it is off, or does not tell */
	double power_w;              /* NAN: nobody knows, also while it is offline */
	double sum_kwh;              /* of the counter, NAN */
	double today_kwh, month_kwh; /* NAN: nobody knows of today, or of this month */
};

/* @p today: the local day, as 20261127. */
void reading_take(struct reading *reading, const struct device *device, unsigned outlet, int32_t today);

#endif
