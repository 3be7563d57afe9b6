#include "http.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "wire/wire.h"

enum {
	HEAD_MAX = 8 << 10,
	LENGTH_DIGITS_MAX = 6,
};

bool
sim_text_is(struct sim_text text, const char *word)
{
	return text.len == strlen(word) && memcmp(text.at, word, text.len) == 0;
}

/* The next piece up to @p separator, which is skipped; the rest stays. */
static struct sim_text
cut(struct sim_text *rest, char separator)
{
	const char *end = memchr(rest->at, separator, rest->len);
	struct sim_text piece = { rest->at, end ? (size_t)(end - rest->at) : rest->len };
	size_t used = piece.len + (end != NULL);

	rest->at += used;
	rest->len -= used;
	return piece;
}

static struct sim_text
trim(struct sim_text text)
{
	while (text.len > 0 && isspace((unsigned char)text.at[0])) {
		text.at++;
		text.len--;
	}
	while (text.len > 0 && isspace((unsigned char)text.at[text.len - 1]))
		text.len--;
	return text;
}

/* Reads "POST /app/request?seq=1 HTTP/1.1". */
static bool
read_first_line(struct sim_text line, struct sim_http_request *request)
{
	struct sim_text target;

	request->method = cut(&line, ' ');
	target = cut(&line, ' ');
	line = trim(line);
	request->path = cut(&target, '?');
	request->query = target;
	request->last = sim_text_is(line, "HTTP/1.0");
	return request->method.len > 0 && request->path.len > 0 && line.len == 8 && memcmp(line.at, "HTTP/1.", 7) == 0;
}

static bool
read_length(struct sim_text value, size_t *length)
{
	*length = 0;
	if (value.len == 0 || value.len > LENGTH_DIGITS_MAX)
		return false;
	for (size_t i = 0; i < value.len; i++) {
		if (!isdigit((unsigned char)value.at[i]))
			return false;
		*length = 10 * *length + (size_t)(value.at[i] - '0');
	}
	return *length <= 2 * (size_t)KASA_MESSAGE_MAX;
}

static bool
named(struct sim_text name, const char *word, struct sim_http_request *request)
{
	if (name.len != strlen(word) || strncasecmp(name.at, word, name.len) != 0)
		return false;
	request->lower_case |= islower((unsigned char)name.at[0]) != 0;
	return true;
}

/* False: it is none, or one that devices do not understand. */
static bool
read_header(struct sim_text line, struct sim_http_request *request)
{
	struct sim_text name = cut(&line, ':'), value = trim(line);

	if (name.len == 0)
		return false;
	if (named(name, "Content-Length", request))
		return read_length(value, &request->body_len);
	if (named(name, "Cookie", request))
		request->cookie = value;
	else if (name.len == 10 && strncasecmp(name.at, "Connection", 10) == 0)
		request->last |= value.len == 5 && strncasecmp(value.at, "close", 5) == 0;
	else if (name.len == 17 && strncasecmp(name.at, "Transfer-Encoding", 17) == 0)
		return false;
	return true;
}

static bool
read_head(struct sim_text head, struct sim_http_request *request)
{
	if (!read_first_line(trim(cut(&head, '\n')), request))
		return false;
	while (head.len > 0)
		if (!read_header(trim(cut(&head, '\n')), request))
			return false;
	return true;
}

enum sim_http_read
sim_http_request(const uint8_t *data, size_t len, struct sim_http_request *request)
{
	const char *text = (const char *)data, *end = len ? memmem(data, len, "\r\n\r\n", 4) : NULL;
	size_t head_len = end ? (size_t)(end - text) : 0;

	*request = (struct sim_http_request){ 0 };
	if (!end)
		return len > HEAD_MAX ? SIM_HTTP_BROKEN : SIM_HTTP_MORE;
	if (head_len > HEAD_MAX || !read_head((struct sim_text){ text, head_len }, request))
		return SIM_HTTP_BROKEN;
	request->body = data + head_len + 4;
	request->size = head_len + 4 + request->body_len;
	return request->size <= len ? SIM_HTTP_WHOLE : SIM_HTTP_MORE;
}

static const char *
reason(int status)
{
	switch (status) {
	case 200:
		return "OK";
	case 400:
		return "Bad Request";
	case 403:
		return "Forbidden";
	case 404:
		return "Not Found";
	case 429:
		return "Too Many Requests";
	case 500:
		return "Internal Server Error";
	default:
		return "Error";
	}
}

int
sim_http_head(const struct sim_http_answer *answer, struct kasa_buf *out)
{
	const bool lower = answer->lower_case;

	return kasa_buf_printf(
		out, "HTTP/1.1 %d %s\r\n%s: %s\r\n%s: %zu\r\n%s%s\r\n", answer->status, reason(answer->status),
		lower ? "content-type" : "Content-Type", answer->type ? answer->type : "application/octet-stream",
		lower ? "content-length" : "Content-Length", answer->length, answer->cookie ? answer->cookie : "",
		!answer->closes ? "" : (lower ? "connection: close\r\n" : "Connection: close\r\n"));
}
