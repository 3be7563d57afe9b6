/* Heads of messages that go. */
#include <stdio.h>
#include <string.h>

#include "wire/http1.h"

static char *
put_line(char *at, const char *name, const char *value)
{
	return stpcpy(stpcpy(stpcpy(stpcpy(at, name), ": "), value), "\r\n");
}

static size_t
line_length(const char *name, const char *value)
{
	return strlen(name) + strlen(value) + 4;
}

static const char length_name[] = "Content-Length";

int
kasa_http1_head(struct kasa_buf *out, const char *first, const struct kasa_http1_line *lines, size_t count,
                size_t body_len)
{
	char length[24];
	size_t len = strlen(first) + 4;
	char *at;

	snprintf(length, sizeof length, "%zu", body_len);
	len += line_length(length_name, length);
	for (size_t i = 0; i < count; i++)
		if (lines[i].value)
			len += line_length(lines[i].name, lines[i].value);
	/* all at once: what goes in one piece is read in one piece; and a NUL, for so text is copied */
	at = (char *)kasa_buf_room(out, len + body_len + 1);
	if (!at)
		return KASA_ENOMEM;
	at = stpcpy(stpcpy(at, first), "\r\n");
	for (size_t i = 0; i < count; i++)
		if (lines[i].value)
			at = put_line(at, lines[i].name, lines[i].value);
	stpcpy(put_line(at, length_name, length), "\r\n");
	out->len += len;
	return KASA_OK;
}

void
kasa_http1_host(char out[KASA_HTTP1_HOST_MAX], const char *host, uint16_t port)
{
	size_t len = strcspn(host, "%");
	bool v6 = memchr(host, ':', len) != NULL;
	char number[8] = "";

	if (port != 80)
		snprintf(number, sizeof number, ":%u", (unsigned)port);
	snprintf(out, KASA_HTTP1_HOST_MAX, "%s%.*s%s%s", v6 ? "[" : "", (int)len, host, v6 ? "]" : "", number);
}
