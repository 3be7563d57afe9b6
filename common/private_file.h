/* Folders and files that are nobody else's business. */
#ifndef KASA_COMMON_PRIVATE_FILE_H
#define KASA_COMMON_PRIVATE_FILE_H

#include <kasa/error.h>

#include "base/buf.h"

/* Makes the folder @p path and those above it that are missing, closed to others. KASA_EIO. */
int private_dir_make(const char *path, struct kasa_err *err);

/*
 * Whether a file may hold secrets: this user's, or root's, and closed to everybody else. KASA_EINVAL with a sentence
 * that tells how to mend it; what is no regular file, or not there, is found by reading it.
 */
int private_file_check(const char *path, struct kasa_err *err);

/*
 * Appends the content of a regular file, at most what @p out may hold, and a NUL that does not count.
 * KASA_ENOTFOUND when there is none, KASA_EIO when it is no regular file, too large or not readable, KASA_ENOMEM.
 */
int private_file_read(const char *path, struct kasa_buf *out, struct kasa_err *err);

#endif
