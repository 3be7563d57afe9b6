/*
 * What is asked of a device, in typed orders, and what it answers, in typed values: one row per language.
 * No line above this floor knows which language it was.
 */
#ifndef KASA_MODEL_PAYLOAD_H
#define KASA_MODEL_PAYLOAD_H

#include <stdbool.h>
#include <stddef.h>

#include <kasa/state.h>

#include "base/buf.h"
#include "base/err.h"
#include "model/answer.h"
#include "model/order.h"
#include "model/record.h"

enum kasa_verdict {
	KASA_VERDICT_DONE,        /* as ordered; typed values are filled */
	KASA_VERDICT_MORE,        /* well so far: build the order's next part and send that */
	KASA_VERDICT_AGAIN,       /* something was learned: build the order anew and send that */
	KASA_VERDICT_UNCONFIRMED, /* acknowledged, but the state was not in the answer or is not as ordered: look */
	KASA_VERDICT_REFUSED,     /* err: KASA_EDEVICE or KASA_ENOTSUP; the conversation is in order */
	KASA_VERDICT_LAPSED, /* the session is over, in the language's own words, and nothing was done: anew, on another one */
	KASA_VERDICT_GARBAGE, /* err: KASA_EPROTO or KASA_ENOMEM; the connection is not to be trusted */
};

struct kasa_payload {
	const char *name;

	/* True when the order cannot be worded before the state was read once. */
	bool (*needs_state)(const struct kasa_order *order);

	/* True when executing what is left of it twice does no harm. */
	bool (*repeatable)(const struct kasa_order *order);

	/* Appends the request, or as much of it as fits one message. KASA_ENOTSUP when this device cannot do it, KASA_ENOMEM. */
	int (*build)(struct kasa_order *order, const struct kasa_record *record, struct kasa_buf *out,
	             struct kasa_err *err);

	/* Reads the answer to an order; @p record follows what it says, @p order what is learned. */
	enum kasa_verdict (*parse)(struct kasa_order *order, const char *text, size_t len, struct kasa_record *record,
	                           struct kasa_answer *answer, struct kasa_err *err);
};

extern const struct kasa_payload kasa_payload_iot, kasa_payload_smart;

/* The row of that name, or NULL. */
const struct kasa_payload *kasa_payload_find(const char *name);

/* KASA_EINVAL with a sentence when @p alias cannot be one. */
int kasa_alias_check(const char *alias, struct kasa_err *err);

#endif
