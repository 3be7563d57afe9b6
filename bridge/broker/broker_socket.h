/*
 * TCP as the kernel knows it. libmosquitto swallows what it hears while it connects or shakes hands with TLS, and would be
 * called again for ever.
 */
#ifndef KASA_BRIDGE_BROKER_SOCKET_H
#define KASA_BRIDGE_BROKER_SOCKET_H

enum broker_socket_state {
	BROKER_SOCKET_CONNECTING,
	BROKER_SOCKET_OPEN,
	BROKER_SOCKET_CLOSED, /* by the other side, and all that it sent was read; or there is no socket */
};

enum broker_socket_state broker_socket_state(int fd);

/* The errno that waits at the socket, and no longer then; 0: none. */
int broker_socket_error(int fd);

#endif
