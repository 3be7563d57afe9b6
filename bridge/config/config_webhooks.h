/* The section `webhooks`: to whom events go, in which form, and how patiently. */
#ifndef KASA_BRIDGE_CONFIG_WEBHOOKS_H
#define KASA_BRIDGE_CONFIG_WEBHOOKS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	CONFIG_WEBHOOKS_MAX = 64,
	CONFIG_WEBHOOK_NAME_MAX = 32, /* bytes */
};

enum config_webhook_format {
	CONFIG_WEBHOOK_STANDARD,
	CONFIG_WEBHOOK_CLOUDEVENTS,
	CONFIG_WEBHOOK_IFTTT,
	CONFIG_WEBHOOK_TEMPLATE,
};

enum config_webhook_method {
	CONFIG_WEBHOOK_POST,
	CONFIG_WEBHOOK_PUT,
	CONFIG_WEBHOOK_GET, /* the body is the query */
};

struct config_webhook {
	char *name; /* a word; of its file as well */
	char *url;  /* of IFTTT without what it makes of the event and the key */
	enum config_webhook_format format;
	enum config_webhook_method method;
	char **events;              /* names, or "all"; NULL: the usual ones */
	char **devices;             /* names, MACs, ids, each perhaps with "/" and an outlet; NULL: all */
	char *secret, *secret_file; /* one of them, or NULL: the credential webhook_<name>, or none */
	char *ifttt_event;          /* a template */
	bool json;                  /* IFTTT gets the whole report in place of three values */
	char *body;                 /* a template */
	char *content_type;         /* of it */
	char **headers;             /* "Name: value"; or NULL */
	uint32_t connect_timeout_ms, timeout_ms;
	uint32_t max_age_ms; /* an event that waited longer is a dead letter */
	unsigned queue_count, queue_bytes;
	bool latest_only;         /* of what waits, what is overtaken is left out */
	uint32_t min_interval_ms; /* between two */
	uint32_t retry_first_ms, retry_most_ms;
	unsigned breaker_failures; /* in a row, then nothing is tried for a while */
	uint32_t breaker_pause_ms;
	char *ca_file, *cert_file, *key_file;
};

struct config_webhooks {
	struct config_webhook *item;
	size_t count;
};

#endif
