/* Lists of rules that clients read and write: what schedules and countdowns of SMART have in common. */
#ifndef KASA_SIM_SMART_RULES_H
#define KASA_SIM_SMART_RULES_H

#include "smart_call.h"

/* A table of rules. */
struct sim_smart_book {
	const char *getter;
	const char *most; /* the member of the getter's reply that tells how many there may be */
	char letter;      /* ids begin with it */
	int full, none;   /* codes */
	bool (*fits)(const struct sim_smart_call *call);
};

/* Methods of a table. Adding and switching it as a whole have "enable" beside the list follow. */
int sim_smart_book_list(struct sim_smart_call *call, const struct sim_smart_book *book);
int sim_smart_book_add(struct sim_smart_call *call, const struct sim_smart_book *book);
int sim_smart_book_edit(struct sim_smart_call *call, const struct sim_smart_book *book);
int sim_smart_book_remove(struct sim_smart_call *call, const struct sim_smart_book *book);
int sim_smart_book_enable(struct sim_smart_call *call, const struct sim_smart_book *book);

/* True when a parameter is one of the words, whose list ends with NULL. */
bool sim_smart_word(const struct sim_smart_call *call, const char *key, const char *const *words);

/* True for the days of a rule: a set of weekdays, or for one that is for once a date; and for its "enable". */
bool sim_smart_days_fit(const struct sim_smart_call *call);

/* The rule with the id of the parameters, and where it stands. NULL: none. */
json_t *sim_smart_rule_named(const struct sim_smart_call *call, json_t *list, size_t *index);

/* An id that no rule of the list has: the letter and a number from 1. */
void sim_smart_rule_name(json_t *rule, const json_t *list, char letter);

/*
 * Takes out all rules with "remove_all", or those whose ids are given: in "rule_list", as objects, or "id". False: an id
 * is unknown, or nothing is said; nothing was taken out then.
 */
bool sim_smart_rules_remove(const struct sim_smart_call *call, json_t *list);

/* True for "desired_states" that say on or off, or something of a light. */
bool sim_smart_states_fit(const json_t *states);

#endif
