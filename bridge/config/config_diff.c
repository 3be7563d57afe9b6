/* What a reload cannot change while kasad runs. */
#include <stdio.h>
#include <string.h>

#include "bridge/config/config.h"
#include "bridge/config/config_section.h"

struct list {
	char *out;
	size_t size, n;
};

static void
add(struct list *list, bool changed, const char *key)
{
	int n;

	if (!changed || list->n >= list->size)
		return;
	n = snprintf(list->out + list->n, list->size - list->n, "%s%s", list->n > 0 ? ", " : "", key);
	list->n += n > 0 ? (size_t)n : 0;
}

static bool
differ(const char *a, const char *b)
{
	return a && b ? strcmp(a, b) != 0 : a != b;
}

static void
add_mqtt(struct list *list, const struct config_mqtt *now, const struct config_mqtt *next)
{
	add(list, now->enabled != next->enabled, "mqtt.enabled");
	add(list, differ(now->host, next->host), "mqtt.host");
	add(list, now->port != next->port, "mqtt.port");
	add(list, differ(now->username, next->username), "mqtt.username");
	add(list, differ(now->password_file, next->password_file), "mqtt.password_file");
	add(list, now->tls != next->tls, "mqtt.tls");
	add(list, differ(now->ca_file, next->ca_file), "mqtt.ca_file");
	add(list, differ(now->cert_file, next->cert_file), "mqtt.cert_file");
	add(list, differ(now->key_file, next->key_file), "mqtt.key_file");
	add(list, now->allow_plaintext_password != next->allow_plaintext_password, "mqtt.allow_plaintext_password");
	add(list, differ(now->client_id, next->client_id), "mqtt.client_id");
	add(list, differ(now->base_topic, next->base_topic), "mqtt.base_topic");
	add(list, differ(now->instance, next->instance), "mqtt.instance");
	add(list, now->version != next->version, "mqtt.version");
	add(list, now->keepalive_s != next->keepalive_s, "mqtt.keepalive");
	add(list, now->retain != next->retain, "mqtt.retain");
	add(list, now->json != next->json || now->attributes != next->attributes, "mqtt.output");
	add(list, now->raw != next->raw, "mqtt.raw");
	add(list, now->command_ttl_ms != next->command_ttl_ms, "mqtt.command_ttl");
}

static void
add_hass(struct list *list, const struct config_hass *now, const struct config_hass *next)
{
	add(list, now->enabled != next->enabled, "homeassistant.enabled");
	add(list, differ(now->discovery_prefix, next->discovery_prefix), "homeassistant.discovery_prefix");
	add(list, differ(now->status_topic, next->status_topic), "homeassistant.status_topic");
	add(list, now->mode != next->mode, "homeassistant.mode");
}

const char *
config_restart(const struct config *now, const struct config *next, char out[], size_t size)
{
	struct list list = { .out = out, .size = size };
	bool credentials = now->credentials_count != next->credentials_count
	                   || memcmp(now->credentials, next->credentials, sizeof now->credentials) != 0;

	out[0] = '\0';
	add_mqtt(&list, &now->mqtt, &next->mqtt);
	add_hass(&list, &now->hass, &next->hass);
	add(&list, credentials, "credentials");
	add(&list, differ(now->credentials_file, next->credentials_file), "credentials_file");
	add(&list, now->try_default_credentials != next->try_default_credentials, "try_default_credentials");
	add(&list, now->ignore_signatures != next->ignore_signatures, "ignore_signatures");
	for (size_t i = 0; config_sections[i]; i++)
		if (config_sections[i]->restart)
			add(&list, config_sections[i]->restart(now, next), config_sections[i]->row.name);
	add(&list, differ(now->state_dir, next->state_dir), "state_dir");
	return out;
}

static void
swap(void *a, void *b, size_t n)
{
	unsigned char *left = a, *right = b;

	for (size_t i = 0; i < n; i++) {
		unsigned char byte = left[i];

		left[i] = right[i];
		right[i] = byte;
	}
}

void
config_keep(struct config *next, struct config *old)
{
	swap(&next->mqtt, &old->mqtt, sizeof old->mqtt);
	swap(&next->hass, &old->hass, sizeof old->hass);
	swap(&next->state_dir, &old->state_dir, sizeof old->state_dir);
	for (size_t i = 0; config_sections[i]; i++) {
		const struct config_section *section = config_sections[i];

		if (section->restart)
			swap((char *)next + section->at, (char *)old + section->at, section->size);
	}
}
