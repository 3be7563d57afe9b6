#include "ambient.h"

#include "kept.h"
#include "motion.h"

#define LAS "smartlife.iot.LAS"
#define CONFIG "get_config"
#define READING "get_adc_value"
#define BRIGHTNESS "get_current_brt"
#define DARKNESS "get_dark_status"

enum {
	ADC_MAX = 2450,
	ADC_DAY = 1470,
};

// clang-format off
static const struct { const char *name; int adc; } levels[] = {
	{ "cloudy", 390 }, { "overcast", 300 }, { "dawn", 222 }, { "twilight", 222 }, { "total darkness", 111 },
	{ "custom", 2400 },
};
// clang-format on

static json_t *
fresh_config(const struct sim_device *dev)
{
	json_t *list = json_array();

	(void)dev;
	for (size_t i = 0; i < sizeof levels / sizeof levels[0]; i++)
		json_array_append_new(list, json_pack("{ss,si,si}", "name", levels[i].name, "adc", levels[i].adc,
		                                      "value", 100 * levels[i].adc / ADC_MAX));
	return json_pack("{s[{si,si,si,si,si,so}],ss}", "devs", "hw_id", 0, "enable", 1, "dark_index", 0, "min_adc", 0,
	                 "max_adc", ADC_MAX, "level_array", list, "ver", "1.0");
}

static json_t *
fresh_reading(const struct sim_device *dev)
{
	(void)dev;
	return json_pack("{si,si}", "type", 2, "value", ADC_DAY);
}

/* The configuration of the one sensor. */
static json_t *
sensor_of(struct sim_device *dev)
{
	return json_array_get(json_object_get(sim_kept(dev, LAS, CONFIG, fresh_config), "devs"), 0);
}

static json_int_t
number(const json_t *object, const char *key)
{
	return json_integer_value(json_object_get(object, key));
}

static json_int_t
adc_of(struct sim_device *dev)
{
	return number(sim_kept(dev, LAS, READING, fresh_reading), "value");
}

/* What was recorded of brightness and darkness holds until something changes. */
static void
changed(struct sim_device *dev)
{
	sim_kept_forget(dev, LAS, BRIGHTNESS);
	sim_kept_forget(dev, LAS, DARKNESS);
}

static enum sim_code
get_config(struct sim_call *call)
{
	return sim_kept_answer(call, fresh_config);
}

static enum sim_code
get_adc_value(struct sim_call *call)
{
	return sim_kept_answer(call, fresh_reading);
}

/* True when the call has the answer that was recorded. */
static bool
recorded(struct sim_call *call)
{
	call->reply = json_deep_copy(call->recorded);
	return call->reply != NULL;
}

static enum sim_code
get_current_brt(struct sim_call *call)
{
	const json_t *sensor = sensor_of(call->dev);
	json_int_t least = number(sensor, "min_adc"), range = number(sensor, "max_adc") - least;

	if (recorded(call))
		return SIM_OK;
	if (range <= 0)
		return SIM_UNKNOWN_METHOD;
	call->reply = json_pack("{sI,si}", "value", 100 * (adc_of(call->dev) - least) / range, "err_code", 0);
	return SIM_OK;
}

static enum sim_code
get_dark_status(struct sim_call *call)
{
	const json_t *sensor = sensor_of(call->dev);
	const json_t *level =
		json_array_get(json_object_get(sensor, "level_array"), (size_t)number(sensor, "dark_index"));

	if (!recorded(call))
		call->reply = json_pack("{si,si}", "bDark", adc_of(call->dev) < number(level, "adc"), "err_code", 0);
	return SIM_OK;
}

static enum sim_code
set_enable(struct sim_call *call)
{
	json_t *sensor = sensor_of(call->dev);
	int enable;

	if (!sensor)
		return SIM_UNKNOWN_METHOD;
	if (!sim_int_arg(call->args, "enable", 0, 1, &enable))
		return SIM_INVALID;
	json_object_set_new(sensor, "enable", json_integer(enable));
	return SIM_OK;
}

static enum sim_code
set_brt_level(struct sim_call *call)
{
	json_t *sensor = sensor_of(call->dev), *list = json_object_get(sensor, "level_array"), *level;
	json_int_t least = number(sensor, "min_adc"), range = number(sensor, "max_adc") - least;
	int index, percent;

	if (!sensor)
		return SIM_UNKNOWN_METHOD;
	if (!sim_int_arg(call->args, "index", 0, (int)json_array_size(list) - 1, &index)
	    || !sim_int_arg(call->args, "value", 0, 100, &percent))
		return SIM_INVALID;
	level = json_array_get(list, (size_t)index);
	json_object_set_new(level, "value", json_integer(percent));
	json_object_set_new(level, "adc", json_integer(least + percent * range / 100));
	changed(call->dev);
	return SIM_OK;
}

static enum sim_code
set_dark_index(struct sim_call *call)
{
	json_t *sensor = sensor_of(call->dev);
	int last = (int)json_array_size(json_object_get(sensor, "level_array")) - 1, index;

	if (!sensor)
		return SIM_UNKNOWN_METHOD;
	if (!sim_int_arg(call->args, "dark_index", 0, last, &index))
		return SIM_INVALID;
	json_object_set_new(sensor, "dark_index", json_integer(index));
	changed(call->dev);
	return SIM_OK;
}

bool
sim_ambient_put(struct sim_device *dev, int adc)
{
	json_t *sensor = sim_has_sensors(dev) ? sensor_of(dev) : NULL;
	json_t *reading = sensor ? sim_kept(dev, LAS, READING, fresh_reading) : NULL;

	if (!reading || adc < number(sensor, "min_adc") || adc > number(sensor, "max_adc"))
		return false;
	json_object_set_new(reading, "value", json_integer(adc));
	changed(dev);
	return true;
}

void
sim_ambient_reset(struct sim_device *dev)
{
	sim_kept_forget(dev, LAS, CONFIG);
	changed(dev);
}

#define SWITCHES (SIM_PLUG | SIM_DIMMER)

// clang-format off
const struct sim_method sim_ambient_methods[] = {
	/* module method         run              families */
	{ LAS, CONFIG,           get_config,      SWITCHES, .of_outlet = false, .where = sim_has_sensors },
	{ LAS, READING,          get_adc_value,   SWITCHES, .of_outlet = false, .where = sim_has_sensors },
	{ LAS, BRIGHTNESS,       get_current_brt, SWITCHES, .of_outlet = false, .where = sim_has_sensors },
	{ LAS, DARKNESS,         get_dark_status, SWITCHES, .of_outlet = false, .where = sim_has_sensors },
	{ LAS, "set_enable",     set_enable,      SWITCHES, .of_outlet = false, .where = sim_has_sensors },
	{ LAS, "set_brt_level",  set_brt_level,   SWITCHES, .of_outlet = false, .where = sim_has_sensors },
	{ LAS, "set_dark_index", set_dark_index,  SWITCHES, .of_outlet = false, .where = sim_has_sensors },
	{ 0 },
};
// clang-format on
