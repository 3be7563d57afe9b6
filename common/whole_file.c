#include "common/whole_file.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/err.h"

enum {
	CHUNK = 16 << 10,
	MIB = 1 << 20,
};

static int
refused(const char *path, struct kasa_err *err)
{
	return kasa_err_set(err, KASA_EINVAL, "%.300s: %s", path, strerror(errno));
}

static int
too_large(const char *path, const struct kasa_buf *out, struct kasa_err *err)
{
	return kasa_err_set(err, KASA_EINVAL, "%.300s: larger than the %zu MiB that such a file may have", path,
	                    out->max / MIB);
}

/* Pieces behind each other: what /proc makes up, and pipes, do not tell their size. */
static int
read_all(int fd, const char *path, struct kasa_buf *out, struct kasa_err *err)
{
	uint8_t chunk[CHUNK];
	ssize_t n;

	while ((n = read(fd, chunk, sizeof chunk)) != 0) {
		int rc = n > 0 ? kasa_buf_add(out, chunk, (size_t)n) : KASA_OK;

		if (rc == KASA_EPROTO)
			return too_large(path, out, err);
		if (rc != KASA_OK)
			return kasa_err_set(err, KASA_ENOMEM, "%.300s: no memory", path);
		if (n < 0 && errno != EINTR)
			return refused(path, err);
	}
	return KASA_OK;
}

int
whole_file_read(const char *path, struct kasa_buf *out, struct kasa_err *err)
{
	struct stat st;
	int rc, fd;

	if (strcmp(path, "-") == 0)
		return read_all(STDIN_FILENO, "standard input", out, err);
	fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	if (fd < 0)
		return refused(path, err);
	if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_size > (off_t)(out->max - out->len))
		rc = too_large(path, out, err);
	else
		rc = read_all(fd, path, out, err);
	close(fd);
	return rc;
}
