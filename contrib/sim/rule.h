/* One rule of a schedule, read from its JSON, and when its time comes. No clock, no state. */
#ifndef KASA_SIM_RULE_H
#define KASA_SIM_RULE_H

#include <stdbool.h>
#include <stdint.h>

#include <jansson.h>

#include "sun.h"

enum sim_time_option {
	SIM_TIME_NONE = -1,
	SIM_TIME_CLOCK = 0,
	SIM_TIME_SUNRISE = 1,
	SIM_TIME_SUNSET = 2,
};

/* The beginning or the end of what a rule is for. */
struct sim_moment {
	enum sim_time_option option;
	int minute; /* of the day, for SIM_TIME_CLOCK */
	int offset; /* minutes after sunrise or sunset */
};

struct sim_rule {
	struct sim_moment start, end;
	unsigned wdays; /* bit 0: Sunday; of a weekly rule */
	int32_t day;    /* of a rule that is for once */
	bool enabled, weekly;
};

/* What the sun and the clock do where the rule holds. */
struct sim_sky {
	struct sim_place place;
	int zone;
};

struct sim_due {
	int64_t local_s; /* on the clock's face */
	bool ends;       /* it is the end that comes */
};

/* What does not stand there, or is no number, is taken for what never happens. */
struct sim_rule sim_rule_read(const json_t *json);

/* The minute of a day; @p moment is not SIM_TIME_NONE. */
int sim_moment_minute(const struct sim_moment *moment, const struct sim_sky *sky, int32_t day);

/* The first time after @p after_s, which is local. False: none within a week, or, of a rule for once, never again. */
bool sim_rule_next(const struct sim_rule *rule, const struct sim_sky *sky, int64_t after_s, struct sim_due *due);

#endif
