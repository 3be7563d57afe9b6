/* Four bytes, the highest first: how numbers go over the wire, and stand in tzdata. */
#ifndef KASA_BASE_BE32_H
#define KASA_BASE_BE32_H

#include <stdint.h>

static inline uint32_t
kasa_be32_get(const uint8_t in[4])
{
	return (uint32_t)in[0] << 24 | (uint32_t)in[1] << 16 | (uint32_t)in[2] << 8 | in[3];
}

static inline void
kasa_be32_put(uint8_t out[4], uint32_t n)
{
	for (unsigned i = 0; i < 4; i++)
		out[i] = (uint8_t)(n >> (24 - 8 * i));
}

#endif
