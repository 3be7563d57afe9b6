/* With the journal the level goes before the line as systemd reads it; elsewhere as a word. */
#include "bridge/log.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"

enum {
	LINE_MAX = 1024,
};

static const char *const words[] = {
	[KASA_LOG_ERROR] = "error",
	[KASA_LOG_WARNING] = "warning",
	[KASA_LOG_INFO] = "info",
	[KASA_LOG_DEBUG] = "debug",
};

/* As sd-daemon(3) has them. */
static const char *const prefixes[] = {
	[KASA_LOG_ERROR] = "<3>",
	[KASA_LOG_WARNING] = "<4>",
	[KASA_LOG_INFO] = "<6>",
	[KASA_LOG_DEBUG] = "<7>",
};

static struct {
	enum kasa_log_level level;
	void (*tap)(enum kasa_log_level level, const char *line, void *arg);
	void *arg;
	void (*follow)(enum kasa_log_level level, void *arg);
	void *follow_arg;
} logger = { .level = KASA_LOG_INFO };

void
log_set_level(enum kasa_log_level level)
{
	logger.level = level;
	if (logger.follow)
		logger.follow(level, logger.follow_arg);
}

void
log_follow(void (*follow)(enum kasa_log_level level, void *arg), void *arg)
{
	logger.follow = follow;
	logger.follow_arg = arg;
	if (follow)
		follow(logger.level, arg);
}

enum kasa_log_level
log_level(void)
{
	return logger.level;
}

const char *
log_level_word(enum kasa_log_level level)
{
	return words[level];
}

bool
log_level_parse(const char *word, enum kasa_log_level *out)
{
	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
		if (strcmp(word, words[i]) == 0) {
			*out = (enum kasa_log_level)i;
			return true;
		}
	return false;
}

void
log_tap(void (*tap)(enum kasa_log_level level, const char *line, void *arg), void *arg)
{
	logger.tap = tap;
	logger.arg = arg;
}

static void
write_line(enum kasa_log_level level, const char *line)
{
	if (getenv("JOURNAL_STREAM"))
		fprintf(stderr, "%s%s\n", prefixes[level], line);
	else
		fprintf(stderr, "%s: %s\n", words[level], line);
}

/* A quote within a quoted fact becomes an apostrophe: only one before the end, or before the next fact, closes it. */
static bool
is_closing(const char *rest)
{
	size_t word = rest[0] == ' ' ? strspn(rest + 1, "abcdefghijklmnopqrstuvwxyz_") : 0;

	return rest[0] == '\0' || (word > 0 && rest[1 + word] == '=');
}

static void
mind_quotes(char *line)
{
	bool quoted = false;

	for (char *p = line; *p; p++) {
		if (*p != '"')
			continue;
		if (!quoted)
			quoted = p > line && p[-1] == '=';
		else if (is_closing(p + 1))
			quoted = false;
		else
			*p = '\'';
	}
}

void
log_line(enum kasa_log_level level, const char *fmt, ...)
{
	char line[LINE_MAX];
	va_list args;

	if (level > logger.level)
		return;
	va_start(args, fmt);
	vsnprintf(line, sizeof line, fmt, args);
	va_end(args);
	kasa_str_plain(line);
	mind_quotes(line);
	write_line(level, line);
	if (logger.tap)
		logger.tap(level, line, logger.arg);
}
