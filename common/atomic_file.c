/* A temporary file in the same folder, and rename(2). */
#include "common/atomic_file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/err.h"

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

int
atomic_file_write(const char *path, const void *data, size_t len, struct kasa_err *err)
{
	char temporary[PATH_MAX];
	int fd, rc;

	if (snprintf(temporary, sizeof temporary, "%s.XXXXXX", path) >= (int)sizeof temporary)
		return kasa_err_set(err, KASA_EIO, "the path of a file is too long");
	fd = mkostemp(temporary, O_CLOEXEC);
	if (fd < 0)
		return refused(path, err);
	rc = write_all(fd, data, len) == 0 ? KASA_OK : refused(path, err);
	if (close(fd) != 0 && rc == KASA_OK)
		rc = refused(path, err);
	if (rc == KASA_OK && rename(temporary, path) != 0)
		rc = refused(path, err);
	if (rc != KASA_OK)
		unlink(temporary);
	return rc;
}
