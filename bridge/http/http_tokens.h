/*
 * Bearer tokens: from the credential "http_tokens" of systemd, or the private file http.tokens_file. A line each, `SCOPE NAME
 * TOKEN`: "read grafana 0123456789abcdef0123456789abcdef"; lines may be empty or begin with #.
 */
#ifndef KASA_BRIDGE_HTTP_TOKENS_H
#define KASA_BRIDGE_HTTP_TOKENS_H

#include <stddef.h>

#include <kasa/error.h>

#include "bridge/http/http.h"

enum {
	HTTP_TOKENS_MAX = 64,
	HTTP_TOKEN_LEAST = 22, /* 128 bits in base64 */
	HTTP_TOKEN_MOST = 256,
};

struct http_tokens;

/* Only digests of them are kept. KASA_EINVAL with a sentence that has the line's number, and never the token. */
int http_tokens_parse(const char *text, size_t length, struct http_tokens **out, struct kasa_err *err);

/* From where the configuration says, or the credential; there may be none, then it is empty. */
int http_tokens_read(const struct config_http *config, struct http_tokens **out, struct kasa_err *err);

size_t http_tokens_count(const struct http_tokens *tokens);

/*
 * Whom a token belongs to, in the same time whatever it is: compares digests with all of them. NULL: nobody.
 */
const char *http_tokens_find(const struct http_tokens *tokens, const char *token, enum http_scope *scope);

/* Wipes them. NULL is nothing to do. */
void http_tokens_free(struct http_tokens *tokens);

#endif
