/* The lifetime counter: it never falls, whatever a meter says and wherever the program dies. */
#include "unit/unit.h"

#include <math.h>

#include "bridge/hub/counter.h"

enum {
	MONDAY = 20261130,
	TUESDAY = 20261201,
};

static struct counter counter;

static void
begin(void)
{
	counter_init(&counter);
}

/* A reading ten seconds after the last one, on Monday. */
static bool
reads(double total_kwh)
{
	return counter_add(&counter, total_kwh, NAN, NAN, MONDAY, 10);
}

static void
sum_is(double kwh)
{
	ck_assert_double_eq_tol(counter_sum(&counter), kwh, 1e-9);
}

START_TEST(without_a_reading_nothing_is_known)
{
	begin();

	ck_assert(isnan(counter_sum(&counter)));
	ck_assert(isnan(counter_today(&counter)));
	ck_assert(isnan(counter_month(&counter)));
}
END_TEST

START_TEST(the_sum_begins_with_what_the_device_counted)
{
	begin();
	ck_assert(counter_add(&counter, 22.5, 1.5, 4.5, MONDAY, 0));

	sum_is(22.5);
	ck_assert_double_eq_tol(counter_today(&counter), 1.5, 1e-9);
	ck_assert_double_eq_tol(counter_month(&counter), 4.5, 1e-9);
}
END_TEST

START_TEST(what_a_new_device_says_late_of_the_day_and_the_month_counts)
{
	begin();
	reads(22.5);
	ck_assert_double_eq_tol(counter_month(&counter), 0, 1e-9);
	ck_assert(counter_add(&counter, 22.6, 1.5, NAN, MONDAY, 10));
	ck_assert(counter_add(&counter, 22.7, 1.9, 4.5, MONDAY, 10));

	ck_assert_double_eq_tol(counter_today(&counter), 1.6, 1e-9);
	ck_assert_double_eq_tol(counter_month(&counter), 4.5, 1e-9);
	ck_assert(counter_add(&counter, 22.8, NAN, 0, MONDAY, 10));
	ck_assert_double_eq_tol(counter_month(&counter), 4.6, 1e-9);
	sum_is(22.8);
}
END_TEST

START_TEST(it_follows_the_device)
{
	begin();
	reads(22.5);
	ck_assert(reads(22.51));

	sum_is(22.51);
	ck_assert_double_eq_tol(counter_today(&counter), 0.01, 1e-9);
}
END_TEST

START_TEST(a_device_that_lost_its_mains_goes_on_where_it_was)
{
	begin();
	reads(22.5);
	ck_assert(!reads(0));
	sum_is(22.5);
	ck_assert(reads(0.001));

	sum_is(22.501);
	ck_assert(reads(0.01));
	sum_is(22.51);
}
END_TEST

START_TEST(a_single_zero_is_no_loss)
{
	begin();
	reads(22.5);
	ck_assert(!reads(0));
	ck_assert(reads(22.501));
	ck_assert(!reads(0));

	sum_is(22.501);
}
END_TEST

START_TEST(a_rounding_downwards_is_no_loss)
{
	begin();
	reads(22.5);
	ck_assert(reads(22.499));
	ck_assert(reads(22.498));

	sum_is(22.5);
}
END_TEST

START_TEST(a_jump_is_not_believed)
{
	begin();
	reads(22.5);
	ck_assert(!reads(40));
	ck_assert(reads(22.502));

	sum_is(22.502);
}
END_TEST

START_TEST(a_jump_that_three_readings_agree_on_is_believed)
{
	begin();
	reads(22.5);
	ck_assert(!reads(40));
	ck_assert(!reads(40.001));
	ck_assert(reads(40.002));

	sum_is(40.002);
}
END_TEST

START_TEST(jumps_that_do_not_agree_are_not)
{
	begin();
	reads(22.5);
	ck_assert(!reads(40));
	ck_assert(!reads(70));
	ck_assert(!reads(50));
	ck_assert(!reads(90));

	sum_is(22.5);
}
END_TEST

START_TEST(a_heater_on_a_slow_poll_is_believed)
{
	begin();
	reads(22.5);
	ck_assert(counter_add(&counter, 26.1, NAN, NAN, MONDAY, 3600));

	sum_is(26.1);
}
END_TEST

START_TEST(what_was_away_for_long_is_believed)
{
	begin();
	reads(22.5);
	ck_assert(counter_add(&counter, 480, NAN, NAN, TUESDAY, 0));
	sum_is(480);
	ck_assert(!counter_add(&counter, 480000, NAN, NAN, TUESDAY, 0));

	sum_is(480);
}
END_TEST

START_TEST(what_is_no_energy_is_refused)
{
	begin();
	reads(22.5);
	ck_assert(!reads(NAN));
	ck_assert(!reads(-1));
	ck_assert(!reads(INFINITY));
	ck_assert(!reads(1e300));

	sum_is(22.5);
}
END_TEST

START_TEST(a_new_day_begins_where_the_old_one_ended)
{
	begin();
	reads(10);
	reads(10.02);
	ck_assert(counter_add(&counter, 10.03, NAN, NAN, TUESDAY, 10));

	ck_assert_double_eq_tol(counter_today(&counter), 0.01, 1e-9);
	ck_assert_double_eq_tol(counter_month(&counter), 0.01, 1e-9);
}
END_TEST

START_TEST(a_device_whose_midnight_is_another_does_not_bring_yesterday_along)
{
	begin();
	counter_add(&counter, 10, 3.5, 7, MONDAY, 0);
	ck_assert(counter_add(&counter, 10.01, 3.51, 7.01, TUESDAY, 10));

	ck_assert_double_eq_tol(counter_today(&counter), 0.01, 1e-9);
	ck_assert_double_eq_tol(counter_month(&counter), 0.01, 1e-9);
}
END_TEST

START_TEST(after_days_away_the_device_knows_what_this_day_was)
{
	begin();
	counter_add(&counter, 10, 3.5, 7, MONDAY, 0);
	ck_assert(counter_add(&counter, 20, 1.25, 2.5, TUESDAY + 5, 0));

	ck_assert_double_eq_tol(counter_today(&counter), 1.25, 1e-9);
	ck_assert_double_eq_tol(counter_month(&counter), 2.5, 1e-9);
}
END_TEST

START_TEST(a_loss_in_the_middle_of_the_day_does_not_shorten_it)
{
	begin();
	counter_add(&counter, 10, 3.5, 7, MONDAY, 0);
	reads(0.001);
	reads(0.002);

	ck_assert_double_eq_tol(counter_today(&counter), 3.502, 1e-9);
	ck_assert_double_eq_tol(counter_month(&counter), 7.002, 1e-9);
}
END_TEST

START_TEST(a_clock_that_nobody_set_begins_no_day)
{
	begin();
	counter_add(&counter, 10, 3.5, 7, MONDAY, 0);
	ck_assert(counter_add(&counter, 10.1, NAN, NAN, 19700101, 0));
	ck_assert(counter_add(&counter, 10.1, NAN, NAN, MONDAY, 10));

	ck_assert_double_eq_tol(counter_today(&counter), 3.6, 1e-9);
}
END_TEST

START_TEST(somebody_may_ask_to_begin_anew)
{
	begin();
	reads(22.5);
	counter_reset(&counter);
	ck_assert(isnan(counter_sum(&counter)));
	ck_assert(reads(0));

	sum_is(0);
}
END_TEST

static uint64_t seed = 1;

/* From 0 up to @p limit, without it. */
static unsigned
dice(unsigned limit)
{
	seed = seed * 6364136223846793005u + 1442695040888963407u;
	return (unsigned)(seed >> 33) % limit;
}

/* What a device says of its day, if it does. */
static double
period(unsigned limit)
{
	return dice(2) ? (double)NAN : (double)dice(limit);
}

/* A meter and its whims. */
static double
live(double total_kwh)
{
	switch (dice(40)) {
	case 0:
		return 0;
	case 1:
		return (double)NAN;
	case 2:
		return total_kwh + dice(1000);
	case 3:
		return -total_kwh;
	default:
		return total_kwh;
	}
}

/* What comes back from the disk: all but the doubts. */
static struct counter
kept(const struct counter *now)
{
	struct counter copy = *now;

	copy.doubts = 0;
	copy.doubt_kwh = NAN;
	return copy;
}

/* One meter's life of 2 000 readings, in which the program dies now and then. A loss is on the disk before it dies. */
static void
live_through(void)
{
	struct counter disk;
	double total = dice(100), published = 0, elapsed = 0;
	int32_t day = MONDAY;

	begin();
	disk = counter;
	for (unsigned i = 0; i < 2000; i++) {
		double offset = counter.offset_kwh;

		total = dice(300) == 0 ? 0 : total + dice(14) / 1000.0;
		day += dice(200) == 0 && day < MONDAY + 60;
		counter_add(&counter, live(total), period(9), period(90), day, elapsed);
		elapsed = 10;
		ck_assert(!(counter_sum(&counter) < published));
		ck_assert(!(counter_today(&counter) < 0) && !(counter_month(&counter) < 0));
		ck_assert(isnan(counter_sum(&counter)) || counter_today(&counter) <= counter_sum(&counter));
		published = isnan(counter_sum(&counter)) ? published : counter_sum(&counter);
		if (counter.offset_kwh > offset || dice(6) == 0)
			disk = kept(&counter);
	}
	ck_assert(!(counter_sum(&disk) > published));
}

START_TEST(whatever_the_meter_says_the_sum_never_falls)
{
	for (seed = 1; seed < 3000; seed += 7)
		live_through();
}
END_TEST

START_TEST(a_crash_never_lowers_what_was_published)
{
	for (seed = 1; seed < 20000; seed += 7) {
		double total = dice(100), published;
		struct counter disk;

		begin();
		reads(total);
		for (unsigned i = dice(20); i > 0; i--)
			reads(total += dice(14) / 1000.0);
		disk = kept(&counter);
		for (unsigned i = dice(7); i > 0; i--)
			reads(total += dice(14) / 1000.0);
		published = counter_sum(&counter);
		counter = disk;
		ck_assert(counter_add(&counter, total + dice(3), NAN, NAN, MONDAY, 0));
		ck_assert_double_ge(counter_sum(&counter), published);
	}
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		without_a_reading_nothing_is_known,
		the_sum_begins_with_what_the_device_counted,
		what_a_new_device_says_late_of_the_day_and_the_month_counts,
		it_follows_the_device,
		a_device_that_lost_its_mains_goes_on_where_it_was,
		a_single_zero_is_no_loss,
		a_rounding_downwards_is_no_loss,
		a_jump_is_not_believed,
		a_jump_that_three_readings_agree_on_is_believed,
		jumps_that_do_not_agree_are_not,
		a_heater_on_a_slow_poll_is_believed,
		what_was_away_for_long_is_believed,
		what_is_no_energy_is_refused,
		a_new_day_begins_where_the_old_one_ended,
		a_device_whose_midnight_is_another_does_not_bring_yesterday_along,
		after_days_away_the_device_knows_what_this_day_was,
		a_loss_in_the_middle_of_the_day_does_not_shorten_it,
		a_clock_that_nobody_set_begins_no_day,
		somebody_may_ask_to_begin_anew,
		whatever_the_meter_says_the_sum_never_falls,
		a_crash_never_lowers_what_was_published,
	};

	return unit_run("bridge_counter", tests, UNIT_COUNT(tests));
}
