/* What webhooks compute: schedules, breakers, addresses, templates, bodies, and the lines of their files. */
#include "unit/unit.h"

#include <arpa/inet.h>
#include <netinet/in.h>

#include "bridge/documents/documents.h"
#include "bridge/webhook/webhook_body.h"
#include "bridge/webhook/webhook_queue.h"
#include "bridge/webhook/webhook_retry.h"
#include "bridge/webhook/webhook_template.h"
#include "bridge/webhook/webhook_url.h"
#include "unit/bridge_device.h"

enum {
	NOW_S = 1795809600, /* 2026-11-27 20:00:00 UTC */
	MINUTE_MS = 60 * 1000,
	HOUR_MS = 60 * MINUTE_MS,
};

static struct made made;

/* ---- when it is tried again ---- */

START_TEST(statuses_say_whether_it_is_tried_again)
{
	static const struct {
		int status;
		enum webhook_verdict verdict;
	} rows[] = {
		{ 200, WEBHOOK_DELIVERED }, { 204, WEBHOOK_DELIVERED }, { 299, WEBHOOK_DELIVERED },
		{ 0, WEBHOOK_AGAIN },       { 301, WEBHOOK_AGAIN },     { 304, WEBHOOK_AGAIN },
		{ 400, WEBHOOK_REFUSED },   { 401, WEBHOOK_REFUSED },   { 404, WEBHOOK_REFUSED },
		{ 408, WEBHOOK_AGAIN },     { 410, WEBHOOK_GONE },      { 413, WEBHOOK_REFUSED },
		{ 425, WEBHOOK_AGAIN },     { 429, WEBHOOK_AGAIN },     { 500, WEBHOOK_AGAIN },
		{ 503, WEBHOOK_AGAIN },     { 599, WEBHOOK_AGAIN },     { 999, WEBHOOK_AGAIN },
	};

	for (size_t i = 0; i < UNIT_COUNT(rows); i++)
		ck_assert_msg(webhook_judge(rows[i].status) == rows[i].verdict, "%d", rows[i].status);
}
END_TEST

/* The longest of many waits, which comes near to what is allowed. */
static uint32_t
longest(unsigned tries, uint32_t first_ms, uint32_t most_ms)
{
	struct kasa_rng rng = { 1 };
	uint32_t most = 0;

	for (unsigned i = 0; i < 2000; i++) {
		uint32_t ms = webhook_retry_ms(&rng, tries, first_ms, most_ms, 0);

		ck_assert_uint_ge(ms, 1);
		most = ms > most ? ms : most;
	}
	return most;
}

START_TEST(waits_follow_the_schedule_with_full_jitter)
{
	static const uint32_t schedule_s[] = { 5, 300, 1800, 7200, 18000, 36000, 50400, 72000, 86400, 86400 };

	for (unsigned i = 0; i < UNIT_COUNT(schedule_s); i++) {
		uint32_t want = schedule_s[i] * 1000;

		ck_assert_uint_le(longest(i + 1, 5000, UINT32_MAX), want);
		ck_assert_uint_ge(longest(i + 1, 5000, UINT32_MAX), want / 100 * 98);
	}
	ck_assert_uint_le(longest(1, 1000, HOUR_MS), 1000);
	ck_assert_uint_le(longest(2, 1000, HOUR_MS), MINUTE_MS);
	ck_assert_uint_le(longest(9, 5000, HOUR_MS), HOUR_MS);
	ck_assert_uint_le(longest(UINT32_MAX, 5000, HOUR_MS), HOUR_MS);
	ck_assert_uint_le(longest(UINT32_MAX, HOUR_MS, 1000), 1000);
}
END_TEST

START_TEST(what_the_receiver_asks_for_is_waited_up_to_an_hour)
{
	struct kasa_rng rng = { 7 };

	ck_assert_uint_eq(webhook_retry_ms(&rng, 1, 5000, HOUR_MS, 120), 120 * 1000);
	ck_assert_uint_eq(webhook_retry_ms(&rng, 1, 5000, HOUR_MS, 3600), HOUR_MS);
	ck_assert_uint_eq(webhook_retry_ms(&rng, 1, 5000, HOUR_MS, INT64_MAX), HOUR_MS);
	ck_assert_uint_le(webhook_retry_ms(&rng, 1, 5000, HOUR_MS, -5), 5000);
	ck_assert_uint_le(webhook_retry_ms(&rng, 1, 5000, HOUR_MS, INT64_MIN), 5000);
}
END_TEST

START_TEST(a_breaker_opens_and_its_pause_doubles_up_to_an_hour)
{
	struct webhook_breaker breaker = { 0 };
	uint64_t now = 1000, pause = MINUTE_MS;

	for (unsigned i = 1; i < 5; i++) {
		webhook_breaker_failed(&breaker, 5, MINUTE_MS, now);
		ck_assert(!webhook_breaker_open(&breaker));
	}
	for (unsigned i = 0; i < 10; i++) {
		webhook_breaker_failed(&breaker, 5, MINUTE_MS, now);
		ck_assert(webhook_breaker_open(&breaker));
		ck_assert_uint_eq(breaker.until_ms, now + pause);
		now = breaker.until_ms;
		pause = pause * 2 > HOUR_MS ? HOUR_MS : pause * 2;
	}
	webhook_breaker_succeeded(&breaker);
	ck_assert(!webhook_breaker_open(&breaker));
	webhook_breaker_failed(&breaker, 5, MINUTE_MS, now);
	ck_assert(!webhook_breaker_open(&breaker));
}
END_TEST

START_TEST(five_days_without_success_are_hopeless)
{
	uint64_t five = UINT64_C(5) * 24 * HOUR_MS;

	ck_assert(!webhook_hopeless(1000, 1000));
	ck_assert(!webhook_hopeless(1000, 1000 + five - 1));
	ck_assert(webhook_hopeless(1000, 1000 + five));
}
END_TEST

/* ---- addresses ---- */

START_TEST(urls_are_taken_or_refused)
{
	static const char *const good[] = { "http://a",         "https://a.example/x?y=z", "http://192.0.2.1:1880/kasa",
		                            "http://[::1]:80/", "https://[2001:db8::1]",   "http://localhost/%20" };
	static const char *const bad[] = { "",
		                           "a",
		                           "ftp://a",
		                           "HTTP://a",
		                           "http:/a",
		                           "http://",
		                           "http://:80",
		                           "http://a:",
		                           "http://a:0/",
		                           "http://a:x/",
		                           "http://[",
		                           "http://[]/",
		                           "http://a b",
		                           "http://a\n/",
		                           "http://u@a/",
		                           "http://a/#f",
		                           "http://[a]/",
		                           "http://a:655360/",
		                           "http://1.2.3.256/",
		                           "http://\xc3\xa4/" };
	struct kasa_err err;

	for (size_t i = 0; i < UNIT_COUNT(good); i++)
		ck_assert_msg(webhook_url_check(good[i], &err) == KASA_OK, "%s: %s", good[i], err.text);
	for (size_t i = 0; i < UNIT_COUNT(bad); i++)
		ck_assert_msg(webhook_url_check(bad[i], &err) == KASA_EINVAL, "%s", bad[i]);
}
END_TEST

static bool
allowed(const char *address, const char *host)
{
	struct sockaddr_in four = { .sin_family = AF_INET };
	struct sockaddr_in6 six = { .sin6_family = AF_INET6 };

	if (inet_pton(AF_INET, address, &four.sin_addr) == 1)
		return webhook_address_allowed((const struct sockaddr *)&four, host);
	ck_assert_int_eq(inet_pton(AF_INET6, address, &six.sin6_addr), 1);
	return webhook_address_allowed((const struct sockaddr *)&six, host);
}

START_TEST(addresses_that_nobody_should_reach_are_refused)
{
	static const char *const never[] = {
		"169.254.169.254",       "169.254.0.1", "0.0.0.0", "0.1.2.3", "224.0.0.1", "239.1.1.1",
		"255.255.255.255",       "fe80::1",     "febf::1", "::",      "ff02::1",   "fd00:ec2::254",
		"::ffff:169.254.169.254"
	};
	static const char *const always[] = { "192.168.1.2", "10.0.0.1",    "192.0.2.1", "172.16.0.1",
		                              "169.253.0.1", "2001:db8::1", "fd00::1",   "::ffff:192.0.2.1" };
	static const char *const own[] = { "127.0.0.1", "127.255.0.1", "::1", "::ffff:127.0.0.1" };

	for (size_t i = 0; i < UNIT_COUNT(never); i++)
		ck_assert_msg(!allowed(never[i], "localhost") && !allowed(never[i], never[i]), "%s", never[i]);
	for (size_t i = 0; i < UNIT_COUNT(always); i++)
		ck_assert_msg(allowed(always[i], "a.example"), "%s", always[i]);
	for (size_t i = 0; i < UNIT_COUNT(own); i++)
		ck_assert_msg(allowed(own[i], "localhost") && allowed(own[i], "127.0.0.1")
		                      && !allowed(own[i], "a.example"),
		              "%s", own[i]);
}
END_TEST

/* ---- templates ---- */

static void
renders(const char *text, enum webhook_escape escape, const char *want)
{
	struct webhook_values values = { .text = {
						 [WEBHOOK_DEVICE_ALIAS] = "a\"b\\c\n<é>&'\xff/",
						 [WEBHOOK_POWER_W] = "12.5",
						 [WEBHOOK_STATE] = "ON",
					 } };
	struct kasa_buf out;

	kasa_buf_init(&out, 4096);
	ck_assert_int_eq(webhook_template_check(text, NULL), KASA_OK);
	ck_assert_int_eq(webhook_template_render(text, escape, &values, &out), KASA_OK);
	ck_assert_int_eq(kasa_buf_add(&out, "", 1), KASA_OK);
	ck_assert_str_eq((const char *)out.data, want);
	kasa_buf_finish(&out);
}

START_TEST(what_is_put_in_is_escaped_as_the_text_wants_it)
{
	renders("{{state}}-{{ state }}{{by}}", WEBHOOK_PLAIN, "ON-ON");
	renders("{{device.alias}}", WEBHOOK_PLAIN, "a\"b\\c?<é>&'\xef\xbf\xbd/");
	renders("{\"a\":\"{{device.alias}}\"}", WEBHOOK_JSON, "{\"a\":\"a\\\"b\\\\c\\u000a<é>&'\xef\xbf\xbd/\"}");
	renders("{\"a\":{{device.alias}},\"p\":{{power_w}},\"b\":{{by}},\"s\":{{state}}}", WEBHOOK_JSON,
	        "{\"a\":\"a\\\"b\\\\c\\u000a<é>&'\xef\xbf\xbd/\",\"p\":12.5,\"b\":null,\"s\":\"ON\"}");
	renders("{\"a\\\"\":\"{{state}}\",\"p\":\"{{power_w}}{{by}}\"}", WEBHOOK_JSON,
	        "{\"a\\\"\":\"ON\",\"p\":\"12.5\"}");
	renders("a={{device.alias}}", WEBHOOK_FORM, "a=a%22b%5Cc%0A%3C%C3%A9%3E%26%27%EF%BF%BD%2F");
	renders("{{device.alias}}", WEBHOOK_XML, "a&#34;b\\c &#60;é&#62;&#38;&#39;\xef\xbf\xbd/");
	renders("no holes {", WEBHOOK_PLAIN, "no holes {");
}
END_TEST

START_TEST(templates_with_mistakes_are_told)
{
	struct kasa_err err;

	ck_assert_int_eq(webhook_template_check("{{state", &err), KASA_EINVAL);
	ck_assert_int_eq(webhook_template_check("{{}}", &err), KASA_EINVAL);
	ck_assert_int_eq(webhook_template_check("a {{stat}}", &err), KASA_EINVAL);
	ck_assert_ptr_nonnull(strstr(err.text, "there is no {{stat}} (allowed: device.alias,"));
}
END_TEST

START_TEST(a_body_has_an_end)
{
	struct webhook_values values = { .text = { [WEBHOOK_STATE] = "0123456789" } };
	struct kasa_buf out;

	kasa_buf_init(&out, 15);
	ck_assert_int_eq(webhook_template_render("{{state}}{{state}}", WEBHOOK_PLAIN, &values, &out), KASA_EPROTO);
	kasa_buf_finish(&out);
}
END_TEST

/* ---- bodies ---- */

static struct config_webhook config;
static char ifttt_event[] = "kasa {{event.type}}", as_json[] = "application/json";

static void
make_line(const struct event *event, struct kasa_buf *line)
{
	const struct webhook_about about = { .id = "msg_1", .event = event, .now_s = NOW_S, .instance = "attic" };
	struct kasa_err err = { .code = KASA_OK };

	kasa_buf_init(line, WEBHOOK_LINE_MAX);
	ck_assert_msg(webhook_body_make(&config, &about, line, &err) == KASA_OK, "%s", err.text);
	ck_assert_int_eq(line->data[line->len - 1], '\n');
}

static void
makes(const struct event *event, const char *body, const char *type, const char *to)
{
	struct webhook_content content;
	struct kasa_buf line;
	json_t *keep;

	make_line(event, &line);
	ck_assert(webhook_record_content((const char *)line.data, line.len - 1, &content, &keep));
	ck_assert_str_eq(content.body, body);
	ck_assert_str_eq(content.type, type);
	ck_assert_str_eq(content.to, to);
	ck_assert_str_eq(content.id, "msg_1");
	ck_assert_int_eq(content.time_s, NOW_S);
	json_decref(keep);
	kasa_buf_finish(&line);
}

static struct event
switched(void)
{
	made_plug(&made);
	return (struct event){ .kind = EVENT_STATE_CHANGED,
		               .device = &made.device,
		               .before = "OFF",
		               .after = "ON",
		               .source = ORDER_FROM_HTTP,
		               .by = "phone" };
}

START_TEST(the_forms_of_an_event)
{
	struct event event = switched();
	char report[1024], body[2048];
	json_auto_t *json = document_report(&event, NOW_S);
	char *text = document_text(json, NULL);

	snprintf(report, sizeof report, "%s", text);
	free(text);
	config = (struct config_webhook){ .format = CONFIG_WEBHOOK_STANDARD, .ifttt_event = ifttt_event };
	snprintf(body, sizeof body,
	         "{\"type\":\"kasa.state_changed\",\"timestamp\":\"2026-11-27T20:00:00+00:00\",\"data\":%s}", report);
	makes(&event, body, "application/json", "");
	config.format = CONFIG_WEBHOOK_CLOUDEVENTS;
	snprintf(body, sizeof body,
	         "{\"specversion\":\"1.0\",\"id\":\"msg_1\",\"source\":\"/kasa/attic\",\"type\":\"kasa.state_changed\","
	         "\"time\":\"2026-11-27T20:00:00+00:00\",\"datacontenttype\":\"application/json\",\"data\":%s,"
	         "\"subject\":\"fan\"}",
	         report);
	makes(&event, body, "application/cloudevents+json", "");
	config.format = CONFIG_WEBHOOK_IFTTT;
	snprintf(body, sizeof body, "{\"value1\":\"%s\",\"value2\":\"state_changed\",\"value3\":\"ON\"}",
	         device_alias(&made.device, 0));
	makes(&event, body, "application/json", "kasa_state_changed");
	config.json = true;
	makes(&event, report, "application/json", "kasa_state_changed");
}
END_TEST

START_TEST(an_event_about_no_device_has_a_form_as_well)
{
	const struct event event = { .kind = EVENT_RULE, .name = "test", .by = "a" };

	config = (struct config_webhook){ .format = CONFIG_WEBHOOK_IFTTT, .ifttt_event = ifttt_event };
	makes(&event, "{\"value1\":\"\",\"value2\":\"test\",\"value3\":\"\"}", "application/json", "kasa_test");
}
END_TEST

START_TEST(facts_are_values_of_templates)
{
	static char body[] =
		"{{power_w}} {{limit_w}} {{energy_kwh}} {{duration_s}} {{limit_kwh}}|{{timestamp}} {{timestamp_s}}";
	static char plain[] = "text/plain";
	struct event_facts facts;
	struct event event = switched();

	event_facts_init(&facts);
	facts.power_w = 1234.5678901;
	facts.limit_w = 1000;
	facts.energy_kwh = -0.00001;
	facts.duration_s = 65;
	event.facts = &facts;
	config = (struct config_webhook){ .format = CONFIG_WEBHOOK_TEMPLATE, .body = body, .content_type = plain };
	makes(&event, "1234.5679 1000 0 65 |2026-11-27T20:00:00+00:00 1795809600", "text/plain", "");
}
END_TEST

START_TEST(a_body_that_is_too_large_is_refused)
{
	static char body[WEBHOOK_BODY_MAX + 2];
	struct event event = switched();
	const struct webhook_about about = { .id = "msg_1", .event = &event, .now_s = NOW_S, .instance = "attic" };
	struct kasa_buf line;
	struct kasa_err err;

	memset(body, '\1', sizeof body - 1); /* six characters each in a line */
	config = (struct config_webhook){ .format = CONFIG_WEBHOOK_TEMPLATE, .body = body, .content_type = as_json };
	kasa_buf_init(&line, WEBHOOK_LINE_MAX);
	ck_assert_int_eq(webhook_body_make(&config, &about, &line, &err), KASA_EPROTO);
	body[WEBHOOK_BODY_MAX] = '\0';
	ck_assert_msg(webhook_body_make(&config, &about, &line, &err) == KASA_OK, "%s", err.text);
	kasa_buf_finish(&line);
}
END_TEST

START_TEST(who_wants_what)
{
	static char online[] = "device_online", washed[] = "washed", every[] = "all";
	static char name[] = "FAN", part[] = "desk/2", address[] = "50:c7:bf:00:01:00";
	char *some[] = { online, washed, NULL }, *all[] = { every, NULL };
	char *fan[] = { name, NULL }, *outlet[] = { part, NULL }, *mac[] = { address, NULL };
	struct event event = switched(), rule = { .kind = EVENT_RULE, .name = "washed" };

	config = (struct config_webhook){ .name = NULL };
	ck_assert(webhook_wants(&config, &event));
	ck_assert(!webhook_wants(&config, &rule));
	config.events = some;
	ck_assert(!webhook_wants(&config, &event));
	ck_assert(webhook_wants(&config, &rule));
	config.events = all;
	config.devices = fan;
	ck_assert(webhook_wants(&config, &event));
	ck_assert(!webhook_wants(&config, &rule));
	config.devices = mac;
	ck_assert(webhook_wants(&config, &event));
	config.devices = outlet;
	ck_assert(!webhook_wants(&config, &event));
	made_strip(&made);
	snprintf(made.device.name, sizeof made.device.name, "desk");
	ck_assert(!webhook_wants(&config, &event));
	event.outlet = 2;
	ck_assert(webhook_wants(&config, &event));
	event.outlet = 1;
	ck_assert(!webhook_wants(&config, &event));
}
END_TEST

/* ---- queues and their files ---- */

static void
add_to(struct kasa_buf *out, const char *id, uint64_t key)
{
	const struct webhook_content content = { .id = id,
		                                 .event = "e",
		                                 .device = "",
		                                 .time_s = NOW_S,
		                                 .key = key,
		                                 .type = "text/plain",
		                                 .to = "",
		                                 .body = "x\ny\"z",
		                                 .length = 5 };

	ck_assert_int_eq(webhook_record_add(out, &content), KASA_OK);
}

static void
other_to(struct kasa_buf *out, enum webhook_record_kind kind, const char *id, int64_t time_s, const char *why)
{
	struct webhook_record record = { .kind = kind, .time_s = time_s };

	snprintf(record.id, sizeof record.id, "%s", id);
	snprintf(record.why, sizeof record.why, "%s", why);
	ck_assert_int_eq(webhook_record_other(out, &record), KASA_OK);
}

/* "a b|c" are those that wait and those that are dead. */
static void
holds(const struct webhook_queue *queue, const char *want)
{
	const struct webhook_list *const lists[] = { &queue->waiting, &queue->dead };
	char got[256] = "";

	for (size_t i = 0; i < 2; i++) {
		size_t count = 0, bytes = 0;

		strcat(got, i > 0 ? "|" : "");
		for (const struct kasa_list *at = lists[i]->messages.next; at != &lists[i]->messages; at = at->next) {
			const struct webhook_message *message = KASA_CONTAINER(at, struct webhook_message, node);

			strcat(got, count++ > 0 ? " " : "");
			strcat(got, message->id);
			bytes += message->length;
		}
		ck_assert_uint_eq(lists[i]->count, count);
		ck_assert_uint_eq(lists[i]->bytes, bytes);
	}
	ck_assert_str_eq(got, want);
}

/* A file in which everything happens. */
static void
make_file(struct kasa_buf *file)
{
	kasa_buf_init(file, 1 << 20);
	add_to(file, "a", 1);
	add_to(file, "b", UINT64_MAX);
	add_to(file, "c", 0);
	other_to(file, WEBHOOK_RECORD_END, "a", NOW_S, "");
	other_to(file, WEBHOOK_RECORD_DEAD, "b", NOW_S + 5, "status 400");
	add_to(file, "d", 0);
	other_to(file, WEBHOOK_RECORD_DEAD, "c", NOW_S + 6, "too old");
	other_to(file, WEBHOOK_RECORD_AGAIN, "b", NOW_S + 7, "");
	other_to(file, WEBHOOK_RECORD_END, "unknown", NOW_S + 7, "");
}

START_TEST(a_file_says_what_happened_and_is_written_the_same_again)
{
	struct kasa_buf file, again;
	struct webhook_queue queue;
	size_t broken;

	make_file(&file);
	webhook_queue_init(&queue);
	ck_assert_uint_eq(webhook_queue_read(&queue, (const char *)file.data, file.len, &broken), file.len);
	ck_assert_uint_eq(broken, 0);
	holds(&queue, "d b|c");
	ck_assert_int_eq(webhook_queue_waiting(&queue, "b")->since_s, NOW_S + 7);
	ck_assert_uint_eq(webhook_queue_waiting(&queue, "b")->key, UINT64_MAX);
	ck_assert_str_eq(webhook_queue_dead(&queue, "c")->why, "too old");
	kasa_buf_init(&again, 1 << 20);
	ck_assert_int_eq(webhook_queue_write(&queue, &again), KASA_OK);
	webhook_queue_finish(&queue);
	webhook_queue_read(&queue, (const char *)again.data, again.len, &broken);
	ck_assert_uint_eq(broken, 0);
	holds(&queue, "d b|c");
	ck_assert_int_eq(webhook_queue_waiting(&queue, "b")->since_s, NOW_S + 7);
	ck_assert_int_eq(webhook_queue_dead(&queue, "c")->dead_s, NOW_S + 6);
	webhook_queue_finish(&queue);
	kasa_buf_finish(&file);
	kasa_buf_finish(&again);
}
END_TEST

START_TEST(a_file_that_is_cut_anywhere_loses_the_torn_line_alone)
{
	struct webhook_queue queue;
	struct kasa_buf file;
	size_t broken, whole = 0;

	make_file(&file);
	webhook_queue_init(&queue);
	for (size_t n = 0; n <= file.len; n++) {
		char *cut = malloc(n + 1);

		memcpy(cut, file.data, n);
		whole = n > 0 && file.data[n - 1] == '\n' ? n : whole;
		ck_assert_uint_eq(webhook_queue_read(&queue, cut, n, &broken), whole);
		ck_assert_uint_eq(broken, 0);
		webhook_queue_finish(&queue);
		free(cut);
	}
	kasa_buf_finish(&file);
}
END_TEST

START_TEST(lines_that_are_none_are_counted_and_passed_over)
{
	static const char *const rubbish[] = { "\n",
		                               "rubbish\n",
		                               "{}\n",
		                               "[]\n",
		                               "{\"add\":\"x\",\"time\":1}\n",
		                               "{\"end\":\"\",\"time\":1}\n",
		                               "{\"end\":5,\"time\":1}\n",
		                               "{\"end\":\"a\"}\n",
		                               "{\"end\":\"0123456789012345678901234567890123\",\"time\":1}\n" };
	struct webhook_queue queue;
	struct kasa_buf file;
	size_t broken;

	kasa_buf_init(&file, 1 << 20);
	add_to(&file, "a", 0);
	for (size_t i = 0; i < UNIT_COUNT(rubbish); i++)
		ck_assert_int_eq(kasa_buf_add(&file, rubbish[i], strlen(rubbish[i])), KASA_OK);
	add_to(&file, "b", 0);
	add_to(&file, "b", 0);
	webhook_queue_init(&queue);
	webhook_queue_read(&queue, (const char *)file.data, file.len, &broken);
	ck_assert_uint_eq(broken, UNIT_COUNT(rubbish));
	holds(&queue, "a b|");
	webhook_queue_finish(&queue);
	kasa_buf_finish(&file);
}
END_TEST

static struct webhook_message *
push(struct webhook_queue *queue, const char *id, uint64_t key)
{
	struct webhook_message *message;
	struct kasa_buf line;

	kasa_buf_init(&line, 4096);
	add_to(&line, id, key);
	message = webhook_queue_add(queue, (const char *)line.data, line.len - 1);
	ck_assert_ptr_nonnull(message);
	kasa_buf_finish(&line);
	return message;
}

START_TEST(the_oldest_that_is_not_on_its_way_goes_first)
{
	struct webhook_message *a, *b, *c;
	struct webhook_queue queue;

	webhook_queue_init(&queue);
	a = push(&queue, "a", 5);
	b = push(&queue, "b", 5);
	c = push(&queue, "c", 5);
	ck_assert_ptr_null(webhook_queue_over(&queue, 3, 10000));
	ck_assert_ptr_eq(webhook_queue_over(&queue, 2, 10000), a);
	ck_assert_ptr_eq(webhook_queue_over(&queue, 3, 10), a);
	ck_assert_ptr_eq(webhook_queue_overtaken(&queue, c), a);
	a->busy = true;
	ck_assert_ptr_eq(webhook_queue_over(&queue, 2, 10000), b);
	ck_assert_ptr_eq(webhook_queue_overtaken(&queue, c), b);
	b->key = 6;
	ck_assert_ptr_null(webhook_queue_overtaken(&queue, c));
	webhook_queue_end(&queue, c);
	webhook_queue_end(&queue, b);
	ck_assert_ptr_null(webhook_queue_over(&queue, 0, 10000));
	webhook_queue_finish(&queue);
}
END_TEST

START_TEST(dead_letters_are_kept_for_a_week_and_five_hundred_of_them)
{
	struct webhook_queue queue;
	char id[16];

	webhook_queue_init(&queue);
	for (unsigned i = 0; i <= WEBHOOK_DEAD_MAX; i++) {
		ck_assert_ptr_null(webhook_queue_forgettable(&queue, 10 << 20, NOW_S));
		snprintf(id, sizeof id, "m%u", i);
		webhook_queue_bury(&queue, push(&queue, id, 0), NOW_S, "why");
	}
	ck_assert_str_eq(webhook_queue_forgettable(&queue, 10 << 20, NOW_S)->id, "m0");
	webhook_queue_end(&queue, webhook_queue_dead(&queue, "m0"));
	ck_assert_ptr_null(webhook_queue_forgettable(&queue, 10 << 20, NOW_S + WEBHOOK_DEAD_S - 1));
	ck_assert_str_eq(webhook_queue_forgettable(&queue, 10 << 20, NOW_S + WEBHOOK_DEAD_S)->id, "m1");
	ck_assert_str_eq(webhook_queue_forgettable(&queue, 1000, NOW_S)->id, "m1");
	webhook_queue_finish(&queue);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		statuses_say_whether_it_is_tried_again,
		waits_follow_the_schedule_with_full_jitter,
		what_the_receiver_asks_for_is_waited_up_to_an_hour,
		a_breaker_opens_and_its_pause_doubles_up_to_an_hour,
		five_days_without_success_are_hopeless,
		urls_are_taken_or_refused,
		addresses_that_nobody_should_reach_are_refused,
		what_is_put_in_is_escaped_as_the_text_wants_it,
		templates_with_mistakes_are_told,
		a_body_has_an_end,
		the_forms_of_an_event,
		an_event_about_no_device_has_a_form_as_well,
		facts_are_values_of_templates,
		a_body_that_is_too_large_is_refused,
		who_wants_what,
		a_file_says_what_happened_and_is_written_the_same_again,
		a_file_that_is_cut_anywhere_loses_the_torn_line_alone,
		lines_that_are_none_are_counted_and_passed_over,
		the_oldest_that_is_not_on_its_way_goes_first,
		dead_letters_are_kept_for_a_week_and_five_hundred_of_them,
	};

	return unit_run("bridge webhook", tests, UNIT_COUNT(tests));
}
