#include "bridge/metrics/exporter.h"

#include <math.h>

typedef double value_fn(const struct device *device, unsigned outlet, const struct families_now *now);

static const char *
id_of(const struct device *device, unsigned outlet)
{
	const struct kasa_state *state = device_state(device);

	return outlet > 0 && state && outlet <= state->outlet_count ? state->outlets[outlet - 1].id : device->id;
}

static void
metadata(struct exposition *out, const struct device *device, const struct kasa_state *state)
{
	exposition_family(out, "kasa_metadata", EXPOSITION_GAUGE, "Device metadata.");
	exposition_begin(out, "");
	exposition_label(out, "alias", device_alias(device, 0));
	exposition_label(out, "hw_ver", state->hw);
	exposition_label(out, "sw_ver", state->fw);
	exposition_label(out, "model", state->model);
	exposition_label(out, "feature", state->features & KASA_FEATURE_ENERGY ? "TIM:ENE" : "TIM");
	exposition_value(out, 1);
}

/* ---- values; NAN is not told ---- */

static double
relay(const struct device *device, unsigned outlet, const struct families_now *now)
{
	int on = device_on(device, outlet);

	(void)now;
	return on == KASA_UNKNOWN ? NAN : (double)on;
}

static double
rssi(const struct device *device, unsigned outlet, const struct families_now *now)
{
	const struct kasa_state *state = device_state(device);

	(void)now;
	return outlet == 0 && state->rssi_dbm != KASA_UNKNOWN ? (double)state->rssi_dbm : NAN;
}

static const struct kasa_energy *
reading(const struct device *device, unsigned outlet, const struct families_now *now)
{
	return families_meter_fresh(device, outlet, now) ? &device_meter(device, outlet)->energy : NULL;
}

static double
current(const struct device *device, unsigned outlet, const struct families_now *now)
{
	const struct kasa_energy *energy = reading(device, outlet, now);

	return energy ? energy->current_a : NAN;
}

static double
voltage(const struct device *device, unsigned outlet, const struct families_now *now)
{
	const struct kasa_energy *energy = reading(device, outlet, now);

	return energy ? energy->voltage_v : NAN;
}

static double
power(const struct device *device, unsigned outlet, const struct families_now *now)
{
	const struct kasa_energy *energy = reading(device, outlet, now);

	return energy ? energy->power_w : NAN;
}

/* The device's own, as the original has it. */
static double
total(const struct device *device, unsigned outlet, const struct families_now *now)
{
	const struct kasa_energy *energy = reading(device, outlet, now);

	return energy ? energy->total_kwh : NAN;
}

static const struct {
	const char *name;
	enum exposition_type type;
	const char *help;
	value_fn *value;
} rows[] = {
	/* clang-format off */
	{ "kasa_relay_state", EXPOSITION_GAUGE, "Relay state (switch on/off).", relay },
	{ "kasa_on_time", EXPOSITION_COUNTER, "Time in seconds since online.", families_on_s },
	{ "kasa_rssi", EXPOSITION_GAUGE, "Wifi received signal strength indicator.", rssi },
	{ "kasa_current", EXPOSITION_GAUGE, "Current flowing through device in Ampere.", current },
	{ "kasa_voltage", EXPOSITION_GAUGE, "Current voltage connected to device in Volt.", voltage },
	{ "kasa_power_load", EXPOSITION_GAUGE, "Current power in Watt.", power },
	{ "kasa_power_total", EXPOSITION_COUNTER, "Power consumption since device connected in kWh.", total },
	/* clang-format on */
};

static void
tell(struct exposition *out, const struct device *device, unsigned outlet, double value)
{
	if (isnan(value))
		return;
	exposition_begin(out, "");
	exposition_label(out, "alias", device_alias(device, outlet));
	exposition_label(out, "id", id_of(device, outlet));
	exposition_value(out, value);
}

void
exporter_write(struct exposition *out, const struct device *device, const struct families_now *now)
{
	const struct kasa_state *state = families_fresh(device) ? device_state(device) : NULL;

	exposition_one(out, "kasa_online", EXPOSITION_GAUGE, "Device online.", state ? 1 : 0);
	if (!state)
		return;
	metadata(out, device, state);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		exposition_family(out, rows[i].name, rows[i].type, rows[i].help);
		for (unsigned outlet = 0; outlet <= device->part_count; outlet++)
			tell(out, device, outlet, rows[i].value(device, outlet, now));
	}
}
