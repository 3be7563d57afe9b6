/* The layout is that of RFC 9636. */
#include "unit/tzdata.h"

#include <ftw.h>
#include <sys/stat.h>

#include "unit/unit.h"

static uint8_t *
put(uint8_t *at, uint64_t value, size_t size)
{
	for (size_t i = size; i-- > 0; value >>= 8)
		at[i] = (uint8_t)value;
	return at + size;
}

static uint8_t *
put_block(uint8_t *at, const struct tzdata *tzdata, size_t count, size_t time_size)
{
	const char version = tzdata->rule ? '2' : '\0';

	memset(put(at, 0x545a6966, 4), 0, 16); /* "TZif" */
	at[4] = (uint8_t)version;
	at = put(put(put(at + 20, 0, 4), 0, 4), 0, 4); /* no leap seconds, and nothing to tell who writes rules */
	at = put(put(put(at, count, 4), 1 + count, 4), 4, 4);
	for (size_t i = 0; i < count; i++)
		at = put(at, (uint64_t)tzdata->changes[i].at, time_size);
	for (size_t i = 0; i < count; i++)
		at = put(at, 1 + i, 1);
	at = put(put(at, (uint32_t)tzdata->first_s, 4), 0, 2);
	for (size_t i = 0; i < count; i++)
		at = put(put(at, (uint32_t)tzdata->changes[i].offset_s, 4), 0, 2);
	return put(at, 0x41424300, 4); /* "ABC" */
}

size_t
tzdata_bytes(uint8_t out[TZDATA_MAX], const struct tzdata *tzdata)
{
	uint8_t *at = put_block(out, tzdata, tzdata->rule ? 0 : tzdata->count, 4);

	if (tzdata->rule) {
		at = put_block(at, tzdata, tzdata->count, 8);
		at += sprintf((char *)at, "\n%s\n", tzdata->rule);
	}
	return (size_t)(at - out);
}

void
tzdata_make(char folder[TZDATA_PATH])
{
	char parent[] = "/tmp/kasa-tzdata-XXXXXX";

	ck_assert_ptr_nonnull(mkdtemp(parent));
	snprintf(folder, TZDATA_PATH, "%s/zoneinfo", parent);
	ck_assert_int_eq(mkdir(folder, 0700), 0);
}

void
tzdata_put(const char *folder, const char *name, const void *bytes, size_t n)
{
	char path[256];
	FILE *file;

	snprintf(path, sizeof path, "%s/%s", folder, name);
	for (char *slash = strchr(path + strlen(folder) + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		mkdir(path, 0700);
		*slash = '/';
	}
	file = fopen(path, "we");
	ck_assert_ptr_nonnull(file);
	ck_assert_uint_eq(fwrite(bytes, 1, n, file), n);
	ck_assert_int_eq(fclose(file), 0);
}

void
tzdata_put_rule(const char *folder, const char *name, const char *rule)
{
	const struct tzdata tzdata = { .rule = rule };
	uint8_t bytes[TZDATA_MAX];

	tzdata_put(folder, name, bytes, tzdata_bytes(bytes, &tzdata));
}

static int
remove_one(const char *path, const struct stat *st, int kind, struct FTW *place)
{
	(void)st, (void)kind, (void)place;
	return remove(path);
}

void
tzdata_remove(const char *folder)
{
	char parent[TZDATA_PATH];

	snprintf(parent, sizeof parent, "%.*s", (int)(strrchr(folder, '/') - folder), folder);
	ck_assert_int_eq(nftw(parent, remove_one, 8, FTW_DEPTH | FTW_PHYS), 0);
}
