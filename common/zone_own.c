/* In the order of libc: TZ, then the link or file for all; the text file is Debian's. */
#include "common/zone.h"

#include <limits.h>
#include <string.h>
#include <unistd.h>

#include "base/err.h"
#include "common/private_file.h"
#include "common/text_show.h"
#include "common/zone_file.h"

enum {
	TEXT_MOST = 4096, /* of the file that holds one name */
};

/* The name in a path of tzdata, wherever its folder lies; NULL for another path. */
static const char *
name_in(const char *path)
{
	static const char folder[] = "/zoneinfo/";
	const char *at = strstr(path, folder);

	return at && zone_name_valid(at + sizeof folder - 1) ? at + sizeof folder - 1 : NULL;
}

/* A name as libc wants it: other capitals are another name, which it silently takes for UTC. */
static int
load_exactly(const char *folder, const char *name, struct zone *out, struct kasa_err *err)
{
	char shown[TEXT_SHOWN];
	int rc;

	if (zone_name_valid(name) && zone_load(folder, name, out, NULL) == KASA_OK)
		return KASA_OK;
	rc = zone_find(folder, name, out, err);
	if (rc != KASA_OK)
		return rc;
	return kasa_err_set(err, KASA_EINVAL, "there is no time zone \"%s\": did you mean %s?", text_show(shown, name),
	                    out->name);
}

static int
load_path(const char *folder, const char *path, struct zone *out, struct kasa_err *err)
{
	const char *name = name_in(path);

	return name ? load_exactly(folder, name, out, err) : zone_load_path(path, out, err);
}

static int
from_tz(const char *folder, const char *tz, struct zone *out, struct kasa_err *err)
{
	struct zone_rule rule;
	int rc;

	tz += *tz == ':';
	if (*tz == '\0')
		return *out = zone_utc, KASA_OK;
	if (zone_name_valid(tz) && zone_load(folder, tz, out, NULL) == KASA_OK)
		return KASA_OK;
	if (zone_rule_parse(tz, &rule))
		return *out = (struct zone){ .rule = rule, .since_s = INT64_MIN }, KASA_OK;
	rc = *tz == '/' ? load_path(folder, tz, out, err) : load_exactly(folder, tz, out, err);
	if (rc != KASA_OK)
		kasa_err_wrap(err, "TZ");
	return rc;
}

/* The zone that a text file names. */
static bool
from_text(const char *folder, const char *path, struct zone *out)
{
	struct kasa_buf buf;
	bool found = false;

	kasa_buf_init(&buf, TEXT_MOST);
	if (path && private_file_read(path, &buf, NULL) == KASA_OK) {
		char *name = (char *)buf.data;

		name[strcspn(name, " \t\r\n")] = '\0';
		found = zone_name_valid(name) && zone_load(folder, name, out, NULL) == KASA_OK;
	}
	kasa_buf_finish(&buf);
	return found;
}

/* What the link points to, or "" for what is no link. */
static void
read_link(const char *path, char out[PATH_MAX])
{
	ssize_t n = readlink(path, out, PATH_MAX - 1);

	out[n > 0 ? n : 0] = '\0';
}

/* A copy has no name; the text file may tell it, unless it is about another zone. */
static int
from_copy(const char *folder, const struct zone_source *source, struct zone *out, struct kasa_err *err)
{
	struct zone named;
	int rc = zone_load_path(source->localtime, out, err);

	if (rc == KASA_OK && from_text(folder, source->timezone, &named) && named.fingerprint == out->fingerprint)
		*out = named;
	return rc;
}

static int
from_localtime(const char *folder, const struct zone_source *source, struct zone *out, struct kasa_err *err)
{
	char target[PATH_MAX];
	const char *name;
	int rc;

	read_link(source->localtime, target);
	name = name_in(target);
	if (!name)
		return from_copy(folder, source, out, err);
	rc = load_exactly(folder, name, out, err);
	if (rc != KASA_OK)
		kasa_err_wrap(err, "%s", source->localtime);
	return rc;
}

int
zone_own(const char *folder, const struct zone_source *source, struct zone *out, struct kasa_err *err)
{
	int rc = KASA_ENOTFOUND;

	if (source->tz)
		return from_tz(folder, source->tz, out, err);
	if (source->localtime)
		rc = from_localtime(folder, source, out, err);
	if (rc != KASA_ENOTFOUND)
		return rc;
	if (!from_text(folder, source->timezone, out))
		*out = zone_utc;
	kasa_err_clear(err);
	return KASA_OK;
}
