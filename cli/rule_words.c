/* Wishes are applied one after the other; each names its option where it is wrong. */
#include "cli/rule_words.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/err.h"
#include "base/str.h"
#include "cli/words_text.h"
#include "common/duration.h"
#include "common/number.h"
#include "common/text_show.h"

enum {
	ID_LEAST = 4, /* characters of an id that may stand for it */
};

/* ---- what is typed ---- */

bool
rule_wish_empty(const struct rule_wish *wish)
{
	return !wish->at && !wish->until && !wish->days && !wish->date && !wish->name && !wish->turn && !wish->once;
}

static int
parse_moment(const char *text, const char *option, struct kasa_moment *out, struct kasa_err *err)
{
	static const enum kasa_moment_kind kinds[] = {
		[MOMENT_CLOCK] = KASA_MOMENT_CLOCK,
		[MOMENT_SUNRISE] = KASA_MOMENT_SUNRISE,
		[MOMENT_SUNSET] = KASA_MOMENT_SUNSET,
	};
	struct moment moment;

	if (moment_parse(text, &moment, err) != KASA_OK)
		return kasa_err_wrap(err, "--%s", option);
	*out = (struct kasa_moment){ .kind = kinds[moment.kind], .minute = KASA_UNKNOWN };
	if (moment.kind == MOMENT_CLOCK)
		out->minute = moment.minutes;
	else
		out->offset_min = moment.minutes;
	return KASA_OK;
}

static enum kasa_act_kind
opposite(enum kasa_act_kind kind)
{
	return kind == KASA_ACT_ON ? KASA_ACT_OFF : kind == KASA_ACT_OFF ? KASA_ACT_ON : KASA_ACT_NONE;
}

/* What the rule does at its end follows from what it does at its beginning. */
static void
apply_turn(const struct rule_wish *wish, struct kasa_rule *rule)
{
	if (!wish->turn)
		return;
	rule->action = (struct kasa_act){ .kind = strcmp(wish->turn, "on") == 0 ? KASA_ACT_ON : KASA_ACT_OFF };
	if (rule->end_action.kind != KASA_ACT_NONE)
		rule->end_action = (struct kasa_act){ .kind = opposite(rule->action.kind) };
}

static bool
is_same(const struct kasa_moment *a, const struct kasa_moment *b)
{
	return a->kind == b->kind
	       && (a->kind == KASA_MOMENT_CLOCK ? a->minute == b->minute : a->offset_min == b->offset_min);
}

static int
apply_until(const struct rule_wish *wish, struct kasa_rule *rule, struct kasa_err *err)
{
	if (!wish->until)
		return KASA_OK;
	rule->end_action = (struct kasa_act){ .kind = KASA_ACT_NONE };
	if (!wish->away && strcasecmp(wish->until, "none") == 0) {
		rule->end = (struct kasa_moment){ .kind = KASA_MOMENT_NONE };
		return KASA_OK;
	}
	if (parse_moment(wish->until, "until", &rule->end, err) != KASA_OK)
		return err->code;
	if (wish->at && is_same(&rule->start, &rule->end))
		return kasa_err_set(err, KASA_EINVAL,
		                    "--until: \"%.40s\" is when it begins; it ends later, or the next day",
		                    wish->until);
	if (!wish->away)
		rule->end_action.kind = opposite(rule->action.kind);
	return KASA_OK;
}

static void
set_date(struct kasa_rule *rule, const struct date *date)
{
	rule->once = true;
	rule->days = 0;
	rule->year = date->year;
	rule->month = date->month;
	rule->day = date->day;
}

/* Today, where it is not so late yet. When the sun does what is the device's business. */
static int
apply_once(const struct rule_now *now, struct kasa_rule *rule, struct kasa_err *err)
{
	struct date date = now->today;

	if (rule->start.kind != KASA_MOMENT_CLOCK)
		return kasa_err_set(err, KASA_EINVAL, "--once: with sunrise or sunset the day is wanted: --on DATE");
	if (rule->start.minute <= now->minute)
		date = calendar_after(&date, 1);
	set_date(rule, &date);
	return KASA_OK;
}

static int
apply_days(const struct rule_wish *wish, const struct rule_now *now, struct kasa_rule *rule, struct kasa_err *err)
{
	struct date date;

	if ((wish->days != NULL) + (wish->date != NULL) + wish->once > 1)
		return kasa_err_set(err, KASA_EINVAL, "--days, --on and --once exclude each other");
	if (wish->once)
		return apply_once(now, rule, err);
	if (wish->date) {
		if (date_parse(wish->date, &now->today, &date, err) != KASA_OK)
			return kasa_err_wrap(err, "--on");
		set_date(rule, &date);
	}
	if (!wish->days)
		return KASA_OK;
	if (days_parse(wish->days, &rule->days, err) != KASA_OK)
		return kasa_err_wrap(err, "--days");
	rule->once = false;
	rule->year = rule->month = rule->day = 0;
	return KASA_OK;
}

static int
apply_name(const struct rule_wish *wish, struct kasa_rule *rule, struct kasa_err *err)
{
	if (wish->name && !kasa_str_copy(rule->name, sizeof rule->name, wish->name))
		return kasa_err_set(err, KASA_EINVAL, "--name: %zu bytes; at most %d are possible", strlen(wish->name),
		                    KASA_RULE_NAME_MAX - 1);
	return KASA_OK;
}

int
rule_wish_apply(const struct rule_wish *wish, const struct rule_now *now, struct kasa_rule *rule, struct kasa_err *err)
{
	int rc = KASA_OK;

	if (wish->turn && strcmp(wish->turn, "on") != 0 && strcmp(wish->turn, "off") != 0)
		return kasa_err_set(err, KASA_EINVAL, "--turn: \"%.40s\" is neither on nor off", wish->turn);
	if (wish->at)
		rc = parse_moment(wish->at, wish->away ? "from" : "at", &rule->start, err);
	apply_turn(wish, rule);
	if (rc == KASA_OK)
		rc = apply_until(wish, rule, err);
	if (rc == KASA_OK)
		rc = apply_days(wish, now, rule, err);
	if (rc == KASA_OK)
		rc = apply_name(wish, rule, err);
	return rc == KASA_OK ? kasa_rule_check(rule, err) : rc;
}

/* ---- which rule is meant ---- */

/* How well a word fits a rule: 3 for its name, 2 for the beginning of its id, 1 for that of its name, 0 for nothing. */
static int
fit(const struct kasa_rule *rule, const char *word)
{
	size_t n = strlen(word);
	int name = rule->name[0] ? kasa_str_match(rule->name, word) : 0;

	if (name == 2)
		return 3;
	if (n >= ID_LEAST && strncasecmp(rule->id, word, n) == 0)
		return 2;
	return name;
}

/* "1 Morning, 2 sunset-15m" */
static const char *
list_rules(const struct kasa_rules *rules, const char *word, int least, char *list, size_t size)
{
	char shown[TEXT_SHOWN], at[MOMENT_TEXT];
	size_t n = 0;

	list[0] = '\0';
	for (unsigned i = 0; i < rules->count && n < size; i++) {
		const struct kasa_rule *rule = &rules->rules[i];

		if (least == 0 || fit(rule, word) == least)
			n += (size_t)snprintf(list + n, size - n, "%s%u %.40s", n ? ", " : "", i + 1,
			                      rule->name[0] ? text_show(shown, rule->name)
			                                    : rule_moment(&rule->start, at));
	}
	return list;
}

static int
no_such(const struct kasa_rules *rules, const char *word, struct kasa_err *err)
{
	char list[KASA_ERR_TEXT_MAX / 2], shown[TEXT_SHOWN];

	text_show(shown, word);
	if (rules->count == 0)
		return kasa_err_set(err, KASA_EINVAL, "no rule \"%.40s\"; there are no rules", shown);
	return kasa_err_set(err, KASA_EINVAL, "no rule \"%.40s\"; there are: %s", shown,
	                    list_rules(rules, word, 0, list, sizeof list));
}

/* The best fit, how many fit as well, and which is the first of them. */
static unsigned
best_fits(const struct kasa_rules *rules, const char *word, int *best, unsigned *position)
{
	unsigned count = 0;

	*best = 0;
	for (unsigned i = 0; i < rules->count; i++) {
		int fits = fit(&rules->rules[i], word);

		if (fits == 0 || fits < *best)
			continue;
		if (fits > *best)
			*position = i;
		count = fits > *best ? 1 : count + 1;
		*best = fits;
	}
	return count;
}

int
rule_find(const struct kasa_rules *rules, const char *word, unsigned *position, struct kasa_err *err)
{
	char list[KASA_ERR_TEXT_MAX / 2], shown[TEXT_SHOWN];
	unsigned count;
	uint32_t number;
	int best;

	if (number_parse(word, 1, rules->count, &number)) {
		*position = number - 1;
		return KASA_OK;
	}
	count = best_fits(rules, word, &best, position);
	if (count == 1)
		return KASA_OK;
	if (count == 0)
		return no_such(rules, word, err);
	return kasa_err_set(err, KASA_EAMBIGUOUS, "\"%.40s\" is several rules: %s; a number is wanted",
	                    text_show(shown, word), list_rules(rules, word, best, list, sizeof list));
}

/* ---- what is shown ---- */

const char *
rule_moment(const struct kasa_moment *moment, char out[MOMENT_TEXT])
{
	struct moment words = { .kind = MOMENT_CLOCK, .minutes = moment->minute };

	switch (moment->kind) {
	case KASA_MOMENT_NONE:
		return memcpy(out, "", sizeof "");
	case KASA_MOMENT_CLOCK:
		return moment_format(out, &words);
	case KASA_MOMENT_SUNRISE:
	case KASA_MOMENT_SUNSET:
		words.kind = moment->kind == KASA_MOMENT_SUNRISE ? MOMENT_SUNRISE : MOMENT_SUNSET;
		words.minutes = moment->offset_min;
		return moment_format(out, &words);
	case KASA_MOMENT_OTHER:
		return memcpy(out, "?", sizeof "?");
	}
	return memcpy(out, "?", sizeof "?");
}

const char *
rule_days(const struct kasa_rule *rule, char out[DAYS_TEXT])
{
	const struct date date = { rule->year, rule->month, rule->day };

	if (rule->once && calendar_valid(&date))
		return date_format(out, &date);
	if (!rule->once)
		return days_format(out, rule->days);
	return memcpy(out, "once", sizeof "once");
}

const char *
rule_action(const struct kasa_act *action)
{
	static const char *const words[] = {
		[KASA_ACT_NONE] = "none",
		[KASA_ACT_OFF] = "off",
		[KASA_ACT_ON] = "on",
		[KASA_ACT_OTHER] = "other",
	};

	return words[action->kind];
}

const char *
rule_action_long(const struct kasa_act *action, char out[RULE_TEXT])
{
	char light[128];

	snprintf(out, RULE_TEXT, "%s", rule_action(action));
	if (action->has_light)
		snprintf(out, RULE_TEXT, "%s, %s", rule_action(action), word_light(&action->light, light));
	return out;
}

const char *
countdown_words(const struct kasa_countdown *countdown, char out[NEXT_TEXT])
{
	char in[DURATION_TEXT];

	if (!countdown->running)
		return memcpy(out, "none", sizeof "none");
	if (countdown->remain_s == KASA_UNKNOWN)
		snprintf(out, NEXT_TEXT, "%s, nobody knows when", word_switch(countdown->on));
	else
		snprintf(out, NEXT_TEXT, "%s in %s", word_switch(countdown->on),
		         duration_format(in, (uint64_t)countdown->remain_s * 1000));
	return out;
}
