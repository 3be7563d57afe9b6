#include "core/job.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum stage {
	LOOK,
	ACT,
	CHECK
};

enum {
	LESSONS_MAX = 4, /* a device that teaches something new each time is not followed for ever */
};

void
kasa_job_init(struct kasa_job *job, const struct kasa_order *order, bool toggle)
{
	*job = (struct kasa_job){ .order = *order, .toggle = toggle, .stage = ACT };
}

void
kasa_job_finish(struct kasa_job *job)
{
	if (job->answer)
		kasa_answer_finish(job->answer);
	free(job->answer);
	job->answer = NULL;
}

bool
kasa_job_acted(const struct kasa_job *job)
{
	return job->stage == ACT;
}

static bool
expects_someone(const struct kasa_peer *peer)
{
	return peer->expect_id[0] || peer->expect_mac[0];
}

/* Harmless to a stranger, and the answer tells who it was. */
static bool
answer_proves(const struct kasa_order *order)
{
	return order->kind == KASA_ORDER_ENERGY && order->with_state;
}

/* Looking first costs an exchange: only where the order cannot be worded or might reach a stranger. */
static bool
must_look(const struct kasa_job *job, const struct kasa_peer *peer)
{
	if (job->order.kind == KASA_ORDER_LOOK)
		return false;
	if (job->toggle && !job->resolved)
		return true;
	if (expects_someone(peer) && !peer->proven && !answer_proves(&job->order))
		return true;
	return peer->payload->needs_state(&job->order) && !peer->record.known;
}

/* The order of LOOK or CHECK, as far as it is. */
static struct kasa_order
aside_of(const struct kasa_job *job)
{
	struct kasa_order order = { .kind = KASA_ORDER_LOOK };

	if (job->stage == CHECK)
		order = kasa_order_read_back(&job->order);
	order.asker = job->order.asker;
	order.other_outlet_id = job->aside.other_outlet_id;
	order.other_module = job->aside.other_module;
	order.from = job->aside.from;
	order.part = job->aside.part;
	order.asked = job->aside.asked;
	return order;
}

static void
keep_aside(struct kasa_job *job, const struct kasa_order *order)
{
	job->aside.other_outlet_id = order->other_outlet_id;
	job->aside.other_module = order->other_module;
	job->aside.from = order->from;
	job->aside.part = order->part;
	job->aside.asked = order->asked;
}

/* What was learned of the device's words holds for what reads it back, too. */
static void
turn_aside(struct kasa_job *job, uint8_t stage)
{
	job->stage = stage;
	keep_aside(job, &(struct kasa_order){ .other_outlet_id = stage == CHECK && job->order.other_outlet_id,
	                                      .other_module = stage == CHECK && job->order.other_module });
}

int
kasa_job_ask(struct kasa_job *job, struct kasa_peer *peer, enum kasa_job_line line, struct kasa_buf *out,
             bool *repeatable, struct kasa_err *err)
{
	struct kasa_order aside, *order = &job->order;
	int rc;

	if (line == KASA_JOB_NEW || (line == KASA_JOB_REOPENED && !job->just_looked))
		peer->proven = false;
	if (line != KASA_JOB_SAME)
		job->just_looked = false;
	if (job->stage != ACT && line != KASA_JOB_SAME)
		turn_aside(job, job->stage);
	if (job->stage == ACT && must_look(job, peer))
		turn_aside(job, LOOK);
	aside = aside_of(job);
	if (job->stage != ACT)
		order = &aside;
	*repeatable = peer->payload->repeatable(order);
	rc = peer->payload->build(order, &peer->record, out, err);
	keep_aside(job, &aside);
	return rc;
}

static bool
is_expected(const struct kasa_peer *peer)
{
	const struct kasa_state *state = &peer->record.state;

	if (peer->expect_id[0])
		return strcasecmp(peer->expect_id, state->id) == 0;
	return !peer->expect_mac[0] || strcmp(peer->expect_mac, state->mac) == 0;
}

/* A stranger's state is nobody's state. */
static int
check_identity(struct kasa_peer *peer, struct kasa_err *err)
{
	const struct kasa_state *state = &peer->record.state;
	bool by_id = peer->expect_id[0];

	peer->proven = is_expected(peer);
	if (peer->proven)
		return KASA_OK;
	peer->record.known = false;
	return kasa_err_set(err, KASA_EIDENTITY, "another device answers here: %s \"%.40s\" with %s %s, not %s",
	                    state->model, state->alias, by_id ? "id" : "MAC", by_id ? state->id : state->mac,
	                    by_id ? peer->expect_id : peer->expect_mac);
}

/* A toggle becomes a plain on or off; a strip as a whole goes off when one of its outlets is on. */
static int
resolve(struct kasa_job *job, const struct kasa_peer *peer, struct kasa_err *err)
{
	const struct kasa_state *state = &peer->record.state;
	const struct kasa_outlet *outlet;
	int on = state->on;

	if (!job->toggle || job->resolved)
		return KASA_OK;
	if (job->order.outlet > 0) {
		outlet = kasa_record_outlet(&peer->record, job->order.outlet, err);
		if (!outlet)
			return err->code;
		on = outlet->on;
	}
	if (on == KASA_UNKNOWN)
		return kasa_err_set(err, KASA_ENOTSUP, "%s does not tell whether it is on", state->model);
	job->order.on = !on;
	job->resolved = true;
	return KASA_OK;
}

static enum kasa_job_next
looked(struct kasa_job *job, const struct kasa_peer *peer, struct kasa_err *err)
{
	if (resolve(job, peer, err) != KASA_OK)
		return KASA_JOB_FAILED;
	job->stage = ACT;
	job->just_looked = true;
	return peer->payload->repeatable(&job->order) ? KASA_JOB_ASK : KASA_JOB_ASK_FRESH;
}

/* The device had its chance to say so: some strips want each outlet named, the rest did not do it. */
static enum kasa_job_next
checked(struct kasa_job *job, const struct kasa_peer *peer, struct kasa_err *err)
{
	const struct kasa_order *order = &job->order;

	if (kasa_order_confirmed(order, &peer->record.state, job->answer))
		return KASA_JOB_DONE;
	if (order->kind == KASA_ORDER_RELAY && order->outlet == 0 && !order->each_outlet
	    && peer->record.state.outlet_count > 0) {
		job->order.each_outlet = true;
		job->order.part = 0;
		job->stage = ACT;
		job->just_looked = true;
		return KASA_JOB_ASK;
	}
	if (order->unanswered)
		kasa_err_set(err, KASA_ENOTSUP, "the device does not answer to that, and stays as it was");
	else
		kasa_err_set(err, KASA_EDEVICE, "%s", kasa_order_unlike(order));
	return KASA_JOB_FAILED;
}

static enum kasa_job_next
acted(struct kasa_job *job, enum kasa_verdict verdict, struct kasa_err *err)
{
	switch (verdict) {
	case KASA_VERDICT_DONE:
		return KASA_JOB_DONE;
	case KASA_VERDICT_MORE:
		return KASA_JOB_ASK;
	case KASA_VERDICT_AGAIN:
		if (++job->learned <= LESSONS_MAX)
			return KASA_JOB_ASK;
		kasa_err_set(err, KASA_EDEVICE, "the device answers each wording with the wish for another");
		return KASA_JOB_FAILED;
	case KASA_VERDICT_UNCONFIRMED:
		turn_aside(job, CHECK);
		return KASA_JOB_ASK;
	case KASA_VERDICT_REFUSED:
		return KASA_JOB_FAILED;
	case KASA_VERDICT_LAPSED:
		return KASA_JOB_RENEW;
	case KASA_VERDICT_GARBAGE:
		return KASA_JOB_GARBAGE;
	}
	return KASA_JOB_GARBAGE;
}

/* Whoever answers with a state says who it is. Its refusals are a stranger's refusals, too. */
static bool
is_stranger(struct kasa_peer *peer, struct kasa_err *err)
{
	struct kasa_err stranger;

	if (!expects_someone(peer) || peer->proven || !peer->record.known || check_identity(peer, &stranger) == KASA_OK)
		return false;
	*err = stranger;
	return true;
}

/* What was sent once and must not be sent again: nobody knows what came of it. */
static enum kasa_job_next
garbage(const struct kasa_job *job, const struct kasa_peer *peer, struct kasa_err *err)
{
	if (job->stage == ACT && !peer->payload->repeatable(&job->order)) {
		kasa_err_wrap(err, "it may or may not have been done");
		err->code = KASA_EUNKNOWN;
	}
	return KASA_JOB_GARBAGE;
}

static enum kasa_verdict
read_answer(struct kasa_job *job, struct kasa_peer *peer, struct kasa_order *order, const char *text, size_t len,
            struct kasa_err *err)
{
	if (!job->answer)
		job->answer = calloc(1, sizeof *job->answer);
	if (job->answer)
		return peer->payload->parse(order, text, len, &peer->record, job->answer, err);
	kasa_err_set(err, KASA_ENOMEM, "no memory for an answer");
	return KASA_VERDICT_GARBAGE;
}

enum kasa_job_next
kasa_job_answer(struct kasa_job *job, struct kasa_peer *peer, const char *text, size_t len, struct kasa_err *err)
{
	struct kasa_order aside = aside_of(job), *order = job->stage == ACT ? &job->order : &aside;
	enum kasa_verdict verdict;

	kasa_err_clear(err);
	verdict = read_answer(job, peer, order, text, len, err);
	keep_aside(job, &aside);
	if (verdict == KASA_VERDICT_LAPSED)
		return KASA_JOB_RENEW;
	if (verdict == KASA_VERDICT_GARBAGE)
		return garbage(job, peer, err);
	if (is_stranger(peer, err))
		return KASA_JOB_FAILED;
	if (job->stage == ACT)
		return acted(job, verdict, err);
	if (verdict == KASA_VERDICT_MORE || (verdict == KASA_VERDICT_AGAIN && ++job->learned <= LESSONS_MAX))
		return KASA_JOB_ASK;
	if (verdict != KASA_VERDICT_DONE)
		return KASA_JOB_FAILED;
	return job->stage == LOOK ? looked(job, peer, err) : checked(job, peer, err);
}
