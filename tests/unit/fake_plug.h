/*
 * A plug on loopback, TCP and UDP, that lives on the client's own loop and behaves as well or as badly as a test
 * wants. It allocates nothing, so that it works on while memory is made to run out.
 */
#ifndef KASA_TESTS_UNIT_FAKE_PLUG_H
#define KASA_TESTS_UNIT_FAKE_PLUG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define EV_COMPAT3 0
#include <ev.h>

#define FAKE_ID "8006AAAABBBBCCCCDDDDEEEEFFFF000011112222"
#define FAKE_MAC "AA:BB:CC:DD:EE:01"
#define FAKE_ALIAS "Christmas tree"

enum {
	FAKE_CONNECTIONS = 8,
	FAKE_SCRIPT = 8,
	FAKE_HEARD = 64,
	FAKE_MESSAGE = 4096,
};

/* What happens to one request. */
enum fake_manner {
	FAKE_ANSWER,    /* the default */
	FAKE_CLOSE,     /* answers, then closes, as many plugs do */
	FAKE_SILENT,    /* says nothing, keeps the connection */
	FAKE_DROP,      /* closes without a word */
	FAKE_DROP_DONE, /* does it, and closes without a word */
	FAKE_RESET,     /* the same with a reset */
	FAKE_CUT,       /* half an answer, then closes */
	FAKE_GARBAGE,   /* bytes that no device sends */
	FAKE_TWICE,     /* the answer, two times */
	FAKE_DRIP,      /* byte by byte, in turns of the loop */
};

struct fake_plug;

struct fake_connection {
	struct fake_plug *plug;
	ev_io io;
	ev_idle drip;
	int fd; /* -1: free */
	uint8_t in[FAKE_MESSAGE], out[FAKE_MESSAGE];
	size_t in_len, out_len, out_at;
};

struct fake_plug {
	struct ev_loop *loop;
	ev_io listener, udp;
	uint16_t port;

	/* what it is, and may be changed */
	const char *id, *mac, *says; /* says: the whole answer to everything, or NULL */
	char alias[64];
	int relay, led_off;
	bool no_udp;

	/* what happens to the next requests, in order; then FAKE_ANSWER */
	enum fake_manner script[FAKE_SCRIPT];
	size_t script_len, script_at;

	/* what it saw */
	unsigned accepted, requests, probes;
	bool overlapped; /* a request came while another waited for its answer */
	char heard[FAKE_HEARD][256];

	struct fake_connection connections[FAKE_CONNECTIONS];
};

/* Listens on a free port of 127.0.0.1, or where it is told: an address in host byte order. */
void fake_plug_start(struct fake_plug *plug, struct ev_loop *loop);
void fake_plug_start_at(struct fake_plug *plug, struct ev_loop *loop, uint32_t address, uint16_t port);
void fake_plug_stop(struct fake_plug *plug);

/* The next request gets this manner, the one after it the next. */
void fake_plug_script(struct fake_plug *plug, enum fake_manner manner);

/* Closes what is connected, and goes on listening. */
void fake_plug_hang_up(struct fake_plug *plug);

unsigned fake_plug_connected(const struct fake_plug *plug);

#endif
