/* Carries a link's bytes on a TCP connection, on libev. It decides nothing: the link does. */
#ifndef KASA_NET_TCP_H
#define KASA_NET_TCP_H

#include <stdbool.h>
#include <stdint.h>

#define EV_COMPAT3 0
#include <ev.h>

#include "core/link.h"
#include "net/address.h"

enum {
	KASA_TCP_RECEIVE = KASA_MESSAGE_MAX + 1024, /* a whole message at once */
};

/* What all connections of one thread share. */
struct kasa_tcp_shared {
	struct kasa_link_shared link;
	uint8_t *received; /* KASA_TCP_RECEIVE bytes */
};

struct kasa_tcp;

/* ASK, ANSWER, FAILED and RIVAL of the link. The callee may call kasa_tcp_stop(). */
typedef void kasa_tcp_event_fn(struct kasa_tcp *tcp, const struct kasa_link_event *event);

struct kasa_tcp {
	struct kasa_link link;
	struct kasa_address address;
	struct ev_loop *loop;
	struct kasa_tcp_shared *shared;
	kasa_tcp_event_fn *on_event;
	ev_io io;
	ev_timer timer;
	uint64_t timer_ms; /* when the timer runs out */
	int fd;            /* -1: no connection */
	int late_error;    /* errno of a connect that failed at once, told a turn later */
	bool connecting, stopped;
};

void kasa_tcp_init(struct kasa_tcp *tcp, struct ev_loop *loop, struct kasa_tcp_shared *shared,
                   const struct kasa_address *address, kasa_tcp_event_fn *on_event);

/* Handles the link's events and sends what it has to send. Not from inside an event. */
void kasa_tcp_pump(struct kasa_tcp *tcp);

/* Ends the connection and all events. The memory stays in use until the loop comes round. */
void kasa_tcp_stop(struct kasa_tcp *tcp);

/* Ends the connection; the link may begin another call. */
void kasa_tcp_abort(struct kasa_tcp *tcp);

#endif
