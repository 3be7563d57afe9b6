/* Options of lights, presets by their numbers, and how a change begins and ends. */
#include "cli/light.h"

#include <stdio.h>

#include "base/err.h"
#include "cli/job.h"
#include "cli/light_words.h"
#include "cli/words_text.h"

enum {
	CHANGED_TEXT = 160,
};

typedef int parse_fn(const char *word, struct kasa_light_change *change, struct kasa_err *err);

// clang-format off
/* In this order: a colour may tell a brightness, which --brightness corrects. */
static const struct { const char *option; parse_fn *parse; } values[] = {
	{ "hsv",         light_words_hsv },
	{ "color",       light_words_color },
	{ "temperature", light_words_white },
	{ "brightness",  light_words_brightness },
};
// clang-format on

enum {
	VALUES = sizeof values / sizeof values[0],
	HUES = 3, /* the first of them, which exclude each other */
};

static bool
has(const struct cli *cli, const char *option)
{
	return command_has(cli->call.command, option) && options_given(&cli->opts, option);
}

bool
light_is_wanted(const struct cli *cli)
{
	for (size_t i = 0; i < VALUES; i++)
		if (has(cli, values[i].option))
			return true;
	return has(cli, "transition");
}

static int
check_hues(const struct cli *cli, struct kasa_err *err)
{
	const char *first = NULL;

	for (size_t i = 0; i < HUES; i++) {
		if (!has(cli, values[i].option))
			continue;
		if (first)
			return kasa_err_set(err, KASA_EINVAL,
			                    "--%s and --%s exclude each other: a light shows one colour or one white",
			                    first, values[i].option);
		first = values[i].option;
	}
	return KASA_OK;
}

static int
take_transition(const struct cli *cli, struct kasa_light_change *change, struct kasa_err *err)
{
	uint64_t ms = 0;
	int rc;

	if (!has(cli, "transition"))
		return KASA_OK;
	rc = options_duration(&cli->opts, "transition", 0, KASA_TRANSITION_MAX_MS, &ms, err);
	change->transition_ms = (int)ms;
	return rc;
}

int
light_wanted(const struct cli *cli, struct kasa_light_change *change, struct kasa_err *err)
{
	int rc = check_hues(cli, err);

	for (size_t i = 0; i < VALUES && rc == KASA_OK; i++) {
		if (!has(cli, values[i].option))
			continue;
		rc = values[i].parse(options_text(&cli->opts, values[i].option), change, err);
		if (rc != KASA_OK)
			return kasa_err_wrap(err, "--%s", values[i].option);
	}
	return rc == KASA_OK ? take_transition(cli, change, err) : rc;
}

int
light_begin(struct job *job, const struct kasa_light_change *change, kasa_done_fn *done)
{
	const struct kasa_state *state = kasa_device_state(job->lane->dev);
	struct kasa_err err;

	if (!state || kasa_light_change_check(change, state, &err) == KASA_OK)
		return kasa_light_set(job->lane->dev, change, done, job);
	job_fail(job, &err);
	return KASA_OK;
}

void
light_changed(struct kasa_device *dev, const struct kasa_err *err, void *arg)
{
	const struct kasa_state *state = kasa_device_state(dev);
	struct job *job = arg;
	char values_text[128], what[CHANGED_TEXT];
	struct device_row row;

	if (err->code != KASA_OK) {
		job_fail(job, err);
		return;
	}
	row = job_row(job);
	snprintf(what, sizeof what, "%s, %s", word_switch(state->on), word_light(&state->light, values_text));
	job_cli(job)->writer->changed(&job_cli(job)->out, &row, what);
	job_done(job);
}

const struct kasa_preset *
light_preset(const struct kasa_presets *presets, int number, struct kasa_err *err)
{
	char list[80] = "";

	for (unsigned i = 0, n = 0; i < presets->count && n < sizeof list; i++) {
		if (presets->presets[i].index == number - 1)
			return &presets->presets[i];
		n += (unsigned)snprintf(list + n, sizeof list - n, "%s%d", i ? ", " : "",
		                        presets->presets[i].index + 1);
	}
	if (presets->count == 0)
		kasa_err_set(err, KASA_EINVAL, "no preset %d; it keeps no presets", number);
	else
		kasa_err_set(err, KASA_EINVAL, "no preset %d; there are: %s", number, list);
	return NULL;
}

/* As it tells, for programs; people do not see the colour of a light that shows a white. */
void
light_cells(struct sheet *sheet, const struct kasa_light *light)
{
	bool white = light->color_temp_k > 0; /* neither 0, of a colour, nor KASA_UNKNOWN */

	sheet_int(sheet, "brightness", "brightness", light->brightness);
	sheet_unit(sheet, "%");
	sheet_int(sheet, "color_temp_k", "white", light->color_temp_k);
	sheet_unit(sheet, "K");
	if (!white)
		sheet_shown(sheet, "");
	sheet_int(sheet, "hue", "hue", light->hue);
	if (white)
		sheet_shown(sheet, "");
	sheet_int(sheet, "saturation", "saturation", light->saturation);
	sheet_unit(sheet, "%");
	if (white)
		sheet_shown(sheet, "");
}
