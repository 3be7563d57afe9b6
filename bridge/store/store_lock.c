#include "bridge/store/store_lock.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/err.h"

/* Who has it, as it wrote into the file itself: "4711". */
static int
held(int fd, const char *folder, struct kasa_err *err)
{
	char pid[16] = "";
	ssize_t n = pread(fd, pid, sizeof pid - 1, 0);

	pid[n > 0 ? strspn(pid, "0123456789") : 0] = '\0';
	close(fd);
	return kasa_err_set(err, KASA_EBUSY, "%s: another kasad uses it, process %s: give each its own state_dir",
	                    folder, pid[0] ? pid : "unknown");
}

/* Only for held(): whether it can be written does not matter. */
static void
sign(int fd)
{
	char pid[16];
	int n = snprintf(pid, sizeof pid, "%d\n", (int)getpid());

	if (ftruncate(fd, 0) != 0 || pwrite(fd, pid, (size_t)n, 0) != n)
		return;
}

int
store_lock_take(const char *folder, int *out, struct kasa_err *err)
{
	char path[PATH_MAX];
	int fd;

	*out = -1;
	if (snprintf(path, sizeof path, "%s/lock", folder) >= (int)sizeof path)
		return kasa_err_set(err, KASA_EIO, "the path of a folder is too long");
	fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (fd < 0 && (errno == EROFS || errno == ENOSPC || errno == EDQUOT))
		return KASA_OK;
	if (fd < 0)
		return kasa_err_set(err, KASA_EIO, "%s: %s", path, strerror(errno));
	if (flock(fd, LOCK_EX | LOCK_NB) != 0) {
		if (errno == EWOULDBLOCK)
			return held(fd, folder, err);
		close(fd);
		return kasa_err_set(err, KASA_EIO, "%s: %s", path, strerror(errno));
	}
	sign(fd);
	*out = fd;
	return KASA_OK;
}

void
store_lock_release(int lock)
{
	if (lock >= 0)
		close(lock);
}
