#include "wire/cookie.h"

#include <string.h>

#include "wire/http1_text.h"

/* What was found so far. */
struct found {
	struct kasa_http1_text name, value; /* none: the name's length is 0 */
	bool named_in_full;                 /* by the name that goes before the short one */
	uint32_t lasts_s;
};

/* Takes what stands before the next semicolon or comma: no session's name has either of them. */
static struct kasa_http1_text
take_part(struct kasa_http1_text *rest)
{
	struct kasa_http1_text part = { rest->at, 0 };

	while (part.len < rest->len && rest->at[part.len] != ';' && rest->at[part.len] != ',')
		part.len++;
	kasa_http1_skip(rest, part.len < rest->len ? part.len + 1 : part.len);
	return kasa_http1_trim(part);
}

/* Seconds, or 0 for what is no number of them. */
static uint32_t
read_seconds(struct kasa_http1_text value)
{
	uint32_t seconds = 0;

	if (value.len >= 2 && value.at[0] == '"' && value.at[value.len - 1] == '"') {
		kasa_http1_skip(&value, 1);
		value.len--;
	}
	if (value.len > 9)
		return 0;
	for (size_t i = 0; i < value.len; i++) {
		if (value.at[i] < '0' || value.at[i] > '9')
			return 0;
		seconds = seconds * 10 + (uint32_t)(value.at[i] - '0');
	}
	return seconds;
}

/* One name and its value, or an attribute, which is neither of the names. */
static void
note(struct found *found, struct kasa_http1_text part)
{
	const char *sign = part.len > 0 ? memchr(part.at, '=', part.len) : NULL;
	struct kasa_http1_text name = part, value = part;
	bool full;

	if (!sign)
		return;
	name.len = (size_t)(sign - part.at);
	name = kasa_http1_trim(name);
	kasa_http1_skip(&value, (size_t)(sign - part.at) + 1);
	value = kasa_http1_trim(value);
	full = kasa_http1_is(&name, "TP_SESSIONID");
	if (full || (kasa_http1_is(&name, "SESSIONID") && !found->named_in_full)) {
		found->name = name;
		found->value = value;
		found->named_in_full = full;
	} else if (kasa_http1_is(&name, "TIMEOUT")) {
		found->lasts_s = read_seconds(value);
	}
}

/* As clients send it back: "name=value", without the blanks that some firmware puts between them. */
static void
put_pair(const struct found *found, char *pair)
{
	memcpy(pair, found->name.at, found->name.len);
	pair[found->name.len] = '=';
	memcpy(pair + found->name.len + 1, found->value.at, found->value.len);
	pair[found->name.len + 1 + found->value.len] = '\0';
}

int
kasa_cookie_read(const struct kasa_http1 *answer, char pair[KASA_COOKIE_MAX], uint32_t *lasts_s, struct kasa_err *err)
{
	struct found found = { .lasts_s = 0 };
	struct kasa_http1_text value;
	size_t from = 0, len;

	while (kasa_http1_field(answer, "Set-Cookie", &from, &value))
		while (value.len > 0)
			note(&found, take_part(&value));
	len = found.name.len + 1 + found.value.len;
	if (found.name.len > 0 && len >= KASA_COOKIE_MAX)
		return kasa_err_set(err, KASA_EPROTO, "a cookie of %zu bytes is longer than the %d that are kept", len,
		                    KASA_COOKIE_MAX - 1);
	if (found.name.len > 0)
		put_pair(&found, pair);
	if (found.lasts_s > 0)
		*lasts_s = found.lasts_s;
	return KASA_OK;
}
