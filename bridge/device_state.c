/* Apart from the rest, for it is the one question that goes to the library. */
#include "bridge/device.h"

const struct kasa_state *
device_state(const struct device *device)
{
	return device->handle ? kasa_device_state(device->handle) : NULL;
}
