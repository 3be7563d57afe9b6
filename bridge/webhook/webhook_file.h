/*
 * The file of a receiver's messages. A line is written at once, and survives the death of kasad from then on; nobody waits for
 * the disk, so that a power cut may cost what was written in the last half a minute.
 */
#ifndef KASA_BRIDGE_WEBHOOK_FILE_H
#define KASA_BRIDGE_WEBHOOK_FILE_H

#include <limits.h>
#include <stdbool.h>

#include "bridge/webhook/webhook_queue.h"

struct webhook_file {
	char path[PATH_MAX];
	int fd; /* -1: there is none */
	size_t size;
	bool behind; /* it lacks something: it was not to be written to */
};

/* Whether there is nothing to write to: the folder could not be had. Messages are in memory only then. */
static inline bool
webhook_file_none(const struct webhook_file *file)
{
	return file->path[0] == '\0';
}

/*
 * Opens it and reads the queue. What is torn at its end is cut off. A file with lines that are none of ours is moved aside, to
 * "PATH.broken", and written anew with what makes sense of it; *@p broken is their number. KASA_EIO with a sentence: what
 * could not be read is moved aside as well, .behind is set, and webhook_file_renew() tries it again.
 */
int webhook_file_open(struct webhook_file *file, const char *folder, const char *name, struct webhook_queue *queue,
                      size_t *broken, struct kasa_err *err);

/* Appends lines. KASA_EIO with a sentence; nothing half is left, and .behind is set. */
int webhook_file_append(struct webhook_file *file, const void *lines, size_t length, struct kasa_err *err);

/* Whether most of it is about messages that are gone. */
bool webhook_file_stale(const struct webhook_file *file, const struct webhook_queue *queue);

/* Writes the queue beside it and takes it over. KASA_EIO with a sentence; the old one stays then. */
int webhook_file_renew(struct webhook_file *file, const struct webhook_queue *queue, struct kasa_err *err);

void webhook_file_close(struct webhook_file *file);

#endif
