/* The table of keys. What a key is filled into stands in config_fill.c. */
#include "bridge/config/config_keys.h"

#include <string.h>

#include "bridge/config/config_section.h"
#include "bridge/config/config_text.h"
#include "common/schema.h"

enum {
	SECOND = 1000,
	MINUTE = 60 * SECOND,
	HOUR = 60 * MINUTE,
	DAY = 24 * HOUR,
	PORT_MOST = 65535,
	KEEPALIVE_MOST = PORT_MOST * SECOND, /* MQTT has 16 bits for it */
	BURST_MOST = 100000,
	SECTIONS_MAX = 8,
};

// clang-format off
const char *const config_modes[] = { "device", "component", NULL };
const char *const config_outputs[] = { "json", "attribute", "both", NULL };
const char *const config_versions[] = { "auto", "5", "3.1.1", NULL };
const char *const config_levels[] = { "error", "warning", "info", "debug", NULL };
static const char *const transports[] = { "xor", "klap1", "klap2", NULL };
static const char *const payloads[] = { "iot", "smart", NULL };

#define A_PORT .kind = SCHEMA_INTEGER, .least = 1, .most = PORT_MOST
#define A_FILE .kind = SCHEMA_TEXT, .check = config_check_filled, .help = "the path of a file"

static const struct schema mqtt[] = {
	{ .name = "enabled", .kind = SCHEMA_BOOL },
	{ .name = "host", .kind = SCHEMA_TEXT, .check = config_check_host, .help = "the name or the address of the broker, as localhost" },
	{ .name = "port", A_PORT },
	{ .name = "username", .kind = SCHEMA_TEXT, .check = config_check_filled, .help = "the user name at the broker" },
	{ .name = "password_file", A_FILE },
	{ .name = "password", .kind = SCHEMA_REFUSED, .help = "a password does not stand here: password_file names a private file that holds it, or systemd hands it over as the credential mqtt_password" },
	{ .name = "tls", .kind = SCHEMA_BOOL },
	{ .name = "ca_file", A_FILE },
	{ .name = "cert_file", A_FILE },
	{ .name = "key_file", A_FILE },
	{ .name = "allow_plaintext_password", .kind = SCHEMA_BOOL },
	{ .name = "client_id", .kind = SCHEMA_TEXT, .check = config_check_client_id, .help = "a name that no other client of the broker has" },
	{ .name = "base_topic", .kind = SCHEMA_TEXT, .check = config_check_topic, .help = "where all topics begin, as kasa" },
	{ .name = "instance", .kind = SCHEMA_TEXT, .check = config_check_instance, .help = "a word that tells this bridge apart, as attic" },
	{ .name = "version", .kind = SCHEMA_CHOICE, .choices = config_versions },
	{ .name = "keepalive", .kind = SCHEMA_DURATION, .least = 5 * SECOND, .most = KEEPALIVE_MOST },
	{ .name = "retain", .kind = SCHEMA_BOOL },
	{ .name = "output", .kind = SCHEMA_CHOICE, .choices = config_outputs },
	{ .name = "raw", .kind = SCHEMA_BOOL },
	{ .name = "command_ttl", .kind = SCHEMA_DURATION, .least = SECOND / 2, .most = HOUR },
	{ .kind = SCHEMA_END },
};
static const struct schema hass[] = {
	{ .name = "enabled", .kind = SCHEMA_BOOL },
	{ .name = "discovery_prefix", .kind = SCHEMA_TEXT, .check = config_check_topic, .help = "where Home Assistant looks for devices, as homeassistant" },
	{ .name = "mode", .kind = SCHEMA_CHOICE, .choices = config_modes },
	{ .name = "status_topic", .kind = SCHEMA_TEXT, .check = config_check_topic, .help = "the topic on which Home Assistant says that it is there, as homeassistant/status" },
	{ .kind = SCHEMA_END },
};
static const struct schema discovery[] = {
	{ .name = "enabled", .kind = SCHEMA_BOOL },
	{ .name = "every", .kind = SCHEMA_DURATION, .least = 5 * SECOND, .most = DAY },
	{ .name = "interfaces", .kind = SCHEMA_TEXTS, .check = config_check_interface, .help = "interfaces of this host, as [eth0]" },
	{ .name = "targets", .kind = SCHEMA_TEXTS, .check = config_check_target, .help = "addresses and ranges, as [192.0.2.255, 198.51.100.0/24]" },
	{ .name = "port", A_PORT },
	{ .name = "tdp_port", A_PORT },
	{ .kind = SCHEMA_END },
};
static const struct schema poll[] = {
	{ .name = "state", .kind = SCHEMA_DURATION, .least = SECOND / 2, .most = HOUR },
	{ .name = "meter", .kind = SCHEMA_DURATION, .least = SECOND / 2, .most = DAY },
	{ .name = "outlets", .kind = SCHEMA_DURATION, .least = SECOND / 2, .most = DAY },
	{ .name = "settings", .kind = SCHEMA_DURATION, .least = 5 * SECOND, .most = DAY },
	{ .kind = SCHEMA_END },
};
static const struct schema relay[] = {
	{ .name = "interval", .kind = SCHEMA_DURATION, .most = HOUR },
	{ .name = "burst", .kind = SCHEMA_INTEGER, .least = 1, .most = BURST_MOST },
	{ .kind = SCHEMA_END },
};
static const struct schema device[] = {
	{ .name = "host", .kind = SCHEMA_TEXT, .check = config_check_host, .help = "the device's address or its name in DNS, as 192.0.2.7" },
	{ .name = "mac", .kind = SCHEMA_TEXT, .check = config_check_mac, .help = "the device's MAC, as 50:C7:BF:00:00:01" },
	{ .name = "id", .kind = SCHEMA_TEXT, .check = config_check_id, .help = "the device's id, 40 hexadecimal digits" },
	{ .name = "port", A_PORT },
	{ .name = "name", .kind = SCHEMA_TEXT, .check = config_check_own_name, .help = "the device's name in topics, as lamp" },
	{ .name = "area", .kind = SCHEMA_TEXT, .check = config_check_area, .help = "the room in which it is, as Kitchen" },
	{ .name = "poll", .kind = SCHEMA_MAPPING, .inside = poll, .help = "what is read how often, as {state: 10s, meter: 30s}" },
	{ .name = "enabled", .kind = SCHEMA_BOOL },
	{ .name = "hidden", .kind = SCHEMA_BOOL },
	{ .name = "protected", .kind = SCHEMA_BOOL },
	{ .name = "transport", .kind = SCHEMA_CHOICE, .choices = transports },
	{ .name = "payload", .kind = SCHEMA_CHOICE, .choices = payloads },
	{ .name = "throttle", .kind = SCHEMA_DURATION, .most = DAY },
	{ .kind = SCHEMA_END },
};
static const struct schema devices[] = {
	{ .kind = SCHEMA_MAPPING, .inside = device, .help = "a device, as {mac: 50:C7:BF:00:00:01, name: lamp}" },
	{ .kind = SCHEMA_END },
};
static const struct schema group[] = {
	{ .name = "name", .kind = SCHEMA_TEXT, .needed = true, .check = config_check_own_name, .help = "the group's name in topics, as garden" },
	{ .name = "members", .kind = SCHEMA_TEXTS, .needed = true, .check = config_check_member, .help = "its members, as [lamp, strip/2]" },
	{ .kind = SCHEMA_END },
};
static const struct schema groups[] = {
	{ .kind = SCHEMA_MAPPING, .inside = group, .help = "a group, as {name: garden, members: [lamp, strip/2]}" },
	{ .kind = SCHEMA_END },
};
static const struct schema log_keys[] = {
	{ .name = "level", .kind = SCHEMA_CHOICE, .choices = config_levels },
	{ .kind = SCHEMA_END },
};
// clang-format on

void
config_check_keys(const struct yaml_node *root, struct mistakes *mistakes)
{
	const struct yaml_node *log = yaml_get(root, "log");
	bool deep = log && log->kind == YAML_MAPPING;
	// clang-format off
	const struct schema own[] = {
		{ .name = "mqtt", .kind = SCHEMA_MAPPING, .inside = mqtt, .help = "keys about the broker, as {host: localhost}" },
		{ .name = "homeassistant", .kind = SCHEMA_MAPPING, .inside = hass, .help = "keys about Home Assistant, as {enabled: yes}" },
		{ .name = "discovery", .kind = SCHEMA_MAPPING, .inside = discovery, .help = "keys about the search, as {every: 60s}" },
		{ .name = "poll", .kind = SCHEMA_MAPPING, .inside = poll, .help = "what is read how often, as {state: 10s, meter: 30s}" },
		{ .name = "relay", .kind = SCHEMA_MAPPING, .inside = relay, .help = "how often relays may switch, as {interval: 1s, burst: 1000}" },
		{ .name = "devices", .kind = SCHEMA_SEQUENCE, .inside = devices, .help = "a list of devices, each with a hyphen before it" },
		{ .name = "groups", .kind = SCHEMA_SEQUENCE, .inside = groups, .help = "a list of groups, each with a hyphen before it" },
		{ .name = "credentials", .kind = SCHEMA_ANY },
		{ .name = "credentials_file", A_FILE },
		{ .name = "try_default_credentials", .kind = SCHEMA_BOOL },
		{ .name = "ignore_signatures", .kind = SCHEMA_BOOL },
		{ .name = "log", .kind = deep ? SCHEMA_MAPPING : SCHEMA_CHOICE, .inside = log_keys, .choices = config_levels },
		{ .name = "state_dir", .kind = SCHEMA_TEXT, .check = config_check_filled, .help = "the path of a folder" },
		{ .kind = SCHEMA_END },
	};
	// clang-format on

	struct schema rows[sizeof own / sizeof own[0] + SECTIONS_MAX];
	size_t n = sizeof own / sizeof own[0] - 1;

	memcpy(rows, own, sizeof own);
	for (size_t i = 0; config_sections[i] && i < SECTIONS_MAX; i++)
		rows[n++] = config_sections[i]->row;
	rows[n] = (struct schema){ .kind = SCHEMA_END };
	schema_check(rows, root, NULL, mistakes);
}
