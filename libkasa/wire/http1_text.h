/* What the readers of HTTP heads and of chunks share: text that is taken line by line. */
#ifndef KASA_WIRE_HTTP1_TEXT_H
#define KASA_WIRE_HTTP1_TEXT_H

#include "wire/http1.h"

static inline void
kasa_http1_skip(struct kasa_http1_text *text, size_t n)
{
	text->at += n;
	text->len -= n;
}

static inline bool
kasa_http1_is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* Takes the line that begins here, without its end, which may lack its CR. False when that has not come. */
bool kasa_http1_take_line(struct kasa_http1_text *rest, struct kasa_http1_text *line);

/*
 * Reads a body of chunks. @p used is set to what it takes with all that stands round it. What they hold is appended to
 * @p out, unless that is NULL; KASA_HTTP1_BAD also when there is no memory for it.
 */
enum kasa_http1_step kasa_http1_chunks(struct kasa_http1_text raw, struct kasa_buf *out, size_t *used);

#endif
