/* The day, where the host is. */
#include "unit/unit.h"

#include <stdlib.h>
#include <time.h>

#include "bridge/clock.h"

enum {
	NEW_YEAR_S = 1767225600, /* 2026-01-01 00:00 UTC */
};

static void
live_in(const char *zone)
{
	setenv("TZ", zone, 1);
	tzset();
}

START_TEST(the_day_is_that_of_the_host_and_not_of_greenwich)
{
	live_in("UTC0");
	ck_assert_int_eq(clock_local_day_at(NEW_YEAR_S), 20260101);
	ck_assert_int_eq(clock_local_day_at(NEW_YEAR_S - 1), 20251231);
	live_in("WST8");
	ck_assert_int_eq(clock_local_day_at(NEW_YEAR_S), 20251231);
}
END_TEST

START_TEST(time_does_not_run_backwards)
{
	uint64_t before = clock_ms();

	ck_assert_uint_ge(clock_ms(), before);
	ck_assert_int_gt(clock_utc_s(), NEW_YEAR_S);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		the_day_is_that_of_the_host_and_not_of_greenwich,
		time_does_not_run_backwards,
	};

	return unit_run("bridge_clock", tests, UNIT_COUNT(tests));
}
