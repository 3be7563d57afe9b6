#include <kasa/system.h>

#include "api/device.h"

int
kasa_led_set(struct kasa_device *dev, bool on, kasa_done_fn *done, void *arg)
{
	return kasa_device_order(dev, &(struct kasa_order){ .kind = KASA_ORDER_LED, .on = on }, done, arg);
}

int
kasa_alias_set(struct kasa_device *dev, int outlet, const char *alias, kasa_done_fn *done, void *arg)
{
	struct kasa_order order = { .kind = KASA_ORDER_ALIAS, .outlet = outlet, .text = alias };

	if (outlet < 0 || kasa_alias_check(alias, NULL) != KASA_OK)
		return KASA_EINVAL;
	return kasa_device_order(dev, &order, done, arg);
}

int
kasa_reboot(struct kasa_device *dev, kasa_done_fn *done, void *arg)
{
	return kasa_device_order(dev, &(struct kasa_order){ .kind = KASA_ORDER_REBOOT }, done, arg);
}
