/* getaddrinfo(3), told not to be patient. */
#include "cli/dns.h"

#include <netdb.h>
#include <stdlib.h>
#include <sys/socket.h>

#include "base/err.h"

static int
as_text(const struct addrinfo *list, int family, char host[DNS_HOST_MAX])
{
	for (; list; list = list->ai_next)
		if (list->ai_family == family
		    && getnameinfo(list->ai_addr, list->ai_addrlen, host, DNS_HOST_MAX, NULL, 0, NI_NUMERICHOST) == 0)
			return KASA_OK;
	return KASA_ENOTFOUND;
}

int
dns_lookup(const char *name, char host[DNS_HOST_MAX], struct kasa_err *err)
{
	const struct addrinfo hints = { .ai_socktype = SOCK_STREAM };
	struct addrinfo *list = NULL;
	int why, rc;

	setenv("RES_OPTIONS", "timeout:1 attempts:1", 0);
	why = getaddrinfo(name, NULL, &hints, &list);
	if (why != 0)
		return kasa_err_set(err, KASA_ENOTFOUND, "no address for this host name: %s", gai_strerror(why));
	rc = as_text(list, AF_INET, host);
	if (rc != KASA_OK)
		rc = as_text(list, AF_INET6, host);
	freeaddrinfo(list);
	return rc == KASA_OK ? rc : kasa_err_set(err, rc, "no address for this host name");
}
