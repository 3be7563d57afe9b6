/* Datagrams: a probe to one address is answered by its device, one to a broadcast address by all. */
#ifndef KASA_SIM_DATAGRAM_H
#define KASA_SIM_DATAGRAM_H

#include "server.h"

int sim_datagram_start(struct sim_server *server, struct kasa_err *err);
void sim_datagram_stop(struct sim_server *server);

#endif
