#include "bridge/http/http_host.h"

#include <string.h>
#include <strings.h>

#include "common/host.h"
#include "common/number.h"

enum {
	PORT_MOST = 65535,
};

static bool
is_port(const char *text)
{
	unsigned port;

	return !text[0] || (text[0] == ':' && number_parse(text + 1, 1, PORT_MOST, &port));
}

static void
copy_small(char *out, const char *text, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		out[i] = text[i];
		if (text[i] >= 'A' && text[i] <= 'Z')
			out[i] = (char)(text[i] | 0x20);
	}
	out[n] = '\0';
}

static bool
is_name(const char *text)
{
	return host_is_name(text) || (host_is_address(text) && !strchr(text, '%'));
}

bool
http_host_parse(const char *text, char out[HTTP_HOST_TEXT])
{
	bool braces = text[0] == '[';
	size_t n = strcspn(text += braces, braces ? "]" : ":");

	if (n == 0 || n >= HTTP_HOST_TEXT || (braces && text[n] != ']') || !is_port(text + n + braces))
		return false;
	copy_small(out, text, n);
	return is_name(out) && braces == (strchr(out, ':') != NULL);
}

/* "lamp.", as resolvers may be given it, is "lamp". */
static void
drop_dot(char *name)
{
	size_t n = strlen(name);

	if (n > 1 && name[n - 1] == '.')
		name[n - 1] = '\0';
}

static bool
is_own(const char *own, const char *name)
{
	size_t n = strlen(own);

	return n > 0 && strncasecmp(own, name, n) == 0 && (!name[n] || strcmp(name + n, ".local") == 0);
}

static bool
is_listed(char *const *list, const char *name)
{
	char host[HTTP_HOST_TEXT];

	for (; list && *list; list++)
		if (http_host_parse(*list, host) && strcmp(host, name) == 0)
			return true;
	return false;
}

bool
http_host_is_ours(const struct http_names *names, const char *host)
{
	char name[HTTP_HOST_TEXT];

	if (!http_host_parse(host, name))
		return false;
	drop_dot(name);
	return host_is_address(name) || strcmp(name, "localhost") == 0 || is_own(names->own, name)
	       || is_listed(names->listen, name) || is_listed(names->hosts, name);
}

bool
http_host_is_same(const char *a, const char *b)
{
	return strcasecmp(a, b) == 0;
}

static const char *
behind_scheme(const char *origin)
{
	if (strncmp(origin, "https://", 8) == 0)
		return origin + 8;
	return strncmp(origin, "http://", 7) == 0 ? origin + 7 : NULL;
}

bool
http_origin_is_one(const char *text)
{
	const char *host = behind_scheme(text);
	char name[HTTP_HOST_TEXT];

	return host && http_host_parse(host, name);
}

enum http_origin
http_origin_of(const struct http_names *names, const char *origin, const char *host)
{
	const char *authority = behind_scheme(origin);

	if (authority && http_host_is_same(authority, host))
		return HTTP_ORIGIN_OWN;
	for (char *const *at = names->origins; at && *at; at++)
		if (strcasecmp(*at, origin) == 0)
			return HTTP_ORIGIN_LISTED;
	return HTTP_ORIGIN_FOREIGN;
}
