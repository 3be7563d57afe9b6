/* How a device that speaks SMART behaves: keys of a specification. */
#include "smart.h"
#include "spec_value.h"

static int
set_batch(const struct sim_change *change)
{
	if (!change->dev->smart)
		return sim_change_wrong(change, "only a device that speaks SMART has batches");
	return sim_change_count(change, 0, 1000, &change->dev->smart->batch_most);
}

static int
set_stops(const struct sim_change *change)
{
	if (!change->dev->smart)
		return sim_change_wrong(change, "only a device that speaks SMART has batches");
	return sim_change_bool(change, &change->dev->smart->stops);
}

static int
set_page(const struct sim_change *change)
{
	if (!change->dev->smart)
		return sim_change_wrong(change, "only a device that speaks SMART has pages");
	return sim_change_count(change, 1, 1000, &change->dev->smart->page);
}

// clang-format off
const struct sim_spec_row sim_spec_smart[] = {
	/* key     set        of_outlet  iot_only  help */
	{ "batch", set_batch, false,     false,    "SMART: requests that it takes in one; more are -1003; 0: any number" },
	{ "stops", set_stops, false,     false,    "SMART: 1 answers no more of several requests when one fails" },
	{ "page",  set_page,  false,     false,    "SMART: entries of a list in one answer, 10 unless told" },
	{ NULL,    NULL,      false,     false,    NULL },
};
// clang-format on
