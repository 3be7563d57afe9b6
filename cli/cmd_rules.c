/* schedule and away: the rules that a device carries out by itself. Both have the same verbs. */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include <kasa/away.h>
#include <kasa/schedule.h>

#include "base/err.h"
#include "cli/cmd.h"
#include "cli/job.h"
#include "cli/note.h"
#include "cli/rule_words.h"
#include "cli/sheet.h"
#include "cli/words_text.h"

enum {
	ID_SHOWN = 8, /* of 32 digits: as many as tell the rules of one device apart */
};

typedef int write_fn(struct kasa_device *dev, int outlet, const struct kasa_rule *rule, kasa_rules_fn *done, void *arg,
                     struct kasa_err *err);

/* What stands where. */
struct book {
	const char *name;
	int (*read)(struct kasa_device *dev, int outlet, kasa_rules_fn *done, void *arg);
	write_fn *add, *edit;
	int (*remove)(struct kasa_device *dev, int outlet, const char *id, kasa_rules_fn *done, void *arg);
	int (*clear)(struct kasa_device *dev, int outlet, kasa_rules_fn *done, void *arg);
	int (*enable)(struct kasa_device *dev, int outlet, bool on, kasa_rules_fn *done, void *arg);
};

// clang-format off
static const struct book schedule = {
	"schedule", kasa_schedule_read, kasa_schedule_add, kasa_schedule_edit, kasa_schedule_remove, kasa_schedule_clear,
	kasa_schedule_enable
};
static const struct book away = {
	"away", kasa_away_read, kasa_away_add, kasa_away_edit, kasa_away_remove, kasa_away_clear, kasa_away_enable
};
// clang-format on

static const struct book *
book_of(const struct cli *cli)
{
	return strcmp(cli->call.command->name, away.name) == 0 ? &away : &schedule;
}

/* ---- what is shown ---- */

static int
number_of(const struct kasa_rules *rules, const char *id)
{
	for (unsigned i = 0; id[0] && i < rules->count; i++)
		if (strcmp(rules->rules[i].id, id) == 0)
			return (int)i + 1;
	return KASA_UNKNOWN;
}

/* "off at 23:00, rule 2" */
static void
add_next(struct sheet *sheet, const struct kasa_rules *rules)
{
	int number = number_of(rules, rules->next_id);
	char next[NEXT_TEXT], at[16], rule[24] = "";

	if (number != KASA_UNKNOWN)
		snprintf(rule, sizeof rule, ", rule %d", number);
	sheet_text(sheet, "next_at", "next", word_second(rules->next.at_s, at));
	if (rules->next.by == KASA_MODE_NONE) {
		sheet_shown(sheet, "nothing");
	} else if (rules->next.by != KASA_MODE_UNKNOWN) {
		snprintf(next, sizeof next, "%s%s%s%s",
		         rules->next.on == KASA_UNKNOWN ? "?" : word_switch(rules->next.on), at[0] ? " at " : "", at,
		         rule);
		sheet_shown(sheet, next);
	}
	sheet_bool(sheet, "next_on", NULL, rules->next.by == KASA_MODE_NONE ? KASA_UNKNOWN : rules->next.on);
	sheet_int(sheet, "next_rule", NULL, number);
}

static void
add_light(struct sheet *sheet, const struct kasa_act *action)
{
	const struct kasa_light *light = &action->light;

	sheet_int(sheet, "brightness", NULL, action->has_light ? light->brightness : KASA_UNKNOWN);
	sheet_int(sheet, "color_temp_k", NULL, action->has_light ? light->color_temp_k : KASA_UNKNOWN);
	sheet_int(sheet, "hue", NULL, action->has_light ? light->hue : KASA_UNKNOWN);
	sheet_int(sheet, "saturation", NULL, action->has_light ? light->saturation : KASA_UNKNOWN);
}

/* At its end a rule undoes what it did; where it does something else, that is said. */
static void
add_actions(struct sheet *sheet, const struct kasa_rule *rule)
{
	const struct kasa_act *first = &rule->action, *last = &rule->end_action;
	bool undone = (first->kind == KASA_ACT_ON && last->kind == KASA_ACT_OFF)
	              || (first->kind == KASA_ACT_OFF && last->kind == KASA_ACT_ON);
	char until[MOMENT_TEXT], both[MOMENT_TEXT + 32], words[RULE_TEXT];

	sheet_text(sheet, "action", "does", rule_action(first));
	sheet_shown(sheet, rule_action_long(first, words));
	sheet_text(sheet, "until", "until", rule_moment(&rule->end, until));
	if (rule->end.kind != KASA_MOMENT_NONE && !undone) {
		snprintf(both, sizeof both, "%s, then %s", until, rule_action(last));
		sheet_shown(sheet, both);
	}
	sheet_text(sheet, "end_action", NULL, rule->end.kind == KASA_MOMENT_NONE ? NULL : rule_action(last));
	add_light(sheet, first);
}

static void
add_rule(struct sheet *sheet, const struct book *book, const struct kasa_rule *rule, int number)
{
	char at[MOMENT_TEXT], until[MOMENT_TEXT], days[DAYS_TEXT], id[ID_SHOWN + 1];

	snprintf(id, sizeof id, "%.*s", ID_SHOWN, rule->id);
	sheet_row(sheet);
	sheet_int(sheet, "number", "#", number);
	sheet_bool(sheet, "enabled", "enabled", rule->enabled);
	sheet_text(sheet, "at", book == &away ? "from" : "time", rule_moment(&rule->start, at));
	if (book == &away)
		sheet_text(sheet, "until", "until", rule_moment(&rule->end, until));
	sheet_text(sheet, "days", "days", rule_days(rule, days));
	sheet_bool(sheet, "once", NULL, rule->once);
	if (book == &schedule)
		add_actions(sheet, rule);
	sheet_text(sheet, "name", "name", rule->name);
	sheet_text(sheet, "id", "id", rule->id);
	sheet_shown(sheet, id);
}

static void
show(struct job *job, const struct kasa_rules *rules)
{
	const struct book *book = book_of(job_cli(job));
	struct writer_row row = job_row(job);
	struct sheet sheet;

	sheet_init(&sheet, book->name);
	sheet_bool(&sheet, "enabled", "enabled", rules->enabled);
	sheet_called(&sheet, "yes", "no, none of the rules is carried out");
	if (book == &schedule)
		add_next(&sheet, rules);
	sheet_list(&sheet, "rules");
	for (unsigned i = 0; i < rules->count; i++)
		add_rule(&sheet, book, &rules->rules[i], (int)i + 1);
	job_cli(job)->writer->sheet(&job_cli(job)->out, &row, &sheet);
	sheet_finish(&sheet);
}

/* The end of all that changes something: the rules as the device lists them now. */
static void
on_changed(struct kasa_device *dev, const struct kasa_rules *rules, const struct kasa_err *err, void *arg)
{
	(void)dev;
	if (err->code != KASA_OK) {
		job_fail(arg, err);
		return;
	}
	show(arg, rules);
	job_done(arg);
}

static void
begun(struct job *job, int rc)
{
	if (rc != KASA_OK)
		job_refuse(job, rc);
}

/* ---- list ---- */

static void
on_listed(struct kasa_device *dev, const struct kasa_rules *rules, const struct kasa_err *err, void *arg)
{
	(void)dev;
	if (err->code != KASA_OK) {
		job_fail(arg, err);
		return;
	}
	show(arg, rules);
	job_next(arg);
}

static int
list_step(struct job *job, unsigned step)
{
	if (job_outlet_next(job, step))
		return book_of(job_cli(job))->read(job->lane->dev, job->outlet, on_listed, job);
	job_done(job);
	return KASA_OK;
}

void
cmd_rules_list(struct job *job)
{
	job_steps(job, list_step);
}

/* ---- what was typed ---- */

static struct rule_now
now(void)
{
	time_t seconds = time(NULL);
	struct tm tm;

	localtime_r(&seconds, &tm);
	return (struct rule_now){
		.today = { tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday },
		.minute = tm.tm_hour * 60 + tm.tm_min,
	};
}

static struct rule_wish
wish_of(const struct cli *cli)
{
	const struct options *opts = &cli->opts;
	bool is_away = book_of(cli) == &away;
	struct rule_wish wish = {
		.at = options_text(opts, is_away ? "from" : "at"),
		.until = options_text(opts, "until"),
		.days = options_text(opts, "days"),
		.date = options_text(opts, "on"),
		.name = options_text(opts, "name"),
		.turn = is_away ? NULL : options_text(opts, "turn"),
		.once = options_given(opts, "once"),
		.away = is_away,
	};

	if (cli->call.choice)
		wish.turn = cli->call.choice;
	return wish;
}

/* A rule that nothing was said of: every day. */
static int
new_rule(const struct cli *cli, struct kasa_rule *rule, struct kasa_err *err)
{
	const struct rule_wish wish = wish_of(cli);
	const struct rule_now today = now();

	*rule = (struct kasa_rule){ .enabled = 1, .days = KASA_DAYS_ALL };
	if (!wish.at)
		return kasa_err_set(err, KASA_EINVAL, "%s is missing: the time, as 21:30, sunrise or sunset-15m",
		                    wish.away ? "--from" : "--at");
	if (wish.away && !wish.until)
		return kasa_err_set(err, KASA_EINVAL, "--until is missing: the time, as 21:30, sunrise or sunset-15m");
	return rule_wish_apply(&wish, &today, rule, err);
}

static int
wrap_title(const struct cli *cli, struct kasa_err *err)
{
	char title[COMMAND_TITLE];

	return kasa_err_wrap(err, "%s", command_title(cli->call.command, title));
}

int
cmd_rule_add_check(const struct cli *cli, struct kasa_err *err)
{
	struct kasa_rule rule;

	return new_rule(cli, &rule, err) == KASA_OK ? KASA_OK : wrap_title(cli, err);
}

/* On a rule that takes everything: what is wrong with words alone is told before anybody is asked. */
int
cmd_rule_edit_check(const struct cli *cli, struct kasa_err *err)
{
	const struct rule_wish wish = wish_of(cli);
	const struct rule_now today = now();
	struct kasa_rule rule = {
		.days = KASA_DAYS_ALL,
		.start = { .kind = KASA_MOMENT_CLOCK },
		.action = { .kind = KASA_ACT_ON },
	};

	if (rule_wish_empty(&wish))
		kasa_err_set(err, KASA_EINVAL, "nothing is to be changed: %s",
		             wish.away ? "--from, --until, --days, --on, --once and --name are possible"
		                       : "--at, --until, --turn, --days, --on, --once and --name are possible");
	else if (rule_wish_apply(&wish, &today, &rule, err) == KASA_OK)
		return KASA_OK;
	return wrap_title(cli, err);
}

/* ---- add ---- */

static bool
by_sun(const struct kasa_moment *moment)
{
	return moment->kind == KASA_MOMENT_SUNRISE || moment->kind == KASA_MOMENT_SUNSET;
}

static void
warn_of_sun(const struct job *job, const struct kasa_rule *rule)
{
	const struct kasa_state *state = kasa_device_state(job->lane->dev);

	if (!by_sun(&rule->start) && !by_sun(&rule->end))
		return;
	if (state && state->located == 0)
		job_note(job, "it does not know where it is, and cannot tell when the sun rises and sets there");
	else if (state && state->located == KASA_UNKNOWN)
		job_note(job, "it does not tell whether it knows where it is, by which sunrise and sunset are told");
}

static bool
others_enabled(const struct kasa_rules *rules, const char *id)
{
	for (unsigned i = 0; i < rules->count; i++)
		if (rules->rules[i].enabled == 1 && strcmp(rules->rules[i].id, id) != 0)
			return true;
	return false;
}

static void
on_woken(struct kasa_device *dev, const struct kasa_rules *rules, const struct kasa_err *err, void *arg)
{
	struct kasa_err told = *err;

	if (err->code == KASA_OK && rules->count > 1) /* a schedule that was empty is off, and nobody minds */
		job_note(arg, "its rules were switched off as a whole; they are on now");
	if (err->code != KASA_OK)
		kasa_err_wrap(&told, "the rule was added, and its rules are still switched off as a whole");
	on_changed(dev, rules, &told, arg);
}

/* Rules that somebody put to sleep are not woken along with the new one; where there are none, nobody did. */
static void
on_added(struct kasa_device *dev, const struct kasa_rules *rules, const struct kasa_err *err, void *arg)
{
	struct job *job = arg;

	if (err->code != KASA_OK || rules->enabled != 0) {
		on_changed(dev, rules, err, job);
		return;
	}
	if (others_enabled(rules, rules->added_id)) {
		job_note(job,
		         "its rules are switched off as a whole, and this one waits with them: "
		         "kasa %s enable switches them on",
		         book_of(job_cli(job))->name);
		on_changed(dev, rules, err, job);
		return;
	}
	if (job_arm(job))
		begun(job, book_of(job_cli(job))->enable(dev, job->outlet, true, on_woken, job));
}

/* Fails with the sentence where there is one. */
static void
begun_or_fail(struct job *job, int rc, const struct kasa_err *err)
{
	if (rc != KASA_OK && err->code != KASA_OK)
		job_fail(job, err);
	else
		begun(job, rc);
}

void
cmd_rule_add(struct job *job)
{
	struct kasa_err err = { .code = KASA_OK };
	struct kasa_rule rule;
	int rc = new_rule(job_cli(job), &rule, &err);

	if (rc == KASA_OK) {
		warn_of_sun(job, &rule);
		rc = book_of(job_cli(job))->add(job->lane->dev, job->outlet, &rule, on_added, job, &err);
	}
	begun_or_fail(job, rc, &err);
}

/* ---- what is done to one rule ---- */

/* The rule that was named, out of those that there are; NULL, and the job has failed, when it is none of them. */
static const struct kasa_rule *
picked(struct job *job, const struct kasa_rules *rules, const struct kasa_err *err)
{
	struct kasa_err why = *err;
	unsigned position;

	if (err->code == KASA_OK && rule_find(rules, job_cli(job)->call.value, &position, &why) == KASA_OK)
		return &rules->rules[position];
	job_fail(job, &why);
	return NULL;
}

static void
edit(struct job *job, const struct kasa_rule *rule)
{
	struct kasa_err err = { .code = KASA_OK };

	if (job_arm(job))
		begun_or_fail(job,
		              book_of(job_cli(job))->edit(job->lane->dev, job->outlet, rule, on_changed, job, &err),
		              &err);
}

static void
on_picked_to_edit(struct kasa_device *dev, const struct kasa_rules *rules, const struct kasa_err *err, void *arg)
{
	struct job *job = arg;
	const struct kasa_rule *rule = picked(job, rules, err);
	const struct rule_now today = now();
	struct rule_wish wish;
	struct kasa_rule edited;
	struct kasa_err why;

	(void)dev;
	if (!rule)
		return;
	wish = wish_of(job_cli(job));
	edited = *rule;
	if (rule_wish_apply(&wish, &today, &edited, &why) != KASA_OK) {
		job_fail(job, &why);
		return;
	}
	if (wish.at || wish.until)
		warn_of_sun(job, &edited);
	edit(job, &edited);
}

static bool
enables(const struct job *job)
{
	return strcmp(job_cli(job)->call.verb, "enable") == 0;
}

static void
on_picked_to_enable(struct kasa_device *dev, const struct kasa_rules *rules, const struct kasa_err *err, void *arg)
{
	struct job *job = arg;
	const struct kasa_rule *rule = picked(job, rules, err);
	struct kasa_rule edited;

	(void)dev;
	if (!rule)
		return;
	edited = *rule;
	edited.enabled = enables(job);
	if (edited.enabled && rules->enabled == 0)
		job_note(job, "its rules are switched off as a whole: kasa %s enable without a RULE switches them on",
		         book_of(job_cli(job))->name);
	edit(job, &edited);
}

static void
on_picked_to_remove(struct kasa_device *dev, const struct kasa_rules *rules, const struct kasa_err *err, void *arg)
{
	struct job *job = arg;
	const struct kasa_rule *rule = picked(job, rules, err);

	if (rule && job_arm(job))
		begun(job, book_of(job_cli(job))->remove(dev, job->outlet, rule->id, on_changed, job));
}

static void
pick(struct job *job, kasa_rules_fn *on_picked)
{
	begun(job, book_of(job_cli(job))->read(job->lane->dev, job->outlet, on_picked, job));
}

void
cmd_rule_edit(struct job *job)
{
	pick(job, on_picked_to_edit);
}

void
cmd_rule_remove(struct job *job)
{
	pick(job, on_picked_to_remove);
}

/* ---- all of them ---- */

void
cmd_rules_enable(struct job *job)
{
	const struct book *book = book_of(job_cli(job));

	if (job_cli(job)->call.value)
		pick(job, on_picked_to_enable);
	else
		begun(job, book->enable(job->lane->dev, job->outlet, enables(job), on_changed, job));
}

void
cmd_rules_clear(struct job *job)
{
	begun(job, book_of(job_cli(job))->clear(job->lane->dev, job->outlet, on_changed, job));
}
