/* Waiting times that grow, and the small random numbers that spread them. */
#ifndef KASA_BASE_BACKOFF_H
#define KASA_BASE_BACKOFF_H

#include <stdint.h>

/* A sequence of numbers that is good enough to spread load, and the same for the same seed. */
struct kasa_rng {
	uint64_t state;
};

/* The next number below @p bound; 0 when @p bound is 0. */
uint32_t kasa_rng_below(struct kasa_rng *rng, uint32_t bound);

/*
 * Full jitter: anything from 0 to base * 2^tries, that at most @p cap_ms.
 * (M. Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015)
 */
uint32_t kasa_backoff_ms(struct kasa_rng *rng, unsigned tries, uint32_t base_ms, uint32_t cap_ms);

#endif
