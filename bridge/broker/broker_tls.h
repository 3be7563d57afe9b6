/*
 * TLS of the connection to the broker: TLS 1.2 or newer, its certificate signed by a CA that is known and made out for its
 * name; there is no way to switch that off. A context of our own, for libmosquitto 2.0.11 cannot reconnect with the CAs of
 * the system (fixed in 2.0.12), and to have a sentence for what goes wrong.
 */
#ifndef KASA_BRIDGE_BROKER_TLS_H
#define KASA_BRIDGE_BROKER_TLS_H

#include <stdbool.h>
#include <stddef.h>

#include "bridge/broker/broker_words.h"

struct broker_tls;

struct broker_tls_files {
	const char *ca;         /* NULL: the CAs of the system */
	const char *cert, *key; /* NULL: no client certificate */
};

/* @p host is the name or address that the certificate must have. NULL: @p end says why. */
struct broker_tls *broker_tls_new(const char *host, const struct broker_tls_files *files, struct broker_end *end);
void broker_tls_free(struct broker_tls *tls);

/* The SSL_CTX. */
void *broker_tls_context(const struct broker_tls *tls);

/* Before a connection: forgets what the last one met. */
void broker_tls_begin(struct broker_tls *tls);

/* A line of libmosquitto's log about OpenSSL's errors. */
void broker_tls_note(struct broker_tls *tls, const char *line);

/* Says what went wrong with TLS, if something did. */
bool broker_tls_explain(const struct broker_tls *tls, struct broker_end *end);

/* The SSL of a connection holds more that was read already. */
bool broker_tls_holds(void *ssl);

#endif
