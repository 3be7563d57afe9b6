/* The terminal has its echo back whatever ends the question. */
#include "cli/secret.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/err.h"
#include "common/guard.h"
#include "common/private_file.h"
#include "common/text_show.h"

enum {
	LINE_MAX_BYTES = 4096, /* what a terminal gives at once */
};

/* One line, with or without its end. */
static int
take(const char *line, size_t n, char secret[SECRET_MAX], struct kasa_err *err)
{
	if (n > 0 && line[n - 1] == '\n')
		n--;
	if (n > 0 && line[n - 1] == '\r')
		n--;
	if (n >= SECRET_MAX)
		return kasa_err_set(err, KASA_EINVAL, "a password has at most %d bytes, this one %zu", SECRET_MAX - 1,
		                    n);
	for (size_t i = 0; i < n; i++)
		if ((unsigned char)line[i] < 0x20 || line[i] == 0x7f)
			return kasa_err_set(err, KASA_EINVAL, "a password is one line without control characters");
	memcpy(secret, line, n);
	secret[n] = '\0';
	return KASA_OK;
}

/* ---- a file ---- */

static int
from_file(const char *path, char secret[SECRET_MAX], struct kasa_err *err)
{
	struct kasa_err why;
	struct kasa_buf buf;
	int rc;

	if (private_file_check(path, &why) != KASA_OK)
		return kasa_err_set(err, KASA_EINVAL, "--password-file: %s, and --password-file - reads standard input",
		                    why.text);
	kasa_buf_init(&buf, LINE_MAX_BYTES);
	rc = private_file_read(path, &buf, &why);
	if (rc == KASA_OK)
		rc = take((const char *)buf.data, buf.len, secret, &why);
	if (rc != KASA_OK)
		rc = kasa_err_set(err, KASA_EINVAL, "--password-file: %s", why.text);
	if (buf.data)
		explicit_bzero(buf.data, buf.len);
	kasa_buf_finish(&buf);
	return rc;
}

/* ---- standard input ---- */

static int
from_input(char secret[SECRET_MAX], struct kasa_err *err)
{
	char line[LINE_MAX_BYTES];
	struct kasa_err why;
	size_t n = 0;
	ssize_t got;
	int rc;

	while (n < sizeof line && (n == 0 || line[n - 1] != '\n') && (got = read(STDIN_FILENO, line + n, 1)) > 0)
		n += (size_t)got;
	rc = take(line, n, secret, &why);
	explicit_bzero(line, sizeof line);
	return rc == KASA_OK ? KASA_OK : kasa_err_set(err, KASA_EINVAL, "--password-file -: %s", why.text);
}

/* ---- the terminal ---- */

static const int ending[] = { SIGINT, SIGTERM, SIGHUP, SIGQUIT };

enum {
	ENDING = sizeof ending / sizeof ending[0]
};

static volatile sig_atomic_t caught;

static void
on_signal(int signo)
{
	caught = signo;
}

/* What is changed while the question stands. */
struct silence {
	struct termios terminal;
	struct sigaction actions[ENDING];
	sigset_t mask; /* that of before */
};

/* Signals come while it is waited for the line, and at no other moment. */
static void
silence_begin(struct silence *silence, bool shown)
{
	struct sigaction action = { .sa_handler = on_signal };
	struct termios dark;
	sigset_t set;

	caught = 0;
	sigemptyset(&set);
	for (int i = 0; i < ENDING; i++)
		sigaddset(&set, ending[i]);
	sigprocmask(SIG_BLOCK, &set, &silence->mask);
	for (int i = 0; i < ENDING; i++)
		sigaction(ending[i], &action, &silence->actions[i]);
	tcgetattr(STDIN_FILENO, &silence->terminal);
	dark = silence->terminal;
	if (!shown)
		dark.c_lflag &= ~(tcflag_t)(ECHO | ECHOE | ECHOK | ECHONL);
	dark.c_lflag |= ICANON | ISIG;
	dark.c_cc[VSUSP] = _POSIX_VDISABLE; /* the shell behind would have no echo */
	tcsetattr(STDIN_FILENO, TCSAFLUSH, &dark);
}

/* A signal that came meanwhile ends the program now, as it would have done at once. */
static void
silence_end(const struct silence *silence)
{
	tcsetattr(STDIN_FILENO, TCSAFLUSH, &silence->terminal);
	for (int i = 0; i < ENDING; i++)
		sigaction(ending[i], &silence->actions[i], NULL);
	if (caught)
		raise(caught);
	sigprocmask(SIG_SETMASK, &silence->mask, NULL);
}

static void
put(const char *text)
{
	while (*text) {
		ssize_t n = write(STDERR_FILENO, text, strlen(text));

		if (n <= 0)
			return;
		text += n;
	}
}

/* Bytes of a line, 0 at the end of the input, -1 when it was interrupted. */
static ssize_t
wait_for_line(const struct silence *silence, char *line, size_t size)
{
	struct pollfd input = { .fd = STDIN_FILENO, .events = POLLIN };

	while (ppoll(&input, 1, NULL, &silence->mask) < 0)
		if (errno != EINTR || caught)
			return -1;
	return read(STDIN_FILENO, line, size);
}

bool
secret_askable(void)
{
	return isatty(STDIN_FILENO) && isatty(STDERR_FILENO);
}

int
secret_ask(const char *question, bool shown, char secret[SECRET_MAX], struct kasa_err *err)
{
	char line[LINE_MAX_BYTES];
	struct silence silence;
	ssize_t n;
	int rc;

	silence_begin(&silence, shown);
	put(question);
	n = wait_for_line(&silence, line, sizeof line);
	if (!shown || n <= 0)
		put("\n");
	silence_end(&silence);
	if (n <= 0)
		rc = kasa_err_set(err, KASA_EINVAL, "no %s was typed: nothing was sent", shown ? "name" : "password");
	else
		rc = take(line, (size_t)n, secret, err);
	explicit_bzero(line, sizeof line);
	return rc;
}

int
secret_read(const struct options *opts, const char *question, char secret[SECRET_MAX], struct kasa_err *err)
{
	const char *path = options_text(opts, "password-file");

	secret[0] = '\0';
	secrets_guard();
	if (path && strcmp(path, "-") != 0)
		return from_file(path, secret, err);
	if (secret_askable())
		return secret_ask(question, false, secret, err);
	return path ? from_input(secret, err) : KASA_OK;
}
