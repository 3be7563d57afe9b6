/* The published vectors of the XOR transport, and every way to cut a reply into pieces. */
#include "unit/unit.h"

#include <jansson.h>

#include "unit/talk.h"
#include "wire/xor.h"

static json_t *vectors; /* lives as long as the program */

struct bytes {
	uint8_t data[4096];
	size_t len;
};

static void
from_hex(const json_t *text, struct bytes *bytes)
{
	const char *hex = json_string_value(text);
	unsigned byte;

	bytes->len = strlen(hex) / 2;
	ck_assert_uint_le(bytes->len, sizeof bytes->data);
	for (size_t i = 0; i < bytes->len; i++) {
		ck_assert_int_eq(sscanf(hex + 2 * i, "%2x", &byte), 1);
		bytes->data[i] = (uint8_t)byte;
	}
}

static void
up(struct talk *talk, const struct bytes *reply, size_t from, size_t to)
{
	uint8_t piece[sizeof reply->data];

	/* a copy of its own size, so that a sanitizer sees who reads behind it */
	memcpy(piece, reply->data + from, to - from);
	if (to > from)
		kasa_link_up(&talk->link, talk->now_ms, piece, to - from);
}

/* Feeds a reply cut at two places; true when its text came out, whole and only at the end. */
static bool
survives(struct talk *talk, const struct bytes *reply, const char *plain, size_t first, size_t second)
{
	struct kasa_link_event event;
	bool early, whole;

	talk_begin(talk, 0);
	if (talk->link.connected == false)
		talk_connect(talk);
	talk_ask(talk, KASA_SAY_REPEATABLE);
	talk_sent(talk);
	up(talk, reply, 0, first);
	up(talk, reply, first, second);
	early = second < reply->len && kasa_link_next(&talk->link, talk->now_ms, &event);
	up(talk, reply, second, reply->len);
	whole = kasa_link_next(&talk->link, talk->now_ms, &event) && event.kind == KASA_LINK_ANSWER
	        && strcmp(event.text, plain) == 0;
	kasa_link_end(&talk->link, talk->now_ms, false);
	return whole && !early;
}

static void
cut_in_three_everywhere(const json_t *framed, const char *plain)
{
	struct bytes reply;
	struct talk talk;

	from_hex(framed, &reply);
	talk_init(&talk, &kasa_wire_xor);
	for (size_t first = 0; first <= reply.len; first++)
		for (size_t second = first; second <= reply.len; second++)
			if (!survives(&talk, &reply, plain, first, second))
				ck_abort_msg("%s cut at %zu and %zu", plain, first, second);
	talk_finish(&talk);
}

static void
feed_bytewise(const json_t *framed, const char *plain)
{
	struct bytes reply;
	struct talk talk;

	from_hex(framed, &reply);
	talk_init(&talk, &kasa_wire_xor);
	talk_begin(&talk, 0);
	talk_connect(&talk);
	talk_ask(&talk, KASA_SAY_REPEATABLE);
	for (size_t i = 0; i < reply.len; i++) {
		talk_expect_nothing(&talk);
		up(&talk, &reply, i, i + 1);
	}
	talk_expect(&talk, KASA_LINK_ANSWER);
	ck_assert_str_eq(talk.event.text, plain);
	talk_finish(&talk);
}

START_TEST(sealing_gives_the_published_bytes_on_tcp)
{
	size_t i;
	json_t *vector;

	json_array_foreach(json_object_get(vectors, "xor"), i, vector) {
		const json_t *plain = json_object_get(vector, "plain");
		struct bytes want;
		struct kasa_buf out;

		from_hex(json_object_get(vector, "tcp"), &want);
		kasa_buf_init(&out, KASA_MESSAGE_MAX);
		ck_assert_int_eq(kasa_xor_seal(json_string_value(plain), json_string_length(plain), &out, NULL),
		                 KASA_OK);
		ck_assert_uint_eq(out.len, want.len);
		ck_assert_mem_eq(out.data, want.data, want.len);
		kasa_buf_finish(&out);
	}
	ck_assert_uint_ge(i, 5);
}
END_TEST

START_TEST(sealing_gives_the_published_bytes_in_a_datagram)
{
	size_t i;
	json_t *vector;

	json_array_foreach(json_object_get(vectors, "xor"), i, vector) {
		const json_t *plain = json_object_get(vector, "plain");
		struct bytes want;
		struct kasa_buf out;

		from_hex(json_object_get(vector, "udp"), &want);
		kasa_buf_init(&out, KASA_MESSAGE_MAX);
		ck_assert_int_eq(kasa_xor_seal_datagram(json_string_value(plain), json_string_length(plain), &out),
		                 KASA_OK);
		ck_assert_uint_eq(out.len, want.len);
		if (want.len > 0)
			ck_assert_mem_eq(out.data, want.data, want.len);
		kasa_buf_finish(&out);
	}
	ck_assert_uint_ge(i, 5);
}
END_TEST

START_TEST(the_published_bytes_are_opened_but_for_the_empty_message)
{
	size_t i;
	json_t *vector;

	json_array_foreach(json_object_get(vectors, "xor"), i, vector) {
		const json_t *plain = json_object_get(vector, "plain");
		struct bytes framed;
		struct kasa_wire_in in = { .data = framed.data };
		struct kasa_buf text;
		enum kasa_step expected = json_string_length(plain) > 0 ? KASA_STEP_DONE : KASA_STEP_FAIL;

		from_hex(json_object_get(vector, "tcp"), &framed);
		in.len = framed.len;
		kasa_buf_init(&text, KASA_MESSAGE_MAX);
		ck_assert_int_eq(kasa_xor_open(&in, &text, NULL), expected);
		ck_assert_uint_eq(text.len, json_string_length(plain));
		ck_assert_str_eq(text.data ? (char *)text.data : "", json_string_value(plain));
		kasa_buf_finish(&text);
	}
}
END_TEST

START_TEST(the_published_segments_of_a_reply_give_its_text)
{
	const json_t *reply = json_object_get(vectors, "xor_reply");
	size_t i;
	json_t *segment;
	struct talk talk;

	talk_init(&talk, &kasa_wire_xor);
	talk_begin(&talk, 0);
	talk_connect(&talk);
	talk_ask(&talk, KASA_SAY_REPEATABLE);
	json_array_foreach(json_object_get(reply, "segments"), i, segment) {
		struct bytes piece;

		talk_expect_nothing(&talk);
		from_hex(segment, &piece);
		up(&talk, &piece, 0, piece.len);
	}

	talk_expect(&talk, KASA_LINK_ANSWER);
	ck_assert_str_eq(talk.event.text, json_string_value(json_object_get(reply, "plain")));
	talk_finish(&talk);
}
END_TEST

START_TEST(every_reply_survives_being_cut_in_two_and_three_pieces_anywhere)
{
	const json_t *reply = json_object_get(vectors, "xor_reply");
	const json_t *all = json_object_get(vectors, "xor");

	cut_in_three_everywhere(json_object_get(reply, "tcp"), json_string_value(json_object_get(reply, "plain")));
	for (size_t i = 0; i < 4; i++) {
		const json_t *vector = json_array_get(all, i);

		cut_in_three_everywhere(json_object_get(vector, "tcp"),
		                        json_string_value(json_object_get(vector, "plain")));
	}
}
END_TEST

START_TEST(every_reply_survives_coming_byte_by_byte)
{
	const json_t *reply = json_object_get(vectors, "xor_reply");
	const json_t *all = json_object_get(vectors, "xor");

	feed_bytewise(json_object_get(reply, "tcp"), json_string_value(json_object_get(reply, "plain")));
	for (size_t i = 0; i < 4; i++) {
		const json_t *vector = json_array_get(all, i);

		feed_bytewise(json_object_get(vector, "tcp"), json_string_value(json_object_get(vector, "plain")));
	}
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		sealing_gives_the_published_bytes_on_tcp,
		sealing_gives_the_published_bytes_in_a_datagram,
		the_published_bytes_are_opened_but_for_the_empty_message,
		the_published_segments_of_a_reply_give_its_text,
		every_reply_survives_being_cut_in_two_and_three_pieces_anywhere,
		every_reply_survives_coming_byte_by_byte,
	};
	const char *path = getenv("KASA_VECTORS");
	int rc;

	vectors = json_load_file(path ? path : "", 0, NULL);
	if (!vectors)
		return unit_skip("no vectors: KASA_VECTORS names no JSON file");
	rc = unit_run("vectors", tests, UNIT_COUNT(tests));
	json_decref(vectors);
	return rc;
}
