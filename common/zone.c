/* By name: as it was typed, then as it may have been meant. */
#include "common/zone.h"

#include <string.h>

#include "base/err.h"
#include "base/str.h"
#include "common/text_show.h"
#include "common/zone_file.h"
#include "common/zone_names.h"

static int
refuse_name(const char *typed, struct kasa_err *err)
{
	char shown[TEXT_SHOWN];

	return kasa_err_set(err, KASA_EINVAL, "\"%s\" is no name of a time zone: an area and a city, as Europe/Berlin",
	                    text_show(shown, typed));
}

static int
refuse_unknown(const char *folder, const struct words *names, const char *typed, struct kasa_err *err)
{
	const char *near = zone_names_suggest(names, typed);
	char shown[TEXT_SHOWN];

	if (names->count == 0)
		return kasa_err_set(err, KASA_EIO, "there are no time zones in %s: install the package tzdata", folder);
	if (near)
		return kasa_err_set(err, KASA_EINVAL, "there is no time zone \"%s\": did you mean %s?",
		                    text_show(shown, typed), near);
	return kasa_err_set(err, KASA_EINVAL, "there is no time zone \"%s\": their names are those of files in %s",
	                    text_show(shown, typed), folder);
}

/* The name is none of a file: in other capitals, or unknown. */
static int
find_among(const char *folder, const char *typed, struct zone *out, struct kasa_err *err)
{
	struct words names = { 0 };
	const char *name;
	int rc = zone_names_add(&names, folder);

	name = zone_names_find(&names, typed);
	if (rc != KASA_OK)
		kasa_err_set(err, rc, "no memory for the names of time zones");
	else if (name)
		rc = zone_load(folder, name, out, err);
	else
		rc = refuse_unknown(folder, &names, typed, err);
	words_finish(&names);
	return rc;
}

int
zone_find(const char *folder, const char *typed, struct zone *out, struct kasa_err *err)
{
	char name[ZONE_NAME];

	if (!kasa_str_copy(name, sizeof name, typed))
		return refuse_name(typed, err);
	for (char *blank = strchr(name, ' '); blank; blank = strchr(blank, ' '))
		*blank = '_'; /* "America/New York" */
	if (!zone_name_valid(name))
		return refuse_name(typed, err);
	if (zone_load(folder, name, out, NULL) == KASA_OK)
		return KASA_OK;
	return find_among(folder, name, out, err);
}
