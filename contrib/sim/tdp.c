#include "tdp.h"

#include <string.h>

enum {
	VERSION = 2,
	OP_PROBE = 1,
	AT_LENGTH = 4,
	AT_CHECKSUM = 12,
};

/* What stands in the place of the checksum while it is computed. */
static const uint8_t placeholder[] = { 0x5a, 0x6b, 0x7c, 0x8d };

/* The CRC-32 of Ethernet and of zlib, over some bytes more. */
static uint32_t
crc_add(uint32_t crc, const uint8_t *data, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		crc ^= data[i];
		for (int bit = 0; bit < 8; bit++)
			crc = crc & 1 ? crc >> 1 ^ 0xedb88320u : crc >> 1;
	}
	return crc;
}

static uint32_t
checksum(const uint8_t *data, size_t len)
{
	uint32_t crc = crc_add(UINT32_MAX, data, AT_CHECKSUM);

	crc = crc_add(crc, placeholder, sizeof placeholder);
	return ~crc_add(crc, data + SIM_TDP_HEADER, len - SIM_TDP_HEADER);
}

static void
put(uint8_t *at, uint32_t value, size_t bytes)
{
	for (size_t i = 0; i < bytes; i++)
		at[i] = (uint8_t)(value >> (8 * (bytes - 1 - i)));
}

static uint32_t
get(const uint8_t *at, size_t bytes)
{
	uint32_t value = 0;

	for (size_t i = 0; i < bytes; i++)
		value = value << 8 | at[i];
	return value;
}

bool
sim_tdp_is_probe(const uint8_t *data, size_t len)
{
	return len >= SIM_TDP_HEADER && data[0] == VERSION && data[1] == 0 && get(data + 2, 2) == OP_PROBE
	       && get(data + AT_LENGTH, 2) == len - SIM_TDP_HEADER && get(data + AT_CHECKSUM, 4) == checksum(data, len);
}

void
sim_tdp_seal(struct kasa_buf *packet)
{
	memset(packet->data, 0, SIM_TDP_HEADER);
	packet->data[0] = VERSION;
	put(packet->data + 2, OP_PROBE, 2); /* recorded answers repeat the probe's */
	put(packet->data + AT_LENGTH, (uint32_t)(packet->len - SIM_TDP_HEADER), 2);
	put(packet->data + AT_CHECKSUM, checksum(packet->data, packet->len), 4);
}
