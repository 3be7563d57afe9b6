/* Who is at the other end: an address, as text and as a key to count by. */
#ifndef KASA_BRIDGE_HTTP_PEER_H
#define KASA_BRIDGE_HTTP_PEER_H

#include <netinet/in.h>
#include <stdbool.h>
#include <stdint.h>

enum {
	HTTP_PEER_TEXT = INET6_ADDRSTRLEN,
};

struct http_peer {
	uint64_t key; /* of an IPv4 address, or of the 64 bits of IPv6 that a network is given; never 0 */
	bool local;   /* this host */
};

struct sockaddr;

void http_peer_of(const struct sockaddr *address, struct http_peer *out, char text[HTTP_PEER_TEXT]);

/* The same of a text; false when it is no address. */
bool http_peer_parse(const char *address, size_t n, struct http_peer *out, char text[HTTP_PEER_TEXT]);

/*
 * Whom the header X-Forwarded-For tells of, when it came from @p peer, which is one of @p proxies: the last one in it that is no
 * proxy itself. False: nobody, and @p out is untouched.
 */
bool http_peer_forwarded(const char *header, const char *peer, char *const *proxies, struct http_peer *out,
                         char text[HTTP_PEER_TEXT]);

#endif
