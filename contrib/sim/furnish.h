/* Devices for the house: those that were wished for, or one of each family. */
#ifndef KASA_SIM_FURNISH_H
#define KASA_SIM_FURNISH_H

#include "house.h"
#include "models.h"

struct sim_transport;

enum sim_wish_kind {
	SIM_WISH_DEVICE, /* MODEL[,KEY=VALUE]... */
	SIM_WISH_REPLAY, /* a file or a folder */
	SIM_WISH_FAULT,  /* WHO=NAME[:VALUE] */
};

struct sim_wish {
	enum sim_wish_kind kind;
	const char *text; /* borrowed */
};

struct sim_wishes {
	struct sim_wish *list; /* in the order they were named */
	size_t count;
	uint32_t plugs; /* how many of the model come behind them */
	const struct sim_model *model;
	uint32_t address, seed;                /* of the house */
	const struct sim_transport *transport; /* of all devices; NULL: each has its own */
	bool as_announced;                     /* a recording's own is what it announces */
	bool as_recorded, closes;
};

/* Fills the house; without a wish for a device it is the standard one. KASA_EINVAL with a sentence. */
int sim_furnish(struct sim_house *house, const struct sim_wishes *wishes, int64_t now_ms, struct kasa_err *err);

#endif
