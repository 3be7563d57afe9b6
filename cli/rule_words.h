/* Rules of a device as people type them, and shown back the same way. */
#ifndef KASA_CLI_RULE_WORDS_H
#define KASA_CLI_RULE_WORDS_H

#include <stdbool.h>

#include <kasa/countdown.h>
#include <kasa/rule.h>

#include "common/timewords.h"

enum {
	RULE_TEXT = 160, /* what happens, with the values of a light */
	NEXT_TEXT = 64,
};

/* What was typed of a rule, lent; NULL for what was not. */
struct rule_wish {
	const char *at, *until, *days, *date, *name;
	const char *turn; /* "on" or "off" */
	bool once;        /* the next time that it is so late */
	bool away;        /* a rule of the away mode: it has no action */
};

/* By the clock that the rule will follow. */
struct rule_now {
	struct date today;
	int minute; /* of the day */
};

bool rule_wish_empty(const struct rule_wish *wish);

/* Changes what was typed of it. KASA_EINVAL with a sentence that names the option; @p rule may be half changed then. */
int rule_wish_apply(const struct rule_wish *wish, const struct rule_now *now, struct kasa_rule *rule,
                    struct kasa_err *err);

/*
 * The position, from 0, of the rule that a word means: its number as listed, its name in any case, the beginning of its
 * id, or of its name. KASA_EINVAL for none, with those that there are; KASA_EAMBIGUOUS for several.
 */
int rule_find(const struct kasa_rules *rules, const char *word, unsigned *position, struct kasa_err *err);

/* "21:30", "sunset-15m", "" for none; what is not known here is "?". They return @p out. */
const char *rule_moment(const struct kasa_moment *moment, char out[MOMENT_TEXT]);

/* "mon-fri", or the date of a rule for once. */
const char *rule_days(const struct kasa_rule *rule, char out[DAYS_TEXT]);

/* "on", "off", "none" or "other". */
const char *rule_action(const struct kasa_act *action);

/* The same with what a light comes on with: "on, brightness 50 %". */
const char *rule_action_long(const struct kasa_act *action, char out[RULE_TEXT]);

/* "off in 1h30m", or "none". */
const char *countdown_words(const struct kasa_countdown *countdown, char out[NEXT_TEXT]);

#endif
