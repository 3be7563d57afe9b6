/* Reading takes no lock: a file is replaced as a whole. Writing locks the folder. */
#include "cli/cache_file.h"

#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <sys/file.h>
#include <time.h>
#include <unistd.h>

#include "base/err.h"
#include "common/atomic_file.h"
#include "common/home.h"
#include "common/private_file.h"

static const char HEADER[] = "kasa-devices 1\n"; /* the number changes with the format */

enum {
	FILE_MAX = 16 << 20, /* 65 536 lines of 200 bytes and some */
	LOCK_TRIES = 20,     /* of 10 ms: a writer needs less than one, a stopped one is not waited for */
};

/* False when there is no home, or its name is too long for what add_name() adds. */
static bool
folder(char path[PATH_MAX])
{
	return home_path(path, "XDG_CACHE_HOME", ".cache", "") && strlen(path) < PATH_MAX - sizeof "/devices.XXXXXX";
}

static void
add_name(char path[PATH_MAX])
{
	memcpy(path + strlen(path), "/devices", sizeof "/devices");
}

static void
read_file(struct cache *cache, const char *path)
{
	size_t head = sizeof HEADER - 1;
	struct kasa_buf buf;

	kasa_buf_init(&buf, FILE_MAX);
	if (private_file_read(path, &buf, NULL) == KASA_OK && buf.len >= head && memcmp(buf.data, HEADER, head) == 0)
		cache_fill(cache, (const char *)buf.data + head, buf.len - head);
	kasa_buf_finish(&buf);
}

void
cache_file_read(struct cache *cache)
{
	char path[PATH_MAX];

	if (!folder(path))
		return;
	add_name(path);
	read_file(cache, path);
}

/* A descriptor to close, or -1. */
static int
lock(const char *path)
{
	const struct timespec pause = { .tv_nsec = 10000000 };
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	for (int tries = LOCK_TRIES; fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) != 0; tries--) {
		if (tries == 0) {
			close(fd);
			return -1;
		}
		nanosleep(&pause, NULL);
	}
	return fd;
}

static int
write_file(const char *path, const struct cache *cache, struct kasa_err *err)
{
	struct text text;
	int rc;

	text_init(&text);
	text.buf.max = FILE_MAX;
	text_add(&text, HEADER);
	for (size_t i = 0; i < cache->count; i++)
		cache_line_format(&text, &cache->entries[i]);
	rc = text.failed ? kasa_err_set(err, KASA_ENOMEM, "no memory for the cache")
	                 : atomic_file_write(path, text.buf.data, text.buf.len, err);
	text_finish(&text);
	return rc;
}

int
cache_save(struct cache *cache, struct kasa_err *err)
{
	struct cache merged = { 0 };
	char path[PATH_MAX];
	int fd, rc;

	if (!cache->changed || !folder(path))
		return KASA_OK;
	rc = private_dir_make(path, err);
	if (rc != KASA_OK)
		return rc;
	fd = lock(path);
	if (fd < 0)
		return kasa_err_set(err, KASA_EIO, "%s: another process keeps it locked", path);
	add_name(path);
	read_file(&merged, path);
	cache_merge(&merged, cache);
	rc = write_file(path, &merged, err);
	cache_finish(&merged);
	close(fd);
	return rc;
}
