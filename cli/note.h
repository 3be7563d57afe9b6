/* What a person should know beside the result. */
#ifndef KASA_CLI_NOTE_H
#define KASA_CLI_NOTE_H

#include "base/err.h"
#include "cli/run.h"

/* A line on standard error, with the device's name before it; none with --quiet. */
void job_note(const struct job *job, const char *fmt, ...) KASA_PRINTF(2, 3);

#endif
