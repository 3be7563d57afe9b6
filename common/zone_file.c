/* Changes that a rule foretells are counted backwards, to learn how long it has held. */
#include "common/zone_file.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "base/err.h"
#include "base/str.h"
#include "common/private_file.h"
#include "common/tzif.h"

enum {
	FILE_MOST = 64 << 10, /* the largest has 4 KiB */
};

#define EARLIEST_S INT64_C(-5364662400) /* 1800: before that, nobody had zones */
#define LATEST_S INT64_C(253402300800)  /* the year 10000 */
#define FNV_PRIME UINT64_C(1099511628211)
#define FNV_BASIS UINT64_C(14695981039346656037)

const struct zone zone_utc = { .name = "UTC", .since_s = INT64_MIN };

bool
zone_name_valid(const char *name)
{
	static const char allowed[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_+-/";
	size_t n = strlen(name);

	return n > 0 && n < ZONE_NAME && strspn(name, allowed) == n && name[0] != '/' && name[n - 1] != '/'
	       && !strstr(name, "//");
}

/* FNV-1a: the input is a file of the system, nobody gains by a collision. */
static uint64_t
hash_byte(uint64_t before, uint64_t byte)
{
	return (before ^ byte) * FNV_PRIME;
}

static uint64_t
hash(uint64_t before, const void *bytes, size_t n)
{
	for (const uint8_t *at = bytes, *end = at + n; at < end; at++)
		before = hash_byte(before, *at);
	return before;
}

static uint64_t
hash_number(uint64_t before, int64_t value)
{
	for (unsigned bit = 0; bit < 64; bit += 8)
		before = hash_byte(before, (uint64_t)value >> bit & 0xff);
	return before;
}

/* True when the rule tells this change: clocks go from one of its offsets to the other, then. */
static bool
foretold(const struct zone_rule *rule, const struct tzif *tzif, size_t i)
{
	int64_t at = tzif_time(tzif, i);
	int32_t before = i > 0 ? tzif_offset(tzif, i - 1) : tzif_first_offset(tzif);

	return at > EARLIEST_S && at < LATEST_S && zone_rule_offset(rule, at) == tzif_offset(tzif, i)
	       && zone_rule_offset(rule, at - 1) == before;
}

/* Files list what their rule tells up to 2037, for programs that do not know rules. */
static uint64_t
exceptions(const struct zone_rule *rule, const struct tzif *tzif)
{
	uint64_t all = 0;

	for (size_t i = tzif->count; i-- > 0 && tzif_time(tzif, i) > INT32_MAX;) {
		if (!foretold(rule, tzif, i))
			all = hash_number(hash_number(all ? all : FNV_BASIS, tzif_time(tzif, i)), tzif_offset(tzif, i));
	}
	return all;
}

static int64_t
since(const struct zone_rule *rule, const struct tzif *tzif)
{
	for (size_t i = tzif->count; i-- > 0;)
		if (!foretold(rule, tzif, i))
			return tzif_time(tzif, i);
	return INT64_MIN;
}

/* Without a rule clocks stay as they are after the last change. */
static bool
read_rule(const struct tzif *tzif, struct zone_rule *rule)
{
	if (tzif->rule[0])
		return zone_rule_parse(tzif->rule, rule);
	*rule = (struct zone_rule){ 0 };
	rule->offset_s = tzif->count > 0 ? tzif_offset(tzif, tzif->count - 1) : tzif_first_offset(tzif);
	rule->summer_s = rule->offset_s;
	return true;
}

bool
zone_read(const uint8_t *data, size_t len, struct zone *out)
{
	struct zone zone = { .name = "" };
	struct tzif tzif;

	if (!tzif_parse(data, len, &tzif) || !read_rule(&tzif, &zone.rule))
		return false;
	zone.since_s = since(&zone.rule, &tzif);
	zone.exceptions = exceptions(&zone.rule, &tzif);
	zone.fingerprint = hash(FNV_BASIS, data, len);
	*out = zone;
	return true;
}

int
zone_load_path(const char *path, struct zone *out, struct kasa_err *err)
{
	struct kasa_buf buf;
	int rc;

	kasa_buf_init(&buf, FILE_MOST);
	rc = private_file_read(path, &buf, err);
	if (rc == KASA_OK && !zone_read(buf.data, buf.len, out))
		rc = kasa_err_set(err, KASA_EPROTO, "%s: no file of tzdata", path);
	kasa_buf_finish(&buf);
	return rc;
}

int
zone_load(const char *folder, const char *name, struct zone *out, struct kasa_err *err)
{
	char path[PATH_MAX];
	int rc;

	if (snprintf(path, sizeof path, "%s/%s", folder, name) >= (int)sizeof path)
		return kasa_err_set(err, KASA_EIO, "the path of a folder is too long");
	rc = zone_load_path(path, out, err);
	if (rc == KASA_OK)
		kasa_str_copy(out->name, sizeof out->name, name);
	if (rc != KASA_ENOTFOUND || strcmp(name, zone_utc.name) != 0)
		return rc;
	*out = zone_utc;
	kasa_err_clear(err);
	return KASA_OK;
}
