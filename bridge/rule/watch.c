#include "bridge/rule/watch.h"

#include <math.h>

#include "bridge/hub/event.h"
#include "bridge/log.h"

static void
begin(struct watch *watch)
{
	const struct config_watch *config = watch->config;
	const struct cycle_limits limits = {
		.start_w = config->cycle.start_w,
		.stop_w = config->cycle.stop_w,
		.least_kwh = config->cycle.least_kwh,
		.start_ms = config->cycle.start_ms,
		.stop_ms = config->cycle.stop_ms,
		.burst_ms = config->cycle.burst_ms,
		.missing_ms = config->cycle.missing_ms,
	};

	threshold_init(&watch->above, false, config->above.watts, config->above.hysteresis_w, config->above.for_ms);
	threshold_init(&watch->below, true, config->below.watts, config->below.hysteresis_w, config->below.for_ms);
	cycle_init(&watch->cycle, &limits);
	budget_init(&watch->budget, config->day_kwh, config->month_kwh);
	watch->power_w = NAN;
}

void
watch_init(struct watch *watch, const struct config_watch *config)
{
	*watch = (struct watch){ .config = config, .mark = config->mark };
	kasa_list_init(&watch->queued);
	subject_init(&watch->subject, config->device, watch, true);
	begin(watch);
}

void
watch_inherit(struct watch *watch, const struct watch *old)
{
	watch->above = old->above;
	watch->below = old->below;
	watch->cycle = old->cycle;
	watch->budget = old->budget;
}

void
watch_forget(struct watch *watch)
{
	begin(watch);
}

bool
watch_is_busy(const struct watch *watch)
{
	return watch->config->cycle.wanted && watch->cycle.state != CYCLE_IDLE;
}

/* ---- what it tells ---- */

static void
tell(struct watch *watch, struct hub *hub, enum event_kind kind, const struct event_facts *facts)
{
	const struct device *device = watch->subject.device;

	log_info("%s device=%s outlet=%u", event_word(kind), device->key, watch->subject.outlet);
	hub_event(hub, &(struct event){ .kind = kind,
	                                .device = watch->subject.device,
	                                .outlet = watch->subject.outlet,
	                                .facts = facts });
}

static bool
tell_limit(struct watch *watch, struct hub *hub, const struct config_limit *limit, enum event_kind kind)
{
	struct event_facts facts;

	event_facts_init(&facts);
	facts.power_w = watch->power_w;
	facts.limit_w = limit->watts;
	facts.duration_s = limit->for_ms / 1000;
	tell(watch, hub, kind, &facts);
	return true;
}

static bool
tell_cycle(struct watch *watch, struct hub *hub, enum cycle_news news, const struct cycle_report *report)
{
	struct event_facts facts;

	event_facts_init(&facts);
	facts.started_s = report->started_s;
	facts.energy_kwh = report->energy_kwh;
	facts.duration_s = report->duration_s;
	if (news == CYCLE_LOST)
		log_warning("how a cycle ended is not known, for nothing was heard device=%s outlet=%u",
		            watch->subject.name, watch->subject.outlet);
	else if (news == CYCLE_FINISHED)
		tell(watch, hub, EVENT_CYCLE_FINISHED, &facts);
	else if (news == CYCLE_STARTED) {
		facts.energy_kwh = NAN;
		tell(watch, hub, EVENT_CYCLE_STARTED, &facts);
	}
	return true;
}

static bool
tell_budget(struct watch *watch, struct hub *hub, const char *period, double kwh, double limit_kwh)
{
	struct event_facts facts;

	event_facts_init(&facts);
	facts.period = period;
	facts.energy_kwh = kwh;
	facts.limit_kwh = limit_kwh;
	tell(watch, hub, EVENT_ENERGY_BUDGET, &facts);
	return true;
}

/* ---- looking ---- */

/* Whom nobody is there to tell about, nothing is told. */
static bool
tell_limits(struct watch *watch, struct hub *hub, uint64_t now_ms)
{
	bool told = false;

	if (!watch->subject.device)
		return false;
	if (threshold_fires(&watch->above, now_ms))
		told |= tell_limit(watch, hub, &watch->config->above, EVENT_POWER_ABOVE);
	if (threshold_fires(&watch->below, now_ms))
		told |= tell_limit(watch, hub, &watch->config->below, EVENT_POWER_BELOW);
	return told;
}

static bool
look_at_limits(struct watch *watch, struct hub *hub, double power_w, uint64_t now_ms)
{
	bool above = watch->above.told, below = watch->below.told, told;

	if (!isnan(watch->config->above.watts))
		threshold_sample(&watch->above, power_w, now_ms);
	if (!isnan(watch->config->below.watts))
		threshold_sample(&watch->below, power_w, now_ms);
	told = tell_limits(watch, hub, now_ms);
	return told || above != watch->above.told || below != watch->below.told;
}

static bool
look_at_budget(struct watch *watch, struct hub *hub, const struct reading *reading, int32_t today)
{
	const struct config_watch *config = watch->config;
	bool told = false;

	if (!watch->subject.device)
		return false;
	if (budget_day(&watch->budget, reading->today_kwh, today))
		told |= tell_budget(watch, hub, "day", reading->today_kwh, config->day_kwh);
	if (budget_month(&watch->budget, reading->month_kwh, today))
		told |= tell_budget(watch, hub, "month", reading->month_kwh, config->month_kwh);
	return told;
}

static bool
look_at_cycle(struct watch *watch, struct hub *hub, const struct reading *reading, const struct moment *moment)
{
	const struct cycle_sample sample = { .power_w = reading->power_w,
		                             .sum_kwh = reading->sum_kwh,
		                             .now_ms = moment->now_ms,
		                             .now_s = moment->now_s };
	enum cycle_state before = watch->cycle.state;
	struct cycle_report report = { 0 };
	enum cycle_news news;

	if (!watch->config->cycle.wanted)
		return false;
	news = cycle_sample(&watch->cycle, &sample, &report);
	if (news != CYCLE_NOTHING && watch->subject.device)
		tell_cycle(watch, hub, news, &report);
	return before != watch->cycle.state;
}

bool
watch_look(struct watch *watch, struct hub *hub, const struct moment *moment)
{
	struct reading reading = { .power_w = NAN, .sum_kwh = NAN, .today_kwh = NAN, .month_kwh = NAN };
	bool changed;

	if (watch->subject.device)
		reading_take(&reading, watch->subject.device, watch->subject.outlet, moment->today);
	if (!isnan(reading.power_w))
		watch->power_w = reading.power_w;
	changed = look_at_cycle(watch, hub, &reading, moment);
	changed |= look_at_limits(watch, hub, reading.power_w, moment->now_ms);
	return changed | look_at_budget(watch, hub, &reading, moment->today);
}

bool
watch_tick(struct watch *watch, struct hub *hub, const struct moment *moment)
{
	enum cycle_state before = watch->cycle.state;
	struct cycle_report report = { 0 };
	enum cycle_news news = CYCLE_NOTHING;

	if (watch->config->cycle.wanted)
		news = cycle_tick(&watch->cycle, moment->now_ms, &report);
	if (news != CYCLE_NOTHING && watch->subject.device)
		tell_cycle(watch, hub, news, &report);
	return tell_limits(watch, hub, moment->now_ms) | (before != watch->cycle.state);
}

uint64_t
watch_due(const struct watch *watch, uint64_t now_ms)
{
	uint64_t due_ms = watch->config->cycle.wanted ? cycle_due(&watch->cycle, now_ms) : LASTING_NEVER;
	uint64_t above_ms = threshold_due(&watch->above, now_ms), below_ms = threshold_due(&watch->below, now_ms);

	due_ms = above_ms < due_ms ? above_ms : due_ms;
	return below_ms < due_ms ? below_ms : due_ms;
}

/* ---- over a restart ---- */

json_t *
watch_keep(const struct watch *watch, const struct moment *moment)
{
	json_t *kept = json_object(), *cycle = NULL;

	if (watch->config->cycle.wanted)
		cycle = cycle_keep(&watch->cycle, moment->now_ms, moment->now_s);
	if (cycle)
		json_object_set_new(kept, "cycle", cycle);
	if (watch->above.told)
		json_object_set_new(kept, "above", json_true());
	if (watch->below.told)
		json_object_set_new(kept, "below", json_true());
	if (watch->budget.told_day)
		json_object_set_new(kept, "day", json_integer(watch->budget.told_day));
	if (watch->budget.told_month)
		json_object_set_new(kept, "month", json_integer(watch->budget.told_month));
	if (json_object_size(kept) > 0)
		return kept;
	json_decref(kept);
	return NULL;
}

void
watch_recall(struct watch *watch, const json_t *kept, const struct moment *moment)
{
	const json_t *cycle = json_object_get(kept, "cycle");

	if (cycle && watch->config->cycle.wanted)
		cycle_recall(&watch->cycle, cycle, moment->now_ms, moment->now_s);
	watch->above.told = json_is_true(json_object_get(kept, "above"));
	watch->below.told = json_is_true(json_object_get(kept, "below"));
	watch->budget.told_day = (int32_t)json_integer_value(json_object_get(kept, "day"));
	watch->budget.told_month = (int32_t)json_integer_value(json_object_get(kept, "month"));
}
