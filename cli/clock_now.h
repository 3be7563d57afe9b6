/* What a device's clock should show. */
#ifndef KASA_CLI_CLOCK_NOW_H
#define KASA_CLI_CLOCK_NOW_H

#include <stdbool.h>

#include <kasa/clock.h>

/* Where tzdata is kept. */
const char *zone_folder(void);

/* What clocks in a device's zone show now; false where the zone, or tzdata, is not known here. */
bool clock_now(int zone, struct kasa_clock *out, struct kasa_err *err);

#endif
