/* Reading a rule. */
#include "model/smart_rule.h"

#include <limits.h>
#include <string.h>

#include "base/err.h"
#include "model/light.h"
#include "model/smart.h"

// clang-format off
const struct kasa_smart_rule_names kasa_smart_rule_start[] = {
	[KASA_BOOK_SCHEDULE] = { "s_type", "s_min", "time_offset" },
	[KASA_BOOK_AWAY]     = { "start_time_type", "start_min", "start_time_offset" },
};
const struct kasa_smart_rule_names kasa_smart_rule_end[] = {
	[KASA_BOOK_SCHEDULE] = { "e_type", "e_min", NULL },
	[KASA_BOOK_AWAY]     = { "end_time_type", "end_min", "end_time_offset" },
};
// clang-format on

enum {
	DAY_MIN = 24 * 60,
};

static int
within(int n, int low, int high)
{
	return n >= low && n <= high ? n : KASA_UNKNOWN;
}

static bool
says(const struct kasa_jx *json, const char *key, const char *word)
{
	char said[16];

	return kasa_jx_copy(json, key, said, sizeof said) && strcmp(said, word) == 0;
}

/* ---- when ---- */

static enum kasa_moment_kind
moment_kind(const struct kasa_jx *json, const char *key)
{
	if (!kasa_jx_get(json, key) || says(json, key, "none"))
		return KASA_MOMENT_NONE;
	if (says(json, key, "normal"))
		return KASA_MOMENT_CLOCK;
	if (says(json, key, "sunrise"))
		return KASA_MOMENT_SUNRISE;
	return says(json, key, "sunset") ? KASA_MOMENT_SUNSET : KASA_MOMENT_OTHER;
}

/* A time of the clock that does not tell which is none that could be shown, or sent. */
static struct kasa_moment
read_moment(const struct kasa_jx *json, const struct kasa_smart_rule_names *names)
{
	int offset = names->offset ? within(kasa_jx_int(json, names->offset), -DAY_MIN, DAY_MIN) : 0;
	struct kasa_moment moment = {
		.kind = moment_kind(json, names->kind),
		.minute = within(kasa_jx_int(json, names->minute), 0, DAY_MIN - 1),
		.offset_min = offset == KASA_UNKNOWN ? 0 : offset,
	};

	if (moment.kind == KASA_MOMENT_CLOCK && moment.minute == KASA_UNKNOWN)
		moment.kind = KASA_MOMENT_OTHER;
	return moment;
}

/* A rule of the schedule that does nothing at its end has none, though a time stands there. */
static struct kasa_moment
read_end(const struct kasa_jx *json, enum kasa_rule_book book, const struct kasa_act *action)
{
	if (book == KASA_BOOK_SCHEDULE && action->kind == KASA_ACT_NONE)
		return (struct kasa_moment){ .kind = KASA_MOMENT_NONE, .minute = KASA_UNKNOWN };
	return read_moment(json, &kasa_smart_rule_end[book]);
}

/*
 * Bit 0 is Sunday, as in enum kasa_day: a published recording of a P115 has rules of the app with 62 for the working
 * days and 65 for the weekend, and the crate tapo, which tried it on a P110, names the bits so.
 */
static unsigned
read_days(const struct kasa_jx *json)
{
	int days = kasa_jx_int(json, "week_day");

	return days == KASA_UNKNOWN ? 0 : (unsigned)days & KASA_DAYS_ALL;
}

/* Of a rule for every week it is the day on which it was made. */
static int
read_date(const struct kasa_jx *json, const char *key, bool once)
{
	int n = once ? within(kasa_jx_int(json, key), 0, 9999) : 0;

	return n == KASA_UNKNOWN ? 0 : n;
}

/* ---- what happens ---- */

/* A word of old firmware, where rules have no states that are desired. */
static enum kasa_act_kind
act_of_word(const struct kasa_jx *json, const char *key)
{
	if (!kasa_jx_get(json, key) || says(json, key, "none"))
		return KASA_ACT_NONE;
	if (says(json, key, "on"))
		return KASA_ACT_ON;
	return says(json, key, "off") ? KASA_ACT_OFF : KASA_ACT_OTHER;
}

static enum kasa_act_kind
act_kind(const struct kasa_jx *json, const struct kasa_jx *states)
{
	int on = kasa_smart_flag(states, "on");

	if (on != KASA_UNKNOWN)
		return on ? KASA_ACT_ON : KASA_ACT_OFF;
	return kasa_jx_count(states) > 0 ? KASA_ACT_OTHER : act_of_word(json, "s_action");
}

/* Where a light sees to its light by itself, what stands beside that means nothing. */
static struct kasa_act
read_action(const struct kasa_jx *json)
{
	const struct kasa_jx *states = kasa_jx_get(json, "desired_states");
	struct kasa_act action = {
		.kind = act_kind(json, states),
		.light = {
			.brightness = within(kasa_jx_int(states, "brightness"), 0, 100),
			.color_temp_k = within(kasa_jx_int(states, "color_temp"), 0, INT_MAX),
			.hue = within(kasa_jx_int(states, "hue"), 0, 360),
			.saturation = within(kasa_jx_int(states, "saturation"), 0, 100),
		},
	};

	action.has_light =
		action.kind == KASA_ACT_ON && kasa_smart_flag(states, "auto") != 1 && kasa_light_known(&action.light);
	return action;
}

/* ---- the whole ---- */

void
kasa_smart_rule_read(const struct kasa_jx *json, enum kasa_rule_book book, struct kasa_rule *rule)
{
	bool once = says(json, "mode", "once");

	*rule = (struct kasa_rule){
		.enabled = kasa_smart_flag(json, "enable"),
		.once = once,
		.days = read_days(json),
		.year = read_date(json, "year", once),
		.month = read_date(json, "month", once),
		.day = read_date(json, "day", once),
		.start = read_moment(json, &kasa_smart_rule_start[book]),
	};
	if (book == KASA_BOOK_SCHEDULE) {
		rule->action = read_action(json);
		rule->end_action.kind = act_of_word(json, "e_action");
	}
	rule->end = read_end(json, book, &rule->end_action);
	kasa_jx_copy(json, "id", rule->id, sizeof rule->id);
}

int
kasa_smart_rule_parse(const char *text, enum kasa_rule_book book, struct kasa_rule *rule, struct kasa_err *err)
{
	struct kasa_err why;
	struct kasa_jx_doc doc;

	if (kasa_jx_parse(&doc, text, strlen(text), &why) != KASA_OK)
		return kasa_err_set(err, why.code == KASA_EPROTO ? KASA_EINVAL : (int)why.code,
		                    "the rule as the device gave it: %.200s", why.text);
	kasa_smart_rule_read(doc.values, book, rule);
	kasa_jx_finish(&doc);
	return KASA_OK;
}
