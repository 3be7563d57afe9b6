/* Histories, the cloud, Wi-Fi, the location and the reset through the public functions, against a plug on loopback. */
#include "unit/unit.h"

#include <math.h>

#include "unit/home.h"

#define OK(method) "\"" method "\":{\"err_code\":0}"
#define DAYS "\"get_daystat\":{\"day_list\":[" DAY(2) "," DAY(1) "],\"err_code\":0}"
#define DAY(n) "{\"year\":2026,\"month\":7,\"day\":" #n ",\"energy_wh\":" #n "500}"
#define INFO(bound, server)                                                                         \
	"\"get_info\":{\"username\":\"me@example.com\",\"server\":\"" server "\",\"binded\":" bound \
	",\"cld_connection\":" bound ",\"err_code\":0}"
#define PLACE(latitude)                                                                                  \
	"\"get_sysinfo\":{\"deviceId\":\"" FAKE_ID "\",\"mac\":\"" FAKE_MAC "\",\"mic_type\":"           \
	"\"IOT.SMARTPLUGSWITCH\",\"model\":\"HS110(EU)\",\"alias\":\"x\",\"relay_state\":0,\"feature\":" \
	"\"TIM:ENE\",\"latitude_i\":" latitude ",\"longitude_i\":48952,\"err_code\":0}"

static struct home home;

static struct {
	unsigned count; /* callbacks with a result */
	struct kasa_history_entry entries[2];
	double total_kwh;
	struct kasa_cloud cloud;
	char version[48];
	struct kasa_network network;
	unsigned networks;
	struct kasa_location location;
} seen;

/* Every callback has a result, or an error, and never both. */
static void
note(struct kasa_device *dev, const void *result, const struct kasa_err *err, void *arg)
{
	ck_assert_int_eq(result != NULL, err->code == KASA_OK);
	seen.count += result != NULL;
	home_done(dev, err, arg);
}

static void
on_history(struct kasa_device *dev, const struct kasa_history *history, const struct kasa_err *err, void *arg)
{
	for (unsigned i = 0; history && i < history->count && i < 2; i++)
		seen.entries[i] = history->entries[i];
	note(dev, history, err, arg);
}

static void
on_energy(struct kasa_device *dev, const struct kasa_energy *energy, const struct kasa_err *err, void *arg)
{
	if (energy)
		seen.total_kwh = energy->total_kwh;
	note(dev, energy, err, arg);
}

static void
on_cloud(struct kasa_device *dev, const struct kasa_cloud *cloud, const struct kasa_err *err, void *arg)
{
	if (cloud)
		seen.cloud = *cloud;
	note(dev, cloud, err, arg);
}

static void
on_versions(struct kasa_device *dev, const struct kasa_firmware_list *list, const struct kasa_err *err, void *arg)
{
	if (list && list->count > 0)
		snprintf(seen.version, sizeof seen.version, "%s", list->versions[0].version);
	note(dev, list, err, arg);
}

static void
on_network(struct kasa_device *dev, const struct kasa_network *network, const struct kasa_err *err, void *arg)
{
	if (network)
		seen.network = *network;
	note(dev, network, err, arg);
}

static void
on_networks(struct kasa_device *dev, const struct kasa_networks *networks, const struct kasa_err *err, void *arg)
{
	if (networks) {
		seen.networks = networks->count;
		seen.network = networks->networks[0];
	}
	note(dev, networks, err, arg);
}

static void
on_location(struct kasa_device *dev, const struct kasa_location *location, const struct kasa_err *err, void *arg)
{
	if (location)
		seen.location = *location;
	note(dev, location, err, arg);
}

/* At home with a device that is known, and then gives this answer to everything. */
static void
begin(const char *says)
{
	memset(&seen, 0, sizeof seen);
	home_begin(&home);
	kasa_device_refresh(home.dev, home_done, &home.told);
	home_expect(&home, 1, KASA_OK);
	home.plug.says = says;
}

/* One call was told so, after so many requests. */
static void
expect(int code, unsigned requests)
{
	home_expect(&home, 2, code);
	ck_assert_uint_eq(seen.count, code == KASA_OK);
	ck_assert_uint_eq(home.plug.requests, 1 + requests);
	home_end(&home);
}

static void
expect_sent(const char *part)
{
	ck_assert_msg(strstr(home.plug.heard[home.plug.requests - 1], part), "%s",
	              home.plug.heard[home.plug.requests - 1]);
}

/* ---- histories ---- */

START_TEST(days_are_told_in_the_order_of_time)
{
	begin("{\"emeter\":{" DAYS "}}");
	ck_assert_int_eq(kasa_energy_days(home.dev, 0, 2026, 7, on_history, &home.told), KASA_OK);
	home_expect(&home, 2, KASA_OK);
	expect_sent("\"get_daystat\":{\"year\":2026,\"month\":7}");
	ck_assert_int_eq(seen.entries[0].day, 1);
	ck_assert_double_eq_tol(seen.entries[1].amount, 2.5, 1e-9);
	home_end(&home);
}
END_TEST

START_TEST(months_and_times_of_use_are_asked_of_their_modules)
{
	begin("{\"schedule\":{\"get_monthstat\":{\"month_list\":[]}}}");
	ck_assert_int_eq(kasa_usage_months(home.dev, 0, 2025, on_history, &home.told), KASA_OK);
	home_expect(&home, 2, KASA_OK);
	expect_sent("{\"schedule\":{\"get_monthstat\":{\"year\":2025}}}");
	home.plug.says = "{\"schedule\":{\"get_daystat\":{\"day_list\":[]}}}";
	ck_assert_int_eq(kasa_usage_days(home.dev, 0, 2025, 12, on_history, &home.told), KASA_OK);
	home_expect(&home, 3, KASA_OK);
	expect_sent("{\"schedule\":{\"get_daystat\":{\"year\":2025,\"month\":12}}}");
	home.plug.says = "{\"emeter\":{\"get_monthstat\":{\"month_list\":[]}}}";
	ck_assert_int_eq(kasa_energy_months(home.dev, 0, 2025, on_history, &home.told), KASA_OK);
	home_expect(&home, 4, KASA_OK);
	expect_sent("{\"emeter\":{\"get_monthstat\":{\"year\":2025}}}");
	home_end(&home);
}
END_TEST

START_TEST(what_was_erased_is_read_back)
{
	begin("{\"emeter\":{" OK("erase_emeter_stat") ",\"get_realtime\":{\"total_wh\":0,\"err_code\":0}}}");
	ck_assert_int_eq(kasa_energy_erase(home.dev, 0, on_energy, &home.told), KASA_OK);
	home_expect(&home, 2, KASA_OK);
	ck_assert_double_eq(seen.total_kwh, 0);
	home.plug.says = "{\"schedule\":{" OK("erase_runtime_stat") ",\"get_monthstat\":{\"month_list\":[]}}}";
	ck_assert_int_eq(kasa_usage_erase(home.dev, 0, 2026, on_history, &home.told), KASA_OK);
	home_expect(&home, 3, KASA_OK);
	home_end(&home);
}
END_TEST

START_TEST(a_meter_that_forgets_nothing_is_an_error)
{
	begin("{\"emeter\":{" OK("erase_emeter_stat") ",\"get_realtime\":{\"total_wh\":700,\"err_code\":0}}}");
	ck_assert_int_eq(kasa_energy_erase(home.dev, 0, on_energy, &home.told), KASA_OK);
	home_expect(&home, 2, KASA_EDEVICE);
	ck_assert_uint_eq(seen.count, 0);
	home_end(&home);
}
END_TEST

START_TEST(an_erasure_whose_answer_is_lost_is_not_repeated)
{
	begin(NULL);
	fake_plug_script(&home.plug, FAKE_DROP_DONE);
	ck_assert_int_eq(kasa_energy_erase(home.dev, 0, on_energy, &home.told), KASA_OK);
	expect(KASA_EUNKNOWN, 1);
	begin(NULL);
	fake_plug_script(&home.plug, FAKE_DROP_DONE);
	ck_assert_int_eq(kasa_usage_erase(home.dev, 0, 2026, on_history, &home.told), KASA_OK);
	expect(KASA_EUNKNOWN, 1);
}
END_TEST

START_TEST(what_is_no_month_is_refused_before_anything_is_sent)
{
	begin(NULL);
	ck_assert_int_eq(kasa_energy_days(home.dev, 0, 2026, 13, on_history, &home.told), KASA_EINVAL);
	ck_assert_int_eq(kasa_energy_days(home.dev, 0, 2026, 0, on_history, &home.told), KASA_EINVAL);
	ck_assert_int_eq(kasa_energy_days(home.dev, 0, 1999, 1, on_history, &home.told), KASA_EINVAL);
	ck_assert_int_eq(kasa_energy_months(home.dev, 0, 2100, on_history, &home.told), KASA_EINVAL);
	ck_assert_int_eq(kasa_usage_days(home.dev, -1, 2026, 1, on_history, &home.told), KASA_EINVAL);
	ck_assert_int_eq(kasa_usage_months(home.dev, 0, -5, on_history, &home.told), KASA_EINVAL);
	ck_assert_int_eq(kasa_energy_erase(home.dev, -1, on_energy, &home.told), KASA_EINVAL);
	ck_assert_int_eq(kasa_usage_erase(home.dev, 0, 1970, on_history, &home.told), KASA_EINVAL);
	ck_assert_uint_eq(home.plug.requests, 1);
	home_end(&home);
}
END_TEST

/* ---- the cloud ---- */

START_TEST(the_cloud_is_read_bound_and_left)
{
	begin("{\"cnCloud\":{" INFO("1", "a.example") "}}");
	ck_assert_int_eq(kasa_cloud_read(home.dev, on_cloud, &home.told), KASA_OK);
	home_expect(&home, 2, KASA_OK);
	ck_assert_int_eq(seen.cloud.bound, 1);
	ck_assert_str_eq(seen.cloud.server, "a.example");
	home.plug.says = "{\"cnCloud\":{" OK("bind") "," INFO("1", "a.example") "}}";
	ck_assert_int_eq(kasa_cloud_bind(home.dev, "me@example.com", "p\"w", on_cloud, &home.told), KASA_OK);
	home_expect(&home, 3, KASA_OK);
	expect_sent("\"bind\":{\"username\":\"me@example.com\",\"password\":\"p\\\"w\"}");
	home.plug.says = "{\"cnCloud\":{" OK("unbind") "," INFO("0", "a.example") "}}";
	ck_assert_int_eq(kasa_cloud_unbind(home.dev, on_cloud, &home.told), KASA_OK);
	home_expect(&home, 4, KASA_OK);
	ck_assert_int_eq(seen.cloud.bound, 0);
	home_end(&home);
}
END_TEST

START_TEST(another_server_is_read_back)
{
	begin("{\"cnCloud\":{" OK("set_server_url") "," INFO("0", "nowhere.invalid") "}}");
	ck_assert_int_eq(kasa_cloud_server_set(home.dev, "nowhere.invalid", on_cloud, &home.told), KASA_OK);
	expect(KASA_OK, 1);
	ck_assert_str_eq(seen.cloud.server, "nowhere.invalid");
}
END_TEST

START_TEST(a_binding_whose_answer_is_lost_is_not_repeated)
{
	begin(NULL);
	fake_plug_script(&home.plug, FAKE_DROP_DONE);
	ck_assert_int_eq(kasa_cloud_bind(home.dev, "me", "word", on_cloud, &home.told), KASA_OK);
	expect(KASA_EUNKNOWN, 1);
	begin(NULL);
	fake_plug_script(&home.plug, FAKE_DROP_DONE);
	ck_assert_int_eq(kasa_cloud_unbind(home.dev, on_cloud, &home.told), KASA_OK);
	expect(KASA_EUNKNOWN, 1);
}
END_TEST

START_TEST(what_is_no_account_and_no_server_is_refused)
{
	char much[KASA_ACCOUNT_MAX + 1];

	memset(much, 'x', sizeof much - 1);
	much[sizeof much - 1] = '\0';
	begin(NULL);
	ck_assert_int_eq(kasa_cloud_bind(home.dev, "", "word", on_cloud, &home.told), KASA_EINVAL);
	ck_assert_int_eq(kasa_cloud_bind(home.dev, "me", "", on_cloud, &home.told), KASA_EINVAL);
	ck_assert_int_eq(kasa_cloud_bind(home.dev, much, "word", on_cloud, &home.told), KASA_EINVAL);
	ck_assert_int_eq(kasa_cloud_bind(home.dev, "me", much, on_cloud, &home.told), KASA_EINVAL);
	ck_assert_int_eq(kasa_cloud_bind(home.dev, "me", "a\nb", on_cloud, &home.told), KASA_EINVAL);
	ck_assert_int_eq(kasa_cloud_server_set(home.dev, "", on_cloud, &home.told), KASA_EINVAL);
	ck_assert_int_eq(kasa_cloud_server_set(home.dev, "a b", on_cloud, &home.told), KASA_EINVAL);
	ck_assert_int_eq(kasa_cloud_server_set(home.dev, much, on_cloud, &home.told), KASA_EINVAL);
	ck_assert_uint_eq(home.plug.requests, 1);
	home_end(&home);
}
END_TEST

START_TEST(firmware_on_offer_is_told)
{
	begin("{\"cnCloud\":{\"get_intl_fw_list\":{\"fw_list\":[{\"fwVer\":\"1.2.3\"}],\"err_code\":0}}}");
	ck_assert_int_eq(kasa_firmware_read(home.dev, on_versions, &home.told), KASA_OK);
	expect(KASA_OK, 1);
	ck_assert_str_eq(seen.version, "1.2.3");
}
END_TEST

/* ---- Wi-Fi ---- */

START_TEST(networks_are_told_the_strongest_first)
{
	begin("{\"netif\":{\"get_scaninfo\":{\"ap_list\":[{\"ssid\":\"far\",\"key_type\":3,\"rssi\":-80},"
	      "{\"ssid\":\"near\",\"key_type\":0,\"rssi\":-40}],\"err_code\":0}}}");
	ck_assert_int_eq(kasa_wifi_scan(home.dev, true, on_networks, &home.told), KASA_OK);
	home_expect(&home, 2, KASA_OK);
	expect_sent("\"refresh\":1");
	ck_assert_uint_eq(seen.networks, 2);
	ck_assert_str_eq(seen.network.ssid, "near");
	home.plug.says = "{\"netif\":{\"get_stainfo\":{\"ssid\":\"mill\",\"key_type\":3,\"rssi\":-46}}}";
	ck_assert_int_eq(kasa_wifi_read(home.dev, on_network, &home.told), KASA_OK);
	home_expect(&home, 3, KASA_OK);
	ck_assert_str_eq(seen.network.ssid, "mill");
	ck_assert_int_eq(seen.network.rssi_dbm, -46);
	home_end(&home);
}
END_TEST

START_TEST(a_device_is_sent_to_another_network_once)
{
	begin("{\"netif\":{" OK("set_stainfo") "}}");
	ck_assert_int_eq(kasa_wifi_join(home.dev, "mill", "password", 3, home_done, &home.told), KASA_OK);
	home_expect(&home, 2, KASA_OK);
	expect_sent("\"set_stainfo\":{\"ssid\":\"mill\",\"password\":\"password\",\"key_type\":3}");
	home_end(&home);
	begin(NULL);
	fake_plug_script(&home.plug, FAKE_DROP_DONE);
	ck_assert_int_eq(kasa_wifi_join(home.dev, "mill", "", 0, home_done, &home.told), KASA_OK);
	expect(KASA_EUNKNOWN, 1);
}
END_TEST

START_TEST(what_is_no_network_is_refused_with_a_sentence)
{
	struct kasa_err err;

	begin(NULL);
	ck_assert_int_eq(kasa_wifi_check("mill", "abc", 3, &err), KASA_EINVAL);
	ck_assert_str_eq(err.text, "the password of a WPA network has 8 to 64 bytes, not 3");
	ck_assert_int_eq(kasa_wifi_check("0123456789012345678901234567890123456789", "", 0, &err), KASA_EINVAL);
	ck_assert_str_eq(err.text, "an SSID has 1 to 32 bytes, not 40");
	ck_assert_int_eq(kasa_wifi_check("mill", "password", 0, &err), KASA_EINVAL);
	ck_assert_int_eq(kasa_wifi_join(home.dev, "mill", "abc", 3, home_done, &home.told), KASA_EINVAL);
	ck_assert_int_eq(kasa_wifi_join(home.dev, "", "", 0, home_done, &home.told), KASA_EINVAL);
	ck_assert_int_eq(kasa_wifi_join(home.dev, "mill", "", -1, home_done, &home.told), KASA_EINVAL);
	ck_assert_uint_eq(home.plug.requests, 1);
	home_end(&home);
}
END_TEST

/* ---- the device as a thing ---- */

START_TEST(the_location_is_read_and_set)
{
	begin("{\"system\":{" PLACE("523702") "}}");
	ck_assert_int_eq(kasa_location_read(home.dev, on_location, &home.told), KASA_OK);
	home_expect(&home, 2, KASA_OK);
	ck_assert_double_eq_tol(seen.location.latitude, 52.3702, 1e-9);
	home.plug.says = "{\"system\":{" OK("set_dev_location") "," PLACE("-338700") "}}";
	ck_assert_int_eq(kasa_location_set(home.dev, -33.87, 4.8952, on_location, &home.told), KASA_OK);
	home_expect(&home, 3, KASA_OK);
	expect_sent("\"latitude_i\":-338700");
	ck_assert_double_eq_tol(seen.location.latitude, -33.87, 1e-9);
	ck_assert_int_eq(kasa_location_set(home.dev, 91, 0, on_location, &home.told), KASA_EINVAL);
	ck_assert_int_eq(kasa_location_set(home.dev, 0, -181, on_location, &home.told), KASA_EINVAL);
	ck_assert_int_eq(kasa_location_set(home.dev, (double)NAN, 0, on_location, &home.told), KASA_EINVAL);
	home_end(&home);
}
END_TEST

START_TEST(a_reset_goes_out_once)
{
	begin("{\"system\":{" OK("reset") "}}");
	ck_assert_int_eq(kasa_factory_reset(home.dev, home_done, &home.told), KASA_OK);
	home_expect(&home, 2, KASA_OK);
	home_end(&home);
	begin(NULL);
	fake_plug_script(&home.plug, FAKE_DROP_DONE);
	ck_assert_int_eq(kasa_factory_reset(home.dev, home_done, &home.told), KASA_OK);
	expect(KASA_EUNKNOWN, 1);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		days_are_told_in_the_order_of_time,
		months_and_times_of_use_are_asked_of_their_modules,
		what_was_erased_is_read_back,
		a_meter_that_forgets_nothing_is_an_error,
		an_erasure_whose_answer_is_lost_is_not_repeated,
		what_is_no_month_is_refused_before_anything_is_sent,
		the_cloud_is_read_bound_and_left,
		another_server_is_read_back,
		a_binding_whose_answer_is_lost_is_not_repeated,
		what_is_no_account_and_no_server_is_refused,
		firmware_on_offer_is_told,
		networks_are_told_the_strongest_first,
		a_device_is_sent_to_another_network_once,
		what_is_no_network_is_refused_with_a_sentence,
		the_location_is_read_and_set,
		a_reset_goes_out_once,
	};

	return unit_run("api_setup", tests, UNIT_COUNT(tests));
}
