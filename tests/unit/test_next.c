/* What a device says that it does next by itself, and whether it knows where it is. */
#include "unit/unit.h"

#include "model/next.h"
#include "unit/devices.h"

#define NOT KASA_UNKNOWN

// clang-format off
static const struct {
	const char *action;
	struct kasa_next next;
} actions[] = {
	{ "{\"type\":-1}",                                                    { KASA_MODE_NONE,      NOT, NOT } },
	{ "{\"type\":1,\"id\":\"1\",\"schd_sec\":75600,\"action\":1}",        { KASA_MODE_SCHEDULE,  1,   75600 } },
	{ "{\"type\":1,\"id\":\"1\",\"schd_time\":0,\"action\":0}",           { KASA_MODE_SCHEDULE,  0,   0 } },
	{ "{\"type\":2,\"schd_sec\":86399,\"action\":0}",                     { KASA_MODE_COUNTDOWN, 0,   86399 } },
	{ "{\"type\":1,\"schd_time\":5,\"action\":2,\"light\":{\"on_off\":1}}", { KASA_MODE_SCHEDULE, 1,  5 } },
	{ "{\"type\":1,\"schd_time\":5,\"action\":-1}",                       { KASA_MODE_SCHEDULE,  NOT, 5 } },
	{ "{\"type\":3,\"schd_sec\":86400,\"action\":\"1\"}",                 { KASA_MODE_OTHER,     NOT, NOT } },
	{ "{\"type\":\"1\",\"schd_sec\":-5}",                                 { KASA_MODE_UNKNOWN,   NOT, NOT } },
	{ "{}",                                                               { KASA_MODE_UNKNOWN,   NOT, NOT } },
	{ "[]",                                                               { KASA_MODE_UNKNOWN,   NOT, NOT } },
	{ "null",                                                             { KASA_MODE_UNKNOWN,   NOT, NOT } },
};

static const struct {
	const char *members;
	enum kasa_mode mode;
	int located;
} states[] = {
	{ "\"active_mode\":\"none\",\"latitude_i\":0,\"longitude_i\":0",           KASA_MODE_NONE,      0 },
	{ "\"active_mode\":\"schedule\",\"latitude_i\":-337000,\"longitude_i\":0", KASA_MODE_SCHEDULE,  1 },
	{ "\"active_mode\":\"count_down\",\"latitude\":0,\"longitude\":9.5",       KASA_MODE_COUNTDOWN, 1 },
	{ "\"active_mode\":\"charm\",\"latitude\":0.0,\"longitude\":0,\"latitude_i\":5", KASA_MODE_OTHER, 1 },
	{ "\"active_mode\":7,\"latitude\":\"x\",\"longitude\":null",               KASA_MODE_UNKNOWN,   NOT },
	{ "\"a\":1",                                                               KASA_MODE_UNKNOWN,   NOT },
};
// clang-format on

START_TEST(an_action_is_read_wherever_it_stands)
{
	for (size_t i = 0; i < UNIT_COUNT(actions); i++) {
		char members[768];
		struct kasa_record record;

		snprintf(members, sizeof members, PLUG(1) ",\"next_action\":%s", actions[i].action);
		record = device_record(members);
		ck_assert_msg(memcmp(&record.state.next, &actions[i].next, sizeof actions[i].next) == 0, "row %zu", i);
		kasa_record_finish(&record);
	}
}
END_TEST

START_TEST(an_outlet_has_an_action_of_its_own)
{
	struct kasa_record record =
		device_record(STRIP_INFO ",\"children\":[{\"id\":\"00\",\"next_action\":{\"type\":-1}},"
	                                 "{\"id\":\"01\",\"next_action\":{\"type\":1,\"schd_sec\":60,\"action\":1}}]");

	ck_assert_int_eq(record.state.outlets[0].next.by, KASA_MODE_NONE);
	ck_assert_int_eq(record.state.outlets[1].next.by, KASA_MODE_SCHEDULE);
	ck_assert_int_eq(record.state.outlets[1].next.at_s, 60);
	ck_assert_int_eq(record.state.next.by, KASA_MODE_UNKNOWN);
	kasa_record_finish(&record);
}
END_TEST

START_TEST(a_state_tells_its_mode_and_whether_it_knows_a_place)
{
	for (size_t i = 0; i < UNIT_COUNT(states); i++) {
		char members[768];
		struct kasa_record record;

		snprintf(members, sizeof members, PLUG_INFO ",%s", states[i].members);
		record = device_record(members);
		ck_assert_msg(record.state.mode == states[i].mode, "row %zu", i);
		ck_assert_msg(record.state.located == states[i].located, "row %zu: %d", i, record.state.located);
		kasa_record_finish(&record);
	}
}
END_TEST

START_TEST(what_nothing_is_said_of_is_unknown)
{
	struct kasa_next next = { KASA_MODE_NONE, 1, 1 };

	kasa_next_read(NULL, &next);
	ck_assert_int_eq(next.by, KASA_MODE_UNKNOWN);
	ck_assert_int_eq(next.on, KASA_UNKNOWN);
	ck_assert_int_eq(next.at_s, KASA_UNKNOWN);
	ck_assert_int_eq(kasa_mode_read(NULL), KASA_MODE_UNKNOWN);
}
END_TEST

START_TEST(every_mode_has_a_word)
{
	ck_assert_str_eq(kasa_mode_word(KASA_MODE_NONE), "none");
	ck_assert_str_eq(kasa_mode_word(KASA_MODE_SCHEDULE), "schedule");
	ck_assert_str_eq(kasa_mode_word(KASA_MODE_COUNTDOWN), "countdown");
	ck_assert_str_eq(kasa_mode_word(KASA_MODE_OTHER), "other");
	ck_assert_str_eq(kasa_mode_word((enum kasa_mode)99), "unknown");
	ck_assert_str_eq(kasa_mode_word((enum kasa_mode) - 1), "unknown");
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		an_action_is_read_wherever_it_stands,
		an_outlet_has_an_action_of_its_own,
		a_state_tells_its_mode_and_whether_it_knows_a_place,
		what_nothing_is_said_of_is_unknown,
		every_mode_has_a_word,
	};

	return unit_run("next", tests, UNIT_COUNT(tests));
}
