/* Plain write(2): each line leaves as a whole, and its failure is known at once. */
#include "cli/out.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* While the terminal is painted nobody writes into the picture. */
static struct {
	void (*fn)(const char *line, void *arg);
	void *arg;
} listener;

void
out_guard(void)
{
	for (int fd = 0; fd <= 2; fd++)
		if (fcntl(fd, F_GETFD) < 0 && errno == EBADF)
			/* the lowest that is free is this one; to write there fails, as it should */
			(void)!open("/dev/null", fd == 0 ? O_WRONLY : O_RDONLY);
}

void
out_colour(struct out *out, bool wanted)
{
	const char *term = getenv("TERM");
	const char *none = getenv("NO_COLOR");

	out->colour = wanted && !(none && none[0]) && term && strcmp(term, "dumb") != 0 && isatty(STDOUT_FILENO);
}

static int
write_all(int fd, const uint8_t *data, size_t len)
{
	while (len > 0) {
		ssize_t n = write(fd, data, len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return errno;
		data += n;
		len -= (size_t)n;
	}
	return 0;
}

void
out_failure(struct out *out, struct text *text)
{
	if (!out->error)
		out->error = text->failed ? ENOMEM : write_all(STDOUT_FILENO, text->buf.data, text->buf.len);
	kasa_buf_clear(&text->buf);
}

void
out_result(struct out *out, struct text *text)
{
	if (out->quiet)
		kasa_buf_clear(&text->buf);
	else
		out_failure(out, text);
}

int
out_finish(const struct out *out)
{
	if (!out->error)
		return EXIT_SUCCESS;
	if (out->error != EPIPE)
		complain("standard output: %s", strerror(out->error));
	return EXIT_FAILURE;
}

void
complain_to(void (*fn)(const char *line, void *arg), void *arg)
{
	listener.fn = fn;
	listener.arg = arg;
}

static void
write_line(const char *before, const char *line)
{
	struct text text;

	text_init(&text);
	text_safe(&text, before);
	text_safe(&text, line);
	text_add(&text, "\n");
	(void)!write_all(STDERR_FILENO, text.buf.data, text.buf.len);
	text_finish(&text);
}

void
complain(const char *fmt, ...)
{
	char line[1024];
	va_list args;

	va_start(args, fmt);
	vsnprintf(line, sizeof line, fmt, args);
	va_end(args);
	if (listener.fn)
		listener.fn(line, listener.arg);
	else
		write_line("kasa: ", line);
}
