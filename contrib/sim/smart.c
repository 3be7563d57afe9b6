#include "smart.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"

#include "base64.h"
#include "plan.h"
#include "smart_agenda.h"
#include "smart_clock.h"
#include "smart_energy.h"
#include "smart_fresh.h"
#include "zone.h"

static const double LAMP_W = 9, PLUG_W = 12; /* when on, where nothing tells */

bool
sim_smart_is(const json_t *tree)
{
	return json_is_object(json_object_get(tree, "get_device_info"));
}

static const char *
text_of(const json_t *object, const char *key)
{
	const char *text = json_string_value(json_object_get(object, key));

	return text ? text : "";
}

static json_t *
children_of(const struct sim_device *dev)
{
	return json_object_get(json_object_get(dev->tree, "get_child_device_list"), "child_device_list");
}

/* A child's own answers; one that has none in the recording gets those that follow from its entry in the list. */
static json_t *
replies_of(struct sim_device *dev, json_t *listed)
{
	json_t *all = json_object_get(dev->tree, "child_devices"), *replies;

	if (!json_is_object(all)) {
		json_object_set_new(dev->tree, "child_devices", json_object());
		all = json_object_get(dev->tree, "child_devices");
	}
	replies = json_object_get(all, text_of(listed, "device_id"));
	if (json_is_object(replies) && sim_smart_is(replies))
		return replies;
	json_object_set_new(all, text_of(listed, "device_id"), json_pack("{sO}", "get_device_info", listed));
	replies = json_object_get(all, text_of(listed, "device_id"));
	sim_smart_furnish(dev, replies, text_of(listed, "device_id"));
	return replies;
}

static void
init_part(struct sim_smart_part *part, struct sim_device *dev, json_t *replies, json_t *listed)
{
	*part = (struct sim_smart_part){ .dev = dev, .replies = replies, .listed = listed, .fires_ms = SIM_NEVER };
	part->info = json_object_get(replies, "get_device_info");
	if (!sim_base64_decode(text_of(part->info, "nickname"), part->alias, sizeof part->alias)
	    || !kasa_utf8_valid(part->alias, strlen(part->alias)))
		part->alias[0] = '\0';
}

static int
make_parts(struct sim_device *dev, struct kasa_err *err)
{
	json_t *children = children_of(dev), *listed;
	size_t count = 1 + json_array_size(children), i;

	if (count > SIM_SMART_PARTS_MAX)
		return kasa_err_set(err, KASA_EINVAL, "%zu children; at most %d are possible", count - 1,
		                    (int)SIM_OUTLETS_MAX);
	dev->smart = calloc(1, sizeof *dev->smart);
	if (dev->smart)
		dev->smart->parts = calloc(count, sizeof *dev->smart->parts);
	if (!dev->smart || !dev->smart->parts)
		return kasa_err_set(err, KASA_ENOMEM, "no memory for a device");
	init_part(&dev->smart->parts[dev->smart->count++], dev, dev->tree, NULL);
	json_array_foreach(children, i, listed) {
		if (!json_is_object(listed) || !*text_of(listed, "device_id"))
			return kasa_err_set(err, KASA_EINVAL, "a child without an id");
		init_part(&dev->smart->parts[dev->smart->count++], dev, replies_of(dev, listed), listed);
	}
	return KASA_OK;
}

static bool
switched(const struct sim_smart_part *part)
{
	return json_is_boolean(json_object_get(part->info, "device_on"));
}

static double
level_of(const struct sim_device *dev, const json_t *info)
{
	const json_t *brightness = json_object_get(info, "brightness");

	return dev->family & SIM_LIGHTS && brightness ? json_number_value(brightness) / 100 : 1;
}

static void
init_outlet(struct sim_smart_part *part, struct sim_outlet *outlet, size_t index)
{
	json_int_t position = json_integer_value(json_object_get(part->info, "position"));
	struct sim_device *dev = part->dev;
	double recorded = sim_smart_recorded_w(part);

	*outlet = (struct sim_outlet){ .dev = dev, .state = part->info, .level = level_of(dev, part->info) };
	outlet->slot = (uint8_t)(position > 0 && position <= SIM_OUTLETS_MAX ? position - 1 : (json_int_t)index);
	outlet->on = json_is_true(json_object_get(part->info, "device_on"));
	outlet->power_w = dev->family & SIM_LIGHTS ? LAMP_W : PLUG_W;
	if (outlet->on && recorded > 0 && outlet->level > 0)
		outlet->power_w = recorded / outlet->level;
	part->outlet = outlet;
}

/* Children that are switched are the outlets of their parent; without any it has one itself, or none. */
static size_t
first_switched(const struct sim_smart *smart)
{
	for (size_t i = 1; i < smart->count; i++)
		if (switched(&smart->parts[i]))
			return 1;
	return 0;
}

static size_t
count_switched(const struct sim_smart *smart, size_t first)
{
	size_t count = 0, end = first ? smart->count : 1;

	for (size_t i = first; i < end; i++)
		count += switched(&smart->parts[i]);
	return count;
}

static int
make_outlets(struct sim_device *dev, bool live, int64_t now_ms, struct kasa_err *err)
{
	struct sim_smart *smart = dev->smart;
	size_t first = first_switched(smart), end = first ? smart->count : 1, index = 0;

	dev->outlet_count = count_switched(smart, first);
	if (dev->outlet_count == 0)
		return KASA_OK;
	dev->outlets = calloc(dev->outlet_count, sizeof *dev->outlets);
	if (!dev->outlets)
		return kasa_err_set(err, KASA_ENOMEM, "no memory for a device");
	for (size_t i = first; i < end; i++) {
		if (!switched(&smart->parts[i]))
			continue;
		init_outlet(&smart->parts[i], &dev->outlets[index], index);
		if (live)
			sim_outlet_wake(&dev->outlets[index], now_ms);
		index++;
	}
	return KASA_OK;
}

static enum sim_family
classify(const struct sim_device *dev)
{
	const json_t *info = dev->sysinfo;

	if (json_array_size(children_of(dev)) > 0)
		return SIM_STRIP;
	if (!json_object_get(info, "device_on"))
		return SIM_OTHER;
	if (strstr(text_of(info, "type"), "BULB"))
		return json_object_get(info, "lighting_effect") ? SIM_LIGHT_STRIP : SIM_BULB;
	return json_object_get(info, "brightness") ? SIM_DIMMER : SIM_PLUG;
}

int
sim_smart_init(struct sim_device *dev, bool live, int64_t now_ms, struct kasa_err *err)
{
	const json_t *time = json_object_get(dev->tree, "get_device_time");
	int rc;

	dev->sysinfo = json_object_get(dev->tree, "get_device_info");
	dev->family = classify(dev);
	dev->countdown_limit_s = SIM_COUNTDOWN_MAX_S;
	dev->clock.zone = sim_smart_zone(text_of(time, "region"),
	                                 (int)json_integer_value(json_object_get(time, "time_diff")), SIM_ZONE_UTC);
	rc = make_parts(dev, err);
	if (rc != KASA_OK)
		return rc;
	dev->first_alias = strdup(dev->smart->parts[0].alias);
	if (!dev->first_alias)
		return kasa_err_set(err, KASA_ENOMEM, "no memory for a device");
	return make_outlets(dev, live, now_ms, err);
}

void
sim_smart_free(struct sim_smart *smart)
{
	if (!smart)
		return;
	free(smart->parts);
	free(smart);
}

/* A parent that tells whether it is on is on when a child is. */
static void
follow_children(struct sim_smart_part *part)
{
	bool on = false;

	if (part->outlet || part->dev->outlet_count == 0 || !switched(part))
		return;
	for (size_t i = 0; i < part->dev->outlet_count; i++)
		on |= part->dev->outlets[i].on;
	json_object_set_new(part->info, "device_on", json_boolean(on));
}

void
sim_smart_tick(struct sim_device *dev, int64_t now_ms)
{
	for (size_t i = 0; i < dev->smart->count; i++)
		sim_smart_agenda_run(&dev->smart->parts[i], now_ms);
	for (size_t i = 0; i < dev->outlet_count; i++)
		sim_outlet_tick(&dev->outlets[i], now_ms);
	follow_children(&dev->smart->parts[0]);
}

struct sim_smart_part *
sim_smart_outlet_part(const struct sim_device *dev, size_t index)
{
	for (size_t i = 0; index < dev->outlet_count && i < dev->smart->count; i++)
		if (dev->smart->parts[i].outlet == &dev->outlets[index])
			return &dev->smart->parts[i];
	return NULL;
}

struct sim_smart_part *
sim_smart_child(const struct sim_device *dev, const char *id)
{
	for (size_t i = 1; i < dev->smart->count; i++)
		if (strcmp(text_of(dev->smart->parts[i].listed, "device_id"), id) == 0)
			return &dev->smart->parts[i];
	return NULL;
}

bool
sim_smart_rename(struct sim_smart_part *part, const char *alias)
{
	char encoded[SIM_BASE64_TEXT(SIM_SMART_NAME_MAX)];
	size_t len = strlen(alias);

	if (len == 0 || len >= sizeof part->alias || !kasa_utf8_valid(alias, len))
		return false;
	kasa_str_copy(part->alias, sizeof part->alias, alias);
	sim_base64_encode(alias, len, encoded);
	json_object_set_new(part->info, "nickname", json_string(encoded));
	return true;
}

void
sim_smart_switch(struct sim_smart_part *part, bool on, int64_t now_ms)
{
	struct sim_device *dev = part->dev;

	if (part->outlet) {
		part->outlet->switches += sim_outlet_switch(part->outlet, on, now_ms);
		return;
	}
	for (size_t i = 0; i < dev->outlet_count; i++)
		dev->outlets[i].switches += sim_outlet_switch(&dev->outlets[i], on, now_ms);
	follow_children(part);
}
