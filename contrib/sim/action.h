/* What a rule does when its time comes: switch, or bring a light or a dimmer into a state. */
#ifndef KASA_SIM_ACTION_H
#define KASA_SIM_ACTION_H

#include "device.h"

enum sim_action {
	SIM_ACTION_NONE = -1,
	SIM_ACTION_OFF = 0,
	SIM_ACTION_ON = 1,
	SIM_ACTION_LIGHT = 2,  /* as a second key has it */
	SIM_ACTION_DIMMER = 3, /* the same */
};

/* The keys of a rule's beginning and of its end. */
struct sim_action_keys {
	const char *action, *light, *dimmer;
};

extern const struct sim_action_keys sim_action_start, sim_action_end;

/* Checks the action of a rule that has the number already, and adds the state that belongs to it. */
bool sim_action_form(const struct sim_device *dev, json_t *rule, const json_t *args,
                     const struct sim_action_keys *keys);

void sim_action_carry_out(struct sim_outlet *outlet, const json_t *rule, const struct sim_action_keys *keys,
                          int64_t at_ms);

/* Off or on, as a client would have done it. */
void sim_action_switch(struct sim_outlet *outlet, bool on, int64_t at_ms);

#endif
