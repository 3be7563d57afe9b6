/* A terminal is asked; a script must say --yes. */
#include "cli/confirm.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/err.h"

/* True when a line that begins with y was typed. */
static bool
ask(const char *title, const char *what)
{
	char question[400], answer[16];
	ssize_t n;
	int length = snprintf(question, sizeof question, "kasa: %s: %s. Go on? [y/N] ", title, what);

	if (write(STDERR_FILENO, question, (size_t)length) != length)
		return false;
	n = read(STDIN_FILENO, answer, sizeof answer);
	return n > 0 && (answer[0] == 'y' || answer[0] == 'Y');
}

/* "this cannot be undone from here: it forgets its Wi-Fi"; false when nothing is in danger. */
static bool
word_danger(const struct cli *cli, char *out, size_t size)
{
	const struct command *command = cli->call.command;
	const char *what = command->danger ? command->danger(cli) : NULL;
	const char *loss = command->loss ? command->loss : "";

	if (!what && (command->danger || !command->loss))
		return false;
	snprintf(out, size, "%s%s%s cannot be undone from here%s%s", what ? "\"" : "", what ? what : "this",
	         what ? "\"" : "", loss[0] ? ": " : "", loss);
	return true;
}

int
confirm(const struct cli *cli, struct kasa_err *err)
{
	char what[256], title[COMMAND_TITLE];

	if (cli->opts.yes || !word_danger(cli, what, sizeof what))
		return KASA_OK;
	command_title(cli->call.command, title);
	if (!isatty(STDIN_FILENO) || !isatty(STDERR_FILENO))
		return kasa_err_set(err, KASA_EINVAL, "%s: %s; --yes is wanted where nobody can be asked", title, what);
	return ask(title, what) ? KASA_OK : kasa_err_set(err, KASA_EINVAL, "%s: nothing was sent", title);
}
