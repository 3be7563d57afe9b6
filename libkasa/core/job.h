/*
 * A task of several steps with one device: prove who it is, learn what it is, do it, read it back.
 *
 *   LOOK  when the state must be known first, or a stranger must be ruled out, or a toggle be resolved
 *   ACT   the order itself; what the answer teaches may word it anew
 *   CHECK when the device acknowledged but what reads it back was not in its answer, or not as ordered
 *
 * Each of them is one message, or several where the device takes only short ones.
 */
#ifndef KASA_CORE_JOB_H
#define KASA_CORE_JOB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "model/payload.h"

/* Who is at the other end: what is known, and who it must be. */
struct kasa_peer {
	const struct kasa_payload *payload;
	struct kasa_record record;
	char expect_id[KASA_ID_MAX]; /* "": anyone */
	char expect_mac[18];         /* "": anyone; asked for where no id is expected */
	bool proven;                 /* on this connection it said that it is the expected one */
};

struct kasa_job {
	struct kasa_order order;
	struct {
		bool other_outlet_id, other_module;
		uint8_t from, part, asked;
	} aside;                    /* how far LOOK or CHECK is, and what was learned by it; see struct kasa_order */
	struct kasa_answer *answer; /* NULL before the first answer: thousands of calls may wait for theirs */
	bool toggle;                /* order.on follows from the state that is read first */
	uint8_t stage;
	bool resolved;
	bool just_looked; /* so one reopened connection is believed */
	uint8_t learned;
};

enum kasa_job_next {
	KASA_JOB_ASK,       /* there is more to ask, on the same connection */
	KASA_JOB_ASK_FRESH, /* the same, on a new connection: it must not be sent into one that is closing */
	KASA_JOB_RENEW,     /* the same, in a new session: the device ended the one that there was, and did nothing */
	KASA_JOB_DONE,
	KASA_JOB_FAILED,  /* err tells; the conversation is in order */
	KASA_JOB_GARBAGE, /* err tells; the connection is not to be trusted */
};

/* The connection on which is asked. */
enum kasa_job_line {
	KASA_JOB_SAME,     /* as the last question */
	KASA_JOB_NEW,      /* nothing was asked on it yet: it may lead to somebody else */
	KASA_JOB_REOPENED, /* the same, but the one before it was closed a moment ago, behind an answer */
};

void kasa_job_init(struct kasa_job *job, const struct kasa_order *order, bool toggle);
void kasa_job_finish(struct kasa_job *job);

/*
 * What to send now. Who just proved who it is need not do so again where the device closes after each answer.
 * @p repeatable is set to whether that may be sent twice. KASA_ENOTSUP, KASA_ENOMEM: the job is over.
 */
int kasa_job_ask(struct kasa_job *job, struct kasa_peer *peer, enum kasa_job_line line, struct kasa_buf *out,
                 bool *repeatable, struct kasa_err *err);

/* True when the last question was the order itself, not a look at who is there. */
bool kasa_job_acted(const struct kasa_job *job);

/* What to do after an answer; its values are in job->answer. */
enum kasa_job_next kasa_job_answer(struct kasa_job *job, struct kasa_peer *peer, const char *text, size_t len,
                                   struct kasa_err *err);

#endif
