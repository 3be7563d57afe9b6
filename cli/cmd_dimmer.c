/* dimmer: how it goes on and off, and what its button does. */
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <kasa/dimmer.h>

#include "base/err.h"
#include "cli/cmd.h"
#include "cli/job.h"
#include "cli/light_words.h"
#include "cli/sheet.h"
#include "common/duration.h"

enum {
	BUTTONS = 2,
};

// clang-format off
/* A number that can be set; a time is typed and shown with its unit. */
static const struct { const char *option, *key, *label; bool is_time; } settings[KASA_DIMMER_SETTINGS] = {
	/* setting                   option        key              label          a time */
	[KASA_DIMMER_FADE_ON]    = { "fade-on",    "fade_on_ms",    "fade on",     true },
	[KASA_DIMMER_FADE_OFF]   = { "fade-off",   "fade_off_ms",   "fade off",    true },
	[KASA_DIMMER_GENTLE_ON]  = { "gentle-on",  "gentle_on_ms",  "gentle on",   true },
	[KASA_DIMMER_GENTLE_OFF] = { "gentle-off", "gentle_off_ms", "gentle off",  true },
	[KASA_DIMMER_RAMP_RATE]  = { "ramp-rate",  "ramp_rate",     "ramp rate",   false },
	[KASA_DIMMER_THRESHOLD]  = { "threshold",  "threshold",     "threshold",   false },
};

static const struct { const char *option, *key, *label, *preset; } buttons[BUTTONS] = {
	[KASA_BUTTON_DOUBLE_CLICK] = { "double-click", "double_click", "double click", "double_click_preset" },
	[KASA_BUTTON_LONG_PRESS]   = { "long-press",   "long_press",   "long press",   "long_press_preset" },
};

static const struct { enum kasa_button_action action; const char *word; } actions[] = {
	{ KASA_ACTION_NONE,    "none" },
	{ KASA_ACTION_INSTANT, "instant" },
	{ KASA_ACTION_GENTLE,  "gentle" },
	{ KASA_ACTION_PRESET,  "preset" },
};
// clang-format on

enum {
	ACTIONS = sizeof actions / sizeof actions[0]
};

/* ---- what is shown ---- */

static void
add_setting(struct sheet *sheet, size_t setting, int value)
{
	char time[DURATION_TEXT];

	sheet_int(sheet, settings[setting].key, settings[setting].label, value);
	if (settings[setting].is_time && value >= 0)
		sheet_shown(sheet, duration_format(time, (uint64_t)value));
}

static const char *
action_word(enum kasa_button_action action)
{
	for (size_t i = 0; i < ACTIONS; i++)
		if (actions[i].action == action)
			return actions[i].word;
	return NULL;
}

static void
add_press(struct sheet *sheet, size_t button, const struct kasa_button_press *press)
{
	int index = press->action == KASA_ACTION_PRESET ? press->index : KASA_UNKNOWN;
	int number = index == KASA_UNKNOWN ? KASA_UNKNOWN : index + 1;
	char words[32];

	sheet_text(sheet, buttons[button].key, buttons[button].label, action_word(press->action));
	if (number != KASA_UNKNOWN) {
		snprintf(words, sizeof words, "preset %d", number);
		sheet_shown(sheet, words);
	}
	sheet_int(sheet, buttons[button].preset, NULL, number);
}

static void
tell(struct job *job, const struct kasa_dimmer *dimmer)
{
	struct sheet sheet;

	sheet_init(&sheet, "dimmer");
	for (size_t i = 0; i < KASA_DIMMER_SETTINGS; i++)
		add_setting(&sheet, i, dimmer->settings[i]);
	add_press(&sheet, KASA_BUTTON_DOUBLE_CLICK, &dimmer->double_click);
	add_press(&sheet, KASA_BUTTON_LONG_PRESS, &dimmer->long_press);
	job_sheet(job, &sheet);
	sheet_finish(&sheet);
}

static void
on_read(struct kasa_device *dev, const struct kasa_dimmer *dimmer, const struct kasa_err *err, void *arg)
{
	(void)dev;
	if (err->code == KASA_OK)
		tell(arg, dimmer);
	else
		job_fail(arg, err);
}

void
cmd_dimmer_show(struct job *job)
{
	int rc = kasa_dimmer_read(job->lane->dev, on_read, job);

	if (rc != KASA_OK)
		job_refuse(job, rc);
}

/* ---- set ---- */

/* What was typed; KASA_UNKNOWN and KASA_ACTION_UNKNOWN for what was not. And what was read back last. */
struct wish {
	int values[KASA_DIMMER_SETTINGS];
	struct kasa_button_press presses[BUTTONS];
	struct kasa_dimmer told;
};

static int
parse_setting(const struct cli *cli, size_t setting, int *value, struct kasa_err *err)
{
	const char *option = settings[setting].option;
	uint64_t ms = 0;
	uint32_t number = 0;
	int least, most, rc;

	*value = KASA_UNKNOWN;
	if (!options_given(&cli->opts, option))
		return KASA_OK;
	kasa_dimmer_range((enum kasa_dimmer_setting)setting, &least, &most);
	if (settings[setting].is_time)
		rc = options_duration(&cli->opts, option, (uint64_t)least, (uint64_t)most, &ms, err);
	else
		rc = options_number(&cli->opts, option, (uint32_t)least, (uint32_t)most, &number, err);
	*value = settings[setting].is_time ? (int)ms : (int)number;
	return rc;
}

static int
parse_press(const struct cli *cli, size_t button, struct kasa_button_press *press, struct kasa_err *err)
{
	const char *word = options_text(&cli->opts, buttons[button].option);
	char shown[TEXT_SHOWN];
	int number;

	*press = (struct kasa_button_press){ KASA_ACTION_UNKNOWN, KASA_UNKNOWN };
	if (!word)
		return KASA_OK;
	if (light_words_preset(word, &number)) {
		*press = (struct kasa_button_press){ KASA_ACTION_PRESET, number - 1 };
		return KASA_OK;
	}
	for (size_t i = 0; i < ACTIONS; i++)
		if (actions[i].action != KASA_ACTION_PRESET && strcmp(actions[i].word, word) == 0)
			press->action = actions[i].action;
	if (press->action != KASA_ACTION_UNKNOWN)
		return KASA_OK;
	return kasa_err_set(err, KASA_EINVAL, "--%s: \"%.40s\" is not none, instant, gentle or a preset, as preset:2",
	                    buttons[button].option, text_show(shown, word));
}

static bool
is_empty(const struct wish *wish)
{
	for (size_t i = 0; i < KASA_DIMMER_SETTINGS; i++)
		if (wish->values[i] != KASA_UNKNOWN)
			return false;
	return wish->presses[0].action == KASA_ACTION_UNKNOWN && wish->presses[1].action == KASA_ACTION_UNKNOWN;
}

static int
wish_of(const struct cli *cli, struct wish *wish, struct kasa_err *err)
{
	int rc = KASA_OK;

	for (size_t i = 0; i < KASA_DIMMER_SETTINGS && rc == KASA_OK; i++)
		rc = parse_setting(cli, i, &wish->values[i], err);
	for (size_t i = 0; i < BUTTONS && rc == KASA_OK; i++)
		rc = parse_press(cli, i, &wish->presses[i], err);
	if (rc == KASA_OK && is_empty(wish))
		rc = kasa_err_set(
			err, KASA_EINVAL,
			"nothing is to be set: --fade-on, --fade-off, --gentle-on, --gentle-off, --ramp-rate, "
			"--threshold, --double-click and --long-press are possible");
	return rc;
}

int
cmd_dimmer_set_check(const struct cli *cli, struct kasa_err *err)
{
	struct wish wish;

	return wish_of(cli, &wish, err) == KASA_OK ? KASA_OK : kasa_err_wrap(err, "dimmer set");
}

static void
on_set(struct kasa_device *dev, const struct kasa_dimmer *dimmer, const struct kasa_err *err, void *arg)
{
	struct job *job = arg;
	struct wish *wish = job->own;

	(void)dev;
	if (err->code != KASA_OK) {
		job_fail(job, err);
		return;
	}
	wish->told = *dimmer;
	job_next(job);
}

static int
set_step(struct job *job, unsigned step)
{
	const struct wish *wish = job->own;
	unsigned button = step - KASA_DIMMER_SETTINGS;

	if (step < KASA_DIMMER_SETTINGS)
		return wish->values[step] == KASA_UNKNOWN
		               ? JOB_NEXT
		               : kasa_dimmer_set(job->lane->dev, (enum kasa_dimmer_setting)step, wish->values[step],
		                                 on_set, job);
	if (button < BUTTONS)
		return wish->presses[button].action == KASA_ACTION_UNKNOWN
		               ? JOB_NEXT
		               : kasa_dimmer_button(job->lane->dev, (enum kasa_button)button,
		                                    wish->presses[button].action, wish->presses[button].index, on_set,
		                                    job);
	tell(job, &wish->told);
	return KASA_OK;
}

void
cmd_dimmer_set(struct job *job)
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
