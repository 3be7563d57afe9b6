/* Restarting and forgetting everything. */
#include <stdio.h>

#include "plan.h"
#include "smart_call.h"
#include "smart_fresh.h"

enum {
	DELAY_MOST_S = 3600,
	DELAY_S = 1,
	NAME_TEXT = 24,
};

static int
restart(struct sim_smart_call *call)
{
	int delay = DELAY_S;

	if (json_object_get(call->params, "delay") && !sim_smart_int(call, "delay", 0, DELAY_MOST_S, &delay))
		return SIM_SMART_NO_PARAMS;
	call->outcome.restarts = true;
	call->outcome.restart_s = delay > 0 ? delay : 0.01; /* the answer gets out */
	return SIM_SMART_OK;
}

static void
forget_rules(struct sim_smart_part *part)
{
	static const char *const getters[] = { "get_schedule_rules", "get_countdown_rules", "get_antitheft_rules" };

	for (size_t i = 0; i < sizeof getters / sizeof getters[0]; i++) {
		json_t *reply = json_object_get(part->replies, getters[i]);

		json_array_clear(json_object_get(reply, "rule_list"));
		if (json_object_get(reply, "enable"))
			json_object_set_new(reply, "enable", json_false());
	}
	part->fires_ms = SIM_NEVER;
}

static void
forget_place(json_t *info)
{
	static const char *const keys[] = { "latitude", "longitude" };

	for (size_t i = 0; i < 2; i++)
		if (json_object_get(info, keys[i]))
			json_object_set_new(info, keys[i], json_integer(0));
}

static void
forget(struct sim_smart_part *part, const char *name, int64_t now_ms)
{
	forget_rules(part);
	forget_place(part->info);
	sim_smart_rename(part, name);
	if (!part->outlet)
		return;
	sim_outlet_switch(part->outlet, false, now_ms);
	sim_outlet_erase(part->outlet, SIM_ENERGY, now_ms);
	sim_outlet_erase(part->outlet, SIM_RUNTIME, now_ms);
}

/* It forgets what it was told and is off. It stays where it is reached, or nobody could look. */
static int
device_reset(struct sim_smart_call *call)
{
	const struct sim_smart *smart = call->dev->smart;
	char name[NAME_TEXT];

	forget(&smart->parts[0], call->dev->first_alias, call->now_ms);
	for (size_t i = 1; i < smart->count; i++) {
		const struct sim_outlet *outlet = smart->parts[i].outlet;

		snprintf(name, sizeof name, "Outlet %u", outlet ? outlet->slot + 1u : (unsigned)i);
		forget(&smart->parts[i], name, call->now_ms);
	}
	return restart(call);
}

// clang-format off
const struct sim_smart_method sim_smart_system_methods[] = {
	/* method          run           needs */
	{ "device_reboot", restart,      "get_device_info" },
	{ "device_reset",  device_reset, "get_device_info" },
	{ NULL,            NULL,         NULL },
};
// clang-format on
