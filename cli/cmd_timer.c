/* timer: the device's countdown. on and off --for: switch now, and let the device switch back by itself. */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include <kasa/countdown.h>
#include <kasa/relay.h>

#include "base/err.h"
#include "cli/cmd.h"
#include "cli/job.h"
#include "cli/note.h"
#include "cli/rule_words.h"
#include "cli/sheet.h"
#include "cli/words_text.h"
#include "common/duration.h"

#define SECOND_MS UINT64_C(1000)
#define DAY_MS (24 * 60 * 60 * SECOND_MS) /* what is later is for the schedule */

enum {
	INVALID = -3,   /* what a device says to a time that is too long for it, */
	PARAMS = -1008, /* in one language and in the other */
};

static const char mark[] = "kasa"; /* the name of a countdown that we set */

/* ---- what was typed ---- */

/* Whole seconds; a fraction counts as one. */
static int
parse_delay(const struct cli *cli, const char *option, int *delay_s, struct kasa_err *err)
{
	const char *text = options_text(&cli->opts, option);
	uint64_t ms;

	if (!text)
		return kasa_err_set(err, KASA_EINVAL, "--%s is missing: a length of time, as 2h, 90m or 1h30m", option);
	if (duration_parse(text, SECOND_MS, DAY_MS, &ms, err) != KASA_OK)
		return kasa_err_wrap(err, "--%s", option);
	*delay_s = (int)((ms + SECOND_MS - 1) / SECOND_MS);
	return KASA_OK;
}

int
cmd_timer_check(const struct cli *cli, struct kasa_err *err)
{
	int delay_s;

	return parse_delay(cli, "in", &delay_s, err) == KASA_OK ? KASA_OK : kasa_err_wrap(err, "timer");
}

int
cmd_for_check(const struct cli *cli, struct kasa_err *err)
{
	const char *name = cli->call.command->name;
	int delay_s;

	if (options_given(&cli->opts, "for"))
		return parse_delay(cli, "for", &delay_s, err) == KASA_OK ? KASA_OK : kasa_err_wrap(err, "%s", name);
	if (options_given(&cli->opts, "force"))
		return kasa_err_set(err, KASA_EINVAL, "%s: --force is of use with --for TIME only", name);
	return KASA_OK;
}

/* ---- what is shown ---- */

static void
show(struct job *job, const struct kasa_countdown *countdown)
{
	struct device_row row = job_row(job);
	char words[NEXT_TEXT], whole[DURATION_TEXT];
	bool running = countdown->running;
	struct sheet sheet;

	sheet_init(&sheet, "timer");
	sheet_bool(&sheet, "running", NULL, running);
	sheet_text(&sheet, "action", "timer", running ? word_switch(countdown->on) : NULL);
	sheet_shown(&sheet, countdown_words(countdown, words));
	sheet_int(&sheet, "remain_s", NULL, running ? countdown->remain_s : KASA_UNKNOWN);
	sheet_int(&sheet, "delay_s", "length", running ? countdown->delay_s : KASA_UNKNOWN);
	if (running && countdown->delay_s != KASA_UNKNOWN)
		sheet_shown(&sheet, duration_format(whole, (uint64_t)countdown->delay_s * SECOND_MS));
	sheet_text(&sheet, "name", "name", running ? countdown->name : NULL);
	job_cli(job)->writer->sheet(&job_cli(job)->out, &row, &sheet);
	sheet_finish(&sheet);
}

static void
on_changed(struct kasa_device *dev, const struct kasa_countdown *countdown, const struct kasa_err *err, void *arg)
{
	(void)dev;
	if (err->code != KASA_OK) {
		job_fail(arg, err);
		return;
	}
	show(arg, countdown);
	job_done(arg);
}

/* ---- list, cancel ---- */

static void
on_listed(struct kasa_device *dev, const struct kasa_countdown *countdown, const struct kasa_err *err, void *arg)
{
	(void)dev;
	if (err->code != KASA_OK) {
		job_fail(arg, err);
		return;
	}
	show(arg, countdown);
	job_next(arg);
}

static int
list_step(struct job *job, unsigned step)
{
	if (job_outlet_next(job, step))
		return kasa_countdown_read(job->lane->dev, job->outlet, on_listed, job);
	job_done(job);
	return KASA_OK;
}

void
cmd_timer_list(struct job *job)
{
	job_steps(job, list_step);
}

void
cmd_timer_cancel(struct job *job)
{
	int rc = kasa_countdown_cancel(job->lane->dev, job->outlet, on_changed, job);

	if (rc != KASA_OK)
		job_refuse(job, rc);
}

/* ---- setting it ---- */

/* What is to be set, and in which of the outlets. */
struct timer {
	bool on; /* what it switches to */
	int delay_s;
	bool switches; /* to the opposite, before it runs */

	/* of that: see for_step() */
	unsigned phase, at;
};

static struct timer *
timer_own(struct job *job, bool on, const char *option, bool switches)
{
	struct timer *timer = job_own(job, sizeof *timer, NULL);
	struct kasa_err err;

	if (!timer)
		return NULL;
	*timer = (struct timer){ .on = on, .switches = switches };
	if (parse_delay(job_cli(job), option, &timer->delay_s, &err) == KASA_OK)
		return timer;
	job_fail(job, &err);
	return NULL;
}

/* One that somebody else set is not taken away from him. */
static void
on_read(struct kasa_device *dev, const struct kasa_countdown *countdown, const struct kasa_err *err, void *arg)
{
	struct job *job = arg;
	char words[NEXT_TEXT], name[TEXT_SHOWN];
	struct kasa_err why;

	(void)dev;
	if (err->code != KASA_OK) {
		job_fail(job, err);
		return;
	}
	countdown_words(countdown, words);
	if (countdown->running && strcmp(countdown->name, mark) != 0 && !options_given(&job_cli(job)->opts, "force")) {
		if (countdown->name[0])
			kasa_err_set(&why, KASA_EINVAL,
			             "it has a countdown that kasa did not set, \"%.40s\": %s; --force replaces it",
			             text_show(name, countdown->name), words);
		else
			kasa_err_set(&why, KASA_EINVAL,
			             "it has a countdown, and does not tell who set it: %s; --force replaces it",
			             words);
		job_fail(job, &why);
		return;
	}
	if (countdown->running)
		job_note(job, "the countdown that ran is replaced: %s", words);
	job_next(job);
}

/* Where the firmware takes no time so long: the same as a rule of the schedule. */
static void
advise_rule(const struct job *job, struct kasa_err *err)
{
	const struct timer *timer = job->own;
	const char *name = job->target ? job->target->typed : kasa_device_host(job->lane->dev);
	time_t then = time(NULL) + timer->delay_s;
	char when[40];
	struct tm tm;

	if (err->device_code != INVALID && err->device_code != PARAMS)
		return;
	localtime_r(&then, &tm);
	strftime(when, sizeof when, "--at %H:%M --on %Y-%m-%d", &tm);
	kasa_err_append(err, " (kasa schedule add \"%.80s\" %s %s)", name, word_switch(timer->on), when);
}

static void
set_failed(struct job *job, const struct kasa_err *err)
{
	const struct timer *timer = job->own;
	struct kasa_err told = *err;

	if (err->code != KASA_ECANCELED && timer) { /* else the job is over, and what it had */
		advise_rule(job, &told);
		if (timer->switches)
			kasa_err_append(&told, timer->at > 1
			                               ? "; nothing was switched, and the countdowns of the outlets "
			                                 "before this one run"
			                               : "; nothing was switched");
	}
	job_fail(job, &told);
}

static void
on_set(struct kasa_device *dev, const struct kasa_countdown *countdown, const struct kasa_err *err, void *arg)
{
	const struct timer *timer;
	struct job *job = arg;

	(void)dev;
	if (err->code != KASA_OK) {
		set_failed(job, err);
		return;
	}
	timer = job->own;
	if (!timer->switches)
		show(job, countdown);
	job_next(job);
}

static int
set(struct job *job, kasa_countdown_fn *done)
{
	const struct timer *timer = job->own;

	return kasa_countdown_set(job->lane->dev, job->outlet, timer->on, timer->delay_s, mark, done, job);
}

static int
timer_step(struct job *job, unsigned step)
{
	if (step == 0)
		return kasa_countdown_read(job->lane->dev, job->outlet, on_read, job);
	if (step == 1)
		return set(job, on_set);
	job_done(job);
	return KASA_OK;
}

void
cmd_timer_set(struct job *job)
{
	bool on = strcmp(job_cli(job)->call.choice, "on") == 0;

	if (timer_own(job, on, "in", false))
		job_steps(job, timer_step);
}

/* ---- on and off, for a while ---- */

static void
on_switched(struct kasa_device *dev, const struct kasa_err *err, void *arg)
{
	struct kasa_err told = *err;

	(void)dev;
	if (err->code == KASA_OK) {
		job_next(arg);
		return;
	}
	if (err->code != KASA_ECANCELED)
		kasa_err_append(&told, "; the countdown that was set for it runs");
	job_fail(arg, &told);
}

/* Worse than a command that failed is one that nobody knows to have half failed. */
static void
fail_endless(struct job *job, const struct kasa_err *err)
{
	const struct timer *timer = job->own;
	struct kasa_err told = *err;

	if (err->code != KASA_ECANCELED && timer)
		kasa_err_wrap(&told, "it is %s, without an end", timer->on ? "off" : "on");
	job_fail(job, &told);
}

static void
on_set_again(struct kasa_device *dev, const struct kasa_countdown *countdown, const struct kasa_err *err, void *arg)
{
	(void)dev;
	(void)countdown;
	if (err->code == KASA_OK)
		job_next(arg);
	else
		fail_endless(arg, err);
}

/* Whether firmware ends a countdown when it is switched is not known; it is looked at. */
static void
on_verified(struct kasa_device *dev, const struct kasa_countdown *countdown, const struct kasa_err *err, void *arg)
{
	const struct timer *timer;
	struct job *job = arg;
	int rc;

	(void)dev;
	if (err->code != KASA_OK) {
		fail_endless(job, err);
		return;
	}
	timer = job->own;
	if (countdown->running && countdown->on == timer->on) {
		job_next(job);
		return;
	}
	rc = job_arm(job) ? set(job, on_set_again) : KASA_OK;
	if (rc != KASA_OK)
		job_refuse(job, rc);
}

/* The line of an ordinary on or off, and what comes of it. */
static void
tell_for(struct job *job)
{
	const struct timer *timer = job->own;
	char what[NEXT_TEXT], in[DURATION_TEXT];
	struct device_row row = job_row(job);

	snprintf(what, sizeof what, "%s, %s in %s", word_switch(!timer->on), word_switch(timer->on),
	         duration_format(in, (uint64_t)timer->delay_s * SECOND_MS));
	job_cli(job)->writer->changed(&job_cli(job)->out, &row, what);
	job_done(job);
}

static int
read_now(struct job *job)
{
	return kasa_countdown_read(job->lane->dev, job->outlet, on_read, job);
}

static int
set_now(struct job *job)
{
	return set(job, on_set);
}

static int
look_now(struct job *job)
{
	return kasa_countdown_read(job->lane->dev, job->outlet, on_verified, job);
}

static int
switch_now(struct job *job)
{
	const struct timer *timer = job->own;

	return kasa_relay_set(job->lane->dev, job->outlet, !timer->on, on_switched, job);
}

/*
 * The countdown first: where it is refused nothing was switched. In each outlet of a strip as a whole: all are read,
 * then all set; they are switched at once, and all looked at.
 */
static int
for_step(struct job *job, unsigned step)
{
	static int (*const phases[])(struct job * job) = { read_now, set_now, switch_now, look_now };
	struct timer *timer = job->own;
	bool at_once = phases[timer->phase] == switch_now;

	(void)step;
	if (!kasa_device_state(job->lane->dev))
		return kasa_device_refresh(job->lane->dev, job_stepped, job);
	if (at_once ? timer->at++ == 0 : job_outlet_next(job, timer->at++))
		return phases[timer->phase](job);
	timer->at = 0;
	if (++timer->phase < sizeof phases / sizeof phases[0])
		return JOB_NEXT;
	tell_for(job);
	return KASA_OK;
}

void
cmd_for(struct job *job, bool on)
{
	if (timer_own(job, !on, "for", true))
		job_steps(job, for_step);
}
