#include "wire/tdp.h"

#include <string.h>

#include "base/be32.h"

/* Where things stand in the header; numbers are big-endian. */
enum {
	AT_VERSION = 0,
	AT_OPERATION = 3,
	AT_LENGTH = 4,
	AT_CRC = 12,
	CRC_SIZE = 4,
	VERSION = 2,
	OPERATION_PROBE = 1,
};

const uint8_t kasa_tdp_probe[KASA_TDP_HEADER] = {
	VERSION, 0, 0, OPERATION_PROBE, 0, 0, 0, 0, 0, 0, 0, 0, 0x46, 0x3c, 0xb5, 0xd3,
};

/* What stands in the place of the CRC while it is computed. */
static const uint8_t blank[CRC_SIZE] = { 0x5a, 0x6b, 0x7c, 0x8d };

/* The ordinary CRC-32, half a byte at a time: a search reads a thousand replies at most. */
static uint32_t
crc(uint32_t from, const uint8_t *data, size_t len)
{
	static const uint32_t halves[16] = {
		0x00000000, 0x1db71064, 0x3b6e20c8, 0x26d930ac, 0x76dc4190, 0x6b6b51f4, 0x4db26158, 0x5005713c,
		0xedb88320, 0xf00f9344, 0xd6d6a3e8, 0xcb61b38c, 0x9b64c2b0, 0x86d3d2d4, 0xa00ae278, 0xbdbdf21c,
	};

	for (size_t i = 0; i < len; i++) {
		from ^= data[i];
		from = from >> 4 ^ halves[from & 15];
		from = from >> 4 ^ halves[from & 15];
	}
	return from;
}

static uint32_t
packet_crc(const uint8_t *header, const uint8_t *text, size_t len)
{
	uint32_t sum = crc(UINT32_MAX, header, AT_CRC);

	return ~crc(crc(sum, blank, sizeof blank), text, len);
}

static uint32_t
number(const uint8_t *data, size_t size)
{
	uint32_t n = 0;

	for (size_t i = 0; i < size; i++)
		n = n << 8 | data[i];
	return n;
}

/* How many bytes of text the header tells. */
static size_t
text_size(const uint8_t *header)
{
	return number(header + AT_LENGTH, 2);
}

/* Firmware may count its versions up: what the CRC proves is read. What stands behind the text is not looked at. */
bool
kasa_tdp_is_packet(const uint8_t *data, size_t len)
{
	if (len < KASA_TDP_HEADER || text_size(data) > len - KASA_TDP_HEADER || text_size(data) > KASA_TDP_TEXT_MAX)
		return false;
	return packet_crc(data, data + KASA_TDP_HEADER, text_size(data)) == number(data + AT_CRC, CRC_SIZE);
}

bool
kasa_tdp_open(const uint8_t *data, size_t len, const char **text, size_t *text_len)
{
	if (!kasa_tdp_is_packet(data, len) || text_size(data) == 0)
		return false;
	*text = (const char *)data + KASA_TDP_HEADER;
	*text_len = text_size(data);
	return true;
}

int
kasa_tdp_seal(const char *text, size_t len, struct kasa_buf *out)
{
	uint8_t header[KASA_TDP_HEADER] = { [AT_VERSION] = VERSION, [AT_OPERATION] = OPERATION_PROBE };
	uint32_t sum;
	uint8_t *room;

	if (len > KASA_TDP_TEXT_MAX)
		return KASA_EPROTO;
	header[AT_LENGTH] = (uint8_t)(len >> 8);
	header[AT_LENGTH + 1] = (uint8_t)len;
	sum = packet_crc(header, (const uint8_t *)text, len);
	kasa_be32_put(header + AT_CRC, sum);
	room = kasa_buf_room(out, sizeof header + len);
	if (!room)
		return KASA_ENOMEM;
	memcpy(room, header, sizeof header);
	if (len > 0)
		memcpy(room + sizeof header, text, len);
	out->len += sizeof header + len;
	return KASA_OK;
}
