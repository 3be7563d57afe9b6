/* What meters show. */
#include "bridge/documents/documents.h"
#include "bridge/documents/documents_put.h"

enum {
	DECIMALS_W = 1,
	DECIMALS_V = 1,
	DECIMALS_A = 3,
	DECIMALS_KWH = 3,
};

struct figures {
	struct kasa_energy energy;
	double sum_kwh, today_kwh, month_kwh; /* by the bridge's own counter */
	int64_t read_s;
};

/* Of a strip the sum, as of its outlet that was read last. */
static bool
figures_of_strip(const struct device *device, struct figures *out)
{
	out->read_s = 0;
	for (unsigned i = 1; i <= device->part_count; i++) {
		const struct meter *meter = device_meter(device, i);

		if (meter && meter->read_s > out->read_s)
			out->read_s = meter->read_s;
	}
	return device_energy_sum(device, &out->energy, &out->sum_kwh, &out->today_kwh, &out->month_kwh)
	       && out->read_s > 0;
}

/* The counter's day is the host's; where it counts nothing, the device's own figures are all there is. */
static bool
figures_of(const struct device *device, unsigned outlet, struct figures *out)
{
	const struct meter *meter = device_meter(device, outlet);

	if (!meter && outlet == 0 && device_has_outlets(device))
		return figures_of_strip(device, out);
	if (!meter || meter->read_s == 0)
		return false;
	out->energy = meter->energy;
	out->read_s = meter->read_s;
	out->sum_kwh = counter_sum(&meter->counter);
	out->today_kwh = counter_today(&meter->counter);
	out->month_kwh = counter_month(&meter->counter);
	return true;
}

static double
either(double first, double second)
{
	return isnan(first) ? second : first;
}

json_t *
document_energy(const struct device *device, unsigned outlet)
{
	struct figures figures;
	const struct kasa_energy *energy = &figures.energy;
	json_t *object;
	int rc;

	if (!figures_of(device, outlet, &figures))
		return NULL;
	object = json_object();
	rc = put_real(object, "power", energy->power_w, DECIMALS_W);
	rc |= put_real(object, "voltage", energy->voltage_v, DECIMALS_V);
	rc |= put_real(object, "current", energy->current_a, DECIMALS_A);
	rc |= put_real(object, "energy", figures.sum_kwh, DECIMALS_KWH);
	rc |= put_real(object, "energy_today", either(figures.today_kwh, energy->today_kwh), DECIMALS_KWH);
	rc |= put_real(object, "energy_month", either(figures.month_kwh, energy->month_kwh), DECIMALS_KWH);
	rc |= put_real(object, "energy_device", energy->total_kwh, DECIMALS_KWH);
	return put_done(object, rc | put_time(object, "time", figures.read_s));
}
