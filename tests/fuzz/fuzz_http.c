/*
 * What strangers send to the HTTP server and we read ourselves: targets, Hosts, Origins, proxies' headers, tokens. The first byte
 * says which.
 */
#include "base/str.h"
#include "bridge/http/http_check.h"
#include "bridge/http/http_host.h"
#include "bridge/http/http_peer.h"
#include "bridge/http/http_route.h"
#include "bridge/http/http_tokens.h"
#include "fuzz/fuzz.h"

static void
serve(struct http_req *req, void *arg)
{
	(void)req;
	(void)arg;
}

static const struct http_route rows[] = {
	{ "GET", "/", HTTP_READ, 0, serve },
	{ "GET", "/things/{thing}", HTTP_READ, 0, serve },
	{ "GET", "/things/{thing}/state", HTTP_READ, 0, serve },
	{ "POST", "/hooks/{hook}/{rest}", HTTP_OPEN, HTTP_LONG_PATH, serve },
	{ 0 },
};

static void
check_parts(const struct http_row *row, const char *part[HTTP_PARTS_MAX])
{
	for (unsigned i = 0; i < row->parts; i++) {
		bool last_of_long = (row->route->flags & HTTP_LONG_PATH) && i + 1 == row->parts;

		PROMISE(part[i] && part[i][0] && strcmp(part[i], "..") != 0);
		PROMISE(last_of_long || !strchr(part[i], '/'));
	}
}

static void
check_target(const char *text)
{
	const char *part[HTTP_PARTS_MAX] = { NULL }, *allow;
	struct http_routes routes = { 0 };
	struct http_uri uri = { 0 };
	const struct http_row *row;

	PROMISE(http_routes_add(&routes, rows, NULL, NULL) == KASA_OK);
	if (http_uri_parse(&uri, text) == HTTP_URI_FINE && !uri.asterisk) {
		PROMISE(uri.path[0] == '/' && uri.count <= HTTP_SEGMENTS_MAX);
		for (size_t i = 0; i < uri.count; i++) {
			PROMISE(uri.segment[i][0]);
			PROMISE(strncmp(http_uri_rest(&uri, i), uri.segment[i], strlen(uri.segment[i])) == 0);
		}
		row = http_routes_find(&routes, "GET", &uri, part, &allow);
		if (row)
			check_parts(row, part);
		row = http_routes_find(&routes, "POST", &uri, part, &allow);
		if (row)
			check_parts(row, part);
	}
	http_uri_finish(&uri);
	http_routes_finish(&routes);
}

static void
check_names(const char *text)
{
	char panel[] = "https://panel.example", *origins[] = { panel, NULL };
	const struct http_names names = { .own = "attic", .origins = origins };
	char host[HTTP_HOST_TEXT];

	if (http_host_is_ours(&names, text))
		PROMISE(http_host_parse(text, host) && !strpbrk(host, "/@ \t"));
	if (http_origin_of(&names, text, "attic:80") == HTTP_ORIGIN_OWN)
		PROMISE(strcasecmp(text + strcspn(text, "/") + 2, "attic:80") == 0);
}

static void
check_forwarded(const char *text)
{
	char near[] = "127.0.0.1", *proxies[] = { near, NULL }, out[HTTP_PEER_TEXT];
	struct http_peer peer = { 0 };

	PROMISE(!http_peer_forwarded(text, "10.0.0.1", proxies, &peer, out) && !peer.key);
	if (http_peer_forwarded(text, "127.0.0.1", proxies, &peer, out))
		PROMISE(peer.key && out[0] && strcmp(out, near) != 0);
}

static void
check_tokens(const char *text)
{
	struct http_tokens *tokens = NULL;
	enum http_scope scope;
	struct kasa_err err;

	if (http_tokens_parse(text, strlen(text), &tokens, &err) == KASA_OK) {
		PROMISE(http_tokens_count(tokens) <= HTTP_TOKENS_MAX);
		PROMISE(!http_tokens_find(tokens, "", &scope));
		http_tokens_free(tokens);
	} else {
		PROMISE(strncmp(err.text, "line ", 5) == 0);
	}
}

/* "name: value" lines. */
static void
check_headers(char *text)
{
	struct http_check check = { 0 };
	const char *why;
	int status;

	for (char *line = strtok(text, "\n"); line; line = strtok(NULL, "\n")) {
		size_t n = strcspn(line, ":");
		char *value = line[n] ? line + n + 1 : line + n;

		line[n] = '\0';
		http_check_header(&check, line, value + strspn(value, " "));
	}
	status = http_check_verdict(&check, &why);
	PROMISE(status == 0 || status == 400 || status == 501);
	PROMISE(status != 0 || (check.hosts == 1 && check.lengths + check.codings <= 1));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = malloc(size + 1);

	if (!text || size == 0) {
		free(text);
		return 0;
	}
	memcpy(text, data + 1, size - 1);
	text[size - 1] = '\0';
	switch (data[0] % 5) {
	case 0:
		check_target(text);
		break;
	case 1:
		check_names(text);
		break;
	case 2:
		check_forwarded(text);
		break;
	case 3:
		check_tokens(text);
		break;
	case 4:
		check_headers(text);
		break;
	}
	free(text);
	return 0;
}
