/* What an outlet does by itself. It is made when a client first writes to one of its modules. */
#ifndef KASA_SIM_PLAN_H
#define KASA_SIM_PLAN_H

#include <stdbool.h>
#include <stdint.h>

#include <jansson.h>

struct sim_outlet;

enum {
	SIM_RULE_ID_TEXT = 33, /* 32 hex digits and a NUL */
};

#define SIM_NEVER INT64_MAX

struct sim_rules {
	json_t *list; /* as get_rules tells them; NULL: what was recorded, or none */
	bool enabled; /* all of them */
};

struct sim_plan {
	struct sim_rules schedule, countdown, away;
	int64_t fires_ms; /* when the countdown is at its end; SIM_NEVER */
	int64_t done_ms;  /* what was due until then has been carried out */
	uint32_t given;   /* ids so far */
};

/* The outlet's plan, made when it has none. NULL: no memory. */
struct sim_plan *sim_plan_need(struct sim_outlet *outlet, int64_t now_ms);

/* Forgets all rules, recorded ones too. */
void sim_plan_clear(struct sim_outlet *outlet, int64_t now_ms);

void sim_plan_free(struct sim_plan *plan);

/* An id that the outlet's device gave to nothing else. */
void sim_plan_new_id(const struct sim_outlet *outlet, char out[SIM_RULE_ID_TEXT]);

#endif
