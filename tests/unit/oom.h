/*
 * Memory that runs out: each scenario is run again and again, with its first allocation failing, then its second,
 * and so on; each time once with that one failing alone, and once with all after it failing too.
 *
 * A program that uses this is linked with --wrap for the allocator's functions. What libev and Check allocate does not
 * count: they end the program when they get nothing.
 */
#ifndef KASA_TESTS_UNIT_OOM_H
#define KASA_TESTS_UNIT_OOM_H

/* One scenario, from nothing to nothing: what it allocates it gives back, whatever failed. */
typedef void oom_scenario(void);

/* Runs it at every point. Fails the test when one leaks, or when there is none. Prints how many there were. */
void oom_run(const char *name, oom_scenario *scenario);

/* Allocations of the test itself, between these two, neither fail nor count. They nest. */
void oom_pause(void);
void oom_resume(void);

#endif
