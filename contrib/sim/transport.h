/*
 * How a device's requests and replies are wrapped on a connection: a row per transport. The payload's engine, in
 * request.h, does not know which one carries it.
 */
#ifndef KASA_SIM_TRANSPORT_H
#define KASA_SIM_TRANSPORT_H

#include "server.h"

enum sim_door {
	SIM_DOOR_XOR,  /* --port, TCP and UDP */
	SIM_DOOR_HTTP, /* --http-port */
};

/* One request and its reply. */
struct sim_exchange {
	struct sim_server *server;
	struct sim_device *dev;
	struct sim_session *session; /* of KLAP; valid until the reply is sealed */
	int32_t number;              /* of the message */
	bool closes;                 /* set when the connection ends behind the reply */
};

enum sim_taken {
	SIM_TAKEN_NOTHING,  /* it is not whole yet */
	SIM_TAKEN_REQUEST,  /* its text stands in the server's text; seal() wraps the reply */
	SIM_TAKEN_ANSWERED, /* a matter of the transport alone, whose answer stands in out */
	SIM_TAKEN_BROKEN,   /* the device ends the connection */
};

struct sim_transport {
	const char *name;
	enum sim_door door;
	const char *announced; /* its encrypt_type in the discovery of newer firmware; NULL: it does not take part */
	int version;           /* of KLAP; 0: another transport */

	/* Takes the next request off the bytes that came. */
	enum sim_taken (*take)(struct sim_exchange *exchange, struct kasa_buf *in, struct kasa_buf *out);

	/* Appends the reply. NULL: take() never gives a request. */
	int (*seal)(struct sim_exchange *exchange, const struct kasa_buf *text, struct kasa_buf *out);
};

extern const struct sim_transport sim_transport_xor, sim_transport_klap1, sim_transport_klap2, sim_transport_aes,
	sim_transport_tpap;

/* The row of that name. NULL: none. */
const struct sim_transport *sim_transport_find(const char *name);

/* The same, with a sentence that names those there are: KASA_EINVAL. */
int sim_transport_need(const char *name, const struct sim_transport **row, struct kasa_err *err);

/* What a device speaks when @p wish is for all of its run, or NULL: SMART never comes over XOR. */
const struct sim_transport *sim_transport_for(const struct sim_device *dev, const struct sim_transport *wish);

/* What a recording announces to the newer discovery; without an announcement it is sim_transport_for(). */
const struct sim_transport *sim_transport_announced(const struct sim_device *dev);

/* Rows for lists, from 0; NULL past the last. */
const struct sim_transport *sim_transport_at(size_t index);

#endif
