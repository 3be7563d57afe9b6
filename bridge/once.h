/* --once: finds devices, reads each of them, publishes all there is, and that is it. */
#ifndef KASA_BRIDGE_ONCE_H
#define KASA_BRIDGE_ONCE_H

#include <ev.h>
#include <stdint.h>

struct hub;
struct mqtt;

/* Told once, with an exit status. */
typedef void once_done_fn(int status, void *arg);

struct once {
	ev_timer timer;
	struct ev_loop *loop;
	struct hub *hub;
	struct mqtt *mqtt;
	once_done_fn *done;
	void *arg;
	uint64_t end_ms;
};

/* @p mqtt may be NULL: then nothing needs to be published. */
void once_start(struct once *once, struct hub *hub, struct mqtt *mqtt, once_done_fn *done, void *arg);
void once_stop(struct once *once);

#endif
