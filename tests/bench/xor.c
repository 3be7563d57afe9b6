/* What decrypting a kilobyte takes, beside copying it. */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "wire/xor.h"

enum {
	SIZE = 1024,
	TIMES = 2000000,
};

static double
now_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

int
main(void)
{
	static uint8_t from[SIZE], to[SIZE];
	double begun, copied, decrypted;
	volatile uint8_t sink = 0;

	begun = now_ns();
	for (unsigned i = 0; i < TIMES; i++) {
		from[i % SIZE]++;
		memcpy(to, from, sizeof to);
		sink = (uint8_t)(sink + to[i % SIZE]);
	}
	copied = now_ns() - begun;
	begun = now_ns();
	for (unsigned i = 0; i < TIMES; i++) {
		from[i % SIZE]++;
		kasa_xor_decrypt(to, from, sizeof to);
		sink = (uint8_t)(sink + to[i % SIZE]);
	}
	decrypted = now_ns() - begun;
	printf("xor bytes=%d decrypt_ns=%.1f memcpy_ns=%.1f\n", SIZE, decrypted / TIMES, copied / TIMES);
	return 0;
}
