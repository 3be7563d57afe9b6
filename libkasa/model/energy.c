#include "model/energy.h"

#include <math.h>

#include "model/jx.h"

void
kasa_energy_init(struct kasa_energy *energy)
{
	*energy = (struct kasa_energy){ NAN, NAN, NAN, NAN, NAN, NAN };
}

/* The plain unit where it is given, else a thousandth of the small one. */
static double
read(const struct kasa_jx *realtime, const char *unit, const char *small_unit)
{
	double value = kasa_jx_number(realtime, unit);

	return isnan(value) ? kasa_jx_number(realtime, small_unit) / 1000 : value;
}

void
kasa_energy_parse(const struct kasa_jx *realtime, struct kasa_energy *energy)
{
	*energy = (struct kasa_energy){
		.power_w = read(realtime, "power", "power_mw"),
		.voltage_v = read(realtime, "voltage", "voltage_mv"),
		.current_a = read(realtime, "current", "current_ma"),
		.total_kwh = read(realtime, "total", "total_wh"),
		.today_kwh = NAN,
		.month_kwh = NAN,
	};
}
