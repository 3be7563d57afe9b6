/*
 * Wording a rule. Its members fall into parts: a part that is as the device gave it goes back in the device's own
 * words, and so does what belongs to no part that is known here.
 *
 * Sources: the rules in the recordings; the names that the app's own classes have for the members; the crate tapo,
 * which tried them on a P110. Rules have no names.
 */
#include <string.h>

#include "base/err.h"
#include "model/clock.h"
#include "model/rule.h"
#include "model/smart_rule.h"

enum {
	PART_MEMBERS = 5,
	FREQUENCY = 5, /* what the app sends along with the away mode; what it does is not known */
};

/* A rule being written. */
struct writer {
	const struct kasa_rule *rule;
	const struct kasa_jx *given; /* NULL: it is new */
	enum kasa_rule_book book;
	int64_t utc_s;
	struct kasa_buf *out;
	const char *between; /* "" until there is a member */
	int rc;
};

/* ---- members ---- */

/* Appends `"name":`, behind what there is. */
static void
begin(struct writer *w, const char *name)
{
	if (w->rc == KASA_OK)
		w->rc = kasa_buf_printf(w->out, "%s\"%s\":", w->between, name);
	w->between = ",";
}

static void
put(struct writer *w, const char *name, int value)
{
	begin(w, name);
	if (w->rc == KASA_OK)
		w->rc = kasa_buf_printf(w->out, "%d", value);
}

static void
put_known(struct writer *w, const char *name, int value)
{
	if (value != KASA_UNKNOWN)
		put(w, name, value);
}

static void
put_word(struct writer *w, const char *name, const char *word)
{
	begin(w, name);
	if (w->rc == KASA_OK)
		w->rc = kasa_jx_quote(w->out, word);
}

static void
put_flag(struct writer *w, const char *name, bool flag)
{
	begin(w, name);
	if (w->rc == KASA_OK)
		w->rc = kasa_buf_printf(w->out, flag ? "true" : "false");
}

static void
copy(struct writer *w, const struct kasa_jx *member)
{
	if (w->rc == KASA_OK)
		w->rc = kasa_buf_printf(w->out, "%s", w->between);
	if (w->rc == KASA_OK)
		w->rc = kasa_jx_add_member(w->out, member);
	w->between = ",";
}

/* ---- the parts ---- */

static void
put_enabled(struct writer *w)
{
	put_flag(w, "enable", w->rule->enabled != 0);
}

static void
put_date(struct writer *w, int year, int month, int day)
{
	put(w, "year", year);
	put(w, "month", month);
	put(w, "day", day);
}

/* A rule for every week has the day on which it was made: the app fills that in, and a P110 takes any. */
static void
put_days(struct writer *w)
{
	const struct kasa_rule *rule = w->rule;
	struct kasa_clock made;

	put_word(w, "mode", rule->once ? "once" : "repeat");
	put(w, "week_day", rule->once ? 0 : (int)rule->days);
	if (w->book == KASA_BOOK_AWAY) /* the app leaves it out */
		return;
	if (rule->once) {
		put_date(w, rule->year, rule->month, rule->day);
		return;
	}
	kasa_clock_of(w->utc_s, &made);
	put_date(w, made.year, made.month, made.day);
}

/* An unknown moment is only met in words of the device, which stay. */
static const char *
kind_word(enum kasa_moment_kind kind)
{
	switch (kind) {
	case KASA_MOMENT_CLOCK:
		return "normal";
	case KASA_MOMENT_SUNRISE:
		return "sunrise";
	case KASA_MOMENT_SUNSET:
		return "sunset";
	case KASA_MOMENT_NONE:
	case KASA_MOMENT_OTHER:
		return "none";
	}
	return "none";
}

static void
put_moment(struct writer *w, const struct kasa_moment *moment, const struct kasa_smart_rule_names *names)
{
	bool by_clock = moment->kind == KASA_MOMENT_CLOCK;

	put_word(w, names->kind, kind_word(moment->kind));
	put(w, names->minute, by_clock ? moment->minute : 0);
	if (names->offset)
		put(w, names->offset, by_clock ? 0 : moment->offset_min);
}

static void
put_start(struct writer *w)
{
	put_moment(w, &w->rule->start, &kasa_smart_rule_start[w->book]);
}

/* Where a rule of the schedule ends, the app says a time and that nothing happens then. */
static void
put_end(struct writer *w)
{
	const struct kasa_moment none = { .kind = KASA_MOMENT_CLOCK };
	bool ends = w->rule->end.kind != KASA_MOMENT_NONE;

	put_moment(w, ends ? &w->rule->end : &none, &kasa_smart_rule_end[w->book]);
}

static const char *
act_word(const struct kasa_act *action)
{
	if (action->kind == KASA_ACT_ON)
		return "on";
	return action->kind == KASA_ACT_OFF ? "off" : "none";
}

static void
put_end_action(struct writer *w)
{
	if (w->book == KASA_BOOK_SCHEDULE)
		put_word(w, "e_action", act_word(&w->rule->end_action));
}

/* A colour temperature of 0 says that the colour is meant. */
static void
put_values(struct writer *w, const struct kasa_light *light)
{
	bool color = light->hue != KASA_UNKNOWN || light->saturation != KASA_UNKNOWN;

	put_known(w, "brightness", light->brightness);
	put_known(w, "color_temp", color && light->color_temp_k == KASA_UNKNOWN ? 0 : light->color_temp_k);
	put_known(w, "hue", light->hue);
	put_known(w, "saturation", light->saturation);
}

static bool
is_one_of(const struct kasa_jx *member, const char *const names[], size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (kasa_jx_named(member, names[i]))
			return true;
	return false;
}

/* How long the change takes, and what else the device has there. */
static void
copy_other_states(struct writer *w)
{
	static const char *const ours[] = { "on", "auto", "brightness", "color_temp", "hue", "saturation" };
	const struct kasa_jx *states = kasa_jx_get(w->given, "desired_states"), *member = NULL;

	while ((member = kasa_jx_next(states, member)))
		if (!is_one_of(member, ours, sizeof ours / sizeof ours[0]))
			copy(w, member);
}

static void
put_action(struct writer *w)
{
	const struct kasa_act *action = &w->rule->action;

	if (w->book == KASA_BOOK_AWAY)
		return;
	begin(w, "desired_states");
	if (w->rc == KASA_OK)
		w->rc = kasa_buf_printf(w->out, "{");
	w->between = "";
	put_flag(w, "on", action->kind == KASA_ACT_ON);
	if (action->has_light)
		put_values(w, &action->light);
	copy_other_states(w);
	if (w->rc == KASA_OK)
		w->rc = kasa_buf_printf(w->out, "}");
	w->between = ",";
	if (kasa_jx_get(w->given, "s_action")) /* what old firmware has instead, or beside it */
		put_word(w, "s_action", act_word(action));
}

struct part {
	const char *members[2][PART_MEMBERS]; /* by book */
	bool (*same)(const struct kasa_rule *a, const struct kasa_rule *b);
	void (*put)(struct writer *w);
};

// clang-format off
static const struct part parts[] = {
	{ { { "enable" }, { "enable" } }, kasa_rule_same_enabled, put_enabled },
	{ { { "mode", "week_day", "year", "month", "day" }, { "mode", "week_day", "year", "month", "day" } }, kasa_rule_same_days, put_days },
	{ { { "s_type", "s_min", "time_offset" }, { "start_time_type", "start_min", "start_time_offset" } }, kasa_rule_same_start, put_start },
	{ { { "desired_states", "s_action" }, { NULL } }, kasa_rule_same_action, put_action },
	{ { { "e_type", "e_min" }, { "end_time_type", "end_min", "end_time_offset" } }, kasa_rule_same_end, put_end },
	{ { { "e_action" }, { NULL } }, kasa_rule_same_end_action, put_end_action },
};
// clang-format on

enum {
	PARTS = sizeof parts / sizeof parts[0],
};

/* ---- the whole ---- */

/* The part to which a member belongs, or PARTS. */
static size_t
part_of(const struct writer *w, const struct kasa_jx *member)
{
	for (size_t i = 0; i < PARTS; i++)
		for (size_t j = 0; j < PART_MEMBERS && parts[i].members[w->book][j]; j++)
			if (kasa_jx_named(member, parts[i].members[w->book][j]))
				return i;
	return PARTS;
}

static void
write_over(struct writer *w)
{
	const struct kasa_jx *member = NULL;
	struct kasa_rule was;
	bool anew[PARTS];

	kasa_smart_rule_read(w->given, w->book, &was);
	for (size_t i = 0; i < PARTS; i++)
		anew[i] = !parts[i].same(w->rule, &was);
	while ((member = kasa_jx_next(w->given, member))) {
		size_t part = part_of(w, member);

		if (part == PARTS || !anew[part])
			copy(w, member);
	}
	for (size_t i = 0; i < PARTS; i++)
		if (anew[i])
			parts[i].put(w);
}

static void
write_new(struct writer *w)
{
	if (w->rule->id[0])
		put_word(w, "id", w->rule->id);
	for (size_t i = 0; i < PARTS; i++)
		parts[i].put(w);
	if (w->book == KASA_BOOK_AWAY)
		put(w, "frequency", FREQUENCY);
}

static void
write_members(struct writer *w, const char *given)
{
	struct kasa_err err;
	struct kasa_jx_doc doc;

	if (!given) {
		write_new(w);
		return;
	}
	w->rc = kasa_jx_parse(&doc, given, strlen(given), &err);
	if (w->rc == KASA_OK) {
		w->given = doc.values;
		write_over(w);
	} else if (w->rc == KASA_EPROTO) {
		w->rc = KASA_EINVAL;
	}
	kasa_jx_finish(&doc);
}

int
kasa_smart_rule_write(const struct kasa_rule *rule, const char *given, enum kasa_rule_book book, int64_t utc_s,
                      struct kasa_buf *out)
{
	struct writer w = { .rule = rule, .book = book, .utc_s = utc_s, .out = out, .between = "" };

	w.rc = kasa_buf_printf(out, "{");
	if (w.rc == KASA_OK)
		write_members(&w, given);
	return w.rc == KASA_OK ? kasa_buf_printf(out, "}") : w.rc;
}
