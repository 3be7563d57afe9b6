#include <kasa/energy.h>

#include "api/device.h"

KASA_TYPED_ORDER(energy)

static int
submit(struct kasa_device *dev, const struct kasa_order *order, bool once, kasa_energy_fn *done, void *arg)
{
	const struct kasa_state *state = kasa_device_state(dev);

	if (order->outlet < 0)
		return KASA_EINVAL;
	if (state && !(state->features & KASA_FEATURE_ENERGY))
		return KASA_ENOTSUP;
	return order_energy(dev, order, once, done, arg);
}

int
kasa_energy_read(struct kasa_device *dev, int outlet, kasa_energy_fn *done, void *arg)
{
	return submit(dev, &(struct kasa_order){ .kind = KASA_ORDER_ENERGY, .outlet = outlet }, false, done, arg);
}

int
kasa_energy_poll(struct kasa_device *dev, int outlet, kasa_energy_fn *done, void *arg)
{
	struct kasa_order order = { .kind = KASA_ORDER_ENERGY, .outlet = outlet, .with_state = true };

	return submit(dev, &order, true, done, arg);
}
