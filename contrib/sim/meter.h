/* The reply of emeter.get_realtime in whatever shape a device has: its quantities read and written in SI units. */
#ifndef KASA_SIM_METER_H
#define KASA_SIM_METER_H

#include <stdbool.h>

#include <jansson.h>

enum sim_quantity {
	SIM_VOLTAGE_V,
	SIM_CURRENT_A,
	SIM_POWER_W,
	SIM_TOTAL_WH,
};

/* The value, or 0 where the shape has none. */
double sim_meter_get(const json_t *reading, enum sim_quantity quantity);

/* Changes the quantity, in the shape's own unit and kind of number; nothing where the shape has none. */
void sim_meter_put(json_t *reading, enum sim_quantity quantity, double value);

#endif
