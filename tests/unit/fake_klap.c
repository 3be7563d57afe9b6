#include "unit/fake_klap.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void
fake_klap_init(struct fake_klap *fake, enum kasa_klap_version version)
{
	*fake = (struct fake_klap){
		.formulas = version,
		.hash = version,
		.cookies = FAKE_KLAP_COOKIE ";TIMEOUT=86400",
		.reply = "{\"system\":{\"get_sysinfo\":{\"err_code\":0}}}",
	};
	kasa_klap_account(&fake->owner, FAKE_KLAP_USER, FAKE_KLAP_PASSWORD);
	for (size_t i = 0; i < KASA_KLAP_SEED; i++)
		fake->remote[i] = (uint8_t)(0x10 + i);
}

static void
note_text(char *out, size_t size, const struct kasa_http1_text *text)
{
	snprintf(out, size, "%.*s", (int)text->len, text->at);
}

/* The answer's head and body. */
static void
say(const struct fake_klap *fake, enum fake_klap_step step, const char *cookies, const uint8_t *body, size_t len,
    struct kasa_buf *out)
{
	int status = fake->status[step] ? fake->status[step] : 200;

	kasa_buf_printf(out, "HTTP/1.1 %d %s\r\n", status, status == 200 ? "OK" : "No");
	if (cookies)
		kasa_buf_printf(out, "Set-Cookie: %s\r\n", cookies);
	if (fake->connection)
		kasa_buf_printf(out, "Connection: %s\r\n", fake->connection);
	if (!fake->chunked) {
		if (!fake->endless)
			kasa_buf_printf(out, "Content-Length: %zu\r\n", len);
		kasa_buf_printf(out, "\r\n");
		kasa_buf_add(out, body, len);
		return;
	}
	kasa_buf_printf(out, "Transfer-Encoding: chunked\r\n\r\n");
	for (size_t at = 0, part; at < len; at += part) {
		part = len - at < 7 ? len - at : 7;
		kasa_buf_printf(out, "%zx\r\n", part);
		kasa_buf_add(out, body + at, part);
		kasa_buf_printf(out, "\r\n");
	}
	kasa_buf_printf(out, "0\r\n\r\n");
}

static void
first_half(struct fake_klap *fake, const struct kasa_http1 *request, const struct kasa_klap_auth *auth,
           struct kasa_buf *out)
{
	uint8_t body[KASA_KLAP_SEED + KASA_KLAP_PROOF];

	ck_assert_uint_eq(request->body.len, KASA_KLAP_SEED);
	ck_assert_str_eq(fake->cookie, "");
	memcpy(fake->local, request->body.at, KASA_KLAP_SEED);
	memcpy(body, fake->remote, KASA_KLAP_SEED);
	kasa_klap_server_proof(fake->formulas, fake->local, fake->remote, auth, body + KASA_KLAP_SEED);
	say(fake, FAKE_KLAP_HANDSHAKE1, fake->cookies, body, sizeof body, out);
}

static void
second_half(struct fake_klap *fake, const struct kasa_http1 *request, const struct kasa_klap_auth *auth,
            struct kasa_buf *out)
{
	uint8_t proof[KASA_KLAP_PROOF];

	kasa_klap_client_proof(fake->formulas, fake->local, fake->remote, auth, proof);
	ck_assert_uint_eq(request->body.len, sizeof proof);
	ck_assert_mem_eq(request->body.at, proof, sizeof proof);
	kasa_klap_derive(&fake->keys, fake->local, fake->remote, auth);
	say(fake, FAKE_KLAP_HANDSHAKE2, NULL, NULL, 0, out);
}

static void
answer(struct fake_klap *fake, const struct kasa_http1 *request, struct kasa_buf *out)
{
	int32_t seq = (int32_t)strtol(fake->target + strlen("/app/request?seq="), NULL, 10);
	struct kasa_buf text, sealed;

	ck_assert_int_eq(seq, fake->keys.seq + 1);
	fake->keys.seq = seq;
	kasa_buf_init(&text, KASA_WIRE_TEXT);
	kasa_buf_init(&sealed, KASA_WIRE_FRAMED);
	ck_assert_int_eq(
		kasa_klap_open(&fake->keys, seq, (const uint8_t *)request->body.at, request->body.len, true, &text),
		KASA_KLAP_OPENED);
	snprintf(fake->question, sizeof fake->question, "%s", (const char *)text.data);
	ck_assert_int_eq(kasa_klap_seal(&fake->keys, seq, fake->reply, strlen(fake->reply), &sealed), KASA_OK);
	sealed.data[0] ^= fake->forges;
	say(fake, FAKE_KLAP_REQUEST, NULL, sealed.data, sealed.len, out);
	kasa_buf_finish(&text);
	kasa_buf_finish(&sealed);
}

static enum fake_klap_step
step_of(const char *target)
{
	if (strcmp(target, "/app/handshake1") == 0)
		return FAKE_KLAP_HANDSHAKE1;
	if (strcmp(target, "/app/handshake2") == 0)
		return FAKE_KLAP_HANDSHAKE2;
	ck_assert_int_eq(strncmp(target, "/app/request?seq=", strlen("/app/request?seq=")), 0);
	return FAKE_KLAP_REQUEST;
}

void
fake_klap_answer(struct fake_klap *fake, const uint8_t *request, size_t len, struct kasa_buf *out)
{
	struct kasa_http1 heard;
	struct kasa_http1_text cookie = { "", 0 };
	struct kasa_klap_auth auth;
	enum fake_klap_step step;
	size_t from = 0;

	ck_assert_int_eq(kasa_http1_read_request(&heard, request, len, NULL), KASA_HTTP1_DONE);
	ck_assert_uint_eq(heard.used, len);
	ck_assert(kasa_http1_is(&heard.method, "POST"));
	kasa_http1_field(&heard, "Cookie", &from, &cookie);
	note_text(fake->cookie, sizeof fake->cookie, &cookie);
	note_text(fake->target, sizeof fake->target, &heard.target);
	kasa_klap_auth(&auth, fake->hash, &fake->owner);
	step = step_of(fake->target);
	fake->heard[step]++;
	if (fake->status[step])
		say(fake, step, NULL, NULL, 0, out);
	else if (step == FAKE_KLAP_HANDSHAKE1)
		first_half(fake, &heard, &auth, out);
	else if (step == FAKE_KLAP_HANDSHAKE2)
		second_half(fake, &heard, &auth, out);
	else
		answer(fake, &heard, out);
}
