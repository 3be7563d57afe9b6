/* What /metrics and /scrape tell of devices made by hand, to the letter: dashboards and alerts hang on it. */
#include "unit/unit.h"

#include <math.h>

#include "bridge/hub/histogram.h"
#include "bridge/metrics/exporter.h"
#include "bridge/metrics/families.h"
#include "unit/bridge_device.h"

enum {
	NOW_S = 1795809600, /* 2026-11-27 20:00:00 UTC */
	NOW_MS = 5000,
};

static struct made made;
static struct families_now now;
static struct kasa_buf buf;

static void
at(uint64_t ms)
{
	now = (struct families_now){ .utc_s = NOW_S, .ms = ms };
}

/* The samples of all families that have this prefix, without HELP and TYPE. */
static char *
told(const char *prefix)
{
	static char lines[8192];
	size_t n = 0;
	struct exposition out;

	if (now.utc_s == 0)
		at(NOW_MS);
	kasa_buf_init(&buf, 1 << 16);
	exposition_init(&out, &buf, false);
	for (size_t family = 0; family < families_count(); family++) {
		families_begin(&out, family);
		families_of(&out, family, &made.device, &now);
	}
	ck_assert(!out.failed);
	ck_assert_int_eq(kasa_buf_add(&buf, "", 1), KASA_OK);
	for (char *line = strtok((char *)buf.data, "\n"); line; line = strtok(NULL, "\n"))
		if (line[0] != '#' && strncmp(line, prefix, strlen(prefix)) == 0)
			n += (size_t)snprintf(lines + n, sizeof lines - n, "%s\n", line);
	lines[n] = '\0';
	kasa_buf_finish(&buf);
	return lines;
}

START_TEST(a_plug_without_a_meter_has_its_state_alone)
{
	made_plug(&made);
	ck_assert_str_eq(
		told("kasa_"),
		"kasa_device_info{device_id=\"50c7bf000100\",alias=\"Fan\",name=\"fan\",model=\"HS100(EU)\",hw_version=\"1.0\","
		"sw_version=\"1.2.6 Build 200727 Rel.120821\",mac=\"50:C7:BF:00:01:00\",host=\"192.0.2.7\"} 1\n"
		"kasa_device_up{device_id=\"50c7bf000100\"} 1\n"
		"kasa_last_success_timestamp_seconds{device_id=\"50c7bf000100\"} 1795809600\n"
		"kasa_relay_on{device_id=\"50c7bf000100\"} 1\n"
		"kasa_relay_on_seconds{device_id=\"50c7bf000100\"} 60\n"
		"kasa_wifi_rssi_dbm{device_id=\"50c7bf000100\"} -57\n");
}
END_TEST

START_TEST(a_meter_is_told_in_base_units)
{
	made_plug(&made);
	made_meter(&made, 0);
	ck_assert_str_eq(told("kasa_power"), "kasa_power_watts{device_id=\"50c7bf000100\"} 10.46\n"
	                                     "kasa_power_factor_ratio{device_id=\"50c7bf000100\"} 0.5225019511\n");
	ck_assert_str_eq(told("kasa_voltage"), "kasa_voltage_volts{device_id=\"50c7bf000100\"} 229.84\n");
	ck_assert_str_eq(told("kasa_current"), "kasa_current_amperes{device_id=\"50c7bf000100\"} 0.0871\n");
	/* 202.527 and 12.204 kW·h; today 0.912, this month 3.5 */
	ck_assert_str_eq(told("kasa_energy"), "kasa_energy_joules_total{device_id=\"50c7bf000100\"} 773031600\n"
	                                      "kasa_energy_today_joules{device_id=\"50c7bf000100\"} 3283200\n"
	                                      "kasa_energy_month_joules{device_id=\"50c7bf000100\"} 12600000\n");
}
END_TEST

START_TEST(what_a_meter_does_not_tell_is_left_out)
{
	made_plug(&made);
	made_meter(&made, 0);
	made.meters[0].energy = (struct kasa_energy){ 10.46, NAN, NAN, NAN, NAN, NAN };
	counter_init(&made.meters[0].counter);
	ck_assert_str_eq(told("kasa_power"), "kasa_power_watts{device_id=\"50c7bf000100\"} 10.46\n");
	ck_assert_str_eq(told("kasa_energy"), "");
	ck_assert_str_eq(told("kasa_voltage"), "");
}
END_TEST

START_TEST(a_power_factor_is_at_most_one_and_none_of_next_to_nothing)
{
	made_plug(&made);
	made_meter(&made, 0);
	made.meters[0].energy = (struct kasa_energy){ 230.5, 230, 1, NAN, NAN, NAN };
	ck_assert_str_eq(told("kasa_power_f"), "kasa_power_factor_ratio{device_id=\"50c7bf000100\"} 1\n");
	made.meters[0].energy = (struct kasa_energy){ 0.2, 230, 0.002, NAN, NAN, NAN };
	ck_assert_str_eq(told("kasa_power_f"), "");
}
END_TEST

START_TEST(a_strip_is_its_outlets_and_no_sum)
{
	made_strip(&made);
	made_meter(&made, 1);
	made_meter(&made, 3);
	ck_assert_str_eq(told("kasa_power_w"), "kasa_power_watts{device_id=\"50c7bf000100\",child_id=\"00\"} 10.46\n"
	                                       "kasa_power_watts{device_id=\"50c7bf000100\",child_id=\"02\"} 10.46\n");
	ck_assert_str_eq(told("kasa_relay"), "kasa_relay_on{device_id=\"50c7bf000100\",child_id=\"00\"} 0\n"
	                                     "kasa_relay_on{device_id=\"50c7bf000100\",child_id=\"01\"} 1\n"
	                                     "kasa_relay_on{device_id=\"50c7bf000100\",child_id=\"02\"} 0\n"
	                                     "kasa_relay_on_seconds{device_id=\"50c7bf000100\",child_id=\"00\"} 0\n"
	                                     "kasa_relay_on_seconds{device_id=\"50c7bf000100\",child_id=\"01\"} 60\n"
	                                     "kasa_relay_on_seconds{device_id=\"50c7bf000100\",child_id=\"02\"} 0\n");
	ck_assert_ptr_nonnull(strstr(told("kasa_device_info"), "child_id=\"02\",alias=\"Desk C\""));
}
END_TEST

START_TEST(who_is_away_has_no_values)
{
	made_plug(&made);
	made_meter(&made, 0);
	made.device.availability = AVAILABILITY_OFFLINE;
	made.meters[0].live = false;
	ck_assert_str_eq(told("kasa_device_up"), "kasa_device_up{device_id=\"50c7bf000100\"} 0\n");
	ck_assert_ptr_nonnull(strstr(told("kasa_device_info"), "alias=\"Fan\""));
	ck_assert_str_eq(told("kasa_relay"), "");
	ck_assert_str_eq(told("kasa_power"), "");
	ck_assert_str_eq(told("kasa_energy"), "");
	ck_assert_str_eq(told("kasa_wifi"), "");
	ck_assert_str_ne(told("kasa_last_success"), "");
}
END_TEST

START_TEST(a_device_that_was_never_heard_is_known_by_its_mac)
{
	made_plug(&made);
	made.device.handle = NULL;
	made.device.availability = AVAILABILITY_UNKNOWN;
	made.device.seen_s = 0;
	made.device.id[0] = '\0';
	ck_assert_str_eq(told("kasa_"), "kasa_device_info{device_id=\"50c7bf000100\",alias=\"fan\",name=\"fan\","
	                                "mac=\"50:C7:BF:00:01:00\"} 1\n"
	                                "kasa_device_up{device_id=\"50c7bf000100\"} 0\n");
}
END_TEST

START_TEST(what_was_not_read_three_times_is_not_told)
{
	made_plug(&made);
	made_meter(&made, 0); /* read at 1000 ms */
	made.device.every.meter_ms = 10000;
	at(41000);
	ck_assert_str_ne(told("kasa_power_w"), "");
	at(41001);
	ck_assert_str_eq(told("kasa_power_w"), "");
	ck_assert_str_ne(told("kasa_relay_on"), "");
	made.device.poll.missed = 4;
	ck_assert_str_eq(told("kasa_relay_on"), "");
}
END_TEST

START_TEST(errors_are_counted_by_reason)
{
	uint32_t failed[DEVICE_REASONS] = { [-KASA_ETIMEOUT] = 7, [-KASA_EAUTH] = 1 };

	made_plug(&made);
	made.device.failed = failed;
	ck_assert_str_eq(told("kasa_poll_errors"),
	                 "kasa_poll_errors_total{device_id=\"50c7bf000100\",reason=\"timeout\"} 7\n"
	                 "kasa_poll_errors_total{device_id=\"50c7bf000100\",reason=\"auth\"} 1\n");
}
END_TEST

/* ---- the names of others ---- */

static const char *
exported(void)
{
	static char text[8192];
	struct exposition out;

	at(NOW_MS);
	kasa_buf_init(&buf, sizeof text - 1);
	exposition_init(&out, &buf, false);
	exporter_write(&out, &made.device, &now);
	ck_assert(!out.failed);
	memcpy(text, buf.data, buf.len);
	text[buf.len] = '\0';
	kasa_buf_finish(&buf);
	return text;
}

#define LABELS "{alias=\"Fan\",id=\"8006E9B1F0000000000000000000000000000001\"}"

START_TEST(a_plug_as_the_exporter_tells_it)
{
	made_plug(&made);
	made.state.features |= KASA_FEATURE_ENERGY;
	made_meter(&made, 0);
	ck_assert_str_eq(exported(),
	                 "# HELP kasa_online Device online.\n# TYPE kasa_online gauge\nkasa_online 1\n"
	                 "# HELP kasa_metadata Device metadata.\n# TYPE kasa_metadata gauge\n"
	                 "kasa_metadata{alias=\"Fan\",hw_ver=\"1.0\",sw_ver=\"1.2.6 Build 200727 Rel.120821\","
	                 "model=\"HS100(EU)\",feature=\"TIM:ENE\"} 1\n"
	                 "# HELP kasa_relay_state Relay state (switch on/off).\n# TYPE kasa_relay_state gauge\n"
	                 "kasa_relay_state" LABELS " 1\n"
	                 "# HELP kasa_on_time Time in seconds since online.\n# TYPE kasa_on_time counter\n"
	                 "kasa_on_time" LABELS " 60\n"
	                 "# HELP kasa_rssi Wifi received signal strength indicator.\n# TYPE kasa_rssi gauge\n"
	                 "kasa_rssi" LABELS " -57\n"
	                 "# HELP kasa_current Current flowing through device in Ampere.\n# TYPE kasa_current gauge\n"
	                 "kasa_current" LABELS " 0.0871\n"
	                 "# HELP kasa_voltage Current voltage connected to device in Volt.\n# TYPE kasa_voltage gauge\n"
	                 "kasa_voltage" LABELS " 229.84\n"
	                 "# HELP kasa_power_load Current power in Watt.\n# TYPE kasa_power_load gauge\n"
	                 "kasa_power_load" LABELS " 10.46\n"
	                 "# HELP kasa_power_total Power consumption since device connected in kWh.\n"
	                 "# TYPE kasa_power_total counter\n"
	                 "kasa_power_total" LABELS " 12.204\n");
}
END_TEST

START_TEST(an_outlet_has_its_own_alias_and_id)
{
	made_strip(&made);
	made_meter(&made, 2);
	ck_assert_ptr_nonnull(strstr(exported(), "kasa_relay_state{alias=\"Desk\",id=\"80"));
	ck_assert_ptr_nonnull(
		strstr(exported(),
	               "kasa_power_load{alias=\"Desk B\",id=\"8006E9B1F000000000000000000000000000000101\"} 10.46\n"));
}
END_TEST

START_TEST(who_is_away_is_not_online_and_that_is_all)
{
	made_plug(&made);
	made.device.availability = AVAILABILITY_OFFLINE;
	ck_assert_str_eq(exported(), "# HELP kasa_online Device online.\n# TYPE kasa_online gauge\nkasa_online 0\n");
}
END_TEST

/* ---- how long it took ---- */

START_TEST(durations_stand_where_they_belong)
{
	struct histogram took = { .sum_ms = 0 };

	histogram_add(&took, 0);
	histogram_add(&took, 5);
	histogram_add(&took, 6);
	histogram_add(&took, 10000);
	histogram_add(&took, 10001);
	ck_assert_uint_eq(took.count[0], 2);
	ck_assert_uint_eq(took.count[1], 1);
	ck_assert_uint_eq(took.count[HISTOGRAM_BOUNDS - 1], 1);
	ck_assert_uint_eq(took.count[HISTOGRAM_BOUNDS], 1);
	ck_assert_uint_eq(took.sum_ms, 20012);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_plug_without_a_meter_has_its_state_alone,
		a_meter_is_told_in_base_units,
		what_a_meter_does_not_tell_is_left_out,
		a_power_factor_is_at_most_one_and_none_of_next_to_nothing,
		a_strip_is_its_outlets_and_no_sum,
		who_is_away_has_no_values,
		a_device_that_was_never_heard_is_known_by_its_mac,
		what_was_not_read_three_times_is_not_told,
		errors_are_counted_by_reason,
		a_plug_as_the_exporter_tells_it,
		an_outlet_has_its_own_alias_and_id,
		who_is_away_is_not_online_and_that_is_all,
		durations_stand_where_they_belong,
	};

	return unit_run("families", tests, UNIT_COUNT(tests));
}
