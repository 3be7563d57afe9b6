/* One client's TCP connection: requests in, one reply after the other out, spoiled as the device's fault says. */
#ifndef KASA_SIM_CONNECTION_H
#define KASA_SIM_CONNECTION_H

#include "server.h"

/* Serves @p fd, which it owns, for @p dev. Without memory the connection is reset. */
void sim_connection_start(struct sim_server *server, struct sim_device *dev, int fd);

/* Resets all connections of the device. */
void sim_connections_reset(struct sim_device *dev);

#endif
