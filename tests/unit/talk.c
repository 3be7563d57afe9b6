#include "unit/talk.h"

#include <check.h>
#include <string.h>

#include "wire/xor.h"

void
talk_init(struct talk *talk, const struct kasa_wire *wire)
{
	*talk = (struct talk){ .now_ms = 1000000 };
	kasa_buf_init(&talk->shared.text, KASA_WIRE_TEXT);
	kasa_link_init(&talk->link, wire, wire->session_size > 0 ? talk->session : NULL, &talk->shared, 7);
	ck_assert_uint_le(wire->session_size, sizeof talk->session);
}

void
talk_finish(struct talk *talk)
{
	kasa_link_finish(&talk->link);
	kasa_buf_finish(&talk->shared.text);
}

void
talk_expect(struct talk *talk, enum kasa_link_event_kind kind)
{
	ck_assert_msg(kasa_link_next(&talk->link, talk->now_ms, &talk->event), "no event, %d expected", (int)kind);
	ck_assert_int_eq(talk->event.kind, kind);
}

void
talk_expect_nothing(struct talk *talk)
{
	ck_assert(!kasa_link_next(&talk->link, talk->now_ms, &talk->event));
}

void
talk_expect_failure(struct talk *talk, int code)
{
	talk_expect(talk, KASA_LINK_FAILED);
	ck_assert_int_eq(talk->event.err->code, code);
	ck_assert_str_ne(talk->event.err->text, "");
	talk_expect_nothing(talk);
}

void
talk_begin(struct talk *talk, unsigned flags)
{
	struct kasa_err err;

	ck_assert_int_eq(kasa_link_begin(&talk->link, talk->now_ms, talk->now_ms + TALK_CALL_MS, flags, &err), KASA_OK);
}

void
talk_connect(struct talk *talk)
{
	talk_expect(talk, KASA_LINK_OPEN);
	talk_expect_nothing(talk);
	kasa_link_connected(&talk->link, talk->now_ms, talk->random);
}

void
talk_ask(struct talk *talk, unsigned flags)
{
	talk_expect(talk, KASA_LINK_ASK);
	kasa_link_say(&talk->link, talk->now_ms, TALK_QUESTION, strlen(TALK_QUESTION), flags, KASA_LINK_REPLY_MS);
	talk_expect_nothing(talk);
}

void
talk_answer(struct talk *talk)
{
	talk_reply(talk, TALK_ANSWER);
	talk_expect(talk, KASA_LINK_ANSWER);
	ck_assert_str_eq(talk->event.text, TALK_ANSWER);
	ck_assert_uint_eq(talk->event.len, strlen(TALK_ANSWER));
}

void
talk_call(struct talk *talk)
{
	talk_begin(talk, 0);
	talk_connect(talk);
	talk_ask(talk, KASA_SAY_REPEATABLE);
	ck_assert_str_eq(talk_sent(talk), TALK_QUESTION);
	talk_answer(talk);
	kasa_link_end(&talk->link, talk->now_ms, false);
	talk_expect_nothing(talk);
}

void
talk_reply(struct talk *talk, const char *text)
{
	struct kasa_buf framed;

	kasa_buf_init(&framed, 2 * KASA_MESSAGE_MAX);
	ck_assert_int_eq(kasa_xor_seal(text, strlen(text), &framed, NULL), KASA_OK);
	kasa_link_up(&talk->link, talk->now_ms, framed.data, framed.len);
	kasa_buf_finish(&framed);
}

void
talk_lose(struct talk *talk, int code)
{
	struct kasa_err err;

	kasa_err_set(&err, code, "lost");
	kasa_link_lost(&talk->link, talk->now_ms, &err);
}

void
talk_pass(struct talk *talk)
{
	ck_assert_uint_ne(talk->link.deadline_ms, KASA_NEVER);
	talk->now_ms = talk->link.deadline_ms;
	kasa_link_tick(&talk->link, talk->now_ms);
}

const char *
talk_sent(struct talk *talk)
{
	static char text[4096];
	size_t len;
	const uint8_t *data = kasa_link_down(&talk->link, &len);

	if (!data)
		return "";
	ck_assert_uint_gt(len, KASA_XOR_HEADER);
	ck_assert_uint_lt(len, sizeof text);
	kasa_xor_decrypt((uint8_t *)text, data + KASA_XOR_HEADER, len - KASA_XOR_HEADER);
	text[len - KASA_XOR_HEADER] = '\0';
	kasa_link_sent(&talk->link, len);
	return text;
}
