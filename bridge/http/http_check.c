#include "bridge/http/http_check.h"

#include <stddef.h>
#include <string.h>
#include <strings.h>

static bool
is_token(const char *text)
{
	static const char all[] = "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

	return text[0] && !text[strspn(text, all)];
}

static bool
has_controls(const char *text)
{
	for (; *text; text++)
		if ((unsigned char)*text < 0x20 ? *text != '\t' : *text == 0x7f)
			return true;
	return false;
}

static bool
read_length(const char *text, uint64_t *out)
{
	size_t n = strspn(text, "0123456789");

	*out = 0;
	if (n == 0 || n > 18 || text[n])
		return false;
	for (; *text; text++)
		*out = *out * 10 + (uint64_t)(*text - '0');
	return true;
}

static void
take_length(struct http_check *check, const char *value)
{
	check->lengths++;
	check->odd |= !read_length(value, &check->length);
}

static void
take_coding(struct http_check *check, const char *value)
{
	check->codings++;
	check->chunked = strcasecmp(value, "chunked") == 0;
}

static void
take_host(struct http_check *check, const char *value)
{
	check->hosts++;
	check->host = value;
}

static void
take_authorization(struct http_check *check, const char *value)
{
	check->authorizations++;
	check->authorization = value;
}

void
http_check_header(struct http_check *check, const char *name, const char *value)
{
	check->odd |= !is_token(name) || has_controls(value);
	if (strcasecmp(name, "Host") == 0)
		take_host(check, value);
	else if (strcasecmp(name, "Content-Length") == 0)
		take_length(check, value);
	else if (strcasecmp(name, "Transfer-Encoding") == 0)
		take_coding(check, value);
	else if (strcasecmp(name, "Authorization") == 0)
		take_authorization(check, value);
	else if (strcasecmp(name, "Origin") == 0)
		check->origin = value;
	else if (strcasecmp(name, "Content-Type") == 0)
		check->type = value;
	else if (strcasecmp(name, "X-Forwarded-For") == 0)
		check->forwarded = value;
	else if (strcasecmp(name, "Access-Control-Request-Method") == 0)
		check->wish = value;
}

static const char *
objection(const struct http_check *check)
{
	if (check->odd)
		return "a header is not well-formed";
	if (check->hosts != 1)
		return check->hosts ? "it has more than one Host" : "it has no Host";
	if (check->lengths > 1)
		return "it has more than one Content-Length";
	if (check->lengths && check->codings)
		return "it has both Content-Length and Transfer-Encoding";
	if (check->authorizations > 1)
		return "it has more than one Authorization";
	return NULL;
}

int
http_check_verdict(const struct http_check *check, const char **why)
{
	*why = objection(check);
	if (*why)
		return 400;
	if (check->codings > 1 || (check->codings && !check->chunked)) {
		*why = "no other Transfer-Encoding than chunked is understood";
		return 501;
	}
	return 0;
}
