/* When the broker is tried again: killed brokers are found at once, twins do not fight, and refusals cost a try a minute. */
#include "unit/unit.h"

#include "bridge/broker/broker_retry.h"

static struct broker_retry retry;
static uint64_t now;

static void
begin(enum config_version version)
{
	now = 1000000;
	broker_retry_init(&retry, version, 42, now);
}

/* A connection that lives for a while and then breaks; returns the wait. */
static uint32_t
live(uint64_t ms, enum broker_end_kind end)
{
	broker_retry_up(&retry, now);
	now += ms;
	return broker_retry_lost(&retry, end, now);
}

/* Fails again and again for so long; returns how often it tried. */
static unsigned
fail_for(uint64_t ms, enum broker_end_kind end)
{
	uint64_t until = now + ms;
	unsigned tries = 0;

	while (now < until) {
		now += broker_retry_failed(&retry, end, now);
		tries++;
	}
	return tries;
}

START_TEST(a_broker_that_is_killed_a_hundred_times_is_tried_at_once_and_often)
{
	begin(CONFIG_VERSION_AUTO);
	for (unsigned i = 0; i < 100; i++) {
		ck_assert_uint_eq(live(300, BROKER_END_GONE), 0);
		for (unsigned j = 0; j < 10; j++) {
			uint32_t wait = broker_retry_failed(&retry, BROKER_END_GONE, now);

			ck_assert_uint_ge(wait, 50);
			ck_assert_uint_le(wait, 100);
			now += wait;
		}
	}
	ck_assert(!broker_retry_kicked(&retry));
}
END_TEST

START_TEST(waits_grow_to_a_minute_and_not_beyond)
{
	begin(CONFIG_VERSION_AUTO);
	ck_assert_uint_ge(fail_for(2000, BROKER_END_GONE), 20);
	ck_assert_uint_le(fail_for(6000, BROKER_END_GONE), 16);
	fail_for(600000, BROKER_END_GONE);
	for (unsigned i = 0; i < 100; i++) {
		uint32_t wait = broker_retry_failed(&retry, BROKER_END_GONE, now);

		ck_assert_uint_ge(wait, 30000);
		ck_assert_uint_le(wait, 60000);
	}
}
END_TEST

START_TEST(a_broker_that_was_away_for_eight_seconds_is_found_in_two)
{
	begin(CONFIG_VERSION_AUTO);
	fail_for(8000, BROKER_END_GONE);
	ck_assert_uint_le(broker_retry_failed(&retry, BROKER_END_GONE, 1008000), 2000);
}
END_TEST

START_TEST(five_short_lives_with_no_failure_between_are_a_twin)
{
	begin(CONFIG_VERSION_AUTO);
	for (unsigned i = 0; i < 4; i++)
		ck_assert_uint_eq(live(100, BROKER_END_GONE), 0);
	ck_assert(!broker_retry_kicked(&retry));
	ck_assert_uint_eq(live(100, BROKER_END_GONE), 60000);
	ck_assert(broker_retry_kicked(&retry));
	now += 60000;
	ck_assert_uint_eq(live(100, BROKER_END_TAKEN), 60000);
}
END_TEST

START_TEST(a_quiet_connection_clears_the_twin)
{
	begin(CONFIG_VERSION_AUTO);
	for (unsigned i = 0; i < 5; i++)
		live(100, BROKER_END_TAKEN);
	ck_assert(broker_retry_kicked(&retry));
	ck_assert_uint_eq(live(30000, BROKER_END_TAKEN), 0);
	ck_assert(!broker_retry_kicked(&retry));
}
END_TEST

START_TEST(a_failed_attempt_clears_the_twin)
{
	begin(CONFIG_VERSION_AUTO);
	for (unsigned i = 0; i < 4; i++)
		live(100, BROKER_END_GONE);
	broker_retry_failed(&retry, BROKER_END_GONE, now);
	ck_assert_uint_eq(live(100, BROKER_END_GONE), 0);
}
END_TEST

START_TEST(short_lives_do_not_make_the_waits_short_again)
{
	begin(CONFIG_VERSION_AUTO);
	fail_for(600000, BROKER_END_GONE);
	live(1000, BROKER_END_GONE);
	fail_for(BROKER_RETRY_FAST_MS, BROKER_END_GONE);
	ck_assert_uint_ge(broker_retry_failed(&retry, BROKER_END_GONE, now), 30000);

	live(30000, BROKER_END_GONE);
	fail_for(BROKER_RETRY_FAST_MS, BROKER_END_GONE);
	ck_assert_uint_le(broker_retry_failed(&retry, BROKER_END_GONE, now), 1000);
}
END_TEST

START_TEST(what_a_person_must_mend_is_tried_once_a_minute)
{
	begin(CONFIG_VERSION_AUTO);
	ck_assert_uint_eq(broker_retry_failed(&retry, BROKER_END_REFUSED, now), 60000);
	ck_assert_uint_eq(live(10, BROKER_END_REFUSED), 60000);
}
END_TEST

START_TEST(trouble_is_not_tried_in_a_hurry)
{
	begin(CONFIG_VERSION_AUTO);
	ck_assert_uint_ge(broker_retry_failed(&retry, BROKER_END_TROUBLE, now), 500);
}
END_TEST

START_TEST(a_broker_without_mqtt_5_is_asked_for_3_1_1_at_once)
{
	begin(CONFIG_VERSION_AUTO);
	ck_assert_int_eq(retry.version, 5);
	ck_assert_uint_eq(broker_retry_failed(&retry, BROKER_END_VERSION, now), 0);
	ck_assert_int_eq(retry.version, 4);
	live(1000, BROKER_END_GONE);
	fail_for(5000, BROKER_END_CLOSED);
	ck_assert_int_eq(retry.version, 4);
}
END_TEST

START_TEST(a_broker_that_closes_twice_without_a_word_gets_the_other_version)
{
	begin(CONFIG_VERSION_AUTO);
	broker_retry_failed(&retry, BROKER_END_CLOSED, now);
	broker_retry_failed(&retry, BROKER_END_GONE, now);
	broker_retry_failed(&retry, BROKER_END_CLOSED, now);
	ck_assert_int_eq(retry.version, 5);
	broker_retry_failed(&retry, BROKER_END_CLOSED, now);
	ck_assert_int_eq(retry.version, 4);
	broker_retry_failed(&retry, BROKER_END_CLOSED, now);
	broker_retry_failed(&retry, BROKER_END_CLOSED, now);
	ck_assert_int_eq(retry.version, 5);
}
END_TEST

START_TEST(a_version_that_was_guessed_is_not_kept_for_ever)
{
	begin(CONFIG_VERSION_AUTO);
	broker_retry_failed(&retry, BROKER_END_CLOSED, now);
	broker_retry_failed(&retry, BROKER_END_CLOSED, now);
	ck_assert_int_eq(retry.version, 4);
	live(1000, BROKER_END_GONE);
	ck_assert_int_eq(retry.version, 4);
	live(BROKER_RETRY_QUIET_MS, BROKER_END_GONE);
	ck_assert_int_eq(retry.version, 5);
}
END_TEST

START_TEST(a_version_that_was_asked_for_stays)
{
	begin(CONFIG_VERSION_5);
	ck_assert_uint_eq(broker_retry_failed(&retry, BROKER_END_VERSION, now), 60000);
	fail_for(1000, BROKER_END_CLOSED);
	ck_assert_int_eq(retry.version, 5);
	begin(CONFIG_VERSION_311);
	ck_assert_int_eq(retry.version, 4);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_broker_that_is_killed_a_hundred_times_is_tried_at_once_and_often,
		waits_grow_to_a_minute_and_not_beyond,
		a_broker_that_was_away_for_eight_seconds_is_found_in_two,
		five_short_lives_with_no_failure_between_are_a_twin,
		a_quiet_connection_clears_the_twin,
		a_failed_attempt_clears_the_twin,
		short_lives_do_not_make_the_waits_short_again,
		what_a_person_must_mend_is_tried_once_a_minute,
		trouble_is_not_tried_in_a_hurry,
		a_broker_without_mqtt_5_is_asked_for_3_1_1_at_once,
		a_broker_that_closes_twice_without_a_word_gets_the_other_version,
		a_version_that_was_guessed_is_not_kept_for_ever,
		a_version_that_was_asked_for_stays,
	};

	return unit_run("bridge broker retry", tests, UNIT_COUNT(tests));
}
