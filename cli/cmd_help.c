/* help, version, and the lists of the manual: printed from the tables, so that they cannot lag behind. */
#include <stdio.h>

#include <kasa/version.h>

#include "base/err.h"
#include "cli/cmd.h"
#include "cli/exit.h"

enum {
	NAME_WIDTH = 22,
	OWN_WIDTH = 26, /* of the options that one command has; their names are longer */
};

static void
finish(struct cli *cli, struct text *text)
{
	out_failure(&cli->out, text);
	text_finish(text);
}

/* "  -H, --host HOST" */
static void
add_option(struct text *text, const struct option_row *row, int width)
{
	char name[48], letter[8] = "    ";

	if (row->letter)
		snprintf(letter, sizeof letter, "-%c, ", row->letter);
	if (row->value)
		snprintf(name, sizeof name, row->looks ? "%s--%s [%s]" : "%s--%s %s", letter, row->name, row->value);
	else
		snprintf(name, sizeof name, "%s--%s", letter, row->name);
	text_printf(text, "  %-*s  %s", width, name, row->help);
	if (row->env)
		text_printf(text, " [%s]", row->env);
	text_add(text, "\n");
}

static void
add_options(struct text *text)
{
	const struct option_row *row;

	text_add(text, "\noptions, before or after the command [variable that stands for it]\n");
	for (size_t i = 0; (row = option_at(i)); i++)
		if (row->set)
			add_option(text, row, NAME_WIDTH);
}

static bool
is_owned(const struct command *row, bool whole, const char *option)
{
	if (command_has(row, option))
		return true;
	for (row = command_next(row); whole && row; row = command_next(row))
		if (command_has(row, option))
			return true;
	return false;
}

/* Those of one row, or of all rows of a command. */
static void
add_own_options(struct text *text, const struct command *row, bool whole)
{
	const struct option_row *option;
	bool headed = false;

	for (size_t i = 0; (option = option_at(i)); i++) {
		if (option->set || !is_owned(row, whole, option->name))
			continue;
		if (!headed)
			text_add(text, "\noptions of its own\n");
		headed = true;
		add_option(text, option, OWN_WIDTH);
	}
}

static void
add_command(struct text *text, const struct command *first)
{
	const char *before = " (also ";

	text_printf(text, "  %-*s  %s", NAME_WIDTH, first->name, first->topic ? first->topic : first->summary);
	if (first->topic)
		before = ": ";
	for (const struct command *row = first; row; row = command_next(row)) {
		if (!row->verb)
			continue;
		text_printf(text, "%s%s", before, row->verb);
		before = ", ";
	}
	if (!first->topic && command_next(first))
		text_add(text, ")");
	text_add(text, "\n");
}

static void
add_commands(struct text *text)
{
	const struct command *row;

	text_add(text, "commands\n");
	for (size_t i = 0; (row = command_at(i)); i++)
		if (!(row->flags & COMMAND_HIDDEN) && command_find(row->name) == row)
			add_command(text, row);
}

static const char about_device[] =
	"\nDEVICE is an alias in any case or the beginning of one, an address, a MAC, a device id, strip/2 or\n"
	"\"strip/Desk lamp\" for an outlet, a name or @group of your configuration, or all. Several DEVICEs are worked on\n"
	"side by side.\n";

static const char about_exit[] =
	"\nexit status: 0 done, 1 refused or failed, 2 usage or ambiguous name, 3 not found or unreachable,\n"
	"4 authentication, 5 not supported by this device\n";

static void
print_all(struct text *text)
{
	text_add(text, "kasa: TP-Link Kasa and Tapo plugs, strips, switches and lights on this network\n\n");
	text_add(text, "usage: kasa COMMAND [VERB] DEVICE... [VALUE]\n");
	text_add(text, "       kasa --host HOST COMMAND [VERB] [VALUE]\n\n");
	add_commands(text);
	text_add(text, about_device);
	add_options(text);
	text_add(text, "\nkasa help COMMAND tells what a command has of its own\n");
	text_add(text, about_exit);
}

/* What a command, or one of its verbs, does and how it is typed. */
static void
add_usage(struct text *text, const struct command *row, bool whole)
{
	char title[COMMAND_TITLE], form[COMMAND_FORM];
	const char *before = "usage: ";

	if (whole)
		text_printf(text, "%s: %s\n\n", row->name, row->topic ? row->topic : row->summary);
	else
		text_printf(text, "%s: %s\n\n", command_title(row, title), row->summary);
	for (; row; row = whole ? command_next(row) : NULL) {
		text_printf(text, "%s%s\n", before, command_form(row, form));
		before = "       ";
	}
}

/* What each verb does, where there are several. */
static void
add_verbs(struct text *text, const struct command *first)
{
	text_add(text, "\n");
	for (const struct command *row = first; row; row = command_next(row))
		text_printf(text, "  %-*s  %s\n", NAME_WIDTH, row->verb ? row->verb : first->name, row->summary);
}

static void
add_more(struct text *text, const struct command *row, bool whole)
{
	const char *before = "\n";

	for (; row; row = whole ? command_next(row) : NULL) {
		if (!row->more)
			continue;
		text_printf(text, "%s%s", before, row->more);
		before = "";
	}
}

static void
print_one(struct text *text, const struct command *row, bool whole)
{
	add_usage(text, row, whole);
	if (row->alias)
		text_printf(text, "also called: %s\n", row->alias);
	if (whole && command_next(row))
		add_verbs(text, row);
	add_more(text, row, whole);
	add_own_options(text, row, whole);
	if (row->start)
		text_add(text, about_device);
	if (!(row->flags & COMMAND_OFFLINE))
		add_options(text);
}

int
help_print(struct cli *cli, const struct command *row, bool whole)
{
	struct text text;

	text_init(&text);
	if (row)
		print_one(&text, row, whole);
	else
		print_all(&text);
	finish(cli, &text);
	return EXIT_DONE;
}

/* The row that `help COMMAND [VERB]` names, or NULL with a sentence. */
static const struct command *
find_row(const struct call *call, struct kasa_err *err)
{
	const struct command *row = call_command(call->devices[0], err);
	char shown[TEXT_SHOWN];

	if (row && call->device_count > 1)
		row = call_verb(row, call->devices[1], err);
	if (!row || call->device_count < 3)
		return row;
	kasa_err_set(err, KASA_EINVAL, "help: \"%s\" is one word too many", text_show(shown, call->devices[2]));
	return NULL;
}

int
cmd_help(struct cli *cli)
{
	const struct call *call = &cli->call;
	const struct command *row;
	struct kasa_err err;

	if (call->device_count == 0)
		return help_print(cli, NULL, true);
	row = find_row(call, &err);
	if (row)
		return help_print(cli, row, call->device_count == 1);
	complain("%s", err.text);
	return EXIT_USAGE;
}

int
cmd_version(struct cli *cli)
{
	struct text text;

	text_init(&text);
	text_add(&text, "kasa " KASA_VERSION "\n");
	finish(cli, &text);
	return EXIT_DONE;
}
