#include "bridge/rule/rule.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "bridge/log.h"
#include "bridge/rule/threshold.h"
#include "bridge/rule/window.h"

enum {
	MINUTE_MS = 60 * 1000,
};

/* ---- one of them ---- */

static bool
begin(struct condition *condition, const struct config_condition *config, struct rule *rule)
{
	*condition = (struct condition){ .config = config };
	lasting_init(&condition->lasting, config->for_ms);
	if (config->device)
		subject_init(&condition->subject, config->device, rule, false);
	return true;
}

bool
rule_init(struct rule *rule, const struct config_rule *config)
{
	*rule = (struct rule){ .config = config, .mark = config->mark, .is = KASA_UNKNOWN };
	kasa_list_init(&rule->queued);
	rule->conditions = calloc(config->condition_count + 1, sizeof *rule->conditions);
	if (!rule->conditions)
		return false;
	for (size_t i = 0; i < config->condition_count; i++)
		begin(&rule->conditions[i], &config->conditions[i], rule);
	return true;
}

void
rule_finish(struct rule *rule)
{
	free(rule->conditions);
	rule->conditions = NULL;
}

void
rule_inherit(struct rule *rule, const struct rule *old)
{
	for (size_t i = 0; i < rule->config->condition_count; i++) {
		rule->conditions[i].lasting = old->conditions[i].lasting;
		rule->conditions[i].past = old->conditions[i].past;
	}
	rule->is = old->is;
	rule->since_s = old->since_s;
	rule->fired_s = old->fired_s;
	rule->fired_ms = old->fired_ms;
	rule->fired = old->fired;
	rule->minute_ms = old->minute_ms;
	rule->minute_fired = old->minute_fired;
	rule->paused_ms = old->paused_ms;
}

void
rule_forget(struct rule *rule, const struct device *device)
{
	for (size_t i = 0; i < rule->config->condition_count; i++)
		if (rule->conditions[i].subject.device == device) {
			lasting_init(&rule->conditions[i].lasting, rule->config->conditions[i].for_ms);
			rule->conditions[i].past = false;
		}
	rule->is = KASA_UNKNOWN;
}

/* ---- whether a condition holds ---- */

static int
is_over(double value, double limit)
{
	return isnan(value) ? KASA_UNKNOWN : value > limit;
}

static int
of_power(struct condition *condition, double power_w)
{
	const struct config_condition *config = condition->config;
	int side = threshold_side(config->below, config->limit, config->hysteresis, power_w, condition->past);

	if (side != KASA_UNKNOWN)
		condition->past = side;
	return side;
}

static int
of_time(const struct config_condition *config, int64_t now_s)
{
	const struct window window = { .after = config->after, .before = config->before, .days = config->days };

	return window_holds(&window, now_s);
}

static int
is_wanted(int is, bool wanted)
{
	return is == KASA_UNKNOWN ? KASA_UNKNOWN : is == (int)wanted;
}

static int
holds_now(struct condition *condition, const struct reading *reading, int64_t now_s)
{
	const struct config_condition *config = condition->config;

	switch (config->kind) {
	case CONDITION_STATE:
		return is_wanted(reading->on, config->on);
	case CONDITION_POWER:
		return of_power(condition, reading->power_w);
	case CONDITION_ENERGY_TODAY:
		return is_over(reading->today_kwh, config->limit);
	case CONDITION_ENERGY_MONTH:
		return is_over(reading->month_kwh, config->limit);
	case CONDITION_ONLINE:
		return is_wanted(reading->online, config->on);
	case CONDITION_TIME:
		return of_time(config, now_s);
	case CONDITION_EVENT:
		break;
	}
	return 0;
}

/* Devices know since when they are on. */
static void
look_at_since(struct condition *condition, const struct reading *reading, const struct moment *moment)
{
	int64_t on_s = reading->on_since_s > 0 ? moment->now_s - reading->on_since_s : 0;

	if (condition->config->kind == CONDITION_STATE && condition->config->on && on_s > 0)
		lasting_began(&condition->lasting, (uint64_t)on_s * 1000, moment->now_ms);
}

static int
look_at(struct condition *condition, const struct moment *moment)
{
	struct reading reading = {
		.online = KASA_UNKNOWN, .on = KASA_UNKNOWN, .power_w = NAN, .today_kwh = NAN, .month_kwh = NAN
	};

	if (condition->config->kind == CONDITION_EVENT)
		return 0;
	if (condition->subject.device)
		reading_take(&reading, condition->subject.device, condition->subject.outlet, moment->today);
	lasting_set(&condition->lasting, holds_now(condition, &reading, moment->now_s), moment->now_ms);
	look_at_since(condition, &reading, moment);
	return lasting_holds(&condition->lasting, moment->now_ms);
}

/* ---- whether all of it does ---- */

/* All of some and one of the others; what is not known leaves it open only where it decides. */
struct verdict {
	int all, any;
	bool has_any;
};

static int
both(int a, int b)
{
	if (a == 0 || b == 0)
		return 0;
	return a == 1 && b == 1 ? 1 : KASA_UNKNOWN;
}

static int
either(int a, int b)
{
	if (a == 1 || b == 1)
		return 1;
	return a == 0 && b == 0 ? 0 : KASA_UNKNOWN;
}

static void
weigh(struct verdict *verdict, const struct condition *condition, int holds)
{
	if (condition->config->any) {
		verdict->any = either(verdict->any, holds);
		verdict->has_any = true;
	} else
		verdict->all = both(verdict->all, holds);
}

static int
whole(const struct verdict *verdict)
{
	return verdict->has_any ? both(verdict->all, verdict->any) : verdict->all;
}

/* What is so from now on, where it is another thing; true when it became so. */
static bool
settle(struct rule *rule, int is, int64_t now_s)
{
	int before = rule->is;

	if (is == KASA_UNKNOWN || is == before)
		return false;
	rule->is = is;
	rule->since_s = now_s;
	return is == 1 && (before == 0 || rule->config->at_start);
}

bool
rule_look(struct rule *rule, const struct moment *moment)
{
	struct verdict lasting = { .all = 1 }, at_event = { .all = 1 };
	bool happened = false, fires;

	for (size_t i = 0; i < rule->config->condition_count; i++) {
		struct condition *condition = &rule->conditions[i];
		int holds = look_at(condition, moment);

		weigh(&lasting, condition, holds);
		weigh(&at_event, condition, condition->happened ? 1 : holds);
		happened |= condition->happened;
		condition->happened = false;
	}
	fires = settle(rule, whole(&lasting), moment->now_s);
	return fires || (happened && rule->is != 1 && whole(&at_event) == 1);
}

/* ---- events ---- */

static bool
is_about(const struct condition *condition, const struct event *event)
{
	const struct subject *subject = &condition->subject;

	if (!condition->config->device)
		return true;
	return subject->device && subject->device == event->device
	       && (subject->outlet == 0 || subject->outlet == event->outlet);
}

bool
rule_hears(struct rule *rule, const struct event *event)
{
	bool heard = false;

	for (size_t i = 0; i < rule->config->condition_count; i++) {
		struct condition *condition = &rule->conditions[i];

		if (condition->config->kind != CONDITION_EVENT || !is_about(condition, event)
		    || strcmp(condition->config->event, event_name(event)) != 0)
			continue;
		condition->happened = heard = true;
	}
	return heard;
}

/* ---- time ---- */

uint64_t
rule_due(const struct rule *rule, uint64_t now_ms)
{
	uint64_t due_ms = LASTING_NEVER;

	for (size_t i = 0; i < rule->config->condition_count; i++) {
		uint64_t one_ms = lasting_due(&rule->conditions[i].lasting, now_ms);

		due_ms = one_ms < due_ms ? one_ms : due_ms;
	}
	return due_ms;
}

int64_t
rule_next_time(const struct rule *rule, int64_t now_s)
{
	int64_t next_s = INT64_MAX;

	for (size_t i = 0; i < rule->config->condition_count; i++) {
		const struct config_condition *config = &rule->config->conditions[i];
		const struct window window = { .after = config->after, .before = config->before, .days = config->days };
		int64_t one_s = config->kind == CONDITION_TIME ? window_next(&window, now_s) : INT64_MAX;

		next_s = one_s < next_s ? one_s : next_s;
	}
	return next_s;
}

/* ---- how often ---- */

static bool
is_too_often(struct rule *rule, uint64_t now_ms)
{
	if (rule->minute_fired == 0 || now_ms - rule->minute_ms >= MINUTE_MS) {
		rule->minute_ms = now_ms;
		rule->minute_fired = 0;
	}
	return ++rule->minute_fired > RULE_PER_MINUTE;
}

bool
rule_may_fire(struct rule *rule, const struct moment *moment)
{
	if (rule->paused_ms > moment->now_ms)
		return false;
	rule->paused_ms = 0;
	if (rule->fired > 0 && moment->now_ms - rule->fired_ms < rule->config->cooldown_ms)
		return false;
	if (is_too_often(rule, moment->now_ms)) {
		log_warning("a rule is paused for ten minutes: it was done %d times within one rule=\"%s\"",
		            RULE_PER_MINUTE, rule->config->name);
		rule->paused_ms = moment->now_ms + RULE_PAUSE_MS;
		rule->minute_fired = 0;
		return false;
	}
	rule->fired++;
	rule->fired_ms = moment->now_ms;
	rule->fired_s = moment->now_s;
	return true;
}
