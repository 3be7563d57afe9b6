/* Configurations of kasad: what is read means what it says. */
#include "unit/unit.h"

#include <sys/stat.h>
#include <unistd.h>

#include <kasa/state.h>

#include "base/err.h"
#include "bridge/config/config.h"

#define MAC "50:C7:BF:00:00:01"
#define ID "8006E5F2A1B3C4D5E6F708192A3B4C5D1E2F3A4B"

static char folder[] = "/tmp/kasa-test-XXXXXX";

static int
parse(const char *text, struct config **out, char *told, size_t size)
{
	struct mistakes mistakes = { 0 };
	struct kasa_err err = { 0 };
	char path[64];
	size_t n = 0;
	int rc;

	snprintf(path, sizeof path, "%s/kasad.yaml", folder);
	rc = config_parse(text, strlen(text), path, out, &mistakes, &err);
	told[0] = '\0';
	for (size_t i = 0; i < mistakes.count && n < size; i++)
		n += (size_t)snprintf(told + n, size - n, "%u:%u: %s\n", mistakes.item[i].line, mistakes.item[i].column,
		                      mistakes.item[i].text);
	ck_assert(rc == KASA_OK || err.text[0]);
	mistakes_finish(&mistakes);
	return rc;
}

static struct config *
read_good(const char *text)
{
	struct config *config = NULL;
	char told[2000];

	ck_assert_msg(parse(text, &config, told, sizeof told) == KASA_OK, "%s%s", text, told);
	ck_assert_str_eq(told, "");
	return config;
}

static void
make_file(const char *name, mode_t mode)
{
	char path[64];
	FILE *file;

	snprintf(path, sizeof path, "%s/%s", folder, name);
	file = fopen(path, "w");
	ck_assert_ptr_nonnull(file);
	fputs("secret\n", file);
	fclose(file);
	ck_assert_int_eq(chmod(path, mode), 0);
}

static void
remove_file(const char *name)
{
	char path[64];

	snprintf(path, sizeof path, "%s/%s", folder, name);
	unlink(path);
}

static void
make_folder(void)
{
	ck_assert_ptr_nonnull(mkdtemp(folder));
	make_file("private", 0600);
	make_file("open", 0644);
}

static void
remove_folder(void)
{
	remove_file("private");
	remove_file("open");
	rmdir(folder);
}

START_TEST(without_a_file_there_are_the_defaults)
{
	struct kasa_err err;
	struct config *config;

	ck_assert_int_eq(config_default(&config, &err), KASA_OK);
	ck_assert_str_eq(config->path, "");
	ck_assert(config->mqtt.enabled && config->mqtt.retain && config->mqtt.json && !config->mqtt.attributes);
	ck_assert(!config->mqtt.tls && !config->mqtt.raw && !config->mqtt.allow_plaintext_password);
	ck_assert_str_eq(config->mqtt.host, "localhost");
	ck_assert_uint_eq(config->mqtt.port, 1883);
	ck_assert_ptr_null(config->mqtt.username);
	ck_assert_str_eq(config->mqtt.client_id, "kasad-kasa");
	ck_assert_str_eq(config->mqtt.base_topic, "kasa");
	ck_assert_str_eq(config->mqtt.instance, "kasa");
	ck_assert_int_eq(config->mqtt.version, CONFIG_VERSION_AUTO);
	ck_assert_uint_eq(config->mqtt.keepalive_s, 30);
	ck_assert_uint_eq(config->mqtt.command_ttl_ms, 10000);
	ck_assert(config->hass.enabled);
	ck_assert_str_eq(config->hass.discovery_prefix, "homeassistant");
	ck_assert_str_eq(config->hass.status_topic, "homeassistant/status");
	ck_assert_int_eq(config->hass.mode, CONFIG_HASS_DEVICE);
	ck_assert(config->discovery.enabled);
	ck_assert_uint_eq(config->discovery.every_ms, 60000);
	ck_assert_ptr_null(config->discovery.targets);
	ck_assert_uint_eq(config->poll.state_ms | config->poll.meter_ms, 0);
	ck_assert_uint_eq(config->relay.least_ms, 1000);
	ck_assert_uint_eq(config->relay.burst, 1000);
	ck_assert_uint_eq(config->device_count | config->group_count, 0);
	ck_assert_int_eq(config->log_level, KASA_LOG_INFO);
	ck_assert_ptr_null(config->state_dir);
	config_free(config);
	config_free(NULL);
}
END_TEST

START_TEST(what_stands_there_is_what_comes_out)
{
	struct config *config;
	char path[64];

	make_folder();
	config =
		read_good("mqtt:\n"
	                  "  host: broker.example\n  port: 1884\n  username: me\n  password_file: private\n"
	                  "  allow_plaintext_password: yes\n  base_topic: home/kasa two\n  version: 3.1.1\n"
	                  "  keepalive: 1m\n  retain: no\n  output: both\n  raw: on\n  command_ttl: 2.5s\n"
	                  "homeassistant: {mode: component, discovery_prefix: ha, enabled: false}\n"
	                  "discovery: {enabled: no, every: 5m, interfaces: eth0, targets: [192.0.2.255, 192.0.2.0/24], "
	                  "port: 9998, tdp_port: 20003}\n"
	                  "poll: {state: 2s, meter: 500ms, outlets: 1h, settings: 10m}\n"
	                  "relay: {interval: 0, burst: 7}\n"
	                  "try_default_credentials: yes\nignore_signatures: yes\nlog: debug\nstate_dir: /var/tmp/k\n");
	snprintf(path, sizeof path, "%s/private", folder);
	ck_assert_str_eq(config->mqtt.host, "broker.example");
	ck_assert_uint_eq(config->mqtt.port, 1884);
	ck_assert_str_eq(config->mqtt.username, "me");
	ck_assert_str_eq(config->mqtt.password_file, path);
	ck_assert(config->mqtt.allow_plaintext_password && config->mqtt.raw && !config->mqtt.retain);
	ck_assert(config->mqtt.json && config->mqtt.attributes);
	ck_assert_str_eq(config->mqtt.base_topic, "home/kasa two");
	ck_assert_str_eq(config->mqtt.instance, "homekasatwo");
	ck_assert_str_eq(config->mqtt.client_id, "kasad-homekasatwo");
	ck_assert_int_eq(config->mqtt.version, CONFIG_VERSION_311);
	ck_assert_uint_eq(config->mqtt.keepalive_s, 60);
	ck_assert_uint_eq(config->mqtt.command_ttl_ms, 2500);
	ck_assert(!config->hass.enabled);
	ck_assert_int_eq(config->hass.mode, CONFIG_HASS_COMPONENT);
	ck_assert_str_eq(config->hass.status_topic, "ha/status");
	ck_assert(!config->discovery.enabled);
	ck_assert_uint_eq(config->discovery.every_ms, 300000);
	ck_assert_str_eq(config->discovery.interfaces[0], "eth0");
	ck_assert_ptr_null(config->discovery.interfaces[1]);
	ck_assert_str_eq(config->discovery.targets[1], "192.0.2.0/24");
	ck_assert_ptr_null(config->discovery.targets[2]);
	ck_assert_uint_eq(config->discovery.port, 9998);
	ck_assert_uint_eq(config->discovery.tdp_port, 20003);
	ck_assert_uint_eq(config->poll.state_ms, 2000);
	ck_assert_uint_eq(config->poll.meter_ms, 500);
	ck_assert_uint_eq(config->poll.outlets_ms, 3600000);
	ck_assert_uint_eq(config->poll.settings_ms, 600000);
	ck_assert_uint_eq(config->relay.least_ms, 0);
	ck_assert_uint_eq(config->relay.burst, 7);
	ck_assert(config->try_default_credentials && config->ignore_signatures);
	ck_assert_int_eq(config->log_level, KASA_LOG_DEBUG);
	ck_assert_str_eq(config->state_dir, "/var/tmp/k");
	config_free(config);
	remove_folder();
}
END_TEST

START_TEST(devices_and_groups_are_read_and_found)
{
	struct config *config =
		read_good("devices:\n"
	                  "  - {host: 192.0.2.7, name: lamp, area: Kitchen, port: 9998}\n"
	                  "  - mac: 50-c7-bf-00-00-01\n"
	                  "    poll: {state: 3s}\n    enabled: no\n    hidden: yes\n    protected: yes\n"
	                  "    throttle: 5s\n    transport: klap1\n    payload: iot\n"
	                  "  - id: 8006e5f2a1b3c4d5e6f708192a3b4c5d1e2f3a4b\n"
	                  "groups:\n"
	                  "  - {name: garden, members: [lamp, \"Tree/2\", " MAC "/1]}\n"
	                  "  - {name: one, members: lamp}\n");
	const struct config_device *device = &config->devices[1];

	ck_assert_uint_eq(config->device_count, 3);
	ck_assert_str_eq(config->devices[0].name, "lamp");
	ck_assert_str_eq(config->devices[0].area, "Kitchen");
	ck_assert_uint_eq(config->devices[0].port, 9998);
	ck_assert_int_eq(config->devices[0].enabled, KASA_UNKNOWN);
	ck_assert_str_eq(device->mac, MAC);
	ck_assert_uint_eq(device->poll.state_ms, 3000);
	ck_assert(device->enabled == 0 && device->hidden == 1 && device->protected == 1);
	ck_assert_uint_eq(device->throttle_ms, 5000);
	ck_assert_str_eq(device->transport, "klap1");
	ck_assert_str_eq(device->payload, "iot");
	ck_assert_uint_eq(device->line, 3);
	ck_assert_str_eq(config->devices[2].id, ID);
	ck_assert_uint_eq(config->group_count, 2);
	ck_assert_str_eq(config->groups[0].name, "garden");
	ck_assert_str_eq(config->groups[0].members[1], "Tree/2");
	ck_assert_ptr_null(config->groups[0].members[3]);
	ck_assert_str_eq(config->groups[1].members[0], "lamp");
	ck_assert_ptr_eq(config_find(config, NULL, "50:c7:bf:00:00:01", "192.0.2.7"), device);
	ck_assert_ptr_eq(config_find(config, NULL, "50c7bf000001", NULL), device);
	ck_assert_ptr_eq(config_find(config, ID, MAC, NULL), &config->devices[2]);
	ck_assert_ptr_eq(config_find(config, "", "", "192.0.2.7"), &config->devices[0]);
	ck_assert_ptr_null(config_find(config, NULL, NULL, NULL));
	ck_assert_ptr_null(config_find(config, "x", "50:C7:BF:00:00:02", "192.0.2.8"));
	config_free(config);
}
END_TEST

START_TEST(tls_has_its_own_port_and_is_implied)
{
	static const char *const texts[] = { "mqtt: {tls: yes}\n", "mqtt: {ca_file: open}\n",
		                             "mqtt: {cert_file: open, key_file: private}\n" };
	struct config *config;

	make_folder();
	for (size_t i = 0; i < UNIT_COUNT(texts); i++) {
		config = read_good(texts[i]);
		ck_assert(config->mqtt.tls);
		ck_assert_uint_eq(config->mqtt.port, 8883);
		config_free(config);
	}
	config = read_good("mqtt: {tls: yes, port: 1883}\n");
	ck_assert_uint_eq(config->mqtt.port, 1883);
	config_free(config);
	remove_folder();
}
END_TEST

static const char *const good[] = {
	"",
	"mqtt:\ndevices:\ngroups:\nlog: {}\n",
	"log: {level: error}\n",
	"mqtt: {base_topic: \xe5\xae\xb6}\n",
	"mqtt: {host: \"::1\", username: me, password_file: private}\n",
	"mqtt: {host: 10.0.0.1, tls: yes, username: me, password_file: private}\n",
	"mqtt: {base_topic: homeassistant}\nhomeassistant: {enabled: no}\n",
	"devices: [{host: 127.0.0.1, port: 9999}, {host: 127.0.0.1, port: 9998}]\n",
	"devices: [{mac: " MAC ", id: " ID ", host: lamp.lan}]\n",
	"groups: [{name: a, members: [b, b/1]}, {name: c, members: [b]}]\n",
	"credentials_file: private\n",
	"webhooks:\n",
	"rules: [{name: a, when: {event: webhook_disabled}, then: {device: lamp, set: ON}}]\n",
	"webhooks: [{name: a, url: 'https://a.example/?x=y', secret_file: private, ca_file: open}]\n",
	"webhooks: [{name: a, format: ifttt, secret: x}, {name: b, format: template, url: 'http://[::1]:1', body: ''}]\n",
};

START_TEST(what_is_allowed_is_no_mistake)
{
	make_folder();
	for (size_t i = 0; i < UNIT_COUNT(good); i++)
		config_free(read_good(good[i]));
	remove_folder();
}
END_TEST

START_TEST(webhooks_have_their_defaults)
{
	struct config *config =
		read_good("webhooks:\n"
	                  "  - {name: a, url: 'http://a/', events: [power_above, y], headers: 'A: b'}\n"
	                  "  - {name: b, format: ifttt, secret: k, json: yes, max_age: 10m,\n"
	                  "     queue: {count: 7, bytes: 65536}, retry: {first: 1s, most: 2s},\n"
	                  "     breaker: {failures: 2, pause: 3s}}\n"
	                  "  - {name: c, format: template, url: 'http://c', method: PUT, body: '{{state}}'}\n"
	                  "rules: [{name: r, when: {device: d, online: no}, then: {event: y}}]\n");
	const struct config_webhook *a = config->webhooks.item, *b = a + 1, *c = a + 2;

	ck_assert_uint_eq(config->webhooks.count, 3);
	ck_assert(a->format == CONFIG_WEBHOOK_STANDARD && a->method == CONFIG_WEBHOOK_POST && !a->devices);
	ck_assert_str_eq(a->events[1], "y");
	ck_assert_str_eq(a->headers[0], "A: b");
	ck_assert_uint_eq(a->timeout_ms, 15000);
	ck_assert_uint_eq(a->connect_timeout_ms, 5000);
	ck_assert_uint_eq(a->max_age_ms, 24 * 3600 * 1000);
	ck_assert(a->queue_count == 1000 && a->queue_bytes == 4 << 20);
	ck_assert(a->retry_first_ms == 5000 && a->retry_most_ms == 3600 * 1000);
	ck_assert(a->breaker_failures == 5 && a->breaker_pause_ms == 60 * 1000);
	ck_assert_str_eq(b->url, "https://maker.ifttt.com");
	ck_assert_str_eq(b->ifttt_event, "{{event.type}}");
	ck_assert(b->json && b->max_age_ms == 600 * 1000 && b->queue_count == 7 && b->queue_bytes == 65536);
	ck_assert(b->retry_first_ms == 1000 && b->retry_most_ms == 2000);
	ck_assert(b->breaker_failures == 2 && b->breaker_pause_ms == 3000);
	ck_assert(c->method == CONFIG_WEBHOOK_PUT);
	ck_assert_str_eq(c->content_type, "application/json");
	config_free(config);
}
END_TEST

START_TEST(a_named_file_must_be_there)
{
	struct mistakes mistakes = { 0 };
	struct config *config = NULL;
	struct kasa_err err;

	ck_assert_int_eq(config_load("/nowhere/kasad.yaml", &config, &mistakes, &err), KASA_ENOTFOUND);
	ck_assert_str_eq(err.text, "/nowhere/kasad.yaml: No such file or directory");
	ck_assert_int_eq(config_load("/tmp", &config, &mistakes, &err), KASA_EIO);
	ck_assert_ptr_null(config);
	ck_assert_int_eq(config_load("/dev/null", &config, &mistakes, &err), KASA_OK);
	ck_assert_str_eq(config->path, "");
	config_free(config);
}
END_TEST

static void
check_restart(const char *now, const char *next, const char *told)
{
	struct config *a = read_good(now), *b = read_good(next);
	char out[512];

	ck_assert_str_eq(config_restart(a, b, out, sizeof out), told);
	ck_assert_str_eq(config_restart(b, a, out, sizeof out), told);
	config_free(a);
	config_free(b);
}

START_TEST(a_reload_knows_what_needs_a_restart)
{
	char shorter[12];
	struct config *a = read_good(""), *b = read_good("mqtt: {base_topic: x}\n");

	check_restart("", "", "");
	check_restart("", "mqtt: {host: localhost, port: 1883}\n", "");
	check_restart("",
	              "devices: [{host: 192.0.2.7}]\ngroups: [{name: a, members: [b]}]\nlog: debug\n"
	              "poll: {state: 1s}\ndiscovery: {every: 10s}\nrelay: {burst: 1}\n",
	              "");
	check_restart("", "mqtt: {base_topic: x}\n", "mqtt.client_id, mqtt.base_topic, mqtt.instance");
	check_restart("", "mqtt: {username: x}\nstate_dir: /x\n", "mqtt.username, state_dir");
	check_restart("mqtt: {output: both}\n", "homeassistant: {mode: component}\n",
	              "mqtt.output, homeassistant.mode");
	ck_assert_str_eq(config_restart(a, b, shorter, sizeof shorter), "mqtt.client");
	config_free(a);
	config_free(b);
}
END_TEST

START_TEST(names_of_topics_have_a_form)
{
	static const char *const bad_names[] = { "", "a/b", "a+", "#", "bridge", " a", "a ", "a\nb", "a\xff", "\x7f" };
	static const char *const good_names[] = { "a", "Bridge", "T\xc3\xbcr", "$x", "0" };
	char longest[CONFIG_NAME_MAX + 2];
	struct kasa_err err;

	for (size_t i = 0; i < UNIT_COUNT(bad_names); i++) {
		err.text[0] = '\0';
		ck_assert_msg(config_name_check(bad_names[i], &err) == KASA_EINVAL && err.text[0], "%zu", i);
	}
	for (size_t i = 0; i < UNIT_COUNT(good_names); i++)
		ck_assert_msg(config_name_check(good_names[i], &err) == KASA_OK, "%zu", i);
	memset(longest, 'x', sizeof longest);
	longest[CONFIG_NAME_MAX] = '\0';
	ck_assert_int_eq(config_name_check(longest, &err), KASA_OK);
	longest[CONFIG_NAME_MAX] = 'x';
	longest[CONFIG_NAME_MAX + 1] = '\0';
	ck_assert_int_eq(config_name_check(longest, &err), KASA_EINVAL);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		without_a_file_there_are_the_defaults,
		what_stands_there_is_what_comes_out,
		devices_and_groups_are_read_and_found,
		tls_has_its_own_port_and_is_implied,
		what_is_allowed_is_no_mistake,
		webhooks_have_their_defaults,
		a_named_file_must_be_there,
		a_reload_knows_what_needs_a_restart,
		names_of_topics_have_a_form,
	};

	return unit_run("bridge config", tests, UNIT_COUNT(tests));
}
