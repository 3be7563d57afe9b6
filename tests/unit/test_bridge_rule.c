/* Conditions and watches with devices made by hand: when they hold, when a rule is to be done, and what is told. */
#include "unit/unit.h"

#include <math.h>

#include "bridge/rule/rule.h"
#include "unit/bridge_device.h"
#include "unit/bridge_hub.h"

enum {
	NOON_S = 1795863600, /* a Saturday, 2026-11-28 11:00 UTC */
	TODAY = 20261128,
	CONDITIONS = 4,
};

static struct made fan, desk;
static struct hub hub;
static struct config config;
static struct config_condition conditions[CONDITIONS];
static char rule_name[] = "rule", fan_name[] = "fan", outlet_name[] = "desk/2", said_name[] = "said",
	    done_name[] = "cycle_finished";
static struct config_rule wanted = { .name = rule_name, .conditions = conditions, .enabled = true };
static struct rule rule;
static struct moment moment;
static struct event told;
static struct event_facts facts;
static unsigned tellings;

void
hub_event(struct hub *of, const struct event *event)
{
	(void)of;
	told = *event;
	facts = *event->facts;
	tellings++;
}

static void
begin_house(void)
{
	made_plug(&fan);
	made_meter(&fan, 0);
	made_strip(&desk);
	fan.device.availability = desk.device.availability = AVAILABILITY_ONLINE;
	fake_hub_init(&hub, &config);
	fake_hub_put(&hub, &fan.device);
	fake_hub_put(&hub, &desk.device);
	moment = (struct moment){ .now_ms = 1000000, .now_s = NOON_S, .today = TODAY };
	tellings = 0;
	setenv("TZ", "UTC", 1);
}

/* The rule looks at devices that are there. */
static void
begin(size_t count)
{
	wanted.condition_count = count;
	ck_assert(rule_init(&rule, &wanted));
	for (size_t i = 0; i < count; i++)
		if (conditions[i].device)
			rule.conditions[i].subject.device =
				conditions[i].device == fan_name ? &fan.device : &desk.device;
}

static void
begin_one(struct config_condition condition)
{
	begin_house();
	conditions[0] = condition;
	begin(1);
}

static bool
looks_after(unsigned ms)
{
	moment.now_ms += ms;
	moment.now_s += ms / 1000;
	return rule_look(&rule, &moment);
}

static void
switched(int on)
{
	fan.state.on = on;
	fan.parts[0].on_since_s = on ? moment.now_s : 0;
}

static void
draws(double watts)
{
	fan.meters[0].energy.power_w = watts;
}

static void
goes(bool online)
{
	fan.device.availability = online ? AVAILABILITY_ONLINE : AVAILABILITY_OFFLINE;
	fan.meters[0].live = online;
}

START_TEST(it_is_done_once_when_it_becomes_true)
{
	begin_one((struct config_condition){ .kind = CONDITION_STATE, .device = fan_name, .on = true });
	switched(0);
	ck_assert(!looks_after(0));
	switched(1);
	ck_assert(looks_after(1000));
	ck_assert(!looks_after(1000));
	switched(0);
	ck_assert(!looks_after(1000));
	switched(1);
	ck_assert(looks_after(1000));
	rule_finish(&rule);
}
END_TEST

START_TEST(what_holds_at_the_start_is_nothing_new)
{
	begin_one((struct config_condition){ .kind = CONDITION_STATE, .device = fan_name, .on = true });
	switched(1);
	ck_assert(!looks_after(0));
	ck_assert_int_eq(rule.is, 1);
	rule_finish(&rule);
	wanted.at_start = true;
	begin(1);
	ck_assert(looks_after(0));
	wanted.at_start = false;
	rule_finish(&rule);
}
END_TEST

START_TEST(a_device_knows_since_when_it_is_on)
{
	begin_one((struct config_condition){
		.kind = CONDITION_STATE, .device = fan_name, .on = true, .for_ms = 2 * 3600 * 1000 });
	switched(1);
	fan.parts[0].on_since_s = NOON_S - 3600;
	ck_assert(!looks_after(0));
	ck_assert_uint_eq(rule_due(&rule, moment.now_ms), moment.now_ms + 3600 * 1000);
	ck_assert(!looks_after(3599 * 1000));
	ck_assert(looks_after(1000));
	rule_finish(&rule);
}
END_TEST

START_TEST(power_has_hysteresis_and_a_duration)
{
	begin_one((struct config_condition){
		.kind = CONDITION_POWER, .device = fan_name, .limit = 1500, .hysteresis = 50, .for_ms = 10000 });
	draws(10);
	ck_assert(!looks_after(0));
	draws(1501);
	ck_assert(!looks_after(1000));
	draws(1460);
	ck_assert(!looks_after(5000));
	draws(1501);
	ck_assert(looks_after(5000));
	draws(1460);
	ck_assert(!looks_after(1000));
	ck_assert_int_eq(rule.is, 1);
	draws(1449);
	ck_assert(!looks_after(1000));
	ck_assert_int_eq(rule.is, 0);
	rule_finish(&rule);
}
END_TEST

START_TEST(what_is_offline_stays_as_it_was)
{
	begin_one((struct config_condition){
		.kind = CONDITION_POWER, .device = fan_name, .below = true, .limit = 5, .for_ms = 10000 });
	draws(10);
	looks_after(0);
	draws(1);
	ck_assert(!looks_after(1000));
	goes(false);
	ck_assert(!looks_after(6000));
	ck_assert(!looks_after(60000));
	ck_assert_uint_eq(rule_due(&rule, moment.now_ms), LASTING_NEVER);
	goes(true);
	ck_assert(!looks_after(1000));
	ck_assert(looks_after(4000));
	rule_finish(&rule);
}
END_TEST

START_TEST(being_away_is_a_condition_too)
{
	begin_one(
		(struct config_condition){ .kind = CONDITION_ONLINE, .device = fan_name, .on = false, .for_ms = 5000 });
	ck_assert(!looks_after(0));
	goes(false);
	ck_assert(!looks_after(1000));
	ck_assert(looks_after(5000));
	rule_finish(&rule);
}
END_TEST

START_TEST(energy_counts_when_it_is_of_today)
{
	begin_one((struct config_condition){ .kind = CONDITION_ENERGY_TODAY, .device = fan_name, .limit = 0.5 });
	ck_assert(!looks_after(0));
	ck_assert_int_eq(rule.is, KASA_UNKNOWN); /* its meter was read yesterday */
	fan.meters[0].counter.day = TODAY;
	fan.meters[0].counter.base_today_kwh = counter_sum(&fan.meters[0].counter) - 0.4;
	ck_assert(!looks_after(1000));
	fan.meters[0].counter.last_kwh += 0.2;
	ck_assert(looks_after(1000));
	rule_finish(&rule);
}
END_TEST

START_TEST(an_outlet_is_looked_at_alone)
{
	begin_one((struct config_condition){ .kind = CONDITION_STATE, .device = outlet_name, .on = false });
	ck_assert_uint_eq(rule.conditions[0].subject.outlet, 2);
	ck_assert(!looks_after(0));
	desk.outlets[1].on = 0;
	ck_assert(looks_after(1000));
	rule_finish(&rule);
}
END_TEST

/* From 12:00 on. */
START_TEST(all_must_hold)
{
	begin_house();
	conditions[0] = (struct config_condition){ .kind = CONDITION_STATE, .device = fan_name, .on = true };
	conditions[1] =
		(struct config_condition){ .kind = CONDITION_TIME, .after = 12 * 60, .before = -1, .days = 0x7f };
	begin(2);
	switched(1);
	ck_assert(!looks_after(0));
	ck_assert_int_eq(rule_next_time(&rule, moment.now_s), NOON_S + 3600);
	ck_assert(looks_after(3600 * 1000));
	rule_finish(&rule);
}
END_TEST

START_TEST(one_of_any_is_enough)
{
	begin_house();
	conditions[0] = (struct config_condition){ .kind = CONDITION_STATE, .device = fan_name, .on = true };
	conditions[1] =
		(struct config_condition){ .kind = CONDITION_STATE, .device = outlet_name, .on = true, .any = true };
	conditions[2] =
		(struct config_condition){ .kind = CONDITION_POWER, .device = fan_name, .limit = 100, .any = true };
	begin(3);
	switched(1);
	desk.outlets[1].on = 0;
	draws(1);
	ck_assert(!looks_after(0));
	draws(101);
	ck_assert(looks_after(1000));
	desk.outlets[1].on = 1;
	ck_assert(!looks_after(1000));
	draws(1);
	ck_assert(!looks_after(1000));
	switched(0);
	ck_assert(!looks_after(1000));
	switched(1);
	ck_assert(looks_after(1000));
	rule_finish(&rule);
}
END_TEST

START_TEST(an_event_is_a_moment)
{
	struct event event = { .kind = EVENT_CYCLE_FINISHED, .device = &fan.device };
	struct event rules = { .kind = EVENT_RULE, .name = said_name };

	begin_house();
	conditions[0] = (struct config_condition){ .kind = CONDITION_EVENT, .device = fan_name, .event = done_name };
	conditions[1] = (struct config_condition){ .kind = CONDITION_STATE, .device = fan_name, .on = true };
	begin(2);
	switched(1);
	ck_assert(!looks_after(0));
	ck_assert(rule_hears(&rule, &event));
	ck_assert(looks_after(1000));
	ck_assert(!looks_after(1000));
	ck_assert(rule_hears(&rule, &event));
	ck_assert(looks_after(1000));
	switched(0);
	ck_assert(rule_hears(&rule, &event));
	ck_assert(!looks_after(1000));
	switched(1);
	ck_assert(!looks_after(1000));
	event.device = &desk.device;
	ck_assert(!rule_hears(&rule, &event));
	ck_assert(!rule_hears(&rule, &rules));
	rule_finish(&rule);
}
END_TEST

START_TEST(rules_hear_each_other)
{
	const struct event event = { .kind = EVENT_RULE, .name = said_name };

	begin_one((struct config_condition){ .kind = CONDITION_EVENT, .event = said_name });
	ck_assert(rule_hears(&rule, &event));
	ck_assert(looks_after(0));
	rule_finish(&rule);
}
END_TEST

START_TEST(between_two_times_is_a_cooldown)
{
	begin_one((struct config_condition){ .kind = CONDITION_EVENT, .event = said_name });
	wanted.cooldown_ms = 60000;
	ck_assert(rule_may_fire(&rule, &moment));
	moment.now_ms += 59999;
	ck_assert(!rule_may_fire(&rule, &moment));
	moment.now_ms += 1;
	ck_assert(rule_may_fire(&rule, &moment));
	ck_assert_uint_eq(rule.fired, 2);
	wanted.cooldown_ms = 0;
	rule_finish(&rule);
}
END_TEST

START_TEST(too_often_is_paused)
{
	begin_one((struct config_condition){ .kind = CONDITION_EVENT, .event = said_name });
	for (unsigned i = 0; i < 3 * RULE_PER_MINUTE; i++) {
		ck_assert(rule_may_fire(&rule, &moment));
		moment.now_ms += 60000 / RULE_PER_MINUTE;
	}
	moment.now_ms += 60000;
	for (unsigned i = 0; i < RULE_PER_MINUTE; i++)
		ck_assert(rule_may_fire(&rule, &moment));
	ck_assert(!rule_may_fire(&rule, &moment));
	moment.now_ms += RULE_PAUSE_MS - 1;
	ck_assert(!rule_may_fire(&rule, &moment));
	moment.now_ms += 1;
	ck_assert(rule_may_fire(&rule, &moment));
	rule_finish(&rule);
}
END_TEST

START_TEST(a_reload_goes_on_where_it_was)
{
	struct rule next;

	begin_one((struct config_condition){
		.kind = CONDITION_POWER, .device = fan_name, .limit = 100, .for_ms = 10000 });
	draws(1);
	looks_after(0);
	draws(200);
	looks_after(1000);
	ck_assert(rule_init(&next, &wanted));
	rule_inherit(&next, &rule);
	rule_finish(&rule);
	rule = next;
	rule.conditions[0].subject.device = &fan.device;
	ck_assert(looks_after(10000));
	rule_finish(&rule);
}
END_TEST

/* ---- watches ---- */

static struct config_watch limits = { .device = fan_name,
	                              .above = { .watts = 100, .for_ms = 5000 },
	                              .below = { .watts = NAN },
	                              .day_kwh = 0.5,
	                              .month_kwh = NAN };
static struct watch watch;

static void
begin_watch(void)
{
	begin_house();
	watch_init(&watch, &limits);
	watch.subject.device = &fan.device;
}

START_TEST(a_watch_tells_with_what_it_saw)
{
	begin_watch();
	draws(150);
	ck_assert(!watch_look(&watch, &hub, &moment));
	ck_assert_uint_eq(watch_due(&watch, moment.now_ms), moment.now_ms + 5000);
	moment.now_ms += 5000;
	ck_assert(watch_tick(&watch, &hub, &moment));
	ck_assert_uint_eq(tellings, 1);
	ck_assert_int_eq(told.kind, EVENT_POWER_ABOVE);
	ck_assert_ptr_eq(told.device, &fan.device);
	ck_assert_double_eq_tol(facts.power_w, 150, 1e-9);
	ck_assert_double_eq_tol(facts.limit_w, 100, 1e-9);
	ck_assert_int_eq(facts.duration_s, 5);
}
END_TEST

START_TEST(a_budget_is_of_the_day_that_the_meter_tells_of)
{
	begin_watch();
	fan.meters[0].counter.last_kwh += 5;
	ck_assert(!watch_look(&watch, &hub, &moment)); /* yesterday's */
	fan.meters[0].counter.day = TODAY;
	ck_assert(watch_look(&watch, &hub, &moment));
	ck_assert_int_eq(told.kind, EVENT_ENERGY_BUDGET);
	ck_assert_str_eq(facts.period, "day");
	ck_assert(!watch_look(&watch, &hub, &moment));
	ck_assert_uint_eq(tellings, 1);
}
END_TEST

START_TEST(what_was_told_is_kept)
{
	json_t *kept;

	begin_watch();
	ck_assert_ptr_null(watch_keep(&watch, &moment));
	fan.meters[0].counter.day = TODAY;
	fan.meters[0].counter.last_kwh += 5;
	draws(150);
	watch_look(&watch, &hub, &moment);
	moment.now_ms += 5000;
	watch_tick(&watch, &hub, &moment);
	ck_assert_uint_eq(tellings, 2);
	kept = watch_keep(&watch, &moment);
	watch_init(&watch, &limits);
	watch.subject.device = &fan.device;
	watch_recall(&watch, kept, &moment);
	json_decref(kept);
	watch_look(&watch, &hub, &moment);
	moment.now_ms += 5000;
	watch_tick(&watch, &hub, &moment);
	ck_assert_uint_eq(tellings, 2);
}
END_TEST

START_TEST(nobody_there_is_told_of_nothing)
{
	begin_watch();
	draws(150);
	watch_look(&watch, &hub, &moment);
	watch.subject.device = NULL;
	moment.now_ms += 60000;
	watch_look(&watch, &hub, &moment);
	watch_tick(&watch, &hub, &moment);
	ck_assert_uint_eq(tellings, 0);
}
END_TEST

/* ---- whose subject it is ---- */

START_TEST(devices_are_found_by_each_of_their_names)
{
	static const char *const names[] = { "fan", "50:c7:bf:00:01:00", "50c7bf000100",
		                             "8006e9b1f0000000000000000000000000000001", "Fan in the \"hall\"" };
	struct subject of[UNIT_COUNT(names)], other;
	struct subjects subjects = { .port = 1 };

	begin_house();
	snprintf(fan.device.id, sizeof fan.device.id, "%s", fan.state.id);
	strcpy(fan.state.alias, "Fan in the \"hall\"");
	for (size_t i = 0; i < UNIT_COUNT(names); i++) {
		subject_init(&of[i], names[i], &of[i], true);
		ck_assert(subjects_add(&subjects, &of[i]));
	}
	subject_init(&other, "desk/2", &other, true);
	ck_assert(subjects_add(&subjects, &other));
	subjects_attach(&subjects, &fan.device);
	for (size_t i = 0; i < UNIT_COUNT(names); i++)
		ck_assert_ptr_eq(subjects_of(&subjects, &fan.device, i), &of[i]);
	ck_assert_ptr_null(subjects_of(&subjects, &fan.device, UNIT_COUNT(names)));
	ck_assert_ptr_null(other.device);
	strcpy(fan.device.name, "other");
	subjects_attach(&subjects, &fan.device);
	ck_assert_ptr_null(of[0].device);
	ck_assert_ptr_eq(of[1].device, &fan.device);
	subjects_detach(&subjects, &fan.device);
	ck_assert_ptr_null(of[1].device);
	subjects_finish(&subjects);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		it_is_done_once_when_it_becomes_true,
		what_holds_at_the_start_is_nothing_new,
		a_device_knows_since_when_it_is_on,
		power_has_hysteresis_and_a_duration,
		what_is_offline_stays_as_it_was,
		being_away_is_a_condition_too,
		energy_counts_when_it_is_of_today,
		an_outlet_is_looked_at_alone,
		all_must_hold,
		one_of_any_is_enough,
		an_event_is_a_moment,
		rules_hear_each_other,
		between_two_times_is_a_cooldown,
		too_often_is_paused,
		a_reload_goes_on_where_it_was,
		a_watch_tells_with_what_it_saw,
		a_budget_is_of_the_day_that_the_meter_tells_of,
		what_was_told_is_kept,
		nobody_there_is_told_of_nothing,
		devices_are_found_by_each_of_their_names,
	};

	return unit_run("bridge rule", tests, UNIT_COUNT(tests));
}
