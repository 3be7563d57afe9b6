/* Rows of the table of commands, found and worded. */
#include <stdio.h>
#include <string.h>

#include "cli/commands.h"

const struct command *
command_find(const char *name)
{
	const struct command *row;

	for (size_t i = 0; (row = command_at(i)); i++)
		if (strcmp(row->name, name) == 0 || (row->alias && strcmp(row->alias, name) == 0))
			return row;
	return NULL;
}

const struct command *
command_next(const struct command *row)
{
	const struct command *next;
	size_t i = 0;

	while (command_at(i) != row)
		i++;
	next = command_at(i + 1);
	return next && strcmp(next->name, row->name) == 0 ? next : NULL;
}

static bool
is_verb(const struct command *row, const char *verb)
{
	return verb ? row->verb && strcmp(row->verb, verb) == 0 : !row->verb;
}

const struct command *
command_verb(const struct command *first, const char *verb)
{
	const struct command *row = first;

	while (row && !is_verb(row, verb))
		row = command_next(row);
	return row;
}

bool
command_has(const struct command *row, const char *option)
{
	for (size_t i = 0; row->options && row->options[i]; i++)
		if (strcmp(row->options[i], option) == 0)
			return true;
	return false;
}

const char *
command_title(const struct command *row, char title[COMMAND_TITLE])
{
	snprintf(title, COMMAND_TITLE, "%s%s%s", row->name, row->verb ? " " : "", row->verb ? row->verb : "");
	return title;
}

static const char *
form_of_device(const struct command *row)
{
	if (!row->start)
		return "";
	if (row->run)
		return " [DEVICE...]";
	return row->flags & COMMAND_ONE_DEVICE ? " DEVICE" : " DEVICE...";
}

const char *
command_form(const struct command *row, char form[COMMAND_FORM])
{
	bool may = row->flags & COMMAND_VALUE_OPTIONAL;
	char title[COMMAND_TITLE], choices[40] = "", value[32] = "";

	for (size_t i = 0, n = 0; row->choices && row->choices[i] && n < sizeof choices; i++)
		n += (size_t)snprintf(choices + n, sizeof choices - n, "%c%s", i == 0 ? ' ' : '|', row->choices[i]);
	if (row->value)
		snprintf(value, sizeof value, may ? " [%s]" : " %s", row->value);
	snprintf(form, COMMAND_FORM, "kasa %s%s%s%s%s", command_title(row, title), choices, form_of_device(row), value,
	         row->options ? " [OPTION...]" : "");
	return form;
}
