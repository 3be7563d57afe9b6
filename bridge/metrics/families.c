#include "bridge/metrics/families.h"

#include <math.h>

#include "base/round.h"
#include "bridge/hub/poller.h"

enum {
	LATE_MS = 10000, /* readings may come so much later than they should: the device is asked other things */
	JOULES_PER_KWH = 3600000,
};

typedef double part_fn(const struct device *device, unsigned outlet, const struct families_now *now);
typedef double whole_fn(const struct device *device);
typedef void more_fn(struct exposition *out, const struct device *device);

/* ---- what is worth telling ---- */

bool
families_fresh(const struct device *device)
{
	return device->availability == AVAILABILITY_ONLINE && device->poll.missed <= POLLER_MISSED;
}

bool
families_meter_fresh(const struct device *device, unsigned outlet, const struct families_now *now)
{
	const struct meter *meter = device_meter(device, outlet);
	uint64_t every_ms = outlet > 0 ? device->every.outlets_ms : device->every.meter_ms;

	return meter && meter->live && meter->read_s > 0 && device->availability == AVAILABILITY_ONLINE
	       && now->ms <= meter->read_ms + POLLER_MISSED * every_ms + LATE_MS;
}

/* ---- values of parts; NAN is not told ---- */

static double
relay(const struct device *device, unsigned outlet, const struct families_now *now)
{
	int on = families_fresh(device) ? device_on(device, outlet) : KASA_UNKNOWN;

	(void)now;
	return on == KASA_UNKNOWN ? NAN : (double)on;
}

double
families_on_s(const struct device *device, unsigned outlet, const struct families_now *now)
{
	int on = families_fresh(device) ? device_on(device, outlet) : KASA_UNKNOWN;
	int64_t since_s = outlet <= device->part_count ? device->parts[outlet].on_since_s : 0;

	if (on == 0)
		return 0;
	return on == 1 && since_s > 0 && since_s <= now->utc_s ? (double)(now->utc_s - since_s) : NAN;
}

static const struct kasa_energy *
reading(const struct device *device, unsigned outlet, const struct families_now *now)
{
	return families_meter_fresh(device, outlet, now) ? &device_meter(device, outlet)->energy : NULL;
}

static double
power(const struct device *device, unsigned outlet, const struct families_now *now)
{
	const struct kasa_energy *energy = reading(device, outlet, now);

	return energy ? energy->power_w : NAN;
}

static double
voltage(const struct device *device, unsigned outlet, const struct families_now *now)
{
	const struct kasa_energy *energy = reading(device, outlet, now);

	return energy ? energy->voltage_v : NAN;
}

static double
current(const struct device *device, unsigned outlet, const struct families_now *now)
{
	const struct kasa_energy *energy = reading(device, outlet, now);

	return energy ? energy->current_a : NAN;
}

/* Where next to nothing is drawn, the last digits of the current would decide. */
static double
power_factor(const struct device *device, unsigned outlet, const struct families_now *now)
{
	double watts = power(device, outlet, now);
	double volt_amperes = voltage(device, outlet, now) * current(device, outlet, now);

	if (isnan(watts) || isnan(volt_amperes) || watts < 0 || volt_amperes < 1)
		return NAN;
	return watts < volt_amperes ? watts / volt_amperes : 1;
}

static double
joules(double kwh)
{
	return isnan(kwh) ? NAN : (double)kasa_round(kwh * JOULES_PER_KWH);
}

static double
energy_sum(const struct device *device, unsigned outlet, const struct families_now *now)
{
	return reading(device, outlet, now) ? joules(counter_sum(&device_meter(device, outlet)->counter)) : NAN;
}

/* The counter's day is the host's; where it counts nothing, the device's own figures are all there is. */
static double
energy_today(const struct device *device, unsigned outlet, const struct families_now *now)
{
	const struct kasa_energy *energy = reading(device, outlet, now);
	double counted_kwh = energy ? counter_today(&device_meter(device, outlet)->counter) : NAN;

	return energy ? joules(isnan(counted_kwh) ? energy->today_kwh : counted_kwh) : NAN;
}

static double
energy_month(const struct device *device, unsigned outlet, const struct families_now *now)
{
	const struct kasa_energy *energy = reading(device, outlet, now);
	double counted_kwh = energy ? counter_month(&device_meter(device, outlet)->counter) : NAN;

	return energy ? joules(isnan(counted_kwh) ? energy->month_kwh : counted_kwh) : NAN;
}

/* ---- values of devices ---- */

static double
up(const struct device *device)
{
	return device->availability == AVAILABILITY_ONLINE;
}

static double
rssi(const struct device *device)
{
	const struct kasa_state *state = families_fresh(device) ? device_state(device) : NULL;

	return state && state->rssi_dbm != KASA_UNKNOWN ? (double)state->rssi_dbm : NAN;
}

static double
last_success(const struct device *device)
{
	return device->seen_s > 0 ? (double)device->seen_s : NAN;
}

/* ---- labels ---- */

static void
begin(struct exposition *out, const struct device *device, unsigned outlet)
{
	char child[3] = "";

	if (outlet > 0)
		device_outlet_suffix(device, outlet, child);
	exposition_begin(out, "");
	exposition_label(out, "device_id", device->key);
	exposition_label(out, "child_id", child);
}

static void
info_of(struct exposition *out, const struct device *device, unsigned outlet)
{
	const struct kasa_state *state = device_state(device);

	begin(out, device, outlet);
	exposition_label(out, "alias", device_alias(device, outlet));
	exposition_label(out, "name", device->name);
	exposition_label(out, "model", state ? state->model : "");
	exposition_label(out, "hw_version", state ? state->hw : "");
	exposition_label(out, "sw_version", state ? state->fw : "");
	exposition_label(out, "mac", device->mac);
	exposition_label(out, "host", device->handle ? kasa_device_host(device->handle) : "");
	exposition_value(out, 1);
}

static void
info(struct exposition *out, const struct device *device)
{
	for (unsigned outlet = 0; outlet <= device->part_count; outlet++)
		info_of(out, device, outlet);
}

static void
errors(struct exposition *out, const struct device *device)
{
	for (int reason = 0; device->failed && reason < DEVICE_REASONS; reason++) {
		if (device->failed[reason] == 0)
			continue;
		begin(out, device, 0);
		exposition_label(out, "reason", kasa_error_word(-reason));
		exposition_value(out, device->failed[reason]);
	}
}

/* ---- the table ---- */

/* One of the last three: a value of each part, one of the device, or whatever a function writes. */
static const struct {
	const char *name;
	enum exposition_type type;
	const char *help;
	part_fn *part;
	whole_fn *whole;
	more_fn *more;
} families[] = {
	/* clang-format off */
	{ "kasa_device_info", EXPOSITION_INFO, "What a device or an outlet is called, and what it is.", NULL, NULL, info },
	{ "kasa_device_up", EXPOSITION_GAUGE, "1 while the device answers.", NULL, up, NULL },
	{ "kasa_last_success_timestamp_seconds", EXPOSITION_GAUGE, "When the device last answered.", NULL, last_success, NULL },
	{ "kasa_relay_on", EXPOSITION_GAUGE, "1 while it is switched on.", relay, NULL, NULL },
	{ "kasa_relay_on_seconds", EXPOSITION_GAUGE, "How long it has been on, as the device counts; 0 while it is off.", families_on_s, NULL, NULL },
	{ "kasa_power_watts", EXPOSITION_GAUGE, "Active power.", power, NULL, NULL },
	{ "kasa_voltage_volts", EXPOSITION_GAUGE, "Voltage of the mains.", voltage, NULL, NULL },
	{ "kasa_current_amperes", EXPOSITION_GAUGE, "Current.", current, NULL, NULL },
	{ "kasa_power_factor_ratio", EXPOSITION_GAUGE, "Active power by apparent power, from 1 VA on.", power_factor, NULL, NULL },
	{ "kasa_energy_joules_total", EXPOSITION_COUNTER, "Energy since the bridge first saw the meter; never falls, whatever the device forgets.", energy_sum, NULL, NULL },
	{ "kasa_energy_today_joules", EXPOSITION_GAUGE, "Energy of the bridge's local day.", energy_today, NULL, NULL },
	{ "kasa_energy_month_joules", EXPOSITION_GAUGE, "Energy of the month.", energy_month, NULL, NULL },
	{ "kasa_wifi_rssi_dbm", EXPOSITION_GAUGE, "Strength of the Wi-Fi signal at the device.", NULL, rssi, NULL },
	{ "kasa_poll_errors_total", EXPOSITION_COUNTER, "Questions that were not answered, by reason.", NULL, NULL, errors },
	/* clang-format on */
};

size_t
families_count(void)
{
	return sizeof families / sizeof *families;
}

void
families_begin(struct exposition *out, size_t family)
{
	exposition_family(out, families[family].name, families[family].type, families[family].help);
}

static void
tell(struct exposition *out, const struct device *device, unsigned outlet, double value)
{
	if (isnan(value))
		return;
	begin(out, device, outlet);
	exposition_value(out, value);
}

/* A strip is its outlets. */
void
families_of(struct exposition *out, size_t family, const struct device *device, const struct families_now *now)
{
	unsigned first = device_has_outlets(device) ? 1 : 0;

	if (families[family].more)
		families[family].more(out, device);
	if (families[family].whole)
		tell(out, device, 0, families[family].whole(device));
	for (unsigned outlet = first; families[family].part && outlet <= device->part_count; outlet++)
		tell(out, device, outlet, families[family].part(device, outlet, now));
}
