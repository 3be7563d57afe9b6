/* What some devices do not survive: long requests, and modules that they do not have. */
#ifndef KASA_SIM_FRAILTY_H
#define KASA_SIM_FRAILTY_H

#include "request.h"

/* Looks at a request of @p len bytes and counts it when it names what the device lacks. SIM_ANSWERED: it copes. */
enum sim_outcome sim_frailty(struct sim_device *dev, json_t *request, size_t len);

#endif
