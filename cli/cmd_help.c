/* help, version, and the lists of the manual: printed from the tables, so that they cannot lag behind. */
#include <stdio.h>

#include <kasa/version.h>

#include "cli/cmd.h"
#include "cli/exit.h"

enum {
	NAME_WIDTH = 22,
};

static void
finish(struct cli *cli, struct text *text)
{
	out_failure(&cli->out, text);
	text_finish(text);
}

/* "  -H, --host HOST" */
static void
add_option(struct text *text, const struct option_row *row)
{
	char name[48], letter[8] = "    ";

	if (row->letter)
		snprintf(letter, sizeof letter, "-%c, ", row->letter);
	snprintf(name, sizeof name, "%s--%s%s%s", letter, row->name, row->value ? " " : "",
	         row->value ? row->value : "");
	text_printf(text, "  %-*s  %s", NAME_WIDTH, name, row->help);
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
		add_option(text, row);
}

static void
add_commands(struct text *text)
{
	const struct command *command;

	text_add(text, "commands\n");
	for (size_t i = 0; (command = command_at(i)); i++)
		if (!(command->flags & COMMAND_HIDDEN))
			text_printf(text, "  %-*s  %s\n", NAME_WIDTH, command->name, command->summary);
}

static const char about_device[] =
	"\nDEVICE is an alias in any case or the beginning of one, an address, a MAC, a device id, strip/2 or\n"
	"\"strip/Desk lamp\" for an outlet, or all. Several DEVICEs are worked on side by side.\n";

static const char about_exit[] =
	"\nexit status: 0 done, 1 refused or failed, 2 usage or ambiguous name, 3 not found or unreachable,\n"
	"4 authentication, 5 not supported by this device\n";

static void
print_all(struct text *text)
{
	text_add(text, "kasa: TP-Link Kasa plugs, strips, switches and lights on this network\n\n");
	text_add(text, "usage: kasa COMMAND [VERB] DEVICE... [VALUE]\n");
	text_add(text, "       kasa --host HOST COMMAND [VERB] [VALUE]\n\n");
	add_commands(text);
	text_add(text, about_device);
	add_options(text);
	text_add(text, about_exit);
}

static void
print_one(struct text *text, const struct command *command)
{
	char form[COMMAND_FORM];

	text_printf(text, "%s: %s\n\nusage: %s\n", command->name, command->summary, command_form(command, form));
	if (command->alias)
		text_printf(text, "also called: %s\n", command->alias);
	if (command->more)
		text_printf(text, "\n%s", command->more);
	if (command->start)
		text_add(text, about_device);
	if (!(command->flags & COMMAND_OFFLINE))
		add_options(text);
}

int
help_print(struct cli *cli, const struct command *command)
{
	struct text text;

	text_init(&text);
	if (command)
		print_one(&text, command);
	else
		print_all(&text);
	finish(cli, &text);
	return EXIT_DONE;
}

int
cmd_help(struct cli *cli)
{
	const char *name = cli->call.value;
	const struct command *command = NULL;
	struct kasa_err err;

	if (name)
		command = call_command(name, &err);
	if (!name || command)
		return help_print(cli, command);
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
