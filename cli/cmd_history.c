/* energy and usage with --day or --month: tables of days or months, and their sum. */
#include <stdio.h>
#include <string.h>

#include "base/err.h"
#include "cli/cmd.h"
#include "cli/history_words.h"
#include "cli/past.h"
#include "cli/sheet.h"
#include "common/timewords.h"

/* ---- what was asked for ---- */

bool
history_wanted(const struct options *opts)
{
	return options_given(opts, "day") || options_given(opts, "month");
}

bool
history_looks(const char *word)
{
	size_t n = strspn(word, "0123456789-");

	return word[0] >= '0' && word[0] <= '9' && !word[n] && n <= sizeof "2026-12-24" - 1;
}

static int
say_early(const char *from, struct kasa_err *err)
{
	return kasa_err_set(err, KASA_EINVAL, "%s: devices remember the years from %d to %d", from, PAST_YEAR_FIRST,
	                    YEAR_MOST);
}

/* The option with its value, of those two: the year or the month, or a zero where it is the device's own. */
static int
parse_span(const struct options *opts, struct date *span, struct kasa_err *err)
{
	const char *name = options_given(opts, "day") ? "day" : "month", *text = options_text(opts, name);
	char from[OPTION_FROM];
	struct kasa_err why;
	int rc;

	*span = (struct date){ .month = 1 };
	if (!text)
		return KASA_OK;
	options_from(opts, name, from);
	rc = name[0] == 'd' ? month_parse(text, span, &why) : year_parse(text, &span->year, &why);
	if (rc != KASA_OK)
		return kasa_err_set(err, KASA_EINVAL, "%s: %s", from, why.text);
	return span->year >= PAST_YEAR_FIRST ? KASA_OK : say_early(from, err);
}

int
history_check(const struct cli *cli, struct kasa_err *err)
{
	const struct options *opts = &cli->opts;
	const char *name = cli->call.command->name;
	struct date span;

	if (options_given(opts, "day") && options_given(opts, "month"))
		return kasa_err_set(err, KASA_EINVAL, "%s: --day or --month, not both", name);
	if (options_given(opts, "erase") && (history_wanted(opts) || options_given(opts, "csv")))
		return kasa_err_set(err, KASA_EINVAL, "%s: --erase forgets all days and months: it stands alone", name);
	return history_wanted(opts) ? parse_span(opts, &span, err) : KASA_OK;
}

/* ---- the table ---- */

static void
add_date(struct sheet *sheet, const struct past *past, const struct kasa_history_entry *entry)
{
	char text[DATE_TEXT];

	if (past->by_month)
		snprintf(text, sizeof text, "%04d-%02d", entry->year, entry->month);
	else
		date_format(text, &(struct date){ entry->year, entry->month, entry->day });
	sheet_text(sheet, past->by_month ? "month" : "date", past->by_month ? "month" : "date", text);
}

static void
add_amount(struct sheet *sheet, const struct job *job, const struct past *past, double amount)
{
	if (past->usage) {
		usage_add(sheet, "on_time_min", "on time", amount);
		return;
	}
	sheet_real(sheet, "energy_kwh", "energy", amount, 3);
	sheet_unit(sheet, "kWh");
	cost_add(sheet, &job_cli(job)->opts, amount);
}

/* Of several outlets each entry tells whose it is. */
static void
add_entry(struct sheet *sheet, const struct job *job, const struct past *past, const struct past_entry *entry)
{
	sheet_row(sheet);
	if (entry->outlet != job->outlet)
		sheet_int(sheet, "outlet", "outlet", entry->outlet);
	add_date(sheet, past, &entry->of);
	add_amount(sheet, job, past, entry->of.amount);
}

/* What one entry does not tell, the sum does not tell either. */
static void
add_sum(struct sheet *sheet, const struct job *job, const struct past *past)
{
	double sum = 0;

	for (size_t i = 0; i < past->count; i++)
		sum += past->entries[i].of.amount;
	sheet_sum(sheet);
	if (past->entries[0].outlet != job->outlet)
		sheet_int(sheet, "outlet", "outlet", KASA_UNKNOWN);
	sheet_text(sheet, past->by_month ? "month" : "date", past->by_month ? "month" : "date", NULL);
	sheet_shown(sheet, "sum");
	add_amount(sheet, job, past, sum);
}

static void
add_span(struct sheet *sheet, const struct past *past)
{
	char text[DATE_TEXT];

	snprintf(text, sizeof text, "%04d-%02d", past->from.year, past->from.month);
	if (past->by_month)
		sheet_int(sheet, "year", "year", past->from.year);
	else
		sheet_text(sheet, "month", "month", text);
}

static void
tell(struct job *job, const struct past *past)
{
	static const char *const names[2][2] = { { "energy_days", "energy_months" }, { "usage_days", "usage_months" } };
	struct sheet sheet;

	sheet_init(&sheet, names[past->usage][past->by_month]);
	add_span(&sheet, past);
	sheet_list(&sheet, past->by_month ? "months" : "days");
	for (size_t i = 0; i < past->count; i++)
		add_entry(&sheet, job, past, &past->entries[i]);
	if (past->count > 0)
		add_sum(&sheet, job, past);
	job_sheet(job, &sheet);
	sheet_finish(&sheet);
}

/* ---- the whole ---- */

static void
plan(struct job *job, struct past *past)
{
	struct kasa_err err;

	parse_span(&job_cli(job)->opts, &past->from, &err); /* it was checked */
	if (past->from.year == 0)
		past->from = past->today;
	past->months = 1;
}

void
history_start(struct job *job, bool usage)
{
	const struct options *opts = &job_cli(job)->opts;
	bool by_month = options_given(opts, "month");
	struct past *past = past_own(job);

	if (!past)
		return;
	past->usage = usage;
	past->by_month = by_month;
	past->plan = plan;
	past->tell = tell;
	past_read(job, !options_text(opts, by_month ? "month" : "day"));
}
