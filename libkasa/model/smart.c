/* The row of the SMART language. */
#include "base/err.h"
#include "model/payload.h"

static bool
needs_state(const struct kasa_order *order)
{
	return order->kind != KASA_ORDER_LOOK && order->kind != KASA_ORDER_RAW;
}

static bool
repeatable(const struct kasa_order *order)
{
	return order->kind == KASA_ORDER_LOOK;
}

static int
build(struct kasa_order *order, const struct kasa_record *record, struct kasa_buf *out, struct kasa_err *err)
{
	(void)order;
	(void)record;
	(void)out;
	return kasa_err_set(err, KASA_ENOTSUP, "the SMART language has no words for that yet");
}

static enum kasa_verdict
parse(struct kasa_order *order, const char *text, size_t len, struct kasa_record *record, struct kasa_answer *answer,
      struct kasa_err *err)
{
	(void)order;
	(void)text;
	(void)len;
	(void)record;
	(void)answer;
	kasa_err_set(err, KASA_EPROTO, "the SMART language is not read yet");
	return KASA_VERDICT_GARBAGE;
}

const struct kasa_payload kasa_payload_smart = {
	.name = "smart",
	.needs_state = needs_state,
	.repeatable = repeatable,
	.build = build,
	.parse = parse,
};
