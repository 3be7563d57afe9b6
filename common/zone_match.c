/* Names first, for they need no file; then every entry of the table beside the zone. */
#include "common/zone.h"

#include <string.h>

#include "base/err.h"
#include "common/zone_file.h"

// clang-format off
/*
 * What older names are called now, and the rule of those that can never change: not every system has the older ones.
 * Source: the files backward, northamerica and etcetera of tzdata 2025b.
 */
static const struct link {
	const char *old, *now, *rule;
} links[] = {
	{ "Asia/Chongqing",      "Asia/Shanghai",       NULL },
	{ "Asia/Istanbul",       "Europe/Istanbul",     NULL },
	{ "Asia/Rangoon",        "Asia/Yangon",         NULL },
	{ "Australia/Canberra",  "Australia/Sydney",    NULL },
	{ "Brazil/West",         "America/Manaus",      NULL },
	{ "CST6CDT",             "America/Chicago",     NULL },
	{ "Canada/Atlantic",     "America/Halifax",     NULL },
	{ "Canada/Newfoundland", "America/St_Johns",    NULL },
	{ "Canada/Saskatchewan", "America/Regina",      NULL },
	{ "Chile/Continental",   "America/Santiago",    NULL },
	{ "EET",                 "Europe/Athens",       NULL },
	{ "EST",                 "America/Panama",      "EST5" },
	{ "GB",                  "Europe/London",       NULL },
	{ "MST",                 "America/Phoenix",     "MST7" },
	{ "MST7MDT",             "America/Denver",      NULL },
	{ "Mexico/BajaNorte",    "America/Tijuana",     NULL },
	{ "Mexico/General",      "America/Mexico_City", NULL },
	{ "PST8PDT",             "America/Los_Angeles", NULL },
	{ "Pacific/Samoa",       "Pacific/Pago_Pago",   NULL },
	{ "UCT",                 "Etc/UTC",             "UTC0" },
	{ "US/Alaska",           "America/Anchorage",   NULL },
	{ "US/Arizona",          "America/Phoenix",     NULL },
	{ "US/Hawaii",           "Pacific/Honolulu",    NULL },
};
// clang-format on

/* The best entry so far. */
struct search {
	const char *folder;
	const struct zone *zone;
	struct zone_match best;
	int64_t since_s;
	bool found, any_file;
};

/* NULL for a name that is no older one. */
static const struct link *
find_link(const char *name)
{
	for (size_t i = 0; i < sizeof links / sizeof links[0]; i++)
		if (strcmp(links[i].old, name) == 0)
			return &links[i];
	return NULL;
}

static bool
find_name(const char *name, zone_entry_fn *entry, struct zone_match *out)
{
	const char *at;

	for (int i = 0; (at = entry(i)); i++) {
		if (strcmp(at, name) == 0) {
			*out = (struct zone_match){ i, at, ZONE_FIT_NAME };
			return true;
		}
	}
	return false;
}

static bool
find_older_name(const char *name, zone_entry_fn *entry, struct zone_match *out)
{
	const char *at;

	for (int i = 0; (at = entry(i)); i++) {
		const struct link *link = find_link(at);

		if (link && strcmp(link->now, name) == 0) {
			*out = (struct zone_match){ i, at, ZONE_FIT_NAME };
			return true;
		}
	}
	return false;
}

/* "Etc/GMT+12" is a rule as it stands there, and so is "PST8PDT". */
static bool
read_name(const char *name, const struct link *link, struct zone *out)
{
	static const char etc[] = "Etc/";
	size_t n = strncmp(name, etc, sizeof etc - 1) == 0 ? sizeof etc - 1 : 0;

	*out = (struct zone){ .since_s = INT64_MIN };
	return zone_rule_parse(link && link->rule ? link->rule : name + n, &out->rule);
}

/* What an entry of the table means: by its file, by that of its present name, or by the name itself. */
static bool
load_entry(struct search *search, const char *name, struct zone *out)
{
	const struct link *link = find_link(name);

	if (zone_load(search->folder, name, out, NULL) == KASA_OK
	    || (link && zone_load(search->folder, link->now, out, NULL) == KASA_OK)) {
		search->any_file = true;
		return true;
	}
	return read_name(name, link, out);
}

static bool
alike(const struct zone *a, const struct zone *b)
{
	return zone_rule_equal(&a->rule, &b->rule) && a->exceptions == b->exceptions;
}

static void
consider(struct search *search, int index, const char *name)
{
	struct zone entry;
	enum zone_fit fit;

	if (!load_entry(search, name, &entry) || !alike(&entry, search->zone))
		return;
	fit = entry.fingerprint && entry.fingerprint == search->zone->fingerprint ? ZONE_FIT_TWIN : ZONE_FIT_RULE;
	if (search->found && (search->best.fit < fit || (search->best.fit == fit && search->since_s <= entry.since_s)))
		return;
	search->found = true;
	search->best = (struct zone_match){ index, name, fit };
	search->since_s = entry.since_s;
}

static int
refuse(const struct search *search, struct kasa_err *err)
{
	const struct zone_rule *rule = &search->zone->rule;
	int minutes = rule->offset_s / 60, ahead = minutes < 0 ? -minutes : minutes;

	if (!search->any_file)
		return kasa_err_set(err, KASA_EIO, "there are no time zones in %s: install the package tzdata",
		                    search->folder);
	return kasa_err_set(err, KASA_EINVAL,
	                    "the devices know no time zone with the rules of %s (UTC%c%02d:%02d, %s summer time)",
	                    search->zone->name[0] ? search->zone->name : "this machine", minutes < 0 ? '-' : '+',
	                    ahead / 60, ahead % 60, rule->summer_s != rule->offset_s ? "with" : "without");
}

int
zone_match(const char *folder, const struct zone *zone, zone_entry_fn *entry, struct zone_match *out,
           struct kasa_err *err)
{
	struct search search = { .folder = folder, .zone = zone };
	const char *name;

	if (find_name(zone->name, entry, out) || find_older_name(zone->name, entry, out))
		return KASA_OK;
	for (int i = 0; (name = entry(i)); i++)
		consider(&search, i, name);
	if (!search.found)
		return refuse(&search, err);
	*out = search.best;
	return KASA_OK;
}

int
zone_map(const char *folder, const char *typed, zone_entry_fn *entry, struct zone_match *out, struct kasa_err *err)
{
	struct zone zone;
	int rc;

	if (find_name(typed, entry, out))
		return KASA_OK;
	rc = zone_find(folder, typed, &zone, err);
	return rc == KASA_OK ? zone_match(folder, &zone, entry, out, err) : rc;
}
