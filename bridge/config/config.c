/* What is done with a configuration that is there. Pure. */
#include "bridge/config/config.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/str.h"
#include "bridge/config/config_section.h"
#include "common/text_show.h"

void
config_free_texts(char **texts)
{
	for (size_t i = 0; texts && texts[i]; i++)
		free(texts[i]);
	free(texts);
}

static void
free_mqtt(struct config_mqtt *mqtt)
{
	free(mqtt->host);
	free(mqtt->username);
	free(mqtt->password_file);
	free(mqtt->ca_file);
	free(mqtt->cert_file);
	free(mqtt->key_file);
	free(mqtt->client_id);
	free(mqtt->base_topic);
	free(mqtt->instance);
}

static void
free_device(struct config_device *device)
{
	free(device->host);
	free(device->mac);
	free(device->id);
	free(device->name);
	free(device->area);
	free(device->transport);
	free(device->payload);
}

void
config_free(struct config *config)
{
	if (!config)
		return;
	free_mqtt(&config->mqtt);
	free(config->hass.discovery_prefix);
	free(config->hass.status_topic);
	config_free_texts(config->discovery.interfaces);
	config_free_texts(config->discovery.targets);
	for (size_t i = 0; i < config->device_count; i++)
		free_device(&config->devices[i]);
	free(config->devices);
	kasa_hash_finish(&config->index);
	for (size_t i = 0; i < config->group_count; i++) {
		free(config->groups[i].name);
		config_free_texts(config->groups[i].members);
	}
	free(config->groups);
	for (size_t i = 0; config_sections[i]; i++)
		config_sections[i]->release(config);
	free(config->credentials_file);
	free(config->state_dir);
	explicit_bzero(config, sizeof *config);
	free(config);
}

static bool
has_unsafe(const char *name)
{
	const char *end = name + strlen(name);

	while (name < end)
		if (kasa_str_unsafe(kasa_utf8_next(&name, end)))
			return true;
	return false;
}

int
config_name_check(const char *name, struct kasa_err *err)
{
	size_t n = strlen(name);
	char shown[TEXT_SHOWN];

	if (n == 0)
		return kasa_err_set(err, KASA_EINVAL, "a name is empty");
	text_show(shown, name);
	if (n > CONFIG_NAME_MAX)
		return kasa_err_set(err, KASA_EINVAL, "\"%s\" has %zu bytes; a name has at most %d", shown, n,
		                    CONFIG_NAME_MAX);
	if (!kasa_utf8_valid(name, n) || has_unsafe(name))
		return kasa_err_set(err, KASA_EINVAL, "\"%s\" holds what no name does: controls, or no UTF-8", shown);
	if (strpbrk(name, "/+#"))
		return kasa_err_set(err, KASA_EINVAL, "\"%s\" has a /, a + or a #, which mean something in topics",
		                    shown);
	if (name[0] == ' ' || name[n - 1] == ' ')
		return kasa_err_set(err, KASA_EINVAL, "\"%s\" begins or ends with a blank", shown);
	if (strcmp(name, "bridge") == 0)
		return kasa_err_set(err, KASA_EINVAL, "\"bridge\" is the name of the bridge itself");
	return KASA_OK;
}
