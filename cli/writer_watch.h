/* What is watched, as text: of writer_text.c, and of the live view. */
#ifndef KASA_CLI_WRITER_WATCH_H
#define KASA_CLI_WRITER_WATCH_H

#include "cli/writer.h"

/* A line for the reading, and one before it for a device that came back; one for a device that went away. */
void text_reading(struct out *out, const struct writer_reading *reading);

/* Appends "13:09:29  Hall lamp" and the words for having gone or come back, for the one or the other. */
void text_transition(struct text *text, const struct writer_reading *reading);

#endif
