/* A hub that carries nothing out: what requests and groups want of it is written down. */
#ifndef KASA_TESTS_UNIT_BRIDGE_HUB_H
#define KASA_TESTS_UNIT_BRIDGE_HUB_H

#include "bridge/hub/hub.h"

/* What was wanted. */
extern struct fake_hub {
	struct order order; /* the last */
	struct device *device;
	unsigned orders, searches, commits, configured, removed;
} fake;

/* @p config is borrowed. */
void fake_hub_init(struct hub *hub, struct config *config);

/* Puts a device into it. */
void fake_hub_put(struct hub *hub, struct device *device);

/* Gives back what was kept. */
void fake_hub_finish(void);

#endif
