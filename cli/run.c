/* Lanes and whose turn it is; how it all ends. */
#include "cli/run.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/str.h"
#include "cli/exit.h"
#include "cli/interrupt.h"
#include "cli/resolve.h"
#include "cli/watch.h"
#include "cli/writer.h"

struct job *
run_add_job(struct run *run, const struct target *target, struct kasa_err *err)
{
	struct job *job = calloc(1, sizeof *job);

	if (!job) {
		kasa_err_set(err, KASA_ENOMEM, "no memory for another device");
		return NULL;
	}
	job->run = run;
	job->target = target;
	kasa_list_init(&job->node);
	kasa_list_append(&run->jobs, &job->all);
	return job;
}

/* ---- lanes ---- */

static void
lane_next(struct lane *lane)
{
	struct job *job;

	if (lane->current || !lane->dev)
		return;
	if (kasa_list_empty(&lane->jobs)) {
		if (lane->staying > 0)
			return;
		kasa_device_free(lane->dev);
		lane->dev = NULL;
		return;
	}
	job = KASA_CONTAINER(lane->jobs.next, struct job, node);
	kasa_list_remove(&job->node);
	lane->current = job;
	job_begin(job);
}

static struct lane *
lane_find(const struct run *run, const struct kasa_device *dev)
{
	for (struct kasa_list *at = run->lanes.next; at != &run->lanes; at = at->next) {
		struct lane *lane = KASA_CONTAINER(at, struct lane, node);

		if (lane->port == kasa_device_port(dev) && strcmp(lane->host, kasa_device_host(dev)) == 0)
			return lane;
	}
	return NULL;
}

/* A device that comes back to its lane: the handle that is there is used on. */
static void
lane_reuse(struct lane *lane, struct kasa_device *dev)
{
	if (lane->dev)
		kasa_device_free(dev);
	else
		lane->dev = dev;
}

/* The lane of this device, which is given away; NULL without memory. */
static struct lane *
lane_of(struct run *run, struct kasa_device *dev)
{
	struct lane *lane = lane_find(run, dev);

	if (lane) {
		lane_reuse(lane, dev);
		return lane;
	}
	lane = calloc(1, sizeof *lane);
	if (!lane) {
		kasa_device_free(dev);
		return NULL;
	}
	lane->dev = dev;
	lane->port = kasa_device_port(dev);
	kasa_str_copy(lane->host, sizeof lane->host, kasa_device_host(dev));
	kasa_list_init(&lane->jobs);
	kasa_list_append(&run->lanes, &lane->node);
	return lane;
}

void
run_adopt(struct run *run, struct kasa_list *jobs, struct kasa_device *dev)
{
	struct lane *lane = lane_of(run, dev);
	struct kasa_err err;

	kasa_err_set(&err, KASA_ENOMEM, "no memory for another device");
	while (!kasa_list_empty(jobs)) {
		struct job *job = KASA_CONTAINER(jobs->next, struct job, node);

		kasa_list_remove(&job->node);
		if (!lane) {
			job_fail(job, &err);
			continue;
		}
		job->lane = lane;
		kasa_list_append(&lane->jobs, &job->node);
	}
	if (lane)
		lane_next(lane);
}

void
run_host(struct job *job, const char *host, uint16_t port)
{
	const struct options *opts = &job_cli(job)->opts;
	const struct kasa_device_options how = {
		.host = host,
		.port = port,
		.tdp_port = opts->tdp_port,
		.transport = opts->transport,
		.payload = opts->payload,
	};
	struct kasa_device *dev;
	struct kasa_list jobs;
	struct kasa_err err;

	kasa_list_remove(&job->node);
	if (kasa_device_open(job_cli(job)->ctx, &how, &dev, &err) != KASA_OK) {
		job_fail(job, &err);
		return;
	}
	kasa_list_init(&jobs);
	kasa_list_append(&jobs, &job->node);
	run_adopt(job->run, &jobs, dev);
}

/* What the command keeps for the job. */
static void
release(struct job *job)
{
	if (job->own)
		job->release(job->own);
	job->own = NULL;
}

void
job_stay(struct job *job)
{
	struct lane *lane = job->lane;

	job_remember(job);
	job->stays = true;
	job->run->staying++;
	lane->staying++;
	lane->current = NULL;
	lane_next(lane);
}

/* True when its lane is free now. */
static bool
leave(struct job *job)
{
	struct lane *lane = job->lane;

	if (job->stays) {
		job->run->staying--;
		lane->staying--;
		return true;
	}
	if (!lane || lane->current != job)
		return false;
	lane->current = NULL;
	return true;
}

void
job_end(struct job *job, int status)
{
	if (job->ended)
		return;
	job->ended = true;
	job->status = status;
	release(job);
	if (leave(job) && !job->run->over)
		lane_next(job->lane);
}

/* ---- the whole ---- */

void
run_stop(struct run *run, int signo)
{
	struct kasa_err err;

	run->cli->signal = signo;
	run->over = true;
	resolve_stop(run);
	watch_stop(run->watch);
	for (struct kasa_list *at = run->lanes.next; at != &run->lanes; at = at->next)
		if (KASA_CONTAINER(at, struct lane, node)->dev)
			kasa_device_cancel(KASA_CONTAINER(at, struct lane, node)->dev);
	kasa_err_set(&err, KASA_ECANCELED, "interrupted");
	for (struct kasa_list *at = run->jobs.next; at != &run->jobs; at = at->next)
		if (signo)
			job_fail(KASA_CONTAINER(at, struct job, all), &err);
		else
			job_end(KASA_CONTAINER(at, struct job, all), EXIT_DONE);
}

static void
on_signal(int signo, void *arg)
{
	run_stop(arg, signo);
}

/* That of the first, in the order of the command line, that failed. */
static int
run_status(const struct run *run)
{
	if (run->cli->signal)
		return EXIT_SIGNAL + run->cli->signal;
	for (struct kasa_list *at = run->jobs.next; at != &run->jobs; at = at->next) {
		const struct job *job = KASA_CONTAINER(at, struct job, all);

		if (job->status != EXIT_DONE)
			return job->status;
	}
	return EXIT_DONE;
}

static void
run_finish(struct run *run)
{
	watch_stop(run->watch);
	resolve_finish(run);
	while (!kasa_list_empty(&run->lanes)) {
		struct lane *lane = KASA_CONTAINER(run->lanes.next, struct lane, node);

		kasa_list_remove(&lane->node);
		kasa_device_free(lane->dev);
		free(lane);
	}
	while (!kasa_list_empty(&run->jobs)) {
		struct job *job = KASA_CONTAINER(run->jobs.next, struct job, all);

		kasa_list_remove(&job->all);
		release(job);
		free(job);
	}
	watch_free(run->watch);
	devices_finish(&run->devices);
}

static int
fill(struct run *run, struct kasa_err *err)
{
	if (devices_fill(&run->devices, run->cli, err) != KASA_OK)
		return err->code;
	for (size_t i = 0; i < run->devices.count; i++)
		if (!run_add_job(run, &run->devices.item[i], err))
			return KASA_ENOMEM;
	return KASA_OK;
}

/* Jobs that stay have timers of their own, and no call open between two turns. */
static void
wait_for_all(struct run *run)
{
	struct kasa_context *ctx = run->cli->ctx;

	kasa_wait(ctx, 0);
	while (run->staying > 0) {
		ev_run(kasa_context_loop(ctx), EVRUN_ONCE);
		if (run->staying == 0)
			kasa_wait(ctx, 0);
	}
}

int
run_devices(struct cli *cli)
{
	struct run run = { .cli = cli };
	struct interrupt interrupt;
	struct kasa_err err;
	int status;

	kasa_list_init(&run.jobs);
	kasa_list_init(&run.lanes);
	if (fill(&run, &err) != KASA_OK) {
		complain("%s", err.text);
		status = exit_status((int)err.code);
	} else {
		interrupt_start(&interrupt, cli->ctx, on_signal, &run);
		resolve_start(&run);
		wait_for_all(&run);
		interrupt_stop(&interrupt);
		status = run_status(&run);
	}
	run_finish(&run);
	return status;
}
