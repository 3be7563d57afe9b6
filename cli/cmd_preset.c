/* preset: values that a light keeps under a number. People count from 1, devices from 0. */
#include <stdint.h>

#include "base/err.h"
#include "cli/cmd.h"
#include "cli/job.h"
#include "cli/light.h"
#include "cli/light_words.h"
#include "cli/sheet.h"
#include "common/number.h"

static void
begun(struct job *job, int rc)
{
	if (rc != KASA_OK)
		job_refuse(job, rc);
}

/* ---- list ---- */

static void
add_preset(struct sheet *sheet, const struct kasa_preset *preset)
{
	sheet_row(sheet);
	sheet_int(sheet, "number", "#", preset->index == KASA_UNKNOWN ? KASA_UNKNOWN : preset->index + 1);
	light_cells(sheet, &preset->light);
	sheet_text(sheet, "effect", "effect", preset->effect);
}

static void
on_presets(struct kasa_device *dev, const struct kasa_presets *presets, const struct kasa_err *err, void *arg)
{
	struct job *job = arg;
	struct sheet sheet;

	(void)dev;
	if (err->code != KASA_OK) {
		job_fail(job, err);
		return;
	}
	sheet_init(&sheet, "preset");
	sheet_list(&sheet, "presets");
	for (unsigned i = 0; i < presets->count; i++)
		add_preset(&sheet, &presets->presets[i]);
	job_sheet(job, &sheet);
	sheet_finish(&sheet);
}

void
cmd_preset_list(struct job *job)
{
	begun(job, kasa_presets_read(job->lane->dev, on_presets, job));
}

/* ---- what was typed ---- */

static int
number_of(const struct cli *cli, int *number, struct kasa_err *err)
{
	char shown[TEXT_SHOWN];
	uint32_t parsed;

	if (!number_parse(cli->call.value, 1, PRESET_NUMBER_MAX, &parsed))
		return kasa_err_set(err, KASA_EINVAL,
		                    "\"%.40s\" is no preset; a number from 1 is, as kasa preset list tells",
		                    text_show(shown, cli->call.value));
	*number = (int)parsed;
	return KASA_OK;
}

static int
wish_of(const struct cli *cli, int *number, struct kasa_light_change *change, struct kasa_err *err)
{
	int rc = number_of(cli, number, err);

	kasa_light_change_init(change);
	return rc == KASA_OK ? light_wanted(cli, change, err) : rc;
}

int
cmd_preset_set_check(const struct cli *cli, struct kasa_err *err)
{
	struct kasa_light_change change;
	int number, rc = wish_of(cli, &number, &change, err);

	if (rc == KASA_OK && !light_is_wanted(cli))
		rc = kasa_err_set(err, KASA_EINVAL,
		                  "nothing is to be set: --brightness, --temperature, --hsv and --color are possible");
	return rc == KASA_OK ? KASA_OK : kasa_err_wrap(err, "preset set");
}

int
cmd_preset_use_check(const struct cli *cli, struct kasa_err *err)
{
	struct kasa_light_change change;
	int number;

	return wish_of(cli, &number, &change, err) == KASA_OK ? KASA_OK : kasa_err_wrap(err, "preset use");
}

/* The preset that is meant, out of those that there are; NULL, and the job has failed, when there is no such. */
static const struct kasa_preset *
picked(struct job *job, const struct kasa_presets *presets, const struct kasa_err *err)
{
	const struct kasa_preset *preset = NULL;
	struct kasa_err why = *err;
	int number = 0;

	if (err->code == KASA_OK && number_of(job_cli(job), &number, &why) == KASA_OK)
		preset = light_preset(presets, number, &why);
	if (!preset)
		job_fail(job, &why);
	return preset;
}

/* ---- set ---- */

/* What is not said stays as the preset has it; an effect gives way. */
static struct kasa_light
merged(const struct kasa_state *state, const struct kasa_preset *preset, const struct kasa_light_change *change)
{
	struct kasa_light light = light_shown_by(state, &preset->light);
	bool white = change->color_temp_k != KASA_UNKNOWN, color = change->hue != KASA_UNKNOWN;

	if (change->brightness != KASA_UNKNOWN)
		light.brightness = change->brightness;
	if (white || color) {
		light.color_temp_k = change->color_temp_k;
		light.hue = change->hue;
		light.saturation = change->saturation;
	}
	return light;
}

static void
on_picked_to_set(struct kasa_device *dev, const struct kasa_presets *presets, const struct kasa_err *err, void *arg)
{
	const struct kasa_preset *preset = picked(arg, presets, err);
	const struct kasa_state *state = kasa_device_state(dev);
	struct kasa_light_change change;
	struct kasa_preset wanted;
	struct job *job = arg;
	struct kasa_err why;
	int number;

	if (!preset || !job_arm(job))
		return;
	if (wish_of(job_cli(job), &number, &change, &why) != KASA_OK
	    || kasa_light_change_check(&change, state, &why) != KASA_OK) {
		job_fail(job, &why);
		return;
	}
	wanted = (struct kasa_preset){ .index = preset->index, .light = merged(state, preset, &change) };
	begun(job, kasa_preset_set(dev, &wanted, on_presets, job));
}

void
cmd_preset_set(struct job *job)
{
	begun(job, kasa_presets_read(job->lane->dev, on_picked_to_set, job));
}

/* ---- use ---- */

static void
on_picked_to_use(struct kasa_device *dev, const struct kasa_presets *presets, const struct kasa_err *err, void *arg)
{
	const struct kasa_preset *preset = picked(arg, presets, err);
	struct kasa_light_change change;
	struct job *job = arg;
	struct kasa_light light;
	struct kasa_err why;
	int number;

	if (!preset || !job_arm(job))
		return;
	if (preset->effect[0]) {
		kasa_err_set(&why, KASA_ENOTSUP, "preset %d is an effect; kasa effect set plays one that is in a file",
		             preset->index + 1);
		job_fail(job, &why);
		return;
	}
	wish_of(job_cli(job), &number, &change, &why);
	light = light_shown_by(kasa_device_state(dev), &preset->light);
	change = (struct kasa_light_change){ 1,         light.brightness, light.color_temp_k,
		                             light.hue, light.saturation, change.transition_ms };
	begun(job, light_begin(job, &change, light_changed));
}

void
cmd_preset_use(struct job *job)
{
	begun(job, kasa_presets_read(job->lane->dev, on_picked_to_use, job));
}
