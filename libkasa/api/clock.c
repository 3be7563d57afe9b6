#include <kasa/clock.h>

#include "api/device.h"
#include "model/clock.h"

KASA_TYPED_ORDER(clock)

int
kasa_clock_read(struct kasa_device *dev, kasa_clock_fn *done, void *arg)
{
	return order_clock(dev, &(struct kasa_order){ .kind = KASA_ORDER_CLOCK }, false, done, arg);
}

int
kasa_clock_set(struct kasa_device *dev, const struct kasa_clock *clock, kasa_clock_fn *done, void *arg)
{
	struct kasa_order order = { .kind = KASA_ORDER_CLOCK_SET, .clock = *clock };

	return kasa_clock_valid(clock) ? order_clock(dev, &order, false, done, arg) : KASA_EINVAL;
}
