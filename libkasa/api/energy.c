#include <kasa/energy.h>

#include "api/device.h"

static void
told(struct kasa_device *dev, const struct kasa_call *call, const struct kasa_outcome *outcome)
{
	const struct kasa_energy *energy = outcome->err->code == KASA_OK ? outcome->energy : NULL;

	if (call->fn.energy)
		call->fn.energy(dev, energy, outcome->err, call->arg);
}

static int
submit(struct kasa_device *dev, const struct kasa_order *order, bool once, kasa_energy_fn *done, void *arg)
{
	const struct kasa_state *state = kasa_device_state(dev);
	struct kasa_call *call;

	if (order->outlet < 0)
		return KASA_EINVAL;
	if (state && !(state->features & KASA_FEATURE_ENERGY))
		return KASA_ENOTSUP;
	call = kasa_call_new(dev, order);
	if (call) {
		call->once = once;
		call->told = told;
		call->fn.energy = done;
		call->arg = arg;
	}
	return kasa_device_submit(dev, call);
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
