/* The inside of a search: a probe, the socket that carries it, and who is told. */
#ifndef KASA_API_DISCOVER_H
#define KASA_API_DISCOVER_H

#include <kasa/discover.h>

#include "api/context.h"
#include "core/probe.h"
#include "net/udp.h"

struct kasa_discover {
	struct kasa_context *ctx;
	struct kasa_list node;
	struct kasa_task task; /* starts it, or frees the memory */
	struct kasa_probe probe;
	struct kasa_udp udp;
	ev_timer timer;
	struct kasa_record record; /* of the answer that is looked at */
	struct kasa_discover_report report;
	kasa_found_fn *found;
	kasa_discover_done_fn *done;
	void *arg;
	uint16_t port;
	bool dead;
};

#endif
