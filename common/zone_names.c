/* Walks the folder: its lists name other sets of zones, and not every system has them. */
#include "common/zone_names.h"

#include <dirent.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include <kasa/error.h>

#include "common/suggest.h"

enum {
	DEPTH_MOST = 3,    /* America/Argentina/Buenos_Aires */
	NAMES_MOST = 4096, /* there are about 600 */
};

static int add_folder(struct words *names, const char *folder, const char *before, int depth);

/* A file's name, or what the folder of that name holds. */
static int
add_entry(struct words *names, const char *folder, const char *name, int depth)
{
	char path[PATH_MAX];
	DIR *dir;

	if (snprintf(path, sizeof path, "%s/%s", folder, name) >= (int)sizeof path)
		return KASA_OK;
	dir = opendir(path);
	if (!dir)
		return words_add(names, name, strlen(name));
	closedir(dir);
	return depth < DEPTH_MOST ? add_folder(names, folder, name, depth + 1) : KASA_OK;
}

/* What lies in a folder below @p folder; "" is that one itself. */
static int
add_folder(struct words *names, const char *folder, const char *before, int depth)
{
	char path[PATH_MAX], name[NAME_MAX + 1];
	struct dirent *entry;
	int rc = KASA_OK;
	DIR *dir;

	if (snprintf(path, sizeof path, "%s/%s", folder, before) >= (int)sizeof path)
		return KASA_OK;
	dir = opendir(path);
	if (!dir)
		return KASA_OK;
	while (rc == KASA_OK && names->count < NAMES_MOST && (entry = readdir(dir))) {
		int n = snprintf(name, sizeof name, "%s%s%s", before, before[0] ? "/" : "", entry->d_name);

		if (n < (int)sizeof name && entry->d_name[0] >= 'A' && entry->d_name[0] <= 'Z')
			rc = add_entry(names, folder, name, depth);
	}
	closedir(dir);
	return rc;
}

int
zone_names_add(struct words *names, const char *folder)
{
	return add_folder(names, folder, "", 1);
}

const char *
zone_names_find(const struct words *names, const char *typed)
{
	for (size_t i = 0; i < names->count; i++)
		if (strcasecmp(names->item[i], typed) == 0)
			return names->item[i];
	return NULL;
}

static const char *
city(const char *name)
{
	const char *slash = strrchr(name, '/');

	return slash ? slash + 1 : name;
}

const char *
zone_names_suggest(const struct words *names, const char *typed)
{
	const char *nearest = NULL;
	struct suggest whole, part;

	suggest_start(&whole, typed);
	suggest_start(&part, city(typed));
	for (size_t i = 0; i < names->count; i++) {
		suggest_offer(&whole, names->item[i]);
		suggest_offer(&part, city(names->item[i]));
		if (part.best == city(names->item[i]))
			nearest = names->item[i];
	}
	return whole.best && (!nearest || whole.score <= part.score) ? whole.best : nearest;
}
