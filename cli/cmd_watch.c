/* watch: devices live, until somebody has seen enough. */
#include <stdlib.h>
#include <time.h>

#include "cli/cmd.h"
#include "cli/exit.h"
#include "cli/screen.h"
#include "cli/watch.h"
#include "cli/watch_screen.h"

enum {
	EVERY_MS = 2000,
	EVERY_LEAST_MS = 500, /* plugs of one connection answer about five times a second when nobody else asks */
	EVERY_MOST_MS = 3600 * 1000,
	COUNT_MOST = 1000000000,
	MISSED = 2, /* turns: less is a busy machine, more is one that slept */
};

uint64_t
watch_now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_BOOTTIME, &now); /* goes on while the machine sleeps */
	return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

/* ---- what was asked for ---- */

static int
read_options(const struct options *opts, uint32_t *every_ms, uint32_t *count, struct kasa_err *err)
{
	*every_ms = EVERY_MS;
	*count = 0;
	if (options_seconds(opts, "every", EVERY_LEAST_MS, EVERY_MOST_MS, every_ms, err) != KASA_OK)
		return err->code;
	return options_number(opts, "count", 1, COUNT_MOST, count, err);
}

int
cmd_watch_check(const struct cli *cli, struct kasa_err *err)
{
	uint32_t every_ms, count;

	return read_options(&cli->opts, &every_ms, &count, err);
}

/* ---- turns ---- */

static void
for_devices(struct watch *watch, void (*fn)(struct watch_device *device))
{
	for (struct kasa_list *at = watch->devices.next; at != &watch->devices; at = at->next)
		fn(KASA_CONTAINER(at, struct watch_device, node));
}

/* Turns that nobody saw, because the program was stopped or the machine slept, count as well: they are gaps. */
static void
on_turn(struct ev_loop *loop, ev_timer *timer, int events)
{
	struct watch *watch = timer->data;
	uint64_t now_ms = watch_now_ms(), late = (now_ms - watch->turn_ms) / watch->every_ms;

	(void)loop;
	(void)events;
	watch->turns += late > MISSED ? late : 1;
	watch->turn_ms = now_ms;
	for_devices(watch, watch_device_turn);
}

static void
start_turns(struct watch *watch)
{
	struct ev_loop *loop = kasa_context_loop(watch->run->cli->ctx);

	watch->turn_ms = watch_now_ms();
	ev_timer_init(&watch->turn, on_turn, watch->every_ms / 1e3, watch->every_ms / 1e3);
	watch->turn.data = watch;
	ev_now_update(loop);
	ev_timer_start(loop, &watch->turn);
}

void
watch_changed(struct watch *watch)
{
	if (watch->run->cli->out.error)
		run_stop(watch->run, 0);
	else if (watch->screen)
		watch_screen_changed(watch->screen);
}

/* ---- beginning and end ---- */

/* The first job opens the view. */
static struct watch *
watch_of(struct run *run)
{
	const struct cli *cli = run->cli;
	struct watch *watch = run->watch;
	struct kasa_err err;

	if (watch)
		return watch;
	watch = run->watch = calloc(1, sizeof *watch);
	if (!watch)
		return NULL;
	watch->run = run;
	kasa_list_init(&watch->devices);
	read_options(&cli->opts, &watch->every_ms, &watch->count, &err);
	start_turns(watch);
	if (!cli->opts.json && !cli->opts.quiet && screen_usable())
		watch->screen = watch_screen_start(watch);
	return watch;
}

void
cmd_watch(struct job *job)
{
	struct watch *watch = watch_of(job->run);
	struct watch_device *device = watch ? watch_device_of(watch, job) : NULL;
	struct watch_row *row = device ? watch_row_new(device, job) : NULL;
	bool first = row && row->node.prev == &device->rows;

	if (!row) {
		job_refuse(job, KASA_ENOMEM);
		return;
	}
	watch_row_renew(row);
	job_stay(job);
	if (first)
		watch_device_turn(device);
	watch_changed(watch);
}

void
watch_stop(struct watch *watch)
{
	if (!watch || watch->over)
		return;
	watch->over = true;
	ev_timer_stop(kasa_context_loop(watch->run->cli->ctx), &watch->turn);
	watch_screen_stop(watch->screen);
	watch->screen = NULL;
	for (struct kasa_list *at = watch->devices.next; at != &watch->devices; at = at->next) {
		const struct watch_device *device = KASA_CONTAINER(at, struct watch_device, node);

		for (struct kasa_list *of = device->rows.next; of != &device->rows; of = of->next)
			job_end(KASA_CONTAINER(of, struct watch_row, node)->job, EXIT_DONE);
	}
}

void
watch_free(struct watch *watch)
{
	if (!watch)
		return;
	watch_stop(watch);
	while (!kasa_list_empty(&watch->devices)) {
		struct watch_device *device = KASA_CONTAINER(watch->devices.next, struct watch_device, node);

		kasa_list_remove(&device->node);
		watch_device_free(device);
	}
	free(watch);
}
