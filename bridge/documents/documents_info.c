/* What the bridge is: for bridge/info, and for REST. */
#include <kasa/version.h>

#include "bridge/documents/documents.h"
#include "bridge/log.h"

/* Nothing of it is a secret, and no path of a secret's file. */
static json_t *
config_part(const struct config *config)
{
	return json_pack("{ss ss sb sb sb si s{sb ss ss ss} s{sb si} s{si si si si} si si}", "path", config->path,
	                 "base_topic", config->mqtt.base_topic, "retain", config->mqtt.retain, "attributes",
	                 config->mqtt.attributes, "raw", config->mqtt.raw, "command_ttl_ms",
	                 (int)config->mqtt.command_ttl_ms, "homeassistant", "enabled", config->hass.enabled,
	                 "discovery_prefix", config->hass.discovery_prefix, "status_topic", config->hass.status_topic,
	                 "mode", config->hass.mode == CONFIG_HASS_DEVICE ? "device" : "component", "discovery",
	                 "enabled", config->discovery.enabled, "every_ms", (int)config->discovery.every_ms, "poll",
	                 "state_ms", (int)config->poll.state_ms, "meter_ms", (int)config->poll.meter_ms, "outlets_ms",
	                 (int)config->poll.outlets_ms, "settings_ms", (int)config->poll.settings_ms, "devices",
	                 (int)config->device_count, "groups", (int)config->group_count);
}

json_t *
document_info(const struct hub *hub)
{
	return json_pack("{ss so ss so sb}", "version", kasa_version(), "started", document_time(hub->started_s),
	                 "log_level", log_level_word(log_level()), "config", config_part(hub->config),
	                 "restart_required", hub->restart_required);
}
