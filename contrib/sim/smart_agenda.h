/* What a part does by itself: its rules and its countdown, at their times. */
#ifndef KASA_SIM_SMART_AGENDA_H
#define KASA_SIM_SMART_AGENDA_H

#include "smart.h"

void sim_smart_agenda_run(struct sim_smart_part *part, int64_t now_ms);

/* Brings a part to a rule's "desired_states": on or off, and of brightness and colour what it has. */
void sim_smart_bring(struct sim_smart_part *part, const json_t *states, int64_t at_ms);

/* The rule whose time comes first after @p after_ms, and when. NULL: none. */
const json_t *sim_smart_next_rule(const struct sim_smart_part *part, int64_t after_ms, int64_t *at_ms);

#endif
