#include "bridge/webhook/webhook_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/err.h"
#include "common/private_file.h"

enum {
	FILE_MOST = 512 << 20,
	STALE_LEAST = 256 << 10, /* a smaller file may be as stale as it likes */
};

static int
failed(struct webhook_file *file, const char *what, struct kasa_err *err)
{
	file->behind = true;
	return kasa_err_set(err, KASA_EIO, "%s: %s: %s", file->path, what, strerror(errno));
}

static bool
write_all(int fd, const void *bytes, size_t length)
{
	const char *at = bytes;

	while (length > 0) {
		ssize_t n = write(fd, at, length);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return false;
		at += n;
		length -= (size_t)n;
	}
	return true;
}

int
webhook_file_append(struct webhook_file *file, const void *lines, size_t length, struct kasa_err *err)
{
	if (webhook_file_none(file))
		return KASA_OK;
	if (file->fd < 0 || file->behind)
		return kasa_err_set(err, KASA_EIO, "%s: it could not be written before", file->path);
	if (write_all(file->fd, lines, length)) {
		file->size += length;
		return KASA_OK;
	}
	failed(file, "write", err);
	if (ftruncate(file->fd, (off_t)file->size) != 0)
		kasa_err_append(err, ", and what is half in it stays");
	return KASA_EIO;
}

bool
webhook_file_stale(const struct webhook_file *file, const struct webhook_queue *queue)
{
	return file->size > STALE_LEAST && file->size / 2 > queue->waiting.bytes + queue->dead.bytes;
}

/* Beside it, and then in its place. */
static int
replace(struct webhook_file *file, const struct kasa_buf *content, struct kasa_err *err)
{
	char beside[PATH_MAX + sizeof ".new"];
	int fd;

	snprintf(beside, sizeof beside, "%s.new", file->path);
	fd = open(beside, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (fd < 0)
		return failed(file, "open", err);
	if (!write_all(fd, content->data, content->len) || rename(beside, file->path) != 0) {
		failed(file, "write", err);
		close(fd);
		unlink(beside);
		return KASA_EIO;
	}
	if (file->fd >= 0)
		close(file->fd);
	file->fd = fd;
	file->size = content->len;
	file->behind = false;
	return KASA_OK;
}

int
webhook_file_renew(struct webhook_file *file, const struct webhook_queue *queue, struct kasa_err *err)
{
	struct kasa_buf content;
	int rc;

	if (webhook_file_none(file))
		return KASA_OK;
	kasa_buf_init(&content, FILE_MOST);
	rc = webhook_queue_write(queue, &content);
	if (rc != KASA_OK)
		kasa_err_set(err, rc, "%s: no memory to write it", file->path);
	else
		rc = replace(file, &content, err);
	kasa_buf_finish(&content);
	return rc;
}

/* ---- reading ---- */

static int
set_aside(struct webhook_file *file, struct kasa_err *err)
{
	char aside[PATH_MAX + sizeof ".broken"];

	snprintf(aside, sizeof aside, "%s.broken", file->path);
	return rename(file->path, aside) == 0 ? KASA_OK : failed(file, "rename", err);
}

/* Or what will be written later would take its place. */
static void
keep_unread(struct webhook_file *file, struct kasa_err *err)
{
	struct kasa_err unwanted;

	file->behind = true;
	if (set_aside(file, &unwanted) == KASA_OK)
		kasa_err_append(err, "; it is kept as %s.broken", file->path);
}

/* Cuts off what is torn; what is broken goes aside. */
static int
mend(struct webhook_file *file, const struct webhook_queue *queue, size_t whole, size_t broken, struct kasa_err *err)
{
	if (broken > 0)
		return set_aside(file, err) == KASA_OK ? webhook_file_renew(file, queue, err) : KASA_EIO;
	file->fd = open(file->path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (file->fd < 0)
		return failed(file, "open", err);
	file->size = whole;
	return ftruncate(file->fd, (off_t)whole) == 0 ? KASA_OK : failed(file, "truncate", err);
}

int
webhook_file_open(struct webhook_file *file, const char *folder, const char *name, struct webhook_queue *queue,
                  size_t *broken, struct kasa_err *err)
{
	int n = snprintf(file->path, sizeof file->path, "%s/%s.log", folder, name);
	struct kasa_buf content;
	size_t whole = 0;
	int rc;

	file->fd = -1;
	file->size = 0;
	file->behind = false;
	*broken = 0;
	if (n < 0 || (size_t)n >= sizeof file->path) {
		file->path[0] = '\0';
		return kasa_err_set(err, KASA_EIO, "%s: the path is too long", name);
	}
	kasa_buf_init(&content, FILE_MOST);
	rc = private_file_read(file->path, &content, err);
	if (rc == KASA_OK)
		whole = webhook_queue_read(queue, (const char *)content.data, content.len, broken);
	kasa_buf_finish(&content);
	if (rc != KASA_OK && rc != KASA_ENOTFOUND) {
		keep_unread(file, err);
		return rc;
	}
	return mend(file, queue, whole, *broken, err);
}

void
webhook_file_close(struct webhook_file *file)
{
	if (file->fd >= 0)
		close(file->fd);
	file->fd = -1;
}
