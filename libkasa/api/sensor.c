#include <kasa/sensor.h>

#include "api/device.h"

KASA_TYPED_ORDER(motion)
KASA_TYPED_ORDER(ambient)

static bool
is_percent(int n)
{
	return n >= 0 && n <= 100;
}

int
kasa_motion_read(struct kasa_device *dev, kasa_motion_fn *done, void *arg)
{
	return order_motion(dev, &(struct kasa_order){ .kind = KASA_ORDER_MOTION }, false, done, arg);
}

static int
set_motion(struct kasa_device *dev, enum kasa_sensor_setting setting, int a, int b, kasa_motion_fn *done, void *arg)
{
	struct kasa_order order = { .kind = KASA_ORDER_MOTION_SET, .sensor = { setting, { a, b } } };

	return order_motion(dev, &order, false, done, arg);
}

int
kasa_motion_enable(struct kasa_device *dev, bool enable, kasa_motion_fn *done, void *arg)
{
	return set_motion(dev, KASA_SENSOR_ENABLED, enable, 0, done, arg);
}

int
kasa_motion_range_set(struct kasa_device *dev, enum kasa_motion_range range, int threshold, kasa_motion_fn *done,
                      void *arg)
{
	bool custom = range == KASA_RANGE_CUSTOM;

	if ((unsigned)range >= KASA_RANGES || (custom && threshold != KASA_UNKNOWN && !is_percent(threshold)))
		return KASA_EINVAL;
	return set_motion(dev, KASA_SENSOR_RANGE, (int)range, custom ? threshold : KASA_UNKNOWN, done, arg);
}

int
kasa_motion_inactivity_set(struct kasa_device *dev, int ms, kasa_motion_fn *done, void *arg)
{
	if (ms < 1 || ms > KASA_INACTIVITY_MAX_MS)
		return KASA_EINVAL;
	return set_motion(dev, KASA_SENSOR_INACTIVITY, ms, 0, done, arg);
}

int
kasa_ambient_read(struct kasa_device *dev, kasa_ambient_fn *done, void *arg)
{
	return order_ambient(dev, &(struct kasa_order){ .kind = KASA_ORDER_AMBIENT }, false, done, arg);
}

static int
set_ambient(struct kasa_device *dev, enum kasa_sensor_setting setting, int a, int b, kasa_ambient_fn *done, void *arg)
{
	struct kasa_order order = { .kind = KASA_ORDER_AMBIENT_SET, .sensor = { setting, { a, b } } };

	return order_ambient(dev, &order, false, done, arg);
}

int
kasa_ambient_enable(struct kasa_device *dev, bool enable, kasa_ambient_fn *done, void *arg)
{
	return set_ambient(dev, KASA_SENSOR_ENABLED, enable, 0, done, arg);
}

int
kasa_ambient_dark_set(struct kasa_device *dev, int level, kasa_ambient_fn *done, void *arg)
{
	if (level < 0 || level >= KASA_LEVELS_MAX)
		return KASA_EINVAL;
	return set_ambient(dev, KASA_SENSOR_DARK, level, 0, done, arg);
}

int
kasa_ambient_level_set(struct kasa_device *dev, int level, int percent, kasa_ambient_fn *done, void *arg)
{
	if (level < 0 || level >= KASA_LEVELS_MAX || !is_percent(percent))
		return KASA_EINVAL;
	return set_ambient(dev, KASA_SENSOR_LEVEL, level, percent, done, arg);
}
