#include "wire/xor.h"

#include "base/be32.h"

/* The key of a byte is the cipher byte before it: encrypting is a chain ... */
void
kasa_xor_encrypt(uint8_t *dst, const uint8_t *src, size_t n)
{
	uint8_t key = KASA_XOR_KEY;

	for (size_t i = 0; i < n; i++)
		dst[i] = key = src[i] ^ key;
}

/* ... and decrypting is not, so that the compiler does sixteen bytes at once. */
void
kasa_xor_decrypt(uint8_t *restrict dst, const uint8_t *restrict src, size_t n)
{
	if (n == 0)
		return;
	dst[0] = src[0] ^ KASA_XOR_KEY;
	for (size_t i = 1; i < n; i++)
		dst[i] = src[i] ^ src[i - 1];
}

static int
append(const char *text, size_t len, struct kasa_buf *out)
{
	uint8_t *room = kasa_buf_room(out, len);

	if (!room)
		return len == 0 ? KASA_OK : KASA_ENOMEM;
	kasa_xor_encrypt(room, (const uint8_t *)text, len);
	out->len += len;
	return KASA_OK;
}

int
kasa_xor_seal_datagram(const char *text, size_t len, struct kasa_buf *out)
{
	return append(text, len, out);
}

int
kasa_xor_seal(const char *text, size_t len, struct kasa_buf *out, struct kasa_err *err)
{
	uint8_t head[KASA_XOR_HEADER];
	int rc;

	if (len > KASA_MESSAGE_MAX)
		return kasa_err_set(err, KASA_EINVAL, "a request of %zu bytes is longer than the %d that fit", len,
		                    (int)KASA_MESSAGE_MAX);
	kasa_be32_put(head, (uint32_t)len);
	rc = kasa_buf_add(out, head, sizeof head);
	if (rc == KASA_OK)
		rc = append(text, len, out);
	if (rc != KASA_OK)
		return kasa_err_set(err, rc, "no memory for a request of %zu bytes", len);
	return KASA_OK;
}

static int
decode(const uint8_t *data, size_t len, struct kasa_buf *text)
{
	uint8_t *room;

	kasa_buf_clear(text);
	room = kasa_buf_room(text, len + 1);
	if (!room)
		return KASA_ENOMEM;
	kasa_xor_decrypt(room, data, len);
	room[len] = '\0';
	text->len = len;
	return KASA_OK;
}

int
kasa_xor_open_datagram(const uint8_t *data, size_t len, struct kasa_buf *text)
{
	if (len == 0 || len > KASA_MESSAGE_MAX || data[0] != KASA_XOR_FIRST)
		return KASA_EPROTO;
	return decode(data, len, text);
}

enum kasa_step
kasa_xor_open(struct kasa_wire_in *in, struct kasa_buf *text, struct kasa_err *err)
{
	const uint8_t *p = in->data;
	size_t want;

	if (in->len < KASA_XOR_HEADER)
		return KASA_STEP_MORE;
	want = kasa_be32_get(p);
	if (want == 0 || want > KASA_MESSAGE_MAX) {
		kasa_err_set(err, KASA_EPROTO,
		             "not a Kasa device: a message of %zu bytes announced, 1 to %d are possible", want,
		             (int)KASA_MESSAGE_MAX);
		return KASA_STEP_FAIL;
	}
	if (in->len == KASA_XOR_HEADER)
		return KASA_STEP_MORE;
	if (p[KASA_XOR_HEADER] != KASA_XOR_FIRST) {
		kasa_err_set(err, KASA_EPROTO,
		             "not a Kasa device: the answer does not start as JSON under the XOR cipher");
		return KASA_STEP_FAIL;
	}
	if (in->len - KASA_XOR_HEADER < want)
		return KASA_STEP_MORE;
	in->used = KASA_XOR_HEADER + want;
	if (decode(p + KASA_XOR_HEADER, want, text) != KASA_OK) {
		kasa_err_set(err, KASA_ENOMEM, "no memory for an answer of %zu bytes", want);
		return KASA_STEP_FAIL;
	}
	return KASA_STEP_DONE;
}

static int
seal(void *session, const char *text, size_t len, struct kasa_buf *out, struct kasa_err *err)
{
	(void)session;
	return kasa_xor_seal(text, len, out, err);
}

static enum kasa_step
open_message(void *session, struct kasa_wire_in *in, struct kasa_buf *text, struct kasa_err *err)
{
	(void)session;
	return kasa_xor_open(in, text, err);
}

const struct kasa_wire kasa_wire_xor = {
	.name = "xor",
	.port = 9999,
	.seal = seal,
	.open = open_message,
};
