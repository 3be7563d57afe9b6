/* Clocks: how they are set and read, and how far apart they are. */
#include "unit/unit.h"

#include "unit/iot_talk.h"

#include "model/clock.h"

#define AT(y, mo, d, h, mi, s, z)                                                                               \
	{                                                                                                       \
		.year = (y), .month = (mo), .day = (d), .hour = (h), .minute = (mi), .second = (s), .zone = (z) \
	}
#define SET(zone)                                                                        \
	{                                                                                \
		.kind = KASA_ORDER_CLOCK_SET, .clock = AT(2026, 2, 28, 23, 59, 50, zone) \
	}
#define TIME(year, month, day, hour, minute, second)                                                         \
	"\"get_time\":{\"year\":" #year ",\"month\":" #month ",\"mday\":" #day ",\"wday\":6,\"hour\":" #hour \
	",\"min\":" #minute ",\"sec\":" #second ",\"err_code\":0}"
#define ZONE(index) \
	"\"get_timezone\":{\"index\":" #index ",\"zone_str\":\"(UTC+01:00)\",\"dst_offset\":60,\"err_code\":0}"
#define ARGS "{\"year\":2026,\"month\":2,\"mday\":28,\"hour\":23,\"min\":59,\"sec\":50"
#define READ "\"get_time\":{},\"get_timezone\":{}}}"
#define SAYS(method, rest) "{\"time\":{\"" method "\":{\"err_code\":0}," rest "}}"

// clang-format off
static const struct iot_request requests[] = {
	{ PLUG(1), { .kind = KASA_ORDER_CLOCK }, "{\"time\":{" READ },
	{ BULB(1), { .kind = KASA_ORDER_CLOCK }, "{\"smartlife.iot.common.timesetting\":{" READ },
	{ PLUG(1), SET(42), "{\"time\":{\"set_timezone\":" ARGS ",\"index\":42}," READ },
	{ PLUG(1), SET(KASA_UNKNOWN), "{\"time\":{\"set_time\":" ARGS "}," READ },
	{ LIGHTSTRIP(1), SET(0), "{\"smartlife.iot.common.timesetting\":{\"set_timezone\":" ARGS ",\"index\":0}," READ },
};

static const struct iot_reply replies[] = {
	{ PLUG(1), { .kind = KASA_ORDER_CLOCK }, "{\"time\":{" TIME(2026, 2, 28, 1, 2, 3) "," ZONE(42) "}}", KASA_VERDICT_DONE },
	{ PLUG(1), { .kind = KASA_ORDER_CLOCK }, "{\"time\":{" TIME(2026, 2, 28, 1, 2, 3) "}}", KASA_VERDICT_DONE },
	{ PLUG(1), { .kind = KASA_ORDER_CLOCK }, "{\"time\":{" ZONE(42) "}}", KASA_VERDICT_REFUSED },
	{ PLUG(1), SET(42), SAYS("set_timezone", TIME(2026, 2, 28, 23, 59, 50) "," ZONE(42)), KASA_VERDICT_DONE },
	{ PLUG(1), SET(42), SAYS("set_timezone", TIME(2026, 3, 1, 0, 0, 9) "," ZONE(42)), KASA_VERDICT_DONE },
	{ PLUG(1), SET(42), SAYS("set_timezone", TIME(2026, 2, 28, 23, 59, 50) "," ZONE(41)), KASA_VERDICT_UNCONFIRMED },
	{ PLUG(1), SET(42), SAYS("set_timezone", TIME(2026, 2, 28, 22, 59, 50) "," ZONE(42)), KASA_VERDICT_UNCONFIRMED },
	{ PLUG(1), SET(42), SAYS("set_timezone", TIME(1970, 1, 1, 0, 0, 0) "," ZONE(42)), KASA_VERDICT_UNCONFIRMED },
	{ PLUG(1), SET(KASA_UNKNOWN), "{\"time\":{\"set_time\":{\"err_code\":-3}}}", KASA_VERDICT_REFUSED },
	{ PLUG(1), SET(KASA_UNKNOWN), SAYS("set_time", TIME(2026, 2, 28, 23, 59, 51)), KASA_VERDICT_DONE },
};

static const struct { struct kasa_clock clock; bool valid; } clocks[] = {
	{ AT(2026, 2, 28, 23, 59, 59, 109), true },
	{ AT(2028, 2, 29, 0, 0, 0, KASA_UNKNOWN), true },
	{ AT(2026, 2, 29, 0, 0, 0, 0), false },
	{ AT(2100, 1, 1, 0, 0, 0, 0), false },
	{ AT(1999, 1, 1, 0, 0, 0, 0), false },
	{ AT(2026, 13, 1, 0, 0, 0, 0), false },
	{ AT(2026, 4, 31, 0, 0, 0, 0), false },
	{ AT(2026, 4, 0, 0, 0, 0, 0), false },
	{ AT(2026, 4, 1, 24, 0, 0, 0), false },
	{ AT(2026, 4, 1, 0, 60, 0, 0), false },
	{ AT(2026, 4, 1, 0, 0, -1, 0), false },
	{ AT(2026, 4, 1, 0, 0, KASA_UNKNOWN, 0), false },
	{ AT(2026, 4, 1, 0, 0, 0, 110), false },
	{ AT(2026, 4, 1, 0, 0, 0, -1), false },
};

static const struct { struct kasa_clock from, to; long seconds; } apart[] = {
	{ AT(2026, 1, 1, 0, 0, 0, 0), AT(2026, 1, 1, 0, 0, 1, 5), 1 },
	{ AT(2026, 12, 31, 23, 59, 59, 0), AT(2027, 1, 1, 0, 0, 0, 0), 1 },
	{ AT(2028, 3, 1, 0, 0, 0, 0), AT(2028, 2, 28, 0, 0, 0, 0), -2 * 86400 },
	{ AT(2026, 1, 1, 0, 0, 0, 0), AT(2027, 1, 1, 0, 0, 0, 0), 365L * 86400 },
	{ AT(2026, 1, 1, 0, 0, 0, 0), AT(2026, 1, 1, 0, 0, KASA_UNKNOWN, 0), 0 },
};
// clang-format on

START_TEST(clock_and_zone_are_set_together_or_the_clock_alone)
{
	iot_talk_check_requests(requests, UNIT_COUNT(requests));
}
END_TEST

START_TEST(a_clock_is_set_when_it_shows_about_that)
{
	iot_talk_check_replies(replies, UNIT_COUNT(replies));
}
END_TEST

START_TEST(only_dates_and_times_are_clocks)
{
	for (size_t i = 0; i < UNIT_COUNT(clocks); i++)
		ck_assert_msg(kasa_clock_valid(&clocks[i].clock) == clocks[i].valid, "row %zu", i);
}
END_TEST

START_TEST(clocks_are_so_many_seconds_apart)
{
	for (size_t i = 0; i < UNIT_COUNT(apart); i++)
		ck_assert_int_eq(kasa_clock_seconds(&apart[i].from, &apart[i].to), apart[i].seconds);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		clock_and_zone_are_set_together_or_the_clock_alone,
		a_clock_is_set_when_it_shows_about_that,
		only_dates_and_times_are_clocks,
		clocks_are_so_many_seconds_apart,
	};

	return unit_run("iot_clock", tests, UNIT_COUNT(tests));
}
