/* Files that are either the old one or the whole new one, whatever happens in between. */
#ifndef KASA_COMMON_ATOMIC_FILE_H
#define KASA_COMMON_ATOMIC_FILE_H

#include <stddef.h>

#include <kasa/error.h>

/*
 * Replaces the file @p path by @p len bytes, readable by its owner only: written beside it, then renamed.
 * It survives the death of the program, not necessarily of the machine: nothing waits for the disk.
 *
 * KASA_EIO with a sentence that names the file.
 */
int atomic_file_write(const char *path, const void *data, size_t len, struct kasa_err *err);

/*
 * The same, and it survives the death of the machine: waits for the disk, which may take seconds. For one writer at a time:
 * the file beside it is always @p path with ".new", so that what a killed program left behind is used up by the next.
 */
int atomic_file_write_durable(const char *path, const void *data, size_t len, struct kasa_err *err);

#endif
