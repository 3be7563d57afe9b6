#include "unit/recorded.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct dirent **files;
static int file_count;
static char folder[RECORDED_PATH - 300];

static int
is_json(const struct dirent *entry)
{
	const char *end = strrchr(entry->d_name, '.');

	return end && strcmp(end, ".json") == 0;
}

int
recorded_run(const char *language, const char *name, const TTest *const *tests, size_t count)
{
	const char *recordings = getenv("KASA_RECORDINGS");
	int rc;

	snprintf(folder, sizeof folder, "%s/%s", recordings ? recordings : "", language);
	file_count = scandir(folder, &files, is_json, alphasort);
	if (file_count <= 0)
		return unit_skip("no recordings: KASA_RECORDINGS has no folder with files of this language in it");
	printf("%d recordings\n", file_count);
	rc = unit_run(name, tests, count);
	while (file_count > 0)
		free(files[--file_count]);
	free(files);
	return rc;
}

int
recorded_count(void)
{
	return file_count;
}

const char *
recorded_name(int i)
{
	return files[i]->d_name;
}

void
recorded_path(int i, char path[RECORDED_PATH])
{
	snprintf(path, RECORDED_PATH, "%s/%s", folder, files[i]->d_name);
}

static json_t *
load(int i)
{
	char path[RECORDED_PATH];
	json_t *file;

	recorded_path(i, path);
	file = json_load_file(path, 0, NULL);
	ck_assert_ptr_nonnull(file);
	return file;
}

json_t *
recorded_load(int i)
{
	printf("%s\n", recorded_name(i));
	return load(i);
}

/* An object that tells something, or a list; a refusal has a number of its own. */
static bool
tells(const json_t *answer)
{
	const json_t *code = json_object_get(answer, "err_code");

	if (!code)
		code = json_object_get(answer, "error_code");
	return (json_is_object(answer) || json_is_array(answer)) && json_integer_value(code) == 0;
}

static bool
holds(const json_t *file, const char *module, const char *method, const char *member)
{
	const json_t *answer = json_object_get(module ? json_object_get(file, module) : file, method);

	return tells(answer) && (!member || json_object_get(answer, member));
}

unsigned
recorded_held(const char *module, const char *method, const char *member)
{
	unsigned count = 0;

	for (int i = 0; i < file_count; i++) {
		json_t *file = load(i);

		count += holds(file, module, method, member);
		json_decref(file);
	}
	return count;
}

unsigned
recorded_held_alone(const char *method)
{
	unsigned count = 0;

	for (int i = 0; i < file_count; i++) {
		json_t *file = load(i);

		count += holds(file, NULL, method, NULL) && !json_object_get(file, "get_child_device_list");
		json_decref(file);
	}
	return count;
}
