/**
 * @file
 * What a device remembers: energy and time of use, by day and by month.
 *
 * Days and months are those of the device's own clock, which a plug without Internet loses with the mains. Only days
 * with something to tell are in its lists. Outlets of a strip are asked one by one.
 * Sources: PROTOCOL 3.4 and 3.5; softScheck's list of commands and plasticrake's simulator.
 */
#ifndef KASA_HISTORY_H
#define KASA_HISTORY_H

#include <kasa/device.h>
#include <kasa/energy.h>

#ifdef __cplusplus
extern "C" {
#endif

/** One day, or one month. */
struct kasa_history_entry {
	int year, month; /**< January is 1 */
	int day;         /**< from 1; 0 in a list of months */
	double amount;   /**< kWh in a history of energy, minutes in one of use; NAN when it is not told */
};

/** In the order of time. */
struct kasa_history {
	const struct kasa_history_entry *entries; /**< valid as long as the call that told them */
	unsigned count;
};

/**
 * Told once.
 *
 * @param history  NULL on failure; valid during the call only
 * @param err      never NULL
 */
typedef void kasa_history_fn(struct kasa_device *dev, const struct kasa_history *history, const struct kasa_err *err,
                             void *arg);

/**
 * Reads the energy of each day of a month.
 *
 * @param outlet  0 for a plug or a light, else the position on a strip, from 1
 * @param year    2000 to 2099
 * @param month   1 to 12
 * @retval KASA_EINVAL  one of them is out of range
 *
 * @p done is told KASA_ENOTSUP by a device without a meter, and for a strip as a whole.
 */
KASA_API int kasa_energy_days(struct kasa_device *dev, int outlet, int year, int month, kasa_history_fn *done,
                              void *arg);

/** Reads the energy of each month of a year; the same rules. */
KASA_API int kasa_energy_months(struct kasa_device *dev, int outlet, int year, kasa_history_fn *done, void *arg);

/**
 * Forgets the meter's history and sets its total to zero. Never repeated. What the meter shows then is told; a device
 * that acknowledges and forgets nothing is KASA_EDEVICE (python-kasa issue 1730).
 */
KASA_API int kasa_energy_erase(struct kasa_device *dev, int outlet, kasa_energy_fn *done, void *arg);

/** Reads how long it was on, each day of a month, in minutes. All plugs and lights; the same rules. */
KASA_API int kasa_usage_days(struct kasa_device *dev, int outlet, int year, int month, kasa_history_fn *done,
                             void *arg);

/** Reads how long it was on, each month of a year, in minutes. */
KASA_API int kasa_usage_months(struct kasa_device *dev, int outlet, int year, kasa_history_fn *done, void *arg);

/**
 * Forgets how long it was on. Never repeated.
 *
 * @param year  whose months are read back to see that it did: the one that the device's clock shows
 */
KASA_API int kasa_usage_erase(struct kasa_device *dev, int outlet, int year, kasa_history_fn *done, void *arg);

#ifdef __cplusplus
}
#endif

#endif
