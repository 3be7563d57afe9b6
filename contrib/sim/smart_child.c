/* The lists of a device's children: their entries are what the children say themselves. */
#include "smart_call.h"

/* The entry has members of its own, and of those that the child tells too the child's. */
static json_t *
entry_of(const struct sim_smart_part *part)
{
	json_t *entry = json_copy(part->listed);

	json_object_update_existing(entry, part->info);
	return entry;
}

static int
get_child_device_list(struct sim_smart_call *call)
{
	json_auto_t *whole = json_copy(call->recorded);
	json_t *list = json_array();

	for (size_t i = 1; i < call->dev->smart->count; i++)
		json_array_append_new(list, entry_of(&call->dev->smart->parts[i]));
	json_object_set_new(whole, "child_device_list", list);
	call->result = sim_smart_page(call, whole, "child_device_list", sim_smart_page_size(call));
	return SIM_SMART_OK;
}

static int
get_child_device_component_list(struct sim_smart_call *call)
{
	call->result = sim_smart_page(call, call->recorded, "child_component_list", sim_smart_page_size(call));
	return SIM_SMART_OK;
}

// clang-format off
const struct sim_smart_method sim_smart_child_methods[] = {
	/* method                            run                              needs */
	{ "get_child_device_list",           get_child_device_list,           NULL },
	{ "get_child_device_component_list", get_child_device_component_list, NULL },
	{ NULL,                              NULL,                            NULL },
};
// clang-format on
