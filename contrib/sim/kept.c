#include "kept.h"

static bool
refused(const json_t *reply)
{
	return json_integer_value(json_object_get(reply, "err_code")) != 0;
}

static json_t *
module_of(struct sim_device *dev, const char *name)
{
	json_t *module = json_object_get(dev->tree, name);

	if (module)
		return module;
	json_object_set_new(dev->tree, name, json_object());
	return json_object_get(dev->tree, name);
}

static json_t *
make(struct sim_device *dev, const char *module, const char *method, sim_fresh_fn *fresh)
{
	json_t *reply = fresh(dev);

	json_object_set_new(reply, "err_code", json_integer(0));
	json_object_set_new(module_of(dev, module), method, reply);
	return json_object_get(json_object_get(dev->tree, module), method);
}

json_t *
sim_kept(struct sim_device *dev, const char *module, const char *method, sim_fresh_fn *fresh)
{
	json_t *holder = json_object_get(dev->tree, module), *reply = json_object_get(holder, method);

	if (refused(holder) || refused(reply))
		return NULL;
	return reply ? reply : make(dev, module, method, fresh);
}

enum sim_code
sim_kept_answer(struct sim_call *call, sim_fresh_fn *fresh)
{
	const json_t *module = json_object_get(call->dev->tree, call->module);
	json_t *recorded = json_object_get(module, call->method);

	call->reply = json_incref(recorded ? recorded : make(call->dev, call->module, call->method, fresh));
	return SIM_OK;
}

void
sim_kept_forget(struct sim_device *dev, const char *module, const char *method)
{
	json_t *holder = json_object_get(dev->tree, module);

	if (!refused(json_object_get(holder, method)))
		json_object_del(holder, method);
}
