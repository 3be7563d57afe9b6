/* usage: how long it was on: a summary, or tables of days and months. */
#include "base/err.h"
#include "cli/cmd.h"
#include "cli/history_words.h"
#include "cli/past.h"
#include "cli/sheet.h"

enum {
	WEEK = 7,
	MONTH = 30, /* days, the last of them today */
};

int
cmd_usage_check(const struct cli *cli, struct kasa_err *err)
{
	return history_check(cli, err);
}

const char *
cmd_erase_danger(const struct cli *cli)
{
	return options_given(&cli->opts, "erase") ? "--erase" : NULL;
}

/* The date that was that many days ago. */
static struct date
before(const struct date *today, unsigned days)
{
	struct date first = { today->year - 1, today->month, 1 };

	return calendar_after(&first, (unsigned)(calendar_days(today) - calendar_days(&first)) - days);
}

/* Of one outlet, from that day on. */
static double
minutes_since(const struct past *past, int outlet, int64_t day)
{
	double sum = 0;

	for (size_t i = 0; i < past->count; i++) {
		const struct past_entry *entry = &past->entries[i];
		struct date date = { entry->of.year, entry->of.month, entry->of.day };

		if (entry->outlet == outlet && calendar_valid(&date) && calendar_days(&date) >= day
		    && calendar_days(&date) <= calendar_days(&past->today))
			sum += entry->of.amount;
	}
	return sum;
}

static void
add_times(struct sheet *sheet, const struct past *past, int outlet)
{
	int64_t today = calendar_days(&past->today);

	usage_add(sheet, "today_min", "today", minutes_since(past, outlet, today));
	usage_add(sheet, "past_7_days_min", "7 days", minutes_since(past, outlet, today - (WEEK - 1)));
	usage_add(sheet, "past_30_days_min", "30 days", minutes_since(past, outlet, today - (MONTH - 1)));
}

/* Time of several outlets adds up to nothing that anybody measures with a clock: there is no sum. */
static void
tell(struct job *job, const struct past *past)
{
	struct sheet sheet;
	int first;
	unsigned outlets = past_outlets(job, &first);

	sheet_init(&sheet, "usage");
	if (first == job->outlet) {
		add_times(&sheet, past, first);
	} else {
		sheet_list(&sheet, "outlets");
		for (unsigned i = 0; i < outlets; i++) {
			sheet_row(&sheet);
			sheet_int(&sheet, "outlet", "outlet", first + (int)i);
			add_times(&sheet, past, first + (int)i);
		}
	}
	job_sheet(job, &sheet);
	sheet_finish(&sheet);
}

static void
plan(struct job *job, struct past *past)
{
	(void)job;
	past->from = before(&past->today, MONTH - 1);
	past->months = (unsigned)((past->today.year - past->from.year) * 12 + past->today.month - past->from.month) + 1;
}

static void
summary(struct job *job)
{
	struct past *past = past_own(job);

	if (!past)
		return;
	past->usage = true;
	past->plan = plan;
	past->tell = tell;
	past_read(job, true);
}

void
cmd_usage(struct job *job)
{
	const struct options *opts = &job_cli(job)->opts;

	if (options_given(opts, "erase"))
		erase_usage(job);
	else if (history_wanted(opts))
		history_start(job, true);
	else
		summary(job);
}
