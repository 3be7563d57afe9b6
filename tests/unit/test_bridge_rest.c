/* What REST reads and what it shows: bodies, queries, objects. */
#include "unit/unit.h"

#include <math.h>

#include "bridge/hub/groups.h"
#include "bridge/rest/rest_body.h"
#include "bridge/rest/rest_object.h"
#include "bridge/rest/rest_query.h"
#include "unit/bridge_device.h"

enum {
	TODAY = 20261128,
};

static struct made made;
static struct kasa_err err;

/* Of rest_object.c, which shows groups as well. */
json_t *
groups_list(const struct hub *hub)
{
	(void)hub;
	return json_pack("[{ss s[ss] ss}]", "name", "evening", "members", "fan", "lamp", "source", "file");
}

json_t *
groups_state(const struct hub *hub, const char *name)
{
	(void)hub, (void)name;
	return json_pack("{si si ss}", "members", 2, "on", 1, "state", "ON");
}

/* ---- bodies ---- */

static void
body_is(const char *body, const char *command)
{
	json_auto_t *expected = json_loads(command, 0, NULL), *made_of = NULL;
	char *text = NULL;

	ck_assert_msg(rest_body_read(body, strlen(body), &text, &err) == KASA_OK, "%s: %s", body, err.text);
	made_of = json_loads(text, 0, NULL);
	ck_assert_msg(json_equal(expected, made_of), "%s became %s", body, text);
	free(text);
}

static void
body_fails(const char *body, const char *why)
{
	char *text = NULL;

	ck_assert_int_eq(rest_body_read(body, strlen(body), &text, &err), KASA_EINVAL);
	ck_assert_msg(strstr(err.text, why), "%s: %s", body, err.text);
	ck_assert_ptr_null(text);
}

START_TEST(members_of_objects_become_attributes_of_commands)
{
	body_is("{\"on\":true}", "{\"state\":true}");
	body_is("{\"on\":false,\"brightness\":40}", "{\"state\":false,\"brightness\":40}");
	body_is("{\"color_temp_k\":2700}", "{\"color_temp\":2700}");
	body_is("{\"light\":{\"hue\":120,\"saturation\":50,\"brightness\":9}}",
	        "{\"hue\":120,\"saturation\":50,\"brightness\":9}");
	body_is("{\"led\":true,\"alias\":\"Desk\"}", "{\"led\":true,\"alias\":\"Desk\"}");
}
END_TEST

START_TEST(what_commands_of_mqtt_say_is_taken_as_it_is)
{
	body_is("{\"state\":\"ON\",\"transition\":2.5}", "{\"state\":\"ON\",\"transition\":2.5}");
	body_is("{\"color\":{\"h\":1,\"s\":2}}", "{\"color\":{\"h\":1,\"s\":2}}");
}
END_TEST

START_TEST(what_may_come_twice_does_not_toggle)
{
	body_fails("{\"state\":\"toggle\"}", ".../toggle");
	body_fails("{\"on\":\"TOGGLE\"}", "true and false");
}
END_TEST

START_TEST(the_same_is_not_said_twice)
{
	body_fails("{\"on\":true,\"state\":\"OFF\"}", "said twice");
	body_fails("{\"brightness\":1,\"light\":{\"brightness\":2}}", "said twice");
	body_fails("{\"on\":true,\"on\":false}", "not readable");
}
END_TEST

START_TEST(what_is_no_object_with_something_in_it_is_refused)
{
	body_fails("", "not readable as JSON");
	body_fails("ON", "not readable as JSON");
	body_fails("true", "a JSON object is wanted");
	body_fails("[]", "a JSON object is wanted");
	body_fails("{}", "a JSON object is wanted");
	body_fails("{\"light\":1}", "light");
	body_fails("{\"light\":{\"on\":true}}", "none of brightness");
}
END_TEST

START_TEST(a_body_that_is_too_long_is_refused)
{
	static char body[9 << 10];
	char *text = NULL;

	memset(body, ' ', sizeof body);
	ck_assert_int_eq(rest_body_read(body, sizeof body, &text, &err), KASA_EINVAL);
	ck_assert_ptr_nonnull(strstr(err.text, "too many"));
}
END_TEST

/* ---- queries ---- */

static int
history(const char *by, const char *month, const char *year, const char *minutes, struct history_query *out)
{
	return query_history(by, month, year, minutes, TODAY, out, &err);
}

START_TEST(a_history_is_of_this_month_unless_it_says_otherwise)
{
	struct history_query query;

	ck_assert_int_eq(history(NULL, NULL, NULL, NULL, &query), KASA_OK);
	ck_assert_int_eq(query.by, HISTORY_DAYS);
	ck_assert_int_eq(query.year, 2026);
	ck_assert_int_eq(query.month, 11);
	ck_assert_int_eq(history("day", "2025-02", NULL, NULL, &query), KASA_OK);
	ck_assert_int_eq(query.year, 2025);
	ck_assert_int_eq(query.month, 2);
}
END_TEST

START_TEST(a_history_by_month_is_of_a_year)
{
	struct history_query query;

	ck_assert_int_eq(history("month", NULL, NULL, NULL, &query), KASA_OK);
	ck_assert_int_eq(query.year, 2026);
	ck_assert_int_eq(query.month, 0);
	ck_assert_int_eq(history("month", NULL, "2024", NULL, &query), KASA_OK);
	ck_assert_int_eq(query.year, 2024);
}
END_TEST

START_TEST(the_last_hours_are_asked_for_in_minutes)
{
	struct history_query query;

	ck_assert_int_eq(history("recent", NULL, NULL, NULL, &query), KASA_OK);
	ck_assert_uint_eq(query.minutes, 120);
	ck_assert_int_eq(history("recent", NULL, NULL, "5", &query), KASA_OK);
	ck_assert_uint_eq(query.minutes, 5);
}
END_TEST

static const char *const wrong_histories[][4] = {
	{ "week", NULL, NULL, NULL },       { "day", "2026-13", NULL, NULL }, { "day", "2026-1", NULL, NULL },
	{ "day", "1999-12", NULL, NULL },   { "day", "", NULL, NULL },        { "month", NULL, "26", NULL },
	{ "month", NULL, "2100", NULL },    { "recent", NULL, NULL, "0" },    { "recent", NULL, NULL, "121" },
	{ "recent", NULL, NULL, "-5" },     { "recent", NULL, NULL, "5x" },   { "day", NULL, "2026", NULL },
	{ "month", "2026-01", NULL, NULL }, { "day", NULL, NULL, "5" },
};

START_TEST(what_no_history_is_asked_by_is_refused_with_a_sentence)
{
	struct history_query query;

	for (size_t i = 0; i < UNIT_COUNT(wrong_histories); i++) {
		const char *const *of = wrong_histories[i];

		err.text[0] = '\0';
		ck_assert_int_eq(history(of[0], of[1], of[2], of[3], &query), KASA_EINVAL);
		ck_assert_uint_gt(strlen(err.text), 0);
	}
}
END_TEST

START_TEST(numbers_have_bounds)
{
	unsigned n;

	ck_assert_int_eq(query_number("limit", NULL, 1, 9, 5, &n, &err), KASA_OK);
	ck_assert_uint_eq(n, 5);
	ck_assert_int_eq(query_number("limit", "9", 1, 9, 5, &n, &err), KASA_OK);
	ck_assert_uint_eq(n, 9);
	ck_assert_int_eq(query_number("limit", "10", 1, 9, 5, &n, &err), KASA_EINVAL);
	ck_assert_str_eq(err.text, "limit: \"10\" is not possible; 1 to 9 are");
	ck_assert_int_eq(query_number("limit", "", 0, 9, 5, &n, &err), KASA_EINVAL);
	ck_assert_int_eq(query_number("limit", "99999999999999999999", 0, 9, 5, &n, &err), KASA_EINVAL);
}
END_TEST

START_TEST(an_availability_is_one_of_three)
{
	int availability;

	ck_assert_int_eq(query_availability(NULL, &availability, &err), KASA_OK);
	ck_assert_int_eq(availability, -1);
	ck_assert_int_eq(query_availability("offline", &availability, &err), KASA_OK);
	ck_assert_int_eq(availability, AVAILABILITY_OFFLINE);
	ck_assert_int_eq(query_availability("Online", &availability, &err), KASA_EINVAL);
}
END_TEST

/* ---- objects ---- */

static const char *
text_of(const json_t *object, const char *key)
{
	return json_string_value(json_object_get(object, key));
}

static double
number_of(const json_t *object, const char *key)
{
	return json_number_value(json_object_get(object, key));
}

START_TEST(a_plug_shows_what_it_says_and_what_the_bridge_knows)
{
	json_auto_t *object = NULL;
	const json_t *energy;

	made_plug(&made);
	made_meter(&made, 0);
	object = rest_device_object(&made.device);

	ck_assert_str_eq(text_of(object, "name"), "fan");
	ck_assert_str_eq(text_of(object, "mac"), "50:C7:BF:00:01:00");
	ck_assert_str_eq(text_of(object, "host"), "192.0.2.7");
	ck_assert_str_eq(text_of(object, "availability"), "online");
	ck_assert(json_is_true(json_object_get(object, "on")));
	ck_assert(json_is_false(json_object_get(object, "protected")));
	energy = json_object_get(object, "energy");
	ck_assert_double_eq_tol(number_of(energy, "power_w"), made.meters[0].energy.power_w, 1e-9);
	ck_assert_double_eq_tol(number_of(energy, "lifetime_kwh"), counter_sum(&made.meters[0].counter), 1e-3);
	ck_assert_ptr_nonnull(text_of(energy, "time"));
}
END_TEST

START_TEST(a_device_that_said_nothing_yet_is_shown_by_what_is_known)
{
	json_auto_t *object = NULL;

	made_plug(&made);
	made.device.handle = NULL;
	made.device.availability = AVAILABILITY_UNKNOWN;
	object = rest_device_object(&made.device);

	ck_assert_str_eq(text_of(object, "name"), "fan");
	ck_assert_str_eq(text_of(object, "availability"), "unknown");
	ck_assert_ptr_null(json_object_get(object, "on"));
	ck_assert_ptr_null(json_object_get(object, "port"));
}
END_TEST

START_TEST(a_strip_shows_its_outlets_with_their_meters)
{
	json_auto_t *object = NULL, *outlet = NULL;
	const json_t *second;

	made_strip(&made);
	made_meter(&made, 2);
	object = rest_device_object(&made.device);
	outlet = rest_outlet_object(&made.device, 2);
	second = json_array_get(json_object_get(object, "outlets"), 1);

	ck_assert_uint_eq(json_array_size(json_object_get(object, "outlets")), 3);
	ck_assert(json_equal(second, outlet));
	ck_assert_int_eq((int)number_of(outlet, "index"), 2);
	ck_assert_ptr_nonnull(json_object_get(outlet, "energy"));
	ck_assert_ptr_null(json_object_get(object, "energy"));
}
END_TEST

START_TEST(the_meters_of_a_strip_are_a_list)
{
	json_auto_t *object = NULL;
	const json_t *outlets;

	made_strip(&made);
	for (unsigned i = 1; i <= 3; i++)
		made_meter(&made, i);
	object = rest_energy_whole(&made.device);
	outlets = json_object_get(object, "outlets");

	ck_assert_uint_eq(json_array_size(outlets), 3);
	ck_assert_ptr_nonnull(json_object_get(object, "energy"));
	ck_assert_ptr_nonnull(json_object_get(json_array_get(outlets, 0), "energy"));
}
END_TEST

START_TEST(a_meter_that_was_not_read_shows_nothing)
{
	json_auto_t *object = NULL;

	made_plug(&made);
	made_meter(&made, 0);
	made.meters[0].read_s = 0;
	object = rest_energy_object(&made.device, 0);

	ck_assert_ptr_null(object);
}
END_TEST

START_TEST(what_the_device_does_not_tell_of_the_day_the_bridge_counted)
{
	json_auto_t *object = NULL;

	made_plug(&made);
	made_meter(&made, 0);
	made.meters[0].energy.today_kwh = NAN;
	object = rest_energy_object(&made.device, 0);

	ck_assert_double_eq_tol(number_of(object, "today_kwh"), counter_today(&made.meters[0].counter), 1e-9);
}
END_TEST

START_TEST(a_group_shows_its_members_and_what_they_are_together)
{
	json_auto_t *object = rest_group_object(NULL, "evening"), *none = rest_group_object(NULL, "morning");

	ck_assert_ptr_null(none);
	ck_assert_uint_eq(json_array_size(json_object_get(object, "members")), 2);
	ck_assert(json_is_true(json_object_get(object, "on")));
	ck_assert_int_eq((int)number_of(object, "known"), 2);
	ck_assert_int_eq((int)number_of(object, "known_on"), 1);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		members_of_objects_become_attributes_of_commands,
		what_commands_of_mqtt_say_is_taken_as_it_is,
		what_may_come_twice_does_not_toggle,
		the_same_is_not_said_twice,
		what_is_no_object_with_something_in_it_is_refused,
		a_body_that_is_too_long_is_refused,
		a_history_is_of_this_month_unless_it_says_otherwise,
		a_history_by_month_is_of_a_year,
		the_last_hours_are_asked_for_in_minutes,
		what_no_history_is_asked_by_is_refused_with_a_sentence,
		numbers_have_bounds,
		an_availability_is_one_of_three,
		a_plug_shows_what_it_says_and_what_the_bridge_knows,
		a_device_that_said_nothing_yet_is_shown_by_what_is_known,
		a_strip_shows_its_outlets_with_their_meters,
		the_meters_of_a_strip_are_a_list,
		a_meter_that_was_not_read_shows_nothing,
		what_the_device_does_not_tell_of_the_day_the_bridge_counted,
		a_group_shows_its_members_and_what_they_are_together,
	};

	return unit_run("bridge_rest", tests, UNIT_COUNT(tests));
}
