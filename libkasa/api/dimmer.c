#include <kasa/dimmer.h>

#include "api/device.h"

KASA_TYPED_ORDER(dimmer)

int
kasa_dimmer_read(struct kasa_device *dev, kasa_dimmer_fn *done, void *arg)
{
	return order_dimmer(dev, &(struct kasa_order){ .kind = KASA_ORDER_DIMMER }, false, done, arg);
}

int
kasa_dimmer_set(struct kasa_device *dev, enum kasa_dimmer_setting setting, int value, kasa_dimmer_fn *done, void *arg)
{
	struct kasa_order order = { .kind = KASA_ORDER_DIMMER_SET, .dimmer = { setting, value } };
	int least, most;

	if ((unsigned)setting >= KASA_DIMMER_SETTINGS)
		return KASA_EINVAL;
	kasa_dimmer_range(setting, &least, &most);
	if (value < least || value > most)
		return KASA_EINVAL;
	return order_dimmer(dev, &order, false, done, arg);
}

int
kasa_dimmer_button(struct kasa_device *dev, enum kasa_button button, enum kasa_button_action action, int index,
                   kasa_dimmer_fn *done, void *arg)
{
	struct kasa_order order = { .kind = KASA_ORDER_BUTTON_SET, .button = { button, { action, index } } };
	bool known = action >= KASA_ACTION_NONE && action <= KASA_ACTION_PRESET;

	if ((unsigned)button > KASA_BUTTON_LONG_PRESS || !known || (action == KASA_ACTION_PRESET && index < 0))
		return KASA_EINVAL;
	return order_dimmer(dev, &order, false, done, arg);
}
