/* Clocks in SMART: UTC and the name of a time zone. */
#include "unit/unit.h"

#include "unit/smart_talk.h"

#include "model/clock.h"

#define MOMENT .year = 2026, .month = 7, .day = 5, .hour = 12, .minute = 0, .second = 0
#define UTC .utc_s = 1783245600 /* 2026-07-05 10:00 */
#define SET(...)                                                               \
	{                                                                      \
		.kind = KASA_ORDER_CLOCK_SET, .clock = { MOMENT, __VA_ARGS__ } \
	}
#define READ SMART_ASK("get_device_time")
#define SAYS(params) SMART_BATCH("{\"method\":\"set_device_time\",\"params\":{" params "}}," READ)
#define TIME(s, minutes, region) "\"region\":\"" region "\",\"time_diff\":" #minutes ",\"timestamp\":" #s
#define TOLD(s, region) \
	SMART_ANSWERS(SMART_DID("set_device_time") "," SMART_GAVE("get_device_time", TIME(s, 60, region)))

// clang-format off
static const struct smart_request requests[] = {
	{ SMART_HUB, { .kind = KASA_ORDER_CLOCK }, READ },
	{ SMART_PLUG(true), SET(.zone = KASA_UNKNOWN, .region = "Europe/Paris", UTC, .ahead_min = 60),
	  SAYS("\"timestamp\":1783245600,\"time_diff\":60,\"region\":\"Europe/Paris\"") },
	{ SMART_PLUG(true), SET(.zone = 18, UTC, .ahead_min = -300), SAYS("\"timestamp\":1783245600,\"time_diff\":-300,\"region\":\"EST\"") },
	{ SMART_PLUG(true), SET(.zone = KASA_UNKNOWN, UTC, .ahead_min = KASA_UNKNOWN), SAYS("\"timestamp\":1783245600") },
};

static const struct smart_request refused[] = {
	{ SMART_PLUG(true), SET(.zone = 18), "P110 keeps UTC: the time is wanted in UTC, too" },
};

static const struct smart_reply replies[] = {
	{ SMART_PLUG(true), SET(.zone = 18, .region = "Europe/Paris", UTC), TOLD(1783245629, "Europe/Paris"), KASA_VERDICT_DONE, NULL },
	{ SMART_PLUG(true), SET(.zone = KASA_UNKNOWN, UTC), TOLD(1783245600, "Europe/Paris"), KASA_VERDICT_DONE, NULL },
	{ SMART_PLUG(true), SET(.zone = KASA_UNKNOWN, .region = "Europe/Paris", UTC), TOLD(1783245600, "Europe/London"), KASA_VERDICT_UNCONFIRMED, NULL },
	{ SMART_PLUG(true), SET(.zone = KASA_UNKNOWN, UTC), TOLD(1783245000, ""), KASA_VERDICT_UNCONFIRMED, NULL },
	{ SMART_PLUG(true), SET(.zone = KASA_UNKNOWN, UTC), SMART_ANSWERS(SMART_NOT("set_device_time", -1601) "," SMART_GAVE("get_device_time", "")),
	  KASA_VERDICT_REFUSED, "the device refused set_device_time: its clock failed (-1601)" },
};
// clang-format on

START_TEST(each_order_has_its_words)
{
	smart_talk_check_requests(requests, UNIT_COUNT(requests));
}
END_TEST

START_TEST(a_time_that_is_not_told_in_utc_is_not_sent)
{
	smart_talk_check_refused(refused, UNIT_COUNT(refused));
}
END_TEST

START_TEST(what_comes_of_it_is_told)
{
	smart_talk_check_replies(replies, UNIT_COUNT(replies));
}
END_TEST

static struct kasa_clock
read_one(const char *answer)
{
	struct kasa_order order = { .kind = KASA_ORDER_CLOCK };
	struct smart_talk talk;
	struct kasa_clock clock;

	smart_talk_begin(&talk, SMART_PLUG(true), &order);
	ck_assert_ptr_nonnull(smart_talk_words(&talk));
	ck_assert_int_eq(smart_talk_reads(&talk, answer), KASA_VERDICT_DONE);
	clock = talk.answer.clock;
	smart_talk_end(&talk);
	return clock;
}

START_TEST(a_clock_is_read_in_standard_time_and_utc)
{
	struct kasa_clock clock = read_one(SMART_OK(TIME(1709251199, -570, "Pacific/Marquesas")));

	ck_assert_int_eq(clock.year, 2024);
	ck_assert_int_eq(clock.month, 2);
	ck_assert_int_eq(clock.day, 29);
	ck_assert_int_eq(clock.hour, 14);
	ck_assert_int_eq(clock.minute, 29);
	ck_assert_int_eq(clock.second, 59);
	ck_assert_int_eq(clock.zone, KASA_UNKNOWN);
	ck_assert_int_eq(clock.utc_s, 1709251199);
	ck_assert_int_eq(clock.ahead_min, -570);
	ck_assert_str_eq(clock.region, "Pacific/Marquesas");
}
END_TEST

START_TEST(a_clock_that_does_not_tell_is_unknown)
{
	struct kasa_clock clock = read_one(SMART_OK("\"timestamp\":\"now\""));

	ck_assert_int_eq(clock.year, KASA_UNKNOWN);
	ck_assert_int_eq(clock.second, KASA_UNKNOWN);
	ck_assert_int_eq(clock.utc_s, 0);
	ck_assert_str_eq(clock.region, "");
}
END_TEST

START_TEST(what_is_no_time_is_not_taken)
{
	struct kasa_clock clock = { MOMENT, .zone = KASA_UNKNOWN, UTC };

	ck_assert(kasa_clock_valid(&clock));
	clock.utc_s = -1;
	ck_assert(!kasa_clock_valid(&clock));
	clock.utc_s = KASA_CLOCK_UTC_MOST;
	ck_assert(!kasa_clock_valid(&clock));
	clock.utc_s = 0;
	memset(clock.region, 'x', sizeof clock.region);
	ck_assert(!kasa_clock_valid(&clock));
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		each_order_has_its_words,
		a_time_that_is_not_told_in_utc_is_not_sent,
		what_comes_of_it_is_told,
		a_clock_is_read_in_standard_time_and_utc,
		a_clock_that_does_not_tell_is_unknown,
		what_is_no_time_is_not_taken,
	};

	return unit_run("smart_clock", tests, UNIT_COUNT(tests));
}
