#include <kasa/history.h>

#include "api/device.h"

KASA_TYPED_ORDER(history)
KASA_TYPED_ORDER(energy)

enum {
	YEAR_LEAST = 2000,
	YEAR_MOST = 2099,
};

static int
submit(struct kasa_device *dev, const struct kasa_order *order, kasa_history_fn *done, void *arg)
{
	bool year = order->history.year >= YEAR_LEAST && order->history.year <= YEAR_MOST;
	bool month = order->history.month >= 1 && order->history.month <= 12;

	return order->outlet < 0 || !year || !month ? KASA_EINVAL : order_history(dev, order, false, done, arg);
}

static int
read_history(struct kasa_device *dev, int outlet, enum kasa_history_kind what, int year, int month,
             kasa_history_fn *done, void *arg)
{
	struct kasa_order order = { KASA_ORDER_HISTORY, .outlet = outlet, .history = { what, year, month } };

	return submit(dev, &order, done, arg);
}

int
kasa_energy_days(struct kasa_device *dev, int outlet, int year, int month, kasa_history_fn *done, void *arg)
{
	return read_history(dev, outlet, KASA_HISTORY_ENERGY_DAYS, year, month, done, arg);
}

int
kasa_energy_months(struct kasa_device *dev, int outlet, int year, kasa_history_fn *done, void *arg)
{
	return read_history(dev, outlet, KASA_HISTORY_ENERGY_MONTHS, year, 1, done, arg);
}

int
kasa_usage_days(struct kasa_device *dev, int outlet, int year, int month, kasa_history_fn *done, void *arg)
{
	return read_history(dev, outlet, KASA_HISTORY_USAGE_DAYS, year, month, done, arg);
}

int
kasa_usage_months(struct kasa_device *dev, int outlet, int year, kasa_history_fn *done, void *arg)
{
	return read_history(dev, outlet, KASA_HISTORY_USAGE_MONTHS, year, 1, done, arg);
}

int
kasa_energy_erase(struct kasa_device *dev, int outlet, kasa_energy_fn *done, void *arg)
{
	struct kasa_order order = { .kind = KASA_ORDER_ENERGY_ERASE, .outlet = outlet };

	return outlet < 0 ? KASA_EINVAL : order_energy(dev, &order, false, done, arg);
}

int
kasa_usage_erase(struct kasa_device *dev, int outlet, int year, kasa_history_fn *done, void *arg)
{
	struct kasa_order order = { KASA_ORDER_USAGE_ERASE, .outlet = outlet,
		                    .history = { KASA_HISTORY_USAGE_MONTHS, year, 1 } };

	return submit(dev, &order, done, arg);
}
