#include "unit/toy_wire.h"

#include <string.h>

static enum kasa_step
begin(struct toy_session *session, const uint8_t *random, struct kasa_buf *out)
{
	static const uint8_t clean[sizeof *session];
	bool dirty = memcmp((const uint8_t *)session, clean, sizeof clean) != 0;

	*session = (struct toy_session){ .nonce = random[0], .step = 1, .dirty = dirty };
	kasa_buf_add(out, (const uint8_t[]){ 'H', session->nonce }, 2);
	return KASA_STEP_SEND;
}

static enum kasa_step
take_number(struct toy_session *session, struct kasa_wire_in *in, struct kasa_buf *out)
{
	if (in->len < 2)
		return KASA_STEP_MORE;
	session->number = in->data[1];
	session->step = 2;
	in->used = 2;
	kasa_buf_add(out, (const uint8_t[]){ 'C', session->number }, 2);
	return KASA_STEP_SEND;
}

static enum kasa_step
greet(void *memory, const struct kasa_wire_with *with, struct kasa_wire_in *in, struct kasa_buf *out,
      struct kasa_err *err)
{
	struct toy_session *session = memory;

	if (with->random)
		return begin(session, with->random, out);
	if (session->step == 1)
		return take_number(session, in, out);
	in->used = 1;
	if (in->data[0] != 'k') {
		kasa_err_set(err, KASA_EAUTH, "the toy refused");
		return KASA_STEP_FAIL;
	}
	session->ends_ms = with->now_ms + TOY_SESSION_MS;
	return KASA_STEP_DONE;
}

static bool
stale(const void *memory, uint64_t now_ms)
{
	const struct toy_session *session = memory;

	return now_ms >= session->ends_ms;
}

static int
seal(void *memory, const char *text, size_t len, struct kasa_buf *out, struct kasa_err *err)
{
	const struct toy_session *session = memory;
	int rc = kasa_buf_add(out, (const uint8_t[]){ 'Q', session->number, (uint8_t)len }, 3);

	if (rc == KASA_OK)
		rc = kasa_buf_add(out, text, len);
	return rc == KASA_OK ? rc : kasa_err_set(err, rc, "no memory");
}

static enum kasa_step
open_message(void *memory, struct kasa_wire_in *in, struct kasa_buf *text, struct kasa_err *err)
{
	(void)memory;
	(void)err;
	if (in->data[0] == 'X')
		return in->used = 1, KASA_STEP_RENEW;
	if (in->len < 2 || in->len - 2 < in->data[1])
		return KASA_STEP_MORE;
	in->used = 2u + in->data[1];
	kasa_buf_printf(text, "%.*s", (int)in->data[1], (const char *)in->data + 2);
	return KASA_STEP_DONE;
}

const struct kasa_wire toy_wire = {
	.name = "toy",
	.session_size = sizeof(struct toy_session),
	.greet = greet,
	.stale = stale,
	.seal = seal,
	.open = open_message,
};
