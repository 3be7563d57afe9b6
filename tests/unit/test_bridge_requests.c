/* Requests: each is answered once, and nothing is done that was not asked for in full. */
#include "unit/unit.h"

#include "bridge/hub/groups.h"
#include "bridge/request/request_own.h"
#include "bridge/store/store.h"
#include "unit/bridge_device.h"
#include "unit/bridge_hub.h"

static struct made fan, desk;
static struct hub hub;
static struct config config;
static char name_kettle[] = "kettle", name_attic[] = "Attic", base[] = "kasa", prefix[] = "homeassistant";
static char command[128], answer[8192];
static unsigned answers, reloads, restarts;

static void
on_answer(const char *told, const char *text, size_t length, void *arg)
{
	(void)arg;
	answers++;
	snprintf(command, sizeof command, "%s", told);
	snprintf(answer, sizeof answer, "%.*s", (int)length, text);
}

static int
reload(struct kasa_err *err, void *arg)
{
	(void)arg;
	reloads++;
	snprintf(err->text, sizeof err->text, "line 3 is wrong");
	err->code = KASA_EINVAL;
	err->device_code = 0;
	return reloads == 1 ? KASA_OK : KASA_EINVAL;
}

static void
restart(void *arg)
{
	(void)arg;
	ck_assert_uint_eq(answers, 1); /* answered before */
	restarts++;
}

static const struct request_powers powers = { .reload = reload, .restart = restart };

static void
begin(void)
{
	made_plug(&fan);
	made_strip(&desk);
	strcpy(desk.device.key, "b0be76000300");
	strcpy(desk.device.mac, "B0:BE:76:00:03:00");
	memset(&config, 0, sizeof config);
	config.mqtt.command_ttl_ms = 10000;
	config.mqtt.base_topic = base;
	config.hass.discovery_prefix = prefix;
	fake_hub_init(&hub, &config);
	fake_hub_put(&hub, &fan.device);
	fake_hub_put(&hub, &desk.device);
	ck_assert_int_eq(groups_init(&hub), KASA_OK);
	answers = reloads = restarts = 0;
}

static void
finish(void)
{
	groups_finish(&hub);
	fake_hub_finish();
}

static void
ask(const char *name, const char *payload)
{
	answer[0] = '\0';
	answers = 0;
	request_execute(&hub, &powers, name, payload, strlen(payload), on_answer, NULL);
}

/* Asks, and the answer must hold this. */
static void
expect(const char *name, const char *payload, const char *holds)
{
	ask(name, payload);
	ck_assert_uint_eq(answers, 1);
	ck_assert_msg(strstr(answer, holds), "%s %s: %s", name, payload, answer);
}

// clang-format off
static const struct { const char *command, *payload, *holds; } table[] = {
	{ "discover",          "",                       "{\"status\":\"ok\",\"data\":{}}" },
	{ "discover",          "{}",                     "\"ok\"" },
	{ "discover",          "PRESS",                  "\"ok\"" },
	{ "discover",          "{\"transaction\":\"t\"}", "\"transaction\":\"t\"" },
	{ "discover",          "now",                    "discover takes a JSON object" },
	{ "discover",          "{\"x\":1}",              "unknown_attribute" },
	{ "discover",          "{",                      "not readable as JSON" },
	{ "discover",          "{\"a\":1,\"a\":2}",      "not readable as JSON" },
	{ "discover",          "[]",                     "takes a JSON object" },
	{ "discovr",           "{}",                     "did you mean discover?" },
	{ "",                  "{}",                     "is no request" },
	{ "device/+/#",        "{}",                     "is no request" },
	{ "options/log_level", "debug",                  "\"log_level\":\"debug\"" },
	{ "options/log_level", "{\"log_level\":\"info\"}", "\"log_level\":\"info\"" },
	{ "options/log_level", "loud",                   "none of error, warning, info and debug" },
	{ "options/log_level", "",                       "takes a JSON object, or as a bare text its log_level" },
	{ "options",           "{\"poll\":2.5}",         "\"poll\":2.5" },
	{ "options",           "{\"poll\":0}",           "poll: 0 is not possible" },
	{ "device/reboot",     "nobody",                 "unknown_device" },
	{ "device/reboot",     "{}",                     "id: the name, MAC or id of a device is missing" },
	{ "device/energy_reset", "{\"id\":\"desk\",\"outlet\":4}", "outlet: desk has 3 of them" },
	{ "device/rename",     "{\"id\":\"fan\"}",       "to: the new name is missing" },
	{ "device/rename",     "{\"id\":\"fan\",\"to\":\"a/b\"}", "\"error\"" },
	{ "device/add",        "{}",                     "one of host, mac and id is missing" },
	{ "device/add",        "plug.lan",               "names of hosts go into the configuration file" },
	{ "device/add",        "{\"mac\":\"x\"}",        "it is no hardware address" },
	{ "device/add",        "{\"id\":\"8006\"}",      "a search has begun" },
	{ "device/add",        "{\"host\":\"192.0.2.1\",\"port\":70000}", "1 to 65535" },
	{ "device/options",    "{\"id\":\"fan\",\"poll\":\"fast\"}", "poll: " },
	{ "device/options",    "{\"id\":\"fan\",\"poll\":{\"moon\":3}}", "state, meter, outlets and settings" },
	{ "device/options",    "{\"id\":\"fan\",\"name\":\"x\"}", "device/rename does that" },
	{ "device/options",    "{\"id\":\"fan\",\"retain\":true}", "unknown_attribute" },
	{ "device/raw",        "{\"id\":\"fan\",\"request\":{\"system\":{\"get_sysinfo\":null}}}", "raw requests are off" },
	{ "group/add",         "{\"members\":[\"fan\"]}", "name: the name of a group is missing" },
	{ "group/remove",      "nothing",                "unknown_group" },
	{ "health_check",      "{}",                     "\"healthy\":true" },
	{ "backup",            "{}",                     "\"named_by_request\"" },
	{ "discovery/clear",   "{}",                     "not_supported" },
};
// clang-format on

START_TEST(requests_are_answered)
{
	begin();
	store_options(NULL, "50c7bf000100")->name = strdup("fan");
	for (size_t i = 0; i < UNIT_COUNT(table); i++)
		expect(table[i].command, table[i].payload, table[i].holds);
	ck_assert_uint_eq(fake.orders, 0);
	finish();
}
END_TEST

START_TEST(a_command_that_is_no_topic_is_answered_under_another)
{
	begin();
	ask("a/+/#", "{}");
	ck_assert_str_eq(command, "a/?/?");
	finish();
}
END_TEST

START_TEST(what_is_too_long_is_not_read)
{
	static char longest[(16 << 10) + 2];

	begin();
	memset(longest, ' ', sizeof longest - 1);
	longest[0] = '{';
	expect("discover", longest, "are too many");
	finish();
}
END_TEST

START_TEST(orders_are_answered_when_they_have_ended)
{
	struct kasa_err err = { .code = KASA_OK };

	begin();
	ask("device/energy_reset", "{\"id\":\"desk\",\"outlet\":2,\"transaction\":7}");
	ck_assert_uint_eq(answers, 0);
	ck_assert_int_eq(fake.order.kind, ORDER_ENERGY_RESET);
	ck_assert_uint_eq(fake.order.outlet, 2);
	ck_assert_uint_gt(fake.order.deadline_ms, 0);
	fake.order.done(&fake.order, fake.device, &err, NULL, fake.order.arg);
	ck_assert_uint_eq(answers, 1);
	ck_assert_ptr_nonnull(strstr(answer, "\"name\":\"desk\""));
	ck_assert_ptr_nonnull(strstr(answer, "\"transaction\":7"));
	ask("device/clock", "fan");
	err = (struct kasa_err){ .code = KASA_EDEVICE, .device_code = -3, .text = "it refuses" };
	fake.order.done(&fake.order, fake.device, &err, NULL, fake.order.arg);
	ck_assert_ptr_nonnull(strstr(answer, "\"code\":\"device_error\",\"error\":\"it refuses\",\"err_code\":-3"));
	finish();
}
END_TEST

START_TEST(a_rename_lives_in_the_store)
{
	begin();
	expect("device/rename", "{\"id\":\"50c7bf000100\",\"to\":\"kettle\"}", "{\"from\":\"fan\",\"to\":\"kettle\"}");
	ck_assert_str_eq(store_options(NULL, "50c7bf000100")->name, "kettle");
	ck_assert_uint_eq(fake.commits, 1);
	expect("group/add", "{\"name\":\"all\",\"members\":[\"kettle\"]}", "\"ok\"");
	expect("device/rename", "{\"id\":\"kettle\",\"to\":\"all\"}", "a group is called");
	fan.config = (struct config_device){ .name = name_kettle, .line = 12, .enabled = KASA_UNKNOWN };
	fan.device.config = &fan.config;
	expect("device/rename", "{\"id\":\"kettle\",\"to\":\"fan\"}",
	       "stands in the configuration file, line 12, which wins");
	expect("device/remove", "kettle", "it stands in the configuration file");
	finish();
}
END_TEST

START_TEST(options_of_a_device_are_all_or_nothing)
{
	const struct store_options *kept;

	begin();
	kept = store_options(NULL, "50c7bf000100");
	expect("device/options", "{\"id\":\"fan\",\"area\":\"Hall\",\"protected\":5}",
	       "protected: 5 is none of ON and OFF");
	ck_assert_ptr_null(kept->area);
	expect("device/options",
	       "{\"id\":\"fan\",\"area\":\"Hall\",\"protected\":true,\"throttle\":1.5,\"poll\":{\"state\":2,\"meter\":30}}",
	       "\"ok\"");
	ck_assert_str_eq(kept->area, "Hall");
	ck_assert_int_eq(kept->protected, 1);
	ck_assert_uint_eq(kept->throttle_ms, 1500);
	ck_assert_uint_eq(kept->poll.state_ms, 2000);
	ck_assert_uint_eq(kept->poll.meter_ms, 30000);
	ck_assert_uint_eq(fake.configured, 1);
	fan.config = (struct config_device){ .area = name_attic, .line = 4, .enabled = KASA_UNKNOWN };
	fan.device.config = &fan.config;
	expect("device/options", "{\"id\":\"fan\",\"area\":\"Hall\"}",
	       "area: it stands in the configuration file, line 4");
	finish();
}
END_TEST

START_TEST(one_that_is_disabled_goes_and_may_come_back)
{
	begin();
	expect("device/options", "{\"id\":\"fan\",\"disabled\":true,\"area\":\"Hall\"}", "\"disabled\":true");
	ck_assert_uint_eq(fake.removed, 1);
	ck_assert_int_eq(store_options(NULL, "50c7bf000100")->enabled, 0);
	ck_assert_str_eq(store_options(NULL, "50c7bf000100")->area, "Hall");
	expect("device/options", "{\"id\":\"50:C7:BF:00:01:00\",\"enabled\":true}", "\"disabled\":false");
	ck_assert_int_eq(store_options(NULL, "50c7bf000100")->enabled, KASA_UNKNOWN);
	store_options(NULL, "50c7bf000100")->enabled = 0;
	store_options(NULL, "50c7bf000100")->name = strdup("washer");
	expect("device/options", "{\"id\":\"dryer\",\"disabled\":false}", "unknown_device");
	expect("device/options", "{\"id\":\"washer\",\"disabled\":false}", "\"disabled\":false");
	ck_assert_int_eq(store_options(NULL, "50c7bf000100")->enabled, KASA_UNKNOWN);
	ck_assert_uint_eq(fake.searches, 2);
	finish();
}
END_TEST

START_TEST(reload_and_restart_are_for_main)
{
	begin();
	expect("reload", "{}", "\"ok\"");
	expect("reload", "{}", "line 3 is wrong");
	expect("restart", "{}", "\"ok\"");
	ck_assert_uint_eq(restarts, 1);
	finish();
}
END_TEST

/* ---- raw ---- */

static const char *const harmful[] = {
	"{\"system\":{\"reset\":{\"delay\":1}}}",
	"{\"system\":{\"RESET\":{}}}",
	"{\"netif\":{\"set_stainfo\":{\"ssid\":\"x\"}}}",
	"{\"cnCloud\":{\"bind\":{}}}",
	"{\"cnCloud\":{\"unbind\":null}}",
	"{\"cnCloud\":{\"set_server_url\":{}}}",
	"{\"system\":{\"download_firmware\":{\"url\":\"x\"}}}",
	"{\"system\":{\"flash_firmware\":{}}}",
	"{\"smartlife.iot.common.system\":{\"reset\":{}}}",
	"{\"system\":{\"get_sysinfo\":null},\"x\":[{\"y\":{\"reset\":1}}]}",
	"{\"method\":\"device_reset\"}",
	"{\"Method\":\"Device_Reset\"}",
	"{\"method\":\"multipleRequest\",\"params\":{\"requests\":[{\"method\":\"get_device_info\"},{\"method\":\"fw_download\"}]}}",
	"{\"method\":\"control_child\",\"params\":{\"requestData\":{\"method\":\"set_qs_info\"}}}",
	"{\"method\":\"set_inherit_info\"}",
	"{\"method\":\"start_firmware_upgrade\"}",
	"{\"system\":{\"set_mac_addr\":{}}}",
};

static const char *const harmless[] = {
	"{\"system\":{\"get_sysinfo\":null}}",
	"{\"system\":{\"set_relay_state\":{\"state\":1}}}",
	"{\"smartlife.iot.common.emeter\":{\"get_realtime\":{}}}",
	"{\"method\":\"get_device_info\"}",
	"{\"method\":\"set_device_info\",\"params\":{\"device_on\":true}}",
	"{\"method\":\"get_fw_download_state\"}",
	"{\"method\":\"get_preset_rules\"}",
	"{\"system\":{\"set_dev_alias\":{\"alias\":\"reset\"}}}",
};

START_TEST(raw_requests_that_cost_a_device_are_denied)
{
	char word[64];

	for (size_t i = 0; i < UNIT_COUNT(harmful); i++) {
		json_t *json = json_loads(harmful[i], 0, NULL);

		ck_assert_msg(raw_denied(json, word), "%s", harmful[i]);
		json_decref(json);
	}
	for (size_t i = 0; i < UNIT_COUNT(harmless); i++) {
		json_t *json = json_loads(harmless[i], 0, NULL);

		ck_assert_msg(!raw_denied(json, word), "%s: %s", harmless[i], word);
		json_decref(json);
	}
}
END_TEST

START_TEST(raw_requests_are_sent_where_they_are_allowed)
{
	struct kasa_err err = { .code = KASA_OK };

	begin();
	config.mqtt.raw = true;
	expect("device/raw", "{\"id\":\"fan\",\"request\":{\"system\":{\"reset\":{}}}}", "\"code\":\"denied\"");
	expect("device/raw", "{\"id\":\"fan\",\"request\":\"{\\\"system\\\":{\\\"reset\\\":{}}}\"}", "denied");
	expect("device/raw", "{\"id\":\"fan\",\"request\":\"{\\\"a\\\":1,\\\"a\\\":2}\"}", "bad_value");
	expect("device/raw", "{\"id\":\"fan\"}", "request: a JSON object");
	ck_assert_uint_eq(fake.orders, 0);
	ask("device/raw", "{\"id\":\"fan\",\"request\":{\"system\":{\"get_sysinfo\":null}}}");
	ck_assert_int_eq(fake.order.kind, ORDER_RAW);
	ck_assert_str_eq(fake.order.text, "{\"system\":{\"get_sysinfo\":null}}");
	fake.order.done(&fake.order, fake.device, &err, "{\"x\":1}", fake.order.arg);
	ck_assert_ptr_nonnull(strstr(answer, "\"reply\":{\"x\":1}"));
	finish();
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		requests_are_answered,
		a_command_that_is_no_topic_is_answered_under_another,
		what_is_too_long_is_not_read,
		orders_are_answered_when_they_have_ended,
		a_rename_lives_in_the_store,
		options_of_a_device_are_all_or_nothing,
		one_that_is_disabled_goes_and_may_come_back,
		reload_and_restart_are_for_main,
		raw_requests_that_cost_a_device_are_denied,
		raw_requests_are_sent_where_they_are_allowed,
	};

	return unit_run("requests", tests, UNIT_COUNT(tests));
}
