/* Rules as clients send them, checked as firmware does: numbers are integers, and stay in their range. */
#ifndef KASA_SIM_RULE_FORM_H
#define KASA_SIM_RULE_FORM_H

#include <limits.h>
#include <stdbool.h>

#include <jansson.h>

enum {
	SIM_FIELD_ABSENT = INT_MIN, /* for initial: what is not sent is not told either */
};

/* A number of a rule. */
struct sim_rule_field {
	const char *key;
	int least, most;
	int initial; /* where it is not sent */
	bool needed;
	bool hidden; /* checked, and not told by get_rules */
};

/* The rule that the arguments tell, with name and numbers; the table ends with a key of NULL. NULL: refused. */
json_t *sim_rule_form(const json_t *args, const struct sim_rule_field *fields);

/* Checks weekdays, date and times, and adds them. A minute that does not count becomes 0. */
bool sim_rule_form_times(json_t *rule, const json_t *args);

#endif
