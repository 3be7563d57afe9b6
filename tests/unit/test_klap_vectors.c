/* The published sessions of KLAP, from both versions: their formulas, and every byte of them through a link. */
#include "unit/unit.h"

#include <jansson.h>

#include "unit/talk.h"
#include "wire/klap_session.h"

static json_t *vectors; /* lives as long as the program */

struct bytes {
	uint8_t data[4096];
	size_t len;
};

static const char *
text_of(const json_t *object, const char *name)
{
	const char *text = json_string_value(json_object_get(object, name));

	ck_assert_msg(text != NULL, "no %s", name);
	return text;
}

static struct bytes
bytes_of(const json_t *object, const char *name)
{
	const char *hex = text_of(object, name);
	struct bytes bytes = { .len = strlen(hex) / 2 };
	unsigned byte;

	ck_assert_uint_le(bytes.len, sizeof bytes.data);
	for (size_t i = 0; i < bytes.len; i++) {
		ck_assert_int_eq(sscanf(hex + 2 * i, "%2x", &byte), 1);
		bytes.data[i] = (uint8_t)byte;
	}
	return bytes;
}

static void
expect_bytes(const json_t *object, const char *name, const uint8_t *data, size_t len)
{
	struct bytes want = bytes_of(object, name);

	ck_assert_uint_eq(len, want.len);
	ck_assert_mem_eq(data, want.data, want.len);
}

/* One published session. */
struct published {
	const json_t *vector;
	enum kasa_klap_version version;
	struct kasa_credentials account;
	struct bytes local, remote;
};

static struct published
published(size_t i)
{
	struct published p = { .vector = json_array_get(json_object_get(vectors, "klap"), i) };

	p.version = json_integer_value(json_object_get(p.vector, "version")) == 1 ? KASA_KLAP_V1 : KASA_KLAP_V2;
	kasa_klap_account(&p.account, text_of(p.vector, "username"), text_of(p.vector, "password"));
	p.local = bytes_of(p.vector, "local_seed");
	p.remote = bytes_of(p.vector, "remote_seed");
	return p;
}

static size_t
count(void)
{
	return json_array_size(json_object_get(vectors, "klap"));
}

START_TEST(all_sessions_are_there)
{
	ck_assert_uint_ge(count(), 7);
}
END_TEST

START_TEST(the_formulas_give_the_published_values)
{
	for (size_t i = 0; i < count(); i++) {
		struct published p = published(i);
		struct kasa_klap_auth auth;
		struct kasa_klap_keys keys;
		uint8_t proof[KASA_KLAP_PROOF];

		kasa_klap_auth(&auth, p.version, &p.account);
		expect_bytes(p.vector, "auth_hash", auth.bytes, auth.len);
		kasa_klap_server_proof(p.version, p.local.data, p.remote.data, &auth, proof);
		expect_bytes(p.vector, "handshake1_server_hash", proof, sizeof proof);
		kasa_klap_client_proof(p.version, p.local.data, p.remote.data, &auth, proof);
		expect_bytes(p.vector, "handshake2_request_body", proof, sizeof proof);
		kasa_klap_derive(&keys, p.local.data, p.remote.data, &auth);
		expect_bytes(p.vector, "key", keys.key, sizeof keys.key);
		expect_bytes(p.vector, "iv_base12", keys.iv, sizeof keys.iv);
		expect_bytes(p.vector, "sig28", keys.sig, sizeof keys.sig);
		ck_assert_int_eq(keys.seq, json_integer_value(json_object_get(p.vector, "seq_initial")));
	}
}
END_TEST

START_TEST(accounts_that_nobody_owns_have_the_published_hashes)
{
	const json_t *all = json_object_get(vectors, "klap_default_auth_hashes");
	json_t *vector;
	size_t i;

	json_array_foreach(all, i, vector) {
		struct kasa_credentials account;

		kasa_klap_account(&account, text_of(vector, "username"), text_of(vector, "password"));
		expect_bytes(vector, "v1", account.klap1, sizeof account.klap1);
		expect_bytes(vector, "v2", account.klap2, sizeof account.klap2);
	}
	ck_assert_uint_ge(i, 6);
}
END_TEST

START_TEST(an_owner_is_announced_as_published)
{
	const json_t *vector = json_object_get(vectors, "owner_hash");
	struct kasa_credentials account;

	kasa_klap_account(&account, text_of(vector, "username"), "any");
	expect_bytes(vector, "md5", account.owner, sizeof account.owner);
}
END_TEST

/* The next request has this path and this body. */
static void
expect_request(struct talk *talk, const char *path, const json_t *vector, const char *name)
{
	struct kasa_http1 request;
	size_t len;
	const uint8_t *data = kasa_link_down(&talk->link, &len);

	ck_assert_int_eq(kasa_http1_read_request(&request, data, len, NULL), KASA_HTTP1_DONE);
	ck_assert(kasa_http1_is(&request.target, path));
	expect_bytes(vector, name, (const uint8_t *)request.body.at, request.body.len);
	kasa_link_sent(&talk->link, len);
}

static void
answer(struct talk *talk, const uint8_t *body, size_t len)
{
	static const struct kasa_http1_line cookie = { "Set-Cookie", "TP_SESSIONID=1;TIMEOUT=86400" };
	struct kasa_buf out;

	kasa_buf_init(&out, KASA_WIRE_FRAMED);
	ck_assert_int_eq(kasa_http1_head(&out, "HTTP/1.1 200 OK", &cookie, 1, len), KASA_OK);
	ck_assert_int_eq(kasa_buf_add(&out, body, len), KASA_OK);
	kasa_link_up(&talk->link, talk->now_ms, out.data, out.len);
	kasa_buf_finish(&out);
}

static void
ask(struct talk *talk, const json_t *request)
{
	const char *plain = text_of(request, "plain");

	talk_expect(talk, KASA_LINK_ASK);
	kasa_link_say(&talk->link, talk->now_ms, plain, strlen(plain), KASA_SAY_REPEATABLE, KASA_LINK_REPLY_MS);
	expect_request(talk, text_of(request, "url_path"), request, "body");
}

/* A link in the published session, whose first request was said. */
static void
prepare_asked(struct talk *talk, const struct published *p)
{
	struct bytes body = bytes_of(p->vector, "handshake1_reply_body");

	talk_init(talk, &kasa_wire_klap2);
	kasa_link_at(&talk->link, "192.0.2.7", 80);
	talk->shared.keyring = (struct kasa_keyring){ .accounts = &p->account, .count = 1 };
	memcpy(talk->random, p->local.data, sizeof talk->random);
	talk_begin(talk, 0);
	talk_connect(talk);
	expect_request(talk, "/app/handshake1", p->vector, "handshake1_request_body");
	answer(talk, body.data, body.len);
	expect_request(talk, "/app/handshake2", p->vector, "handshake2_request_body");
	answer(talk, NULL, 0);
	ask(talk, json_object_get(p->vector, "request"));
}

START_TEST(the_published_sessions_are_held_byte_for_byte)
{
	for (size_t i = 0; i < count(); i++) {
		struct published p = published(i);
		const json_t *reply = json_object_get(p.vector, "reply");
		struct bytes body = bytes_of(reply, "body");
		struct talk talk;

		prepare_asked(&talk, &p);
		answer(&talk, body.data, body.len);
		talk_expect(&talk, KASA_LINK_ANSWER);
		ck_assert_str_eq(talk.event.text, text_of(reply, "plain"));
		kasa_link_more(&talk.link, talk.now_ms, false);
		ask(&talk, json_object_get(p.vector, "request2"));
		talk_finish(&talk);
	}
}
END_TEST

/* What a session makes of a body. */
static enum kasa_step
open_body(const struct talk *talk, const struct bytes *body, struct kasa_buf *text, struct kasa_err *err)
{
	_Alignas(8) uint8_t session[TALK_SESSION_MAX];
	struct kasa_wire_in in;
	struct kasa_buf out;
	enum kasa_step step;

	memcpy(session, talk->session, sizeof session);
	kasa_buf_init(&out, KASA_WIRE_FRAMED);
	kasa_http1_head(&out, "HTTP/1.1 200 OK", NULL, 0, body->len);
	kasa_buf_add(&out, body->data, body->len);
	in = (struct kasa_wire_in){ .data = out.data, .len = out.len };
	kasa_buf_clear(text);
	step = kasa_wire_klap2.open(session, &in, text, err);
	kasa_buf_finish(&out);
	return step;
}

static void
flip_every_bit(const struct published *p, struct kasa_buf *text)
{
	struct bytes body = bytes_of(json_object_get(p->vector, "reply"), "body");
	struct kasa_err err;
	struct talk talk;

	prepare_asked(&talk, p);
	ck_assert_int_eq(open_body(&talk, &body, text, &err), KASA_STEP_DONE);
	for (size_t bit = 0; bit < body.len * 8; bit++) {
		body.data[bit / 8] ^= (uint8_t)(1u << bit % 8);
		ck_assert_int_eq(open_body(&talk, &body, text, &err), KASA_STEP_FAIL);
		ck_assert_int_eq(err.code, KASA_ESIGNATURE);
		ck_assert_uint_eq(text->len, 0);
		body.data[bit / 8] ^= (uint8_t)(1u << bit % 8);
	}
	talk_finish(&talk);
}

START_TEST(a_reply_with_any_bit_flipped_is_refused)
{
	struct kasa_buf text;

	kasa_buf_init(&text, KASA_WIRE_TEXT);
	for (size_t i = 0; i < count(); i++) {
		struct published p = published(i);

		flip_every_bit(&p, &text);
	}
	kasa_buf_finish(&text);
}
END_TEST

START_TEST(a_reply_cut_short_is_refused)
{
	struct published p = published(0);
	struct bytes body = bytes_of(json_object_get(p.vector, "reply"), "body");
	struct kasa_err err;
	struct kasa_buf text;
	struct talk talk;

	kasa_buf_init(&text, KASA_WIRE_TEXT);
	prepare_asked(&talk, &p);
	while (body.len > 0) {
		body.len--;
		ck_assert_int_eq(open_body(&talk, &body, &text, &err), KASA_STEP_FAIL);
		ck_assert(err.code == KASA_EPROTO || err.code == KASA_ESIGNATURE);
	}
	talk_finish(&talk);
	kasa_buf_finish(&text);
}
END_TEST

START_TEST(a_reply_to_another_request_is_refused)
{
	struct published p = published(1);
	struct bytes body = bytes_of(json_object_get(p.vector, "reply"), "body");
	struct talk talk;

	prepare_asked(&talk, &p);
	((struct kasa_klap_session *)(void *)talk.session)->secret.keys.seq++;
	answer(&talk, body.data, body.len);

	talk_expect(&talk, KASA_LINK_CLOSE);
	talk_expect_failure(&talk, KASA_ESIGNATURE);
	talk_finish(&talk);
}
END_TEST

START_TEST(a_device_whose_proof_has_any_bit_flipped_is_not_believed)
{
	struct published p = published(1);
	struct bytes body = bytes_of(p.vector, "handshake1_reply_body");

	for (size_t bit = 0; bit < body.len * 8; bit++) {
		struct talk talk;

		talk_init(&talk, &kasa_wire_klap1);
		kasa_link_at(&talk.link, "192.0.2.7", 80);
		talk.shared.keyring = (struct kasa_keyring){ .accounts = &p.account, .count = 1 };
		memcpy(talk.random, p.local.data, sizeof talk.random);
		talk_begin(&talk, 0);
		talk_connect(&talk);
		expect_request(&talk, "/app/handshake1", p.vector, "handshake1_request_body");
		body.data[bit / 8] ^= (uint8_t)(1u << bit % 8);
		answer(&talk, body.data, body.len);
		body.data[bit / 8] ^= (uint8_t)(1u << bit % 8);
		talk_expect(&talk, KASA_LINK_CLOSE);
		talk_expect_failure(&talk, KASA_EAUTH);
		talk_finish(&talk);
	}
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		all_sessions_are_there,
		the_formulas_give_the_published_values,
		accounts_that_nobody_owns_have_the_published_hashes,
		an_owner_is_announced_as_published,
		the_published_sessions_are_held_byte_for_byte,
		a_reply_with_any_bit_flipped_is_refused,
		a_reply_cut_short_is_refused,
		a_reply_to_another_request_is_refused,
		a_device_whose_proof_has_any_bit_flipped_is_not_believed,
	};
	const char *path = getenv("KASA_VECTORS");
	int rc;

	vectors = json_load_file(path ? path : "", 0, NULL);
	if (!vectors)
		return unit_skip("no vectors: KASA_VECTORS names no JSON file");
	rc = unit_run("klap_vectors", tests, UNIT_COUNT(tests));
	json_decref(vectors);
	return rc;
}
