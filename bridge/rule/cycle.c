#include "bridge/rule/cycle.h"

#include <math.h>
#include <string.h>

#define WMS_PER_KWH 3.6e9 /* watt-milliseconds */

static const char *const words[] = { "idle", "starting", "running" };

void
cycle_init(struct cycle *cycle, const struct cycle_limits *limits)
{
	*cycle = (struct cycle){ .limits = *limits, .power_w = NAN, .began_kwh = NAN, .sum_kwh = NAN };
	lasting_init(&cycle->high, limits->start_ms);
	lasting_init(&cycle->pause, limits->stop_ms);
	lasting_init(&cycle->burst, limits->burst_ms);
}

/* ---- what it measures ---- */

/* The counter's word, for it misses nothing; a counter that was erased says nothing. */
static double
energy(const struct cycle *cycle)
{
	double counted_kwh = cycle->sum_kwh - cycle->began_kwh;

	return counted_kwh >= 0 ? counted_kwh : cycle->integral_kwh;
}

static void
integrate(struct cycle *cycle, uint64_t now_ms)
{
	if (!cycle->missing && !isnan(cycle->power_w) && now_ms > cycle->sampled_ms)
		cycle->integral_kwh += cycle->power_w * (double)(now_ms - cycle->sampled_ms) / WMS_PER_KWH;
	cycle->sampled_ms = now_ms;
}

static void
begin(struct cycle *cycle, const struct cycle_sample *sample)
{
	cycle->began_s = cycle->low_s = sample->now_s;
	cycle->began_kwh = sample->sum_kwh;
	cycle->integral_kwh = 0;
}

static void
take_pause(struct cycle *cycle, const struct cycle_sample *sample)
{
	bool low = sample->power_w <= cycle->limits.stop_w;

	lasting_set(&cycle->burst, !low, sample->now_ms);
	if (low && cycle->pause.is != 1)
		cycle->low_s = sample->now_s;
	if (low)
		lasting_set(&cycle->pause, 1, sample->now_ms);
	else
		lasting_set(&cycle->pause, cycle->pause.is == 1, sample->now_ms);
}

static void
take(struct cycle *cycle, const struct cycle_sample *sample)
{
	bool high = sample->power_w >= cycle->limits.start_w;

	if (cycle->state == CYCLE_IDLE && high && cycle->high.is != 1)
		begin(cycle, sample);
	lasting_set(&cycle->high, high, sample->now_ms);
	take_pause(cycle, sample);
	cycle->power_w = sample->power_w;
	cycle->sum_kwh = sample->sum_kwh;
	cycle->missing = false;
}

static void
miss(struct cycle *cycle, uint64_t now_ms)
{
	lasting_set(&cycle->high, KASA_UNKNOWN, now_ms);
	lasting_set(&cycle->pause, KASA_UNKNOWN, now_ms);
	lasting_set(&cycle->burst, KASA_UNKNOWN, now_ms);
	if (!cycle->missing)
		cycle->missing_ms = (int64_t)now_ms;
	cycle->missing = true;
}

/* ---- what comes of it ---- */

static void
rest(struct cycle *cycle)
{
	struct cycle_limits limits = cycle->limits;

	cycle_init(cycle, &limits);
}

static bool
is_paused(const struct cycle *cycle, uint64_t now_ms)
{
	return lasting_holds(&cycle->pause, now_ms) == 1 && !cycle->pause.frozen && cycle->burst.is != 1;
}

/* A burst that lasts is none: the machine works. */
static void
end_burst(struct cycle *cycle, uint64_t now_ms)
{
	if (lasting_holds(&cycle->burst, now_ms) == 1 && !cycle->burst.frozen)
		lasting_set(&cycle->pause, 0, now_ms);
}

static enum cycle_news
finish(struct cycle *cycle, struct cycle_report *report)
{
	*report = (struct cycle_report){ .started_s = cycle->began_s,
		                         .duration_s = cycle->low_s - cycle->began_s,
		                         .energy_kwh = energy(cycle) };
	rest(cycle);
	return CYCLE_FINISHED;
}

static enum cycle_news
lose(struct cycle *cycle)
{
	bool ran = cycle->state == CYCLE_RUNNING;

	rest(cycle);
	return ran ? CYCLE_LOST : CYCLE_NOTHING;
}

static enum cycle_news
start(struct cycle *cycle, struct cycle_report *report)
{
	*report = (struct cycle_report){ .started_s = cycle->began_s, .energy_kwh = energy(cycle) };
	cycle->state = CYCLE_RUNNING;
	return CYCLE_STARTED;
}

static bool
is_lost(const struct cycle *cycle, uint64_t now_ms)
{
	return cycle->missing && (int64_t)now_ms - cycle->missing_ms >= (int64_t)cycle->limits.missing_ms;
}

static enum cycle_news
move(struct cycle *cycle, uint64_t now_ms, struct cycle_report *report)
{
	end_burst(cycle, now_ms);
	if (is_lost(cycle, now_ms))
		return lose(cycle);
	if (cycle->missing)
		return CYCLE_NOTHING;
	if (cycle->state == CYCLE_IDLE && lasting_holds(&cycle->high, now_ms) == 1)
		cycle->state = CYCLE_STARTING;
	if (cycle->state == CYCLE_STARTING && energy(cycle) >= cycle->limits.least_kwh)
		return start(cycle, report);
	if (cycle->state == CYCLE_RUNNING && is_paused(cycle, now_ms))
		return finish(cycle, report);
	if (cycle->state == CYCLE_STARTING && is_paused(cycle, now_ms))
		rest(cycle);
	return CYCLE_NOTHING;
}

enum cycle_news
cycle_tick(struct cycle *cycle, uint64_t now_ms, struct cycle_report *report)
{
	integrate(cycle, now_ms);
	return move(cycle, now_ms, report);
}

/* What came of the time before comes first. */
enum cycle_news
cycle_sample(struct cycle *cycle, const struct cycle_sample *sample, struct cycle_report *report)
{
	enum cycle_news news = cycle_tick(cycle, sample->now_ms, report);

	if (isnan(sample->power_w))
		miss(cycle, sample->now_ms);
	else
		take(cycle, sample);
	return news != CYCLE_NOTHING ? news : move(cycle, sample->now_ms, report);
}

/* ---- when ---- */

static uint64_t
earlier(uint64_t a, uint64_t b)
{
	return a < b ? a : b;
}

/* Without a counter the energy is sure to come, if power stays. */
static uint64_t
energy_due(const struct cycle *cycle, uint64_t now_ms)
{
	double left_kwh = cycle->limits.least_kwh - energy(cycle);

	if (cycle->state != CYCLE_STARTING || !isnan(cycle->sum_kwh) || !(cycle->power_w > 0))
		return LASTING_NEVER;
	return now_ms + (left_kwh > 0 ? (uint64_t)(left_kwh * WMS_PER_KWH / cycle->power_w) : 0) + 1;
}

static uint64_t
pause_due(const struct cycle *cycle, uint64_t now_ms)
{
	return lasting_due(cycle->burst.is == 1 ? &cycle->burst : &cycle->pause, now_ms);
}

uint64_t
cycle_due(const struct cycle *cycle, uint64_t now_ms)
{
	if (cycle->missing && cycle->state == CYCLE_IDLE && cycle->high.is != 1)
		return LASTING_NEVER;
	if (cycle->missing)
		return (uint64_t)(cycle->missing_ms + (int64_t)cycle->limits.missing_ms > 0
		                          ? cycle->missing_ms + (int64_t)cycle->limits.missing_ms
		                          : 0);
	if (cycle->state == CYCLE_IDLE)
		return lasting_due(&cycle->high, now_ms);
	return earlier(energy_due(cycle, now_ms), pause_due(cycle, now_ms));
}

/* ---- over a restart ---- */

json_t *
cycle_keep(const struct cycle *cycle, uint64_t now_ms, int64_t now_s)
{
	struct lasting pause = cycle->pause;
	json_t *kept;

	if (cycle->state == CYCLE_IDLE)
		return NULL;
	lasting_set(&pause, KASA_UNKNOWN, now_ms); /* frozen, it says how long it was */
	kept = json_pack("{ss sI sI sf sI sI}", "state", words[cycle->state], "began", (json_int_t)cycle->began_s,
	                 "low", (json_int_t)cycle->low_s, "integral_kwh", cycle->integral_kwh, "paused_ms",
	                 pause.is == 1 ? (json_int_t)pause.spent_ms : -1, "at",
	                 (json_int_t)(cycle->missing ? now_s - ((int64_t)now_ms - cycle->missing_ms) / 1000 : now_s));
	if (kept && !isnan(cycle->began_kwh))
		json_object_set_new(kept, "began_kwh", json_real(cycle->began_kwh));
	return kept;
}

static int
state_of(const char *word)
{
	int state = CYCLE_RUNNING;

	while (state > CYCLE_IDLE && strcmp(words[state], word) != 0)
		state--;
	return state;
}

/* It was low for so long when it was kept, or -1. */
static void
recall_pause(struct cycle *cycle, int64_t paused_ms, uint64_t now_ms)
{
	lasting_set(&cycle->pause, paused_ms >= 0, now_ms);
	lasting_set(&cycle->pause, KASA_UNKNOWN, now_ms);
	cycle->pause.spent_ms = paused_ms > 0 ? (uint64_t)paused_ms : 0;
}

bool
cycle_recall(struct cycle *cycle, const json_t *kept, uint64_t now_ms, int64_t now_s)
{
	json_int_t began_s, low_s, paused_ms, at_s;
	double integral_kwh, began_kwh = NAN;
	const char *state;

	/* jansson reads through a pointer that is not const. */
	if (json_unpack((json_t *)(uintptr_t)kept, "{ss sI sI sF sI sI s?F}", "state", &state, "began", &began_s, "low",
	                &low_s, "integral_kwh", &integral_kwh, "paused_ms", &paused_ms, "at", &at_s, "began_kwh",
	                &began_kwh)
	            != 0
	    || state_of(state) == CYCLE_IDLE || at_s > now_s || began_s > low_s)
		return false;
	rest(cycle);
	cycle->state = (enum cycle_state)state_of(state);
	cycle->began_s = began_s;
	cycle->low_s = low_s;
	cycle->began_kwh = began_kwh;
	cycle->integral_kwh = integral_kwh;
	recall_pause(cycle, paused_ms, now_ms);
	cycle->missing = true;
	cycle->missing_ms = (int64_t)now_ms - (now_s - at_s) * 1000;
	cycle->sampled_ms = now_ms;
	return true;
}
