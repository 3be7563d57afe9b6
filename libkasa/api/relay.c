#include <kasa/relay.h>

#include "api/device.h"

int
kasa_relay_set(struct kasa_device *dev, int outlet, bool on, kasa_done_fn *done, void *arg)
{
	struct kasa_order order = { .kind = KASA_ORDER_RELAY, .outlet = outlet, .on = on };

	return outlet < 0 ? KASA_EINVAL : kasa_device_order(dev, &order, done, arg);
}

int
kasa_relay_toggle(struct kasa_device *dev, int outlet, kasa_done_fn *done, void *arg)
{
	struct kasa_order order = { .kind = KASA_ORDER_RELAY, .outlet = outlet };
	struct kasa_call *call;

	if (outlet < 0)
		return KASA_EINVAL;
	call = kasa_call_new(dev, &order);
	if (call) {
		call->job.toggle = true;
		call->fn.done = done;
		call->arg = arg;
	}
	return kasa_device_submit(dev, call);
}
