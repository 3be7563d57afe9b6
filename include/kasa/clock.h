/**
 * @file
 * The device's clock: the time zones that it knows.
 *
 * A device knows 110 time zones by number and nothing else: neither a name nor a rule is ever sent to it.
 * Source of the table: the numbers and names that python-kasa knows. Other published lists have the same
 * order and name other cities, around 31, 33 and 99 to 102 also of other zones.
 */
#ifndef KASA_CLOCK_H
#define KASA_CLOCK_H

#include <kasa/export.h>

#ifdef __cplusplus
extern "C" {
#endif

/** How many time zones devices know: their numbers go from 0 to one less. */
KASA_API int kasa_zone_count(void);

/**
 * The name of a device's time zone in tzdata, some of them names that tzdata keeps for old times' sake:
 * "Europe/Amsterdam", "US/Hawaii", "PST8PDT".
 *
 * @param index  the device's number
 * @return a string that lives for ever, or NULL for a number that is in no table, which ends a loop
 */
KASA_API const char *kasa_zone_name(int index);

#ifdef __cplusplus
}
#endif

#endif
