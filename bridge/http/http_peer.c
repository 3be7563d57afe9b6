#include "bridge/http/http_peer.h"

#include <arpa/inet.h>
#include <string.h>
#include <sys/socket.h>

#include "base/hash.h"

static void
take_v4(const struct in_addr *address, struct http_peer *out, char text[HTTP_PEER_TEXT])
{
	uint32_t number = ntohl(address->s_addr);

	out->local = number >> 24 == 127;
	out->key = UINT64_C(1) << 32 | number;
	inet_ntop(AF_INET, address, text, HTTP_PEER_TEXT);
}

static void
take_v6(const struct in6_addr *address, struct http_peer *out, char text[HTTP_PEER_TEXT])
{
	uint64_t network = kasa_fnv(KASA_FNV, address, 8);
	struct in_addr v4;

	if (IN6_IS_ADDR_V4MAPPED(address)) {
		memcpy(&v4, (const char *)address + 12, sizeof v4);
		take_v4(&v4, out, text);
		return;
	}
	out->local = IN6_IS_ADDR_LOOPBACK(address);
	out->key = network ? network : 1;
	inet_ntop(AF_INET6, address, text, HTTP_PEER_TEXT);
}

void
http_peer_of(const struct sockaddr *address, struct http_peer *out, char text[HTTP_PEER_TEXT])
{
	*out = (struct http_peer){ .key = 1 };
	text[0] = '\0';
	if (address->sa_family == AF_INET)
		take_v4(&((const struct sockaddr_in *)(const void *)address)->sin_addr, out, text);
	else if (address->sa_family == AF_INET6)
		take_v6(&((const struct sockaddr_in6 *)(const void *)address)->sin6_addr, out, text);
}

bool
http_peer_parse(const char *address, size_t n, struct http_peer *out, char text[HTTP_PEER_TEXT])
{
	char plain[HTTP_PEER_TEXT];
	struct in6_addr v6;
	struct in_addr v4;

	if (n == 0 || n >= sizeof plain)
		return false;
	memcpy(plain, address, n);
	plain[n] = '\0';
	if (inet_pton(AF_INET, plain, &v4) == 1)
		take_v4(&v4, out, text);
	else if (inet_pton(AF_INET6, plain, &v6) == 1)
		take_v6(&v6, out, text);
	else
		return false;
	return true;
}

static bool
is_proxy(const char *text, char *const *proxies)
{
	struct http_peer peer;
	char own[HTTP_PEER_TEXT];

	for (; proxies && *proxies; proxies++)
		if (http_peer_parse(*proxies, strlen(*proxies), &peer, own) && strcmp(own, text) == 0)
			return true;
	return false;
}

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t';
}

/* The last item of @p n bytes; what is left before it, or 0. */
static size_t
last_item(const char *header, size_t n, const char **item, size_t *length)
{
	size_t start = n;

	while (start > 0 && header[start - 1] != ',')
		start--;
	*item = header + start;
	*length = n - start;
	while (*length > 0 && is_blank(**item)) {
		++*item;
		--*length;
	}
	while (*length > 0 && is_blank((*item)[*length - 1]))
		--*length;
	return start > 0 ? start - 1 : 0;
}

bool
http_peer_forwarded(const char *header, const char *peer, char *const *proxies, struct http_peer *out,
                    char text[HTTP_PEER_TEXT])
{
	size_t left = header && is_proxy(peer, proxies) ? strlen(header) : 0, length;
	struct http_peer found;
	const char *item;

	while (left > 0) {
		left = last_item(header, left, &item, &length);
		if (!http_peer_parse(item, length, &found, text))
			return false;
		if (is_proxy(text, proxies))
			continue;
		*out = found;
		return true;
	}
	return false;
}
