#include "model/payload.h"

#include <string.h>

#include <kasa/raw.h>

#include "base/str.h"
#include "model/jx.h"

enum {
	REQUEST_MAX = 64 << 10, /* what a message of any transport holds */
};

static bool
all_outlets(const struct kasa_state *state, bool on)
{
	for (unsigned i = 0; i < state->outlet_count; i++)
		if (state->outlets[i].on != on)
			return false;
	return true;
}

static bool
relay_as_ordered(const struct kasa_order *order, const struct kasa_state *state)
{
	if (order->outlet == 0)
		return state->outlet_count > 0 ? all_outlets(state, order->on) : state->on == order->on;
	return (unsigned)order->outlet <= state->outlet_count && state->outlets[order->outlet - 1].on == order->on;
}

static bool
alias_as_ordered(const struct kasa_order *order, const struct kasa_state *state)
{
	if (order->outlet == 0)
		return strcmp(state->alias, order->text) == 0;
	return (unsigned)order->outlet <= state->outlet_count
	       && strcmp(state->outlets[order->outlet - 1].alias, order->text) == 0;
}

bool
kasa_order_confirmed(const struct kasa_order *order, const struct kasa_state *state)
{
	switch (order->kind) {
	case KASA_ORDER_RELAY:
		return relay_as_ordered(order, state);
	case KASA_ORDER_LED:
		return state->led == order->on;
	case KASA_ORDER_ALIAS:
		return alias_as_ordered(order, state);
	case KASA_ORDER_LOOK:
	case KASA_ORDER_ENERGY:
	case KASA_ORDER_REBOOT:
	case KASA_ORDER_RAW:
		return true;
	}
	return true;
}

int
kasa_alias_check(const char *alias, struct kasa_err *err)
{
	size_t n = strlen(alias);
	const char *at = alias;

	if (n == 0)
		return kasa_err_set(err, KASA_EINVAL, "an empty name: 1 to %d bytes are possible", KASA_ALIAS_MAX - 1);
	if (n >= KASA_ALIAS_MAX)
		return kasa_err_set(err, KASA_EINVAL, "a name of %zu bytes: 1 to %d are possible", n,
		                    KASA_ALIAS_MAX - 1);
	if (!kasa_utf8_valid(alias, n))
		return kasa_err_set(err, KASA_EINVAL, "the name is not UTF-8");
	while (*at)
		if (kasa_str_unsafe(kasa_utf8_next(&at, alias + n)))
			return kasa_err_set(err, KASA_EINVAL, "the name holds a control character");
	return KASA_OK;
}

int
kasa_raw_check(const char *request, struct kasa_err *err)
{
	size_t n = strlen(request);
	struct kasa_jx_doc doc;
	struct kasa_err ignored;

	if (!err)
		err = &ignored;
	if (n > REQUEST_MAX)
		return kasa_err_set(err, KASA_EINVAL, "a request of %zu bytes is longer than the %d that fit", n,
		                    (int)REQUEST_MAX);
	if (kasa_jx_parse(&doc, request, n, err) != KASA_OK) {
		if (err->code == KASA_EPROTO)
			err->code = KASA_EINVAL;
		return kasa_err_wrap(err, "the request");
	}
	kasa_jx_finish(&doc);
	return KASA_OK;
}
