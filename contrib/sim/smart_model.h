/* The answers of devices that speak SMART and need no recording. */
#ifndef KASA_SIM_SMART_MODEL_H
#define KASA_SIM_SMART_MODEL_H

#include "device.h"

/* What a model is. */
struct sim_smart_traits {
	const char *name; /* "P110(EU)" */
	const char *type; /* "SMART.TAPOPLUG" */
	const char *hw, *fw;
	enum sim_family family;
	int children; /* of a strip */
	bool meter, color, whites;
};

json_t *sim_smart_model_tree(const struct sim_smart_traits *traits, const char *alias);

/* What it announces, without what follows from who it is and where. */
json_t *sim_smart_model_announcement(const struct sim_smart_traits *traits);

#endif
