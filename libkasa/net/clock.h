/* Time and randomness: the only place where the library gets them from. */
#ifndef KASA_NET_CLOCK_H
#define KASA_NET_CLOCK_H

#include <stddef.h>
#include <stdint.h>

/* Milliseconds of the monotonic clock: a wall clock that is set does not move it. */
uint64_t kasa_clock_ms(void);

/* Milliseconds since 1970, for who wants to be told the time. */
uint64_t kasa_clock_utc_ms(void);

/* Good random bytes. Never blocks; where the kernel has none yet, the clock stands in. */
void kasa_random(void *bytes, size_t n);

#endif
