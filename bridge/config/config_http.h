/* The section `http`: what listens where, and who may come. */
#ifndef KASA_BRIDGE_CONFIG_HTTP_H
#define KASA_BRIDGE_CONFIG_HTTP_H

#include <stdbool.h>
#include <stdint.h>

struct sockaddr_storage;

/* What keeps strangers from taking everything. */
struct config_http_limits {
	unsigned connections;      /* 512 */
	unsigned per_address;      /* 64; this host itself is not limited, for a proxy may be there */
	unsigned streams;          /* of events: 64 */
	unsigned body;             /* bytes: 65536 */
	uint32_t header_ms;        /* 5 s, from the first byte that could come to the last of the headers */
	uint32_t body_ms;          /* 10 s more for the body */
	uint32_t answer_ms;        /* 30 s in which a reader takes nothing of an answer */
	unsigned events;           /* kept for clients that come back: 256 */
	unsigned wrong_per_minute; /* wrong secrets of one address, then 429: 5 */
};

struct config_http {
	bool enabled;               /* there is such a section, and it does not say no */
	char **listen;              /* "127.0.0.1:9980", "[::1]:9980"; ended by NULL */
	char *tokens_file;          /* private; NULL: the credential http_tokens, or none */
	char *cert_file, *key_file; /* TLS of its own; NULL: none */
	char **hosts;               /* further names by which it may be called; or NULL */
	char **origins;             /* web pages that may use it, "https://panel.example.org"; or NULL: none */
	char **proxies;             /* addresses whose X-Forwarded-For is believed; or NULL: none */
	bool exporter_names;        /* the names of tplink-plug-exporter as well, under /scrape */
	bool open_metrics;          /* /metrics wants no token */
	struct config_http_limits limits;
};

/* "127.0.0.1:9980", "[::1]:9980", "localhost:9980". False when it is none. */
bool config_http_address(const char *text, struct sockaddr_storage *out);

/* Whether only this host reaches it. */
bool config_http_is_local(const struct sockaddr_storage *address);

#endif
