#include "identity.h"

#include <string.h>

#include "base/backoff.h"

/* FNV-1a (Fowler, Noll, Vo) */
static uint64_t
hash(const char *text)
{
	uint64_t h = 0xcbf29ce484222325u;

	for (; *text; text++)
		h = (h ^ (unsigned char)*text) * 0x100000001b3u;
	return h;
}

void
sim_identity_make(struct sim_identity *identity, const char *name)
{
	static const char hex[] = "0123456789ABCDEF";
	static const uint8_t vendor[] = { 0x50, 0xc7, 0xbf };
	struct kasa_rng rng = { hash(name) };

	memcpy(identity->id, "8006", 4); /* as real ones begin */
	for (size_t i = 4; i < SIM_ID_TEXT - 1; i++)
		identity->id[i] = hex[kasa_rng_below(&rng, 16)];
	identity->id[SIM_ID_TEXT - 1] = '\0';
	memcpy(identity->mac, vendor, sizeof vendor);
	for (size_t i = sizeof vendor; i < 6; i++)
		identity->mac[i] = (uint8_t)kasa_rng_below(&rng, 256);
}

uint64_t
sim_identity_key(const struct sim_identity *identity)
{
	uint64_t key = 1;

	for (size_t i = 0; i < 6; i++)
		key = key << 8 | identity->mac[i];
	return key;
}
