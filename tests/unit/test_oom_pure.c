/* The pure floors without memory: an error, no leak, and the next time it works. */
#include "unit/unit.h"

#include <kasa/raw.h>

#include "base/hash.h"
#include "core/job.h"
#include "core/probe.h"
#include "model/iot.h"
#include "unit/devices.h"
#include "unit/fake_klap.h"
#include "unit/oom.h"
#include "unit/talk.h"
#include "wire/tdp.h"
#include "wire/xor.h"

#define LONG_ALIAS "\"alias\":\"Lamp\",\"note\":[1,2.5,1e300,123456789012345678901.5,{\"a\":{\"b\":\"\\u00fc\"}}]"

static void
fail_nothing_else(int rc)
{
	ck_assert(rc == KASA_OK || rc == KASA_ENOMEM);
}

static void
seal_and_open(void)
{
	struct kasa_buf framed, text;
	struct kasa_err err;
	struct kasa_wire_in in = { .data = NULL };

	kasa_buf_init(&framed, KASA_MESSAGE_MAX);
	kasa_buf_init(&text, KASA_MESSAGE_MAX);
	fail_nothing_else(kasa_xor_seal(TALK_QUESTION, strlen(TALK_QUESTION), &framed, &err));
	in = (struct kasa_wire_in){ .data = framed.data, .len = framed.len };
	if (kasa_xor_open(&in, &text, &err) == KASA_STEP_FAIL)
		ck_assert_int_eq(err.code, KASA_ENOMEM);
	kasa_buf_clear(&framed);
	fail_nothing_else(kasa_xor_seal_datagram(TALK_QUESTION, strlen(TALK_QUESTION), &framed));
	if (framed.len > 0)
		fail_nothing_else(kasa_xor_open_datagram(framed.data, framed.len, &text));
	kasa_buf_finish(&framed);
	kasa_buf_finish(&text);
}

static void
read_json(void)
{
	static const char text[] = "{" STRIP(1, 0) ","
						   "\"x\":{" LONG_ALIAS "}}";
	struct kasa_jx_doc doc;
	struct kasa_err err;

	fail_nothing_else(kasa_jx_parse(&doc, text, sizeof text - 1, &err));
	kasa_jx_finish(&doc);
}

static void
read_strip(void)
{
	static const char text[] = ANSWER_INFO(STRIP(1, 0));
	struct kasa_order look = { .kind = KASA_ORDER_LOOK };
	struct kasa_record record;
	struct kasa_err err;

	kasa_record_init(&record);
	for (int i = 0; i < 2; i++)
		if (kasa_iot_parse(&look, text, sizeof text - 1, &record, NULL, &err) == KASA_VERDICT_DONE)
			ck_assert_uint_eq(record.state.outlet_count, 2);
		else
			ck_assert_int_eq(err.code, KASA_ENOMEM);
	kasa_record_finish(&record);
}

/* Words an order and reads an answer to it. */
static void
carry_out(const struct kasa_order *order, const struct kasa_record *known, const char *text)
{
	struct kasa_order own = *order;
	struct kasa_record record = *known;
	struct kasa_answer answer = { .list = NULL };
	struct kasa_err err;
	struct kasa_buf request;

	kasa_buf_init(&request, KASA_MESSAGE_MAX);
	fail_nothing_else(kasa_iot_build(&own, &record, &request, &err));
	(void)kasa_payload_iot.repeatable(&own);
	if (kasa_iot_parse(&own, text, strlen(text), &record, &answer, &err) != KASA_VERDICT_DONE)
		ck_assert_int_eq(err.code, KASA_ENOMEM);
	kasa_answer_finish(&answer);
	kasa_buf_finish(&request);
	kasa_record_finish(&record);
}

static void
carry_out_on_plug(const struct kasa_order *order, const char *text)
{
	struct kasa_record plug;

	oom_pause();
	plug = device_record(PLUG(1));
	oom_resume();
	carry_out(order, &plug, text);
}

static void
switch_plug(void)
{
	carry_out_on_plug(&(struct kasa_order){ .kind = KASA_ORDER_RELAY, .on = true },
	                  ANSWER_WITH("\"set_relay_state\":{\"err_code\":0}", PLUG(1)));
}

static void
name_plug(void)
{
	carry_out_on_plug(&(struct kasa_order){ .kind = KASA_ORDER_ALIAS, .text = "Lamp" },
	                  ANSWER_WITH("\"set_dev_alias\":{\"err_code\":0}", PLUG(1)));
}

static void
set_led(void)
{
	carry_out_on_plug(&(struct kasa_order){ .kind = KASA_ORDER_LED, .on = true },
	                  ANSWER_WITH("\"set_led_off\":{\"err_code\":0}", PLUG(1)));
}

static void
read_meter(void)
{
	carry_out_on_plug(&(struct kasa_order){ .kind = KASA_ORDER_ENERGY },
	                  "{\"emeter\":{\"get_realtime\":{\"power\":1.5}}}");
}

static void
reboot(void)
{
	carry_out_on_plug(&(struct kasa_order){ .kind = KASA_ORDER_REBOOT },
	                  "{\"system\":{\"reboot\":{\"err_code\":0}}}");
}

#define RULE "{\"id\":\"7\",\"enable\":1,\"stime_opt\":0,\"smin\":5,\"sact\":1,\"repeat\":1,\"wday\":[1]}"
#define RULES_AFTER(method) \
	"{\"schedule\":{\"" method "\":{\"err_code\":0},\"get_rules\":{\"rule_list\":[" RULE "],\"enable\":1}}}"

static void
list_rules(void)
{
	carry_out_on_plug(&(struct kasa_order){ .kind = KASA_ORDER_RULES }, RULES_AFTER("get_next_action"));
}

static void
edit_rule(void)
{
	const struct kasa_rule rule = { .id = "7",
		                        .enabled = 1,
		                        .days = 1,
		                        .start = { KASA_MOMENT_CLOCK, 5, 0 },
		                        .action = { .kind = KASA_ACT_ON } };
	const struct kasa_order order = { .kind = KASA_ORDER_RULE_EDIT, .text = RULE, .rules.rule = &rule };

	carry_out_on_plug(&order, RULES_AFTER("edit_rule"));
}

static void
count_down(void)
{
	carry_out_on_plug(
		&(struct kasa_order){ .kind = KASA_ORDER_COUNTDOWN_SET, .text = "kasa", .countdown = { true, 5 } },
		"{\"count_down\":{\"delete_all_rules\":{},\"add_rule\":{},\"get_rules\":{\"rule_list\":[{"
		"\"act\":1,\"delay\":5}]}}}");
}

static void
ask_anything(void)
{
	fail_nothing_else(kasa_raw_check("{\"a\":{\"get_b\":{}}}", &(struct kasa_err){ .code = KASA_OK }));
	carry_out_on_plug(&(struct kasa_order){ .kind = KASA_ORDER_RAW, .text = "{\"a\":{\"get_b\":{}}}" },
	                  "{\"a\":{\"get_b\":{}}}");
}

static void
note_many(void)
{
	struct kasa_hash hash;

	kasa_hash_init(&hash, 1000);
	for (uint32_t i = 1; i <= 1000; i++)
		fail_nothing_else(kasa_hash_put(&hash, i, i));
	kasa_hash_finish(&hash);
}

#define ANNOUNCEMENT                                                                             \
	"{\"error_code\":0,\"result\":{\"device_type\":\"SMART.TAPOPLUG\",\"mgt_encrypt_schm\":" \
	"{\"encrypt_type\":\"KLAP\"}}}"

static void
hear(struct kasa_probe *probe, uint32_t from, uint16_t port, const struct kasa_buf *datagram, struct kasa_heard *heard)
{
	const struct kasa_source source = { .address = from, .port = port };

	kasa_probe_heard(probe, 0, &source, datagram->data, datagram->len, heard);
}

static void
search(void)
{
	struct kasa_target target;
	struct kasa_probe probe;
	struct kasa_heard heard;
	struct kasa_probe_send send;
	struct kasa_buf datagram;

	kasa_probe_init(&probe, &(struct kasa_probe_ports){ .xor = 9999, .tdp = { 20002 } }, 1);
	probe.pairs = true;
	kasa_record_init(&heard.record);
	kasa_buf_init(&datagram, KASA_MESSAGE_MAX);
	kasa_target_parse("192.0.2.0/28", &target, NULL);
	for (int i = 0; i < 20; i++)
		fail_nothing_else(kasa_probe_add(&probe, &target, NULL));
	kasa_probe_start(&probe, 0, 1000, 2);
	while (kasa_probe_next(&probe, 0, &send))
		;
	oom_pause();
	kasa_xor_seal_datagram(ANSWER_INFO(STRIP(1, 0)), strlen(ANSWER_INFO(STRIP(1, 0))), &datagram);
	oom_resume();
	for (uint32_t i = 1; i <= 3; i++)
		hear(&probe, 0xc0000200 + i, 9999, &datagram, &heard);
	oom_pause();
	kasa_buf_clear(&datagram);
	kasa_tdp_seal(ANNOUNCEMENT, strlen(ANNOUNCEMENT), &datagram);
	oom_resume();
	for (uint32_t i = 1; i <= 9; i++)
		hear(&probe, 0xc0000200 + i, 20002, &datagram, &heard);
	while (kasa_probe_ripe(&probe, 2000, &heard))
		ck_assert(heard.announced || heard.record.known);
	kasa_buf_finish(&datagram);
	kasa_record_finish(&heard.record);
	kasa_probe_finish(&probe);
}

/* A call over a link whose answer comes in pieces; true when it was answered. */
static bool
talk_through(struct talk *talk)
{
	static const uint8_t random[KASA_WIRE_RANDOM];
	struct kasa_link_event event;
	struct kasa_err err;
	struct kasa_buf framed;
	bool answered = false;

	ck_assert_int_eq(kasa_link_begin(&talk->link, talk->now_ms, talk->now_ms + 1000, 0, &err), KASA_OK);
	oom_pause();
	kasa_buf_init(&framed, KASA_MESSAGE_MAX);
	kasa_xor_seal(TALK_ANSWER, strlen(TALK_ANSWER), &framed, NULL);
	oom_resume();
	while (kasa_link_next(&talk->link, talk->now_ms, &event)) {
		if (event.kind == KASA_LINK_OPEN)
			kasa_link_connected(&talk->link, talk->now_ms, random);
		if (event.kind == KASA_LINK_FAILED)
			ck_assert_int_eq(event.err->code, KASA_ENOMEM);
		if (event.kind == KASA_LINK_ASK) {
			kasa_link_say(&talk->link, talk->now_ms, TALK_QUESTION, strlen(TALK_QUESTION),
			              KASA_SAY_REPEATABLE, 500);
			kasa_link_up(&talk->link, talk->now_ms, framed.data, 3);
			kasa_link_up(&talk->link, talk->now_ms, framed.data + 3, 9);
			kasa_link_up(&talk->link, talk->now_ms, framed.data + 12, framed.len - 12);
		}
		if (event.kind == KASA_LINK_ANSWER) {
			answered = true;
			kasa_link_end(&talk->link, talk->now_ms, false);
		}
	}
	kasa_buf_finish(&framed);
	return answered;
}

static void
converse(void)
{
	struct talk talk;

	talk_init(&talk, &kasa_wire_xor);
	talk_through(&talk);
	talk_through(&talk);
	oom_pause();
	ck_assert(talk_through(&talk)); /* with memory again it works again */
	oom_resume();
	talk_finish(&talk);
}

/* What waits goes to the device, and its answer comes: in two pieces, so that it is gathered. */
static void
exchange(struct talk *talk, struct fake_klap *fake)
{
	struct kasa_buf answer;
	size_t len;
	const uint8_t *data = kasa_link_down(&talk->link, &len);

	if (!data)
		return;
	oom_pause();
	kasa_buf_init(&answer, KASA_WIRE_FRAMED);
	fake_klap_answer(fake, data, len, &answer);
	oom_resume();
	kasa_link_sent(&talk->link, len);
	kasa_link_up(&talk->link, talk->now_ms, answer.data, 20);
	kasa_link_up(&talk->link, talk->now_ms, answer.data + 20, answer.len - 20);
	oom_pause();
	kasa_buf_finish(&answer);
	oom_resume();
}

/* A call over a link with a log-in; true when it was answered. */
static bool
log_in_and_talk(struct talk *talk, struct fake_klap *fake)
{
	static const uint8_t random[KASA_WIRE_RANDOM];
	struct kasa_link_event event;
	bool answered = false;

	ck_assert_int_eq(kasa_link_begin(&talk->link, talk->now_ms, talk->now_ms + 1000, 0, NULL), KASA_OK);
	while (kasa_link_next(&talk->link, talk->now_ms, &event)) {
		if (event.kind == KASA_LINK_OPEN)
			kasa_link_connected(&talk->link, talk->now_ms, random);
		if (event.kind == KASA_LINK_FAILED)
			ck_assert_int_eq(event.err->code, KASA_ENOMEM);
		if (event.kind == KASA_LINK_ASK)
			kasa_link_say(&talk->link, talk->now_ms, TALK_QUESTION, strlen(TALK_QUESTION),
			              KASA_SAY_REPEATABLE, 500);
		if (event.kind == KASA_LINK_ANSWER) {
			answered = true;
			kasa_link_end(&talk->link, talk->now_ms, false);
		}
		exchange(talk, fake);
		exchange(talk, fake);
	}
	return answered;
}

static void
converse_in_klap(bool chunked)
{
	struct kasa_credentials account;
	struct fake_klap fake;
	struct talk talk;

	fake_klap_init(&fake, KASA_KLAP_V2);
	fake.chunked = chunked;
	account = fake.owner;
	talk_init(&talk, &kasa_wire_klap2);
	kasa_link_at(&talk.link, "192.0.2.7", 80);
	talk.shared.keyring = (struct kasa_keyring){ .accounts = &account, .count = 1 };
	log_in_and_talk(&talk, &fake);
	log_in_and_talk(&talk, &fake);
	oom_pause();
	ck_assert(log_in_and_talk(&talk, &fake)); /* with memory again it works again */
	oom_resume();
	talk_finish(&talk);
}

static void
converse_in_klap_whole(void)
{
	converse_in_klap(false);
}

static void
converse_in_klap_chunks(void)
{
	converse_in_klap(true);
}

static const struct {
	const char *name;
	oom_scenario *run;
} scenarios[] = {
	{ "xor", seal_and_open },
	{ "json", read_json },
	{ "strip", read_strip },
	{ "relay", switch_plug },
	{ "alias", name_plug },
	{ "led", set_led },
	{ "energy", read_meter },
	{ "reboot", reboot },
	{ "rules", list_rules },
	{ "edit", edit_rule },
	{ "countdown", count_down },
	{ "raw", ask_anything },
	{ "hash", note_many },
	{ "probe", search },
	{ "link", converse },
	{ "klap", converse_in_klap_whole },
	{ "chunks", converse_in_klap_chunks },
};

START_TEST(no_allocation_that_fails_does_harm)
{
	for (size_t i = 0; i < UNIT_COUNT(scenarios); i++)
		oom_run(scenarios[i].name, scenarios[i].run);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = { no_allocation_that_fails_does_harm };

	return unit_run("oom_pure", tests, UNIT_COUNT(tests));
}
