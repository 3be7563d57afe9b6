#include "replay.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/str.h"

#include "smart.h"
#include "transport.h"

enum {
	NAME_MAX_BYTES = 128,
};

struct replay {
	struct sim_house *house;
	const struct sim_wishes *wishes;
	int64_t now_ms;
	struct kasa_err *err;
};

/* What it said to the newer discovery: with an error code round it, or bare. A new reference. */
static json_t *
take_announcement(json_t *tree)
{
	json_t *whole = json_object_get(tree, "discovery_result"), *result = json_object_get(whole, "result");

	if (!json_is_object(whole))
		return NULL;
	return json_incref(json_is_object(result) ? result : whole);
}

/* Only namespaces are of use: objects that are no notes about the recording. */
static void
keep_modules(json_t *tree)
{
	const char *key;
	json_t *value;
	void *next;

	json_object_foreach_safe(tree, next, key, value)
		if (!json_is_object(value) || strcmp(key, "discovery_result") == 0)
			json_object_del(tree, key);
}

static void
base_name(const char *path, char out[NAME_MAX_BYTES])
{
	const char *slash = strrchr(path, '/');
	char *dot;

	kasa_str_copy(out, NAME_MAX_BYTES, slash ? slash + 1 : path);
	dot = strrchr(out, '.');
	if (dot && strcmp(dot, ".json") == 0)
		*dot = '\0';
}

/* "HS300(US)_2.0_1.0.12" reads better as "HS300(US) 2.0 1.0.12". */
static void
readable(char *name)
{
	for (; *name; name++)
		if (*name == '_')
			*name = ' ';
}

static bool
taken(const struct sim_house *house, const char *alias)
{
	size_t index = 0;

	return sim_house_match(house, alias, &index) != NULL;
}

/* A file that is given twice is two devices. */
static void
number_doubles(const struct sim_house *house, char name[NAME_MAX_BYTES])
{
	char first[NAME_MAX_BYTES - 8];

	kasa_str_copy(first, sizeof first, name);
	for (unsigned n = 2; taken(house, name); n++)
		snprintf(name, NAME_MAX_BYTES, "%s #%u", first, n);
}

/* Recordings are scrubbed: the ids are zeros, the names masked, the children's ids alike in all of them. */
static void
give_identity(const struct replay *replay, struct sim_device *dev, const char *path)
{
	char name[NAME_MAX_BYTES], outlet[24];
	struct sim_identity identity;

	base_name(path, name);
	readable(name);
	number_doubles(replay->house, name);
	sim_identity_make(&identity, name);
	if (!sim_device_rename(dev, SIM_WHOLE_DEVICE, name)) /* a file name that is not UTF-8, or too long */
		sim_device_rename(dev, SIM_WHOLE_DEVICE, identity.id);
	for (size_t i = 0; dev->family == SIM_STRIP && i < dev->outlet_count; i++) {
		snprintf(outlet, sizeof outlet, "Outlet %u", dev->outlets[i].slot + 1u);
		sim_device_rename(dev, (int)i, outlet);
	}
	sim_device_identify(dev, &identity);
	free(dev->first_alias);
	dev->first_alias = strdup(sim_device_alias(dev));
}

static void
settle(const struct replay *replay, struct sim_device *dev)
{
	const struct sim_wishes *wishes = replay->wishes;

	dev->closes = wishes->closes;
	dev->transport =
		wishes->as_announced ? sim_transport_announced(dev) : sim_transport_for(dev, wishes->transport);
}

static int
load(const struct replay *replay, const char *path)
{
	json_error_t error;
	json_t *tree = json_load_file(path, 0, &error), *announced;
	struct sim_device *dev;
	int rc;

	if (!json_is_object(tree)) {
		json_decref(tree);
		if (error.line > 0)
			return kasa_err_set(replay->err, KASA_EINVAL, "%s:%d: not JSON: %s", path, error.line,
			                    error.text);
		return kasa_err_set(replay->err, KASA_EINVAL, "%s: not a recording: %s", path,
		                    tree ? "no object" : error.text);
	}
	announced = take_announcement(tree);
	if (!sim_smart_is(tree))
		keep_modules(tree);
	rc = sim_device_new(&dev, tree, false, replay->now_ms, replay->err);
	if (rc != KASA_OK) {
		json_decref(announced);
		return kasa_err_wrap(replay->err, "%s", path);
	}
	dev->announced = announced;
	if (!replay->wishes->as_recorded)
		give_identity(replay, dev, path);
	settle(replay, dev);
	rc = sim_house_add(replay->house, dev, 0, replay->err);
	return rc == KASA_OK ? rc : kasa_err_wrap(replay->err, "%s", path);
}

static int
is_json(const struct dirent *entry)
{
	size_t len = strlen(entry->d_name);

	return len > 5 && entry->d_name[0] != '.' && strcmp(entry->d_name + len - 5, ".json") == 0;
}

/* By bytes: the same order in every language. */
static int
by_name(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

static int
load_folder(const struct replay *replay, const char *path)
{
	struct dirent **entries;
	int n = scandir(path, &entries, is_json, by_name), rc = KASA_OK;
	char file[4096];

	if (n < 0)
		return kasa_err_set(replay->err, KASA_EINVAL, "%s: %s", path, strerror(errno));
	if (n == 0)
		rc = kasa_err_set(replay->err, KASA_EINVAL, "%s: no *.json file in this folder", path);
	for (int i = 0; i < n; i++) {
		if (rc == KASA_OK) {
			snprintf(file, sizeof file, "%s/%s", path, entries[i]->d_name);
			rc = load(replay, file);
		}
		free(entries[i]);
	}
	free(entries);
	return rc;
}

int
sim_replay(struct sim_house *house, const char *path, const struct sim_wishes *wishes, int64_t now_ms,
           struct kasa_err *err)
{
	struct replay replay = { house, wishes, now_ms, err };
	struct stat st;

	if (stat(path, &st) != 0)
		return kasa_err_set(err, KASA_EINVAL, "%s: %s", path, strerror(errno));
	return S_ISDIR(st.st_mode) ? load_folder(&replay, path) : load(&replay, path);
}
