/* get_device_info and set_device_info: what a device is and how it stands, and changing that. */
#include <string.h>

#include "base/str.h"

#include "base64.h"
#include "house.h"
#include "smart_call.h"

enum {
	AVATAR_MAX = 64,
	DEGREES_MOST = 10000, /* in one degree */
};

static json_t *
get_info(struct sim_smart_call *call)
{
	char address[SIM_ADDRESS_TEXT];

	sim_address_format(call->dev->address, address);
	if (json_object_get(call->part->info, "ip"))
		json_object_set_new(call->part->info, "ip", json_string(address));
	return json_deep_copy(call->part->info); /* what follows in the same batch may change it */
}

static int
get_device_info(struct sim_smart_call *call)
{
	call->result = get_info(call);
	return SIM_SMART_OK;
}

/* A member that set_device_info takes, where get_device_info tells it. */
struct member {
	const char *key;
	bool (*fits)(const struct sim_smart_call *call, const struct member *member, const json_t *value);
	int least, most;
};

static bool
is_switch(const struct sim_smart_call *call, const struct member *member, const json_t *value)
{
	(void)call;
	(void)member;
	return json_is_boolean(value);
}

static bool
in_range(const struct sim_smart_call *call, const struct member *member, const json_t *value)
{
	json_int_t number = json_integer_value(value);

	(void)call;
	return json_is_integer(value) && number >= member->least && number <= member->most;
}

/* 0 stands for a colour; else it is within what the light says of itself. */
static bool
is_white(const struct sim_smart_call *call, const struct member *member, const json_t *value)
{
	const json_t *range = json_object_get(call->part->info, "color_temp_range");
	struct member own = *member;

	if (json_array_size(range) == 2) {
		own.least = (int)json_integer_value(json_array_get(range, 0));
		own.most = (int)json_integer_value(json_array_get(range, 1));
	}
	return (json_is_integer(value) && json_integer_value(value) == 0) || in_range(call, &own, value);
}

static bool
is_name(const struct sim_smart_call *call, const struct member *member, const json_t *value)
{
	char name[SIM_SMART_NAME_MAX];

	(void)call;
	(void)member;
	return json_is_string(value) && sim_base64_decode(json_string_value(value), name, sizeof name) && *name
	       && kasa_utf8_valid(name, strlen(name));
}

static bool
is_text(const struct sim_smart_call *call, const struct member *member, const json_t *value)
{
	(void)call;
	return json_is_string(value) && json_string_length(value) <= (size_t)member->most;
}

static bool
is_object(const struct sim_smart_call *call, const struct member *member, const json_t *value)
{
	(void)call;
	(void)member;
	return json_is_object(value);
}

// clang-format off
static const struct member members[] = {
	/* key                fits       least                most */
	{ "device_on",        is_switch, 0,                   0 },
	{ "brightness",       in_range,  1,                   100 },
	{ "color_temp",       is_white,  2500,                6500 },
	{ "hue",              in_range,  0,                   360 },
	{ "saturation",       in_range,  0,                   100 },
	{ "fan_speed_level",  in_range,  1,                   4 },
	{ "nickname",         is_name,   0,                   0 },
	{ "avatar",           is_text,   0,                   AVATAR_MAX },
	{ "latitude",         in_range,  -90 * DEGREES_MOST,  90 * DEGREES_MOST },
	{ "longitude",        in_range,  -180 * DEGREES_MOST, 180 * DEGREES_MOST },
	{ "default_states",   is_object, 0,                   0 },
	{ "auto_off_status",  is_text,   0,                   AVATAR_MAX },
};
// clang-format on

static const struct member *
find(const char *key)
{
	for (size_t i = 0; i < sizeof members / sizeof members[0]; i++)
		if (strcmp(members[i].key, key) == 0)
			return &members[i];
	return NULL;
}

/* All of it or nothing: a device refuses the whole request. */
static bool
all_fit(const struct sim_smart_call *call)
{
	const char *key;
	json_t *value;

	json_object_foreach((json_t *)call->params, key, value) {
		const struct member *member = find(key);

		if (!member || !json_object_get(call->part->info, key) || !member->fits(call, member, value))
			return false;
	}
	return json_object_size(call->params) > 0;
}

/* An effect ends when somebody chooses a colour. */
static void
end_effects(json_t *info)
{
	json_t *effect = json_object_get(info, "lighting_effect");

	if (json_object_get(effect, "enable"))
		json_object_set_new(effect, "enable", json_integer(0));
	if (json_object_get(info, "dynamic_light_effect_enable"))
		json_object_set_new(info, "dynamic_light_effect_enable", json_false());
}

/* White and colour exclude each other: a colour has no temperature. */
static void
settle_color(const struct sim_smart_call *call)
{
	json_t *info = call->part->info;
	const json_t *white = json_object_get(call->params, "color_temp");
	bool colored = json_object_get(call->params, "hue") || json_object_get(call->params, "saturation");

	if (white || colored)
		end_effects(info);
	if (colored && json_integer_value(white) == 0 && json_object_get(info, "color_temp"))
		json_object_set_new(info, "color_temp", json_integer(0));
}

/* How bright a light is is what it takes. */
static void
settle_level(struct sim_smart_part *part, int64_t now_ms)
{
	const json_t *brightness = json_object_get(part->info, "brightness");

	if (brightness && part->outlet && part->dev->family & SIM_LIGHTS)
		sim_outlet_set_level(part->outlet, json_number_value(brightness) / 100, now_ms);
}

bool
sim_smart_put_brightness(struct sim_device *dev, int brightness, int64_t now_ms)
{
	struct sim_smart_part *part = &dev->smart->parts[0];

	if (!json_object_get(part->info, "brightness") || brightness < 1)
		return false;
	json_object_set_new(part->info, "brightness", json_integer(brightness));
	settle_level(part, now_ms);
	return true;
}

static void
give_name(const struct sim_smart_call *call)
{
	const char *encoded = json_string_value(json_object_get(call->params, "nickname"));
	char name[SIM_SMART_NAME_MAX];

	if (encoded && sim_base64_decode(encoded, name, sizeof name))
		sim_smart_rename(call->part, name);
}

static int
set_device_info(struct sim_smart_call *call)
{
	const json_t *on = json_object_get(call->params, "device_on");
	const char *key;
	json_t *value;

	if (!all_fit(call))
		return SIM_SMART_NO_PARAMS;
	json_object_foreach((json_t *)call->params, key, value)
		if (value != on)
			json_object_set_new(call->part->info, key, json_deep_copy(value));
	give_name(call);
	settle_color(call);
	if (json_object_get(call->params, "brightness"))
		settle_level(call->part, call->now_ms);
	if (on)
		sim_smart_switch(call->part, json_is_true(on), call->now_ms);
	return SIM_SMART_OK;
}

// clang-format off
const struct sim_smart_method sim_smart_info_methods[] = {
	/* method            run              needs */
	{ "get_device_info", get_device_info, NULL },
	{ "set_device_info", set_device_info, "get_device_info" },
	{ NULL,              NULL,            NULL },
};
// clang-format on
