/* A table says where each key goes and how: nothing is checked any more. */
#include "bridge/config/config_fill.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include <kasa/state.h>

#include "base/err.h"
#include "base/hash.h"
#include "base/str.h"
#include "bridge/config/config_file.h"
#include "bridge/config/config_keys.h"
#include "bridge/config/config_section.h"
#include "bridge/config/config_text.h"
#include "common/account_yaml.h"
#include "common/answer.h"
#include "common/duration.h"
#include "common/number.h"

// clang-format off
#define MQTT(member) offsetof(struct config_mqtt, member)
static const struct field mqtt_fields[] = {
	{ "enabled", AS_BOOL, MQTT(enabled), NULL },
	{ "host", AS_TEXT, MQTT(host), NULL },
	{ "port", AS_PORT, MQTT(port), NULL },
	{ "username", AS_TEXT, MQTT(username), NULL },
	{ "password_file", AS_PATH, MQTT(password_file), NULL },
	{ "tls", AS_BOOL, MQTT(tls), NULL },
	{ "ca_file", AS_PATH, MQTT(ca_file), NULL },
	{ "cert_file", AS_PATH, MQTT(cert_file), NULL },
	{ "key_file", AS_PATH, MQTT(key_file), NULL },
	{ "allow_plaintext_password", AS_BOOL, MQTT(allow_plaintext_password), NULL },
	{ "client_id", AS_TEXT, MQTT(client_id), NULL },
	{ "base_topic", AS_TEXT, MQTT(base_topic), NULL },
	{ "instance", AS_TEXT, MQTT(instance), NULL },
	{ "version", AS_CHOICE, MQTT(version), config_versions },
	{ "keepalive", AS_SECONDS, MQTT(keepalive_s), NULL },
	{ "retain", AS_BOOL, MQTT(retain), NULL },
	{ "output", AS_OUTPUT, 0, config_outputs },
	{ "raw", AS_BOOL, MQTT(raw), NULL },
	{ "command_ttl", AS_MS, MQTT(command_ttl_ms), NULL },
	{ 0 },
};
#define HASS(member) offsetof(struct config_hass, member)
static const struct field hass_fields[] = {
	{ "enabled", AS_BOOL, HASS(enabled), NULL },
	{ "discovery_prefix", AS_TEXT, HASS(discovery_prefix), NULL },
	{ "mode", AS_CHOICE, HASS(mode), config_modes },
	{ "status_topic", AS_TEXT, HASS(status_topic), NULL },
	{ 0 },
};
#define DISCOVERY(member) offsetof(struct config_discovery, member)
static const struct field discovery_fields[] = {
	{ "enabled", AS_BOOL, DISCOVERY(enabled), NULL },
	{ "every", AS_MS, DISCOVERY(every_ms), NULL },
	{ "interfaces", AS_TEXTS, DISCOVERY(interfaces), NULL },
	{ "targets", AS_TEXTS, DISCOVERY(targets), NULL },
	{ "port", AS_PORT, DISCOVERY(port), NULL },
	{ "tdp_port", AS_PORT, DISCOVERY(tdp_port), NULL },
	{ 0 },
};
#define POLL(member) offsetof(struct config_poll, member)
static const struct field poll_fields[] = {
	{ "state", AS_MS, POLL(state_ms), NULL },
	{ "meter", AS_MS, POLL(meter_ms), NULL },
	{ "outlets", AS_MS, POLL(outlets_ms), NULL },
	{ "settings", AS_MS, POLL(settings_ms), NULL },
	{ 0 },
};
#define RELAY(member) offsetof(struct config_relay, member)
static const struct field relay_fields[] = {
	{ "interval", AS_MS, RELAY(least_ms), NULL },
	{ "burst", AS_NUMBER, RELAY(burst), NULL },
	{ 0 },
};
#define DEVICE(member) offsetof(struct config_device, member)
static const struct field device_fields[] = {
	{ "host", AS_TEXT, DEVICE(host), NULL },
	{ "port", AS_PORT, DEVICE(port), NULL },
	{ "mac", AS_MAC, DEVICE(mac), NULL },
	{ "id", AS_ID, DEVICE(id), NULL },
	{ "name", AS_TEXT, DEVICE(name), NULL },
	{ "area", AS_TEXT, DEVICE(area), NULL },
	{ "transport", AS_TEXT, DEVICE(transport), NULL },
	{ "payload", AS_TEXT, DEVICE(payload), NULL },
	{ "poll", AS_MORE, 0, NULL },
	{ "enabled", AS_ANSWER, DEVICE(enabled), NULL },
	{ "hidden", AS_ANSWER, DEVICE(hidden), NULL },
	{ "protected", AS_ANSWER, DEVICE(protected), NULL },
	{ "throttle", AS_MS, DEVICE(throttle_ms), NULL },
	{ 0 },
};
#define GROUP(member) offsetof(struct config_group, member)
static const struct field group_fields[] = {
	{ "name", AS_TEXT, GROUP(name), NULL },
	{ "members", AS_TEXTS, GROUP(members), NULL },
	{ 0 },
};
#define WHOLE(member) offsetof(struct config, member)
static const struct field log_fields[] = {
	{ "level", AS_CHOICE, WHOLE(log_level), config_levels },
	{ 0 },
};
static const struct field fields[] = {
	{ "mqtt", AS_MORE, 0, NULL },
	{ "homeassistant", AS_MORE, 0, NULL },
	{ "discovery", AS_MORE, 0, NULL },
	{ "poll", AS_MORE, 0, NULL },
	{ "relay", AS_MORE, 0, NULL },
	{ "devices", AS_MORE, 0, NULL },
	{ "groups", AS_MORE, 0, NULL },
	{ "credentials", AS_MORE, 0, NULL },
	{ "credentials_file", AS_PATH, WHOLE(credentials_file), NULL },
	{ "try_default_credentials", AS_BOOL, WHOLE(try_default_credentials), NULL },
	{ "ignore_signatures", AS_BOOL, WHOLE(ignore_signatures), NULL },
	{ "log", AS_MORE, 0, NULL },
	{ "state_dir", AS_PATH, WHOLE(state_dir), NULL },
	{ 0 },
};
// clang-format on

/* ---- one value ---- */

char *
config_fill_text(struct filler *filler, const char *text)
{
	char *copy = strdup(text);

	filler->no_memory |= !copy;
	return copy;
}

static uint64_t
mark_text(uint64_t hash, const char *text)
{
	return kasa_fnv(hash, text, strlen(text) + 1);
}

static uint64_t
mark(uint64_t hash, const struct yaml_node *node)
{
	hash = kasa_fnv(hash, &node->kind, sizeof node->kind);
	hash = node->key ? mark_text(hash, node->key->text) : hash;
	if (node->kind == YAML_TEXT)
		return mark_text(hash, node->text);
	if (node->kind == YAML_MAPPING || node->kind == YAML_SEQUENCE)
		for (const struct yaml_node *at = node->first; at; at = at->next)
			hash = mark(hash, at);
	return mark_text(hash, "");
}

uint64_t
config_mark(const struct yaml_node *node)
{
	uint64_t hash = mark(KASA_FNV, node);

	return hash ? hash : 1;
}

static char *
keep_path(struct filler *filler, const char *text)
{
	char path[PATH_MAX];

	config_file_path(path, filler->path, text); /* its length was checked */
	return config_fill_text(filler, path);
}

static char *
keep_mac(struct filler *filler, const char *text)
{
	char out[KASA_MAC_TEXT];
	uint8_t mac[6] = { 0 };

	kasa_mac_parse(text, mac);
	kasa_mac_format(mac, out);
	return config_fill_text(filler, out);
}

static char *
keep_id(struct filler *filler, const char *text)
{
	char id[CONFIG_ID_TEXT] = "";

	config_id_parse(text, id);
	return config_fill_text(filler, id);
}

/* Ended by NULL at every moment, so that it can be freed. NULL for none. */
static char **
keep_texts(struct filler *filler, const struct yaml_node *node)
{
	size_t count = 0, n = 0;
	char **texts;

	for (const struct yaml_node *at = yaml_next(node, NULL); at; at = yaml_next(node, at))
		count++;
	if (count == 0)
		return NULL;
	texts = calloc(count + 1, sizeof *texts);
	filler->no_memory |= !texts;
	for (const struct yaml_node *at = yaml_next(node, NULL); at && !filler->no_memory; at = yaml_next(node, at))
		texts[n++] = config_fill_text(filler, at->text);
	return texts;
}

static uint32_t
number_of(const char *text)
{
	uint32_t number = 0;

	number_parse(text, 0, UINT32_MAX, &number);
	return number;
}

static uint32_t
ms_of(const char *text)
{
	uint64_t ms = 0;

	duration_parse(text, 0, UINT32_MAX, &ms, NULL);
	return (uint32_t)ms;
}

static bool
is_yes(const char *text)
{
	bool yes = false;

	answer_parse(text, &yes);
	return yes;
}

static unsigned
position(const char *const *words, const char *text)
{
	unsigned i = 0;

	while (words[i + 1] && strcmp(words[i], text) != 0)
		i++;
	return i;
}

static void
set(struct filler *filler, void *at, const struct field *field, const struct yaml_node *node)
{
	struct config_mqtt *mqtt = at;

	switch (field->as) {
	case AS_TEXT:
		*(char **)at = config_fill_text(filler, node->text);
		break;
	case AS_PATH:
		*(char **)at = keep_path(filler, node->text);
		break;
	case AS_MAC:
		*(char **)at = keep_mac(filler, node->text);
		break;
	case AS_ID:
		*(char **)at = keep_id(filler, node->text);
		break;
	case AS_TEXTS:
		*(char ***)at = keep_texts(filler, node);
		break;
	case AS_PORT:
		*(uint16_t *)at = (uint16_t)number_of(node->text);
		break;
	case AS_NUMBER:
		*(unsigned *)at = number_of(node->text);
		break;
	case AS_MS:
		*(uint32_t *)at = ms_of(node->text);
		break;
	case AS_SECONDS:
		*(unsigned *)at = ms_of(node->text) / 1000;
		break;
	case AS_BOOL:
		*(bool *)at = is_yes(node->text);
		break;
	case AS_ANSWER:
		*(int *)at = is_yes(node->text);
		break;
	case AS_REAL:
		config_real_parse(node->text, 0, UINT32_MAX, at);
		break;
	case AS_CHOICE:
		*(unsigned *)at = position(field->words, node->text);
		break;
	case AS_OUTPUT:
		mqtt->json = strcmp(node->text, "attribute") != 0;
		mqtt->attributes = strcmp(node->text, "json") != 0;
		break;
	case AS_MORE:
		break;
	}
}

/* ---- mappings ---- */

/* NULL for a section that has a file of its own. */
static const struct field *
find(const struct field *rows, const char *name)
{
	while (rows->name && strcmp(rows->name, name) != 0)
		rows++;
	assert(rows->name || rows == &fields[sizeof fields / sizeof fields[0] - 1]); /* a key that nobody takes */
	return rows->name ? rows : NULL;
}

void
config_fill_rows(struct filler *filler, void *out, const struct field *rows, const struct yaml_node *mapping)
{
	for (const struct yaml_node *at = mapping ? mapping->first : NULL; at; at = at->next) {
		const struct field *field = find(rows, at->key->text);

		if (field)
			set(filler, (char *)out + field->at, field, at);
	}
}

static void
fill_device(struct filler *filler, struct config_device *device, const struct yaml_node *node)
{
	*device = (struct config_device){
		.enabled = KASA_UNKNOWN,
		.hidden = KASA_UNKNOWN,
		.protected = KASA_UNKNOWN,
		.line = node->line,
	};
	config_fill_rows(filler, device, device_fields, node);
	config_fill_rows(filler, &device->poll, poll_fields, yaml_get(node, "poll"));
}

void *
config_fill_room(struct filler *filler, const struct yaml_node *list, size_t size, size_t *count)
{
	void *room;

	*count = 0;
	for (const struct yaml_node *at = list ? list->first : NULL; at; at = at->next)
		++*count;
	if (*count == 0)
		return NULL;
	room = calloc(*count, size);
	if (!room) {
		filler->no_memory = true;
		*count = 0;
	}
	return room;
}

static void
fill_devices(struct filler *filler, struct config *config, const struct yaml_node *list)
{
	const struct yaml_node *at = list ? list->first : NULL;

	config->devices = config_fill_room(filler, list, sizeof *config->devices, &config->device_count);
	for (size_t i = 0; i < config->device_count; i++, at = at->next)
		fill_device(filler, &config->devices[i], at);
}

static void
fill_groups(struct filler *filler, struct config *config, const struct yaml_node *list)
{
	const struct yaml_node *at = list ? list->first : NULL;

	config->groups = config_fill_room(filler, list, sizeof *config->groups, &config->group_count);
	for (size_t i = 0; i < config->group_count; i++, at = at->next)
		config_fill_rows(filler, &config->groups[i], group_fields, at);
}

static void
fill_sections(struct filler *filler, struct config *config, const struct yaml_node *root)
{
	for (size_t i = 0; config_sections[i]; i++)
		config_sections[i]->fill(filler, config, yaml_get(root, config_sections[i]->row.name));
}

/* Only their hashes are kept. */
static int
fill_accounts(struct config *config, const struct yaml_node *section, struct kasa_err *err)
{
	struct accounts accounts = { .count = 0 };
	int rc;

	if (!section || section->kind == YAML_NOTHING)
		return KASA_OK;
	rc = account_yaml_take(section, &accounts, err);
	if (rc == KASA_OK) {
		memcpy(config->credentials, accounts.list, sizeof config->credentials);
		config->credentials_count = accounts.count;
	}
	accounts_wipe(&accounts);
	return rc;
}

int
config_fill(struct config *config, const struct yaml_node *root, struct kasa_err *err)
{
	const struct yaml_node *log = yaml_get(root, "log");
	struct filler filler = { .path = config->path };

	config_fill_rows(&filler, config, fields, root);
	config_fill_rows(&filler, &config->mqtt, mqtt_fields, yaml_get(root, "mqtt"));
	config_fill_rows(&filler, &config->hass, hass_fields, yaml_get(root, "homeassistant"));
	config_fill_rows(&filler, &config->discovery, discovery_fields, yaml_get(root, "discovery"));
	config_fill_rows(&filler, &config->poll, poll_fields, yaml_get(root, "poll"));
	config_fill_rows(&filler, &config->relay, relay_fields, yaml_get(root, "relay"));
	fill_devices(&filler, config, yaml_get(root, "devices"));
	fill_groups(&filler, config, yaml_get(root, "groups"));
	if (log && log->kind == YAML_TEXT)
		set(&filler, &config->log_level, &log_fields[0], log);
	else
		config_fill_rows(&filler, config, log_fields, log);
	fill_sections(&filler, config, root);
	if (filler.no_memory)
		return kasa_err_set(err, KASA_ENOMEM, "no memory for the configuration");
	return fill_accounts(config, yaml_get(root, "credentials"), err);
}
