#include "model/secret.h"

#include <stdio.h>
#include <string.h>

#include "base/str.h"
#include "model/jx.h"

enum {
	PART_MAX = 256,
};

static bool
is_plain(const char *text)
{
	for (; *text; text++)
		if ((unsigned char)*text < 0x20 || *text == 0x7f)
			return false;
	return true;
}

bool
kasa_secret_fits(const char *name, size_t name_max, const char *secret, size_t secret_max)
{
	return name[0] && strlen(name) <= name_max && strlen(secret) <= secret_max && is_plain(name)
	       && is_plain(secret);
}

bool
kasa_secret_join(const char *name, const char *secret, char *out, size_t size)
{
	int n = snprintf(out, size, "%s\n%s", name, secret);

	return n >= 0 && (size_t)n < size;
}

int
kasa_secret_put(struct kasa_buf *out, const char *before, const char *between, const char *behind, const char *joined)
{
	const char *secret = strchr(joined, '\n');
	char name[PART_MAX];
	int rc = kasa_buf_printf(out, "%s", before);

	kasa_str_copy(name, (size_t)(secret - joined) + 1 < sizeof name ? (size_t)(secret - joined) + 1 : sizeof name,
	              joined);
	if (rc == KASA_OK)
		rc = kasa_jx_quote(out, name);
	if (rc == KASA_OK)
		rc = kasa_buf_printf(out, "%s", between);
	if (rc == KASA_OK)
		rc = kasa_jx_quote(out, secret + 1);
	return rc == KASA_OK ? kasa_buf_printf(out, "%s", behind) : rc;
}
