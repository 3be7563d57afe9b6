/* Datagrams: a probe to one address is answered by its device, one to a broadcast address by all. */
#ifndef KASA_SIM_DATAGRAM_H
#define KASA_SIM_DATAGRAM_H

#include "server.h"

void sim_datagram_init(struct sim_server *server);

/* Opens one of the listener's UDP sockets at @p address (0: any) and serves it. */
int sim_datagram_listen(struct sim_server *server, struct sim_listener *listener, enum sim_socket which,
                        uint32_t address, struct kasa_err *err);

/* Forgets what waits to be answered. The sockets are the listeners'. */
void sim_datagram_finish(struct sim_server *server);

#endif
