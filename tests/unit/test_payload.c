/* What is checked before a device hears of it, and when an order counts as done. */
#include "unit/unit.h"

#include <kasa/raw.h>

#include "model/payload.h"
#include "unit/devices.h"
#include "wire/wire.h"

// clang-format off
static const struct {
	const char *alias;
	int rc;
} aliases[] = {
	{ "x", KASA_OK },
	{ "K\xc3\xbc" "che \xe2\x98\x83", KASA_OK },
	{ "with \"quotes\" and \\", KASA_OK },
	{ "", KASA_EINVAL },
	{ "a\nb", KASA_EINVAL },
	{ "a\x7f", KASA_EINVAL },
	{ "a\xc2\x9b", KASA_EINVAL },
	{ "a\xe2\x80\xae", KASA_EINVAL },
	{ "\xff", KASA_EINVAL },
	{ "cut \xe2\x98", KASA_EINVAL },
};

static const char *const no_requests[] = { "", "hello", "[]", "{\"a\":1", "{} {}", "{\"a\":1,\"a\":2}", "\"\"" };

static const struct {
	struct kasa_order order;
	const char *device;
	bool confirmed;
} outcomes[] = {
	{ { .kind = KASA_ORDER_RELAY, .on = true }, PLUG(1), true },
	{ { .kind = KASA_ORDER_RELAY, .on = true }, PLUG(0), false },
	{ { .kind = KASA_ORDER_RELAY }, PLUG(0), true },
	{ { .kind = KASA_ORDER_RELAY }, PLUG_INFO, false },
	{ { .kind = KASA_ORDER_RELAY, .on = true }, STRIP(1, 1), true },
	{ { .kind = KASA_ORDER_RELAY, .on = true }, STRIP(1, 0), false },
	{ { .kind = KASA_ORDER_RELAY }, STRIP(1, 0), false },
	{ { .kind = KASA_ORDER_RELAY, .outlet = 2 }, STRIP(1, 0), true },
	{ { .kind = KASA_ORDER_RELAY, .outlet = 3 }, STRIP(1, 0), false },
	{ { .kind = KASA_ORDER_RELAY, .outlet = 1 }, PLUG(0), false },
	{ { .kind = KASA_ORDER_LED, .on = true }, PLUG(1), true },
	{ { .kind = KASA_ORDER_LED }, PLUG(1), false },
	{ { .kind = KASA_ORDER_LED }, PLUG_INFO, false },
	{ { .kind = KASA_ORDER_ALIAS, .text = "Lamp" }, PLUG(1), true },
	{ { .kind = KASA_ORDER_ALIAS, .text = "lamp" }, PLUG(1), false },
	{ { .kind = KASA_ORDER_ALIAS, .outlet = 1, .text = "Outlet " DEVICE_ID "00" }, STRIP(0, 0), true },
	{ { .kind = KASA_ORDER_ALIAS, .outlet = 2, .text = "Outlet " DEVICE_ID "00" }, STRIP(0, 0), false },
	{ { .kind = KASA_ORDER_ALIAS, .outlet = 3, .text = "x" }, STRIP(0, 0), false },
	{ { .kind = KASA_ORDER_REBOOT }, PLUG(1), true },
	{ { .kind = KASA_ORDER_ENERGY }, PLUG(1), true },
};
// clang-format on

START_TEST(a_name_is_text_of_some_length_without_control_characters)
{
	for (size_t i = 0; i < UNIT_COUNT(aliases); i++) {
		struct kasa_err err;

		kasa_err_clear(&err);
		ck_assert_msg(kasa_alias_check(aliases[i].alias, &err) == aliases[i].rc, "row %zu", i);
		ck_assert_msg((int)err.code == aliases[i].rc && (err.text[0] != 0) == (aliases[i].rc != KASA_OK),
		              "row %zu", i);
	}
}
END_TEST

START_TEST(the_longest_name_is_the_one_that_can_be_read_back)
{
	char name[KASA_ALIAS_MAX + 1];

	memset(name, 'x', sizeof name);
	name[KASA_ALIAS_MAX] = '\0';
	ck_assert_int_eq(kasa_alias_check(name, NULL), KASA_EINVAL);
	name[KASA_ALIAS_MAX - 1] = '\0';
	ck_assert_int_eq(kasa_alias_check(name, NULL), KASA_OK);
}
END_TEST

START_TEST(what_is_no_object_is_no_request)
{
	for (size_t i = 0; i < UNIT_COUNT(no_requests); i++) {
		struct kasa_err err;

		ck_assert_msg(kasa_raw_check(no_requests[i], &err) == KASA_EINVAL, "%s", no_requests[i]);
		ck_assert_int_eq(err.code, KASA_EINVAL);
		ck_assert_int_eq(strncmp(err.text, "the request: ", 13), 0);
		ck_assert_int_eq(kasa_raw_check(no_requests[i], NULL), KASA_EINVAL);
	}
}
END_TEST

START_TEST(an_object_is_a_request)
{
	ck_assert_int_eq(kasa_raw_check("{}", NULL), KASA_OK);
	ck_assert_int_eq(kasa_raw_check(" {\"system\":{\"get_sysinfo\":null}} ", NULL), KASA_OK);
}
END_TEST

START_TEST(a_request_longer_than_a_message_is_refused_with_its_length)
{
	static char text[KASA_MESSAGE_MAX + 2];
	struct kasa_err err;

	memset(text, ' ', sizeof text - 1);
	memcpy(text, "{}", 2);

	ck_assert_int_eq(kasa_raw_check(text, &err), KASA_EINVAL);
	ck_assert_ptr_nonnull(strstr(err.text, "65537"));
	text[KASA_MESSAGE_MAX] = '\0';
	ck_assert_int_eq(kasa_raw_check(text, &err), KASA_OK);
}
END_TEST

START_TEST(an_order_is_done_when_the_device_says_that_it_stands_so)
{
	for (size_t i = 0; i < UNIT_COUNT(outcomes); i++) {
		struct kasa_record record = device_record(outcomes[i].device);

		ck_assert_msg(kasa_order_confirmed(&outcomes[i].order, &record.state, NULL) == outcomes[i].confirmed,
		              "row %zu", i);
		kasa_record_finish(&record);
	}
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_name_is_text_of_some_length_without_control_characters,
		the_longest_name_is_the_one_that_can_be_read_back,
		what_is_no_object_is_no_request,
		an_object_is_a_request,
		a_request_longer_than_a_message_is_refused_with_its_length,
		an_order_is_done_when_the_device_says_that_it_stands_so,
	};

	return unit_run("payload", tests, UNIT_COUNT(tests));
}
