#include "bridge/http/http_tokens.h"

#include <nettle/memops.h>
#include <nettle/sha2.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "bridge/config/config_http.h"
#include "bridge/config/secrets.h"

enum {
	NAME_MAX_BYTES = 64,
	LINE_MOST = 512,
	TEXT_MOST = 64 << 10,
};

struct token {
	char name[NAME_MAX_BYTES + 1];
	enum http_scope scope;
	uint8_t digest[SHA256_DIGEST_SIZE];
};

struct http_tokens {
	struct token token[HTTP_TOKENS_MAX];
	size_t count;
};

static const char *const scopes[] = { [HTTP_READ] = "read", [HTTP_CONTROL] = "control", [HTTP_ADMIN] = "admin" };

static void
digest_of(const char *text, size_t n, uint8_t out[SHA256_DIGEST_SIZE])
{
	struct sha256_ctx ctx;

	sha256_init(&ctx);
	sha256_update(&ctx, n, (const uint8_t *)text);
	sha256_digest(&ctx, SHA256_DIGEST_SIZE, out);
	explicit_bzero(&ctx, sizeof ctx);
}

/* ---- reading ---- */

/* A word of a line: where it is, and how long. */
struct word {
	const char *at;
	size_t n;
};

static const char blanks[] = " \t\r";

static size_t
cut(const char *line, size_t n, struct word *words, size_t most)
{
	size_t count = 0;

	for (size_t i = 0; i < n;) {
		size_t start = i;

		while (i < n && !memchr(blanks, line[i], sizeof blanks - 1))
			i++;
		if (i > start && count < most)
			words[count] = (struct word){ line + start, i - start };
		count += i > start;
		i += i < n;
	}
	return count;
}

static bool
parse_scope(const struct word *word, enum http_scope *out)
{
	for (int i = HTTP_READ; i <= HTTP_ADMIN; i++)
		if (strlen(scopes[i]) == word->n && memcmp(scopes[i], word->at, word->n) == 0) {
			*out = (enum http_scope)i;
			return true;
		}
	return false;
}

static bool
consists_of(const struct word *word, const char *others)
{
	for (size_t i = 0; i < word->n; i++) {
		char c = word->at[i], low = (char)(c | 0x20);
		bool common = (c >= '0' && c <= '9') || (low >= 'a' && low <= 'z');

		if (!common && (c == '\0' || !strchr(others, c)))
			return false;
	}
	return true;
}

static const char *
objection(const struct word *words, size_t count)
{
	enum http_scope scope;

	if (count != 3)
		return "a line is SCOPE NAME TOKEN";
	if (!parse_scope(&words[0], &scope))
		return "the scope is read, control or admin";
	if (words[1].n > NAME_MAX_BYTES || !consists_of(&words[1], "_-."))
		return "the name has up to 64 letters, digits, _, - and .";
	if (words[2].n < HTTP_TOKEN_LEAST || words[2].n > HTTP_TOKEN_MOST)
		return "the token has 22 to 256 characters";
	if (!consists_of(&words[2], "-._~+/="))
		return "the token has letters, digits and -._~+/= alone";
	return NULL;
}

static const char *
twice(const struct http_tokens *tokens, const struct token *token)
{
	for (size_t i = 0; i < tokens->count; i++) {
		if (strcmp(tokens->token[i].name, token->name) == 0)
			return "this name stands there twice";
		if (memeql_sec(tokens->token[i].digest, token->digest, sizeof token->digest))
			return "this token stands there twice";
	}
	return tokens->count == HTTP_TOKENS_MAX ? "there are more than 64 tokens" : NULL;
}

static int
take_line(struct http_tokens *tokens, const char *line, size_t n, unsigned number, struct kasa_err *err)
{
	struct word words[3];
	size_t count = cut(line, n, words, 3);
	struct token token = { .name = "" };
	const char *why;

	if (count == 0 || words[0].at[0] == '#')
		return KASA_OK;
	why = n > LINE_MOST ? "it is too long" : objection(words, count);
	if (!why) {
		parse_scope(&words[0], &token.scope);
		memcpy(token.name, words[1].at, words[1].n);
		digest_of(words[2].at, words[2].n, token.digest);
		why = twice(tokens, &token);
	}
	if (why)
		return kasa_err_set(err, KASA_EINVAL, "line %u: %s", number, why);
	tokens->token[tokens->count++] = token;
	return KASA_OK;
}

int
http_tokens_parse(const char *text, size_t length, struct http_tokens **out, struct kasa_err *err)
{
	struct http_tokens *tokens = calloc(1, sizeof *tokens);
	int rc = tokens ? KASA_OK : kasa_err_set(err, KASA_ENOMEM, "no memory for tokens");
	unsigned number = 1;

	for (size_t at = 0; rc == KASA_OK && at < length; number++) {
		const char *end = memchr(text + at, '\n', length - at);
		size_t n = end ? (size_t)(end - text) - at : length - at;

		rc = take_line(tokens, text + at, n, number, err);
		at += n + 1;
	}
	if (rc == KASA_OK)
		*out = tokens;
	else
		http_tokens_free(tokens);
	return rc;
}

/* A file that was named and has none closes the door: it does not open it. */
static int
parse_file(const struct kasa_buf *text, const char *path, struct http_tokens **out, struct kasa_err *err)
{
	int rc = http_tokens_parse((const char *)text->data, text->len, out, err);

	if (rc != KASA_OK)
		return kasa_err_wrap(err, "%s", path);
	if ((*out)->count > 0)
		return KASA_OK;
	http_tokens_free(*out);
	*out = NULL;
	return kasa_err_set(err, KASA_EINVAL, "%s: there is no token in it", path);
}

int
http_tokens_read(const struct config_http *config, struct http_tokens **out, struct kasa_err *err)
{
	struct kasa_buf text;
	bool found;
	int rc = secret_text("http_tokens", config->tokens_file, TEXT_MOST, &text, &found, err);

	if (rc == KASA_OK && found)
		rc = parse_file(&text, config->tokens_file ? config->tokens_file : "the credential http_tokens", out,
		                err);
	else if (rc == KASA_OK)
		rc = http_tokens_parse("", 0, out, err);
	secret_text_free(&text);
	return rc;
}

/* ---- asking ---- */

size_t
http_tokens_count(const struct http_tokens *tokens)
{
	return tokens->count;
}

const char *
http_tokens_find(const struct http_tokens *tokens, const char *token, enum http_scope *scope)
{
	const struct token *found = NULL;
	uint8_t digest[SHA256_DIGEST_SIZE];
	size_t n = strlen(token);

	digest_of(token, n <= HTTP_TOKEN_MOST ? n : HTTP_TOKEN_MOST + 1, digest);
	for (size_t i = 0; i < tokens->count; i++)
		if (memeql_sec(tokens->token[i].digest, digest, sizeof digest))
			found = &tokens->token[i];
	explicit_bzero(digest, sizeof digest);
	if (found)
		*scope = found->scope;
	return found ? found->name : NULL;
}

void
http_tokens_free(struct http_tokens *tokens)
{
	if (tokens)
		explicit_bzero(tokens, sizeof *tokens);
	free(tokens);
}
