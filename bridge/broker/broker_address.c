#include "bridge/broker/broker_address.h"

#include <netdb.h>
#include <string.h>
#include <sys/socket.h>

static void
add(struct broker_addresses *list, const struct addrinfo *info)
{
	char *text = list->text[list->count];

	if (getnameinfo(info->ai_addr, info->ai_addrlen, text, BROKER_ADDRESS_SIZE, NULL, 0, NI_NUMERICHOST) != 0)
		return;
	for (unsigned i = 0; i < list->count; i++)
		if (strcmp(list->text[i], text) == 0)
			return;
	list->count++;
}

static void
explain(struct broker_end *end, const char *host, int code)
{
	if (code == EAI_AGAIN)
		broker_end_set(end, BROKER_END_TROUBLE, "%.80s: no name server answers", host);
	else if (code == EAI_NONAME)
		broker_end_set(end, BROKER_END_TROUBLE, "%.80s: there is no host of that name", host);
	else
		broker_end_set(end, BROKER_END_TROUBLE, "%.80s: %s", host, gai_strerror(code));
}

bool
broker_addresses_find(const char *host, struct broker_addresses *out, struct broker_end *end)
{
	/* Without AI_ADDRCONFIG: it takes away localhost where there is no other interface. */
	struct addrinfo hints = { .ai_family = AF_UNSPEC, .ai_socktype = SOCK_STREAM };
	struct addrinfo *found = NULL;
	struct broker_addresses list = { .count = 0 };
	int rc = getaddrinfo(host, NULL, &hints, &found);

	if (rc != 0) {
		explain(end, host, rc);
		return false;
	}
	for (struct addrinfo *info = found; info && list.count < BROKER_ADDRESSES_MAX; info = info->ai_next)
		add(&list, info);
	freeaddrinfo(found);
	if (!list.count) {
		explain(end, host, EAI_NONAME);
		return false;
	}
	*out = list;
	return true;
}
