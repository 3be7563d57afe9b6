/* One method of SMART being run, and the tables of those that do more than repeat what was recorded. */
#ifndef KASA_SIM_SMART_CALL_H
#define KASA_SIM_SMART_CALL_H

#include "request.h"
#include "smart.h"

enum sim_smart_code {
	SIM_SMART_OK = 0,
	SIM_SMART_NO_METHOD = -1002,
	SIM_SMART_NO_JSON = -1003,
	SIM_SMART_NO_PARAMS = -1008, /* they are missing, or wrong */
	SIM_SMART_SCHEDULE_FULL = -1802,
	SIM_SMART_SCHEDULE_NONE = -1805,
	SIM_SMART_COUNTDOWN_NONE = -1901,
	SIM_SMART_COUNTDOWN_FULL = -1902,
	SIM_SMART_AWAY_ERROR = -2001,
	SIM_SMART_AWAY_CONFLICT = -2002,
};

struct sim_smart_call {
	struct sim_device *dev;
	struct sim_smart_part *part;
	int64_t now_ms;
	const json_t *params;      /* an object; empty where the client sent none */
	json_t *recorded;          /* what the part has for the method; NULL: nothing */
	json_t *result;            /* set by the method: a new reference; NULL: no result */
	struct sim_result outcome; /* what comes after it */
	int depth;                 /* of requests in requests */
};

struct sim_smart_method {
	const char *name;
	int (*run)(struct sim_smart_call *call); /* a code; a recording may have others than those above */
	const char *needs; /* another method, without which a part has no such thing; NULL: this one's own answer */
};

/* Runs one request and makes {"error_code", "result"} of what comes. */
json_t *sim_smart_run(struct sim_smart_call *call, const json_t *request);

/* The row of a method. NULL: there is none. */
const struct sim_smart_method *sim_smart_method_find(const char *name);

/* A number among the parameters. False when it is missing, no integer, or out of range. */
bool sim_smart_int(const struct sim_smart_call *call, const char *key, int least, int most, int *value);

/* A copy of a reply with a page of its list, at most @p most from the "start_index" of the parameters, and "sum". */
json_t *sim_smart_page(const struct sim_smart_call *call, const json_t *reply, const char *list_key, size_t most);

/* Entries of a page of what a device tells of its own; what was recorded comes as it came then. */
size_t sim_smart_page_size(const struct sim_smart_call *call);

extern const struct sim_smart_method sim_smart_info_methods[], sim_smart_child_methods[], sim_smart_energy_methods[],
	sim_smart_settings_methods[], sim_smart_clock_methods[], sim_smart_countdown_methods[],
	sim_smart_schedule_methods[], sim_smart_system_methods[], sim_smart_away_methods[];

#endif
