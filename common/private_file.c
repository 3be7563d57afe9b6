/* Never waits on what is no regular file: a pipe in place of a file is refused. */
#include "common/private_file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/err.h"
#include "base/str.h"
#include "common/text_show.h"

static int
refused(const char *path, struct kasa_err *err)
{
	bool none = errno == ENOENT || errno == ENOTDIR;

	return kasa_err_set(err, none ? KASA_ENOTFOUND : KASA_EIO, "%s: %s", path, strerror(errno));
}

int
private_dir_make(const char *path, struct kasa_err *err)
{
	char part[PATH_MAX];

	if (!kasa_str_copy(part, sizeof part, path))
		return kasa_err_set(err, KASA_EIO, "the path of a folder is too long");
	for (char *slash = strchr(part + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		if (mkdir(part, 0700) != 0 && errno != EEXIST)
			return kasa_err_set(err, KASA_EIO, "%s: %s", part, strerror(errno));
		*slash = '/';
	}
	if (mkdir(part, 0700) != 0 && errno != EEXIST)
		return kasa_err_set(err, KASA_EIO, "%s: %s", part, strerror(errno));
	return KASA_OK;
}

int
private_file_check(const char *path, struct kasa_err *err)
{
	char shown[TEXT_SHOWN];
	struct stat st;

	if (stat(path, &st) != 0 || !S_ISREG(st.st_mode))
		return KASA_OK;
	text_show(shown, path);
	if (geteuid() != 0 && st.st_uid != geteuid() && st.st_uid != 0)
		return kasa_err_set(err, KASA_EINVAL, "%s belongs to another user, who can read and change it", shown);
	if (st.st_mode & 077)
		return kasa_err_set(err, KASA_EINVAL, "%s is open to others: chmod 600 closes it", shown);
	return KASA_OK;
}

/* As large as the file, and one byte more: so that its end is seen. */
static int
read_open(int fd, size_t size, const char *path, struct kasa_buf *out, struct kasa_err *err)
{
	uint8_t *room;
	ssize_t n = 1;

	if (size >= out->max - out->len)
		return kasa_err_set(err, KASA_EIO, "%s: larger than such a file ever is", path);
	room = kasa_buf_room(out, size + 1);
	if (!room)
		return kasa_err_set(err, KASA_ENOMEM, "%s: no memory", path);
	for (size_t left = size; left > 0 && n > 0; left -= (size_t)n, out->len += (size_t)n) {
		n = read(fd, out->data + out->len, left);
		if (n < 0)
			return refused(path, err);
	}
	out->data[out->len] = '\0';
	return KASA_OK;
}

int
private_file_read(const char *path, struct kasa_buf *out, struct kasa_err *err)
{
	struct stat st;
	int rc, fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);

	if (fd < 0)
		return refused(path, err);
	if (fstat(fd, &st) != 0)
		rc = refused(path, err);
	else if (!S_ISREG(st.st_mode))
		rc = kasa_err_set(err, KASA_EIO, "%s: not a regular file", path);
	else
		rc = read_open(fd, (size_t)st.st_size, path, out, err);
	close(fd);
	return rc;
}
