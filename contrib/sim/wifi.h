/* Networks that a device sees, and the one it is in: "netif", or on some devices the module of the access point. */
#ifndef KASA_SIM_WIFI_H
#define KASA_SIM_WIFI_H

#include "request.h"

enum {
	SIM_SSID_MAX = 32, /* bytes, as the standard has it */
};

/* One more network with this name in what the device sees. False: the bytes are none. */
bool sim_wifi_add(struct sim_device *dev, const char *ssid, size_t len);

/* Forgets the network that the device is in. */
void sim_wifi_reset(struct sim_device *dev);

extern const struct sim_method sim_wifi_methods[];

#endif
