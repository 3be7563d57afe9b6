/* effect: what a light strip plays. */
#include <string.h>

#include <kasa/light.h>

#include "base/err.h"
#include "cli/cmd.h"
#include "cli/job.h"
#include "cli/sheet.h"
#include "common/whole_file.h"

enum {
	EFFECT_MAX_BYTES = 1 << 20, /* what a strip takes is far smaller; it says so itself */
};

/* Read once, before anything is searched: standard input cannot be read again. For all devices, to the end of the run. */
static struct kasa_buf effect_text;

static void
begun(struct job *job, int rc)
{
	if (rc != KASA_OK)
		job_refuse(job, rc);
}

static void
on_effect(struct kasa_device *dev, const struct kasa_effect *effect, const struct kasa_err *err, void *arg)
{
	struct job *job = arg;
	struct sheet sheet;

	(void)dev;
	if (err->code != KASA_OK) {
		job_fail(job, err);
		return;
	}
	sheet_init(&sheet, "effect");
	sheet_bool(&sheet, "playing", "playing", effect->playing);
	sheet_text(&sheet, "name", effect->playing ? "name" : "last", effect->name);
	sheet_text(&sheet, "id", "id", effect->id);
	sheet_bool(&sheet, "custom", "custom", effect->custom);
	sheet_int(&sheet, "brightness", "brightness", effect->brightness);
	sheet_unit(&sheet, "%");
	job_sheet(job, &sheet);
	sheet_finish(&sheet);
}

void
cmd_effect_show(struct job *job)
{
	begun(job, kasa_effect_read(job->lane->dev, on_effect, job));
}

void
cmd_effect_off(struct job *job)
{
	begun(job, kasa_effect_stop(job->lane->dev, on_effect, job));
}

/* ---- set ---- */

static bool
is_json(const char *value)
{
	return value[strspn(value, " \t\r\n")] == '{';
}

static int
read_text(const char *value, struct kasa_err *err)
{
	kasa_buf_finish(&effect_text);
	kasa_buf_init(&effect_text, EFFECT_MAX_BYTES);
	if (!is_json(value))
		return whole_file_read(value, &effect_text, err);
	if (kasa_buf_add(&effect_text, value, strlen(value)) == KASA_OK)
		return KASA_OK;
	return kasa_err_set(err, KASA_EINVAL, "the effect has more than %d bytes", EFFECT_MAX_BYTES);
}

int
cmd_effect_check(const struct cli *cli, struct kasa_err *err)
{
	int rc = read_text(cli->call.value, err);

	if (rc == KASA_OK && effect_text.len > 0 && memchr(effect_text.data, 0, effect_text.len))
		rc = kasa_err_set(err, KASA_EINVAL, "the effect holds a NUL, and JSON has none");
	if (rc == KASA_OK)
		rc = kasa_buf_add(&effect_text, "", 1);
	if (rc == KASA_OK)
		rc = kasa_effect_check((const char *)effect_text.data, err);
	return rc == KASA_OK ? KASA_OK : kasa_err_wrap(err, "effect set");
}

void
cmd_effect_set(struct job *job)
{
	begun(job, kasa_effect_set(job->lane->dev, (const char *)effect_text.data, on_effect, job));
}
