/* Rules in no language: what one may be, and when two are the same. */
#ifndef KASA_MODEL_RULE_H
#define KASA_MODEL_RULE_H

#include <stdbool.h>

#include <kasa/rule.h>

#include "model/answer.h"
#include "model/order.h"

enum {
	KASA_RULE_YEAR_LEAST = 1970, /* a device that has lost its clock may begin here */
	KASA_RULE_YEAR_MOST = 2099,
};

/* The bit of enum kasa_day on which a date falls; 0 for what is no date. */
unsigned kasa_rule_weekday(int year, int month, int day);

/* The days of a rule: those that it names, or the one on which its date falls. */
unsigned kasa_rule_days(const struct kasa_rule *rule);

/* Parts of a rule that are the same, for those who tell what was changed. */
bool kasa_rule_same_name(const struct kasa_rule *a, const struct kasa_rule *b);
bool kasa_rule_same_enabled(const struct kasa_rule *a, const struct kasa_rule *b);
bool kasa_rule_same_days(const struct kasa_rule *a, const struct kasa_rule *b);
bool kasa_rule_same_start(const struct kasa_rule *a, const struct kasa_rule *b);
bool kasa_rule_same_action(const struct kasa_rule *a, const struct kasa_rule *b);
bool kasa_rule_same_end(const struct kasa_rule *a, const struct kasa_rule *b);
bool kasa_rule_same_end_action(const struct kasa_rule *a, const struct kasa_rule *b);

/* True when a device that was asked for @p asked does the same with @p found; names may have been cut. */
bool kasa_rule_alike(const struct kasa_rule *asked, const struct kasa_rule *found);

/*
 * Whether a device may be asked to act so. @p lights: its rules tell how a light is to be, not only on and off.
 * KASA_ENOTSUP, KASA_EINVAL, with a sentence.
 */
int kasa_rule_action_check(const struct kasa_act *action, const struct kasa_state *state, bool lights,
                           struct kasa_err *err);

/* The rule with that id, or NULL. */
const struct kasa_rule *kasa_rules_find(const struct kasa_rules *rules, const char *id);

/* When the orders of these kinds count as carried out. */
bool kasa_rule_added(const struct kasa_order *order, const struct kasa_state *state, const struct kasa_answer *answer);
bool kasa_rule_edited(const struct kasa_order *order, const struct kasa_state *state, const struct kasa_answer *answer);
bool kasa_rule_removed(const struct kasa_order *order, const struct kasa_state *state,
                       const struct kasa_answer *answer);
bool kasa_rules_cleared(const struct kasa_order *order, const struct kasa_state *state,
                        const struct kasa_answer *answer);
bool kasa_rules_as_enabled(const struct kasa_order *order, const struct kasa_state *state,
                           const struct kasa_answer *answer);

#endif
