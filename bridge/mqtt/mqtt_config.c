/* A copy of its own of what the connection was made with: a reload replaces the configuration under it. */
#include <stdlib.h>
#include <string.h>

#include "bridge/mqtt/mqtt_own.h"

enum {
	TEXTS = 9,
};

static void
texts_of(struct config_mqtt *config, char **out[TEXTS])
{
	char **texts[TEXTS] = { &config->host,      &config->username,   &config->password_file,
		                &config->ca_file,   &config->cert_file,  &config->key_file,
		                &config->client_id, &config->base_topic, &config->instance };

	memcpy(out, texts, sizeof texts);
}

void
mqtt_config_finish(struct config_mqtt *config)
{
	char **texts[TEXTS];

	texts_of(config, texts);
	for (size_t i = 0; i < TEXTS; i++) {
		free(*texts[i]);
		*texts[i] = NULL;
	}
}

int
mqtt_config_copy(struct config_mqtt *out, const struct config_mqtt *config)
{
	char **texts[TEXTS];
	bool whole = true;

	*out = *config;
	texts_of(out, texts);
	for (size_t i = 0; i < TEXTS; i++) {
		if (*texts[i])
			*texts[i] = strdup(*texts[i]);
		else
			continue;
		whole = whole && *texts[i];
	}
	if (whole)
		return KASA_OK;
	mqtt_config_finish(out);
	return KASA_ENOMEM;
}
