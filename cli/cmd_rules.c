/* schedule and away: lists of rules, and what is done to them without saying anything new of one. */
#include <string.h>

#include "cli/cmd.h"
#include "cli/job.h"
#include "cli/note.h"
#include "cli/rule_book.h"

static const struct rule_book *
book_of(const struct job *job)
{
	return rule_book(job_cli(job));
}

/* ---- list, clear ---- */

static void
on_listed(struct kasa_device *dev, const struct kasa_rules *rules, const struct kasa_err *err, void *arg)
{
	(void)dev;
	if (err->code != KASA_OK) {
		job_fail(arg, err);
		return;
	}
	rules_show(arg, rules);
	job_next(arg);
}

static int
list_step(struct job *job, unsigned step)
{
	if (job_outlet_next(job, step))
		return book_of(job)->read(job->lane->dev, job->outlet, on_listed, job);
	job_done(job);
	return KASA_OK;
}

void
cmd_rules_list(struct job *job)
{
	job_steps(job, list_step);
}

void
cmd_rules_clear(struct job *job)
{
	rules_begun(job, book_of(job)->clear(job->lane->dev, job->outlet, rules_changed, job), NULL);
}

/* ---- remove ---- */

static void
on_picked_to_remove(struct kasa_device *dev, const struct kasa_rules *rules, const struct kasa_err *err, void *arg)
{
	struct job *job = arg;
	const struct kasa_rule *rule = rules_picked(job, rules, err);

	if (rule && job_arm(job))
		rules_begun(job, book_of(job)->remove(dev, job->outlet, rule->id, rules_changed, job), NULL);
}

void
cmd_rule_remove(struct job *job)
{
	rules_begun(job, book_of(job)->read(job->lane->dev, job->outlet, on_picked_to_remove, job), NULL);
}

/* ---- enable, disable ---- */

static bool
enables(const struct job *job)
{
	return strcmp(job_cli(job)->call.verb, "enable") == 0;
}

static void
on_picked_to_enable(struct kasa_device *dev, const struct kasa_rules *rules, const struct kasa_err *err, void *arg)
{
	struct job *job = arg;
	const struct kasa_rule *rule = rules_picked(job, rules, err);
	struct kasa_err why = { .code = KASA_OK };
	struct kasa_rule edited;

	if (!rule || !job_arm(job))
		return;
	edited = *rule;
	edited.enabled = enables(job);
	if (edited.enabled && rules->enabled == 0)
		job_note(job, "its rules are switched off as a whole: kasa %s enable without a RULE switches them on",
		         book_of(job)->name);
	rules_begun(job, book_of(job)->edit(dev, job->outlet, &edited, rules_changed, job, &why), &why);
}

/* One rule, or without RULE all of them as a whole. */
void
cmd_rules_enable(struct job *job)
{
	const struct rule_book *book = book_of(job);
	struct kasa_device *dev = job->lane->dev;

	if (job_cli(job)->call.value)
		rules_begun(job, book->read(dev, job->outlet, on_picked_to_enable, job), NULL);
	else
		rules_begun(job, book->enable(dev, job->outlet, enables(job), rules_changed, job), NULL);
}
