/* __man: the manual's lists of commands and options in roff, for the build. */
#include <string.h>

#include "cli/cmd.h"
#include "cli/exit.h"

/* Hyphens that are typed stay hyphens; nothing at the start of a line, and no backslash, is taken for roff. */
static void
add_roff(struct text *text, const char *string)
{
	bool first = true;

	for (; *string; string++) {
		if (*string == '-')
			text_add(text, "\\-");
		else if (*string == '\\')
			text_add(text, "\\e");
		else if (first && (*string == '.' || *string == '\''))
			text_printf(text, "\\&%c", *string);
		else
			text_bytes(text, string, 1);
		first = *string == '\n';
	}
}

static void
add_option(struct text *text, const struct option_row *row)
{
	text_add(text, ".TP\n");
	if (row->letter)
		text_printf(text, "\\fB\\-%c\\fR, ", row->letter);
	text_add(text, "\\fB\\-\\-");
	add_roff(text, row->name);
	text_add(text, "\\fR");
	if (row->value) {
		text_add(text, row->looks ? " [\\fI" : " \\fI");
		add_roff(text, row->value);
		text_add(text, row->looks ? "\\fR]" : "\\fR");
	}
	text_add(text, "\n");
	add_roff(text, row->help);
	if (row->env)
		text_printf(text, "; variable\n.B %s", row->env);
	text_add(text, "\n");
}

static void
add_own_options(struct text *text, const struct command *row)
{
	text_add(text, ".RS\n");
	for (size_t i = 0; row->options && row->options[i]; i++)
		add_option(text, option_find(row->options[i]));
	text_add(text, ".RE\n");
}

static void
add_command(struct text *text, const struct command *row)
{
	char form[COMMAND_FORM];

	text_add(text, ".TP\n.B ");
	add_roff(text, command_form(row, form));
	text_add(text, "\n");
	add_roff(text, row->summary);
	if (row->alias)
		text_printf(text, " (the command is also called\n.BR %s )", row->alias);
	text_add(text, "\n");
	if (row->more) {
		text_add(text, ".IP\n.nf\n");
		add_roff(text, row->more);
		text_add(text, ".fi\n");
	}
	if (row->options)
		add_own_options(text, row);
}

int
cmd_man(struct cli *cli)
{
	bool commands = strcmp(cli->call.choice, "commands") == 0;
	const struct command *command;
	const struct option_row *row;
	struct text text;

	text_init(&text);
	for (size_t i = 0; commands && (command = command_at(i)); i++)
		if (!(command->flags & COMMAND_HIDDEN))
			add_command(&text, command);
	for (size_t i = 0; !commands && (row = option_at(i)); i++)
		if (row->set)
			add_option(&text, row);
	out_failure(&cli->out, &text);
	text_finish(&text);
	return EXIT_DONE;
}
