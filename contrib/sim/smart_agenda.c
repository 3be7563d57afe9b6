#include "smart_agenda.h"

#include <string.h>

#include "calendar.h"
#include "plan.h"
#include "rule.h"

enum {
	EVERY_DAY = 127,
	NO_DAY = -1,
};

static bool
is_word(const json_t *rule, const char *key, const char *word)
{
	const char *text = json_string_value(json_object_get(rule, key));

	return text && strcmp(text, word) == 0;
}

static int
number(const json_t *rule, const char *key)
{
	json_int_t value = json_integer_value(json_object_get(rule, key));

	return value > -10000 && value < 10000 ? (int)value : 0;
}

static struct sim_moment
read_moment(const json_t *rule, const char *type, const char *minute, const char *offset)
{
	struct sim_moment moment = { SIM_TIME_NONE, number(rule, minute), number(rule, offset) };

	if (is_word(rule, type, "sunrise"))
		moment.option = SIM_TIME_SUNRISE;
	else if (is_word(rule, type, "sunset"))
		moment.option = SIM_TIME_SUNSET;
	else if (is_word(rule, type, "normal") && moment.minute >= 0 && moment.minute < SIM_DAY_MIN)
		moment.option = SIM_TIME_CLOCK;
	return moment;
}

/* Rules without an end have one in their words, and no action for it. */
static struct sim_moment
read_end(const json_t *rule)
{
	if (is_word(rule, "e_action", "on") || is_word(rule, "e_action", "off"))
		return read_moment(rule, "e_type", "e_min", "");
	return (struct sim_moment){ .option = SIM_TIME_NONE };
}

static struct sim_rule
read_rule(const json_t *rule)
{
	struct sim_date date = { number(rule, "year"), number(rule, "month"), number(rule, "day") };

	return (struct sim_rule){
		.start = read_moment(rule, "s_type", "s_min", "time_offset"),
		.end = read_end(rule),
		.wdays = (unsigned)number(rule, "week_day") & EVERY_DAY,
		.day = sim_date_valid(date) ? sim_day_number(date) : NO_DAY,
		.enabled = json_is_true(json_object_get(rule, "enable")),
		.weekly = !is_word(rule, "mode", "once"),
	};
}

static struct sim_sky
sky_of(const struct sim_device *dev)
{
	struct sim_sky sky = { .zone = dev->clock.zone };
	const json_t *latitude = json_object_get(dev->sysinfo, "latitude");
	const json_t *longitude = json_object_get(dev->sysinfo, "longitude");

	sky.place.latitude = json_number_value(latitude) / 10000;
	sky.place.longitude = json_number_value(longitude) / 10000;
	sky.place.known = json_integer_value(latitude) != 0 || json_integer_value(longitude) != 0;
	return sky;
}

static int64_t
rule_next_ms(const struct sim_device *dev, const json_t *json, int64_t after_ms, bool *ends)
{
	struct sim_rule rule = read_rule(json);
	struct sim_sky sky = sky_of(dev);
	struct sim_due due = { .local_s = sim_clock_local_s(&dev->clock, after_ms) };

	while (sim_rule_next(&rule, &sky, due.local_s, &due)) {
		int64_t at_ms = sim_clock_when_ms(&dev->clock, due.local_s);

		*ends = due.ends;
		if (at_ms > after_ms) /* else it was in the first of an hour that comes twice */
			return at_ms;
	}
	return SIM_NEVER;
}

/* All of them: those of a reply that has no switch do. */
static bool
rules_hold(const json_t *reply)
{
	return !json_is_false(json_object_get(reply, "enable"));
}

static json_t *
schedule_of(const struct sim_smart_part *part)
{
	json_t *reply = json_object_get(part->replies, "get_schedule_rules");

	return part->planned && rules_hold(reply) ? json_object_get(reply, "rule_list") : NULL;
}

const json_t *
sim_smart_next_rule(const struct sim_smart_part *part, int64_t after_ms, int64_t *at_ms)
{
	const json_t *first = NULL;
	size_t i;
	json_t *rule;

	*at_ms = SIM_NEVER;
	json_array_foreach(schedule_of(part), i, rule) {
		bool ends = false;
		int64_t when_ms = rule_next_ms(part->dev, rule, after_ms, &ends);

		if (when_ms < *at_ms) {
			*at_ms = when_ms;
			first = rule;
		}
	}
	return first;
}

void
sim_smart_bring(struct sim_smart_part *part, const json_t *states, int64_t at_ms)
{
	static const char *const values[] = { "brightness", "color_temp", "hue", "saturation" };
	const json_t *on = json_object_get(states, "on");

	for (size_t i = 0; i < sizeof values / sizeof values[0]; i++) {
		json_t *value = json_object_get(states, values[i]);

		if (json_is_integer(value) && json_object_get(part->info, values[i]))
			json_object_set(part->info, values[i], value);
	}
	if (json_is_boolean(on))
		sim_smart_switch(part, json_is_true(on), at_ms);
}

/* A rule for once is off after its last moment. */
static void
follow(struct sim_smart_part *part, json_t *rule, bool ends, int64_t at_ms)
{
	if (ends)
		sim_smart_switch(part, is_word(rule, "e_action", "on"), at_ms);
	else
		sim_smart_bring(part, json_object_get(rule, "desired_states"), at_ms);
	if (is_word(rule, "mode", "once") && (ends || read_end(rule).option == SIM_TIME_NONE))
		json_object_set_new(rule, "enable", json_false());
}

static void
follow_rules(struct sim_smart_part *part, int64_t at_ms)
{
	bool ends = false;
	size_t i;
	json_t *rule;

	json_array_foreach(schedule_of(part), i, rule)
		if (rule_next_ms(part->dev, rule, part->done_ms, &ends) == at_ms)
			follow(part, rule, ends, at_ms);
}

/* It stays in the list, as real ones do. */
static void
end_countdown(struct sim_smart_part *part)
{
	json_t *reply = json_object_get(part->replies, "get_countdown_rules");
	json_t *rule = json_array_get(json_object_get(reply, "rule_list"), 0);
	int64_t at_ms = part->fires_ms;

	part->fires_ms = SIM_NEVER;
	json_object_set_new(reply, "enable", json_false());
	json_object_set_new(rule, "enable", json_false());
	json_object_set_new(rule, "remain", json_integer(0));
	sim_smart_bring(part, json_object_get(rule, "desired_states"), at_ms);
}

void
sim_smart_agenda_run(struct sim_smart_part *part, int64_t now_ms)
{
	int64_t at_ms;

	for (;;) {
		sim_smart_next_rule(part, part->done_ms, &at_ms);
		if (part->fires_ms < at_ms)
			at_ms = part->fires_ms;
		if (at_ms > now_ms)
			break;
		follow_rules(part, at_ms);
		if (part->fires_ms <= at_ms)
			end_countdown(part);
		part->done_ms = at_ms;
	}
	part->done_ms = now_ms;
}
