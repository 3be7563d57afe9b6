/* Datagrams that leave by, and came to, one of our many addresses. */
#ifndef KASA_SIM_PACKET_H
#define KASA_SIM_PACKET_H

#include <netinet/in.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* One datagram on its way out or in, with the address of ours that it is about. */
struct sim_packet {
	struct sockaddr_in peer;
	uint32_t own; /* host byte order */
	void *data;
	size_t len;
};

/* False with errno. */
bool sim_packet_send(int fd, struct sim_packet *packet);

/* Takes one that waits: data and len are the room for it. False: none does. */
bool sim_packet_receive(int fd, struct sim_packet *packet);

#endif
