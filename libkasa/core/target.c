#include "core/target.h"

#include <arpa/inet.h>
#include <string.h>

enum {
	PREFIX_MIN = 16,    /* 65 534 addresses take seconds; more is a typing mistake or an attack */
	LINE_PREFIX = 31,   /* two addresses, both hosts (RFC 3021) */
	ADDRESS_TEXT = 16,  /* "255.255.255.255" */
	BROADCAST_ONES = 8, /* a broadcast address of somebody else's network is known by these */
	NETWORK_ONES = 24,  /* no network is larger than a /8, whatever its number ends in */
};

static bool
parse_address(const char *text, size_t len, uint32_t *address)
{
	char copy[ADDRESS_TEXT];
	struct in_addr in;

	if (len >= sizeof copy)
		return false;
	memcpy(copy, text, len);
	copy[len] = '\0';
	if (inet_pton(AF_INET, copy, &in) != 1)
		return false;
	*address = ntohl(in.s_addr);
	return true;
}

static int
parse_prefix(const char *text)
{
	int n = 0;

	if (!*text || strlen(text) > 2)
		return -1;
	for (; *text; text++) {
		if (*text < '0' || *text > '9')
			return -1;
		n = n * 10 + (*text - '0');
	}
	return n <= 32 ? n : -1;
}

/* An address whose last eight bits or more are ones reaches many: 127.255.255.255, with 24 ones, 127.0.0.0/8. */
static void
single(uint32_t address, struct kasa_target *target)
{
	unsigned ones = 0;
	uint32_t mask;

	while (ones < 32 && (address >> ones & 1))
		ones++;
	if (ones < BROADCAST_ONES)
		ones = 0;
	else if (ones > NETWORK_ONES && ones < 32)
		ones = NETWORK_ONES;
	mask = ones == 32 ? 0 : UINT32_MAX << ones;
	*target = (struct kasa_target){
		.first = address,
		.last = address,
		.net = address & mask,
		.mask = mask,
		.broadcast = ones > 0,
	};
}

static void
range(uint32_t address, int prefix, struct kasa_target *target)
{
	uint32_t mask = prefix == 0 ? 0 : UINT32_MAX << (32 - prefix);
	uint32_t net = address & mask;

	*target = (struct kasa_target){ .first = net, .last = net | ~mask, .net = net, .mask = mask };
	if (prefix < LINE_PREFIX) { /* without the network's own and the broadcast address */
		target->first++;
		target->last--;
	}
}

/* Not "this host", not a group, not reserved: but everybody is meant by the last one. */
static bool
can_be_asked(uint32_t address)
{
	return address == INADDR_BROADCAST || (address >> 24 != 0 && !IN_MULTICAST(address) && !IN_BADCLASS(address));
}

int
kasa_target_parse(const char *text, struct kasa_target *target, struct kasa_err *err)
{
	const char *slash = strchr(text, '/');
	uint32_t address;
	int prefix;

	if (!parse_address(text, slash ? (size_t)(slash - text) : strlen(text), &address))
		return kasa_err_set(err, KASA_EINVAL,
		                    "\"%.60s\" is neither an IPv4 address, as 192.0.2.7, nor a range, as 192.0.2.0/24",
		                    text);
	prefix = slash ? parse_prefix(slash + 1) : 32;
	if (prefix < 0)
		return kasa_err_set(err, KASA_EINVAL, "\"%.60s\": the part behind the slash is a number from %d to 32",
		                    text, PREFIX_MIN);
	if (prefix < PREFIX_MIN)
		return kasa_err_set(err, KASA_EINVAL, "\"%.60s\" is too large: /%d to /32 can be searched", text,
		                    PREFIX_MIN);
	if (!can_be_asked(address))
		return kasa_err_set(err, KASA_EINVAL, "\"%.60s\" is no address that a device can have", text);
	if (slash)
		range(address, prefix, target);
	else
		single(address, target);
	return KASA_OK;
}

bool
kasa_target_is_local(uint32_t address)
{
	return address >> IN_CLASSA_NSHIFT == IN_LOOPBACKNET;
}

uint32_t
kasa_target_count(const struct kasa_target *target)
{
	return target->last - target->first + 1;
}
