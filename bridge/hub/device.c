#include "bridge/hub/device.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

void
device_key(char key[DEVICE_KEY], const char *mac)
{
	size_t n = 0;

	for (; *mac && n + 1 < DEVICE_KEY; mac++)
		if (*mac != ':')
			key[n++] = (char)(*mac >= 'A' && *mac <= 'F' ? *mac - 'A' + 'a' : *mac);
	key[n] = '\0';
}

const char *
device_alias(const struct device *device, unsigned outlet)
{
	const struct kasa_state *state = device_state(device);
	const char *alias = state ? state->alias : "";

	if (outlet > 0)
		alias = state && outlet <= state->outlet_count ? state->outlets[outlet - 1].alias : "";
	return alias[0] ? alias : device->name;
}

const struct meter *
device_meter(const struct device *device, unsigned outlet)
{
	return device->parts && outlet <= device->part_count ? device->parts[outlet].meter : NULL;
}

int
device_on(const struct device *device, unsigned outlet)
{
	const struct kasa_state *state = device_state(device);

	if (!state || outlet > state->outlet_count)
		return KASA_UNKNOWN;
	return outlet == 0 ? state->on : state->outlets[outlet - 1].on;
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

void
device_outlet_suffix(const struct device *device, unsigned outlet, char out[3])
{
	const struct kasa_state *state = device_state(device);
	const char *id = state && outlet >= 1 && outlet <= state->outlet_count ? state->outlets[outlet - 1].id : "";
	size_t n = strlen(id), own = strlen(device->id);

	if (own > 0 && n == own + 2 && strncmp(id, device->id, own) == 0 && is_digit(id[n - 2]) && is_digit(id[n - 1]))
		memcpy(out, id + n - 2, 3);
	else
		snprintf(out, 3, "%02u", (outlet - 1) % 100);
}

/* Adds where both are known; the sum of nothing is unknown. */
static void
add(double *sum, double value)
{
	if (!isnan(value))
		*sum = isnan(*sum) ? value : *sum + value;
}

/* Those that refused are no part of the sum. */
static bool
was_read_whole(const struct device *device)
{
	for (unsigned outlet = 1; outlet <= device->part_count; outlet++) {
		const struct meter *meter = device_meter(device, outlet);

		if (!(meter && meter->read_s > 0) && !device->parts[outlet].meterless)
			return false;
	}
	return true;
}

bool
device_energy_sum(const struct device *device, struct kasa_energy *out, double *sum_kwh, double *today_kwh,
                  double *month_kwh)
{
	unsigned read = 0, volts = 0;

	kasa_energy_init(out);
	*sum_kwh = *today_kwh = *month_kwh = NAN;
	if (!was_read_whole(device))
		return false;
	for (unsigned outlet = 1; outlet <= device->part_count; outlet++) {
		const struct meter *meter = device_meter(device, outlet);

		if (!meter || meter->read_s == 0)
			continue;
		read++;
		volts += isnan(meter->energy.voltage_v) ? 0 : 1;
		add(&out->power_w, meter->energy.power_w);
		add(&out->voltage_v, meter->energy.voltage_v);
		add(&out->current_a, meter->energy.current_a);
		add(&out->total_kwh, meter->energy.total_kwh);
		add(sum_kwh, counter_sum(&meter->counter));
		add(today_kwh, counter_today(&meter->counter));
		add(month_kwh, counter_month(&meter->counter));
	}
	if (volts > 0)
		out->voltage_v /= volts;
	return read > 0;
}
