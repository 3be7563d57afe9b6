/* What a device says of itself in the discovery of newer firmware, before anybody logs in. */
#ifndef KASA_SIM_ANNOUNCEMENT_H
#define KASA_SIM_ANNOUNCEMENT_H

#include "server.h"
#include "tdp.h"

/* True when the device takes part in that discovery. */
bool sim_announces(const struct sim_device *dev);

/* Puts its answer to a probe into @p frame, which is emptied. False: without memory. */
bool sim_announce(const struct sim_server *server, struct sim_device *dev, struct kasa_buf *frame);

#endif
