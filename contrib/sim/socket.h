/* The sockets of kasa-sim: bound to one interface, so that nobody outside the machine plays with the house. */
#ifndef KASA_SIM_SOCKET_H
#define KASA_SIM_SOCKET_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"

/* A listening TCP socket at @p address (0: any), or a negative error: KASA_EIO. */
int sim_socket_tcp(const char *interface, uint32_t address, uint16_t port, struct kasa_err *err);

/*
 * A UDP socket at @p address (0: any), which tells each datagram's destination. Another kasa-sim may have the port
 * too: each broadcast reaches both, and what is sent to one address reaches who is bound to it.
 */
int sim_socket_udp(const char *interface, uint32_t address, uint16_t port, struct kasa_err *err);

/* True for 255.255.255.255 and for the broadcast address of one of the interface's networks. */
bool sim_is_broadcast(const char *interface, uint32_t address);

/* Ends a connection with a reset instead of an orderly end. */
void sim_socket_reset(int fd);

/* Ends it orderly: what came and was not read is read first, for it would make a reset of the end. */
void sim_socket_close(int fd);

#endif
