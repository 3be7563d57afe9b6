#include <kasa/system.h>

#include <math.h>

#include "api/device.h"

KASA_TYPED_ORDER(location)

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

int
kasa_factory_reset(struct kasa_device *dev, kasa_done_fn *done, void *arg)
{
	return kasa_device_order(dev, &(struct kasa_order){ .kind = KASA_ORDER_RESET }, done, arg);
}

int
kasa_location_read(struct kasa_device *dev, kasa_location_fn *done, void *arg)
{
	return order_location(dev, &(struct kasa_order){ .kind = KASA_ORDER_LOCATION }, false, done, arg);
}

int
kasa_location_set(struct kasa_device *dev, double latitude, double longitude, kasa_location_fn *done, void *arg)
{
	struct kasa_order order = { .kind = KASA_ORDER_LOCATION_SET, .location = { latitude, longitude } };

	if (!(fabs(latitude) <= 90) || !(fabs(longitude) <= 180))
		return KASA_EINVAL;
	return order_location(dev, &order, false, done, arg);
}
