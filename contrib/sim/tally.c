#include "tally.h"

#include <stdlib.h>

static struct sim_tally_entry *
find(const struct sim_tally *tally, const void *method)
{
	for (size_t i = 0; i < tally->count; i++)
		if (tally->entries[i].method == method)
			return &tally->entries[i];
	return NULL;
}

void
sim_tally_add(struct sim_tally *tally, const void *method)
{
	struct sim_tally_entry *entry = find(tally, method), *entries;

	if (!entry) {
		entries = realloc(tally->entries, (tally->count + 1) * sizeof *entries);
		if (!entries)
			return;
		tally->entries = entries;
		entry = &entries[tally->count++];
		*entry = (struct sim_tally_entry){ .method = method };
	}
	entry->times++;
}

uint32_t
sim_tally_times(const struct sim_tally *tally, const void *method)
{
	const struct sim_tally_entry *entry = find(tally, method);

	return entry ? entry->times : 0;
}

void
sim_tally_finish(struct sim_tally *tally)
{
	free(tally->entries);
	*tally = (struct sim_tally){ 0 };
}
