/*
 * HTTP/1.1 as devices speak it, both sides: where a message begins and ends in the bytes that came, and the heads of
 * those that go. Nothing is allocated for reading: all that came so far is handed in each time, and what is found points
 * into it.
 */
#ifndef KASA_WIRE_HTTP1_H
#define KASA_WIRE_HTTP1_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "wire/wire.h"

enum {
	KASA_HTTP1_HEAD_MAX = 8 << 10,
	KASA_HTTP1_BODY_MAX = KASA_MESSAGE_MAX + 64, /* a message, signed and padded */
	KASA_HTTP1_CHUNKS_MAX = 1024,                /* of a body that comes in pieces */
	KASA_HTTP1_HOST_MAX = 96,                    /* a Host header's value and its NUL */
};

enum kasa_http1_step {
	KASA_HTTP1_MORE, /* not whole yet */
	KASA_HTTP1_DONE,
	KASA_HTTP1_BAD, /* err tells why: KASA_EPROTO */
};

/* Text without a NUL. */
struct kasa_http1_text {
	const char *at;
	size_t len;
};

struct kasa_http1 {
	struct kasa_http1_text method, target; /* of a request */
	int status;                            /* of an answer, never 1xx: those are skipped */
	struct kasa_http1_text fields;         /* the lines of the head behind the first one */
	struct kasa_http1_text body;           /* as it came, with its chunks; see kasa_http1_body() */
	bool chunked;
	bool endless; /* an answer without a length: its end is the connection's, and body is what there is so far */
	bool last;    /* nothing comes behind it on this connection */
	size_t used;  /* bytes that it took, of those handed in */
};

enum kasa_http1_step kasa_http1_read_answer(struct kasa_http1 *message, const uint8_t *data, size_t len,
                                            struct kasa_err *err);
enum kasa_http1_step kasa_http1_read_request(struct kasa_http1 *message, const uint8_t *data, size_t len,
                                             struct kasa_err *err);

/* The next field of that name, in any case; @p from is 0 at first. False when there is no more. */
bool kasa_http1_field(const struct kasa_http1 *message, const char *name, size_t *from, struct kasa_http1_text *value);

/* The body in one piece: where it stands, or, when it came in chunks, put together in @p room. KASA_ENOMEM. */
int kasa_http1_body(const struct kasa_http1 *message, struct kasa_buf *room, struct kasa_http1_text *body);

/* True when a text is that word, in any case. */
bool kasa_http1_is(const struct kasa_http1_text *text, const char *word);

/* The text without the blanks and line ends round it. */
struct kasa_http1_text kasa_http1_trim(struct kasa_http1_text text);

/* One line of a head. A field whose value is NULL is left out. */
struct kasa_http1_line {
	const char *name, *value;
};

/*
 * Appends a head: the first line ("POST /x HTTP/1.1"), the fields as they are spelled, and Content-Length. There is room
 * for @p body_len bytes behind it then. KASA_ENOMEM.
 */
int kasa_http1_head(struct kasa_buf *out, const char *first, const struct kasa_http1_line *lines, size_t count,
                    size_t body_len);

/* The value of a Host header: without the port that goes without saying, or a zone; IPv6 in brackets. */
void kasa_http1_host(char out[KASA_HTTP1_HOST_MAX], const char *host, uint16_t port);

#endif
