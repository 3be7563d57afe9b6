/* Numeric addresses, and what the kernel's error numbers mean to us. */
#ifndef KASA_NET_ADDRESS_H
#define KASA_NET_ADDRESS_H

#include <netinet/in.h>
#include <stdint.h>
#include <sys/socket.h>

#include "base/err.h"

enum {
	KASA_HOST_TEXT = INET6_ADDRSTRLEN,
};

struct kasa_address {
	union {
		struct sockaddr any;
		struct sockaddr_in in;
		struct sockaddr_in6 in6;
	} at;
};

/* "192.0.2.7" or "2001:db8::7". KASA_EINVAL with a sentence: names are not looked up here. */
int kasa_address_parse(const char *host, uint16_t port, struct kasa_address *address, struct kasa_err *err);

socklen_t kasa_address_length(const struct kasa_address *address);

/* The address without its port. */
void kasa_address_text(const struct kasa_address *address, char out[KASA_HOST_TEXT]);

uint16_t kasa_address_port(const struct kasa_address *address);

/* The same host at another port. */
void kasa_address_set_port(struct kasa_address *address, uint16_t port);

/* An IPv4 address in host byte order as text; "" for 0. */
void kasa_address_text4(uint32_t address, char out[INET_ADDRSTRLEN]);

/* An errno of a socket call as an error of ours, with a sentence. Returns its code. */
int kasa_errno(struct kasa_err *err, int number, const char *doing);

#endif
