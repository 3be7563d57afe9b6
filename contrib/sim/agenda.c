#include "agenda.h"

#include <math.h>

#include "action.h"
#include "calendar.h"
#include "plan.h"

/* In ten-thousandths of a degree, or in degrees. */
static double
degrees(const json_t *sysinfo, const char *scaled_key, const char *key)
{
	const json_t *scaled = json_object_get(sysinfo, scaled_key);

	return scaled ? json_number_value(scaled) / 10000 : json_number_value(json_object_get(sysinfo, key));
}

struct sim_sky
sim_agenda_sky(const struct sim_device *dev)
{
	struct sim_sky sky = { .zone = dev->clock.zone };

	sky.place.latitude = degrees(dev->sysinfo, "latitude_i", "latitude");
	sky.place.longitude = degrees(dev->sysinfo, "longitude_i", "longitude");
	sky.place.known = (sky.place.latitude != 0 || sky.place.longitude != 0) && fabs(sky.place.latitude) <= 90
	                  && fabs(sky.place.longitude) <= 180;
	return sky;
}

/* The first time of a rule after @p after_ms. */
static int64_t
rule_next_ms(const struct sim_device *dev, const json_t *json, int64_t after_ms, bool *ends)
{
	struct sim_rule rule = sim_rule_read(json);
	struct sim_sky sky = sim_agenda_sky(dev);
	struct sim_due due = { .local_s = sim_clock_local_s(&dev->clock, after_ms) };

	while (sim_rule_next(&rule, &sky, due.local_s, &due)) {
		int64_t at_ms = sim_clock_when_ms(&dev->clock, due.local_s);

		*ends = due.ends;
		if (at_ms > after_ms) /* else it was in the first of an hour that comes twice */
			return at_ms;
	}
	return SIM_NEVER;
}

static struct sim_next
next_rule(const struct sim_outlet *outlet, int64_t after_ms)
{
	const struct sim_rules *rules = &outlet->plan->schedule;
	struct sim_next next = { .type = SIM_NEXT_NONE, .at_ms = SIM_NEVER };
	size_t i;
	json_t *rule;

	if (!rules->enabled)
		return next;
	json_array_foreach(rules->list, i, rule) {
		bool ends = false;
		int64_t at_ms = rule_next_ms(outlet->dev, rule, after_ms, &ends);

		if (at_ms < next.at_ms)
			next = (struct sim_next){ SIM_NEXT_RULE, at_ms, rule, ends };
	}
	return next;
}

struct sim_next
sim_agenda_next(const struct sim_outlet *outlet, int64_t now_ms)
{
	if (!outlet->plan)
		return (struct sim_next){ .type = SIM_NEXT_NONE, .at_ms = SIM_NEVER };
	if (outlet->plan->fires_ms != SIM_NEVER)
		return (struct sim_next){ .type = SIM_NEXT_COUNTDOWN,
			                  .at_ms = outlet->plan->fires_ms,
			                  .rule = json_array_get(outlet->plan->countdown.list, 0) };
	return next_rule(outlet, now_ms);
}

static const struct sim_action_keys *
keys_of(bool ends)
{
	return ends ? &sim_action_end : &sim_action_start;
}

static void
tell(json_t *told, const struct sim_next *next, const char *time_key, int64_t local_s)
{
	const struct sim_action_keys *keys = keys_of(next->ends);
	json_t *light = json_object_get(next->rule, keys->light);

	json_object_set(told, "id", json_object_get(next->rule, "id"));
	json_object_set_new(told, time_key, json_integer(sim_second_of(local_s)));
	json_object_set(told, "action",
	                json_object_get(next->rule, next->type == SIM_NEXT_COUNTDOWN ? "act" : keys->action));
	if (light)
		json_object_set(told, "light", light);
}

json_t *
sim_agenda_tell(const struct sim_outlet *outlet, const char *time_key, int64_t now_ms)
{
	struct sim_next next = sim_agenda_next(outlet, now_ms);
	json_t *told = json_pack("{si}", "type", (int)next.type);

	if (next.type != SIM_NEXT_NONE)
		tell(told, &next, time_key, sim_clock_local_s(&outlet->dev->clock, next.at_ms));
	return told;
}

/* It stays in the list, and keeps another from being added. */
static void
fire(struct sim_outlet *outlet)
{
	json_t *rule = json_array_get(outlet->plan->countdown.list, 0);
	int64_t at_ms = outlet->plan->fires_ms;

	outlet->plan->fires_ms = SIM_NEVER;
	json_object_set_new(rule, "enable", json_integer(0));
	sim_action_switch(outlet, json_integer_value(json_object_get(rule, "act")) == 1, at_ms);
}

/* A rule for once is off after its last moment. */
static void
follow(struct sim_outlet *outlet, json_t *json, bool ends, int64_t at_ms)
{
	struct sim_rule rule = sim_rule_read(json);

	sim_action_carry_out(outlet, json, keys_of(ends), at_ms);
	if (!rule.weekly && (ends || rule.end.option == SIM_TIME_NONE))
		json_object_set_new(json, "enable", json_integer(0));
}

/* All that is due at one time: rules in their order, then the countdown. */
static void
carry_out(struct sim_outlet *outlet, int64_t at_ms)
{
	struct sim_plan *plan = outlet->plan;
	bool ends = false;
	size_t i;
	json_t *rule;

	if (plan->schedule.enabled)
		json_array_foreach(plan->schedule.list, i, rule)
			if (rule_next_ms(outlet->dev, rule, plan->done_ms, &ends) == at_ms)
				follow(outlet, rule, ends, at_ms);
	if (plan->fires_ms <= at_ms)
		fire(outlet);
	plan->done_ms = at_ms;
}

static void
catch_up(struct sim_outlet *outlet, int64_t now_ms)
{
	struct sim_plan *plan = outlet->plan;
	int64_t at_ms;

	do {
		at_ms = next_rule(outlet, plan->done_ms).at_ms;
		if (plan->fires_ms < at_ms)
			at_ms = plan->fires_ms;
		if (at_ms <= now_ms)
			carry_out(outlet, at_ms);
	} while (at_ms <= now_ms);
	plan->done_ms = now_ms;
}

static const char *
mode_of(enum sim_next_type type)
{
	if (type == SIM_NEXT_COUNTDOWN)
		return "count_down";
	return type == SIM_NEXT_RULE ? "schedule" : "none";
}

/* Where sysinfo has a place for it. */
static void
publish(const struct sim_device *dev, size_t index, int64_t now_ms)
{
	const struct sim_outlet *outlet = &dev->outlets[index];
	json_t *state = sim_device_child(dev, index);

	if (json_object_get(state, "next_action"))
		json_object_set_new(state, "next_action", sim_agenda_tell(outlet, "schd_sec", now_ms));
	if (json_object_get(state, "active_mode"))
		json_object_set_new(state, "active_mode", json_string(mode_of(sim_agenda_next(outlet, now_ms).type)));
}

void
sim_agenda_run(struct sim_device *dev, int64_t now_ms)
{
	for (size_t i = 0; i < dev->outlet_count; i++) {
		if (!dev->outlets[i].plan)
			continue;
		catch_up(&dev->outlets[i], now_ms);
		publish(dev, i, now_ms);
	}
}
