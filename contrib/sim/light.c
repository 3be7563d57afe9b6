#include "light.h"

#include <string.h>
#include <strings.h>

#include "effect.h"
#include "light_default.h"

#define BULB "smartlife.iot.smartbulb.lightingservice"
#define STRIP "smartlife.iot.lightStrip"
#define NORMAL "normal"

enum {
	TRANSITION_MAX_MS = 86400000,
};

/* Kelvin by the beginning of a model's name; devices do not report it. The first that fits. */
// clang-format off
static const struct { const char *model; int least, most; } ranges[] = {
	{ "LB130",     2500, 9000 }, { "LB230", 2500, 9000 }, { "KB130", 2500, 9000 }, { "KL130", 2500, 9000 },
	{ "KL135",     2500, 9000 }, { "KL4",   2500, 9000 }, { "LB120", 2700, 6500 }, { "KL125", 2500, 6500 },
	{ "KL120(US)", 2700, 5000 }, { "",      2700, 6500 },
};
// clang-format on

static json_t *
state_of(const struct sim_device *dev)
{
	return json_object_get(dev->sysinfo, "light_state");
}

/* The object with brightness and colour: beside on_off while on, one deeper while off. */
static json_t *
values_of(const struct sim_device *dev)
{
	json_t *off = json_object_get(state_of(dev), "dft_on_state");

	return off ? off : state_of(dev);
}

bool
sim_light_is_on(const struct sim_device *dev)
{
	return json_integer_value(json_object_get(state_of(dev), "on_off")) == 1;
}

double
sim_light_level(const struct sim_device *dev)
{
	const json_t *brightness = json_object_get(values_of(dev), "brightness");

	return json_is_integer(brightness) ? (double)json_integer_value(brightness) / 100 : 1;
}

static json_t *
value(const struct sim_device *dev, const char *key)
{
	json_t *found = json_object_get(values_of(dev), key);

	return found ? json_incref(found) : json_integer(0);
}

static json_t *
mode_of(const struct sim_device *dev)
{
	json_t *mode = json_object_get(values_of(dev), "mode");

	return mode ? json_incref(mode) : json_string(NORMAL);
}

/* A light strip's own form: one group from the first to the last segment. */
static json_t *
groups(const struct sim_device *dev)
{
	json_int_t length = json_integer_value(json_object_get(dev->sysinfo, "length"));

	return json_pack("[[i,I,o,o,o,o]]", 0, length > 0 ? length - 1 : 0, value(dev, "hue"), value(dev, "saturation"),
	                 value(dev, "brightness"), value(dev, "color_temp"));
}

/* As of bulbs, off it holds what it was and will be one deeper. */
static json_t *
strip_state(const struct sim_device *dev)
{
	json_t *reply = json_pack("{si}", "on_off", sim_light_is_on(dev));
	json_t *values = json_pack("{so,so}", "mode", mode_of(dev), "groups", groups(dev));

	if (sim_light_is_on(dev))
		json_object_update(reply, values);
	else
		json_object_set(reply, "dft_on_state", values);
	json_decref(values);
	json_object_set(reply, "length", json_object_get(dev->sysinfo, "length"));
	json_object_set_new(reply, "transition", json_integer(0));
	json_object_set_new(reply, "err_code", json_integer(0));
	return reply;
}

static json_t *
bulb_state(const struct sim_device *dev)
{
	json_t *reply = json_deep_copy(state_of(dev));

	json_object_set_new(reply, "err_code", json_integer(0));
	return reply;
}

static json_t *
own_state(const struct sim_device *dev)
{
	return dev->family == SIM_LIGHT_STRIP ? strip_state(dev) : bulb_state(dev);
}

static json_t *
module_of(struct sim_device *dev)
{
	const char *name = dev->family == SIM_LIGHT_STRIP ? STRIP : BULB;
	json_t *module = json_object_get(dev->tree, name);

	if (module)
		return module;
	json_object_set_new(dev->tree, name, json_object());
	return json_object_get(dev->tree, name);
}

void
sim_light_complete(struct sim_device *dev)
{
	json_t *module = module_of(dev);

	if (!json_is_object(state_of(dev)))
		json_object_set_new(dev->sysinfo, "light_state", json_pack("{si,si}", "on_off", 0, "brightness", 100));
	if (!json_object_get(module, "get_light_state") && !json_object_get(module, "err_code"))
		json_object_set_new(module, "get_light_state", own_state(dev));
}

/* After a change: get_light_state and the meter follow. */
static void
publish(struct sim_device *dev, int64_t now_ms)
{
	double level = sim_light_level(dev);

	json_object_set_new(module_of(dev), "get_light_state", own_state(dev));
	if (level != dev->outlets->level)
		sim_outlet_set_level(dev->outlets, level, now_ms);
}

static void
put_state(struct sim_device *dev, bool on)
{
	json_t *values = json_deep_copy(values_of(dev)), *state = json_pack("{si}", "on_off", on);

	json_object_del(values, "on_off");
	if (on)
		json_object_update(state, values);
	else
		json_object_set(state, "dft_on_state", values);
	json_decref(values);
	json_object_set_new(dev->sysinfo, "light_state", state);
}

bool
sim_light_switch(struct sim_device *dev, bool on, int64_t now_ms)
{
	bool changed = sim_outlet_switch(dev->outlets, on, now_ms);

	if (changed) {
		put_state(dev, on);
		publish(dev, now_ms);
	}
	return changed;
}

void
sim_light_set_brightness(struct sim_device *dev, int brightness, int64_t now_ms)
{
	json_object_set_new(values_of(dev), "brightness", json_integer(brightness));
	publish(dev, now_ms);
}

static bool
in_range(const struct sim_device *dev, json_int_t kelvin)
{
	size_t i = 0;

	if (kelvin == 0)
		return json_integer_value(json_object_get(dev->sysinfo, "is_color")) == 1;
	while (strncasecmp(sim_device_model(dev), ranges[i].model, strlen(ranges[i].model)) != 0)
		i++;
	return kelvin >= ranges[i].least && kelvin <= ranges[i].most;
}

/* What stands there already may always be sent back; anything else needs the ability. */
static bool
may_set(const struct sim_device *dev, const char *key, json_int_t number, const char *ability)
{
	const json_t *now = json_object_get(values_of(dev), key);

	if (now && json_integer_value(now) == number)
		return true;
	return json_integer_value(json_object_get(dev->sysinfo, ability)) == 1;
}

// clang-format off
static const struct { const char *key, *ability; int most; } numbers[] = {
	/* key                 ability                   most */
	{ "on_off",            NULL,                     1 },
	{ "ignore_default",    NULL,                     1 },
	{ "transition_period", NULL,                     TRANSITION_MAX_MS },
	{ "transition",        NULL,                     TRANSITION_MAX_MS },
	{ "brightness",        "is_dimmable",            100 },
	{ "hue",               "is_color",               360 },
	{ "saturation",        "is_color",               100 },
	{ "color_temp",        "is_variable_color_temp", 20000 },
};
// clang-format on

enum {
	FIRST_VALUE = 4, /* the rows before it are orders and not part of the state */
	NUMBERS = sizeof numbers / sizeof numbers[0],
};

static bool
number_fits(const struct sim_device *dev, const json_t *args, size_t row)
{
	int number;

	if (!json_object_get(args, numbers[row].key))
		return true;
	if (!sim_int_arg(args, numbers[row].key, 0, numbers[row].most, &number))
		return false;
	return !numbers[row].ability || may_set(dev, numbers[row].key, number, numbers[row].ability);
}

bool
sim_light_values_fit(const struct sim_device *dev, const json_t *args)
{
	const json_t *kelvin = json_object_get(args, "color_temp");

	for (size_t i = FIRST_VALUE; i < NUMBERS; i++)
		if (!number_fits(dev, args, i))
			return false;
	if (!kelvin || json_integer_value(json_object_get(dev->sysinfo, "is_variable_color_temp")) != 1)
		return true;
	return in_range(dev, json_integer_value(kelvin));
}

static bool
mode_fits(const json_t *mode)
{
	const char *name = json_string_value(mode);

	return !mode || (name && (strcmp(name, NORMAL) == 0 || strcmp(name, "circadian") == 0));
}

static bool
arguments_fit(const struct sim_device *dev, const json_t *args)
{
	for (size_t i = 0; i < FIRST_VALUE; i++)
		if (!number_fits(dev, args, i))
			return false;
	return sim_light_values_fit(dev, args) && mode_fits(json_object_get(args, "mode"));
}

bool
sim_light_gives_values(const json_t *args)
{
	for (size_t i = FIRST_VALUE; i < NUMBERS; i++)
		if (json_object_get(args, numbers[i].key))
			return true;
	return false;
}

void
sim_light_copy_values(json_t *to, const json_t *from)
{
	for (size_t i = FIRST_VALUE; i < NUMBERS; i++)
		if (json_object_get(from, numbers[i].key))
			json_object_set(to, numbers[i].key, json_object_get(from, numbers[i].key));
}

/* Values end the circadian mode, unless they come with it. */
static void
merge(struct sim_device *dev, const json_t *args)
{
	json_t *values = values_of(dev), *mode = json_object_get(args, "mode");

	sim_light_copy_values(values, args);
	if (mode)
		json_object_set(values, "mode", mode);
	else if (sim_light_gives_values(args))
		json_object_set_new(values, "mode", json_string(NORMAL));
	if (sim_light_gives_values(args))
		sim_effect_end(dev);
}

/* From off to on the stored behaviour wins over the values given, unless ignore_default is 1; strips have no such key. */
static void
apply(struct sim_call *call)
{
	struct sim_device *dev = call->dev;
	bool was = sim_light_is_on(dev), on = was, ignore_default;
	const json_t *on_off = json_object_get(call->args, "on_off");

	if (on_off)
		on = json_integer_value(on_off) == 1;
	ignore_default = dev->family == SIM_LIGHT_STRIP
	                         ? sim_light_gives_values(call->args)
	                         : json_integer_value(json_object_get(call->args, "ignore_default")) == 1;
	if (was || !on || ignore_default) {
		merge(dev, call->args);
	} else {
		json_auto_t *stored = sim_light_default_on(dev);

		merge(dev, stored);
	}
	if (was != on) {
		dev->outlets->switches += sim_outlet_switch(dev->outlets, on, call->now_ms);
		put_state(dev, on);
	}
	publish(dev, call->now_ms);
}

void
sim_light_obey(struct sim_device *dev, const json_t *order, int64_t now_ms)
{
	struct sim_call call = { .dev = dev, .now_ms = now_ms, .args = order };

	apply(&call);
}

static enum sim_code
set_state(struct sim_call *call)
{
	if (json_object_size(call->args) == 0)
		return SIM_BULB_MISSING;
	if (!arguments_fit(call->dev, call->args))
		return SIM_BULB_INVALID;
	apply(call);
	call->reply = own_state(call->dev);
	if (call->dev->family == SIM_LIGHT_STRIP) {
		json_object_del(call->reply, "length");
		json_object_del(call->reply, "transition");
	}
	return SIM_OK;
}

// clang-format off
const struct sim_method sim_light_methods[] = {
	/* module method                   run        families */
	{ BULB,  "transition_light_state", set_state, SIM_BULB,        .of_outlet = false },
	{ STRIP, "set_light_state",        set_state, SIM_LIGHT_STRIP, .of_outlet = false },
	{ 0 },
};
// clang-format on
