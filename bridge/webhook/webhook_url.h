/* Addresses of receivers: what may stand in the configuration, and to whom a connection may be made in the end. Pure. */
#ifndef KASA_BRIDGE_WEBHOOK_URL_H
#define KASA_BRIDGE_WEBHOOK_URL_H

#include <stdbool.h>
#include <stddef.h>

#include <kasa/error.h>

enum {
	WEBHOOK_HOST_MAX = 256, /* with its NUL */
};

struct sockaddr;

/* KASA_EINVAL with a sentence: http or https, a host, no name or password before it, no fragment, no blanks. */
int webhook_url_check(const char *url, struct kasa_err *err);

/* The host of one that was checked, without brackets. */
void webhook_url_host(const char *url, char out[WEBHOOK_HOST_MAX]);

/*
 * Whether a host that turned out to be this address may be spoken to. Never what is link-local, where clouds tell their
 * machines secrets, or no host; this host itself only where @p host says so by its name: who rules a name in DNS must not
 * reach what listens on 127.0.0.1 only.
 */
bool webhook_address_allowed(const struct sockaddr *address, const char *host);

#endif
