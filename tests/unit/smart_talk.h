/* Orders and their words in SMART, for tests of a feature's rows: the text that a device of some kind gets, and what its answer comes to. */
#ifndef KASA_TESTS_UNIT_SMART_TALK_H
#define KASA_TESTS_UNIT_SMART_TALK_H

#include <check.h>
#include <string.h>

#include "model/smart.h"
#include "unit/smart_devices.h"
#include "unit/smart_player.h"

enum {
	SMART_TALK_ROOM = 8192,
};

/* One order to one device. */
struct smart_talk {
	struct kasa_record record;
	struct kasa_order order;
	struct kasa_answer answer;
	struct kasa_err err;
	struct kasa_buf out;
};

/* A record of a device that was looked at; "" for one that was not. */
static inline struct kasa_record
smart_record(const char *device)
{
	struct kasa_order look = { .kind = KASA_ORDER_LOOK };
	struct smart_player player = { .recording = NULL };
	struct kasa_record record;
	struct kasa_err err;
	json_t *said;

	kasa_record_init(&record);
	if (!device[0])
		return record;
	said = json_loads(device, 0, NULL);
	ck_assert_ptr_nonnull(said);
	player.recording = said;
	ck_assert_int_eq(smart_player_run(&player, &look, &record, NULL, &err), KASA_VERDICT_DONE);
	json_decref(said);
	return record;
}

static inline void
smart_talk_begin(struct smart_talk *talk, const char *device, const struct kasa_order *order)
{
	*talk = (struct smart_talk){ .record = smart_record(device), .order = *order };
	kasa_buf_init(&talk->out, SMART_TALK_ROOM);
}

static inline void
smart_talk_end(struct smart_talk *talk)
{
	kasa_answer_finish(&talk->answer);
	kasa_buf_finish(&talk->out);
	kasa_record_finish(&talk->record);
}

/* The next message; NULL when it is refused, and err tells why. */
static inline const char *
smart_talk_words(struct smart_talk *talk)
{
	struct kasa_jx_doc doc;

	kasa_buf_clear(&talk->out);
	if (kasa_smart_build(&talk->order, &talk->record, &talk->out, &talk->err) != KASA_OK)
		return NULL;
	ck_assert_int_eq(kasa_buf_add(&talk->out, "", 1), KASA_OK);
	ck_assert_int_eq(kasa_jx_parse(&doc, (const char *)talk->out.data, talk->out.len - 1, NULL), KASA_OK);
	kasa_jx_finish(&doc);
	return (const char *)talk->out.data;
}

/* The next message is this. */
static inline void
smart_talk_says(struct smart_talk *talk, const char *request)
{
	const char *words = smart_talk_words(talk);

	ck_assert_msg(words, "%s", talk->err.text);
	ck_assert_str_eq(words, request);
}

static inline enum kasa_verdict
smart_talk_reads(struct smart_talk *talk, const char *text)
{
	return kasa_smart_parse(&talk->order, text, strlen(text), &talk->record, &talk->answer, &talk->err);
}

/* The whole order, with a device that answers as in a recording. */
static inline enum kasa_verdict
smart_talk_runs(struct smart_talk *talk, const char *device)
{
	struct smart_player player = { .recording = NULL };
	json_t *said = json_loads(device, 0, NULL);
	enum kasa_verdict verdict;

	ck_assert_ptr_nonnull(said);
	player.recording = said;
	verdict = smart_player_run(&player, &talk->order, &talk->record, &talk->answer, &talk->err);
	json_decref(said);
	return verdict;
}

/* A row of a table of requests. */
struct smart_request {
	const char *device;
	struct kasa_order order;
	const char *request; /* the text of its first message, or why it is refused */
};

static inline void
smart_talk_check_requests(const struct smart_request *rows, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct smart_talk talk;
		const char *words;

		smart_talk_begin(&talk, rows[i].device, &rows[i].order);
		words = smart_talk_words(&talk);
		ck_assert_msg(words, "row %zu: %s", i, talk.err.text);
		ck_assert_msg(strcmp(words, rows[i].request) == 0, "row %zu: %s", i, words);
		smart_talk_end(&talk);
	}
}

static inline void
smart_talk_check_refused(const struct smart_request *rows, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct smart_talk talk;

		smart_talk_begin(&talk, rows[i].device, &rows[i].order);
		ck_assert_msg(!smart_talk_words(&talk), "row %zu", i);
		ck_assert_msg(strcmp(talk.err.text, rows[i].request) == 0, "row %zu: %s", i, talk.err.text);
		smart_talk_end(&talk);
	}
}

/* A row of a table of answers. */
struct smart_reply {
	const char *device;
	struct kasa_order order;
	const char *answer;
	enum kasa_verdict verdict;
	const char *why; /* REFUSED and GARBAGE: the sentence; NULL: not looked at */
};

static inline void
smart_talk_check_replies(const struct smart_reply *rows, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct smart_talk talk;
		enum kasa_verdict verdict;

		smart_talk_begin(&talk, rows[i].device, &rows[i].order);
		ck_assert_msg(smart_talk_words(&talk), "row %zu: %s", i, talk.err.text);
		verdict = smart_talk_reads(&talk, rows[i].answer);
		ck_assert_msg(verdict == rows[i].verdict, "row %zu: %d for %s", i, (int)verdict, rows[i].answer);
		if (rows[i].why)
			ck_assert_msg(strcmp(talk.err.text, rows[i].why) == 0, "row %zu: %s", i, talk.err.text);
		smart_talk_end(&talk);
	}
}

/* Words for requests and answers. */
#define SMART_ASK(method) "{\"method\":\"" method "\"}"
#define SMART_BATCH(requests) "{\"method\":\"multipleRequest\",\"params\":{\"requests\":[" requests "]}}"
#define SMART_TO_CHILD(number, request) \
	"{\"method\":\"control_child\",\"params\":{\"device_id\":\"" SMART_ID number "\",\"requestData\":" request "}}"
#define SMART_CHILD_LIST "{\"method\":\"get_child_device_list\",\"params\":{\"start_index\":0}}"
#define SMART_OK(members) "{\"error_code\":0,\"result\":{" members "}}"
#define SMART_FAILED(code) "{\"error_code\":" #code "}"
#define SMART_ANSWERS(responses) "{\"error_code\":0,\"result\":{\"responses\":[" responses "]}}"
#define SMART_DID(method) "{\"method\":\"" method "\",\"error_code\":0}"
#define SMART_GAVE(method, members) "{\"method\":\"" method "\",\"error_code\":0,\"result\":{" members "}}"
#define SMART_NOT(method, code) "{\"method\":\"" method "\",\"error_code\":" #code "}"

#endif
