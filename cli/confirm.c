/* A terminal is asked; a script must say --yes. */
#include "cli/confirm.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/err.h"

/* True when a line that begins with y was typed. */
static bool
ask(const char *what)
{
	char question[160], answer[16];
	ssize_t n;
	int length =
		snprintf(question, sizeof question, "kasa: \"%s\" cannot be undone from here. Go on? [y/N] ", what);

	if (write(STDERR_FILENO, question, (size_t)length) != length)
		return false;
	n = read(STDIN_FILENO, answer, sizeof answer);
	return n > 0 && (answer[0] == 'y' || answer[0] == 'Y');
}

int
confirm(const struct cli *cli, struct kasa_err *err)
{
	const struct command *command = cli->call.command;
	const char *what = command->danger && cli->call.value ? command->danger(cli->call.value) : NULL;

	if (!what || cli->opts.yes)
		return KASA_OK;
	if (!isatty(STDIN_FILENO) || !isatty(STDERR_FILENO))
		return kasa_err_set(err, KASA_EINVAL,
		                    "%s: \"%s\" cannot be undone from here: --yes is wanted where nobody can be asked",
		                    command->name, what);
	return ask(what) ? KASA_OK : kasa_err_set(err, KASA_EINVAL, "%s: nothing was sent", command->name);
}
