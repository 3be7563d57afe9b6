#include "smart_fresh.h"

#include <string.h>

static json_t *
countdown(void)
{
	return json_pack("{si,sb,s[]}", "countdown_rule_max_count", 1, "enable", 0, "rule_list");
}

static json_t *
schedule(void)
{
	return json_pack("{sb,s[],si,si,si}", "enable", 0, "rule_list", "schedule_rule_max_count", 32, "start_index", 0,
	                 "sum", 0);
}

static json_t *
antitheft(void)
{
	return json_pack("{si,sb,s[]}", "antitheft_rule_max_count", 1, "enable", 0, "rule_list");
}

static json_t *
nothing(void)
{
	return json_object();
}

static json_t *
led(void)
{
	return json_pack("{ss,sb,s{ss,si,si}}", "led_rule", "always", "led_status", 1, "night_mode", "night_mode_type",
	                 "custom", "start_time", 1320, "end_time", 420);
}

static json_t *
time_utc(void)
{
	return json_pack("{ss,si,si}", "region", "Etc/UTC", "time_diff", 0, "timestamp", 0);
}

static json_t *
auto_off(void)
{
	return json_pack("{si,sb}", "delay_min", 120, "enable", 0);
}

static json_t *
energy(void)
{
	return json_pack("{si,s[iii],ss,si,si,si,si}", "current_power", 0, "electricity_charge", 0, 0, 0, "local_time",
	                 "", "today_energy", 0, "today_runtime", 0, "month_energy", 0, "month_runtime", 0);
}

static json_t *
emeter(void)
{
	return json_pack("{si,si,si,si}", "current_ma", 0, "voltage_mv", 120412, "power_mw", 0, "energy_wh", 0);
}

static json_t *
power(void)
{
	return json_pack("{si}", "current_power", 0);
}

static json_t *
usage(void)
{
	return json_pack("{s{sisisi},s{sisisi},s{sisisi}}", "time_usage", "today", 0, "past7", 0, "past30", 0,
	                 "power_usage", "today", 0, "past7", 0, "past30", 0, "saved_power", "today", 0, "past7", 0,
	                 "past30", 0);
}

static json_t *
cloud(void)
{
	return json_pack("{si}", "status", 0);
}

static json_t *
download(void)
{
	return json_pack("{sb,si,si,si,si}", "auto_upgrade", 0, "download_progress", 0, "reboot_time", 5, "status", 0,
	                 "upgrade_time", 5);
}

static json_t *
updates(void)
{
	return json_pack("{sb,si,si}", "enable", 1, "random_range", 120, "time", 180);
}

static json_t *
networks(void)
{
	return json_pack("{s[{ss,si,si,ss,si,ss}],si,si,sb}", "ap_list", "bssid", "020000000001", "channel", 6,
	                 "cipher_type", 2, "key_type", "wpa2_psk", "signal_level", 3, "ssid", "SG9tZQ==", "start_index",
	                 0, "sum", 1, "wep_supported", 0);
}

// clang-format off
static const struct fresh {
	const char *component;
	int version; /* at least */
	const char *method;
	json_t *(*make)(void);
	bool of_child; /* children have it too */
} rows[] = {
	/* component         version method                     make       of_child */
	{ "countdown",         1,    "get_countdown_rules",     countdown, true },
	{ "schedule",          1,    "get_schedule_rules",      schedule,  true },
	{ "schedule",          1,    "get_next_event",          nothing,   true },
	{ "antitheft",         1,    "get_antitheft_rules",     antitheft, true },
	{ "led",               1,    "get_led_info",            led,       false },
	{ "time",              1,    "get_device_time",         time_utc,  false },
	{ "auto_off",          1,    "get_auto_off_config",     auto_off,  true },
	{ "device",            2,    "get_device_usage",        usage,     true },
	{ "energy_monitoring", 1,    "get_energy_usage",        energy,    true },
	{ "energy_monitoring", 2,    "get_current_power",       power,     true },
	{ "energy_monitoring", 2,    "get_emeter_data",         emeter,    true },
	{ "cloud_connect",     1,    "get_connect_cloud_state", cloud,     true },
	{ "firmware",          1,    "get_fw_download_state",   download,  false },
	{ "firmware",          2,    "get_auto_update_info",    updates,   false },
	{ "wireless",          1,    "get_wireless_scan_info",  networks,  false },
};
// clang-format on

static int
version_of(const json_t *components, const char *id)
{
	size_t i;
	json_t *entry;

	json_array_foreach((json_t *)components, i, entry) {
		const char *own = json_string_value(json_object_get(entry, "id"));

		if (own && strcmp(own, id) == 0)
			return (int)json_integer_value(json_object_get(entry, "ver_code"));
	}
	return 0;
}

static void
complete(json_t *replies, bool child)
{
	const json_t *components = json_object_get(json_object_get(replies, "component_nego"), "component_list");

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		if (version_of(components, rows[i].component) >= rows[i].version && (rows[i].of_child || !child)
		    && !json_object_get(replies, rows[i].method))
			json_object_set_new(replies, rows[i].method, rows[i].make());
}

void
sim_smart_complete(json_t *replies)
{
	complete(replies, false);
}

void
sim_smart_furnish(const struct sim_device *dev, json_t *replies, const char *child_id)
{
	const json_t *all = json_object_get(dev->tree, "get_child_device_component_list");
	json_t *entry;
	size_t i;

	json_array_foreach(json_object_get(all, "child_component_list"), i, entry) {
		const char *id = json_string_value(json_object_get(entry, "device_id"));

		if (id && strcmp(id, child_id) == 0)
			json_object_set_new(
				replies, "component_nego",
				json_pack("{sO}", "component_list", json_object_get(entry, "component_list")));
	}
	complete(replies, true);
	json_object_del(json_object_get(replies, "get_energy_usage"), "current_power"); /* as seen on strips */
}
