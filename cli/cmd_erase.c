/* energy and usage with --erase: what is forgotten is read back; of a strip one outlet after the other. */
#include <kasa/history.h>

#include "base/err.h"
#include "cli/history_words.h"
#include "cli/past.h"
#include "cli/sheet.h"

#define UNSURE "the history may or may not have been erased"

/* ---- the meters ---- */

static void
add_meter(struct sheet *sheet, double total_kwh)
{
	sheet_bool(sheet, "erased", "history", true);
	sheet_called(sheet, "erased", "kept");
	sheet_real(sheet, "total_kwh", "total", total_kwh, 3);
	sheet_unit(sheet, "kWh");
}

static void
tell_energy(struct job *job)
{
	const double *totals = job->own;
	struct sheet sheet;
	int first;
	unsigned outlets = past_outlets(job, &first);

	sheet_init(&sheet, "energy_erase");
	if (first == job->outlet) {
		add_meter(&sheet, totals[0]);
	} else {
		sheet_list(&sheet, "outlets");
		for (unsigned i = 0; i < outlets; i++) {
			sheet_row(&sheet);
			sheet_int(&sheet, "outlet", "outlet", first + (int)i);
			add_meter(&sheet, totals[i]);
		}
	}
	job_sheet(job, &sheet);
	sheet_finish(&sheet);
}

/* The job fails with the outlet whose turn it was: those before it have forgotten. */
static void
fail(struct job *job, const struct kasa_err *err)
{
	bool ignored = err->code == KASA_EDEVICE && err->device_code == 0;
	struct kasa_err told = *err;
	int first;

	past_outlets(job, &first);
	job->outlet = first + (int)job->step - 1;
	if (ignored)
		kasa_err_set(&told, KASA_EDEVICE,
		             "it acknowledged and forgot nothing: this firmware ignores the request");
	job_fail(job, &told);
}

static void
on_energy(struct kasa_device *dev, const struct kasa_energy *energy, const struct kasa_err *err, void *arg)
{
	struct job *job = arg;
	double *totals = job->own;

	(void)dev;
	if (job->ended)
		return;
	if (err->code != KASA_OK) {
		fail(job, err);
		return;
	}
	totals[job->step - 1] = energy->total_kwh;
	job_next(job);
}

static int
erase_next(struct job *job, unsigned step)
{
	int first;
	unsigned outlets = past_outlets(job, &first);

	if (step < outlets)
		return kasa_energy_erase(job->lane->dev, first + (int)step, on_energy, job);
	tell_energy(job);
	return KASA_OK;
}

void
erase_energy(struct job *job)
{
	int first;

	job->unsure = UNSURE;
	if (job_own(job, past_outlets(job, &first) * sizeof(double), NULL))
		job_steps(job, erase_next);
}

/* ---- time of use ---- */

static void
tell_usage(struct job *job)
{
	struct sheet sheet;

	sheet_init(&sheet, "usage_erase");
	sheet_bool(&sheet, "erased", "history", true);
	sheet_called(&sheet, "erased", "kept");
	job_sheet(job, &sheet);
	sheet_finish(&sheet);
}

static void
on_usage(struct kasa_device *dev, const struct kasa_history *history, const struct kasa_err *err, void *arg)
{
	struct job *job = arg;

	(void)dev;
	(void)history;
	if (job->ended)
		return;
	if (err->code == KASA_OK)
		job_next(job);
	else
		fail(job, err);
}

static int
forget_next(struct job *job, unsigned step)
{
	const struct past *past = job->own;
	int first;
	unsigned outlets = past_outlets(job, &first);

	if (step < outlets)
		return kasa_usage_erase(job->lane->dev, first + (int)step, past->today.year, on_usage, job);
	tell_usage(job);
	return KASA_OK;
}

static void
forget(struct job *job, struct past *past)
{
	if (past->today.year < PAST_YEAR_FIRST)
		past->today.year = PAST_YEAR_FIRST; /* of a clock that was never set nothing is in any year */
	job_steps(job, forget_next);
}

void
erase_usage(struct job *job)
{
	job->unsure = UNSURE;
	if (past_own(job))
		past_date(job, forget);
}
