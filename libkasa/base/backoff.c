#include "base/backoff.h"

/* splitmix64 (Steele, Lea, Flood: "Fast Splittable Pseudorandom Number Generators", 2014) */
static uint64_t
next(struct kasa_rng *rng)
{
	uint64_t z = rng->state += 0x9e3779b97f4a7c15u;

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
	return z ^ (z >> 31);
}

uint32_t
kasa_rng_below(struct kasa_rng *rng, uint32_t bound)
{
	return (uint32_t)(((next(rng) >> 32) * bound) >> 32);
}

uint32_t
kasa_backoff_ms(struct kasa_rng *rng, unsigned tries, uint32_t base_ms, uint32_t cap_ms)
{
	uint64_t most = (uint64_t)base_ms << (tries < 31 ? tries : 31);

	if (most > cap_ms)
		most = cap_ms;
	return kasa_rng_below(rng, (uint32_t)most + 1);
}
