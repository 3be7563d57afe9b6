#include "frailty.h"

#include <string.h>

enum {
	/* KL125 and KL130 (python-kasa issue 502): over 256 bytes "likely", over 350 "soon" */
	BULB_PICKY_MAX = 256,
	BULB_MAX = 350,
};

static bool
names_strange_module(const struct sim_device *dev, json_t *request)
{
	const char *module;
	json_t *methods;

	json_object_foreach(request, module, methods)
		if (strcmp(module, "context") != 0 && !sim_has_module(dev, module))
			return true;
	return false;
}

enum sim_outcome
sim_frailty(struct sim_device *dev, json_t *request, size_t len)
{
	bool strange = names_strange_module(dev, request);

	dev->strays += strange;
	if (strange && dev->fragile)
		return SIM_CRASHED;
	if (dev->family != SIM_BULB)
		return SIM_ANSWERED;
	if (len > BULB_MAX)
		return SIM_CRASHED;
	return len > BULB_PICKY_MAX && dev->picky ? SIM_HUSHED : SIM_ANSWERED;
}
