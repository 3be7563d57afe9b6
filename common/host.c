#include "common/host.h"

#include <arpa/inet.h>
#include <string.h>
#include <strings.h>

static bool
is_ipv4(const char *text)
{
	struct in_addr address;

	return inet_pton(AF_INET, text, &address) == 1;
}

static bool
is_ipv6(const char *text)
{
	struct in6_addr address;
	char plain[INET6_ADDRSTRLEN];
	size_t n = strcspn(text, "%");

	if (n >= sizeof plain || (text[n] == '%' && text[n + 1] == '\0'))
		return false;
	memcpy(plain, text, n);
	plain[n] = '\0';
	return inet_pton(AF_INET6, plain, &address) == 1;
}

bool
host_is_address(const char *text)
{
	return is_ipv4(text) || is_ipv6(text);
}

bool
host_is_broken_address(const char *text)
{
	unsigned dots = 0;

	for (const char *at = text; *at; at++)
		dots += *at == '.';
	return dots == 3 && !text[strspn(text, "0123456789.")] && !is_ipv4(text);
}

bool
host_is_name(const char *text)
{
	static const char others[] = "0123456789-_.";
	static const char all[] = "0123456789-_.abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

	return text[0] != '-' && text[0] != '.' && text[strspn(text, others)] && !text[strspn(text, all)];
}

bool
host_is_local(const char *text)
{
	return strcasecmp(text, "localhost") == 0 || strcmp(text, "::1") == 0
	       || (is_ipv4(text) && strncmp(text, "127.", strlen("127.")) == 0);
}
