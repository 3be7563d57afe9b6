/* A temporary file in the same folder, and rename(2). */
#include "common/atomic_file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/err.h"
#include "base/str.h"

static int
write_all(int fd, const char *data, size_t len)
{
	while (len > 0) {
		ssize_t n = write(fd, data, len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -1;
		data += n;
		len -= (size_t)n;
	}
	return 0;
}

static int
refused(const char *path, struct kasa_err *err)
{
	return kasa_err_set(err, KASA_EIO, "%s: %s", path, strerror(errno));
}

/* Fills the open file and closes it in any case. */
static int
fill(int fd, const void *data, size_t len, bool durable)
{
	bool good = write_all(fd, data, len) == 0 && (!durable || fsync(fd) == 0);
	int saved = errno;

	if (close(fd) != 0 && good)
		return -1;
	errno = saved;
	return good ? 0 : -1;
}

int
atomic_file_write(const char *path, const void *data, size_t len, struct kasa_err *err)
{
	char temporary[PATH_MAX];
	int fd, rc = KASA_OK;

	if (snprintf(temporary, sizeof temporary, "%s.XXXXXX", path) >= (int)sizeof temporary)
		return kasa_err_set(err, KASA_EIO, "the path of a file is too long");
	fd = mkostemp(temporary, O_CLOEXEC);
	if (fd < 0)
		return refused(path, err);
	if (fill(fd, data, len, false) != 0 || rename(temporary, path) != 0)
		rc = refused(path, err);
	if (rc != KASA_OK)
		unlink(temporary);
	return rc;
}

/* That a file has another name now is written down in its folder. */
static int
sync_folder(const char *path)
{
	char folder[PATH_MAX];
	char *slash;
	int fd, rc;

	kasa_str_copy(folder, sizeof folder, path);
	slash = strrchr(folder, '/');
	if (slash)
		slash[slash == folder] = '\0';
	fd = open(slash ? folder : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return -1;
	rc = fsync(fd);
	close(fd);
	return rc;
}

int
atomic_file_write_durable(const char *path, const void *data, size_t len, struct kasa_err *err)
{
	char beside[PATH_MAX];
	int fd;

	if (snprintf(beside, sizeof beside, "%s.new", path) >= (int)sizeof beside)
		return kasa_err_set(err, KASA_EIO, "the path of a file is too long");
	fd = open(beside, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (fd < 0)
		return refused(path, err);
	if (fill(fd, data, len, true) != 0 || rename(beside, path) != 0) {
		refused(path, err);
		unlink(beside); /* a full disk has room again */
		return KASA_EIO;
	}
	return sync_folder(path) == 0 ? KASA_OK : refused(path, err);
}
