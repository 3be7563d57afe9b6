/* ambient: the ambient light sensor of a switch or a dimmer. */
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include <kasa/sensor.h>

#include "base/err.h"
#include "cli/cmd.h"
#include "cli/job.h"
#include "cli/sheet.h"
#include "common/number.h"

enum {
	LEVEL_WORD = 32, /* room for the name of a level */
};

/* ---- what is shown ---- */

static const char *
level_name(const struct kasa_ambient *ambient)
{
	if (ambient->level < 0 || (unsigned)ambient->level >= ambient->level_count)
		return NULL;
	return ambient->levels[ambient->level].name;
}

static void
tell(struct job *job, const struct kasa_ambient *ambient)
{
	struct sheet sheet;

	sheet_init(&sheet, "ambient");
	sheet_bool(&sheet, "enabled", "enabled", ambient->enabled);
	sheet_int(&sheet, "percent", "light", ambient->percent);
	sheet_unit(&sheet, "%");
	sheet_bool(&sheet, "dark", "dark", ambient->dark);
	sheet_text(&sheet, "dark_below", "dark below", level_name(ambient));
	sheet_list(&sheet, "levels");
	for (unsigned i = 0; i < ambient->level_count; i++) {
		sheet_row(&sheet);
		sheet_text(&sheet, "name", "level", ambient->levels[i].name);
		sheet_int(&sheet, "percent", "light", ambient->levels[i].percent);
		sheet_unit(&sheet, "%");
	}
	job_sheet(job, &sheet);
	sheet_finish(&sheet);
}

static void
on_read(struct kasa_device *dev, const struct kasa_ambient *ambient, const struct kasa_err *err, void *arg)
{
	(void)dev;
	if (err->code == KASA_OK)
		tell(arg, ambient);
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
cmd_ambient_show(struct job *job)
{
	begun(job, kasa_ambient_read(job->lane->dev, on_read, job));
}

void
cmd_ambient_enable(struct job *job)
{
	bool enable = strcmp(job_cli(job)->call.command->verb, "on") == 0;

	begun(job, kasa_ambient_enable(job->lane->dev, enable, on_read, job));
}

/* ---- set ---- */

/* "cloudy=40" */
static int
parse_level(const char *word, char name[LEVEL_WORD], int *percent, struct kasa_err *err)
{
	const char *mark = strrchr(word, '=');
	size_t n = mark ? (size_t)(mark - word) : 0;
	char shown[TEXT_SHOWN];
	uint32_t number;

	if (n == 0 || n >= LEVEL_WORD || !number_parse(mark + 1, 0, 100, &number))
		return kasa_err_set(err, KASA_EINVAL,
		                    "--level: \"%.40s\" is no LEVEL=PERCENT with 0 to 100, as cloudy=40",
		                    text_show(shown, word));
	memcpy(name, word, n);
	name[n] = '\0';
	*percent = (int)number;
	return KASA_OK;
}

int
cmd_ambient_set_check(const struct cli *cli, struct kasa_err *err)
{
	const struct words *levels = options_list(&cli->opts, "level");
	char name[LEVEL_WORD];
	int percent;

	if (levels->count == 0 && !options_given(&cli->opts, "dark"))
		return kasa_err_set(err, KASA_EINVAL,
		                    "ambient set: nothing is to be set: --dark and --level are possible");
	for (size_t i = 0; i < levels->count; i++)
		if (parse_level(levels->item[i], name, &percent, err) != KASA_OK)
			return kasa_err_wrap(err, "ambient set");
	return KASA_OK;
}

/* The position of a level by its name, in any case, among those that the device told. */
static int
level_find(const struct kasa_ambient *ambient, const char *option, const char *name, int *position,
           struct kasa_err *err)
{
	char list[240] = "", shown[TEXT_SHOWN];
	size_t n = 0;

	for (unsigned i = 0; i < ambient->level_count; i++) {
		if (strcasecmp(ambient->levels[i].name, name) == 0) {
			*position = (int)i;
			return KASA_OK;
		}
		if (n < sizeof list)
			n += (size_t)snprintf(list + n, sizeof list - n, "%s%.40s", i ? ", " : "",
			                      text_show(shown, ambient->levels[i].name));
	}
	return kasa_err_set(err, KASA_EINVAL, "--%s: there is no level \"%.40s\"; there are: %s", option,
	                    text_show(shown, name), list);
}

/* Finds the level of one option: 0 for --dark, from 1 for each --level. @p percent stays for --dark. */
static int
level_of(struct job *job, unsigned step, int *position, int *percent, struct kasa_err *err)
{
	const struct options *opts = &job_cli(job)->opts;
	const struct kasa_ambient *told = job->own;
	char name[LEVEL_WORD];

	if (step == 0)
		return level_find(told, "dark", options_text(opts, "dark"), position, err);
	if (parse_level(options_list(opts, "level")->item[step - 1], name, percent, err) != KASA_OK)
		return err->code;
	return level_find(told, "level", name, position, err);
}

/* Before the first is set, all are looked for. */
static int
find_all(struct job *job, struct kasa_err *err)
{
	size_t count = options_list(&job_cli(job)->opts, "level")->count;
	unsigned first = options_given(&job_cli(job)->opts, "dark") ? 0 : 1;
	int position, percent;

	for (unsigned i = first; i <= count; i++)
		if (level_of(job, i, &position, &percent, err) != KASA_OK)
			return err->code;
	return KASA_OK;
}

static void
on_step(struct kasa_device *dev, const struct kasa_ambient *ambient, const struct kasa_err *err, void *arg)
{
	struct job *job = arg;
	struct kasa_err why = *err;

	(void)dev;
	if (err->code == KASA_OK) {
		*(struct kasa_ambient *)job->own = *ambient;
		find_all(job, &why);
	}
	if (why.code == KASA_OK)
		job_next(job);
	else
		job_fail(job, &why);
}

/* Asks which levels there are, sets --dark, then each --level. */
static int
set_step(struct job *job, unsigned step)
{
	const struct options *opts = &job_cli(job)->opts;
	struct kasa_device *dev = job->lane->dev;
	int position = 0, percent = 0;
	struct kasa_err err;

	if (step == 0)
		return kasa_ambient_read(dev, on_step, job);
	if (step == 1 && !options_given(opts, "dark"))
		return JOB_NEXT;
	if (step > options_list(opts, "level")->count + 1) {
		tell(job, job->own);
		return KASA_OK;
	}
	if (level_of(job, step - 1, &position, &percent, &err) != KASA_OK)
		return err.code;
	return step == 1 ? kasa_ambient_dark_set(dev, position, on_step, job)
	                 : kasa_ambient_level_set(dev, position, percent, on_step, job);
}

void
cmd_ambient_set(struct job *job)
{
	if (job_own(job, sizeof(struct kasa_ambient), NULL))
		job_steps(job, set_step);
}
