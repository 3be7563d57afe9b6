#include "cli/rule_book.h"

#include <stdio.h>
#include <string.h>

#include <kasa/away.h>
#include <kasa/schedule.h>

#include "base/err.h"
#include "cli/job.h"
#include "cli/rule_words.h"
#include "cli/sheet.h"
#include "cli/words_text.h"

enum {
	ID_SHOWN = 8, /* of 32 digits: as many as tell the rules of one device apart */
};

// clang-format off
static const struct rule_book schedule = {
	"schedule", false, kasa_schedule_read, kasa_schedule_add, kasa_schedule_edit, kasa_schedule_remove, kasa_schedule_clear,
	kasa_schedule_enable
};
static const struct rule_book away = {
	"away", true, kasa_away_read, kasa_away_add, kasa_away_edit, kasa_away_remove, kasa_away_clear, kasa_away_enable
};
// clang-format on

const struct rule_book *
rule_book(const struct cli *cli)
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
	sheet_text(sheet, "next_at", "next", device_row_second(rules->next.at_s, at));
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
add_rule(struct sheet *sheet, const struct rule_book *book, const struct kasa_rule *rule, int number)
{
	char at[MOMENT_TEXT], until[MOMENT_TEXT], days[DAYS_TEXT], id[ID_SHOWN + 1];

	snprintf(id, sizeof id, "%.*s", ID_SHOWN, rule->id);
	sheet_row(sheet);
	sheet_int(sheet, "number", "#", number);
	sheet_bool(sheet, "enabled", "enabled", rule->enabled);
	sheet_text(sheet, "at", book->away ? "from" : "time", rule_moment(&rule->start, at));
	if (book->away)
		sheet_text(sheet, "until", "until", rule_moment(&rule->end, until));
	sheet_text(sheet, "days", "days", rule_days(rule, days));
	sheet_bool(sheet, "once", NULL, rule->once);
	if (!book->away)
		add_actions(sheet, rule);
	sheet_text(sheet, "name", "name", rule->name);
	sheet_text(sheet, "id", "id", rule->id);
	sheet_shown(sheet, id);
}

void
rules_show(struct job *job, const struct kasa_rules *rules)
{
	const struct rule_book *book = rule_book(job_cli(job));
	struct device_row row = job_row(job);
	struct sheet sheet;

	sheet_init(&sheet, book->name);
	sheet_bool(&sheet, "enabled", "enabled", rules->enabled);
	sheet_called(&sheet, "yes", "no, none of the rules is carried out");
	if (!book->away)
		add_next(&sheet, rules);
	sheet_list(&sheet, "rules");
	for (unsigned i = 0; i < rules->count; i++)
		add_rule(&sheet, book, &rules->rules[i], (int)i + 1);
	job_cli(job)->writer->sheet(&job_cli(job)->out, &row, &sheet);
	sheet_finish(&sheet);
}

/* ---- what calls come to ---- */

void
rules_changed(struct kasa_device *dev, const struct kasa_rules *rules, const struct kasa_err *err, void *arg)
{
	(void)dev;
	if (err->code != KASA_OK) {
		job_fail(arg, err);
		return;
	}
	rules_show(arg, rules);
	job_done(arg);
}

void
rules_begun(struct job *job, int rc, const struct kasa_err *err)
{
	if (rc != KASA_OK && err && err->code != KASA_OK)
		job_fail(job, err);
	else if (rc != KASA_OK)
		job_refuse(job, rc);
}

const struct kasa_rule *
rules_picked(struct job *job, const struct kasa_rules *rules, const struct kasa_err *err)
{
	struct kasa_err why = *err;
	unsigned position;

	if (err->code == KASA_OK && rule_find(rules, job_cli(job)->call.value, &position, &why) == KASA_OK)
		return &rules->rules[position];
	job_fail(job, &why);
	return NULL;
}
