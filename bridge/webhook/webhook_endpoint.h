/*
 * One receiver: what waits for it, its file, and when it is tried. One request at a time, so that events arrive in order; what
 * goes wrong here concerns no other receiver.
 */
#ifndef KASA_BRIDGE_WEBHOOK_ENDPOINT_H
#define KASA_BRIDGE_WEBHOOK_ENDPOINT_H

#include <ev.h>

#include "bridge/config/config.h"
#include "bridge/webhook/courier.h"
#include "bridge/webhook/webhook_body.h"
#include "bridge/webhook/webhook_file.h"
#include "bridge/webhook/webhook_queue.h"
#include "bridge/webhook/webhook_retry.h"

enum webhook_rest {
	WEBHOOK_RUNS,
	WEBHOOK_UNWANTED, /* it said 410 */
	WEBHOOK_HOPELESS, /* five days without a success */
};

/* What happened to messages in this run. */
struct webhook_counts {
	uint64_t delivered, failed, refused, expired, dropped, overtaken;
};

struct webhook_endpoint {
	struct kasa_list node;
	struct ev_loop *loop;
	struct courier *courier;
	const struct config_webhook *config; /* of the configuration as it is now */
	char name[CONFIG_WEBHOOK_NAME_MAX + 1];
	char *secret; /* or NULL */
	bool signs;
	struct kasa_rng rng;
	struct webhook_queue queue;
	struct webhook_file file;
	struct webhook_breaker breaker;
	struct webhook_counts counts;
	enum webhook_rest rest;
	ev_timer timer;
	ev_timer renewal;               /* runs while the file is behind */
	struct courier_job *job;        /* on its way; NULL: none */
	struct webhook_message *flying; /* its message */
	uint64_t due_ms;                /* not before */
	uint64_t sent_ms;               /* the last try */
	uint64_t failing_ms;            /* since when nothing but failures; 0: none */
	int64_t tried_s;                /* UTC of the last answer, or its lack; 0: none in this run */
	int status;
	char why[COURIER_WHY_MAX];
	/* It was given up, by .rest. */
	void (*on_rest)(struct webhook_endpoint *endpoint, void *arg);
	void *arg;
	bool told_full, seen; /* seen: by who brings endpoints in line with the configuration */
};

/* Reads what waits; begins to send. NULL without memory. @p folder NULL: nothing is kept on the disk. */
struct webhook_endpoint *webhook_endpoint_new(struct ev_loop *loop, struct courier *courier,
                                              const struct config_webhook *config, const char *folder);

/* The configuration is another one: one that rested begins anew. */
void webhook_endpoint_configure(struct webhook_endpoint *endpoint, const struct config_webhook *config);

/* What waits stays on the disk. */
void webhook_endpoint_free(struct webhook_endpoint *endpoint);

/* Takes an event: when this returns it is on the disk, or in memory where that is full. */
void webhook_endpoint_take(struct webhook_endpoint *endpoint, const struct webhook_about *about);

/* Tries at once, whatever it waited for. */
void webhook_endpoint_wake(struct webhook_endpoint *endpoint);

/* A dead letter waits again, or is forgotten. False: there is none with this id. */
bool webhook_endpoint_again(struct webhook_endpoint *endpoint, const char *id);
bool webhook_endpoint_forget(struct webhook_endpoint *endpoint, const char *id);

/* When it is tried next, as UTC; 0: nothing waits, or it rests, or one is on its way. */
int64_t webhook_endpoint_next_s(const struct webhook_endpoint *endpoint);

#endif
