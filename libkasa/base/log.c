#include "base/log.h"

#include <stdio.h>

#include "base/str.h"

enum {
	LINE_MAX_BYTES = 2048, /* a debug line holds a whole message */
};

void
kasa_log_line(const struct kasa_log *log, enum kasa_log_level level, const char *fmt, ...)
{
	char line[LINE_MAX_BYTES];
	va_list args;

	if (!kasa_log_wants(log, level))
		return;
	va_start(args, fmt);
	vsnprintf(line, sizeof line, fmt, args);
	va_end(args);
	kasa_str_plain(line);
	log->fn(level, line, log->arg);
}
