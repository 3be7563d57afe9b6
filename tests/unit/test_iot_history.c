/* Energy and time of use, by day and by month, and how they are forgotten. */
#include "unit/unit.h"

#include <math.h>

#include "unit/iot_talk.h"

#define HISTORY(what, year, month)                                           \
	{                                                                    \
		.kind = KASA_ORDER_HISTORY, .history = { what, year, month } \
	}
#define OF_OUTLET                                                                                           \
	{                                                                                                   \
		.kind = KASA_ORDER_HISTORY, .outlet = 2, .history = { KASA_HISTORY_ENERGY_MONTHS, 2026, 1 } \
	}
#define ERASE                                   \
	{                                       \
		.kind = KASA_ORDER_ENERGY_ERASE \
	}
#define USAGE_ERASE                                                                               \
	{                                                                                         \
		.kind = KASA_ORDER_USAGE_ERASE, .history = { KASA_HISTORY_USAGE_MONTHS, 2026, 1 } \
	}
#define DAYS(list) "{\"emeter\":{\"get_daystat\":{\"day_list\":[" list "],\"err_code\":0}}}"
#define ERASED(meter) \
	"{\"emeter\":{\"erase_emeter_stat\":{\"err_code\":0},\"get_realtime\":{" meter ",\"err_code\":0}}}"
#define USAGE_ERASED(list) \
	"{\"schedule\":{\"erase_runtime_stat\":{\"err_code\":0},\"get_monthstat\":{\"month_list\":[" list "]}}}"

// clang-format off
static const struct iot_request requests[] = {
	{ PLUG(1), HISTORY(KASA_HISTORY_ENERGY_DAYS, 2026, 7), "{\"emeter\":{\"get_daystat\":{\"year\":2026,\"month\":7}}}" },
	{ PLUG(1), HISTORY(KASA_HISTORY_ENERGY_MONTHS, 2026, 1), "{\"emeter\":{\"get_monthstat\":{\"year\":2026}}}" },
	{ PLUG(1), HISTORY(KASA_HISTORY_USAGE_DAYS, 2026, 12), "{\"schedule\":{\"get_daystat\":{\"year\":2026,\"month\":12}}}" },
	{ PLUG(1), HISTORY(KASA_HISTORY_USAGE_MONTHS, 2026, 1), "{\"schedule\":{\"get_monthstat\":{\"year\":2026}}}" },
	{ BULB(1), HISTORY(KASA_HISTORY_ENERGY_DAYS, 2026, 7), "{\"smartlife.iot.common.emeter\":{\"get_daystat\":{\"year\":2026,\"month\":7}}}" },
	{ BULB(1), HISTORY(KASA_HISTORY_USAGE_DAYS, 2026, 7), "{\"smartlife.iot.common.schedule\":{\"get_daystat\":{\"year\":2026,\"month\":7}}}" },
	{ STRIP(1, 1), OF_OUTLET, "{\"context\":{\"child_ids\":[\"" DEVICE_ID "01\"]},\"emeter\":{\"get_monthstat\":{\"year\":2026}}}" },
	{ PLUG(1), ERASE, "{\"emeter\":{\"erase_emeter_stat\":{},\"get_realtime\":{}}}" },
	{ PLUG(1), USAGE_ERASE, "{\"schedule\":{\"erase_runtime_stat\":{},\"get_monthstat\":{\"year\":2026}}}" },
};

static const struct iot_request refused[] = {
	{ DIMMER(1, 5), HISTORY(KASA_HISTORY_ENERGY_DAYS, 2026, 7), "HS220(US) has no energy meter" },
	{ STRIP(1, 1), HISTORY(KASA_HISTORY_ENERGY_DAYS, 2026, 7), "HS300(US) has a meter in each outlet, none for the whole: give one of its outlets" },
	{ STRIP(1, 1), HISTORY(KASA_HISTORY_USAGE_DAYS, 2026, 7), "HS300(US) keeps the time of use of each outlet, none for the whole: give one of its outlets" },
	{ STRIP(1, 1), ERASE, "HS300(US) has a meter in each outlet, none for the whole: give one of its outlets" },
};

static const struct iot_reply replies[] = {
	{ PLUG(1), HISTORY(KASA_HISTORY_ENERGY_DAYS, 2026, 7), DAYS(""), KASA_VERDICT_DONE },
	{ PLUG(1), HISTORY(KASA_HISTORY_ENERGY_DAYS, 2026, 7), "{\"emeter\":{\"get_daystat\":{\"err_code\":0}}}", KASA_VERDICT_DONE },
	{ PLUG(1), HISTORY(KASA_HISTORY_ENERGY_DAYS, 2026, 7), "{\"emeter\":{\"get_monthstat\":{\"err_code\":0}}}", KASA_VERDICT_GARBAGE },
	{ PLUG(1), HISTORY(KASA_HISTORY_ENERGY_DAYS, 2026, 7), "{\"emeter\":{\"get_daystat\":{\"err_code\":-3}}}", KASA_VERDICT_REFUSED },
	{ PLUG(1), ERASE, ERASED("\"total_wh\":0"), KASA_VERDICT_DONE },
	{ PLUG(1), ERASE, ERASED("\"total\":0.001"), KASA_VERDICT_DONE },
	{ PLUG(1), ERASE, ERASED("\"total_wh\":12345"), KASA_VERDICT_UNCONFIRMED },
	{ PLUG(1), ERASE, ERASED("\"power_mw\":5"), KASA_VERDICT_DONE },
	{ PLUG(1), ERASE, "{\"emeter\":{\"erase_emeter_stat\":{\"err_code\":-1}}}", KASA_VERDICT_REFUSED },
	{ PLUG(1), USAGE_ERASE, USAGE_ERASED(""), KASA_VERDICT_DONE },
	{ PLUG(1), USAGE_ERASE, USAGE_ERASED("{\"year\":2026,\"month\":7,\"time\":500}"), KASA_VERDICT_UNCONFIRMED },
};
// clang-format on

START_TEST(each_history_has_its_own_words)
{
	iot_talk_check_requests(requests, UNIT_COUNT(requests));
}
END_TEST

START_TEST(what_keeps_no_history_is_not_asked)
{
	iot_talk_check_refused(refused, UNIT_COUNT(refused));
}
END_TEST

START_TEST(what_is_erased_reads_as_nothing)
{
	iot_talk_check_replies(replies, UNIT_COUNT(replies));
}
END_TEST

START_TEST(erasing_is_not_repeatable_and_reading_is)
{
	const struct kasa_order erase = ERASE, usage = USAGE_ERASE, days = HISTORY(KASA_HISTORY_ENERGY_DAYS, 2026, 1);

	ck_assert(!kasa_payload_iot.repeatable(&erase));
	ck_assert(!kasa_payload_iot.repeatable(&usage));
	ck_assert(kasa_payload_iot.repeatable(&days));
}
END_TEST

START_TEST(days_come_in_the_order_of_time_in_one_unit)
{
	const struct kasa_order days = HISTORY(KASA_HISTORY_ENERGY_DAYS, 2026, 7);
	const struct kasa_history_entry *entries;
	struct iot_talk talk;

	iot_talk_begin(&talk, PLUG(1), &days);
	ck_assert_int_eq(iot_talk_reads(&talk, DAYS("{\"year\":2026,\"month\":7,\"day\":12,\"energy_wh\":1500},"
	                                            "{\"year\":2026,\"month\":7,\"day\":2,\"energy\":0.25},"
	                                            "{\"year\":2026,\"month\":13,\"day\":2,\"energy\":9},"
	                                            "{\"year\":2026,\"month\":7,\"day\":30,\"energy\":\"x\"},7,null")),
	                 KASA_VERDICT_DONE);
	entries = talk.answer.history.entries;
	ck_assert_uint_eq(talk.answer.history.count, 3);
	ck_assert_int_eq(entries[0].day, 2);
	ck_assert_double_eq(entries[0].amount, 0.25);
	ck_assert_int_eq(entries[1].day, 12);
	ck_assert_double_eq(entries[1].amount, 1.5);
	ck_assert(isnan(entries[2].amount));
	iot_talk_end(&talk);
}
END_TEST

START_TEST(months_have_no_day_and_use_is_minutes)
{
	const struct kasa_order months = HISTORY(KASA_HISTORY_USAGE_MONTHS, 2026, 1);
	struct iot_talk talk;

	iot_talk_begin(&talk, PLUG(1), &months);
	ck_assert_int_eq(iot_talk_reads(&talk, "{\"schedule\":{\"get_monthstat\":{\"month_list\":["
	                                       "{\"year\":2026,\"month\":7,\"time\":1440}]}}}"),
	                 KASA_VERDICT_DONE);
	ck_assert_uint_eq(talk.answer.history.count, 1);
	ck_assert_int_eq(talk.answer.history.entries[0].day, 0);
	ck_assert_double_eq(talk.answer.history.entries[0].amount, 1440);
	iot_talk_end(&talk);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		each_history_has_its_own_words,
		what_keeps_no_history_is_not_asked,
		what_is_erased_reads_as_nothing,
		erasing_is_not_repeatable_and_reading_is,
		days_come_in_the_order_of_time_in_one_unit,
		months_have_no_day_and_use_is_minutes,
	};

	return unit_run("iot_history", tests, UNIT_COUNT(tests));
}
