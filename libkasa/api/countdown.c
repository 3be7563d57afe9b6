#include <kasa/countdown.h>

#include <string.h>

#include "api/device.h"

KASA_TYPED_ORDER(countdown)

static int
submit(struct kasa_device *dev, const struct kasa_order *order, kasa_countdown_fn *done, void *arg)
{
	return order->outlet < 0 ? KASA_EINVAL : order_countdown(dev, order, false, done, arg);
}

int
kasa_countdown_read(struct kasa_device *dev, int outlet, kasa_countdown_fn *done, void *arg)
{
	return submit(dev, &(struct kasa_order){ .kind = KASA_ORDER_COUNTDOWN, .outlet = outlet }, done, arg);
}

int
kasa_countdown_set(struct kasa_device *dev, int outlet, bool on, int delay_s, const char *name, kasa_countdown_fn *done,
                   void *arg)
{
	struct kasa_order order = {
		.kind = KASA_ORDER_COUNTDOWN_SET,
		.outlet = outlet,
		.countdown = { .on = on, .delay_s = delay_s },
		.text = name,
	};

	if (delay_s < 1 || strlen(name) >= KASA_COUNTDOWN_NAME_MAX || kasa_alias_check(name, NULL) != KASA_OK)
		return KASA_EINVAL;
	return submit(dev, &order, done, arg);
}

int
kasa_countdown_cancel(struct kasa_device *dev, int outlet, kasa_countdown_fn *done, void *arg)
{
	return submit(dev, &(struct kasa_order){ .kind = KASA_ORDER_COUNTDOWN_CANCEL, .outlet = outlet }, done, arg);
}
