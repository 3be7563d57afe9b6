#include "net/address.h"

#include <arpa/inet.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

int
kasa_address_parse(const char *host, uint16_t port, struct kasa_address *address, struct kasa_err *err)
{
	*address = (struct kasa_address){ .at.in = { .sin_family = AF_INET, .sin_port = htons(port) } };
	if (inet_pton(AF_INET, host, &address->at.in.sin_addr) == 1)
		return KASA_OK;
	*address = (struct kasa_address){ .at.in6 = { .sin6_family = AF_INET6, .sin6_port = htons(port) } };
	if (inet_pton(AF_INET6, host, &address->at.in6.sin6_addr) == 1)
		return KASA_OK;
	return kasa_err_set(err, KASA_EINVAL, "\"%.100s\" is not a numeric address, as 192.0.2.7", host);
}

socklen_t
kasa_address_length(const struct kasa_address *address)
{
	return address->at.any.sa_family == AF_INET6 ? sizeof address->at.in6 : sizeof address->at.in;
}

void
kasa_address_text(const struct kasa_address *address, char out[KASA_HOST_TEXT])
{
	const void *raw = &address->at.in.sin_addr;

	if (address->at.any.sa_family == AF_INET6)
		raw = &address->at.in6.sin6_addr;
	if (!inet_ntop(address->at.any.sa_family, raw, out, KASA_HOST_TEXT))
		snprintf(out, KASA_HOST_TEXT, "?");
}

void
kasa_address_text4(uint32_t address, char out[INET_ADDRSTRLEN])
{
	struct in_addr in = { .s_addr = htonl(address) };

	out[0] = '\0';
	if (address != 0)
		inet_ntop(AF_INET, &in, out, INET_ADDRSTRLEN);
}

uint16_t
kasa_address_port(const struct kasa_address *address)
{
	return ntohs(address->at.any.sa_family == AF_INET6 ? address->at.in6.sin6_port : address->at.in.sin_port);
}

void
kasa_address_set_port(struct kasa_address *address, uint16_t port)
{
	if (address->at.any.sa_family == AF_INET6)
		address->at.in6.sin6_port = htons(port);
	else
		address->at.in.sin_port = htons(port);
}

// clang-format off
static const struct {
	int number, code;
	const char *means;
} numbers[] = {
	{ ECONNREFUSED, KASA_EREFUSED, "connection refused" },
	{ EHOSTUNREACH, KASA_EUNREACH, "no route to host: it is switched off or the address is wrong" },
	{ ENETUNREACH,  KASA_EUNREACH, "network is unreachable" },
	{ EHOSTDOWN,    KASA_EUNREACH, "host is down" },
	{ ENETDOWN,     KASA_EUNREACH, "network is down" },
	{ ETIMEDOUT,    KASA_ETIMEOUT, "no answer" },
	{ ECONNRESET,   KASA_ERESET,   "connection reset" },
	{ ECONNABORTED, KASA_ERESET,   "connection aborted" },
	{ EPIPE,        KASA_ERESET,   "connection closed" },
};
// clang-format on

int
kasa_errno(struct kasa_err *err, int number, const char *doing)
{
	char text[128];

	for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++)
		if (numbers[i].number == number)
			return kasa_err_set(err, numbers[i].code, "%s", numbers[i].means);
	return kasa_err_set(err, KASA_EIO, "%s: %s", doing, strerror_r(number, text, sizeof text));
}
