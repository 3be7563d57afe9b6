/* The XOR cipher and its two framings. */
#include "unit/unit.h"

#include "wire/xor.h"

static enum kasa_step
open_bytes(const uint8_t *bytes, size_t len, struct kasa_buf *text, size_t *used, struct kasa_err *err)
{
	struct kasa_wire_in in = { .data = bytes, .len = len };
	enum kasa_step step = kasa_xor_open(&in, text, err);

	*used = in.used;
	return step;
}

/* What the first bytes of a message lead to, when they announce @p announced bytes. */
static enum kasa_step
open_announced(uint32_t announced, uint8_t first, struct kasa_err *err)
{
	const uint8_t bytes[] = { (uint8_t)(announced >> 24), (uint8_t)(announced >> 16), (uint8_t)(announced >> 8),
		                  (uint8_t)announced, first };
	struct kasa_buf text;
	size_t used;
	enum kasa_step step;

	kasa_buf_init(&text, KASA_MESSAGE_MAX + 1);
	step = open_bytes(bytes, sizeof bytes, &text, &used, err);
	ck_assert_uint_eq(used, 0);
	ck_assert_ptr_null(text.data);
	return step;
}

START_TEST(decrypting_gives_back_what_was_encrypted)
{
	uint8_t plain[256], cipher[256], back[256];

	for (size_t i = 0; i < sizeof plain; i++)
		plain[i] = (uint8_t)(i * 7);

	kasa_xor_encrypt(cipher, plain, sizeof plain);
	kasa_xor_decrypt(back, cipher, sizeof cipher);

	ck_assert_mem_eq(back, plain, sizeof plain);
}
END_TEST

START_TEST(encrypting_in_place_is_the_same)
{
	uint8_t a[] = "{\"system\":{}}", b[sizeof a];

	kasa_xor_encrypt(b, a, sizeof a);
	kasa_xor_encrypt(a, a, sizeof a);

	ck_assert_mem_eq(a, b, sizeof a);
}
END_TEST

START_TEST(nothing_is_encrypted_to_nothing)
{
	uint8_t untouched = 7;

	kasa_xor_encrypt(&untouched, &untouched, 0);
	kasa_xor_decrypt(&untouched, NULL, 0);

	ck_assert_uint_eq(untouched, 7);
}
END_TEST

START_TEST(the_largest_message_is_sealed_and_opened)
{
	static char text[KASA_MESSAGE_MAX];
	struct kasa_buf framed, back;
	size_t used;

	memset(text, 'x', sizeof text);
	text[0] = '{';
	kasa_buf_init(&framed, KASA_MESSAGE_MAX + KASA_XOR_HEADER);
	kasa_buf_init(&back, KASA_MESSAGE_MAX + 1);

	ck_assert_int_eq(kasa_xor_seal(text, sizeof text, &framed, NULL), KASA_OK);
	ck_assert_int_eq(open_bytes(framed.data, framed.len, &back, &used, NULL), KASA_STEP_DONE);

	ck_assert_uint_eq(used, sizeof text + KASA_XOR_HEADER);
	ck_assert_uint_eq(back.len, sizeof text);
	ck_assert_mem_eq(back.data, text, sizeof text);
	kasa_buf_finish(&framed);
	kasa_buf_finish(&back);
}
END_TEST

START_TEST(a_request_past_the_limit_is_refused_with_its_size)
{
	struct kasa_buf framed;
	struct kasa_err err;

	kasa_buf_init(&framed, 2 * KASA_MESSAGE_MAX);

	ck_assert_int_eq(kasa_xor_seal("", KASA_MESSAGE_MAX + 1, &framed, &err), KASA_EINVAL);

	ck_assert_ptr_nonnull(strstr(err.text, "65537"));
	ck_assert_uint_eq(framed.len, 0);
}
END_TEST

START_TEST(lengths_that_no_device_sends_are_refused_before_anything_is_stored)
{
	const uint32_t announced[] = { 0, KASA_MESSAGE_MAX + 1, 0x7fffffff, 0x80000000, 0xffffffff };

	for (size_t i = 0; i < UNIT_COUNT(announced); i++) {
		struct kasa_err err;

		ck_assert_int_eq(open_announced(announced[i], KASA_XOR_FIRST, &err), KASA_STEP_FAIL);
		ck_assert_int_eq(err.code, KASA_EPROTO);
	}
}
END_TEST

START_TEST(the_largest_length_is_waited_for)
{
	struct kasa_err err;

	ck_assert_int_eq(open_announced(KASA_MESSAGE_MAX, KASA_XOR_FIRST, &err), KASA_STEP_MORE);
}
END_TEST

START_TEST(what_does_not_begin_as_json_is_refused_at_its_first_byte)
{
	struct kasa_err err;

	ck_assert_int_eq(open_announced(100, 0xd1, &err), KASA_STEP_FAIL);
	ck_assert_int_eq(err.code, KASA_EPROTO);
}
END_TEST

START_TEST(an_http_server_is_not_taken_for_a_device)
{
	const char *banner = "HTTP/1.1 400 Bad Request\r\n\r\n";
	struct kasa_buf text;
	struct kasa_err err;
	size_t used;

	kasa_buf_init(&text, KASA_MESSAGE_MAX + 1);

	ck_assert_int_eq(open_bytes((const uint8_t *)banner, strlen(banner), &text, &used, &err), KASA_STEP_FAIL);
	ck_assert_int_eq(err.code, KASA_EPROTO);
}
END_TEST

START_TEST(a_message_leaves_what_follows_it)
{
	const uint8_t bytes[] = { 0, 0, 0, 2, KASA_XOR_FIRST, 0xad, 0, 0, 0 };
	struct kasa_buf text;
	size_t used;

	kasa_buf_init(&text, 100);

	ck_assert_int_eq(open_bytes(bytes, sizeof bytes, &text, &used, NULL), KASA_STEP_DONE);

	ck_assert_uint_eq(used, 6);
	ck_assert_str_eq((char *)text.data, "{}");
	kasa_buf_finish(&text);
}
END_TEST

START_TEST(a_second_message_replaces_the_text_of_the_first)
{
	const uint8_t bytes[] = { 0, 0, 0, 2, KASA_XOR_FIRST, 0xad };
	struct kasa_buf text;
	size_t used;

	kasa_buf_init(&text, 100);
	kasa_buf_add(&text, "what was before", 15);

	open_bytes(bytes, sizeof bytes, &text, &used, NULL);

	ck_assert_uint_eq(text.len, 2);
	ck_assert_str_eq((char *)text.data, "{}");
	kasa_buf_finish(&text);
}
END_TEST

START_TEST(a_datagram_has_no_length_before_it)
{
	struct kasa_buf datagram, text;

	kasa_buf_init(&datagram, 100);
	kasa_buf_init(&text, 100);

	ck_assert_int_eq(kasa_xor_seal_datagram("{}", 2, &datagram), KASA_OK);
	ck_assert_uint_eq(datagram.len, 2);
	ck_assert_int_eq(kasa_xor_open_datagram(datagram.data, datagram.len, &text), KASA_OK);

	ck_assert_str_eq((char *)text.data, "{}");
	kasa_buf_finish(&datagram);
	kasa_buf_finish(&text);
}
END_TEST

START_TEST(a_datagram_that_is_empty_or_begins_otherwise_is_none)
{
	struct kasa_buf text;

	kasa_buf_init(&text, 100);

	ck_assert_int_eq(kasa_xor_open_datagram((const uint8_t *)"", 0, &text), KASA_EPROTO);
	ck_assert_int_eq(kasa_xor_open_datagram((const uint8_t *)"{}", 2, &text), KASA_EPROTO);
	ck_assert_int_eq(kasa_xor_open_datagram((const uint8_t *)"\xd0", KASA_MESSAGE_MAX + 1, &text), KASA_EPROTO);

	ck_assert_ptr_null(text.data);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		decrypting_gives_back_what_was_encrypted,
		encrypting_in_place_is_the_same,
		nothing_is_encrypted_to_nothing,
		the_largest_message_is_sealed_and_opened,
		a_request_past_the_limit_is_refused_with_its_size,
		lengths_that_no_device_sends_are_refused_before_anything_is_stored,
		the_largest_length_is_waited_for,
		what_does_not_begin_as_json_is_refused_at_its_first_byte,
		an_http_server_is_not_taken_for_a_device,
		a_message_leaves_what_follows_it,
		a_second_message_replaces_the_text_of_the_first,
		a_datagram_has_no_length_before_it,
		a_datagram_that_is_empty_or_begins_otherwise_is_none,
	};

	return unit_run("xor", tests, UNIT_COUNT(tests));
}
