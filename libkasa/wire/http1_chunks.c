/* Bodies that come in pieces, each behind its own length. */
#include "base/str.h"
#include "wire/http1_text.h"

enum {
	SIZE_LINE_MAX = 256, /* a chunk's length, with extensions that nobody reads */
	ROUND_MAX = 8 << 10, /* all that stands round what the chunks hold */
};

/* Takes a line that is not longer than it may be. */
static enum kasa_http1_step
take_short_line(struct kasa_http1_text *rest, struct kasa_http1_text *line)
{
	struct kasa_http1_text window = { rest->at, rest->len < SIZE_LINE_MAX ? rest->len : SIZE_LINE_MAX };
	size_t len = window.len;

	if (!kasa_http1_take_line(&window, line))
		return len < SIZE_LINE_MAX ? KASA_HTTP1_MORE : KASA_HTTP1_BAD;
	kasa_http1_skip(rest, len - window.len);
	return KASA_HTTP1_DONE;
}

/* A size is hexadecimal; behind it may stand blanks, and what begins with a semicolon. */
static enum kasa_http1_step
take_size(struct kasa_http1_text *rest, size_t *size)
{
	struct kasa_http1_text line;
	enum kasa_http1_step step = take_short_line(rest, &line);
	size_t digits = 0;

	if (step != KASA_HTTP1_DONE)
		return step;
	for (*size = 0; digits < line.len && kasa_hex_digit(line.at[digits]) >= 0; digits++)
		if (*size <= KASA_HTTP1_BODY_MAX)
			*size = *size * 16 + (size_t)kasa_hex_digit(line.at[digits]);
	kasa_http1_skip(&line, digits);
	line = kasa_http1_trim(line);
	return digits > 0 && (line.len == 0 || line.at[0] == ';') ? KASA_HTTP1_DONE : KASA_HTTP1_BAD;
}

/* Behind the last chunk: fields that nobody reads, and an empty line. */
static enum kasa_http1_step
take_trailer(struct kasa_http1_text *rest)
{
	struct kasa_http1_text line;
	enum kasa_http1_step step;
	size_t len = rest->len;

	do {
		step = take_short_line(rest, &line);
		if (len - rest->len > ROUND_MAX)
			return KASA_HTTP1_BAD;
	} while (step == KASA_HTTP1_DONE && line.len > 0);
	return step;
}

/* Takes what a chunk holds, and the line end behind it. */
static enum kasa_http1_step
take_content(struct kasa_http1_text *rest, size_t size, struct kasa_buf *out)
{
	struct kasa_http1_text line;

	if (rest->len < size)
		return KASA_HTTP1_MORE;
	if (out && kasa_buf_add(out, rest->at, size) != KASA_OK)
		return KASA_HTTP1_BAD;
	kasa_http1_skip(rest, size);
	if (rest->len == 0 || (rest->len == 1 && rest->at[0] == '\r'))
		return KASA_HTTP1_MORE;
	return kasa_http1_take_line(rest, &line) && line.len == 0 ? KASA_HTTP1_DONE : KASA_HTTP1_BAD;
}

enum kasa_http1_step
kasa_http1_chunks(struct kasa_http1_text raw, struct kasa_buf *out, size_t *used)
{
	struct kasa_http1_text rest = raw;
	enum kasa_http1_step step;
	size_t size, total = 0;

	for (size_t n = 0; n <= KASA_HTTP1_CHUNKS_MAX; n++) {
		step = take_size(&rest, &size);
		if (step == KASA_HTTP1_DONE && size == 0) {
			step = take_trailer(&rest);
			*used = raw.len - rest.len;
			return step;
		}
		if (step == KASA_HTTP1_DONE && size > KASA_HTTP1_BODY_MAX - total)
			return KASA_HTTP1_BAD;
		if (step == KASA_HTTP1_DONE)
			step = take_content(&rest, size, out);
		if (step != KASA_HTTP1_DONE)
			return step;
		total += size;
		if (raw.len - rest.len - total > ROUND_MAX)
			return KASA_HTTP1_BAD;
	}
	return KASA_HTTP1_BAD;
}

int
kasa_http1_body(const struct kasa_http1 *message, struct kasa_buf *room, struct kasa_http1_text *body)
{
	size_t used;

	*body = message->body;
	if (!message->chunked)
		return KASA_OK;
	if (kasa_http1_chunks(message->body, room, &used) != KASA_HTTP1_DONE)
		return KASA_ENOMEM;
	*body = (struct kasa_http1_text){ (const char *)room->data, room->len };
	return KASA_OK;
}
