/*
 * Wording a rule. Its members fall into parts: a part that is as the device gave it goes back in the device's own
 * words, and so does what belongs to no part that is known here.
 */
#include <string.h>

#include "base/err.h"
#include "model/iot_rule.h"
#include "model/iot_rule_names.h"
#include "model/rule.h"

enum {
	WEEK = 7,
	PART_MEMBERS = 5,
};

/* A rule being written. */
struct writer {
	const struct kasa_rule *rule;
	const struct kasa_iot_rule_style *style;
	struct kasa_buf *out;
	const char *between; /* "" until there is a member */
	int rc;
};

// clang-format off
/* What a light may do without: each stands for "not used" with this value. */
static const struct { const char *name; int value; } idle[] = {
	{ "soffset", 0 }, { "eoffset", 0 }, { "emin", 0 }, { "eact", -1 }, { "year", 0 }, { "month", 0 }, { "day", 0 },
	{ "latitude", 0 }, { "longitude", 0 }, { "force", 0 },
};
// clang-format on

static bool
spared(const struct writer *w, const char *name, int value)
{
	for (size_t i = 0; w->style->light && i < sizeof idle / sizeof idle[0]; i++)
		if (strcmp(idle[i].name, name) == 0)
			return idle[i].value == value;
	return false;
}

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
	if (spared(w, name, value))
		return;
	begin(w, name);
	if (w->rc == KASA_OK)
		w->rc = kasa_buf_printf(w->out, "%d", value);
}

static void
put_text(struct writer *w, const char *name, const char *text)
{
	begin(w, name);
	if (w->rc == KASA_OK)
		w->rc = kasa_jx_quote(w->out, text);
}

/* ---- the parts ---- */

static void
put_name(struct writer *w)
{
	if (w->rule->name[0] || !w->style->light)
		put_text(w, "name", w->rule->name);
}

static void
put_enabled(struct writer *w)
{
	put(w, "enable", w->rule->enabled != 0);
}

/* Integers, for true and false are refused: HS110 hardware 2, plasticrake/tplink-smarthome-api issue 89. */
static void
put_days(struct writer *w)
{
	const struct kasa_rule *rule = w->rule;
	unsigned days = kasa_rule_days(rule);

	put(w, "repeat", !rule->once);
	begin(w, "wday");
	for (int i = 0; i < WEEK && w->rc == KASA_OK; i++)
		w->rc = kasa_buf_printf(w->out, "%c%u", i == 0 ? '[' : ',', days >> i & 1);
	if (w->rc == KASA_OK)
		w->rc = kasa_buf_printf(w->out, "]");
	put(w, "year", rule->once ? rule->year : 0);
	put(w, "month", rule->once ? rule->month : 0);
	put(w, "day", rule->once ? rule->day : 0);
}

/* An unknown moment is only met in words of the device, which stay. */
static int
time_option(enum kasa_moment_kind kind)
{
	switch (kind) {
	case KASA_MOMENT_CLOCK:
		return KASA_IOT_TIME_CLOCK;
	case KASA_MOMENT_SUNRISE:
		return KASA_IOT_TIME_SUNRISE;
	case KASA_MOMENT_SUNSET:
		return KASA_IOT_TIME_SUNSET;
	case KASA_MOMENT_NONE:
	case KASA_MOMENT_OTHER:
		return KASA_IOT_TIME_NONE;
	}
	return KASA_IOT_TIME_NONE;
}

static void
put_moment(struct writer *w, const struct kasa_moment *moment, const struct kasa_iot_rule_names *names)
{
	bool by_clock = moment->kind == KASA_MOMENT_CLOCK;
	bool by_sun = moment->kind == KASA_MOMENT_SUNRISE || moment->kind == KASA_MOMENT_SUNSET;

	put(w, names->option, time_option(moment->kind));
	if (by_clock || !w->style->light)
		put(w, names->minute, by_clock ? moment->minute : 0);
	put(w, names->offset, by_sun ? moment->offset_min : 0);
}

static void
put_start(struct writer *w)
{
	put_moment(w, &w->rule->start, &kasa_iot_rule_start);
}

static void
put_end(struct writer *w)
{
	put_moment(w, &w->rule->end, &kasa_iot_rule_end);
}

static void
put_known(struct writer *w, const char *name, int value)
{
	if (value != KASA_UNKNOWN)
		put(w, name, value);
}

/* A colour temperature of 0 says that the colour is meant. */
static void
put_values(struct writer *w, const struct kasa_light *light)
{
	bool color = light->hue != KASA_UNKNOWN || light->saturation != KASA_UNKNOWN;

	put_known(w, "hue", light->hue);
	put_known(w, "saturation", light->saturation);
	put_known(w, "color_temp", color && light->color_temp_k == KASA_UNKNOWN ? 0 : light->color_temp_k);
	put_known(w, "brightness", light->brightness);
}

/* A light knows no off and on, but states. */
static void
put_light(struct writer *w, const struct kasa_act *action, const char *name)
{
	begin(w, name);
	if (w->rc == KASA_OK)
		w->rc = kasa_buf_printf(w->out, "{");
	w->between = "";
	put(w, "on_off", action->kind == KASA_ACT_ON);
	if (action->kind == KASA_ACT_ON && action->has_light)
		put_values(w, &action->light);
	else if (action->kind == KASA_ACT_ON)
		put_text(w, "mode", "last_status");
	if (w->rc == KASA_OK)
		w->rc = kasa_buf_printf(w->out, "}");
	w->between = ",";
}

static void
put_action(struct writer *w, const struct kasa_act *action, const struct kasa_iot_rule_names *names)
{
	bool switches = action->kind == KASA_ACT_ON || action->kind == KASA_ACT_OFF;

	if (w->style->book == KASA_BOOK_AWAY)
		return;
	if (!switches) {
		put(w, names->action, KASA_IOT_ACT_NONE);
	} else if (w->style->light) {
		put(w, names->action, KASA_IOT_ACT_LIGHT);
		put_light(w, action, names->light);
	} else {
		put(w, names->action, action->kind == KASA_ACT_ON ? KASA_IOT_ACT_ON : KASA_IOT_ACT_OFF);
	}
}

static void
put_start_action(struct writer *w)
{
	put_action(w, &w->rule->action, &kasa_iot_rule_start);
}

static void
put_end_action(struct writer *w)
{
	put_action(w, &w->rule->end_action, &kasa_iot_rule_end);
}

struct part {
	const char *members[PART_MEMBERS];
	bool (*same)(const struct kasa_rule *a, const struct kasa_rule *b);
	void (*put)(struct writer *w);
};

// clang-format off
static const struct part parts[] = {
	{ { "name" },                                   kasa_rule_same_name,       put_name },
	{ { "enable" },                                 kasa_rule_same_enabled,    put_enabled },
	{ { "repeat", "wday", "year", "month", "day" }, kasa_rule_same_days,       put_days },
	{ { "stime_opt", "smin", "soffset" },           kasa_rule_same_start,      put_start },
	{ { "sact", "s_light", "s_dimmer" },            kasa_rule_same_action,     put_start_action },
	{ { "etime_opt", "emin", "eoffset" },           kasa_rule_same_end,        put_end },
	{ { "eact", "e_light", "e_dimmer" },            kasa_rule_same_end_action, put_end_action },
};
// clang-format on

enum {
	PARTS = sizeof parts / sizeof parts[0],
};

/* ---- the whole ---- */

/* The part to which a member belongs, or PARTS. */
static size_t
part_of(const struct kasa_jx *member)
{
	for (size_t i = 0; i < PARTS; i++)
		for (size_t j = 0; j < PART_MEMBERS && parts[i].members[j]; j++)
			if (kasa_jx_named(member, parts[i].members[j]))
				return i;
	return PARTS;
}

/* Where it says that there is none already, nothing changes whatever firmware makes of what is not said. */
static bool
member_spared(const struct writer *w, const struct kasa_jx *object, const struct kasa_jx *member)
{
	char name[16];

	kasa_jx_copy_key(member, name, sizeof name);
	if (w->style->light && strcmp(name, "name") == 0)
		return kasa_jx_is(member, KASA_JX_STRING) && member->len == 0;
	if (w->style->light && strcmp(name, kasa_iot_rule_end.option) == 0)
		return kasa_jx_int(object, name) == KASA_IOT_TIME_NONE;
	return spared(w, name, kasa_jx_int(object, name));
}

/* What is not said anew. */
static void
copy_given(struct writer *w, const struct kasa_jx *given, const bool anew[PARTS])
{
	const struct kasa_jx *member = NULL;

	while ((member = kasa_jx_next(given, member)) && w->rc == KASA_OK) {
		size_t part = part_of(member);

		if ((part < PARTS && anew[part]) || member_spared(w, given, member))
			continue;
		w->rc = kasa_buf_printf(w->out, "%s", w->between);
		if (w->rc == KASA_OK)
			w->rc = kasa_jx_add_member(w->out, member);
		w->between = ",";
	}
}

static void
write_over(struct writer *w, const struct kasa_jx *given)
{
	struct kasa_rule was;
	bool anew[PARTS];

	kasa_iot_rule_read(given, &was);
	for (size_t i = 0; i < PARTS; i++)
		anew[i] = !parts[i].same(w->rule, &was);
	copy_given(w, given, anew);
	for (size_t i = 0; i < PARTS; i++)
		if (anew[i])
			parts[i].put(w);
}

/* What the app sends along; what they do is not known. */
static void
write_constants(struct writer *w)
{
	if (w->style->book == KASA_BOOK_AWAY) {
		put(w, "frequency", 5);
		put(w, "duration", 2);
		put(w, "lastfor", 1);
	}
	put(w, "latitude", 0);
	put(w, "longitude", 0);
	put(w, "force", 0);
}

static void
write_new(struct writer *w)
{
	if (w->rule->id[0])
		put_text(w, "id", w->rule->id);
	for (size_t i = 0; i < PARTS; i++)
		parts[i].put(w);
	write_constants(w);
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
	if (w->rc == KASA_OK)
		write_over(w, doc.values);
	else if (w->rc == KASA_EPROTO)
		w->rc = KASA_EINVAL;
	kasa_jx_finish(&doc);
}

int
kasa_iot_rule_write(const struct kasa_rule *rule, const char *given, const struct kasa_iot_rule_style *style,
                    struct kasa_buf *out)
{
	struct writer w = { .rule = rule, .style = style, .out = out, .between = "" };

	w.rc = kasa_buf_printf(out, "{");
	if (w.rc == KASA_OK)
		write_members(&w, given);
	return w.rc == KASA_OK ? kasa_buf_printf(out, "}") : w.rc;
}
