/* Reading answers of the SMART language: errors in `error_code`, of a message, of a question, and of an outlet. */
#include <string.h>

#include "base/err.h"
#include "model/smart.h"

enum {
	UNKNOWN_METHOD = -1002,
	UNREADABLE = -1003, /* P100 says that of messages with several questions */
	TOO_LONG = -1006,
	BATCH_FAILED = 1200,
	SESSION_OVER = 9999,
	SESSION_EXPIRED = -40401,
};

/* An answer being read, question by question. */
struct reading {
	const struct kasa_jx *root;
	const struct kasa_smart_row *row;
	struct kasa_smart_item items[KASA_SMART_BATCH];
	unsigned count;
	struct kasa_smart_talk *talk;
	bool missing; /* what reads back what was set was refused */
};

static bool
breaks(int rc)
{
	return rc == KASA_EPROTO || rc == KASA_ENOMEM;
}

static enum kasa_verdict
another_question(struct kasa_err *err)
{
	kasa_err_set(err, KASA_EPROTO, "an answer to another question");
	return KASA_VERDICT_GARBAGE;
}

/* ---- where the answers stand ---- */

/* What the message names for a question. */
static const char *
method_of(const struct kasa_smart_item *item)
{
	return item->outlet > 0 ? "control_child" : item->ask->method;
}

static bool
is_of(const struct kasa_jx *response, const char *method)
{
	const struct kasa_jx *name = kasa_jx_get(response, "method");

	return kasa_jx_is(name, KASA_JX_STRING) && name->len == strlen(method)
	       && memcmp(name->text, method, name->len) == 0;
}

static const struct kasa_jx *
responses_of(const struct kasa_jx *root)
{
	return kasa_jx_get(kasa_jx_get(root, "result"), "responses");
}

static bool
was_asked(const struct reading *reading, const struct kasa_jx *response)
{
	for (unsigned i = 0; i < reading->count; i++)
		if (is_of(response, method_of(&reading->items[i])))
			return true;
	return false;
}

/* What no question of the message asked. */
static bool
answers_another(const struct reading *reading)
{
	const struct kasa_jx *responses = responses_of(reading->root), *response = NULL;

	if (reading->count == 1)
		return kasa_jx_is(responses, KASA_JX_ARRAY);
	if (!kasa_jx_is(responses, KASA_JX_ARRAY))
		return true;
	while ((response = kasa_jx_next(responses, response)))
		if (!was_asked(reading, response))
			return true;
	return false;
}

/* The answer to question @p i, behind @p *at, which moves on; NULL where it is missing. They come in the order they were asked. */
static const struct kasa_jx *
find_response(const struct reading *reading, unsigned i, const struct kasa_jx **at)
{
	const struct kasa_jx *response = *at;

	if (reading->count == 1)
		return reading->root;
	while ((response = kasa_jx_next(responses_of(reading->root), response)))
		if (is_of(response, method_of(&reading->items[i]))) {
			*at = response;
			return response;
		}
	return NULL;
}

/* ---- one answer ---- */

static int
silent(const struct kasa_smart_item *item, struct kasa_err *err)
{
	return kasa_err_set(err, KASA_ENOTSUP, "the device does not answer %s", item->ask->method);
}

/* The result within, past the outlet that it may have been handed to. */
static int
open_response(const struct kasa_jx *response, const struct kasa_smart_item *item, const struct kasa_jx **result,
              struct kasa_err *err)
{
	int rc = kasa_smart_refusal(response, item->ask->method, err);

	*result = kasa_jx_get(response, "result");
	if (rc != KASA_OK || item->outlet == 0)
		return rc;
	response = kasa_jx_get(*result, "responseData");
	if (!kasa_jx_is(response, KASA_JX_OBJECT))
		return silent(item, err);
	*result = kasa_jx_get(response, "result");
	return kasa_smart_refusal(response, item->ask->method, err);
}

static int
read_item(const struct kasa_jx *response, const struct kasa_smart_item *item, struct kasa_smart_talk *talk)
{
	const struct kasa_jx *result;
	int rc = open_response(response, item, &result, talk->err);

	talk->outlet = (int)item->outlet;
	talk->start = kasa_smart_start(talk->order, item);
	talk->next = 0;
	if (rc != KASA_OK && item->ask->flags & KASA_SMART_EACH)
		kasa_err_wrap(talk->err, "outlet %u", item->outlet);
	if (rc != KASA_OK || !item->ask->read)
		return rc;
	return kasa_jx_is(result, KASA_JX_OBJECT) ? item->ask->read(result, talk) : silent(item, talk->err);
}

static bool
sets_before(const struct kasa_smart_row *row, const struct kasa_smart_ask *ask)
{
	for (const struct kasa_smart_ask *at = row->asks; at < ask; at++)
		if (at->flags & KASA_SMART_SETS)
			return true;
	return false;
}

/* What may be missing is as well where it is. What was set stays set when it cannot be read back: that is looked at anew. */
static int
read_question(struct reading *reading, const struct kasa_jx *response, const struct kasa_smart_item *item)
{
	const struct kasa_smart_ask *ask = item->ask;
	struct kasa_smart_talk *talk = reading->talk;
	int rc = read_item(response, item, talk);
	bool refused = rc == KASA_ENOTSUP || rc == KASA_EDEVICE;

	if (refused && ask->flags & KASA_SMART_MAY_LACK)
		return ask->read ? ask->read(NULL, talk) : KASA_OK;
	if (!refused || ask->flags & KASA_SMART_SETS || !sets_before(reading->row, ask))
		return rc;
	reading->missing = true;
	return KASA_OK;
}

/* @p object: the message, or the answer of an outlet in it, that was refused as a whole. */
static bool
fails_at_batches(const struct reading *reading, const struct kasa_jx *object)
{
	int code = kasa_jx_int(object, "error_code");

	return reading->count > 1
	       && (code == UNREADABLE || code == BATCH_FAILED || code == TOO_LONG || code == UNKNOWN_METHOD);
}

/* ---- the whole of it ---- */

static enum kasa_verdict
refused(struct reading *reading)
{
	struct kasa_err *err = reading->talk->err;
	const char *why = NULL;

	if (breaks((int)err->code))
		return KASA_VERDICT_GARBAGE;
	if (reading->row->explain)
		why = reading->row->explain(reading->talk->order, err->device_code);
	if (why)
		kasa_err_append(err, "; %s", why);
	return KASA_VERDICT_REFUSED;
}

/* Firmware that fails at several questions in one message is asked each on its own from now on. */
static enum kasa_verdict
learn_one_by_one(struct reading *reading)
{
	reading->talk->record->one_by_one = true;
	kasa_err_clear(reading->talk->err);
	return KASA_VERDICT_AGAIN;
}

/* What was answered before it stays answered. */
static enum kasa_verdict
ask_outlet_alone(struct reading *reading, const struct kasa_smart_item *item)
{
	if (item != reading->items)
		reading->talk->order->from = 0;
	reading->talk->order->part = (uint8_t)item->index;
	return learn_one_by_one(reading);
}

/* Some firmware stops at the first question that it refuses: those behind it are asked anew. */
static enum kasa_verdict
ask_missing(struct reading *reading, unsigned i)
{
	struct kasa_smart_talk *talk = reading->talk;

	if (reading->items[i].ask->flags & KASA_SMART_ONCE) {
		kasa_err_set(talk->err, KASA_EPROTO, "%s was not answered", reading->items[i].ask->method);
		return KASA_VERDICT_GARBAGE;
	}
	if (i == 0)
		return learn_one_by_one(reading);
	talk->order->part = (uint8_t)reading->items[i].index;
	talk->order->from = 0;
	return KASA_VERDICT_MORE;
}

static bool
has_more(const struct reading *reading)
{
	struct kasa_order rest = *reading->talk->order;
	struct kasa_smart_item items[KASA_SMART_BATCH];

	return kasa_smart_items(&rest, reading->talk->record, reading->row, false, items) > 0;
}

static enum kasa_verdict
conclude(struct reading *reading)
{
	struct kasa_smart_talk *talk = reading->talk;
	struct kasa_order *order = talk->order;

	order->part = (uint8_t)(order->part + order->asked);
	order->from = 0;
	if (has_more(reading))
		return KASA_VERDICT_MORE;
	if (reading->row == &kasa_smart_look && talk->record->components & KASA_SMART_STALE) {
		order->part = 0;
		return KASA_VERDICT_AGAIN;
	}
	if (reading->missing || !kasa_order_confirmed(order, &talk->record->state, talk->answer))
		return KASA_VERDICT_UNCONFIRMED;
	kasa_err_clear(talk->err); /* of what was missing, and does not matter */
	return KASA_VERDICT_DONE;
}

/* The page that follows is asked for next, and what stands behind it once more. */
static enum kasa_verdict
turn_page(struct reading *reading, const struct kasa_smart_item *item)
{
	reading->talk->order->part = (uint8_t)item->index;
	reading->talk->order->from = (uint8_t)reading->talk->next;
	return KASA_VERDICT_MORE;
}

static enum kasa_verdict
read_answers(struct reading *reading)
{
	const struct kasa_jx *at = NULL;

	for (unsigned i = 0; i < reading->count; i++) {
		const struct kasa_smart_item *item = &reading->items[i];
		const struct kasa_jx *response = find_response(reading, i, &at);

		if (!response)
			return ask_missing(reading, i);
		if (read_question(reading, response, item) != KASA_OK)
			return item->outlet > 0 && fails_at_batches(reading, response) ? ask_outlet_alone(reading, item)
			                                                               : refused(reading);
		if (reading->talk->next > reading->talk->start && reading->talk->next <= UINT8_MAX)
			return turn_page(reading, item);
	}
	return conclude(reading);
}

/* A refusal of the message as a whole, or KASA_OK. */
static int
check_whole(const struct reading *reading)
{
	struct kasa_err *err = reading->talk->err;

	if (kasa_jx_int(reading->root, "error_code") == KASA_UNKNOWN && !kasa_jx_get(reading->root, "result"))
		return kasa_err_set(err, KASA_EPROTO, "not an answer of the SMART language");
	return reading->count > 1 ? kasa_smart_refusal(reading->root, "multipleRequest", err) : KASA_OK;
}

static enum kasa_verdict
read_message(struct reading *reading)
{
	if (check_whole(reading) != KASA_OK)
		return fails_at_batches(reading, reading->root) ? learn_one_by_one(reading) : refused(reading);
	return answers_another(reading) ? another_question(reading->talk->err) : read_answers(reading);
}

static enum kasa_verdict
parse_row(const struct kasa_jx *root, struct kasa_smart_talk *talk)
{
	struct kasa_order *order = talk->order;
	struct reading reading = {
		.root = root,
		.row = kasa_smart_row(order, talk->record),
		.talk = talk,
	};

	if (!reading.row) {
		kasa_smart_able(order, NULL, talk->record, talk->err);
		return KASA_VERDICT_REFUSED;
	}
	reading.count = kasa_smart_items(order, talk->record, reading.row, order->asked > 0, reading.items);
	return reading.count > 0 ? read_message(&reading) : another_question(talk->err);
}

/* The whole of it was not looked at, so it may be sent again, whatever it is. */
static bool
is_over(const struct kasa_jx *root)
{
	int code = kasa_jx_int(root, "error_code");

	return code == SESSION_OVER || code == SESSION_EXPIRED;
}

static enum kasa_verdict
parse_root(const struct kasa_jx *root, struct kasa_smart_talk *talk)
{
	if (is_over(root)) {
		kasa_smart_refusal(root, "the request", talk->err);
		return KASA_VERDICT_LAPSED;
	}
	return talk->order->kind == KASA_ORDER_RAW ? kasa_smart_raw_parse(root, talk->err) : parse_row(root, talk);
}

enum kasa_verdict
kasa_smart_parse(struct kasa_order *order, const char *text, size_t len, struct kasa_record *record,
                 struct kasa_answer *answer, struct kasa_err *err)
{
	struct kasa_smart_talk talk = { .order = order, .record = record, .answer = answer, .err = err };
	enum kasa_verdict verdict;
	struct kasa_jx_doc doc;

	if (kasa_jx_parse(&doc, text, len, err) != KASA_OK)
		return KASA_VERDICT_GARBAGE;
	verdict = parse_root(doc.values, &talk);
	kasa_jx_finish(&doc);
	return verdict;
}
