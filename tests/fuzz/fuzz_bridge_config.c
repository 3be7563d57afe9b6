/* Configurations of kasad: what passes has every value that others count on, what does not is told, and neither is a trap. */
#include "base/str.h"
#include "bridge/config/config.h"
#include "fuzz/fuzz.h"

static void
check_mistakes(const struct mistakes *mistakes)
{
	for (size_t i = 0; i < mistakes->count; i++) {
		const char *text = mistakes->item[i].text;

		PROMISE(text[0] && kasa_utf8_valid(text, strlen(text)) && !strchr(text, '\n'));
	}
}

static void
check_devices(const struct config *config)
{
	for (size_t i = 0; i < config->device_count; i++) {
		const struct config_device *device = &config->devices[i];
		struct kasa_err err;

		PROMISE(device->host || device->mac || device->id);
		PROMISE(!device->name || config_name_check(device->name, &err) == KASA_OK);
		PROMISE(!device->poll.state_ms || device->poll.state_ms >= 500);
		if (device->id)
			PROMISE(config_find(config, device->id, NULL, NULL) == device);
		if (device->mac)
			PROMISE(config_find(config, NULL, device->mac, NULL) == device);
	}
}

static void
check_groups(const struct config *config)
{
	for (size_t i = 0; i < config->group_count; i++) {
		struct kasa_err err;

		PROMISE(config_name_check(config->groups[i].name, &err) == KASA_OK);
		PROMISE(config->groups[i].members && config->groups[i].members[0]);
	}
}

static void
check_config(const struct config *config)
{
	const struct config_mqtt *mqtt = &config->mqtt;

	PROMISE(mqtt->host && mqtt->host[0] && mqtt->port > 0);
	PROMISE(mqtt->client_id && mqtt->client_id[0] && mqtt->instance && mqtt->instance[0]);
	PROMISE(mqtt->base_topic && !strpbrk(mqtt->base_topic, "+#") && strlen(mqtt->base_topic) <= 64);
	PROMISE(mqtt->keepalive_s >= 5 && mqtt->keepalive_s <= 65535 && (mqtt->json || mqtt->attributes));
	PROMISE(config->hass.discovery_prefix && config->hass.status_topic);
	PROMISE(config->discovery.every_ms >= 5000 && config->log_level <= KASA_LOG_DEBUG);
	PROMISE(config->credentials_count <= KASA_CREDENTIALS_MAX);
	check_devices(config);
	check_groups(config);
}

static struct config *
parse(const uint8_t *data, size_t size)
{
	char *text = (char *)fuzz_copy(data, size);
	struct mistakes mistakes = { 0 };
	struct config *config = NULL;
	struct kasa_err err = { 0 };
	int rc = config_parse(text, size, "kasad.yaml", &config, &mistakes, &err);

	PROMISE(rc == KASA_OK || rc == KASA_EINVAL);
	PROMISE((rc == KASA_OK) == (mistakes.count == 0) && (rc == KASA_OK) == (config != NULL));
	PROMISE(rc == KASA_OK || err.text[0]);
	check_mistakes(&mistakes);
	mistakes_finish(&mistakes);
	free(text);
	return config;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct config *config = parse(data, size), *again = config ? parse(data, size) : NULL;
	char keys[256];

	if (config) {
		check_config(config);
		PROMISE(config_restart(config, again, keys, sizeof keys)[0] == '\0');
	}
	config_free(config);
	config_free(again);
	return 0;
}
