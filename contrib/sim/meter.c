#include "meter.h"

#include <math.h>

struct shape {
	const char *key;
	double unit; /* one of ours in theirs */
	enum sim_quantity quantity;
	bool real;
};

// clang-format off
static const struct shape shapes[] = {
	/* key          unit   quantity       real */
	{ "voltage",    1,     SIM_VOLTAGE_V, true },
	{ "voltage_mv", 1000,  SIM_VOLTAGE_V, false },
	{ "current",    1,     SIM_CURRENT_A, true },
	{ "current_ma", 1000,  SIM_CURRENT_A, false },
	{ "power",      1,     SIM_POWER_W,   true },
	{ "power_mw",   1000,  SIM_POWER_W,   false },
	{ "total",      0.001, SIM_TOTAL_WH,  true },
	{ "total_wh",   1,     SIM_TOTAL_WH,  false },
};
// clang-format on

static const struct shape *
find(const json_t *reading, enum sim_quantity quantity)
{
	for (size_t i = 0; i < sizeof shapes / sizeof shapes[0]; i++)
		if (shapes[i].quantity == quantity && json_is_number(json_object_get(reading, shapes[i].key)))
			return &shapes[i];
	return NULL;
}

double
sim_meter_get(const json_t *reading, enum sim_quantity quantity)
{
	const struct shape *shape = find(reading, quantity);

	return shape ? json_number_value(json_object_get(reading, shape->key)) / shape->unit : 0;
}

void
sim_meter_put(json_t *reading, enum sim_quantity quantity, double value)
{
	const struct shape *shape = find(reading, quantity);

	if (!shape)
		return;
	value *= shape->unit;
	/* six decimals, as the old generation sends */
	json_object_set_new(reading, shape->key,
	                    shape->real ? json_real(round(value * 1e6) / 1e6) : json_integer(llround(value)));
}
