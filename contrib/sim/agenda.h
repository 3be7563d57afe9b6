/* What outlets do by themselves when its time has come, and what they will do next. */
#ifndef KASA_SIM_AGENDA_H
#define KASA_SIM_AGENDA_H

#include "device.h"
#include "rule.h"

enum sim_next_type {
	SIM_NEXT_NONE = -1,
	SIM_NEXT_RULE = 1,
	SIM_NEXT_COUNTDOWN = 2,
};

struct sim_next {
	enum sim_next_type type;
	int64_t at_ms;
	const json_t *rule; /* borrowed until the next change */
	bool ends;          /* it is the rule's end that comes */
};

/* While a countdown runs it is the next, whatever the schedule says. */
struct sim_next sim_agenda_next(const struct sim_outlet *outlet, int64_t now_ms);

/* The object of get_next_action, and with another key for the time that of sysinfo. */
json_t *sim_agenda_tell(const struct sim_outlet *outlet, const char *time_key, int64_t now_ms);

/* Carries out what was due since the last time, each at its own, and tells in sysinfo what comes next. */
void sim_agenda_run(struct sim_device *dev, int64_t now_ms);

/* Where the device is, and its zone. */
struct sim_sky sim_agenda_sky(const struct sim_device *dev);

#endif
