/*
 * HTTP/1.1 as small devices speak it: one request out of bytes, one answer into bytes. Header names are found in any
 * case, and their case is told, for some firmware minds it. No socket, no state.
 */
#ifndef KASA_SIM_HTTP_H
#define KASA_SIM_HTTP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

/* A stretch of a request; it is borrowed and has no NUL. */
struct sim_text {
	const char *at;
	size_t len;
};

struct sim_http_request {
	struct sim_text method, path, query; /* query: what follows the '?' */
	struct sim_text cookie;
	const uint8_t *body;
	size_t body_len;
	size_t size;     /* of the whole request */
	bool lower_case; /* a header that matters came with its name in lower case */
	bool last;       /* the client will send no more */
};

enum sim_http_read {
	SIM_HTTP_WHOLE,
	SIM_HTTP_MORE,
	SIM_HTTP_BROKEN,
};

enum sim_http_read sim_http_request(const uint8_t *data, size_t len, struct sim_http_request *request);

/* What an answer is made of. */
struct sim_http_answer {
	int status;
	const char *type;   /* of the body; NULL: bytes */
	const char *cookie; /* lines of headers, each with its end; NULL: none */
	size_t length;      /* that is announced */
	bool lower_case;    /* names of headers */
	bool closes;        /* and says so */
};

/* Appends the head, up to the empty line. */
int sim_http_head(const struct sim_http_answer *answer, struct kasa_buf *out);

bool sim_text_is(struct sim_text text, const char *word);

#endif
