/* What both pollers share: addresses, the question, and the report of their own CPU time. */
#ifndef KASA_BENCH_POLLER_H
#define KASA_BENCH_POLLER_H

#include <stdint.h>

/* The account of the simulated house. */
#define BENCH_USER "user@example.com"
#define BENCH_PASSWORD "bench"

/* 127.1.0.1 and on, leaving out .0 and .255. */
uint32_t bench_address(unsigned index);
const char *bench_address_text(unsigned index);

/* Prints "NAME polls=N on=N cpu_us_each=F" from getrusage. */
void bench_report(const char *name, unsigned polls, unsigned on);

long bench_resident_kb(void);

/* As many descriptors as the system lets us have. */
void bench_more_files(void);

#endif
