/* The life of a job: begin, look, choose the outlet, start, end. */
#include "cli/job.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/err.h"
#include "cli/exit.h"
#include "cli/outlet.h"

struct cli *
job_cli(const struct job *job)
{
	return job->run->cli;
}

static uint64_t
now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

bool
job_arm(struct job *job)
{
	uint64_t now = now_ms();
	struct kasa_err err;

	if (!job->deadline_ms)
		job->deadline_ms = now + job_cli(job)->opts.timeout_ms;
	if (now >= job->deadline_ms) {
		kasa_err_set(&err, KASA_ETIMEOUT, "not done in %u ms", (unsigned)job_cli(job)->opts.timeout_ms);
		job_fail(job, &err);
		return false;
	}
	kasa_device_timeout(job->lane->dev, (unsigned)(job->deadline_ms - now));
	return true;
}

/* A group that has a device twice, by two names, means it once. */
static bool
is_again(const struct job *job)
{
	for (struct kasa_list *at = job->run->jobs.next; at != &job->run->jobs; at = at->next) {
		const struct job *other = KASA_CONTAINER(at, struct job, all);

		if (other != job && other->sent && other->lane == job->lane && other->outlet == job->outlet
		    && (job->target->member || other->target->member))
			return true;
	}
	return false;
}

static void
start(struct job *job)
{
	if (job->target && is_again(job)) {
		job_end(job, EXIT_DONE);
		return;
	}
	if (!job_arm(job))
		return;
	job->sent = true;
	job_cli(job)->call.command->start(job);
}

/* The outlet that was typed is looked for among those the device has. */
static void
choose_outlet(struct job *job)
{
	const struct kasa_state *state = kasa_device_state(job->lane->dev);
	struct kasa_err err;

	if (outlet_find(state, job->target->outlet, &job->outlet, &err) == KASA_OK)
		start(job);
	else
		job_fail(job, &err);
}

static bool
names_outlet(const struct job *job)
{
	return job->target && job->target->outlet[0];
}

static void
looked(struct job *job)
{
	if (names_outlet(job))
		choose_outlet(job);
	else
		start(job);
}

static void
on_looked(struct kasa_device *dev, const struct kasa_err *err, void *arg)
{
	struct job *job = arg;

	(void)dev;
	if (err->code == KASA_OK)
		looked(job);
	else
		job_fail(job, err);
}

void
job_begin(struct job *job)
{
	struct kasa_device *dev = job->lane->dev;
	bool look = job_cli(job)->call.command->flags & COMMAND_LOOKS || names_outlet(job);
	int rc;

	if (!job_arm(job))
		return;
	if (!look || kasa_device_state(dev)) {
		looked(job);
		return;
	}
	rc = kasa_device_refresh(dev, on_looked, job);
	if (rc != KASA_OK)
		job_refuse(job, rc);
}

struct device_row
job_row(const struct job *job)
{
	const struct kasa_device *dev = job->lane->dev;

	return (struct device_row){
		.host = kasa_device_host(dev),
		.port = kasa_device_port(dev),
		.transport = kasa_device_transport(dev),
		.payload = kasa_device_payload(dev),
		.state = kasa_device_state(dev),
		.outlet = job->outlet,
	};
}

void
job_sheet(struct job *job, const struct sheet *sheet)
{
	struct device_row row = job_row(job);

	job_cli(job)->writer->sheet(&job_cli(job)->out, &row, sheet);
	job_done(job);
}

void *
job_own(struct job *job, size_t size, void (*release)(void *own))
{
	job->own = calloc(1, size);
	job->release = release ? release : free;
	if (!job->own)
		job_refuse(job, KASA_ENOMEM);
	return job->own;
}

void
job_next(struct job *job)
{
	int rc = JOB_NEXT;

	while (rc == JOB_NEXT && !job->ended && job_arm(job))
		rc = job->steps(job, job->step++);
	if (rc < 0)
		job_refuse(job, rc);
}

void
job_steps(struct job *job, int (*steps)(struct job *job, unsigned step))
{
	job->steps = steps;
	job->step = 0;
	job_next(job);
}

void
job_stepped(struct kasa_device *dev, const struct kasa_err *err, void *arg)
{
	(void)dev;
	if (err->code == KASA_OK)
		job_next(arg);
	else
		job_fail(arg, err);
}

bool
job_outlet_next(struct job *job, unsigned step)
{
	const struct kasa_state *state = kasa_device_state(job->lane->dev);
	unsigned count = state && !names_outlet(job) ? state->outlet_count : 0;

	if (count == 0)
		return step == 0;
	job->outlet = step < count ? (int)step + 1 : 0;
	return step < count;
}

void
job_remember(const struct job *job)
{
	const struct target *target = job->target;
	const struct kasa_device *dev = job->lane->dev;
	const struct cache_place place = {
		.host = kasa_device_host(dev),
		.port = kasa_device_port(dev),
		.transport = kasa_device_transport(dev),
		.payload = kasa_device_payload(dev),
	};

	/* what was named by its address owes nothing to the cache, and costs no file */
	if (!target || (target->kind != TARGET_HOST && target->kind != TARGET_DNS))
		cache_put(&job_cli(job)->cache, &place, kasa_device_state(dev));
}

void
job_done(struct job *job)
{
	job_remember(job);
	job_end(job, EXIT_DONE);
}

void
job_changed(struct kasa_device *dev, const struct kasa_err *err, void *arg)
{
	struct job *job = arg;
	struct device_row row;

	(void)dev;
	if (err->code != KASA_OK) {
		job_fail(job, err);
		return;
	}
	row = job_row(job);
	job_cli(job)->writer->changed(&job_cli(job)->out, &row, NULL);
	job_done(job);
}

static const char *
unsure_of(const struct job *job)
{
	return job->unsure ? job->unsure : job_cli(job)->call.command->unsure;
}

/* A command that was cut off tells what is known of its effect. */
static void
word_interrupted(const struct job *job, struct kasa_err *err)
{
	const char *unsure = unsure_of(job);

	if (!unsure)
		kasa_err_set(err, KASA_ECANCELED, "interrupted");
	else if (job->sent)
		kasa_err_set(err, KASA_ECANCELED, "interrupted; %s", unsure);
	else
		kasa_err_set(err, KASA_ECANCELED, "interrupted before anything was sent");
}

/* Nobody knows what came of it: then there is something to look at, or to do. */
static void
word_next(const struct job *job, struct kasa_err *err)
{
	const char *look = job_cli(job)->call.command->look;
	struct kasa_err what = *err;

	if (look && job->sent)
		kasa_err_set(err, (int)what.code, "%s; %s", what.text, look);
	err->device_code = what.device_code;
}

/* Where verbs may be left out, the first word is a device; one that is not there may have been meant for a verb. */
static void
word_verb(const struct job *job, struct kasa_err *err)
{
	const struct call *call = &job_cli(job)->call;
	const char *verb = call_near_verb(call);
	struct kasa_err what = *err;

	if (verb && job->target && strcmp(job->target->typed, call->devices[0]) == 0)
		kasa_err_set(err, (int)what.code, "%s; the verb is \"%s\"", what.text, verb);
}

/* Over KLAP both languages are spoken; which one, only the option says where the transport was one too. */
static void
word_payload(const struct job *job, struct kasa_err *err)
{
	const struct options *opts = &job_cli(job)->opts;

	if (err->code == KASA_EPROTO && opts->transport && !opts->payload)
		kasa_err_append(err, "; should it speak SMART, --payload smart says so");
}

void
job_fail(struct job *job, const struct kasa_err *err)
{
	const struct target *target = job->target;
	struct kasa_err told = *err;
	struct writer_failure failure = { .outlet = job->outlet, .err = &told };

	if (job->ended)
		return;
	if (target && target->kind != TARGET_HOST)
		failure.device = target->typed;
	else if (!target && job->lane && kasa_device_state(job->lane->dev)) /* one of all */
		failure.device = kasa_device_state(job->lane->dev)->alias;
	if (job->lane)
		failure.host = kasa_device_host(job->lane->dev);
	else if (target && target->kind == TARGET_HOST)
		failure.host = target->name;
	if (err->code == KASA_ECANCELED)
		word_interrupted(job, &told);
	if (err->code == KASA_EUNKNOWN || (err->code == KASA_ECANCELED && unsure_of(job)))
		word_next(job, &told);
	if (err->code == KASA_ENOTFOUND)
		word_verb(job, &told);
	accounts_explain(job_cli(job), &told);
	word_payload(job, &told);
	job_cli(job)->writer->failure(&job_cli(job)->out, &failure);
	job_end(job, exit_status((int)told.code));
}

void
job_refuse(struct job *job, int rc)
{
	struct kasa_err err;

	kasa_err_set(&err, rc, "the call was not accepted (%s)", kasa_error_word(rc));
	job_fail(job, &err);
}
