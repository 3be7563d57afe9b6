/* The meter: what it shows now, today and this month, of a device, of an outlet, or of a strip as a whole. */
#include <math.h>

#include "model/energy.h"
#include "model/smart.h"

static void
take(double *value, const struct kasa_jx *result, const char *key)
{
	double thousandths = kasa_jx_number(result, key);

	if (!isnan(thousandths))
		*value = thousandths / 1000;
}

/* Milliwatts, and watt-hours. Outlets of strips do not tell their power here: that is asked for behind it. */
static int
read_usage(const struct kasa_jx *usage, struct kasa_smart_talk *talk)
{
	struct kasa_energy *energy = &talk->answer->energy;

	kasa_energy_init(energy);
	take(&energy->power_w, usage, "current_power");
	take(&energy->today_kwh, usage, "today_energy");
	take(&energy->month_kwh, usage, "month_energy");
	if (isnan(energy->power_w))
		talk->record->components |= KASA_SMART_NO_USAGE_POWER;
	return KASA_OK;
}

/* Newer firmware alone has it; none tells beforehand whether it does. */
static int
read_data(const struct kasa_jx *data, struct kasa_smart_talk *talk)
{
	struct kasa_energy *energy = &talk->answer->energy;
	uint32_t *components = &talk->record->components;

	take(&energy->power_w, data, "power_mw");
	take(&energy->voltage_v, data, "voltage_mv");
	take(&energy->current_a, data, "current_ma");
	take(&energy->total_kwh, data, "energy_wh");
	if (data)
		*components |= KASA_SMART_METER_DATA;
	else if (talk->err->code == KASA_ENOTSUP)
		*components |= KASA_SMART_NO_METER_DATA;
	return KASA_OK;
}

/* Watts, without a point. */
static int
read_power(const struct kasa_jx *power, struct kasa_smart_talk *talk)
{
	struct kasa_energy *energy = &talk->answer->energy;
	double watts = kasa_jx_number(power, "current_power");

	if (isnan(energy->power_w))
		energy->power_w = watts;
	return KASA_OK;
}

static bool
wants_data(const struct kasa_order *order, const struct kasa_record *record)
{
	(void)order;
	return (record->components & (KASA_SMART_METER_2 | KASA_SMART_NO_METER_DATA)) == KASA_SMART_METER_2;
}

static bool
wants_power(const struct kasa_order *order, const struct kasa_record *record)
{
	(void)order;
	return (record->components & (KASA_SMART_NO_USAGE_POWER | KASA_SMART_METER_DATA)) == KASA_SMART_NO_USAGE_POWER;
}

static bool
wants_state(const struct kasa_order *order, const struct kasa_record *record)
{
	(void)record;
	return order->with_state;
}

static bool
wants_outlets(const struct kasa_order *order, const struct kasa_record *record)
{
	return order->with_state && kasa_smart_has_outlets(order, record);
}

/* The meter is within the outlets: said where the strip as a whole does not answer. */
static const char *
within_outlets(const struct kasa_order *order, int device_code)
{
	(void)order;
	return device_code == -1002 ? "it has a meter in each outlet: give one of its outlets" : NULL;
}

enum {
	LACK_CHILD = KASA_SMART_MAY_LACK | KASA_SMART_CHILD,
};

// clang-format off
#define METER                                                                          \
	.asks = {                                                                      \
		KASA_SMART_INFO_WHEN(wants_state),                                     \
		KASA_SMART_CHILDREN_WHEN(wants_outlets),                               \
		{ "get_energy_usage", NULL, read_usage, KASA_SMART_CHILD, NULL },      \
		{ "get_emeter_data", NULL, read_data, LACK_CHILD, wants_data },        \
		{ "get_current_power", NULL, read_power, LACK_CHILD, wants_power },    \
	},                                                                             \
	.needs = KASA_FEATURE_ENERGY, .lacks = "has no energy meter"
// clang-format on

static const struct kasa_smart_row meter = { METER };
static const struct kasa_smart_row meter_of_strip = { METER, .explain = within_outlets };
static const struct kasa_smart_row meters_of_outlets = {
	METER,
	.each = "has a meter in each outlet, none for the whole: give one of its outlets",
};

const struct kasa_smart_row *
kasa_smart_energy(const struct kasa_order *order, const struct kasa_record *record)
{
	if (order->outlet > 0 || record->state.outlet_count == 0)
		return &meter;
	return record->components & KASA_SMART_METER ? &meter_of_strip : &meters_of_outlets;
}
