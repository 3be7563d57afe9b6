/* The outlets of a strip that a request speaks to: its "context". */
#ifndef KASA_SIM_CONTEXT_H
#define KASA_SIM_CONTEXT_H

#include "device.h"

enum sim_context_kind {
	SIM_CONTEXT_NONE,    /* absent, or as if it were */
	SIM_CONTEXT_SOME,    /* the outlets in the set */
	SIM_CONTEXT_EMPTY,   /* an empty list: nothing is done */
	SIM_CONTEXT_UNKNOWN, /* an id that is none of the device's: nothing is done, -14 */
	SIM_CONTEXT_INVALID, /* no list of texts: -3 */
	SIM_CONTEXT_CRASH,   /* a text instead of an object: real strips did not survive it */
};

struct sim_context {
	enum sim_context_kind kind;
	uint64_t set; /* bit per outlet, by position */
	size_t first; /* position of the first one named */
};

/* @p value stands behind "context" in the request, or is NULL. A device without children ignores it. */
struct sim_context sim_context_read(const struct sim_device *dev, const json_t *value);

/* The outlet of methods that serve only one: the first named, else slot 0. NULL: the device has none. */
struct sim_outlet *sim_context_outlet(const struct sim_context *context, const struct sim_device *dev);

#endif
