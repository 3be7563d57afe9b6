/* Orders and their words, for tests of a feature's rows: the text that a device of some kind gets, and what its answer comes to. */
#ifndef KASA_TESTS_UNIT_IOT_TALK_H
#define KASA_TESTS_UNIT_IOT_TALK_H

#include <check.h>
#include <string.h>

#include "model/iot.h"
#include "unit/devices.h"

enum {
	IOT_TALK_ROOM = 8192,
};

/* One order to one device. */
struct iot_talk {
	struct kasa_record record;
	struct kasa_order order;
	struct kasa_answer answer;
	struct kasa_err err;
	struct kasa_buf out;
};

/* @p device: the members of its get_sysinfo. */
static inline void
iot_talk_begin(struct iot_talk *talk, const char *device, const struct kasa_order *order)
{
	*talk = (struct iot_talk){ .record = device_record(device), .order = *order };
	kasa_buf_init(&talk->out, IOT_TALK_ROOM);
}

static inline void
iot_talk_end(struct iot_talk *talk)
{
	kasa_answer_finish(&talk->answer);
	kasa_buf_finish(&talk->out);
	kasa_record_finish(&talk->record);
}

/* The next message; NULL when it is refused, and err tells why. */
static inline const char *
iot_talk_words(struct iot_talk *talk)
{
	struct kasa_jx_doc doc;

	kasa_buf_clear(&talk->out);
	if (kasa_iot_build(&talk->order, &talk->record, &talk->out, &talk->err) != KASA_OK)
		return NULL;
	ck_assert_int_eq(kasa_buf_add(&talk->out, "", 1), KASA_OK);
	ck_assert_int_eq(kasa_jx_parse(&doc, (const char *)talk->out.data, talk->out.len - 1, NULL), KASA_OK);
	kasa_jx_finish(&doc);
	return (const char *)talk->out.data;
}

static inline enum kasa_verdict
iot_talk_reads(struct iot_talk *talk, const char *text)
{
	return kasa_iot_parse(&talk->order, text, strlen(text), &talk->record, &talk->answer, &talk->err);
}

/* A row of a table of requests. */
struct iot_request {
	const char *device;
	struct kasa_order order;
	const char *request; /* its whole text, or why it is refused */
};

static inline void
iot_talk_check_requests(const struct iot_request *rows, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct iot_talk talk;
		const char *words;

		iot_talk_begin(&talk, rows[i].device, &rows[i].order);
		words = iot_talk_words(&talk);
		ck_assert_msg(words, "row %zu: %s", i, talk.err.text);
		ck_assert_msg(strcmp(words, rows[i].request) == 0, "row %zu: %s", i, words);
		iot_talk_end(&talk);
	}
}

static inline void
iot_talk_check_refused(const struct iot_request *rows, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct iot_talk talk;

		iot_talk_begin(&talk, rows[i].device, &rows[i].order);
		ck_assert_msg(!iot_talk_words(&talk), "row %zu", i);
		ck_assert_msg(strcmp(talk.err.text, rows[i].request) == 0, "row %zu: %s", i, talk.err.text);
		iot_talk_end(&talk);
	}
}

/* A row of a table of answers. */
struct iot_reply {
	const char *device;
	struct kasa_order order;
	const char *answer;
	enum kasa_verdict verdict;
};

static inline void
iot_talk_check_replies(const struct iot_reply *rows, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct iot_talk talk;
		enum kasa_verdict verdict;

		iot_talk_begin(&talk, rows[i].device, &rows[i].order);
		verdict = iot_talk_reads(&talk, rows[i].answer);
		ck_assert_msg(verdict == rows[i].verdict, "row %zu: %d %s", i, (int)verdict, talk.err.text);
		iot_talk_end(&talk);
	}
}

#endif
