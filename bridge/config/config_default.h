/* What holds where the file says nothing. */
#ifndef KASA_BRIDGE_CONFIG_DEFAULT_H
#define KASA_BRIDGE_CONFIG_DEFAULT_H

#include "bridge/config/config.h"

/* Allocates one with what depends on nothing. NULL without memory. */
struct config *config_new(void);

/* Fills in what is still open and depends on other keys: ports, ids, topics. False without memory. */
bool config_derive(struct config *config);

#endif
