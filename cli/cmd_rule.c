/* schedule and away: a new rule, and a rule that changes. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/err.h"
#include "cli/cmd.h"
#include "cli/job.h"
#include "cli/light.h"
#include "cli/light_words.h"
#include "cli/note.h"
#include "cli/rule_book.h"
#include "cli/rule_words.h"
#include "common/clock_now.h"
#include "common/duration.h"

enum {
	WRONG_S = 120, /* rules are told in minutes */
};

static const struct rule_book *
book_of(const struct job *job)
{
	return rule_book(job_cli(job));
}

/* ---- what was typed ---- */

/* By the clock of this computer: for what is checked before the device was asked for its own. */
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
	bool is_away = rule_book(cli)->away;
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

/* What a light comes on with, beside what the rule says of it already; a plain rule where there is nothing. */
static void
merge_light(struct kasa_act *action, const struct kasa_light_change *change, const struct kasa_state *state)
{
	struct kasa_light *light = &action->light;
	bool color = change->hue != KASA_UNKNOWN || change->saturation != KASA_UNKNOWN;

	if (action->has_light && state)
		*light = light_shown_by(state, light);
	else
		*light = (struct kasa_light){ KASA_UNKNOWN, KASA_UNKNOWN, KASA_UNKNOWN, KASA_UNKNOWN };
	if (color || change->color_temp_k != KASA_UNKNOWN) {
		light->color_temp_k = change->color_temp_k;
		light->hue = change->hue;
		light->saturation = change->saturation;
	}
	if (change->brightness != KASA_UNKNOWN)
		light->brightness = change->brightness;
	action->has_light = true;
}

static int
apply_light(const struct cli *cli, const struct kasa_state *state, struct kasa_rule *rule, struct kasa_err *err)
{
	struct kasa_light_change change;

	if (!light_is_wanted(cli))
		return KASA_OK;
	if (rule->action.kind != KASA_ACT_ON)
		return kasa_err_set(err, KASA_EINVAL, "brightness and colour are for rules that switch on");
	kasa_light_change_init(&change);
	if (light_wanted(cli, &change, err) != KASA_OK)
		return KASA_EINVAL;
	merge_light(&rule->action, &change, state);
	return KASA_OK;
}

/* All that was typed. */
static int
apply(const struct cli *cli, const struct rule_now *today, const struct kasa_state *state, struct kasa_rule *rule,
      struct kasa_err *err)
{
	const struct rule_wish wish = wish_of(cli);
	int rc = rule_wish_apply(&wish, today, rule, err);

	return rc == KASA_OK ? apply_light(cli, state, rule, err) : rc;
}

/* A rule that nothing was said of: every day. */
static int
new_rule(const struct cli *cli, const struct rule_now *today, struct kasa_rule *rule, struct kasa_err *err)
{
	const struct rule_wish wish = wish_of(cli);

	*rule = (struct kasa_rule){ .enabled = 1, .days = KASA_DAYS_ALL };
	if (!wish.at)
		return kasa_err_set(err, KASA_EINVAL, "%s is missing: the time, as 21:30, sunrise or sunset-15m",
		                    wish.away ? "--from" : "--at");
	if (wish.away && !wish.until)
		return kasa_err_set(err, KASA_EINVAL, "--until is missing: the time, as 21:30, sunrise or sunset-15m");
	return apply(cli, today, NULL, rule, err);
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
	const struct rule_now today = now();
	struct kasa_rule rule;

	return new_rule(cli, &today, &rule, err) == KASA_OK ? KASA_OK : wrap_title(cli, err);
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

	if (rule_wish_empty(&wish) && !light_is_wanted(cli))
		kasa_err_set(err, KASA_EINVAL, "nothing is to be changed: %s",
		             wish.away ? "--from, --until, --days, --on, --once and --name are possible"
		                       : "--at, --until, --turn, --days, --on, --once, --name and values of a light "
		                         "are possible");
	else if (apply(cli, &today, NULL, &rule, err) == KASA_OK)
		return KASA_OK;
	return wrap_title(cli, err);
}

/* ---- by which clock ---- */

/* Rules follow the device's clock; so does what "today" is. Zero where it does not tell. */
struct own {
	struct rule_now now;
};

static struct rule_now
now_of(const struct job *job)
{
	const struct own *own = job->own;

	return own->now.today.year ? own->now : now();
}

static void
warn_of_clock(const struct job *job, const struct kasa_clock *clock)
{
	char text[DURATION_TEXT];
	struct kasa_clock right;
	struct kasa_err err;
	long ahead;

	if (!clock_now(clock, &right, &err))
		return;
	ahead = kasa_clock_seconds(&right, clock);
	if (labs(ahead) > WRONG_S)
		job_note(job, "its clock is %s %s, and its rules with it: kasa time sync sets it",
		         duration_format(text, (uint64_t)labs(ahead) * 1000), ahead > 0 ? "ahead" : "behind");
}

/* A device that does not tell its clock is taken to have ours. */
static void
on_clock(struct kasa_device *dev, const struct kasa_clock *clock, const struct kasa_err *err, void *arg)
{
	struct job *job = arg;
	struct own *own = job->own;

	(void)dev;
	if (err->code != KASA_OK && err->code != KASA_ENOTSUP && err->code != KASA_EDEVICE) {
		job_fail(job, err);
		return;
	}
	if (err->code == KASA_OK && clock->year != KASA_UNKNOWN && clock->hour != KASA_UNKNOWN) {
		const struct kasa_clock shown = clock_shown(clock);

		own->now.today = (struct date){ shown.year, shown.month, shown.day };
		own->now.minute = shown.hour * 60 + shown.minute;
		warn_of_clock(job, &shown);
	}
	job_next(job);
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
		job_note(job, "it does not know where it is, and cannot tell when the sun rises and sets there (kasa "
		              "location set tells it)");
	else if (state && state->located == KASA_UNKNOWN)
		job_note(job, "it does not tell whether it knows where it is, by which sunrise and sunset are told");
}

/* A P110 was seen to leave the date aside, by the authors of the crate tapo: what is meant for later may come too early. */
static void
warn_of_date(const struct job *job, const struct kasa_rule *rule, const struct rule_now *now)
{
	const struct date date = { rule->year, rule->month, rule->day };

	if (rule->once && strcmp(kasa_device_payload(job->lane->dev), "smart") == 0 && calendar_valid(&date)
	    && calendar_days(&date) > calendar_days(&now->today) + 1)
		job_note(job, "some devices that speak SMART take a rule for once for the next time that their clock "
		              "shows its time, whatever its date is");
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
	rules_changed(dev, rules, &told, arg);
}

/* Rules that somebody put to sleep are not woken along with the new one; where there are none, nobody did. */
static void
on_added(struct kasa_device *dev, const struct kasa_rules *rules, const struct kasa_err *err, void *arg)
{
	struct job *job = arg;

	if (err->code != KASA_OK || rules->enabled != 0) {
		rules_changed(dev, rules, err, job);
		return;
	}
	if (others_enabled(rules, rules->added_id)) {
		job_note(job,
		         "its rules are switched off as a whole, and this one waits with them: "
		         "kasa %s enable switches them on",
		         book_of(job)->name);
		rules_changed(dev, rules, err, job);
		return;
	}
	if (job_arm(job))
		rules_begun(job, book_of(job)->enable(dev, job->outlet, true, on_woken, job), NULL);
}

static int
add_step(struct job *job, unsigned step)
{
	struct rule_now today = now_of(job);
	struct kasa_err err = { .code = KASA_OK };
	struct kasa_rule rule;
	int rc;

	if (step == 0)
		return kasa_clock_read(job->lane->dev, on_clock, job);
	rc = new_rule(job_cli(job), &today, &rule, &err);
	if (rc == KASA_OK) {
		warn_of_sun(job, &rule);
		warn_of_date(job, &rule, &today);
		rc = book_of(job)->add(job->lane->dev, job->outlet, &rule, on_added, job, &err);
	}
	rules_begun(job, rc, &err);
	return KASA_OK;
}

void
cmd_rule_add(struct job *job)
{
	if (job_own(job, sizeof(struct own), NULL))
		job_steps(job, add_step);
}

/* ---- edit ---- */

static void
on_picked(struct kasa_device *dev, const struct kasa_rules *rules, const struct kasa_err *err, void *arg)
{
	struct job *job = arg;
	const struct kasa_rule *rule = rules_picked(job, rules, err);
	struct kasa_err why = { .code = KASA_OK };
	struct rule_now today;
	struct rule_wish wish;
	struct kasa_rule edited;
	int rc;

	if (!rule || !job_arm(job))
		return;
	today = now_of(job);
	wish = wish_of(job_cli(job));
	edited = *rule;
	rc = apply(job_cli(job), &today, kasa_device_state(dev), &edited, &why);
	if (rc == KASA_OK && (wish.at || wish.until))
		warn_of_sun(job, &edited);
	if (rc == KASA_OK && (wish.date || wish.once))
		warn_of_date(job, &edited, &today);
	if (rc == KASA_OK)
		rc = book_of(job)->edit(dev, job->outlet, &edited, rules_changed, job, &why);
	rules_begun(job, rc, &why);
}

/* Its clock is asked for where a date depends on it. */
static int
edit_step(struct job *job, unsigned step)
{
	const struct rule_wish wish = wish_of(job_cli(job));

	if (step > 0)
		return book_of(job)->read(job->lane->dev, job->outlet, on_picked, job);
	return wish.date || wish.once ? kasa_clock_read(job->lane->dev, on_clock, job) : JOB_NEXT;
}

void
cmd_rule_edit(struct job *job)
{
	if (job_own(job, sizeof(struct own), NULL))
		job_steps(job, edit_step);
}
