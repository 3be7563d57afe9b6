/* The same file gives the same ids, however often it is read: nothing here is made up by chance. */
#include "bridge/config/config_default.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "bridge/config/config_fill.h"
#include "bridge/config/config_text.h"

enum {
	PORT_PLAIN = 1883,
	PORT_TLS = 8883,
};

struct config *
config_new(void)
{
	struct config *config = malloc(sizeof *config);

	if (!config)
		return NULL;
	*config = (struct config){
		.mqtt = {
			.enabled = true,
			.keepalive_s = 30,
			.retain = true,
			.json = true,
			.command_ttl_ms = 10 * 1000,
		},
		.hass = { .enabled = true },
		.discovery = { .enabled = true, .every_ms = 60 * 1000 },
		.relay = { .least_ms = 1000, .burst = 1000 },
		.log_level = KASA_LOG_INFO,
	};
	return config;
}

/* Leaves what is there. */
static bool
fill(char **text, const char *standard)
{
	if (!*text)
		*text = strdup(standard);
	return *text;
}

static bool
derive_mqtt(struct config_mqtt *mqtt)
{
	char word[CONFIG_TOPIC_MAX + 1], client[CONFIG_TOPIC_MAX + sizeof "kasad-"];

	if (mqtt->ca_file || mqtt->cert_file)
		mqtt->tls = true;
	if (!mqtt->port)
		mqtt->port = mqtt->tls ? PORT_TLS : PORT_PLAIN;
	if (!fill(&mqtt->host, "localhost") || !fill(&mqtt->base_topic, "kasa"))
		return false;
	config_word_of(mqtt->base_topic, word, sizeof word);
	if (!fill(&mqtt->instance, word[0] ? word : "kasa"))
		return false;
	snprintf(client, sizeof client, "kasad-%s", mqtt->instance);
	return fill(&mqtt->client_id, client);
}

static bool
derive_hass(struct config_hass *hass)
{
	char status[CONFIG_TOPIC_MAX + sizeof "/status"];

	if (!fill(&hass->discovery_prefix, "homeassistant"))
		return false;
	snprintf(status, sizeof status, "%s/status", hass->discovery_prefix);
	return fill(&hass->status_topic, status);
}

bool
config_derive(struct config *config)
{
	return derive_mqtt(&config->mqtt) && derive_hass(&config->hass);
}

int
config_default(struct config **out, struct kasa_err *err)
{
	struct config *config = config_new();

	if (!config || config_fill(config, NULL, err) != KASA_OK || !config_derive(config)) {
		config_free(config);
		return kasa_err_set(err, KASA_ENOMEM, "no memory for the configuration");
	}
	*out = config;
	return KASA_OK;
}
