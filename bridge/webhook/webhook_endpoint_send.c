/* What is made of a message for one try: its address, its headers, and the signature, which is of this moment. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bridge/clock.h"
#include "bridge/hook/signature.h"
#include "bridge/webhook/webhook_endpoint_own.h"

enum {
	URL_MAX = (24 << 10) + 2048, /* a body may be the query */
	HEADER_MAX = 4096,
	SIGNATURES_MAX = 8,
	OWN_HEADERS = 4,
};

static const char *const methods[] = { "POST", "PUT", "GET" };

/* A request as it is made; too large for the stack of a small system, so it is allocated. */
struct draft {
	char url[URL_MAX];
	char own[OWN_HEADERS][HEADER_MAX];
	const char *headers[OWN_HEADERS + 1];
	size_t count;
	const char **all;
};

static void
add_header(struct draft *draft, const char *name, const char *value)
{
	int n = snprintf(draft->own[draft->count], HEADER_MAX, "%s: %s", name, value);

	if (n < 0 || n >= HEADER_MAX)
		return; /* half of it would be another one */
	draft->headers[draft->count] = draft->own[draft->count];
	draft->count++;
}

/* ---- addresses ---- */

static bool
make_url(struct draft *draft, const struct webhook_endpoint *endpoint, const struct webhook_content *content)
{
	const struct config_webhook *config = endpoint->config;
	const char *key = endpoint->secret ? endpoint->secret : "";
	size_t n = strlen(config->url);
	int length;

	if (config->format == CONFIG_WEBHOOK_IFTTT)
		length = snprintf(draft->url, URL_MAX, "%s%strigger/%s/%swith/key/%s", config->url,
		                  n > 0 && config->url[n - 1] == '/' ? "" : "/", content->to[0] ? content->to : "kasa",
		                  config->json ? "json/" : "", key);
	else if (content->type[0] == '\0')
		length = snprintf(draft->url, URL_MAX, "%s%c%s", config->url, strchr(config->url, '?') ? '&' : '?',
		                  content->body);
	else
		length = snprintf(draft->url, URL_MAX, "%s", config->url);
	return length > 0 && length < URL_MAX;
}

/* ---- who we are ---- */

/* One signature for each secret, so that a receiver may go from one to the next. */
static void
sign(char out[HEADER_MAX], const char *secrets, const struct webhook_content *content, int64_t now_s)
{
	char list[HEADER_MAX], text[SIGNATURE_TEXT], *rest = NULL;
	struct signature_key key;
	size_t n = 0;

	snprintf(list, sizeof list, "%s", secrets);
	out[0] = '\0';
	for (char *secret = strtok_r(list, " \t", &rest); secret && n + sizeof text < HEADER_MAX;
	     secret = strtok_r(NULL, " \t", &rest)) {
		if (!signature_key_parse(&key, secret))
			continue;
		signature_standard(text, &key, content->id, now_s, content->body, content->length);
		n += (size_t)snprintf(out + n, HEADER_MAX - n, "%s%s", n > 0 ? " " : "", text);
	}
	explicit_bzero(list, sizeof list);
	explicit_bzero(&key, sizeof key);
}

static void
add_standard(struct draft *draft, const struct webhook_endpoint *endpoint, const struct webhook_content *content)
{
	int64_t now_s = clock_utc_s();
	char text[HEADER_MAX];

	add_header(draft, "webhook-id", content->id);
	snprintf(text, sizeof text, "%lld", (long long)now_s);
	add_header(draft, "webhook-timestamp", text);
	if (!endpoint->secret)
		return;
	sign(text, endpoint->secret, content, now_s);
	if (text[0])
		add_header(draft, "webhook-signature", text);
}

static void
add_own(struct draft *draft, const struct webhook_endpoint *endpoint, const struct webhook_content *content)
{
	char bearer[HEADER_MAX];

	if (content->type[0])
		add_header(draft, "Content-Type", content->type);
	if (endpoint->config->format == CONFIG_WEBHOOK_STANDARD) {
		add_standard(draft, endpoint, content);
	} else if (endpoint->config->format != CONFIG_WEBHOOK_IFTTT && endpoint->secret) {
		snprintf(bearer, sizeof bearer, "Bearer %s", endpoint->secret);
		add_header(draft, "Authorization", bearer);
		explicit_bzero(bearer, sizeof bearer);
	}
}

/* Ours and those of the configuration, ended by NULL. */
static bool
gather(struct draft *draft, char **more)
{
	size_t n = 0;

	while (more && more[n])
		n++;
	draft->all = calloc(draft->count + n + 1, sizeof *draft->all);
	if (!draft->all)
		return false;
	memcpy(draft->all, draft->headers, draft->count * sizeof *draft->all);
	for (size_t i = 0; i < n; i++)
		draft->all[draft->count + i] = more[i];
	return true;
}

/* ---- the request ---- */

static bool
hand_over(struct webhook_endpoint *endpoint, const struct draft *draft, const struct webhook_content *content,
          courier_fn *done)
{
	const struct config_webhook *config = endpoint->config;
	bool query = content->type[0] == '\0';
	const struct courier_letter letter = {
		.method = query                                  ? "GET"
		          : config->method == CONFIG_WEBHOOK_GET ? "POST"
		                                                 : methods[config->method],
		.url = draft->url,
		.headers = draft->all,
		.body = content->body,
		.length = query ? 0 : content->length,
		.connect_timeout_ms = config->connect_timeout_ms,
		.timeout_ms = config->timeout_ms,
		.ca_file = config->ca_file,
		.cert_file = config->cert_file,
		.key_file = config->key_file,
	};

	endpoint->job = courier_send(endpoint->courier, &letter, done, endpoint);
	return endpoint->job;
}

bool
webhook_send(struct webhook_endpoint *endpoint, struct webhook_message *message, courier_fn *done)
{
	struct draft *draft = calloc(1, sizeof *draft);
	json_t *keep = NULL;
	struct webhook_content content;
	bool sent = draft && webhook_record_content(message->line, message->length, &content, &keep)
	            && make_url(draft, endpoint, &content);

	if (sent) {
		add_own(draft, endpoint, &content);
		sent = gather(draft, endpoint->config->headers) && hand_over(endpoint, draft, &content, done);
	}
	if (draft) {
		free(draft->all);
		explicit_bzero(draft, sizeof *draft);
	}
	free(draft);
	json_decref(keep);
	return sent;
}
