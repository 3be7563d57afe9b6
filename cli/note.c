#include "cli/note.h"

#include <stdarg.h>
#include <stdio.h>

#include "cli/job.h"
#include "cli/words_text.h"

void
job_note(const struct job *job, const char *fmt, ...)
{
	const struct device_row row = job_row(job);
	char name[2 * KASA_ALIAS_MAX], line[512];
	va_list args;

	if (job_cli(job)->out.quiet)
		return;
	va_start(args, fmt);
	vsnprintf(line, sizeof line, fmt, args);
	va_end(args);
	complain("%s: %s", word_name(&row, name), line);
}
