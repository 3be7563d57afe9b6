/* A conversation with a link in steps that a test can read: the test is the clock, the network and the device. */
#ifndef KASA_TESTS_UNIT_TALK_H
#define KASA_TESTS_UNIT_TALK_H

#include "core/link.h"

#define TALK_QUESTION "{\"system\":{\"get_sysinfo\":{}}}"
#define TALK_ANSWER "{\"system\":{\"get_sysinfo\":{\"err_code\":0}}}"

enum {
	TALK_CALL_MS = 10000,
	TALK_SESSION_MAX = 256,
};

struct talk {
	struct kasa_link link;
	struct kasa_link_shared shared;
	struct kasa_link_event event; /* the last one */
	_Alignas(8) uint8_t session[TALK_SESSION_MAX];
	uint8_t random[KASA_WIRE_RANDOM];
	uint64_t now_ms;
};

void talk_init(struct talk *talk, const struct kasa_wire *wire);
void talk_finish(struct talk *talk);

/* The next event is of this kind, or the test fails. */
void talk_expect(struct talk *talk, enum kasa_link_event_kind kind);

/* There is no event. */
void talk_expect_nothing(struct talk *talk);

/* FAILED is next, with this code. */
void talk_expect_failure(struct talk *talk, int code);

/* Begins a call of TALK_CALL_MS that is accepted. */
void talk_begin(struct talk *talk, unsigned flags);

/* OPEN is next, and the connection stands. */
void talk_connect(struct talk *talk);

/* ASK is next, and a question is said and leaves. */
void talk_ask(struct talk *talk, unsigned flags);

/* The whole answer comes; ANSWER is next, with its text. */
void talk_answer(struct talk *talk);

/* Begins a call and has it answered on a new connection, which stays open. */
void talk_call(struct talk *talk);

/* Bytes come, framed by the XOR wire. */
void talk_reply(struct talk *talk, const char *text);

/* The connection is lost with this code. */
void talk_lose(struct talk *talk, int code);

/* Time goes to the link's deadline, and its tick comes. */
void talk_pass(struct talk *talk);

/* What waits to be sent, under the XOR wire; it is taken. Valid until the next time. */
const char *talk_sent(struct talk *talk);

#endif
