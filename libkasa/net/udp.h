/* A socket for searches: sends to many, hears a thousand at once. */
#ifndef KASA_NET_UDP_H
#define KASA_NET_UDP_H

#include <stdbool.h>
#include <stdint.h>

#define EV_COMPAT3 0
#include <ev.h>

#include "base/buf.h"
#include "base/err.h"

enum {
	KASA_UDP_BUFFER = 4 << 20,    /* the kernel's: a thousand answers take about a megabyte of it */
	KASA_UDP_DATAGRAM_MAX = 4096, /* answers are up to 1.3 KB */
};

struct kasa_udp;

/* One datagram, valid during the call. The callee may call kasa_udp_close(). */
typedef void kasa_udp_fn(struct kasa_udp *udp, uint32_t from, uint16_t port, const uint8_t *data, size_t len);

struct kasa_udp {
	struct ev_loop *loop;
	ev_io io;
	kasa_udp_fn *on_datagram;
	struct kasa_buf queue; /* what was drained and not yet looked at */
	int fd;                /* -1: closed */
	unsigned receive_buffer;
};

/* KASA_EIO with a sentence. */
int kasa_udp_open(struct kasa_udp *udp, struct ev_loop *loop, kasa_udp_fn *on_datagram, struct kasa_err *err);
void kasa_udp_close(struct kasa_udp *udp);

/* Sends through an interface, or as routed when that is 0. Returns 0 or an errno. */
int kasa_udp_send(struct kasa_udp *udp, uint32_t to, uint16_t port, unsigned interface, const uint8_t *data,
                  size_t len);

#endif
