/* The inside of a search: a probe, the socket that carries it, devices that are asked for more, and who is told. */
#ifndef KASA_API_DISCOVER_H
#define KASA_API_DISCOVER_H

#include <kasa/discover.h>

#include "api/context.h"
#include "api/introduce.h"
#include "core/probe.h"
#include "net/udp.h"

struct kasa_discover {
	struct kasa_context *ctx;
	struct kasa_list node;
	struct kasa_task task; /* starts it, or frees the memory */
	struct kasa_probe probe;
	struct kasa_udp udp;
	ev_timer timer;
	struct kasa_heard heard; /* the answer that is looked at */
	struct kasa_introductions introductions;
	struct kasa_discover_report report;
	kasa_found_fn *found;
	kasa_discover_done_fn *done;
	void *arg;
	bool dead;
};

/* Adds where to look. KASA_EINVAL with the name that is none, KASA_EIO, KASA_ENOMEM. */
int kasa_discover_targets(struct kasa_probe *probe, const struct kasa_discover_options *opts, struct kasa_err *err);

#endif
