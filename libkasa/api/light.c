#include <kasa/light.h>

#include "api/device.h"
#include "model/light.h"

KASA_TYPED_ORDER(presets)
KASA_TYPED_ORDER(effect)
KASA_TYPED_ORDER(light_defaults)
KASA_TYPED_ORDER(light_details)

int
kasa_light_set(struct kasa_device *dev, const struct kasa_light_change *change, kasa_done_fn *done, void *arg)
{
	struct kasa_order order = { .kind = KASA_ORDER_LIGHT, .light = *change };
	int rc = kasa_light_change_check(change, kasa_device_state(dev), NULL);

	return rc == KASA_OK ? kasa_device_order(dev, &order, done, arg) : rc;
}

int
kasa_presets_read(struct kasa_device *dev, kasa_presets_fn *done, void *arg)
{
	return order_presets(dev, &(struct kasa_order){ .kind = KASA_ORDER_PRESETS }, false, done, arg);
}

int
kasa_preset_set(struct kasa_device *dev, const struct kasa_preset *preset, kasa_presets_fn *done, void *arg)
{
	struct kasa_order order = { .kind = KASA_ORDER_PRESET_SET, .preset = *preset };

	if (preset->index < 0 || !kasa_light_known(&preset->light)
	    || kasa_light_values_check(&preset->light, NULL) != KASA_OK)
		return KASA_EINVAL;
	return order_presets(dev, &order, false, done, arg);
}

int
kasa_effect_read(struct kasa_device *dev, kasa_effect_fn *done, void *arg)
{
	return order_effect(dev, &(struct kasa_order){ .kind = KASA_ORDER_EFFECT }, false, done, arg);
}

int
kasa_effect_set(struct kasa_device *dev, const char *effect, kasa_effect_fn *done, void *arg)
{
	struct kasa_order order = { .kind = KASA_ORDER_EFFECT_SET, .text = effect };
	int rc = kasa_effect_name(effect, order.effect, NULL);

	return rc == KASA_OK ? order_effect(dev, &order, false, done, arg) : rc;
}

int
kasa_effect_stop(struct kasa_device *dev, kasa_effect_fn *done, void *arg)
{
	return order_effect(dev, &(struct kasa_order){ .kind = KASA_ORDER_EFFECT_STOP }, false, done, arg);
}

int
kasa_light_defaults_read(struct kasa_device *dev, kasa_light_defaults_fn *done, void *arg)
{
	return order_light_defaults(dev, &(struct kasa_order){ .kind = KASA_ORDER_LIGHT_DEFAULTS }, false, done, arg);
}

static bool
may_come_on(const struct kasa_on_behavior *behavior)
{
	if (behavior->mode == KASA_ON_PRESET)
		return kasa_light_values_check(&behavior->light, NULL) == KASA_OK;
	return (unsigned)behavior->mode <= KASA_ON_CIRCADIAN;
}

int
kasa_light_defaults_set(struct kasa_device *dev, const struct kasa_light_defaults *defaults,
                        kasa_light_defaults_fn *done, void *arg)
{
	struct kasa_order order = { .kind = KASA_ORDER_LIGHT_DEFAULTS_SET, .defaults = *defaults };
	bool any = defaults->soft_on.mode != KASA_ON_UNKNOWN || defaults->hard_on.mode != KASA_ON_UNKNOWN;

	if (!any || !may_come_on(&defaults->soft_on) || !may_come_on(&defaults->hard_on))
		return KASA_EINVAL;
	return order_light_defaults(dev, &order, false, done, arg);
}

int
kasa_light_details_read(struct kasa_device *dev, kasa_light_details_fn *done, void *arg)
{
	return order_light_details(dev, &(struct kasa_order){ .kind = KASA_ORDER_LIGHT_DETAILS }, false, done, arg);
}
