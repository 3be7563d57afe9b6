/* XOR: the cipher text behind its length. */
#include "transport.h"

#include "base/be32.h"
#include "wire/xor.h"

static enum sim_taken
xor_take(struct sim_exchange *exchange, struct kasa_buf *in, struct kasa_buf *out)
{
	struct kasa_wire_in bytes = { .data = in->data, .len = in->len };
	struct kasa_err err;
	enum kasa_step step = kasa_xor_open(&bytes, &exchange->server->text, &err);

	(void)out;
	if (step == KASA_STEP_FAIL)
		return SIM_TAKEN_BROKEN;
	if (step != KASA_STEP_DONE)
		return SIM_TAKEN_NOTHING;
	kasa_buf_take(in, bytes.used);
	exchange->closes = exchange->dev->closes;
	return SIM_TAKEN_REQUEST;
}

static int
xor_seal(struct sim_exchange *exchange, const struct kasa_buf *text, struct kasa_buf *out)
{
	uint32_t length;
	int rc = kasa_xor_seal((const char *)text->data, text->len, out, NULL);

	if (rc != KASA_OK || !sim_fault_length(&exchange->dev->fault, &length))
		return rc;
	kasa_be32_put(out->data, length);
	return KASA_OK;
}

const struct sim_transport sim_transport_xor = {
	.name = "xor",
	.door = SIM_DOOR_XOR,
	.take = xor_take,
	.seal = xor_seal,
};
