/* Commands of several calls: step after step until one fails or ends the job; what they keep goes with it. */
#include "unit/unit.h"

#include <kasa/device.h>

#include "base/err.h"
#include "cli/exit.h"
#include "cli/job.h"

/* A job on a lane, with nobody at the other end: the steps call nothing. */
struct stage {
	struct cli cli;
	struct run run;
	struct lane lane;
	struct job job;
	char steps[16]; /* the numbers that were run */
	int failures;
};

static struct stage stage;

static void
failure(struct out *out, const struct writer_failure *failed)
{
	(void)out;
	(void)failed;
	stage.failures++;
}

static const struct command command = { .name = "toy" };
static const struct writer writer = { .failure = failure };

static struct job *
prepare(uint32_t limit_ms)
{
	struct kasa_err err;

	stage = (struct stage){ .cli.writer = &writer };
	stage.cli.opts.timeout_ms = limit_ms;
	stage.cli.call.command = &command;
	stage.cli.ctx = kasa_context_new(NULL);
	ck_assert_ptr_nonnull(stage.cli.ctx);
	ck_assert_int_eq(kasa_device_new(stage.cli.ctx, "127.0.0.1", 9, &stage.lane.dev, &err), KASA_OK);
	stage.run = (struct run){ .cli = &stage.cli };
	kasa_list_init(&stage.lane.jobs);
	kasa_list_append(&stage.lane.jobs, &stage.job.node); /* so that the lane keeps its device */
	stage.job = (struct job){ .node = stage.job.node, .run = &stage.run, .lane = &stage.lane };
	return &stage.job;
}

static void
finish(void)
{
	kasa_device_free(stage.lane.dev);
	kasa_context_free(stage.cli.ctx);
}

static void
note(unsigned step)
{
	size_t n = strlen(stage.steps);

	ck_assert_uint_lt(n, sizeof stage.steps - 1);
	stage.steps[n] = (char)('0' + step);
}

/* Waits in step 0, has nothing to do in 1 and 2, waits in 3, ends in 4. */
static int
some(struct job *job, unsigned step)
{
	note(step);
	if (step == 1 || step == 2)
		return JOB_NEXT;
	if (step == 4)
		job_end(job, EXIT_DONE);
	return KASA_OK;
}

static int
refused(struct job *job, unsigned step)
{
	(void)job;
	note(step);
	return step == 0 ? JOB_NEXT : KASA_EBUSY;
}

START_TEST(steps_go_on_as_their_calls_end_well)
{
	struct job *job = prepare(5000);
	const struct kasa_err good = { .code = KASA_OK };

	job_steps(job, some);
	ck_assert_str_eq(stage.steps, "0");
	job_stepped(stage.lane.dev, &good, job);
	ck_assert_str_eq(stage.steps, "0123");
	ck_assert(!job->ended);
	job_stepped(stage.lane.dev, &good, job);
	ck_assert_str_eq(stage.steps, "01234");
	ck_assert(job->ended);
	ck_assert_int_eq(job->status, EXIT_DONE);
	ck_assert_int_eq(stage.failures, 0);
	finish();
}
END_TEST

START_TEST(a_call_that_fails_ends_the_job_and_no_step_follows)
{
	struct job *job = prepare(5000);
	struct kasa_err bad;

	kasa_err_set(&bad, KASA_ENOTSUP, "no dimmer");
	job_steps(job, some);
	job_stepped(stage.lane.dev, &bad, job);
	ck_assert_int_eq(job->status, EXIT_UNSUPPORTED);
	job_next(job); /* as a call that is cancelled afterwards would */
	ck_assert_str_eq(stage.steps, "0");
	ck_assert_int_eq(stage.failures, 1);
	finish();
}
END_TEST

START_TEST(a_call_that_is_not_accepted_ends_the_job)
{
	struct job *job = prepare(5000);

	job_steps(job, refused);
	ck_assert_str_eq(stage.steps, "01");
	ck_assert_int_eq(job->status, EXIT_DEVICE);
	ck_assert_int_eq(stage.failures, 1);
	finish();
}
END_TEST

START_TEST(all_steps_share_one_time_limit)
{
	struct job *job = prepare(5000);

	job_steps(job, some);
	job->deadline_ms = 1;
	job_next(job);
	ck_assert_str_eq(stage.steps, "0");
	ck_assert_int_eq(job->status, EXIT_NOT_FOUND);
	ck_assert_int_eq(stage.failures, 1);
	finish();
}
END_TEST

static int released;

static void
release(void *own)
{
	released++;
	free(own);
}

START_TEST(what_a_command_keeps_is_given_back_once_when_its_job_ends)
{
	struct job *job = prepare(5000);
	unsigned char *own = job_own(job, 16, release);

	ck_assert_ptr_nonnull(own);
	ck_assert_ptr_eq(job->own, own);
	ck_assert_int_eq(own[0] | own[15], 0);
	job_end(job, EXIT_DONE);
	job_end(job, EXIT_DEVICE);
	ck_assert_int_eq(released, 1);
	ck_assert_ptr_null(job->own);
	ck_assert_int_eq(job->status, EXIT_DONE);
	finish();
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		steps_go_on_as_their_calls_end_well,
		a_call_that_fails_ends_the_job_and_no_step_follows,
		a_call_that_is_not_accepted_ends_the_job,
		all_steps_share_one_time_limit,
		what_a_command_keeps_is_given_back_once_when_its_job_ends,
	};

	return unit_run("cli job", tests, UNIT_COUNT(tests));
}
