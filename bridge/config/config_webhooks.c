/* Where a receiver's secret stands in the file itself, nobody else may read the file. */
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/err.h"
#include "bridge/config/config_file.h"
#include "bridge/config/config_rules.h"
#include "bridge/config/config_section.h"
#include "bridge/config/config_text.h"
#include "bridge/config/secrets.h"
#include "bridge/hook/signature.h"
#include "bridge/webhook/webhook_template.h"
#include "bridge/webhook/webhook_url.h"
#include "common/private_file.h"
#include "common/text_show.h"

enum {
	SECOND = 1000,
	MINUTE = 60 * SECOND,
	HOUR = 60 * MINUTE,
	DAY = 24 * HOUR,
	WEEK = 7 * DAY,
	QUEUE_LEAST = 64 << 10,
	QUEUE_MOST = 64 << 20,
};

#define IFTTT "https://maker.ifttt.com"

// clang-format off
static const char *const formats[] = { "standard", "cloudevents", "ifttt", "template", NULL };
static const char *const methods[] = { "POST", "PUT", "GET", NULL };
static const char word_letters[] = "abcdefghijklmnopqrstuvwxyz0123456789_-";
static const char token_letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.!~*'`^|+&%$#";
/* What makes the message itself, and is not for others to say. */
static const char *const own_headers[] = { "content-type", "content-length", "transfer-encoding", "connection", "host", "expect", NULL };
// clang-format on

/* ---- texts ---- */

static int
check_name(const struct schema *row, const struct yaml_node *text, const void *arg, struct kasa_err *err)
{
	size_t n = strlen(text->text);

	(void)arg;
	if (n == 0 || n > CONFIG_WEBHOOK_NAME_MAX || text->text[strspn(text->text, word_letters)])
		return kasa_err_set(err, KASA_EINVAL, "%s: it is no word of 1 to %d small letters, digits, _ and -",
		                    row->name, CONFIG_WEBHOOK_NAME_MAX);
	return KASA_OK;
}

static int
check_url(const struct schema *row, const struct yaml_node *text, const void *arg, struct kasa_err *err)
{
	(void)arg;
	return webhook_url_check(text->text, err) == KASA_OK ? KASA_OK : kasa_err_wrap(err, "%s", row->name);
}

static bool
is_event(const char *name)
{
	size_t n = strlen(name);

	return n > 0 && n <= CONFIG_NAME_MAX && !name[strspn(name, word_letters)];
}

static int
check_event(const struct schema *row, const struct yaml_node *text, const void *arg, struct kasa_err *err)
{
	char shown[TEXT_SHOWN];

	(void)arg;
	if (!is_event(text->text))
		return kasa_err_set(err, KASA_EINVAL,
		                    "%s: \"%s\" is no event's name, which has small letters, digits and _", row->name,
		                    text_show(shown, text->text));
	return KASA_OK;
}

static int
check_template(const struct schema *row, const struct yaml_node *text, const void *arg, struct kasa_err *err)
{
	(void)arg;
	return webhook_template_check(text->text, err) == KASA_OK ? KASA_OK : kasa_err_wrap(err, "%s", row->name);
}

static bool
is_own_header(const char *header, size_t n)
{
	for (size_t i = 0; own_headers[i]; i++)
		if (strlen(own_headers[i]) == n && strncasecmp(own_headers[i], header, n) == 0)
			return true;
	return false;
}

/* Its value may be a secret and is not shown. */
static int
check_header(const struct schema *row, const struct yaml_node *text, const void *arg, struct kasa_err *err)
{
	size_t n = strspn(text->text, token_letters);
	const char *value = text->text + n;

	(void)arg;
	if (n == 0 || value[0] != ':')
		return kasa_err_set(err, KASA_EINVAL, "%s: no name and colon stand before it, as in \"Title: kasa\"",
		                    row->name);
	if (is_own_header(text->text, n))
		return kasa_err_set(err, KASA_EINVAL, "%s: \"%.*s\" is made by kasad itself", row->name, (int)n,
		                    text->text);
	for (value++; *value; value++)
		if (((unsigned char)*value < ' ' && *value != '\t') || *value == 0x7f)
			return kasa_err_set(err, KASA_EINVAL, "%s: \"%.*s\" has a control character in its value",
			                    row->name, (int)n, text->text);
	return KASA_OK;
}

// clang-format off
#define A_FILE .kind = SCHEMA_TEXT, .check = config_check_filled, .help = "the path of a file"

static const struct schema queue[] = {
	{ .name = "count", .kind = SCHEMA_INTEGER, .least = 1, .most = 10000 },
	{ .name = "bytes", .kind = SCHEMA_INTEGER, .least = QUEUE_LEAST, .most = QUEUE_MOST },
	{ .kind = SCHEMA_END },
};
static const struct schema retry[] = {
	{ .name = "first", .kind = SCHEMA_DURATION, .least = SECOND / 10, .most = HOUR },
	{ .name = "most", .kind = SCHEMA_DURATION, .least = SECOND / 10, .most = DAY },
	{ .kind = SCHEMA_END },
};
static const struct schema breaker[] = {
	{ .name = "failures", .kind = SCHEMA_INTEGER, .least = 1, .most = 1000 },
	{ .name = "pause", .kind = SCHEMA_DURATION, .least = SECOND / 10, .most = HOUR },
	{ .kind = SCHEMA_END },
};
static const struct schema webhook[] = {
	{ .name = "name", .kind = SCHEMA_TEXT, .needed = true, .check = check_name, .help = "a word, as node-red" },
	{ .name = "url", .kind = SCHEMA_TEXT, .check = check_url, .help = "where events go, as https://hooks.example.org/kasa" },
	{ .name = "format", .kind = SCHEMA_CHOICE, .choices = formats },
	{ .name = "method", .kind = SCHEMA_CHOICE, .choices = methods },
	{ .name = "events", .kind = SCHEMA_TEXTS, .check = check_event, .help = "names of events, as [state_changed, device_offline], or all" },
	{ .name = "devices", .kind = SCHEMA_TEXTS, .check = config_check_member, .help = "devices, as [lamp, strip/2]" },
	{ .name = "secret", .kind = SCHEMA_TEXT, .check = config_check_filled, .help = "what signs, or tells who calls, as whsec_..." },
	{ .name = "secret_file", A_FILE },
	{ .name = "ifttt_event", .kind = SCHEMA_TEXT, .check = check_template, .help = "the event's name at IFTTT, as kasa_{{event.type}}" },
	{ .name = "json", .kind = SCHEMA_BOOL },
	{ .name = "body", .kind = SCHEMA_TEXT, .check = check_template, .help = "what is sent, as \"{{device.alias}} is {{state}}\"" },
	{ .name = "content_type", .kind = SCHEMA_TEXT, .check = config_check_filled, .help = "what the body is, as text/plain" },
	{ .name = "headers", .kind = SCHEMA_TEXTS, .check = check_header, .help = "more headers, as [\"Title: kasa\"]" },
	{ .name = "connect_timeout", .kind = SCHEMA_DURATION, .least = SECOND / 10, .most = MINUTE },
	{ .name = "timeout", .kind = SCHEMA_DURATION, .least = SECOND / 10, .most = 5 * MINUTE },
	{ .name = "max_age", .kind = SCHEMA_DURATION, .least = SECOND, .most = WEEK },
	{ .name = "queue", .kind = SCHEMA_MAPPING, .inside = queue, .help = "how much may wait, as {count: 1000, bytes: 4194304}" },
	{ .name = "latest_only", .kind = SCHEMA_BOOL },
	{ .name = "min_interval", .kind = SCHEMA_DURATION, .most = HOUR },
	{ .name = "retry", .kind = SCHEMA_MAPPING, .inside = retry, .help = "when it is tried again, as {first: 5s, most: 1h}" },
	{ .name = "breaker", .kind = SCHEMA_MAPPING, .inside = breaker, .help = "when it is left alone, as {failures: 5, pause: 60s}" },
	{ .name = "ca_file", A_FILE },
	{ .name = "cert_file", A_FILE },
	{ .name = "key_file", A_FILE },
	{ .kind = SCHEMA_END },
};
static const struct schema webhooks[] = {
	{ .kind = SCHEMA_MAPPING, .inside = webhook, .help = "a receiver, as {name: node-red, url: http://192.0.2.8:1880/kasa}" },
	{ .kind = SCHEMA_END },
};

#define MEMBER(member) offsetof(struct config_webhook, member)
static const struct field fields[] = {
	{ "name", AS_TEXT, MEMBER(name), NULL },
	{ "url", AS_TEXT, MEMBER(url), NULL },
	{ "format", AS_CHOICE, MEMBER(format), formats },
	{ "method", AS_CHOICE, MEMBER(method), methods },
	{ "events", AS_TEXTS, MEMBER(events), NULL },
	{ "devices", AS_TEXTS, MEMBER(devices), NULL },
	{ "secret", AS_TEXT, MEMBER(secret), NULL },
	{ "secret_file", AS_PATH, MEMBER(secret_file), NULL },
	{ "ifttt_event", AS_TEXT, MEMBER(ifttt_event), NULL },
	{ "json", AS_BOOL, MEMBER(json), NULL },
	{ "body", AS_TEXT, MEMBER(body), NULL },
	{ "content_type", AS_TEXT, MEMBER(content_type), NULL },
	{ "headers", AS_TEXTS, MEMBER(headers), NULL },
	{ "connect_timeout", AS_MS, MEMBER(connect_timeout_ms), NULL },
	{ "timeout", AS_MS, MEMBER(timeout_ms), NULL },
	{ "max_age", AS_MS, MEMBER(max_age_ms), NULL },
	{ "queue", AS_MORE, 0, NULL },
	{ "latest_only", AS_BOOL, MEMBER(latest_only), NULL },
	{ "min_interval", AS_MS, MEMBER(min_interval_ms), NULL },
	{ "retry", AS_MORE, 0, NULL },
	{ "breaker", AS_MORE, 0, NULL },
	{ "ca_file", AS_PATH, MEMBER(ca_file), NULL },
	{ "cert_file", AS_PATH, MEMBER(cert_file), NULL },
	{ "key_file", AS_PATH, MEMBER(key_file), NULL },
	{ 0 },
};
static const struct field queue_fields[] = {
	{ "count", AS_NUMBER, MEMBER(queue_count), NULL },
	{ "bytes", AS_NUMBER, MEMBER(queue_bytes), NULL },
	{ 0 },
};
static const struct field retry_fields[] = {
	{ "first", AS_MS, MEMBER(retry_first_ms), NULL },
	{ "most", AS_MS, MEMBER(retry_most_ms), NULL },
	{ 0 },
};
static const struct field breaker_fields[] = {
	{ "failures", AS_NUMBER, MEMBER(breaker_failures), NULL },
	{ "pause", AS_MS, MEMBER(breaker_pause_ms), NULL },
	{ 0 },
};
// clang-format on

/* ---- what contradicts itself ---- */

static void
say(struct mistakes *mistakes, const struct yaml_node *node, const char *why)
{
	mistakes_add(mistakes, node->line, node->column, "%s: %s", node->key->text, why);
}

static const char *
text_of(const struct yaml_node *mapping, const char *name, const char *otherwise)
{
	const struct yaml_node *node = yaml_get(mapping, name);

	return node && node->kind == YAML_TEXT ? node->text : otherwise;
}

/* Keys of one format in another. */
static void
check_format(const struct yaml_node *node, struct mistakes *mistakes)
{
	static const struct {
		const char *key, *format;
	} only[] = {
		{ "ifttt_event", "ifttt" },     { "json", "ifttt" },      { "body", "template" },
		{ "content_type", "template" }, { "method", "template" },
	};
	const char *format = text_of(node, "format", "standard");

	for (size_t i = 0; i < sizeof only / sizeof only[0]; i++) {
		const struct yaml_node *key = yaml_get(node, only[i].key);

		if (key && strcmp(format, only[i].format) != 0)
			mistakes_add(mistakes, key->line, key->column, "%s: it belongs to format: %s", only[i].key,
			             only[i].format);
	}
	if (strcmp(format, "template") == 0 && !yaml_get(node, "body"))
		mistakes_add(mistakes, node->line, node->column, "body is missing, which says what is sent");
	if (strcmp(format, "ifttt") != 0 && !yaml_get(node, "url"))
		mistakes_add(mistakes, node->line, node->column, "url is missing, which says where events go");
}

static void
check_secret(const struct yaml_node *node, const char *path, struct mistakes *mistakes)
{
	const struct yaml_node *secret = yaml_get(node, "secret"), *file = yaml_get(node, "secret_file");
	struct kasa_err err;

	config_file_check(file, path, true, mistakes);
	if (secret && file)
		say(mistakes, file, "secret says it already");
	if (secret && private_file_check(path, &err) != KASA_OK)
		mistakes_add(mistakes, secret->line, secret->column,
		             "secret: %s, or secret_file names a file of its own", err.text);
}

/* Its file was looked at already. A secret that signs nothing would be found out by the receiver. */
static void
check_signing(const struct yaml_node *node, const char *path, struct mistakes *mistakes)
{
	const struct yaml_node *key = yaml_get(node, "secret");
	char file[PATH_MAX], *read = NULL;
	const char *secret = text_of(node, "secret", NULL);

	if (!key) {
		key = yaml_get(node, "secret_file");
		if (key && key->kind == YAML_TEXT && config_file_path(file, path, key->text)
		    && secret_read(NULL, file, NULL, &read, &(struct kasa_err){ 0 }) == KASA_OK)
			secret = read;
	}
	if (secret && strcmp(text_of(node, "format", "standard"), "standard") == 0 && !signature_keys_good(secret))
		say(mistakes, key, "behind whsec_ stands no base64 of 16 to 64 bytes");
	secret_free(read);
}

static void
check_tls(const struct yaml_node *node, const char *path, struct mistakes *mistakes)
{
	static const char *const files[] = { "ca_file", "cert_file", "key_file" };
	const struct yaml_node *cert = yaml_get(node, "cert_file"), *key = yaml_get(node, "key_file");

	if (key && !cert)
		say(mistakes, key, "it belongs to a certificate, which cert_file names");
	if (cert && !key)
		say(mistakes, cert, "it wants its key as well, which key_file names");
	for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
		const struct yaml_node *file = yaml_get(node, files[i]);

		config_file_check(file, path, false, mistakes);
		if (file && strncmp(text_of(node, "url", IFTTT), "http://", 7) == 0)
			say(mistakes, file, "it is of no use with http://");
	}
}

static void
check_once(const struct yaml_node *first, const struct yaml_node *node, struct mistakes *mistakes)
{
	const struct yaml_node *name = yaml_get(node, "name");

	for (const struct yaml_node *at = first; name && name->kind == YAML_TEXT && at != node; at = at->next)
		if (strcmp(text_of(at, "name", ""), name->text) == 0)
			mistakes_add(mistakes, name->line, name->column, "name: it stands in line %u already",
			             at->line);
}

/* A name with a slip in it would wait for ever, and its receiver hear nothing. */
static void
check_events(const struct yaml_node *root, const struct yaml_node *node, struct mistakes *mistakes)
{
	const struct yaml_node *events = yaml_get(node, "events");
	char shown[TEXT_SHOWN];

	for (const struct yaml_node *at = yaml_next(events, NULL); at; at = yaml_next(events, at))
		if (at->kind == YAML_TEXT && is_event(at->text) && strcmp(at->text, "all") != 0
		    && !config_rules_know(root, at->text))
			mistakes_add(mistakes, at->line, at->column,
			             "events: there is no event \"%s\", and no rule says it",
			             text_show(shown, at->text));
}

static void
check(const struct yaml_node *root, const char *path, struct mistakes *mistakes)
{
	const struct yaml_node *list = yaml_get(root, "webhooks");
	const struct yaml_node *first = list && list->kind == YAML_SEQUENCE ? list->first : NULL;
	unsigned count = 0;

	for (const struct yaml_node *at = first; at; at = at->next) {
		if (at->kind != YAML_MAPPING)
			continue;
		if (++count == CONFIG_WEBHOOKS_MAX + 1)
			mistakes_add(mistakes, at->line, at->column, "webhooks: there are at most %d",
			             CONFIG_WEBHOOKS_MAX);
		if (count > CONFIG_WEBHOOKS_MAX)
			continue;
		check_once(first, at, mistakes);
		check_format(at, mistakes);
		check_secret(at, path, mistakes);
		check_signing(at, path, mistakes);
		check_tls(at, path, mistakes);
		check_events(root, at, mistakes);
	}
}

/* ---- filling in ---- */

static void
fill_one(struct filler *filler, struct config_webhook *out, const struct yaml_node *node)
{
	*out = (struct config_webhook){
		.connect_timeout_ms = 5 * SECOND,
		.timeout_ms = 15 * SECOND,
		.max_age_ms = DAY,
		.queue_count = 1000,
		.queue_bytes = 4 << 20,
		.retry_first_ms = 5 * SECOND,
		.retry_most_ms = HOUR,
		.breaker_failures = 5,
		.breaker_pause_ms = MINUTE,
	};
	config_fill_rows(filler, out, fields, node);
	config_fill_rows(filler, out, queue_fields, yaml_get(node, "queue"));
	config_fill_rows(filler, out, retry_fields, yaml_get(node, "retry"));
	config_fill_rows(filler, out, breaker_fields, yaml_get(node, "breaker"));
	if (!out->url)
		out->url = config_fill_text(filler, IFTTT);
	if (!out->ifttt_event)
		out->ifttt_event = config_fill_text(filler, "{{event.type}}");
	if (!out->content_type)
		out->content_type = config_fill_text(filler, "application/json");
}

static void
fill(struct filler *filler, struct config *config, const struct yaml_node *list)
{
	const struct yaml_node *at = list ? list->first : NULL;
	struct config_webhooks *out = &config->webhooks;

	out->item = config_fill_room(filler, list, sizeof *out->item, &out->count);
	for (size_t i = 0; i < out->count; i++, at = at->next)
		fill_one(filler, &out->item[i], at);
}

static void
free_secret(char *secret)
{
	if (secret)
		explicit_bzero(secret, strlen(secret));
	free(secret);
}

static void
free_one(struct config_webhook *out)
{
	free(out->name);
	free(out->url);
	config_free_texts(out->events);
	config_free_texts(out->devices);
	free_secret(out->secret);
	free(out->secret_file);
	free(out->ifttt_event);
	free(out->body);
	free(out->content_type);
	config_free_texts(out->headers);
	free(out->ca_file);
	free(out->cert_file);
	free(out->key_file);
}

static void
release(struct config *config)
{
	for (size_t i = 0; i < config->webhooks.count; i++)
		free_one(&config->webhooks.item[i]);
	free(config->webhooks.item);
}

const struct config_section config_webhooks_section = {
	.row = { .name = "webhooks",
	         .kind = SCHEMA_SEQUENCE,
	         .inside = webhooks,
	         .help = "a list of receivers of events, each with a hyphen before it" },
	.check = check,
	.fill = fill,
	.release = release,
	.at = offsetof(struct config, webhooks),
	.size = sizeof(struct config_webhooks),
};
