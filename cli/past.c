/* One question in flight; a month after the other, and in each the outlets in rotation. */
#include "cli/past.h"

#include <stdlib.h>

#include <kasa/clock.h>

#include "base/err.h"
#include "common/clock_now.h"
#include "common/timewords.h"

static void
release(void *own)
{
	struct past *past = own;

	free(past->entries);
	free(past);
}

struct past *
past_own(struct job *job)
{
	return job_own(job, sizeof(struct past), release);
}

unsigned
past_outlets(const struct job *job, int *first)
{
	unsigned count = kasa_device_state(job->lane->dev)->outlet_count;
	bool all = count > 0 && job->outlet == 0;

	*first = all ? 1 : job->outlet;
	return all ? count : 1;
}

static bool
append(struct past *past, int outlet, const struct kasa_history *history)
{
	struct past_entry *entries;

	if (history->count == 0)
		return true;
	entries = realloc(past->entries, (past->count + history->count) * sizeof *entries);
	if (!entries)
		return false;
	past->entries = entries;
	for (unsigned i = 0; i < history->count; i++)
		entries[past->count++] = (struct past_entry){ .outlet = outlet, .of = history->entries[i] };
	return true;
}

static void
on_history(struct kasa_device *dev, const struct kasa_history *history, const struct kasa_err *err, void *arg)
{
	struct job *job = arg;
	int first, outlet;
	unsigned outlets;

	(void)dev;
	if (job->ended)
		return;
	outlets = past_outlets(job, &first);
	outlet = first + (int)((job->step - 1) % outlets);
	if (err->code != KASA_OK) {
		job->outlet = outlet;
		job_fail(job, err);
		return;
	}
	if (append(job->own, outlet, history))
		job_next(job);
	else
		job_refuse(job, KASA_ENOMEM);
}

static int
ask(struct job *job, const struct past *past, int outlet, unsigned months)
{
	struct kasa_device *dev = job->lane->dev;
	int month = past->from.month - 1 + (int)months, year = past->from.year + month / 12;

	month = month % 12 + 1;
	if (past->by_month)
		return (past->usage ? kasa_usage_months : kasa_energy_months)(dev, outlet, year, on_history, job);
	return (past->usage ? kasa_usage_days : kasa_energy_days)(dev, outlet, year, month, on_history, job);
}

/* Step by step through the months, and in each through the outlets. */
static int
read_next(struct job *job, unsigned step)
{
	struct past *past = job->own;
	int first;
	unsigned outlets = past_outlets(job, &first);

	if (step < past->months * outlets)
		return ask(job, past, first + (int)(step % outlets), step / outlets);
	past->tell(job, past);
	return KASA_OK;
}

/* A clock that was never set. */
static void
fail_early(struct job *job, const struct past *past)
{
	char date[DATE_TEXT];
	struct kasa_err err;

	kasa_err_set(&err, KASA_EDEVICE, "its clock shows %s: it has to be set, or the time to show has to be given",
	             date_format(date, &past->today));
	job_fail(job, &err);
}

static void
start(struct job *job, struct past *past)
{
	past->plan(job, past);
	if (past->from.year >= PAST_YEAR_FIRST)
		job_steps(job, read_next);
	else
		fail_early(job, past);
}

void
past_read(struct job *job, bool dated)
{
	if (dated)
		past_date(job, start);
	else
		start(job, job->own);
}

static void
on_clock(struct kasa_device *dev, const struct kasa_clock *clock, const struct kasa_err *err, void *arg)
{
	struct job *job = arg;
	struct kasa_clock shown;
	struct past *past;

	(void)dev;
	if (err->code != KASA_OK || job->ended) {
		job_fail(job, err);
		return;
	}
	past = job->own;
	shown = clock_shown(clock);
	past->today = (struct date){ shown.year, shown.month, shown.day };
	if (calendar_valid(&past->today))
		past->dated(job, past);
	else
		fail_early(job, past);
}

void
past_date(struct job *job, void (*dated)(struct job *job, struct past *past))
{
	struct past *past = job->own;
	int rc;

	past->dated = dated;
	rc = kasa_clock_read(job->lane->dev, on_clock, job);
	if (rc != KASA_OK)
		job_refuse(job, rc);
}
