/* How often a device carried out each of its methods, which are rows of tables, for tests that count. */
#ifndef KASA_SIM_TALLY_H
#define KASA_SIM_TALLY_H

#include <stddef.h>
#include <stdint.h>

/* A few entries: devices are asked the same all the time. */
struct sim_tally {
	struct sim_tally_entry {
		const void *method;
		uint32_t times;
	} * entries;
	size_t count;
};

/* Without memory it is not counted. */
void sim_tally_add(struct sim_tally *tally, const void *method);

uint32_t sim_tally_times(const struct sim_tally *tally, const void *method);
void sim_tally_finish(struct sim_tally *tally);

#endif
