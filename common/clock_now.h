/* What a device's clock should show. */
#ifndef KASA_COMMON_CLOCK_NOW_H
#define KASA_COMMON_CLOCK_NOW_H

#include <stdbool.h>

#include <kasa/clock.h>

/* Where tzdata is kept. */
const char *zone_folder(void);

/* What the device's clock should show now; false where its zone, or tzdata, is not known here. */
bool clock_now(const struct kasa_clock *device, struct kasa_clock *out, struct kasa_err *err);

/* What it shows: as the device tells it, or worked out where it keeps UTC and leaves the hour of summer to us. */
struct kasa_clock clock_shown(const struct kasa_clock *device);

/* Adds the seconds since 1970 to a wall clock in its zone. */
void clock_add_utc(struct kasa_clock *clock);

#endif
