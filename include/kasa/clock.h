/**
 * @file
 * The device's clock, and the time zones that it knows.
 *
 * Devices set their clock from the Internet; without it they lose it with the mains, and rules and the history of a day
 * go wrong.
 *
 * Most devices know 110 time zones by number and nothing else: neither a name nor a rule is ever sent to them. Those
 * that speak SMART keep UTC and the name that a zone has in tzdata.
 * Source of the table: the numbers and names that python-kasa knows. Other published lists have the same
 * order and name other cities, around 31, 33 and 99 to 102 also of other zones.
 */
#ifndef KASA_CLOCK_H
#define KASA_CLOCK_H

#include <stdint.h>

#include <kasa/device.h>
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

enum {
	KASA_REGION_MAX = 40, /**< the longest name of tzdata has 32 characters */
};

/** A wall clock in the device's own time zone. Unknown is KASA_UNKNOWN. */
struct kasa_clock {
	int year, month, day; /**< January is 1 */
	int hour, minute, second;
	int zone; /**< the number of its time zone, see kasa_zone_name() */
	/** The name that its zone has in tzdata, of a device that knows it by name; else "". */
	char region[KASA_REGION_MAX];
	/**
	 * Seconds since 1970 UTC, of a device that keeps those; else 0. What is read of its wall clock then is standard
	 * time, without the hour of summer: this and the region tell it rightly. It wants to be set by this, too.
	 */
	int64_t utc_s;
	int ahead_min; /**< minutes that the zone's standard time is ahead of UTC; to be told where utc_s is */
};

/**
 * Told once.
 *
 * @param clock  NULL on failure; valid during the call only
 * @param err    never NULL
 */
typedef void kasa_clock_fn(struct kasa_device *dev, const struct kasa_clock *clock, const struct kasa_err *err,
                           void *arg);

/** Reads clock and time zone. */
KASA_API int kasa_clock_read(struct kasa_device *dev, kasa_clock_fn *done, void *arg);

/**
 * Sets the clock and reads it back. Safe to repeat, so it is; a repetition sets the same time, some seconds late.
 *
 * @param clock  copied. With a zone of KASA_UNKNOWN the zone stays; but some devices refuse that whatever the time is,
 *               and take both together only
 * @retval KASA_EINVAL  no date from 2000 to 2099, no time of a day, or no zone of a device
 */
KASA_API int kasa_clock_set(struct kasa_device *dev, const struct kasa_clock *clock, kasa_clock_fn *done, void *arg);

/**
 * Seconds from the first to the second, both as their clocks show them, whatever their zones are.
 *
 * @return 0 when one of them is not wholly known
 */
KASA_API long kasa_clock_seconds(const struct kasa_clock *from, const struct kasa_clock *to);

#ifdef __cplusplus
}
#endif

#endif
