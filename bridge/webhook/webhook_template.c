#include "bridge/webhook/webhook_template.h"

#include <ctype.h>
#include <stddef.h>
#include <string.h>

#include "base/err.h"
#include "base/str.h"
#include "common/text_show.h"

enum {
	NAME_MAX_BYTES = 40,
};

// clang-format off
static const struct {
	const char *name;
	bool number;
} names[WEBHOOK_VALUES] = {
	[WEBHOOK_DEVICE_ALIAS] = { "device.alias", false },
	[WEBHOOK_DEVICE_NAME] = { "device.name", false },
	[WEBHOOK_DEVICE_ID] = { "device.id", false },
	[WEBHOOK_DEVICE_MAC] = { "device.mac", false },
	[WEBHOOK_DEVICE_AREA] = { "device.area", false },
	[WEBHOOK_OUTLET] = { "outlet", true },
	[WEBHOOK_EVENT_TYPE] = { "event.type", false },
	[WEBHOOK_EVENT_ID] = { "event.id", false },
	[WEBHOOK_STATE] = { "state", false },
	[WEBHOOK_POWER_W] = { "power_w", true },
	[WEBHOOK_LIMIT_W] = { "limit_w", true },
	[WEBHOOK_ENERGY_KWH] = { "energy_kwh", true },
	[WEBHOOK_ENERGY_TODAY_KWH] = { "energy_today_kwh", true },
	[WEBHOOK_LIMIT_KWH] = { "limit_kwh", true },
	[WEBHOOK_DURATION_S] = { "duration_s", true },
	[WEBHOOK_PERIOD] = { "period", false },
	[WEBHOOK_CAUSE] = { "cause", false },
	[WEBHOOK_BY] = { "by", false },
	[WEBHOOK_FROM] = { "from", false },
	[WEBHOOK_TO] = { "to", false },
	[WEBHOOK_ERROR] = { "error", false },
	[WEBHOOK_CODE] = { "code", false },
	[WEBHOOK_TIMESTAMP] = { "timestamp", false },
	[WEBHOOK_TIMESTAMP_S] = { "timestamp_s", true },
};
// clang-format on

/* ---- holes ---- */

/* A hole that begins at @p at: its name, and what comes behind; NULL when it has no end, or more in it than a name. */
static const char *
read_hole(const char *at, char name[NAME_MAX_BYTES])
{
	const char *begin = at + 2 + strspn(at + 2, " \t");
	const char *end = strstr(at, "}}");
	size_t n;

	if (!end || begin > end)
		return NULL;
	n = (size_t)(end - begin);
	while (n > 0 && (begin[n - 1] == ' ' || begin[n - 1] == '\t'))
		n--;
	if (n >= NAME_MAX_BYTES)
		return NULL;
	memcpy(name, begin, n);
	name[n] = '\0';
	return end + 2;
}

static enum webhook_value
find(const char *name)
{
	unsigned i = 0;

	while (i < WEBHOOK_VALUES && strcmp(names[i].name, name) != 0)
		i++;
	return (enum webhook_value)i;
}

static int
unknown(const char *name, struct kasa_err *err)
{
	char shown[TEXT_SHOWN];

	kasa_err_set(err, KASA_EINVAL, "there is no {{%s}} (allowed:", text_show(shown, name));
	for (unsigned i = 0; i < WEBHOOK_VALUES; i++)
		kasa_err_append(err, "%s %s", i > 0 ? "," : "", names[i].name);
	return kasa_err_append(err, ")");
}

int
webhook_template_check(const char *text, struct kasa_err *err)
{
	char name[NAME_MAX_BYTES];

	for (const char *at = strstr(text, "{{"); at; at = strstr(at, "{{")) {
		at = read_hole(at, name);
		if (!at)
			return kasa_err_set(err, KASA_EINVAL, "a {{ has no name and no }} behind it");
		if (find(name) == WEBHOOK_VALUES)
			return unknown(name, err);
	}
	return KASA_OK;
}

/* ---- escaping ---- */

enum webhook_escape
webhook_escape_of(const char *content_type)
{
	if (strstr(content_type, "json"))
		return WEBHOOK_JSON;
	if (strstr(content_type, "x-www-form-urlencoded"))
		return WEBHOOK_FORM;
	return strstr(content_type, "xml") || strstr(content_type, "html") ? WEBHOOK_XML : WEBHOOK_PLAIN;
}

static int
put(struct kasa_buf *out, const char *text)
{
	return kasa_buf_add(out, text, strlen(text));
}

static int
put_character(struct kasa_buf *out, uint32_t codepoint)
{
	char bytes[4];

	return kasa_buf_add(out, bytes, kasa_utf8_put(bytes, codepoint));
}

static int
put_json(struct kasa_buf *out, uint32_t codepoint)
{
	if (codepoint < 0x20 || codepoint == 0x7f)
		return kasa_buf_printf(out, "\\u%04x", (unsigned)codepoint);
	if (codepoint == '"' || codepoint == '\\')
		return kasa_buf_printf(out, "\\%c", (char)codepoint);
	return put_character(out, codepoint);
}

static int
put_form(struct kasa_buf *out, uint32_t codepoint)
{
	char bytes[4];
	size_t n = kasa_utf8_put(bytes, codepoint);
	int rc = KASA_OK;

	if (n == 1 && (isalnum((unsigned char)bytes[0]) || strchr("-._~", bytes[0])))
		return kasa_buf_add(out, bytes, n);
	for (size_t i = 0; i < n && rc == KASA_OK; i++)
		rc = kasa_buf_printf(out, "%%%02X", (unsigned char)bytes[i]);
	return rc;
}

static int
put_xml(struct kasa_buf *out, uint32_t codepoint)
{
	if (codepoint < 0x20)
		return put(out, " ");
	if (codepoint < 0x80 && strchr("<>&\"'", (int)codepoint))
		return kasa_buf_printf(out, "&#%u;", (unsigned)codepoint);
	return put_character(out, codepoint);
}

static int
put_one(struct kasa_buf *out, enum webhook_escape escape, uint32_t codepoint)
{
	switch (escape) {
	case WEBHOOK_JSON:
		return put_json(out, codepoint);
	case WEBHOOK_FORM:
		return put_form(out, codepoint);
	case WEBHOOK_XML:
		return put_xml(out, codepoint);
	case WEBHOOK_PLAIN:
		break;
	}
	return put_character(out, kasa_str_unsafe(codepoint) ? '?' : codepoint);
}

static int
put_escaped(struct kasa_buf *out, enum webhook_escape escape, const char *text)
{
	const char *end = text + strlen(text);
	int rc = KASA_OK;

	while (text < end && rc == KASA_OK)
		rc = put_one(out, escape, kasa_utf8_next(&text, end));
	return rc;
}

/* Where no quotes are around it. */
static int
put_json_value(struct kasa_buf *out, const char *text, bool number)
{
	int rc;

	if (!text)
		return put(out, "null");
	if (number)
		return put(out, text);
	rc = put(out, "\"");
	if (rc == KASA_OK)
		rc = put_escaped(out, WEBHOOK_JSON, text);
	return rc == KASA_OK ? put(out, "\"") : rc;
}

/* ---- rendering ---- */

/* Whether @p text, which begins inside of quotes or not, ends there. */
static bool
ends_quoted(const char *text, size_t n, bool quoted)
{
	for (size_t i = 0; i < n; i++)
		if (quoted && text[i] == '\\')
			i++;
		else if (text[i] == '"')
			quoted = !quoted;
	return quoted;
}

int
webhook_template_render(const char *text, enum webhook_escape escape, const struct webhook_values *values,
                        struct kasa_buf *out)
{
	const char *end = text + strlen(text);
	char name[NAME_MAX_BYTES];
	bool quoted = false;
	int rc = KASA_OK;

	while (text < end && rc == KASA_OK) {
		const char *hole = strstr(text, "{{"), *after = hole ? read_hole(hole, name) : NULL;
		enum webhook_value value = after ? find(name) : WEBHOOK_VALUES;
		size_t n = (size_t)((value < WEBHOOK_VALUES ? hole : end) - text);

		quoted = ends_quoted(text, n, quoted);
		rc = kasa_buf_add(out, text, n);
		text = value < WEBHOOK_VALUES ? after : end;
		if (value == WEBHOOK_VALUES || rc != KASA_OK)
			continue;
		if (escape == WEBHOOK_JSON && !quoted)
			rc = put_json_value(out, values->text[value], names[value].number);
		else if (values->text[value])
			rc = put_escaped(out, escape, values->text[value]);
	}
	return rc;
}
