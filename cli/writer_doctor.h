/* What the doctor found out, as text: of writer_text.c. */
#ifndef KASA_CLI_WRITER_DOCTOR_H
#define KASA_CLI_WRITER_DOCTOR_H

#include "cli/writer.h"

void text_checkup(struct out *out, const struct writer_checkup *seen);
void text_visit(struct out *out, const struct writer_visit *seen);

#endif
