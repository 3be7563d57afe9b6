#include "context.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

static bool
same_outlet(const struct sim_device *dev, size_t index, const char *id)
{
	const char *own = json_string_value(json_object_get(sim_device_child(dev, index), "id"));
	const char *device_id = json_string_value(json_object_get(dev->sysinfo, "deviceId"));
	size_t prefix = device_id ? strlen(device_id) : 0;
	char slot[4];

	if (own && strcasecmp(own, id) == 0)
		return true;
	snprintf(slot, sizeof slot, "%02u", dev->outlets[index].slot % 100u);
	if (prefix > 0 && strncasecmp(id, device_id, prefix) == 0)
		id += prefix;
	return strcmp(id, slot) == 0;
}

static bool
find(const struct sim_device *dev, const char *id, size_t *index)
{
	for (*index = 0; *index < dev->outlet_count; ++*index)
		if (same_outlet(dev, *index, id))
			return true;
	return false;
}

static struct sim_context
read_ids(const struct sim_device *dev, const json_t *ids)
{
	struct sim_context context = { .kind = SIM_CONTEXT_SOME };
	size_t i, at;
	json_t *id;

	if (!json_is_array(ids))
		return (struct sim_context){ .kind = SIM_CONTEXT_INVALID };
	if (json_array_size(ids) == 0)
		return (struct sim_context){ .kind = SIM_CONTEXT_EMPTY };
	json_array_foreach(ids, i, id)
		if (!json_is_string(id))
			return (struct sim_context){ .kind = SIM_CONTEXT_INVALID };
	json_array_foreach(ids, i, id) {
		if (!find(dev, json_string_value(id), &at))
			return (struct sim_context){ .kind = SIM_CONTEXT_UNKNOWN };
		context.set |= UINT64_C(1) << at;
		if (i == 0)
			context.first = at;
	}
	return context;
}

struct sim_context
sim_context_read(const struct sim_device *dev, const json_t *value)
{
	const json_t *ids = json_object_get(value, "child_ids");

	if (dev->family != SIM_STRIP)
		return (struct sim_context){ .kind = SIM_CONTEXT_NONE };
	if (json_is_string(value))
		return (struct sim_context){ .kind = SIM_CONTEXT_CRASH };
	return ids ? read_ids(dev, ids) : (struct sim_context){ .kind = SIM_CONTEXT_NONE };
}

struct sim_outlet *
sim_context_outlet(const struct sim_context *context, const struct sim_device *dev)
{
	return context->kind == SIM_CONTEXT_SOME ? &dev->outlets[context->first] : sim_device_slot(dev, 0);
}
