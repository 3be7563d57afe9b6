/* motion: the motion sensor of a switch or a dimmer. */
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <kasa/sensor.h>

#include "base/err.h"
#include "cli/cmd.h"
#include "cli/job.h"
#include "cli/sheet.h"
#include "common/duration.h"

// clang-format off
static const struct { const char *word, *key; } ranges[KASA_RANGES] = {
	[KASA_RANGE_FAR]    = { "far",    "threshold_far" },
	[KASA_RANGE_MID]    = { "mid",    "threshold_mid" },
	[KASA_RANGE_NEAR]   = { "near",   "threshold_near" },
	[KASA_RANGE_CUSTOM] = { "custom", "threshold_custom" },
};
// clang-format on

/* ---- what is shown ---- */

/* People see the one that counts, programs all. */
static void
add_range(struct sheet *sheet, const struct kasa_motion *motion)
{
	bool known = motion->range != KASA_UNKNOWN;
	char words[48];

	sheet_text(sheet, "range", "range", known ? ranges[motion->range].word : NULL);
	if (known && motion->thresholds[motion->range] != KASA_UNKNOWN) {
		snprintf(words, sizeof words, "%s, threshold %d %%", ranges[motion->range].word,
		         motion->thresholds[motion->range]);
		sheet_shown(sheet, words);
	}
	for (size_t i = 0; i < KASA_RANGES; i++)
		sheet_int(sheet, ranges[i].key, NULL, motion->thresholds[i]);
}

static void
add_value(struct sheet *sheet, const struct kasa_motion *motion)
{
	char words[80];

	sheet_bool(sheet, "motion", "motion", motion->motion);
	sheet_int(sheet, "value", "value", motion->value);
	if (motion->value != KASA_UNKNOWN && motion->least != KASA_UNKNOWN && motion->most != KASA_UNKNOWN) {
		snprintf(words, sizeof words, "%d, of %d to %d", motion->value, motion->least, motion->most);
		sheet_shown(sheet, words);
	}
	sheet_int(sheet, "least", NULL, motion->least);
	sheet_int(sheet, "most", NULL, motion->most);
	sheet_int(sheet, "percent", "off middle", motion->percent);
	sheet_unit(sheet, "%");
}

static void
tell(struct job *job, const struct kasa_motion *motion)
{
	char time[DURATION_TEXT];
	struct sheet sheet;

	sheet_init(&sheet, "motion");
	sheet_bool(&sheet, "enabled", "enabled", motion->enabled);
	add_range(&sheet, motion);
	sheet_int(&sheet, "inactivity_ms", "inactivity", motion->inactivity_ms);
	if (motion->inactivity_ms >= 0)
		sheet_shown(&sheet, duration_format(time, (uint64_t)motion->inactivity_ms));
	add_value(&sheet, motion);
	job_sheet(job, &sheet);
	sheet_finish(&sheet);
}

static void
on_read(struct kasa_device *dev, const struct kasa_motion *motion, const struct kasa_err *err, void *arg)
{
	(void)dev;
	if (err->code == KASA_OK)
		tell(arg, motion);
	else
		job_fail(arg, err);
}

static void
begun(struct job *job, int rc)
{
	if (rc != KASA_OK)
		job_refuse(job, rc);
}

void
cmd_motion_show(struct job *job)
{
	begun(job, kasa_motion_read(job->lane->dev, on_read, job));
}

void
cmd_motion_enable(struct job *job)
{
	bool enable = strcmp(job_cli(job)->call.command->verb, "on") == 0;

	begun(job, kasa_motion_enable(job->lane->dev, enable, on_read, job));
}

/* ---- set ---- */

/* What was typed, KASA_UNKNOWN for what was not; and what was read back last. */
struct wish {
	int range, threshold, inactivity_ms;
	struct kasa_motion told;
};

static int
parse_range(const struct cli *cli, int *range, struct kasa_err *err)
{
	const char *word = options_text(&cli->opts, "range");
	char shown[TEXT_SHOWN];

	*range = KASA_UNKNOWN;
	for (size_t i = 0; word && i < KASA_RANGES; i++)
		if (strcmp(ranges[i].word, word) == 0)
			*range = (int)i;
	if (!word || *range != KASA_UNKNOWN)
		return KASA_OK;
	return kasa_err_set(err, KASA_EINVAL, "--range: \"%.40s\" is not far, mid, near or custom",
	                    text_show(shown, word));
}

/* A threshold is that of the custom range, whether that is said or not. */
static int
parse_threshold(const struct cli *cli, struct wish *wish, struct kasa_err *err)
{
	uint32_t number = 0;

	wish->threshold = KASA_UNKNOWN;
	if (!options_given(&cli->opts, "threshold"))
		return KASA_OK;
	if (options_number(&cli->opts, "threshold", 0, 100, &number, err) != KASA_OK)
		return KASA_EINVAL;
	if (wish->range != KASA_UNKNOWN && wish->range != KASA_RANGE_CUSTOM)
		return kasa_err_set(err, KASA_EINVAL, "--threshold belongs to --range custom; %s has its own",
		                    ranges[wish->range].word);
	wish->range = KASA_RANGE_CUSTOM;
	wish->threshold = (int)number;
	return KASA_OK;
}

static int
parse_inactivity(const struct cli *cli, struct wish *wish, struct kasa_err *err)
{
	uint64_t ms = 0;
	int rc;

	wish->inactivity_ms = KASA_UNKNOWN;
	if (!options_given(&cli->opts, "inactivity"))
		return KASA_OK;
	rc = options_duration(&cli->opts, "inactivity", 1, KASA_INACTIVITY_MAX_MS, &ms, err);
	wish->inactivity_ms = (int)ms;
	return rc;
}

static int
wish_of(const struct cli *cli, struct wish *wish, struct kasa_err *err)
{
	int rc = parse_range(cli, &wish->range, err);

	if (rc == KASA_OK)
		rc = parse_threshold(cli, wish, err);
	if (rc == KASA_OK)
		rc = parse_inactivity(cli, wish, err);
	if (rc == KASA_OK && wish->range == KASA_UNKNOWN && wish->inactivity_ms == KASA_UNKNOWN)
		rc = kasa_err_set(err, KASA_EINVAL,
		                  "nothing is to be set: --range, --threshold and --inactivity are possible");
	return rc;
}

int
cmd_motion_set_check(const struct cli *cli, struct kasa_err *err)
{
	struct wish wish;

	return wish_of(cli, &wish, err) == KASA_OK ? KASA_OK : kasa_err_wrap(err, "motion set");
}

static void
on_set(struct kasa_device *dev, const struct kasa_motion *motion, const struct kasa_err *err, void *arg)
{
	struct job *job = arg;
	struct wish *wish = job->own;

	(void)dev;
	if (err->code != KASA_OK) {
		job_fail(job, err);
		return;
	}
	wish->told = *motion;
	job_next(job);
}

static int
set_step(struct job *job, unsigned step)
{
	struct kasa_device *dev = job->lane->dev;
	const struct wish *wish = job->own;

	if (step == 0 && wish->range != KASA_UNKNOWN)
		return kasa_motion_range_set(dev, (enum kasa_motion_range)wish->range, wish->threshold, on_set, job);
	if (step == 1 && wish->inactivity_ms != KASA_UNKNOWN)
		return kasa_motion_inactivity_set(dev, wish->inactivity_ms, on_set, job);
	if (step < 2)
		return JOB_NEXT;
	tell(job, &wish->told);
	return KASA_OK;
}

void
cmd_motion_set(struct job *job)
{
	struct wish *wish = job_own(job, sizeof *wish, NULL);
	struct kasa_err err;

	if (!wish)
		return;
	if (wish_of(job_cli(job), wish, &err) == KASA_OK)
		job_steps(job, set_step);
	else
		job_fail(job, &err);
}
