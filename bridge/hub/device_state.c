/* Apart from the rest, for these are the questions that go to the library. */
#include "bridge/hub/device.h"

#include <string.h>

const struct kasa_state *
device_state(const struct device *device)
{
	return device->handle ? kasa_device_state(device->handle) : NULL;
}

bool
device_is_smart(const struct device *device)
{
	return device->handle && strcmp(kasa_device_payload(device->handle), "smart") == 0;
}
