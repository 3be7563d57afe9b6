/* brightness, temperature, hsv: what a light shows, whether it is on or not. on and off with the same values. */
#include <stdio.h>
#include <string.h>

#include "base/err.h"
#include "cli/cmd.h"
#include "cli/job.h"
#include "cli/light.h"
#include "cli/light_words.h"

typedef int parse_fn(const char *word, struct kasa_light_change *change, struct kasa_err *err);

// clang-format off
static const struct { const char *command; parse_fn *parse; } kinds[] = {
	{ "brightness",  light_words_brightness },
	{ "temperature", light_words_white },
	{ "hsv",         light_words_hsv },
};
// clang-format on

static parse_fn *
parse_of(const struct cli *cli)
{
	size_t i = 0;

	while (i < sizeof kinds / sizeof kinds[0] - 1 && strcmp(kinds[i].command, cli->call.command->name) != 0)
		i++;
	return kinds[i].parse;
}

/* The value, and --transition. */
static int
change_of(const struct cli *cli, struct kasa_light_change *change, struct kasa_err *err)
{
	int rc;

	kasa_light_change_init(change);
	rc = parse_of(cli)(cli->call.value, change, err);
	return rc == KASA_OK ? light_wanted(cli, change, err) : rc;
}

int
cmd_light_value_check(const struct cli *cli, struct kasa_err *err)
{
	struct kasa_light_change change;

	return change_of(cli, &change, err) == KASA_OK ? KASA_OK : kasa_err_wrap(err, "%s", cli->call.command->name);
}

static void
begun(struct job *job, int rc)
{
	if (rc != KASA_OK)
		job_refuse(job, rc);
}

void
cmd_light_value(struct job *job)
{
	struct kasa_light_change change;
	struct kasa_err err;
	int rc = change_of(job_cli(job), &change, &err);

	begun(job, rc == KASA_OK ? light_begin(job, &change, light_changed) : rc);
}

/* ---- on and off ---- */

static int
switch_of(const struct cli *cli, bool on, struct kasa_light_change *change, struct kasa_err *err)
{
	kasa_light_change_init(change);
	change->on = on;
	return light_wanted(cli, change, err);
}

int
cmd_light_switch_check(const struct cli *cli, struct kasa_err *err)
{
	struct kasa_light_change change;

	if (switch_of(cli, true, &change, err) == KASA_OK)
		return KASA_OK;
	return kasa_err_wrap(err, "%s", cli->call.command->name);
}

void
cmd_light_switch(struct job *job, bool on)
{
	struct kasa_light_change change;
	struct kasa_err err;
	int rc = switch_of(job_cli(job), on, &change, &err);

	begun(job, rc == KASA_OK ? light_begin(job, &change, light_changed) : rc);
}
