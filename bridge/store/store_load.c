/* What is on disk when kasad starts. A file that makes no sense is put aside, for a person to look at, and never lost. */
#include "bridge/store/store_own.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/err.h"
#include "bridge/log.h"
#include "bridge/store/store_file.h"
#include "common/private_file.h"

enum {
	ASIDE_MAX = 1000, /* broken files that are kept; then the next one stays where it is */
	ASIDE_PATH = PATH_MAX + 16,
};

typedef int parse_fn(struct store_values *values, const char *text, size_t length, struct kasa_err *err);

static parse_fn *const parsers[STORE_FILES] = {
	[STORE_STATE] = store_state_parse,
	[STORE_SETTINGS] = store_settings_parse,
};

/* Gives the file the first name of its kind that is free. Nobody else does this meanwhile: we have the lock. */
static bool
move_aside(const char *path, char aside[ASIDE_PATH])
{
	for (int i = 1; i < ASIDE_MAX; i++) {
		snprintf(aside, ASIDE_PATH, "%s.broken-%d", path, i);
		if (access(aside, F_OK) != 0 && errno == ENOENT)
			return rename(path, aside) == 0;
	}
	errno = EEXIST;
	return false;
}

/* The bridge runs on without it: that is better than no bridge. */
static void
put_aside(struct store *store, enum store_file file, const char *path, const struct kasa_err *why)
{
	struct store_job *job = &store->jobs[file];
	char aside[ASIDE_PATH];

	if (move_aside(path, aside)) {
		log_error("file broken, moved aside file=%s to=%s error=\"%s\"", path, aside, why->text);
		job->dirty = true; /* what of it made sense is written anew */
		return;
	}
	log_error("file broken, and it cannot be moved aside: nothing will be saved file=%s error=\"%s\" move=\"%s\"",
	          path, why->text, strerror(errno));
	job->locked_out = true;
}

static int
parse(struct store *store, enum store_file file, const char *path, const struct kasa_buf *text, struct kasa_err *err)
{
	struct kasa_err why = { 0 };
	int rc = parsers[file](&store->values, (const char *)text->data, text->len, &why);

	if (rc == KASA_ENOTSUP)
		return kasa_err_set(err, KASA_EINVAL, "%s: %s", path, why.text);
	if (rc == KASA_ENOMEM)
		return kasa_err_set(err, rc, "%s: no memory", path);
	if (rc != KASA_OK)
		put_aside(store, file, path, &why);
	return KASA_OK;
}

int
store_load(struct store *store, enum store_file file, struct kasa_err *err)
{
	char path[PATH_MAX];
	struct kasa_buf text;
	int rc;

	if (snprintf(path, sizeof path, "%s/%s", store->folder, store_file_name(file)) >= (int)sizeof path)
		return kasa_err_set(err, KASA_EIO, "the path of a file is too long");
	kasa_buf_init(&text, STORE_FILE_MAX);
	rc = private_file_read(path, &text, err);
	if (rc == KASA_OK)
		rc = parse(store, file, path, &text, err);
	else if (rc == KASA_ENOTFOUND)
		rc = KASA_OK;
	kasa_buf_finish(&text);
	return rc;
}
