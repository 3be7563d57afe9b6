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
#include "model/record.h"

enum kasa_order_kind {
	KASA_ORDER_LOOK,   /* who are you and how do you stand */
	KASA_ORDER_RELAY,  /* be on, or off */
	KASA_ORDER_LED,    /* let the LED shine, or not */
	KASA_ORDER_ALIAS,  /* be called this */
	KASA_ORDER_ENERGY, /* what does the meter show */
	KASA_ORDER_REBOOT,
	KASA_ORDER_RAW, /* this text, as it is */
};

struct kasa_order {
	enum kasa_order_kind kind;
	int outlet;       /* 0: the device; else a position from 1 */
	const char *text; /* ALIAS: the name; RAW: the request */
	bool on;          /* RELAY, LED */
	bool with_state;  /* ENERGY: read the state in the same message */
	/* what was learned on the way, see KASA_VERDICT_AGAIN */
	bool other_outlet_id; /* the device does not know the form of id that it gave itself */
	bool each_outlet;     /* it does not take "all" for an answer: name each outlet */
	bool unanswered;      /* the setter was not in the answer: not supported, unless the state says otherwise */
};

enum kasa_verdict {
	KASA_VERDICT_DONE,        /* as ordered; typed values are filled */
	KASA_VERDICT_AGAIN,       /* something was learned: build the order anew and send that */
	KASA_VERDICT_UNCONFIRMED, /* acknowledged, but the state was not in the answer or is not as ordered: look */
	KASA_VERDICT_REFUSED,     /* err: KASA_EDEVICE or KASA_ENOTSUP; the conversation is in order */
	KASA_VERDICT_GARBAGE,     /* err: KASA_EPROTO or KASA_ENOMEM; the connection is not to be trusted */
};

struct kasa_payload {
	const char *name;

	/* True when the order cannot be worded before the state was read once. */
	bool (*needs_state)(const struct kasa_order *order);

	/* True when executing it twice does no harm. */
	bool (*repeatable)(const struct kasa_order *order);

	/* Appends the request. KASA_ENOTSUP when this device cannot do it, KASA_ENOMEM. */
	int (*build)(const struct kasa_order *order, const struct kasa_record *record, struct kasa_buf *out,
	             struct kasa_err *err);

	/* Reads the answer to an order; @p record follows what it says, @p order what is learned. */
	enum kasa_verdict (*parse)(struct kasa_order *order, const char *text, size_t len, struct kasa_record *record,
	                           struct kasa_energy *energy, struct kasa_err *err);
};

extern const struct kasa_payload kasa_payload_iot;

/* True when the state that was read is what the order wanted; orders without a state are always confirmed. */
bool kasa_order_confirmed(const struct kasa_order *order, const struct kasa_state *state);

/* KASA_EINVAL with a sentence when @p alias cannot be one. */
int kasa_alias_check(const char *alias, struct kasa_err *err);

#endif
