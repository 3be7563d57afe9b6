/* The section `http`. */
#include "bridge/config/config_http.h"

#include <arpa/inet.h>
#include <limits.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "base/err.h"
#include "bridge/config/config_file.h"
#include "bridge/config/config_section.h"
#include "bridge/config/config_text.h"
#include "bridge/config/secrets.h"
#include "bridge/http/http_host.h"
#include "bridge/http/http_tokens.h"
#include "common/host.h"
#include "common/number.h"

enum {
	SECOND = 1000,
	MINUTE = 60 * SECOND,
	LISTEN_MOST = 8,
	PORT_MOST = 65535,
};

static const char usual[] = "127.0.0.1:9980";

/* ---- addresses ---- */

static bool
take_address(const char *host, struct sockaddr_storage *out, uint16_t port)
{
	struct sockaddr_in6 *v6 = (void *)out;
	struct sockaddr_in *v4 = (void *)out;

	memset(out, 0, sizeof *out);
	if (inet_pton(AF_INET, strcmp(host, "localhost") == 0 ? "127.0.0.1" : host, &v4->sin_addr) == 1) {
		v4->sin_family = AF_INET;
		v4->sin_port = htons(port);
		return true;
	}
	if (inet_pton(AF_INET6, host, &v6->sin6_addr) != 1)
		return false;
	v6->sin6_family = AF_INET6;
	v6->sin6_port = htons(port);
	return true;
}

bool
config_http_address(const char *text, struct sockaddr_storage *out)
{
	const char *colon = strrchr(text, ':');
	char host[HTTP_HOST_TEXT];
	uint32_t port;

	return colon && number_parse(colon + 1, 1, PORT_MOST, &port) && http_host_parse(text, host)
	       && take_address(host, out, (uint16_t)port);
}

bool
config_http_is_local(const struct sockaddr_storage *address)
{
	const struct sockaddr_in6 *v6 = (const void *)address;
	const struct sockaddr_in *v4 = (const void *)address;

	return address->ss_family == AF_INET ? ntohl(v4->sin_addr.s_addr) >> 24 == 127
	                                     : IN6_IS_ADDR_LOOPBACK(&v6->sin6_addr);
}

/* ---- keys ---- */

static int
check_listen(const struct schema *row, const struct yaml_node *text, const void *arg, struct kasa_err *err)
{
	struct sockaddr_storage address;

	(void)arg;
	if (config_http_address(text->text, &address))
		return KASA_OK;
	return kasa_err_set(err, KASA_EINVAL, "%s: %s is wanted", row->name, row->help);
}

static int
check_host(const struct schema *row, const struct yaml_node *text, const void *arg, struct kasa_err *err)
{
	char host[HTTP_HOST_TEXT];

	(void)arg;
	if (http_host_parse(text->text, host) && host_is_name(host) && !strchr(text->text, ':'))
		return KASA_OK;
	return kasa_err_set(err, KASA_EINVAL, "%s: %s is wanted", row->name, row->help);
}

static int
check_origin(const struct schema *row, const struct yaml_node *text, const void *arg, struct kasa_err *err)
{
	(void)arg;
	if (http_origin_is_one(text->text))
		return KASA_OK;
	return kasa_err_set(err, KASA_EINVAL, "%s: %s is wanted", row->name, row->help);
}

static int
check_proxy(const struct schema *row, const struct yaml_node *text, const void *arg, struct kasa_err *err)
{
	(void)arg;
	if (host_is_address(text->text) && !strchr(text->text, '%'))
		return KASA_OK;
	return kasa_err_set(err, KASA_EINVAL, "%s: %s is wanted", row->name, row->help);
}

// clang-format off
#define A_FILE .kind = SCHEMA_TEXT, .check = config_check_filled, .help = "the path of a file"
static const struct schema limit_keys[] = {
	{ .name = "connections", .kind = SCHEMA_INTEGER, .least = 4, .most = 16384 },
	{ .name = "per_address", .kind = SCHEMA_INTEGER, .least = 1, .most = 16384 },
	{ .name = "streams", .kind = SCHEMA_INTEGER, .least = 0, .most = 16384 },
	{ .name = "body", .kind = SCHEMA_INTEGER, .least = 1024, .most = 1 << 20 },
	{ .name = "header_deadline", .kind = SCHEMA_DURATION, .least = SECOND / 10, .most = MINUTE },
	{ .name = "body_deadline", .kind = SCHEMA_DURATION, .least = SECOND / 10, .most = 5 * MINUTE },
	{ .name = "answer_deadline", .kind = SCHEMA_DURATION, .least = SECOND / 10, .most = 5 * MINUTE },
	{ .name = "events", .kind = SCHEMA_INTEGER, .least = 0, .most = 65536 },
	{ .name = "wrong_per_minute", .kind = SCHEMA_INTEGER, .least = 1, .most = 1000 },
	{ .kind = SCHEMA_END },
};
static const struct schema keys[] = {
	{ .name = "enabled", .kind = SCHEMA_BOOL },
	{ .name = "listen", .kind = SCHEMA_TEXTS, .check = check_listen, .help = "an address and a port, as 127.0.0.1:9980 or [::1]:9980," },
	{ .name = "tokens_file", A_FILE },
	{ .name = "tokens", .kind = SCHEMA_REFUSED, .help = "tokens do not stand here: tokens_file names a private file that has them, or systemd hands it over as the credential http_tokens" },
	{ .name = "cert_file", A_FILE },
	{ .name = "key_file", A_FILE },
	{ .name = "hosts", .kind = SCHEMA_TEXTS, .check = check_host, .help = "a name without a port, as kasa.example.org," },
	{ .name = "origins", .kind = SCHEMA_TEXTS, .check = check_origin, .help = "where a web page is from, as https://panel.example.org," },
	{ .name = "proxies", .kind = SCHEMA_TEXTS, .check = check_proxy, .help = "an address, as 127.0.0.1," },
	{ .name = "exporter_names", .kind = SCHEMA_BOOL },
	{ .name = "open_metrics", .kind = SCHEMA_BOOL },
	{ .name = "limits", .kind = SCHEMA_MAPPING, .inside = limit_keys, .help = "how much of what, as {connections: 512}" },
	{ .kind = SCHEMA_END },
};
#define HTTP(member) offsetof(struct config_http, member)
static const struct field fields[] = {
	{ "enabled", AS_BOOL, HTTP(enabled), NULL },
	{ "listen", AS_TEXTS, HTTP(listen), NULL },
	{ "tokens_file", AS_PATH, HTTP(tokens_file), NULL },
	{ "cert_file", AS_PATH, HTTP(cert_file), NULL },
	{ "key_file", AS_PATH, HTTP(key_file), NULL },
	{ "hosts", AS_TEXTS, HTTP(hosts), NULL },
	{ "origins", AS_TEXTS, HTTP(origins), NULL },
	{ "proxies", AS_TEXTS, HTTP(proxies), NULL },
	{ "exporter_names", AS_BOOL, HTTP(exporter_names), NULL },
	{ "open_metrics", AS_BOOL, HTTP(open_metrics), NULL },
	{ "limits", AS_MORE, 0, NULL },
	{ 0 },
};
#define LIMIT(member) offsetof(struct config_http_limits, member)
static const struct field limit_fields[] = {
	{ "connections", AS_NUMBER, LIMIT(connections), NULL },
	{ "per_address", AS_NUMBER, LIMIT(per_address), NULL },
	{ "streams", AS_NUMBER, LIMIT(streams), NULL },
	{ "body", AS_NUMBER, LIMIT(body), NULL },
	{ "header_deadline", AS_MS, LIMIT(header_ms), NULL },
	{ "body_deadline", AS_MS, LIMIT(body_ms), NULL },
	{ "answer_deadline", AS_MS, LIMIT(answer_ms), NULL },
	{ "events", AS_NUMBER, LIMIT(events), NULL },
	{ "wrong_per_minute", AS_NUMBER, LIMIT(wrong_per_minute), NULL },
	{ 0 },
};
// clang-format on

/* ---- what contradicts itself ---- */

static void
say(struct mistakes *mistakes, const struct yaml_node *node, const char *why)
{
	mistakes_add(mistakes, node->line, node->column, "%s: %s", node->key->text, why);
}

/* What is wrong within it would else be told by a start that fails. */
static void
check_tokens(const struct yaml_node *file, const char *path, struct mistakes *mistakes)
{
	char tokens_file[PATH_MAX];
	struct http_tokens *tokens = NULL;
	struct kasa_err err;

	if (!config_file_path(tokens_file, path, file->text))
		return;
	if (http_tokens_read(&(struct config_http){ .tokens_file = tokens_file }, &tokens, &err) != KASA_OK)
		mistakes_add(mistakes, file->line, file->column, "tokens_file: %s", err.text);
	http_tokens_free(tokens);
}

static void
check_files(const struct yaml_node *http, const char *path, struct mistakes *mistakes)
{
	const struct yaml_node *cert = yaml_get(http, "cert_file"), *key = yaml_get(http, "key_file");
	const struct yaml_node *tokens = yaml_get(http, "tokens_file");

	if (key && !cert)
		say(mistakes, key, "it belongs to a certificate, which cert_file names");
	if (cert && !key && !secret_is_given("http_key"))
		say(mistakes, cert, "it wants its key as well, which key_file names, or systemd's credential http_key");
	if (tokens && tokens->kind == YAML_TEXT && tokens->text[0])
		check_tokens(tokens, path, mistakes);
	config_file_check(cert, path, false, mistakes);
	config_file_check(key, path, true, mistakes);
}

/* To be bound to an inner network keeps nobody out: others are in it too. */
static void
check_reach(const struct yaml_node *http, struct mistakes *mistakes)
{
	const struct yaml_node *listen = yaml_get(http, "listen"), *proxies = yaml_get(http, "proxies");
	struct sockaddr_storage address;

	if (yaml_get(http, "tokens_file") || secret_is_given("http_tokens"))
		return;
	if (proxies)
		say(mistakes, proxies,
		    "to kasad all that comes through a proxy comes from its host: that goes only with tokens, which "
		    "tokens_file names, or systemd's credential http_tokens");
	for (const struct yaml_node *at = yaml_next(listen, NULL); at; at = yaml_next(listen, at))
		if (at->kind == YAML_TEXT && config_http_address(at->text, &address) && !config_http_is_local(&address))
			mistakes_add(mistakes, at->line, at->column,
			             "listen: others than this host reach it at %s only with tokens: tokens_file names "
			             "them, or systemd's credential http_tokens",
			             at->text);
}

static void
check_count(const struct yaml_node *listen, struct mistakes *mistakes)
{
	unsigned count = 0;

	for (const struct yaml_node *at = yaml_next(listen, NULL); at; at = yaml_next(listen, at))
		if (++count == LISTEN_MOST + 1)
			mistakes_add(mistakes, at->line, at->column, "listen: there are more than %d", LISTEN_MOST);
}

static void
check(const struct yaml_node *root, const char *path, struct mistakes *mistakes)
{
	const struct yaml_node *http = yaml_get(root, "http");

	if (!http || http->kind != YAML_MAPPING)
		return;
	check_files(http, path, mistakes);
	check_reach(http, mistakes);
	check_count(yaml_get(http, "listen"), mistakes);
}

/* ---- filling in ---- */

static void
listen_as_usual(struct filler *filler, struct config_http *http)
{
	http->listen = calloc(2, sizeof *http->listen);
	if (http->listen)
		http->listen[0] = config_fill_text(filler, usual);
	else
		filler->no_memory = true;
}

static void
fill(struct filler *filler, struct config *config, const struct yaml_node *node)
{
	struct config_http *http = &config->http;

	*http = (struct config_http){
		.enabled = node != NULL,
		.limits = {
			.connections = 512,
			.per_address = 64,
			.streams = 64,
			.body = 64 << 10,
			.header_ms = 5 * SECOND,
			.body_ms = 10 * SECOND,
			.answer_ms = 30 * SECOND,
			.events = 256,
			.wrong_per_minute = 5,
		},
	};
	config_fill_rows(filler, http, fields, node);
	config_fill_rows(filler, &http->limits, limit_fields, yaml_get(node, "limits"));
	if (!http->listen)
		listen_as_usual(filler, http);
}

static void
release(struct config *config)
{
	struct config_http *http = &config->http;

	config_free_texts(http->listen);
	free(http->tokens_file);
	free(http->cert_file);
	free(http->key_file);
	config_free_texts(http->hosts);
	config_free_texts(http->origins);
	config_free_texts(http->proxies);
}

/* ---- another one ---- */

static bool
differ(const char *a, const char *b)
{
	return a && b ? strcmp(a, b) != 0 : a != b;
}

static bool
lists_differ(char *const *a, char *const *b)
{
	size_t i = 0;

	if (!a || !b)
		return a != b;
	while (a[i] && b[i] && strcmp(a[i], b[i]) == 0)
		i++;
	return a[i] || b[i];
}

/* A file that is another one by now, under the same name, wants a restart as well; nobody sees it from here. */
static bool
restart(const struct config *now, const struct config *next)
{
	const struct config_http *a = &now->http, *b = &next->http;

	return a->enabled != b->enabled || lists_differ(a->listen, b->listen) || differ(a->tokens_file, b->tokens_file)
	       || differ(a->cert_file, b->cert_file) || differ(a->key_file, b->key_file)
	       || lists_differ(a->hosts, b->hosts) || lists_differ(a->origins, b->origins)
	       || lists_differ(a->proxies, b->proxies) || a->exporter_names != b->exporter_names
	       || a->open_metrics != b->open_metrics || memcmp(&a->limits, &b->limits, sizeof a->limits) != 0;
}

const struct config_section config_http_section = {
	.row = { .name = "http",
	         .kind = SCHEMA_MAPPING,
	         .inside = keys,
	         .help = "keys about what is served over HTTP, as {listen: 127.0.0.1:9980}" },
	.check = check,
	.fill = fill,
	.release = release,
	.restart = restart,
	.at = offsetof(struct config, http),
	.size = sizeof(struct config_http),
};
