/* The reader of HTTP: however much of a message has come, what is said of it is never taken back. */
#include "fuzz/fuzz.h"
#include "wire/http1.h"

typedef enum kasa_http1_step read_fn(struct kasa_http1 *message, const uint8_t *data, size_t len, struct kasa_err *err);

/* What was made of some bytes. */
struct outcome {
	enum kasa_http1_step step;
	size_t used, body_len, fields;
	int status;
	bool endless, last;
	uint32_t sum; /* of the body */
};

static bool
within(const struct kasa_http1_text *text, const uint8_t *data, size_t len)
{
	const char *from = (const char *)data;

	return text->len == 0 || (text->at >= from && text->at + text->len <= from + len);
}

static size_t
count_fields(const struct kasa_http1 *message, const char *name)
{
	struct kasa_http1_text value;
	size_t n = 0, from = 0;

	while (kasa_http1_field(message, name, &from, &value)) {
		PROMISE(from <= message->fields.len);
		PROMISE(within(&value, (const uint8_t *)message->fields.at, message->fields.len));
		n++;
	}
	return n;
}

static void
note_body(struct outcome *outcome, const struct kasa_http1 *message)
{
	struct kasa_http1_text body;
	struct kasa_buf room;

	kasa_buf_init(&room, KASA_HTTP1_BODY_MAX);
	PROMISE(kasa_http1_body(message, &room, &body) == KASA_OK);
	PROMISE(body.len <= message->body.len);
	PROMISE(message->endless || body.len <= KASA_HTTP1_BODY_MAX);
	outcome->body_len = body.len;
	for (size_t i = 0; i < body.len; i++)
		outcome->sum = outcome->sum * 31 + (uint8_t)body.at[i];
	kasa_buf_finish(&room);
}

static struct outcome
read_part(read_fn *read, const uint8_t *data, size_t len)
{
	uint8_t *copy = fuzz_copy(data, len);
	struct kasa_http1 message;
	struct kasa_err err = { .code = KASA_OK };
	struct outcome outcome = { .step = read(&message, copy, len, &err) };

	PROMISE((outcome.step == KASA_HTTP1_BAD) == (err.code == KASA_EPROTO && err.text[0]));
	if (outcome.step == KASA_HTTP1_DONE) {
		PROMISE(message.used > 0 && message.used <= len);
		PROMISE(within(&message.fields, copy, len) && within(&message.body, copy, message.used));
		PROMISE(within(&message.method, copy, len) && within(&message.target, copy, len));
		PROMISE(message.status == 0 || (message.status >= 200 && message.status <= 999));
		outcome.used = message.used;
		outcome.status = message.status;
		outcome.endless = message.endless;
		outcome.last = message.last;
		outcome.fields = count_fields(&message, "Set-Cookie") + count_fields(&message, "a");
		note_body(&outcome, &message);
	}
	free(copy);
	return outcome;
}

static void
compare(const struct outcome *part, const struct outcome *whole)
{
	if (part->step == KASA_HTTP1_MORE)
		return;
	PROMISE(part->step == whole->step);
	PROMISE(part->status == whole->status && part->fields == whole->fields);
	PROMISE(part->last == whole->last && part->endless == whole->endless);
	if (!part->endless)
		PROMISE(part->used == whole->used && part->body_len == whole->body_len && part->sum == whole->sum);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static read_fn *const sides[] = { kasa_http1_read_answer, kasa_http1_read_request };

	if (size < 3)
		return 0;
	for (size_t side = 0; side < 2; side++) {
		size_t first = (size_t)(data[0] << 8 | data[1]) % (size - 1);
		struct outcome whole = read_part(sides[side], data + 2, size - 2);
		struct outcome part = read_part(sides[side], data + 2, first < size - 2 ? first : size - 2);

		compare(&part, &whole);
	}
	return 0;
}
