/* The outlets of a strip, by whatever ids and in whatever order it lists them; and the words for what is known. */
#include "unit/unit.h"

#include "base/str.h"
#include "unit/devices.h"

#define LONG(nn) DEVICE_ID nn
#define THREE(a, b, c) STRIP_INFO ",\"children\":[" CHILD(a, 0) "," CHILD(b, 0) "," CHILD(c, 1) "]"

// clang-format off
/* Each lists the same three outlets, of which the one with the id that ends in "02" is on. */
static const struct {
	const char *members;
	bool brief;
} forms[] = {
	{ THREE(LONG("00"), LONG("01"), LONG("02")), false },
	{ THREE("00", "01", "02"), true },
	{ STRIP_INFO ",\"children\":[" CHILD(DEVICE_ID "01", 0) "," CHILD(DEVICE_ID "02", 1) "," CHILD(DEVICE_ID "00", 0) "]", false },
	{ STRIP_INFO ",\"children\":[" CHILD("02", 1) "," CHILD("01", 0) "," CHILD("00", 0) "]", true },
};
// clang-format on

START_TEST(outlets_are_sorted_by_position_and_called_by_the_long_id_in_every_form)
{
	for (size_t i = 0; i < UNIT_COUNT(forms); i++) {
		struct kasa_record record = device_record(forms[i].members);
		const struct kasa_outlet *outlets = record.state.outlets;

		ck_assert_uint_eq(record.state.outlet_count, 3);
		ck_assert_str_eq(outlets[0].id, LONG("00"));
		ck_assert_str_eq(outlets[1].id, LONG("01"));
		ck_assert_str_eq(outlets[2].id, LONG("02"));
		ck_assert_int_eq(outlets[1].on, 0);
		ck_assert_int_eq(outlets[2].on, 1);
		ck_assert_int_eq(record.short_outlet_ids, forms[i].brief);
		kasa_record_finish(&record);
	}
}
END_TEST

START_TEST(an_outlet_keeps_its_values_with_its_id)
{
	struct kasa_record record = device_record(STRIP_INFO ",\"children\":[" CHILD("01", 1) "," CHILD("00", 0) "]");

	ck_assert_str_eq(record.state.outlets[0].alias, "Outlet 00");
	ck_assert_str_eq(record.state.outlets[1].alias, "Outlet 01");
	ck_assert_int_eq(record.state.outlets[1].on_time_s, 1);
	kasa_record_finish(&record);
}
END_TEST

START_TEST(a_strip_is_on_when_one_outlet_is)
{
	struct kasa_record off = device_record(STRIP(0, 0)), on = device_record(STRIP(0, 1));

	ck_assert_int_eq(off.state.on, 0);
	ck_assert_int_eq(on.state.on, 1);
	kasa_record_finish(&off);
	kasa_record_finish(&on);
}
END_TEST

START_TEST(a_strip_whose_outlets_do_not_tell_is_neither_on_nor_off)
{
	struct kasa_record record = device_record(STRIP_INFO ",\"children\":[{\"id\":\"00\"},{\"id\":\"01\"}]");

	ck_assert_int_eq(record.state.on, KASA_UNKNOWN);
	ck_assert_int_eq(record.state.outlets[1].on, KASA_UNKNOWN);
	kasa_record_finish(&record);
}
END_TEST

START_TEST(more_outlets_than_any_strip_has_are_left_out)
{
	char members[4096] = STRIP_INFO ",\"children\":[";
	struct kasa_record record;

	for (int i = 0; i < 40; i++)
		snprintf(members + strlen(members), 64, "%s{\"id\":\"%02d\",\"state\":0}", i ? "," : "", i);
	strcat(members, "]");

	record = device_record(members);

	ck_assert_uint_eq(record.state.outlet_count, KASA_OUTLETS_MAX);
	kasa_record_finish(&record);
}
END_TEST

START_TEST(ids_longer_than_any_device_has_are_cut)
{
	struct kasa_record record =
		device_record("\"mic_type\":\"IOT.SMARTPLUGSWITCH\",\"deviceId\":\"" DEVICE_ID DEVICE_ID
	                      "\",\"children\":[" CHILD(DEVICE_ID DEVICE_ID "00", 0) "," CHILD("01", 1) "]");

	ck_assert_uint_lt(strlen(record.state.outlets[0].id), KASA_ID_MAX);
	ck_assert_uint_lt(strlen(record.state.outlets[1].id), KASA_ID_MAX);
	kasa_record_finish(&record);
}
END_TEST

START_TEST(an_id_that_is_cut_is_cut_between_characters)
{
	struct kasa_record record = device_record(
		"\"mic_type\":\"IOT.SMARTPLUGSWITCH\",\"deviceId\":\"x\xe2\x98\x83\xe2\x98\x83\xe2\x98\x83\xe2\x98\x83"
		"\xe2\x98\x83\xe2\x98\x83\xe2\x98\x83\xe2\x98\x83\xe2\x98\x83\xe2\x98\x83\xe2\x98\x83\xe2\x98\x83"
		"\xe2\x98\x83\xe2\x98\x83\xe2\x98\x83\xe2\x98\x83\",\"children\":[" CHILD("01", 1) "]");
	const char *id = record.state.outlets[0].id;

	ck_assert(kasa_utf8_valid(id, strlen(id)));
	ck_assert_str_eq(id + strlen(id) - 2, "01");
	kasa_record_finish(&record);
}
END_TEST

START_TEST(outlets_that_come_and_go_leave_no_trace)
{
	struct kasa_record record = device_record(THREE("00", "01", "02"));
	struct kasa_err err;

	ck_assert_int_eq(device_read(&record, PLUG(1), &err), KASA_OK);
	ck_assert_uint_eq(record.state.outlet_count, 0);
	ck_assert_ptr_null(record.state.outlets);

	ck_assert_int_eq(device_read(&record, STRIP(1, 0), &err), KASA_OK);
	ck_assert_uint_eq(record.state.outlet_count, 2);
	ck_assert_int_eq(device_read(&record, THREE("00", "01", "02"), &err), KASA_OK);
	ck_assert_uint_eq(record.state.outlet_count, 3);
	ck_assert_str_eq(record.state.outlets[2].id, LONG("02"));
	kasa_record_finish(&record);
}
END_TEST

START_TEST(an_outlet_is_found_by_its_position_from_one)
{
	struct kasa_record record = device_record(STRIP(1, 0));
	struct kasa_err err;

	ck_assert_ptr_eq(kasa_record_outlet(&record, 1, &err), &record.outlets[0]);
	ck_assert_ptr_eq(kasa_record_outlet(&record, 2, &err), &record.outlets[1]);
	kasa_record_finish(&record);
}
END_TEST

START_TEST(an_outlet_that_is_not_there_is_refused_with_those_that_are)
{
	struct kasa_record strip = device_record(STRIP(1, 0)), plug = device_record(PLUG(1));
	struct kasa_err err;

	ck_assert_ptr_null(kasa_record_outlet(&strip, 3, &err));
	ck_assert_int_eq(err.code, KASA_ENOTSUP);
	ck_assert_str_eq(err.text, "HS300(US) has outlets 1 to 2, not 3");
	ck_assert_ptr_null(kasa_record_outlet(&strip, 0, &err));
	ck_assert_ptr_null(kasa_record_outlet(&strip, INT_MIN, &err));
	ck_assert_ptr_null(kasa_record_outlet(&plug, 1, &err));
	ck_assert_str_eq(err.text, "HS110(EU) has no outlets to choose from");
	kasa_record_finish(&strip);
	kasa_record_finish(&plug);
}
END_TEST

START_TEST(every_family_has_a_word)
{
	ck_assert_str_eq(kasa_family_word(KASA_FAMILY_PLUG), "plug");
	ck_assert_str_eq(kasa_family_word(KASA_FAMILY_SWITCH), "switch");
	ck_assert_str_eq(kasa_family_word(KASA_FAMILY_DIMMER), "dimmer");
	ck_assert_str_eq(kasa_family_word(KASA_FAMILY_STRIP), "strip");
	ck_assert_str_eq(kasa_family_word(KASA_FAMILY_BULB), "bulb");
	ck_assert_str_eq(kasa_family_word(KASA_FAMILY_LIGHTSTRIP), "lightstrip");
	ck_assert_str_eq(kasa_family_word(KASA_FAMILY_UNKNOWN), "unknown");
	ck_assert_str_eq(kasa_family_word((enum kasa_family)99), "unknown");
	ck_assert_str_eq(kasa_family_word((enum kasa_family) - 1), "unknown");
}
END_TEST

START_TEST(every_feature_has_its_word_and_the_list_ends)
{
	ck_assert_str_eq(kasa_feature_word(0), "relay");
	ck_assert_str_eq(kasa_feature_word(3), "energy");
	ck_assert_str_eq(kasa_feature_word(10), "ambient_light");
	ck_assert_ptr_null(kasa_feature_word(11));
	ck_assert_uint_eq(1u << 10, KASA_FEATURE_AMBIENT_LIGHT);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		outlets_are_sorted_by_position_and_called_by_the_long_id_in_every_form,
		an_outlet_keeps_its_values_with_its_id,
		a_strip_is_on_when_one_outlet_is,
		a_strip_whose_outlets_do_not_tell_is_neither_on_nor_off,
		more_outlets_than_any_strip_has_are_left_out,
		ids_longer_than_any_device_has_are_cut,
		an_id_that_is_cut_is_cut_between_characters,
		outlets_that_come_and_go_leave_no_trace,
		an_outlet_is_found_by_its_position_from_one,
		an_outlet_that_is_not_there_is_refused_with_those_that_are,
		every_family_has_a_word,
		every_feature_has_its_word_and_the_list_ends,
	};

	return unit_run("record", tests, UNIT_COUNT(tests));
}
