/* The house on the network: one socket for datagrams, and listeners for connections. */
#ifndef KASA_SIM_SERVER_H
#define KASA_SIM_SERVER_H

#include <ev.h>

#include "wire/wire.h"

#include "house.h"

enum {
	SIM_OWN_SOCKETS_MAX = 256, /* larger houses share what listens: descriptors are few */
	SIM_TDP_PORTS = 2,
	SIM_FRAME_MAX = 2 * (KASA_MESSAGE_MAX), /* a message with what is round it */
};

/* What a device may listen with; the order is that in which they are bound. */
enum sim_socket {
	SIM_XOR_TCP,
	SIM_HTTP_TCP,
	SIM_XOR_UDP,
	SIM_TDP_UDP, /* the discovery of newer firmware, two of them */
	SIM_SOCKETS = SIM_TDP_UDP + SIM_TDP_PORTS,
};

/* What listens at one address, or at all of them. */
struct sim_listener {
	ev_io io[SIM_SOCKETS]; /* their fd is -1 while there is none */
	struct sim_server *server;
};

/* Datagrams to answer from the shared socket of one port. */
struct sim_mailbox {
	struct sim_server *server;
	enum sim_socket socket;
	ev_io write;
	struct kasa_list jobs;
	size_t job_count;
};

struct sim_server {
	struct ev_loop *loop;
	struct sim_house *house;
	const char *interface;
	uint16_t port, http_port;
	uint16_t tdp_ports[SIM_TDP_PORTS]; /* 0: none */
	struct sim_accounts accounts;
	int64_t ahead_ms;                          /* of the real time: what control commands skipped */
	bool verbose;                              /* a line on stderr for each request and reply */
	bool shares;                               /* devices have no listeners of their own */
	struct sim_listener all;                   /* hears broadcasts; with shares also connections */
	int spare_fd;                              /* given up to accept and reset when descriptors run out */
	struct sim_mailbox mailboxes[SIM_SOCKETS]; /* those of datagrams are used */
	struct kasa_buf text, reply, frame;        /* of the request in hand */
};

/* Binds everything. KASA_EIO with a sentence that names what is in use. */
int sim_server_start(struct sim_server *server, struct kasa_err *err);
void sim_server_stop(struct sim_server *server);

/* Makes what listens for a device match its state, after a change of fault, presence or transport. */
int sim_server_update(struct sim_server *server, struct sim_device *dev, struct kasa_err *err);

/* The device vanishes: its connections are reset, it does not listen. The caller sets away or gone before. */
void sim_server_vanish(struct sim_server *server, struct sim_device *dev);

/* The port of a socket; 0: it is not used. */
uint16_t sim_server_port(const struct sim_server *server, enum sim_socket which);

/* Milliseconds of a clock that is never set and goes on while the machine sleeps, as plugs do; and UTC since 1970. */
int64_t sim_now_ms(void);
int64_t sim_utc_ms(void);

/* The devices' time: sim_now_ms(), and what was skipped. */
int64_t sim_server_now_ms(const struct sim_server *server);

/* The log line of one message. */
void sim_server_log(const struct sim_server *server, const struct sim_device *dev, const char *what,
                    const struct kasa_buf *text);

#endif
