/* Packets of the newer discovery: the published ones, and what is refused. */
#include "unit/unit.h"

#include <jansson.h>

#include "wire/tdp.h"

static json_t *vectors; /* lives as long as the program */

struct bytes {
	uint8_t data[1024];
	size_t len;
};

static struct bytes
published(const char *key)
{
	const char *hex = json_string_value(json_object_get(json_object_get(vectors, "tdp"), key));
	struct bytes bytes = { .len = strlen(hex) / 2 };
	unsigned byte;

	ck_assert_uint_le(bytes.len, sizeof bytes.data);
	for (size_t i = 0; i < bytes.len; i++) {
		ck_assert_int_eq(sscanf(hex + 2 * i, "%2x", &byte), 1);
		bytes.data[i] = (uint8_t)byte;
	}
	return bytes;
}

static const char *
published_text(const char *key)
{
	return json_string_value(json_object_get(json_object_get(vectors, "tdp"), key));
}

static void
expect_text(const struct bytes *packet, const char *text)
{
	const char *got;
	size_t len;

	ck_assert(kasa_tdp_open(packet->data, packet->len, &got, &len));
	ck_assert_uint_eq(len, strlen(text));
	ck_assert_mem_eq(got, text, len);
}

START_TEST(the_question_is_the_published_one_without_a_key)
{
	struct bytes probe = published("keyless_probe");

	ck_assert_uint_eq(probe.len, sizeof kasa_tdp_probe);
	ck_assert_mem_eq(probe.data, kasa_tdp_probe, probe.len);
	ck_assert(kasa_tdp_is_packet(probe.data, probe.len));
}
END_TEST

START_TEST(a_question_with_a_key_is_a_packet_too)
{
	struct bytes probe = published("packet");

	ck_assert(kasa_tdp_is_packet(probe.data, probe.len));
	expect_text(&probe, published_text("payload"));
}
END_TEST

START_TEST(the_published_reply_holds_its_text)
{
	struct bytes reply = published("reply_packet");

	expect_text(&reply, published_text("reply_json"));
}
END_TEST

START_TEST(a_text_is_sealed_to_the_published_reply)
{
	struct bytes reply = published("reply_packet");
	const char *text = published_text("reply_json");
	struct kasa_buf out;

	kasa_buf_init(&out, 2048);
	ck_assert_int_eq(kasa_tdp_seal(text, strlen(text), &out), KASA_OK);

	ck_assert_uint_eq(out.len, reply.len);
	ck_assert_mem_eq(out.data, reply.data, out.len);
	kasa_buf_finish(&out);
}
END_TEST

START_TEST(a_bit_that_flipped_anywhere_is_seen)
{
	struct bytes reply = published("reply_packet");
	const char *text;
	size_t len;

	for (size_t bit = 0; bit < 8 * reply.len; bit++) {
		reply.data[bit / 8] ^= (uint8_t)(1u << bit % 8);
		ck_assert_msg(!kasa_tdp_open(reply.data, reply.len, &text, &len), "bit %zu", bit);
		reply.data[bit / 8] ^= (uint8_t)(1u << bit % 8);
	}
}
END_TEST

START_TEST(a_packet_that_was_cut_anywhere_is_none)
{
	struct bytes reply = published("reply_packet");

	for (size_t len = 0; len < reply.len; len++) {
		uint8_t *cut = malloc(len + 1); /* a sanitizer sees who reads behind it */

		memcpy(cut, reply.data, len);
		ck_assert_msg(!kasa_tdp_is_packet(cut, len), "%zu bytes", len);
		free(cut);
	}
}
END_TEST

START_TEST(what_stands_behind_the_told_length_does_not_count)
{
	struct bytes reply = published("reply_packet");

	memset(reply.data + reply.len, 0, 4);
	reply.len += 4;

	expect_text(&reply, published_text("reply_json"));
}
END_TEST

START_TEST(a_bare_header_holds_no_text)
{
	const char *text;
	size_t len;

	ck_assert(!kasa_tdp_open(kasa_tdp_probe, sizeof kasa_tdp_probe, &text, &len));
}
END_TEST

START_TEST(too_much_text_is_not_sealed)
{
	static char text[KASA_TDP_TEXT_MAX + 1];
	struct kasa_buf out;

	memset(text, ' ', sizeof text);
	kasa_buf_init(&out, 2 * sizeof text);

	ck_assert_int_eq(kasa_tdp_seal(text, sizeof text, &out), KASA_EPROTO);
	ck_assert_uint_eq(out.len, 0);
	ck_assert_int_eq(kasa_tdp_seal(text, sizeof text - 1, &out), KASA_OK);
	ck_assert(kasa_tdp_is_packet(out.data, out.len));
	kasa_buf_finish(&out);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		the_question_is_the_published_one_without_a_key,
		a_question_with_a_key_is_a_packet_too,
		the_published_reply_holds_its_text,
		a_text_is_sealed_to_the_published_reply,
		a_bit_that_flipped_anywhere_is_seen,
		a_packet_that_was_cut_anywhere_is_none,
		what_stands_behind_the_told_length_does_not_count,
		a_bare_header_holds_no_text,
		too_much_text_is_not_sealed,
	};
	const char *path = getenv("KASA_VECTORS");
	int rc;

	vectors = json_load_file(path ? path : "", 0, NULL);
	if (!vectors)
		return unit_skip("no vectors: KASA_VECTORS names no JSON file");
	rc = unit_run("tdp", tests, UNIT_COUNT(tests));
	json_decref(vectors);
	return rc;
}
