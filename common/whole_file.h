/* Files, pipes and standard input that somebody named to be read, to their end. */
#ifndef KASA_COMMON_WHOLE_FILE_H
#define KASA_COMMON_WHOLE_FILE_H

#include <kasa/error.h>

#include "base/buf.h"

/*
 * Appends all there is in @p path, "-" being standard input, at most what @p out may hold.
 * KASA_EINVAL when it is not there, not readable or larger, with a sentence that begins with its name; KASA_ENOMEM.
 */
int whole_file_read(const char *path, struct kasa_buf *out, struct kasa_err *err);

#endif
