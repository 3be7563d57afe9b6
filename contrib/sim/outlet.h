/* What is switched and metered: the relay of a plug, one socket of a strip, the lamp of a bulb. */
#ifndef KASA_SIM_OUTLET_H
#define KASA_SIM_OUTLET_H

#include <stdbool.h>
#include <stdint.h>

#include <jansson.h>

#include "ledger.h"

struct sim_device;
struct sim_plan;

/* 96 bytes; thousands of plugs have one each. */
struct sim_outlet {
	struct sim_device *dev; /* whose it is */
	json_t *state;          /* borrowed: the object of sysinfo that tells state and on_time; NULL for a lamp */
	double power_w;         /* what it takes when on at full level */
	double level;           /* 1, or a lamp's brightness as a share */
	double total_wh;        /* until metered_ms */
	int64_t metered_ms;     /* of the monotonic clock, as all times here */
	int64_t since_ms;       /* switched on or off then */
	struct sim_plan *plan;  /* NULL: no client ever wrote to it */
	struct sim_ledger ledger;
	float habit_w;     /* what it took on the days of its past */
	uint32_t switches; /* changes that clients, rules and countdowns made */
	uint8_t slot;      /* the number at the end of its id, from 0 */
	bool on;
	bool erased[SIM_STATISTICS]; /* the past, and what was recorded of it */
	bool live;                   /* false: recorded values stand still, until something changes it */
};

/* Counts what it took until now. */
void sim_outlet_settle(struct sim_outlet *outlet, int64_t now_ms);

/* Lets time and energy move from now on. */
void sim_outlet_wake(struct sim_outlet *outlet, int64_t now_ms);

/* Returns true when that changed something. */
bool sim_outlet_switch(struct sim_outlet *outlet, bool on, int64_t now_ms);

/* Writes the on_time of this moment into its state. */
void sim_outlet_tick(struct sim_outlet *outlet, int64_t now_ms);

void sim_outlet_set_power(struct sim_outlet *outlet, double power_w, int64_t now_ms);
void sim_outlet_set_level(struct sim_outlet *outlet, double level, int64_t now_ms);

/* Forgets all days; with energy the total starts from zero too. */
void sim_outlet_erase(struct sim_outlet *outlet, enum sim_statistic statistic, int64_t now_ms);

/* Whole watt-hours, or whole minutes, of a day; what is under way counts after sim_outlet_settle(). */
int64_t sim_outlet_day(const struct sim_outlet *outlet, enum sim_statistic statistic, int32_t day);

/* Gives it a past, that of its device, and a total that is the sum of it. */
void sim_outlet_grow_up(struct sim_outlet *outlet);

/* What it takes now. */
double sim_outlet_power(const struct sim_outlet *outlet);

/* A new reading in the shape of @p recorded, which is what slot 0 gave. */
json_t *sim_outlet_reading(struct sim_outlet *outlet, const json_t *recorded, int64_t now_ms);

#endif
