/* Reading answers of the IOT language: errors in `err_code`, at three depths, or by silence. */
#include <string.h>

#include "base/err.h"
#include "base/str.h"
#include "model/iot.h"

enum {
	NO_MODULE = -1,
	NO_METHOD = -2,
	NO_ENTRY = -14,
	BULB_NO_METHOD = -2000,
	BULB_NO_MODULE = -2001,
	NO_API_CALL = -10008,
};

static bool
means_unsupported(int code)
{
	return code == NO_MODULE || code == NO_METHOD || code == BULB_NO_METHOD || code == BULB_NO_MODULE
	       || code == NO_API_CALL;
}

int
kasa_iot_refusal(const struct kasa_jx *object, const char *what, const char *method, struct kasa_err *err)
{
	int code = kasa_jx_int(object, "err_code");
	char text[120];
	int kind = means_unsupported(code) ? KASA_ENOTSUP : KASA_EDEVICE;

	if (code == 0 || code == KASA_UNKNOWN)
		return KASA_OK;
	if (!kasa_jx_copy(object, "err_msg", text, sizeof text))
		kasa_str_copy(text, sizeof text, "no reason given");
	return kasa_err_device(err, kind, code, "the device %s %s%s%s: %s (%d)",
	                       kind == KASA_ENOTSUP ? "does not support" : "refused", what, method[0] ? "." : "",
	                       method, text, code);
}

/*
 * Finds the answer of one method. An error may stand at the top, at the namespace or at the method; what is
 * simply absent is not supported either.
 */
static int
answer_of(const struct kasa_jx *root, const char *ns, const char *method, const struct kasa_jx **out,
          struct kasa_err *err)
{
	const struct kasa_jx *module = kasa_jx_get(root, ns);
	const struct kasa_jx *reply = kasa_jx_get(module, method);
	int rc = kasa_iot_refusal(root, ns, method, err);

	*out = reply;
	if (rc == KASA_OK)
		rc = kasa_iot_refusal(module, ns, "", err);
	if (rc != KASA_OK)
		return rc;
	if (!kasa_jx_is(reply, KASA_JX_OBJECT))
		return kasa_err_set(err, KASA_ENOTSUP, "the device does not answer %s.%s", ns, method);
	return kasa_iot_refusal(reply, ns, method, err);
}

static const char *
module_of(const struct kasa_iot_ask *ask, const struct kasa_iot_talk *talk)
{
	return kasa_iot_module(ask->module, &talk->record->state, talk->order->other_module);
}

static int
read_ask(const struct kasa_jx *root, const struct kasa_iot_ask *ask, struct kasa_iot_talk *talk)
{
	const struct kasa_jx *reply;
	int rc = answer_of(root, module_of(ask, talk), ask->method, &reply, talk->err);

	return rc == KASA_OK && ask->read ? ask->read(reply, talk) : rc;
}

static bool
breaks(int rc)
{
	return rc == KASA_EPROTO || rc == KASA_ENOMEM;
}

/* An answer being read, question by question. */
struct reading {
	const struct kasa_jx *root;
	const struct kasa_iot_row *row;
	const struct kasa_iot_ask *first, *end; /* what was asked of it in this message */
	struct kasa_iot_talk *talk;
	bool sets;    /* something that is set was asked and not refused */
	bool missing; /* what reads it back was not in the answer, or refused */
};

/* Where an outlet was asked, its id may be what the device does not know: both of its forms are tried. */
static bool
was_gone(const struct kasa_iot_talk *talk, const struct kasa_iot_ask *ask)
{
	const struct kasa_order *order = talk->order;
	bool sure = order->outlet == 0 || order->other_outlet_id;

	return ask->flags & KASA_IOT_GONE && sure && talk->err->device_code == NO_ENTRY;
}

/* A setter that is not in the answer may have been carried out all the same: the state tells. */
static int
read_setter(struct reading *reading, const struct kasa_iot_ask *ask)
{
	struct kasa_iot_talk *talk = reading->talk;
	int rc = read_ask(reading->root, ask, talk);
	bool silent = rc == KASA_ENOTSUP && talk->err->device_code == 0;
	bool gone = rc == KASA_EDEVICE && was_gone(talk, ask);

	if (rc != KASA_OK && !silent && !gone)
		return rc;
	talk->order->unanswered = talk->order->unanswered || silent;
	reading->sets = true;
	return KASA_OK;
}

static int
read_question(struct reading *reading, const struct kasa_iot_ask *ask)
{
	int rc;

	if (ask->flags & KASA_IOT_SETS)
		return read_setter(reading, ask);
	rc = read_ask(reading->root, ask, reading->talk);
	if (rc == KASA_OK || breaks(rc))
		return rc;
	if (ask->flags & KASA_IOT_MAY_LACK)
		return KASA_OK;
	reading->missing = true;
	return reading->sets ? KASA_OK : rc;
}

/* An outlet that does not exist may exist under the other form of its id. */
static bool
learns_other_id(struct kasa_order *order, const struct kasa_err *err)
{
	bool by_id = order->outlet > 0 || order->each_outlet;

	if (err->device_code != NO_ENTRY || !by_id || order->other_outlet_id)
		return false;
	order->other_outlet_id = true;
	return true;
}

static bool
has_other_module(const struct kasa_iot_row *row, const struct kasa_state *state)
{
	for (const struct kasa_iot_ask *ask = row->asks; ask->method; ask++)
		if (kasa_iot_module(ask->module, state, true) != kasa_iot_module(ask->module, state, false))
			return true;
	return false;
}

/* Firmware that does not know a module may know it by another name. */
static bool
learns_other_module(struct reading *reading, const struct kasa_err *err)
{
	struct kasa_order *order = reading->talk->order;

	if (err->code != KASA_ENOTSUP || order->other_module
	    || !has_other_module(reading->row, &reading->talk->record->state))
		return false;
	order->other_module = true;
	return true;
}

/* What the answer told of the device may ask for other words: a light does not know the plug's switch. */
static bool
learns_other_row(struct reading *reading)
{
	struct kasa_iot_talk *talk = reading->talk;

	if (kasa_iot_row(talk->order, &talk->record->state) == reading->row)
		return false;
	talk->order->part = 0;
	return true;
}

/* The state that may have come along tells more than the refusal does. */
static void
look_along(struct reading *reading)
{
	struct kasa_iot_talk *talk = reading->talk;
	struct kasa_err ignored;
	struct kasa_iot_talk aside = { talk->order, talk->record, talk->answer, &ignored };

	if (talk->err->code == KASA_ENOTSUP)
		read_ask(reading->root, &kasa_iot_look.asks[0], &aside);
}

static void
explain(const struct reading *reading)
{
	struct kasa_err *err = reading->talk->err;
	const char *why = NULL;

	if (err->code == KASA_EDEVICE && reading->row->explain)
		why = reading->row->explain(reading->talk->order, err->device_code);
	if (why)
		kasa_err_append(err, "; %s", why);
}

static enum kasa_verdict
refused(struct reading *reading)
{
	struct kasa_iot_talk *talk = reading->talk;
	int device_code = talk->err->device_code;

	if (breaks((int)talk->err->code))
		return KASA_VERDICT_GARBAGE;
	if (learns_other_id(talk->order, talk->err) || learns_other_module(reading, talk->err))
		return KASA_VERDICT_AGAIN;
	look_along(reading);
	if (learns_other_row(reading))
		return KASA_VERDICT_AGAIN;
	if (talk->err->code == KASA_ENOTSUP && kasa_iot_able(reading->row, talk->record, talk->err) != KASA_OK)
		talk->err->device_code = device_code;
	explain(reading);
	return KASA_VERDICT_REFUSED;
}

/* How many questions the answer is to. */
static unsigned
asked(const struct kasa_order *order, const struct kasa_iot_row *row)
{
	unsigned n = order->asked;

	while (order->asked == 0 && row->asks[order->part + n].method)
		n++;
	return n;
}

/* It stands as ordered, but perhaps it told so before it heard of the order: a late answer is no acknowledgement. */
static enum kasa_verdict
unacknowledged(struct reading *reading)
{
	if (learns_other_row(reading))
		return KASA_VERDICT_AGAIN;
	kasa_err_set(reading->talk->err, KASA_ENOTSUP, "the device tells how it stands, and nothing of the order");
	return KASA_VERDICT_REFUSED;
}

static enum kasa_verdict
read_answer(struct reading *reading)
{
	struct kasa_iot_talk *talk = reading->talk;
	struct kasa_order *order = talk->order;

	order->unanswered = order->unanswered && order->part > 0;
	for (const struct kasa_iot_ask *ask = reading->first; ask < reading->end; ask++)
		if (read_question(reading, ask) != KASA_OK)
			return refused(reading);
	order->part = (uint8_t)(reading->end - reading->row->asks);
	if (reading->end->method)
		return KASA_VERDICT_MORE;
	if (reading->missing || !kasa_order_confirmed(order, &talk->record->state, talk->answer))
		return learns_other_row(reading) ? KASA_VERDICT_AGAIN : KASA_VERDICT_UNCONFIRMED;
	if (order->unanswered)
		return unacknowledged(reading);
	kasa_err_clear(talk->err); /* of what was missing, and does not matter */
	return KASA_VERDICT_DONE;
}

bool
kasa_iot_always_belongs(const struct kasa_jx *member)
{
	static const char *const words[] = { "err_code", "err_msg", "context" };

	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
		if (kasa_jx_named(member, words[i]))
			return true;
	return false;
}

/* A module that speaks, but of nothing that it was asked: the acknowledgement of something before. */
static bool
speaks_of_other_methods(const struct reading *reading, const struct kasa_jx *module)
{
	if (kasa_jx_count(module) == 0 || kasa_jx_get(module, "err_code"))
		return false;
	for (const struct kasa_iot_ask *ask = reading->first; ask < reading->end; ask++)
		if (kasa_jx_named(module, module_of(ask, reading->talk)) && kasa_jx_get(module, ask->method))
			return false;
	return true;
}

static bool
was_asked(const struct reading *reading, const struct kasa_jx *module)
{
	for (const struct kasa_iot_ask *ask = reading->first; ask < reading->end; ask++)
		if (kasa_jx_named(module, module_of(ask, reading->talk)))
			return true;
	return false;
}

/* A plug that answers twice, or late, answers the next question with what it had to say to the last one. */
static bool
answers_another(const struct reading *reading)
{
	const struct kasa_jx *module = NULL;

	while ((module = kasa_jx_next(reading->root, module))) {
		if (kasa_iot_always_belongs(module))
			continue;
		if (was_asked(reading, module) ? speaks_of_other_methods(reading, module)
		                               : !kasa_jx_named(module, "system")) /* whose state is welcome */
			return true;
	}
	return false;
}

static enum kasa_verdict
parse_row(const struct kasa_jx *root, struct kasa_iot_talk *talk)
{
	struct reading reading = {
		.root = root,
		.row = kasa_iot_row(talk->order, &talk->record->state),
		.talk = talk,
	};

	reading.first = &reading.row->asks[talk->order->part];
	reading.end = reading.first + asked(talk->order, reading.row);
	if (!answers_another(&reading))
		return read_answer(&reading);
	kasa_err_set(talk->err, KASA_EPROTO, "an answer to another question");
	return KASA_VERDICT_GARBAGE;
}

enum kasa_verdict
kasa_iot_parse(struct kasa_order *order, const char *text, size_t len, struct kasa_record *record,
               struct kasa_answer *answer, struct kasa_err *err)
{
	struct kasa_iot_talk talk = { order, record, answer, err };
	enum kasa_verdict verdict;
	struct kasa_jx_doc doc;

	if (kasa_jx_parse(&doc, text, len, err) != KASA_OK)
		return KASA_VERDICT_GARBAGE;
	verdict = order->kind == KASA_ORDER_RAW ? kasa_iot_raw_parse(doc.values, order->text, err)
	                                        : parse_row(doc.values, &talk);
	kasa_jx_finish(&doc);
	return verdict;
}
