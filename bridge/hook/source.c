#include "bridge/hook/source.h"

#include <arpa/inet.h>
#include <string.h>

#include "common/number.h"

enum {
	TEXT_MAX = 64,
	V4_AT = 12, /* the byte where IPv4 stands in IPv6 */
};

static bool
read_address(uint8_t bytes[16], const char *text, unsigned *most)
{
	static const uint8_t mapped[V4_AT] = { [10] = 0xff, [11] = 0xff };

	*most = 32;
	memcpy(bytes, mapped, sizeof mapped);
	if (inet_pton(AF_INET, text, bytes + V4_AT) == 1)
		return true;
	*most = 128;
	return inet_pton(AF_INET6, text, bytes) == 1;
}

static bool
bit_of(const uint8_t bytes[16], unsigned at)
{
	return bytes[at / 8] >> (7 - at % 8) & 1;
}

static bool
same_bits(const uint8_t a[16], const uint8_t b[16], unsigned count)
{
	for (unsigned i = 0; i < count; i++)
		if (bit_of(a, i) != bit_of(b, i))
			return false;
	return true;
}

bool
source_parse(struct source *source, const char *text)
{
	const char *slash = strchr(text, '/');
	size_t n = slash ? (size_t)(slash - text) : strlen(text);
	char address[TEXT_MAX];
	uint32_t bits;
	unsigned most;

	if (n >= sizeof address)
		return false;
	memcpy(address, text, n);
	address[n] = '\0';
	if (!read_address(source->bytes, address, &most))
		return false;
	bits = most;
	if (slash && !number_parse(slash + 1, 0, most, &bits))
		return false;
	source->bits = 128 - most + bits;
	for (unsigned i = source->bits; i < 128; i++)
		if (bit_of(source->bytes, i))
			return false;
	return true;
}

bool
source_has(const struct source *source, const char *address)
{
	uint8_t bytes[16];
	unsigned most;

	return read_address(bytes, address, &most) && same_bits(source->bytes, bytes, source->bits);
}
