#include "net/clock.h"

#include <sys/random.h>
#include <time.h>

#include <string.h>

uint64_t
kasa_clock_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

uint64_t
kasa_clock_utc_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

void
kasa_random(void *bytes, size_t n)
{
	struct timespec now;

	if (getrandom(bytes, n, GRND_NONBLOCK) == (ssize_t)n)
		return;
	clock_gettime(CLOCK_MONOTONIC, &now);
	memset(bytes, 0, n);
	memcpy(bytes, &now, n < sizeof now ? n : sizeof now);
}
