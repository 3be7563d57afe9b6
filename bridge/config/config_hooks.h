/* The section `hooks`: what may be called from outside, by whom, and what comes of it. */
#ifndef KASA_BRIDGE_CONFIG_HOOKS_H
#define KASA_BRIDGE_CONFIG_HOOKS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "bridge/config/config_order.h"

enum {
	CONFIG_HOOK_ID_MAX = 64,
	CONFIG_HOOK_SECRETS_MAX = 4,
	CONFIG_HOOK_SECRET_LEAST = 16, /* bytes: 128 bits, if they are random ones */
	CONFIG_HOOK_SECRET_MOST = 256,
};

/* How a caller proves himself. */
enum config_hook_auth {
	CONFIG_HOOK_PATH,     /* /hooks/<id>/<secret> */
	CONFIG_HOOK_HEADER,   /* the secret in a header of its own */
	CONFIG_HOOK_BEARER,   /* Authorization: Bearer <secret> */
	CONFIG_HOOK_GITHUB,   /* X-Hub-Signature-256 */
	CONFIG_HOOK_STRIPE,   /* Stripe-Signature */
	CONFIG_HOOK_STANDARD, /* webhook-id, webhook-timestamp, webhook-signature */
	CONFIG_HOOK_AUTHS,
};

struct config_hook {
	char *id;
	enum config_hook_auth auth;
	char *header;      /* of CONFIG_HOOK_HEADER */
	char **secrets;    /* several are valid at a time; ended by NULL, or NULL */
	char *secret_file; /* private, one in each line; NULL: none */
	struct config_order *orders;
	size_t order_count;
	char **devices;       /* that a request may name; ended by NULL, or NULL */
	char **from;          /* addresses and networks; NULL: all */
	unsigned rate;        /* calls a minute; 0: no limit */
	uint32_t interval_ms; /* what comes sooner than that after another one is taken for the same; 0: nothing is */
	bool get;             /* GET is served */
	bool toggle;          /* it may toggle */
	bool wait;            /* it is answered when it is done */
};

struct config_hooks {
	struct config_hook *list;
	size_t count;
};

#endif
