/* When a device has an entity: by what it can do, and by what it told. */
#include "bridge/hass/hass_row.h"

#include <math.h>

static void
look_at_meter(struct hass_view *view)
{
	const struct meter *meter = device_meter(view->device, view->outlet);
	struct kasa_energy energy;
	double *figures = view->figures;

	kasa_energy_init(&energy);
	figures[FIGURE_ENERGY] = figures[FIGURE_TODAY] = figures[FIGURE_MONTH] = NAN;
	if (view->outlet == 0 && device_has_outlets(view->device)) {
		device_energy_sum(view->device, &energy, &figures[FIGURE_ENERGY], &figures[FIGURE_TODAY],
		                  &figures[FIGURE_MONTH]);
	} else if (meter) {
		energy = meter->energy;
		figures[FIGURE_ENERGY] = counter_sum(&meter->counter);
		figures[FIGURE_TODAY] = counter_today(&meter->counter);
		figures[FIGURE_MONTH] = counter_month(&meter->counter);
	}
	if (isnan(figures[FIGURE_TODAY]))
		figures[FIGURE_TODAY] = energy.today_kwh;
	if (isnan(figures[FIGURE_MONTH]))
		figures[FIGURE_MONTH] = energy.month_kwh;
	figures[FIGURE_POWER] = energy.power_w;
	figures[FIGURE_VOLTAGE] = energy.voltage_v;
	figures[FIGURE_CURRENT] = energy.current_a;
	figures[FIGURE_DEVICE] = energy.total_kwh;
}

bool
hass_look(struct hass_view *view, const struct device *device, unsigned outlet)
{
	*view = (struct hass_view){ .device = device, .outlet = outlet, .state = device_state(device) };
	if (!view->state || outlet > view->state->outlet_count || outlet > device->part_count)
		return false;
	view->settings = device->settings;
	look_at_meter(view);
	return true;
}

bool
hass_may(const struct hass_view *view, const struct hass_row *row)
{
	unsigned where = view->outlet > 0 ? ON_OUTLET : device_has_outlets(view->device) ? ON_STRIP : ON_DEVICE;

	return (row->where & where) && (row->features == 0 || (row->features & view->state->features));
}

bool
hass_is_light(const struct hass_view *view)
{
	const unsigned shines = KASA_FEATURE_BRIGHTNESS | KASA_FEATURE_COLOR_TEMP | KASA_FEATURE_COLOR;

	return view->outlet == 0
	       && ((view->state->features & shines) || view->state->family == KASA_FAMILY_BULB
	           || view->state->family == KASA_FAMILY_LIGHTSTRIP);
}

bool
hass_told_light(const struct hass_view *view, int light)
{
	return hass_is_light(view) == (light == 1);
}

bool
hass_told_figure(const struct hass_view *view, int figure)
{
	return !isnan(view->figures[figure]);
}

bool
hass_told_apparent(const struct hass_view *view, int arg)
{
	(void)arg;
	return hass_told_figure(view, FIGURE_POWER) && hass_told_figure(view, FIGURE_VOLTAGE)
	       && hass_told_figure(view, FIGURE_CURRENT);
}

bool
hass_told_led(const struct hass_view *view, int arg)
{
	(void)arg;
	return view->state->led != KASA_UNKNOWN;
}

/* Bulbs do not say it; of strips the outlets do. */
bool
hass_told_on_since(const struct hass_view *view, int arg)
{
	(void)arg;
	if (view->outlet > 0)
		return view->state->outlets[view->outlet - 1].on_time_s != KASA_UNKNOWN;
	for (unsigned i = 0; i < view->state->outlet_count; i++)
		if (view->state->outlets[i].on_time_s != KASA_UNKNOWN)
			return true;
	return view->state->on_time_s != KASA_UNKNOWN;
}

bool
hass_told_cloud(const struct hass_view *view, int arg)
{
	(void)arg;
	return view->settings && view->settings->cloud != KASA_UNKNOWN;
}

bool
hass_told_dimmer(const struct hass_view *view, int setting)
{
	return view->settings && view->settings->has_dimmer && view->settings->dimmer.settings[setting] != KASA_UNKNOWN;
}

bool
hass_told_motion(const struct hass_view *view, int arg)
{
	(void)arg;
	return view->settings && view->settings->has_motion;
}

bool
hass_told_ambient(const struct hass_view *view, int arg)
{
	(void)arg;
	return view->settings && view->settings->has_ambient;
}

bool
hass_told_presets(const struct hass_view *view, int arg)
{
	(void)arg;
	return view->settings && view->settings->has_presets && view->settings->preset_count > 0;
}
