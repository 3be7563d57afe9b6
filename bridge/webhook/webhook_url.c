#include "bridge/webhook/webhook_url.h"

#include <netinet/in.h>
#include <stdint.h>
#include <string.h>

#include "base/err.h"
#include "base/str.h"
#include "common/host.h"
#include "common/number.h"

/* Behind the scheme; NULL when it is another one. */
static const char *
authority_of(const char *url)
{
	if (strncmp(url, "http://", 7) == 0)
		return url + 7;
	return strncmp(url, "https://", 8) == 0 ? url + 8 : NULL;
}

static bool
has_strange(const char *text)
{
	while ((unsigned char)*text > ' ' && (unsigned char)*text < 0x7f && !strchr("<>\"\\^`{|}", *text))
		text++;
	return *text;
}

/* Where the host ends, inside of what is before the path. */
static size_t
host_length(const char *authority, size_t n)
{
	const char *end = authority[0] == '[' ? memchr(authority, ']', n) : memchr(authority, ':', n);

	if (!end)
		return authority[0] == '[' ? 0 : n;
	return (size_t)(end - authority) + (authority[0] == '[' ? 1 : 0);
}

static bool
is_port(const char *text, size_t n)
{
	char digits[8];
	uint32_t port;

	if (n == 0)
		return true;
	if (text[0] != ':' || n > sizeof digits)
		return false;
	memcpy(digits, text + 1, n - 1);
	digits[n - 1] = '\0';
	return number_parse(digits, 1, UINT16_MAX, &port);
}

void
webhook_url_host(const char *url, char out[WEBHOOK_HOST_MAX])
{
	const char *at = authority_of(url);
	size_t n = at ? host_length(at, strcspn(at, "/?#")) : 0;

	if (n >= 2 && at[0] == '[') {
		at++;
		n -= 2;
	}
	if (n >= WEBHOOK_HOST_MAX)
		n = WEBHOOK_HOST_MAX - 1;
	if (n > 0)
		memcpy(out, at, n);
	out[n] = '\0';
}

static bool
is_host(const char *host, bool bracketed)
{
	if (bracketed)
		return strchr(host, ':') && host_is_address(host);
	return host_is_address(host) || (host_is_name(host) && !host_is_broken_address(host));
}

int
webhook_url_check(const char *url, struct kasa_err *err)
{
	const char *at = authority_of(url);
	char host[WEBHOOK_HOST_MAX];
	size_t n, host_n;

	if (!at)
		return kasa_err_set(err, KASA_EINVAL, "it begins with neither http:// nor https://");
	if (has_strange(at))
		return kasa_err_set(err, KASA_EINVAL, "it has a blank, or what wants to be written as %%XX");
	n = strcspn(at, "/?#");
	if (memchr(at, '@', n))
		return kasa_err_set(err, KASA_EINVAL,
		                    "a user name has no place in it: secret or headers tell who calls");
	if (strchr(at, '#'))
		return kasa_err_set(err, KASA_EINVAL, "what stands behind a # is sent to nobody");
	host_n = host_length(at, n);
	webhook_url_host(url, host);
	if (host_n >= WEBHOOK_HOST_MAX || !is_host(host, at[0] == '['))
		return kasa_err_set(err, KASA_EINVAL, "its host is neither an address nor a name");
	if (!is_port(at + host_n, n - host_n))
		return kasa_err_set(err, KASA_EINVAL, "its port is no number from 1 to 65535");
	return KASA_OK;
}

/* ---- addresses ---- */

static bool
allowed4(uint32_t address, bool local)
{
	uint32_t net = address >> 24;

	if (net == 127)
		return local;
	return net != 0 && net < 224 && address >> 16 != 0xa9fe; /* not 169.254.0.0/16, no group, not everybody */
}

static uint32_t
be32(const uint8_t *at)
{
	return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

static bool
allowed6(const uint8_t at[16], bool local)
{
	static const uint8_t zero[16], mapped[12] = { [10] = 0xff, [11] = 0xff };
	static const uint8_t metadata[16] = { 0xfd, 0x00, 0x0e, 0xc2, [14] = 0x02, [15] = 0x54 }; /* of EC2 */

	if (memcmp(at, mapped, sizeof mapped) == 0)
		return allowed4(be32(at + 12), local);
	if (memcmp(at, zero, 15) == 0)
		return at[15] == 1 && local;
	if (at[0] == 0xfe && (at[1] & 0xc0) == 0x80)
		return false;
	return at[0] != 0xff && memcmp(at, metadata, sizeof metadata) != 0;
}

bool
webhook_address_allowed(const struct sockaddr *address, const char *host)
{
	bool local = host_is_local(host);
	struct sockaddr_in6 six;
	struct sockaddr_in four;

	switch (address->sa_family) {
	case AF_INET:
		memcpy(&four, address, sizeof four);
		return allowed4(ntohl(four.sin_addr.s_addr), local);
	case AF_INET6:
		memcpy(&six, address, sizeof six);
		return allowed6(six.sin6_addr.s6_addr, local);
	default:
		return false;
	}
}
