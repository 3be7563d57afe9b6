/* Cycles of machines, known by their power: what field reports teach, one test for each. */
#include "unit/unit.h"

#include <math.h>

#include "bridge/rule/cycle.h"
#include "bridge/rule/threshold.h"

enum {
	STEP_S = 10, /* between two samples */
	NOON_S = 1790000000,
	SPANS = 16,
};

/* Power for a while; NAN: no samples come. A span of no seconds ends a list. */
struct span {
	unsigned seconds;
	double watts;
};

static const struct cycle_limits usual = {
	.start_w = 10, .stop_w = 5, .least_kwh = 0.02, .start_ms = 30000, .stop_ms = 180000, .missing_ms = 600000
};

/* What came of it. */
static struct {
	struct cycle cycle;
	struct cycle_report report;
	unsigned started, finished, lost;
	uint64_t now_ms, finished_ms, started_ms;
	double sum_kwh; /* of its counter, NAN: it has none */
} run;

static void
begin(const struct cycle_limits *limits)
{
	memset(&run, 0, sizeof run);
	run.now_ms = 1000;
	run.sum_kwh = NAN;
	cycle_init(&run.cycle, limits);
}

static int64_t
now_s(void)
{
	return NOON_S + (int64_t)(run.now_ms / 1000);
}

static void
note(enum cycle_news news)
{
	run.started += news == CYCLE_STARTED;
	run.finished += news == CYCLE_FINISHED;
	run.lost += news == CYCLE_LOST;
	run.started_ms = news == CYCLE_STARTED ? run.now_ms : run.started_ms;
	run.finished_ms = news == CYCLE_FINISHED ? run.now_ms : run.finished_ms;
}

static void
sample(double watts)
{
	struct cycle_sample taken = {
		.power_w = watts, .sum_kwh = run.sum_kwh, .now_ms = run.now_ms, .now_s = now_s()
	};

	note(cycle_sample(&run.cycle, &taken, &run.report));
}

/* Time goes on, with a tick whenever one is due. */
static void
pass(unsigned seconds)
{
	uint64_t until_ms = run.now_ms + seconds * UINT64_C(1000), due_ms;

	for (unsigned ticks = 0; (due_ms = cycle_due(&run.cycle, run.now_ms)) <= until_ms; ticks++) {
		ck_assert_uint_lt(ticks, 10);
		run.now_ms = due_ms > run.now_ms ? due_ms : run.now_ms;
		note(cycle_tick(&run.cycle, run.now_ms, &run.report));
	}
	run.now_ms = until_ms;
}

/* A sample at once, and each ten seconds. */
static void
draw(unsigned seconds, double watts)
{
	for (unsigned at = 0; at < seconds; at += STEP_S) {
		unsigned step = seconds - at < STEP_S ? seconds - at : STEP_S;

		sample(watts);
		pass(step);
		run.sum_kwh += isnan(watts) ? 0 : watts * step / 3.6e6;
	}
}

static void
draw_all(const struct span *spans)
{
	for (; spans->seconds > 0; spans++)
		draw(spans->seconds, spans->watts);
}

static void
bursts(unsigned count, unsigned burst_s, unsigned pause_s)
{
	for (unsigned i = 0; i < count; i++) {
		draw(pause_s, 2.7);
		draw(burst_s, 100);
	}
}

START_TEST(a_wash_begins_and_ends_once)
{
	begin(&usual);
	draw_all((struct span[]){ { 60, 0 }, { 1800, 2000 }, { 1200, 150 }, { 600, 1 }, { 0 } });

	ck_assert_uint_eq(run.started, 1);
	ck_assert_uint_eq(run.finished, 1);
	ck_assert_int_eq(run.report.started_s, NOON_S + 61);
	ck_assert_int_eq(run.report.duration_s, 3000);
	ck_assert_double_eq_tol(run.report.energy_kwh, 1.05, 0.01);
	ck_assert_uint_eq(run.finished_ms, (1 + 60 + 3000 + 180) * 1000);
}
END_TEST

START_TEST(a_pause_is_no_end)
{
	begin(&usual);
	draw_all((struct span[]){ { 1200, 2000 }, { 170, 2 }, { 900, 300 }, { 170, 0 }, { 600, 400 }, { 0 } });
	ck_assert_uint_eq(run.finished, 0);

	draw(300, 0);
	ck_assert_uint_eq(run.finished, 1);
	ck_assert_int_eq(run.report.duration_s, 1200 + 170 + 900 + 170 + 600);
}
END_TEST

/* What waits for its hour is no cycle: too little power, for too short, or too little energy. */
START_TEST(a_delayed_start_is_no_cycle)
{
	static const struct span waits[][4] = {
		{ { 7200, 8 }, { 600, 1 } },
		{ { 20, 20 }, { 600, 2 }, { 20, 20 }, { 600, 2 } },
		{ { 600, 15 }, { 600, 2 } },
	};

	for (size_t i = 0; i < UNIT_COUNT(waits); i++) {
		struct span spans[5] = { { 0 } };

		memcpy(spans, waits[i], sizeof waits[i]);
		begin(&usual);
		draw_all(spans);
		ck_assert_uint_eq(run.started + run.finished, 0);
		ck_assert_int_eq(run.cycle.state, CYCLE_IDLE);
	}
}
END_TEST

/* A plug that says something only when it changes. */
START_TEST(silence_after_a_change_ends_it_by_the_clock)
{
	begin(&usual);
	sample(2000);
	pass(1800);
	ck_assert_uint_eq(run.started, 1);
	sample(1);
	pass(179);
	ck_assert_uint_eq(run.finished, 0);
	pass(2);

	ck_assert_uint_eq(run.finished, 1);
	ck_assert_int_eq(run.report.duration_s, 1800);
	ck_assert_double_eq_tol(run.report.energy_kwh, 1, 1e-3);
}
END_TEST

START_TEST(crease_protection_begins_nothing)
{
	begin(&usual);
	draw(1800, 2000);
	bursts(20, 20, 200);

	ck_assert_uint_eq(run.started, 1);
	ck_assert_uint_eq(run.finished, 1);
	ck_assert_int_eq(run.report.duration_s, 1800);
}
END_TEST

/* Bursts that come sooner than a pause is long enough keep it from ending, unless they are known to be some. */
START_TEST(bursts_that_are_known_do_not_end_a_pause)
{
	struct cycle_limits limits = usual;

	begin(&limits);
	draw(1800, 2000);
	bursts(10, 20, 150);
	ck_assert_uint_eq(run.finished, 0);

	limits.burst_ms = 30000;
	begin(&limits);
	draw(1800, 2000);
	bursts(10, 20, 150);
	ck_assert_uint_eq(run.finished, 1);
	ck_assert_int_eq(run.report.duration_s, 1800);
}
END_TEST

START_TEST(work_after_a_pause_is_no_burst)
{
	struct cycle_limits limits = usual;

	limits.burst_ms = 30000;
	begin(&limits);
	draw_all((struct span[]){ { 1200, 2000 }, { 160, 2 }, { 60, 300 }, { 160, 2 }, { 0 } });
	ck_assert_uint_eq(run.finished, 0);
	draw(60, 2);
	ck_assert_uint_eq(run.finished, 1);
}
END_TEST

/* Standby after a wash and really off are two things. */
START_TEST(really_off_is_another_limit)
{
	struct threshold off;

	threshold_init(&off, true, 1, 0, 60000);
	threshold_sample(&off, 2.5, 0);
	ck_assert(!threshold_fires(&off, 600000));
	threshold_sample(&off, 0.5, 600000);
	ck_assert(!threshold_fires(&off, 659999));
	ck_assert(threshold_fires(&off, 660000));
	ck_assert(!threshold_fires(&off, 900000));
}
END_TEST

START_TEST(each_machine_has_its_own_limits)
{
	static const struct span washer[] = { { 3600, 40 }, { 300, 4 }, { 0 } };
	static const struct span dryer[] = { { 3600, 700 }, { 300, 40 }, { 0 } };
	struct cycle_limits of_dryer = usual;

	of_dryer.start_w = 200;
	of_dryer.stop_w = 100;
	begin(&usual);
	draw_all(washer);
	ck_assert_uint_eq(run.finished, 1);
	begin(&of_dryer);
	draw_all(dryer);
	ck_assert_uint_eq(run.finished, 1);
	begin(&usual);
	draw_all(dryer);
	ck_assert_uint_eq(run.finished, 0);
}
END_TEST

/* ---- the energy ---- */

START_TEST(the_counter_knows_what_samples_missed)
{
	begin(&usual);
	run.sum_kwh = 20;
	draw(600, 2000);
	draw(300, NAN);
	run.sum_kwh += 0.1;
	draw(600, 2000);
	draw(300, 0);

	ck_assert_uint_eq(run.finished, 1);
	ck_assert_double_eq_tol(run.report.energy_kwh, 1200 * 2000 / 3.6e6 + 0.1, 1e-3);
}
END_TEST

START_TEST(a_counter_that_was_erased_is_not_believed)
{
	begin(&usual);
	run.sum_kwh = 20;
	draw(600, 2000);
	run.sum_kwh = 0;
	draw(600, 2000);
	draw(300, 0);

	ck_assert_double_eq_tol(run.report.energy_kwh, 1200 * 2000 / 3.6e6, 1e-3);
}
END_TEST

/* ---- nobody knows ---- */

START_TEST(missing_samples_freeze_it)
{
	begin(&usual);
	draw_all((struct span[]){ { 1200, 2000 }, { 120, 1 }, { 500, NAN }, { 0 } });
	ck_assert_uint_eq(run.finished, 0);
	draw(50, 1);
	ck_assert_uint_eq(run.finished, 0);
	draw(20, 1);

	ck_assert_uint_eq(run.finished, 1);
	ck_assert_uint_eq(run.lost, 0);
}
END_TEST

START_TEST(what_is_missing_for_too_long_is_lost_without_an_event)
{
	begin(&usual);
	draw_all((struct span[]){ { 1200, 2000 }, { 700, NAN }, { 600, 0 }, { 0 } });
	ck_assert_uint_eq(run.finished, 0);
	ck_assert_uint_eq(run.lost, 1);

	draw_all((struct span[]){ { 1200, 2000 }, { 300, 0 }, { 0 } });
	ck_assert_uint_eq(run.started, 2);
	ck_assert_uint_eq(run.finished, 1);
}
END_TEST

/* ---- over a restart ---- */

/* The clock of the next run begins anew. */
static bool
restarts(unsigned away_s)
{
	json_auto_t *kept = cycle_keep(&run.cycle, run.now_ms, NOON_S);
	struct cycle_limits limits = run.cycle.limits;

	run.now_ms = 5000;
	cycle_init(&run.cycle, &limits);
	return kept && cycle_recall(&run.cycle, kept, run.now_ms, NOON_S + away_s);
}

START_TEST(a_cycle_goes_on_after_a_restart)
{
	begin(&usual);
	run.sum_kwh = 20;
	draw(1200, 2000);
	draw(100, 1);
	ck_assert(restarts(60));

	pass(20);
	draw(70, 1);
	ck_assert_uint_eq(run.finished, 0);
	draw(20, 1);
	ck_assert_uint_eq(run.finished, 1);
	ck_assert_uint_eq(run.started, 1);
	ck_assert_double_eq_tol(run.report.energy_kwh, 1200 * 2000 / 3.6e6, 1e-3);
}
END_TEST

START_TEST(a_restart_that_took_too_long_loses_it)
{
	begin(&usual);
	draw(1200, 2000);
	ck_assert(restarts(3600));

	pass(1);
	draw(600, 0);
	ck_assert_uint_eq(run.finished, 0);
	ck_assert_uint_eq(run.lost, 1);
}
END_TEST

START_TEST(what_is_idle_is_not_kept)
{
	begin(&usual);
	draw(100, 1);
	ck_assert(!restarts(1));
}
END_TEST

START_TEST(what_makes_no_sense_is_not_recalled)
{
	static const char *const bad[] = {
		"{}",
		"[]",
		"{\"state\":\"running\"}",
		"{\"state\":\"idle\",\"began\":1,\"low\":1,\"integral_kwh\":0.5,\"paused_ms\":-1,\"at\":1}",
		"{\"state\":\"running\",\"began\":9,\"low\":1,\"integral_kwh\":0.5,\"paused_ms\":-1,\"at\":1}",
		"{\"state\":\"running\",\"began\":1,\"low\":1,\"integral_kwh\":\"x\",\"paused_ms\":-1,\"at\":1}",
		"{\"state\":\"running\",\"began\":1,\"low\":1,\"integral_kwh\":0.5,\"paused_ms\":-1,\"at\":9000000000}",
	};

	for (size_t i = 0; i < UNIT_COUNT(bad); i++) {
		json_auto_t *kept = json_loads(bad[i], 0, NULL);

		begin(&usual);
		ck_assert_msg(!cycle_recall(&run.cycle, kept, 5000, NOON_S), "%s", bad[i]);
		ck_assert_int_eq(run.cycle.state, CYCLE_IDLE);
	}
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_wash_begins_and_ends_once,
		a_pause_is_no_end,
		a_delayed_start_is_no_cycle,
		silence_after_a_change_ends_it_by_the_clock,
		crease_protection_begins_nothing,
		bursts_that_are_known_do_not_end_a_pause,
		work_after_a_pause_is_no_burst,
		really_off_is_another_limit,
		each_machine_has_its_own_limits,
		the_counter_knows_what_samples_missed,
		a_counter_that_was_erased_is_not_believed,
		missing_samples_freeze_it,
		what_is_missing_for_too_long_is_lost_without_an_event,
		a_cycle_goes_on_after_a_restart,
		a_restart_that_took_too_long_loses_it,
		what_is_idle_is_not_kept,
		what_makes_no_sense_is_not_recalled,
	};

	return unit_run("bridge_cycle", tests, UNIT_COUNT(tests));
}
