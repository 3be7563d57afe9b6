/* SMART: the LED, the name, the place, a restart and a reset. */
#include "unit/unit.h"

#include <math.h>

#include "model/base64.h"
#include "unit/smart_talk.h"

#define SET(members) "{\"method\":\"set_device_info\",\"params\":{" members "}}"
#define GET_LED SMART_ASK("get_led_info")
#define LED_OBJECT(rule) \
	"\"zz\" : [1, 2.50],\"led_rule\":\"" rule "\",\"night_mode\":{\"start_time\":1320, \"x\":\"\\u00fc\"}"

// clang-format off
static const struct smart_request requests[] = {
	{ SMART_PLUG(true), { .kind = KASA_ORDER_LED }, GET_LED },
	{ SMART_PLUG(true), { .kind = KASA_ORDER_ALIAS, .text = "K\xc3\xbc" "che" }, SMART_BATCH(SET("\"nickname\":\"S8O8Y2hl\"") "," SMART_ASK("get_device_info")) },
	{ SMART_STRIP(true, true), { .kind = KASA_ORDER_ALIAS, .text = "a" }, SMART_BATCH(SET("\"nickname\":\"YQ==\"") "," SMART_ASK("get_device_info")) },
	{ SMART_STRIP(true, true), { .kind = KASA_ORDER_ALIAS, .text = "ab", .outlet = 1 }, SMART_BATCH(SMART_TO_CHILD("00", SET("\"nickname\":\"YWI=\"")) "," SMART_CHILD_LIST) },
	{ SMART_PLUG(true), { .kind = KASA_ORDER_REBOOT }, "{\"method\":\"device_reboot\",\"params\":{\"delay\":1}}" },
	{ SMART_HUB, { .kind = KASA_ORDER_REBOOT }, "{\"method\":\"device_reboot\",\"params\":{\"delay\":1}}" },
	{ SMART_PLUG(true), { .kind = KASA_ORDER_RESET }, SMART_ASK("device_reset") },
	{ SMART_PLUG(true), { .kind = KASA_ORDER_LOCATION }, SMART_ASK("get_device_info") },
	{ SMART_PLUG(true), { .kind = KASA_ORDER_LOCATION_SET, .location = { 52.5163, -13.3777 } },
	  SMART_BATCH(SET("\"latitude\":525163,\"longitude\":-133777") "," SMART_ASK("get_device_info")) },
};

static const struct smart_request refused[] = {
	{ SMART_PLAIN(true), { .kind = KASA_ORDER_LED, .on = true }, "KS205 has no status LED to set" },
	{ SMART_HUB, { .kind = KASA_ORDER_LED, .on = true }, "H100 has no status LED to set" },
};

static const struct smart_reply replies[] = {
	{ SMART_PLUG(true), { .kind = KASA_ORDER_ALIAS, .text = "Lamp" },
	  SMART_ANSWERS(SMART_DID("set_device_info") "," SMART_GAVE("get_device_info", "\"device_id\":\"" SMART_ID "\",\"nickname\":\"TGFtcA==\"")), KASA_VERDICT_DONE, NULL },
	{ SMART_PLUG(true), { .kind = KASA_ORDER_ALIAS, .text = "Lamp" },
	  SMART_ANSWERS(SMART_DID("set_device_info") "," SMART_GAVE("get_device_info", "\"device_id\":\"" SMART_ID "\",\"nickname\":\"YQ==\"")), KASA_VERDICT_UNCONFIRMED, NULL },
	{ SMART_PLUG(true), { .kind = KASA_ORDER_REBOOT }, SMART_FAILED(0), KASA_VERDICT_DONE, NULL },
	{ SMART_PLUG(true), { .kind = KASA_ORDER_RESET }, SMART_FAILED(-1002), KASA_VERDICT_REFUSED,
	  "the device does not support device_reset: unknown method (-1002)" },
	{ SMART_PLUG(true), { .kind = KASA_ORDER_LED }, SMART_OK("\"x\":1"), KASA_VERDICT_REFUSED, "get_led_info tells no rule of the LED" },
	{ SMART_PLUG(true), { .kind = KASA_ORDER_LED }, SMART_OK("\"led_rule\":1"), KASA_VERDICT_REFUSED, "get_led_info tells no rule of the LED" },
	{ SMART_PLUG(true), { .kind = KASA_ORDER_LED }, SMART_OK(LED_OBJECT("always")), KASA_VERDICT_MORE, NULL },
};

/* What goes back for what was read; all else of it stays, byte for byte. */
static const struct { const char *was; bool on; const char *goes; } rules[] = {
	{ "always",     true,  "always" },
	{ "always",     false, "never" },
	{ "never",      true,  "always" },
	{ "never",      false, "never" },
	{ "night_mode", true,  "always" },
	{ "night_mode", false, "never" },
	{ "auto",       true,  "auto" },
	{ "auto",       false, "never" },
	{ "toggle",     true,  "toggle" },
	{ "toggle",     false, "never" },
};
// clang-format on

START_TEST(each_order_has_its_words)
{
	smart_talk_check_requests(requests, UNIT_COUNT(requests));
}
END_TEST

START_TEST(what_a_device_cannot_do_is_not_asked_of_it)
{
	smart_talk_check_refused(refused, UNIT_COUNT(refused));
}
END_TEST

START_TEST(each_answer_gets_its_verdict)
{
	smart_talk_check_replies(replies, UNIT_COUNT(replies));
}
END_TEST

START_TEST(the_rule_of_the_led_changes_in_its_whole_object)
{
	for (size_t i = 0; i < UNIT_COUNT(rules); i++) {
		char read[512], set[512];
		struct smart_talk talk;

		snprintf(read, sizeof read, SMART_OK(LED_OBJECT("%s")), rules[i].was);
		snprintf(set, sizeof set,
		         SMART_BATCH("{\"method\":\"set_led_info\",\"params\":{\"led_rule\":\"%s\",\"zz\":[1, 2.50],"
		                     "\"night_mode\":{\"start_time\":1320, \"x\":\"\\u00fc\"}}}," GET_LED),
		         rules[i].goes);
		smart_talk_begin(&talk, SMART_PLUG(true),
		                 &(struct kasa_order){ .kind = KASA_ORDER_LED, .on = rules[i].on });
		smart_talk_says(&talk, GET_LED);
		ck_assert_int_eq(smart_talk_reads(&talk, read), KASA_VERDICT_MORE);
		smart_talk_says(&talk, set);
		snprintf(read, sizeof read,
		         SMART_ANSWERS(SMART_DID("set_led_info") "," SMART_GAVE("get_led_info", LED_OBJECT("%s"))),
		         rules[i].goes);
		ck_assert_int_eq(smart_talk_reads(&talk, read), KASA_VERDICT_DONE);
		ck_assert_int_eq(talk.record.state.led, rules[i].on);
		smart_talk_end(&talk);
	}
}
END_TEST

START_TEST(an_led_that_stays_as_it_was_is_not_set)
{
	struct smart_talk talk;

	smart_talk_begin(&talk, SMART_PLUG(true), &(struct kasa_order){ .kind = KASA_ORDER_LED });

	ck_assert_int_eq(smart_talk_runs(&talk, "{" SMART_TAKES SMART_LED("always") "}"), KASA_VERDICT_UNCONFIRMED);
	ck_assert_int_eq(talk.record.state.led, 1);
	smart_talk_end(&talk);
}
END_TEST

START_TEST(a_poll_does_not_ask_for_the_led_and_keeps_it)
{
	struct smart_talk talk;

	smart_talk_begin(&talk, SMART_PLUG(true), &(struct kasa_order){ .kind = KASA_ORDER_LOOK });
	ck_assert_int_eq(talk.record.state.led, 1);

	smart_talk_says(&talk, SMART_ASK("get_device_info"));
	ck_assert_int_eq(
		smart_talk_reads(&talk, SMART_OK("\"device_id\":\"" SMART_ID "\",\"fw_ver\":\"1.3.0 Build 1\"")),
		KASA_VERDICT_DONE);
	ck_assert_int_eq(talk.record.state.led, 1);
	smart_talk_end(&talk);
}
END_TEST

START_TEST(a_restart_and_a_reset_go_out_once)
{
	ck_assert(!kasa_payload_smart.repeatable(&(struct kasa_order){ .kind = KASA_ORDER_REBOOT }));
	ck_assert(!kasa_payload_smart.repeatable(&(struct kasa_order){ .kind = KASA_ORDER_RESET }));
	ck_assert(kasa_payload_smart.repeatable(&(struct kasa_order){ .kind = KASA_ORDER_LED }));
	ck_assert(kasa_payload_smart.repeatable(&(struct kasa_order){ .kind = KASA_ORDER_ALIAS, .text = "a" }));
}
END_TEST

// clang-format off
static const struct { const char *info; double latitude, longitude; int located; } places[] = {
	{ "\"latitude\":525163,\"longitude\":-133777,\"has_set_location_info\":true", 52.5163, -13.3777, 1 },
	{ "\"latitude\":0,\"longitude\":0,\"has_set_location_info\":true", 0, 0, 1 },
	{ "\"latitude\":0,\"longitude\":0,\"has_set_location_info\":false", NAN, NAN, 0 },
	{ "\"latitude\":10000,\"longitude\":0", 1, 0, 1 },
	{ "\"latitude\":0,\"longitude\":0", 0, 0, 0 },
	{ "\"has_set_location_info\":true", NAN, NAN, 1 },
	{ "\"x\":1", NAN, NAN, KASA_UNKNOWN },
};
// clang-format on

static bool
same(double a, double b)
{
	return isnan(a) ? isnan(b) : fabs(a - b) < 1e-9;
}

START_TEST(a_place_is_told_in_degrees)
{
	for (size_t i = 0; i < UNIT_COUNT(places); i++) {
		char text[256];
		struct smart_talk talk;

		snprintf(text, sizeof text, SMART_OK("\"model\":\"P110\",%s"), places[i].info);
		smart_talk_begin(&talk, SMART_PLUG(true), &(struct kasa_order){ .kind = KASA_ORDER_LOCATION });
		ck_assert_int_eq(smart_talk_reads(&talk, text), KASA_VERDICT_DONE);
		ck_assert_msg(same(talk.answer.location.latitude, places[i].latitude)
		                      && same(talk.answer.location.longitude, places[i].longitude)
		                      && talk.record.state.located == places[i].located,
		              "row %zu", i);
		smart_talk_end(&talk);
	}
}
END_TEST

// clang-format off
static const struct { const char *nickname, *alias; } names[] = {
	{ "", "" },
	{ "TGFtcA==", "Lamp" },
	{ "S8O8Y2hl", "K\xc3\xbc" "che" },
	{ "8J+SoQ==", "\xf0\x9f\x92\xa1" },
	{ "Lamp", "Lamp" },             /* bytes that are no text: the name was not encoded */
	{ "Kitchen lamp", "Kitchen lamp" },
	{ "TGFtcA", "TGFtcA" },         /* without its padding */
	{ "AAAA", "AAAA" },             /* NULs */
	{ "====", "====" },
	{ "K\\u00fcche", "K\xc3\xbc" "che" },
};
// clang-format on

START_TEST(a_name_is_what_people_typed)
{
	for (size_t i = 0; i < UNIT_COUNT(names); i++) {
		char text[256];
		struct smart_talk talk;

		snprintf(text, sizeof text, SMART_OK("\"model\":\"P110\",\"nickname\":\"%s\""), names[i].nickname);
		smart_talk_begin(&talk, "", &(struct kasa_order){ .kind = KASA_ORDER_LOOK });
		talk.record.components = KASA_SMART_ASKED;
		ck_assert_ptr_nonnull(smart_talk_words(&talk));
		ck_assert_int_eq(smart_talk_reads(&talk, text), KASA_VERDICT_DONE);
		ck_assert_msg(strcmp(talk.record.state.alias, names[i].alias) == 0, "row %zu: %s", i,
		              talk.record.state.alias);
		smart_talk_end(&talk);
	}
}
END_TEST

START_TEST(a_long_name_is_cut_between_characters)
{
	char alias[6], nothing[KASA_ALIAS_MAX], endless[2000];

	kasa_base64_text("w7zDvMO8w7w=", alias, sizeof alias); /* four of two bytes */
	ck_assert_str_eq(alias, "\xc3\xbc\xc3\xbc");
	memset(endless, 'A', sizeof endless - 1);
	endless[sizeof endless - 1] = '\0';
	kasa_base64_text(endless, nothing, sizeof nothing); /* longer than any name: taken as it stands */
	ck_assert_uint_eq(strlen(nothing), sizeof nothing - 1);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		each_order_has_its_words,
		what_a_device_cannot_do_is_not_asked_of_it,
		each_answer_gets_its_verdict,
		the_rule_of_the_led_changes_in_its_whole_object,
		an_led_that_stays_as_it_was_is_not_set,
		a_poll_does_not_ask_for_the_led_and_keeps_it,
		a_restart_and_a_reset_go_out_once,
		a_place_is_told_in_degrees,
		a_name_is_what_people_typed,
		a_long_name_is_cut_between_characters,
	};

	return unit_run("smart_system", tests, UNIT_COUNT(tests));
}
