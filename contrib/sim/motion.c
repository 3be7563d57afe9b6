#include "motion.h"

#include <string.h>

#include "kept.h"
#include "routine.h"

#define PIR "smartlife.iot.PIR"
#define CONFIG "get_config"
#define READING "get_adc_value"

enum {
	TRIGGERS = 4, /* far, mid, near, custom */
	CUSTOM = TRIGGERS - 1,
	ADC_STILL = 2047, /* in the middle of the range nothing moves */
	COLD_TIME_MAX_MS = 86400000,
};

bool
sim_names_sensors(const char *product)
{
	return strstr(product, "PIR") || strstr(product, "sensor");
}

/* Told by the name of the product, unless a recording knows. */
bool
sim_has_sensors(const struct sim_device *dev)
{
	const json_t *recorded = json_object_get(dev->tree, PIR);
	const char *name = json_string_value(json_object_get(dev->sysinfo, "dev_name"));

	if (recorded)
		return json_object_get(recorded, "err_code") == NULL;
	return name && sim_names_sensors(name);
}

static json_t *
fresh_config(const struct sim_device *dev)
{
	(void)dev;
	return json_pack("{si,ss,si,si,si,si,s[i,i,i,i]}", "enable", 1, "version", "1.0", "trigger_index", 1,
	                 "cold_time", 60000, "min_adc", 0, "max_adc", 4095, "array", 80, 50, 20, 0);
}

static json_t *
fresh_reading(const struct sim_device *dev)
{
	(void)dev;
	return json_pack("{si}", "value", ADC_STILL);
}

static json_t *
config_of(struct sim_device *dev)
{
	return sim_kept(dev, PIR, CONFIG, fresh_config);
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

static enum sim_code
set_enable(struct sim_call *call)
{
	json_t *config = config_of(call->dev);
	int enable;

	if (!config)
		return SIM_UNKNOWN_METHOD;
	if (!sim_int_arg(call->args, "enable", 0, 1, &enable))
		return SIM_INVALID;
	json_object_set_new(config, "enable", json_integer(enable));
	return SIM_OK;
}

/* A threshold of its own has the custom range only. */
static enum sim_code
set_trigger_sens(struct sim_call *call)
{
	json_t *config = config_of(call->dev);
	bool given = json_object_get(call->args, "value") != NULL;
	int index, value = 0;

	if (!config)
		return SIM_UNKNOWN_METHOD;
	if (!sim_int_arg(call->args, "index", 0, TRIGGERS - 1, &index))
		return SIM_INVALID;
	if (given && (index != CUSTOM || !sim_int_arg(call->args, "value", 0, 100, &value)))
		return SIM_INVALID;
	json_object_set_new(config, "trigger_index", json_integer(index));
	if (given)
		json_array_set_new(json_object_get(config, "array"), (size_t)index, json_integer(value));
	return SIM_OK;
}

/* With a rule of "Smart Control" it is acknowledged, and is the rule's again (python-kasa issue 268). */
static enum sim_code
set_cold_time(struct sim_call *call)
{
	json_t *config = config_of(call->dev);
	int cold_ms, rule_s = sim_routine_wait_s(call->dev);

	if (!config)
		return SIM_UNKNOWN_METHOD;
	if (!sim_int_arg(call->args, "cold_time", 0, COLD_TIME_MAX_MS, &cold_ms))
		return SIM_INVALID;
	json_object_set_new(config, "cold_time", json_integer(rule_s < 0 ? cold_ms : 1000 * (json_int_t)rule_s));
	return SIM_OK;
}

bool
sim_motion_put(struct sim_device *dev, int adc)
{
	json_t *config = sim_has_sensors(dev) ? config_of(dev) : NULL;
	json_t *reading = config ? sim_kept(dev, PIR, READING, fresh_reading) : NULL;

	if (!reading || adc < json_integer_value(json_object_get(config, "min_adc"))
	    || adc > json_integer_value(json_object_get(config, "max_adc")))
		return false;
	json_object_set_new(reading, "value", json_integer(adc));
	return true;
}

void
sim_motion_reset(struct sim_device *dev)
{
	sim_kept_forget(dev, PIR, CONFIG);
}

#define SWITCHES (SIM_PLUG | SIM_DIMMER)

// clang-format off
const struct sim_method sim_motion_methods[] = {
	/* module method           run               families */
	{ PIR, CONFIG,             get_config,       SWITCHES, .of_outlet = false, .where = sim_has_sensors },
	{ PIR, READING,            get_adc_value,    SWITCHES, .of_outlet = false, .where = sim_has_sensors },
	{ PIR, "set_enable",       set_enable,       SWITCHES, .of_outlet = false, .where = sim_has_sensors },
	{ PIR, "set_trigger_sens", set_trigger_sens, SWITCHES, .of_outlet = false, .where = sim_has_sensors },
	{ PIR, "set_cold_time",    set_cold_time,    SWITCHES, .of_outlet = false, .where = sim_has_sensors },
	{ 0 },
};
// clang-format on
