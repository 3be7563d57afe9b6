/* Requests of SMART: one method, or several in one; and the answers to those of which nothing is known but the recording. */
#include <string.h>

#include "smart_call.h"

enum {
	DUMP = JSON_COMPACT | JSON_REAL_PRECISION(15),
	DEPTH_MAX = 4, /* of requests in requests: a batch of control_child with batches */
};

static const struct sim_smart_method *const tables[] = {
	sim_smart_info_methods,     sim_smart_child_methods,  sim_smart_energy_methods,
	sim_smart_settings_methods, sim_smart_clock_methods,  sim_smart_countdown_methods,
	sim_smart_schedule_methods, sim_smart_system_methods, sim_smart_away_methods,
};

const struct sim_smart_method *
sim_smart_method_find(const char *name)
{
	for (size_t i = 0; i < sizeof tables / sizeof tables[0]; i++)
		for (const struct sim_smart_method *row = tables[i]; row->name; row++)
			if (strcmp(row->name, name) == 0)
				return row;
	return NULL;
}

bool
sim_smart_int(const struct sim_smart_call *call, const char *key, int least, int most, int *value)
{
	return sim_int_arg(call->params, key, least, most, value);
}

size_t
sim_smart_page_size(const struct sim_smart_call *call)
{
	return call->dev->smart->page ? call->dev->smart->page : SIM_SMART_PAGE;
}

json_t *
sim_smart_page(const struct sim_smart_call *call, const json_t *reply, const char *list_key, size_t most)
{
	const json_t *whole = json_object_get(reply, list_key);
	json_t *page = json_array(), *copy = json_copy((json_t *)reply);
	int start = 0;

	sim_smart_int(call, "start_index", 0, 1000000, &start);
	for (size_t i = (size_t)start; i < json_array_size(whole) && json_array_size(page) < most; i++)
		json_array_append(page, json_array_get(whole, i));
	json_object_set_new(copy, list_key, page);
	json_object_set_new(copy, "start_index", json_integer(start));
	json_object_set_new(copy, "sum", json_integer((json_int_t)json_array_size(whole)));
	return copy;
}

/* The name of the one list of a reply that comes in pages. */
static const char *
paged_list(const json_t *reply)
{
	const char *key, *found = NULL;
	json_t *value;

	if (!json_object_get(reply, "sum"))
		return NULL;
	json_object_foreach((json_t *)reply, key, value)
		if (json_is_array(value))
			found = found ? "" : key;
	return found && *found ? found : NULL;
}

/* A recording has results, codes of those that failed, and null where a device answered without a result. */
static int
repeat(struct sim_smart_call *call)
{
	const json_t *code = json_object_get(call->recorded, "error_code");
	const char *list = paged_list(call->recorded);

	if (json_is_integer(call->recorded))
		return (int)json_integer_value(call->recorded);
	if (json_is_integer(code) && json_integer_value(code) != 0)
		return (int)json_integer_value(code);
	if (list)
		call->result = sim_smart_page(call, call->recorded, list, SIZE_MAX);
	else if (!json_is_null(call->recorded))
		call->result = json_deep_copy(call->recorded);
	return SIM_SMART_OK;
}

static bool
refused(const json_t *recorded)
{
	return json_is_integer(recorded) || json_integer_value(json_object_get(recorded, "error_code")) != 0;
}

static int
run_method(struct sim_smart_call *call, const char *name)
{
	const struct sim_smart_method *row = sim_smart_method_find(name);
	const json_t *needed = json_object_get(call->part->replies, row && row->needs ? row->needs : name);

	call->recorded = json_object_get(call->part->replies, name);
	if (!needed)
		return SIM_SMART_NO_METHOD;
	if (!row || refused(needed)) {
		call->recorded = (json_t *)needed;
		return repeat(call);
	}
	sim_tally_add(&call->dev->tally, row);
	return row->run(call);
}

static json_t *
answer(int code, json_t *result)
{
	json_t *reply = json_pack("{si}", "error_code", code);

	if (result)
		json_object_set_new(reply, "result", result);
	return reply;
}

/* Runs a part of a request with parameters of its own, and keeps what comes after it. */
static json_t *
run_inner(struct sim_smart_call *call, const json_t *request)
{
	struct sim_smart_call inner = { .dev = call->dev, .part = call->part, .now_ms = call->now_ms };
	json_t *reply;

	inner.depth = call->depth + 1;
	reply = sim_smart_run(&inner, request);
	if (inner.outcome.restarts)
		call->outcome = inner.outcome;
	return reply;
}

static int
run_several(struct sim_smart_call *call)
{
	const json_t *requests = json_object_get(call->params, "requests");
	const struct sim_smart *smart = call->dev->smart;
	json_t *responses, *request, *reply;
	size_t i;

	if (json_array_size(requests) == 0)
		return SIM_SMART_NO_PARAMS;
	if (smart->batch_most && json_array_size(requests) > smart->batch_most)
		return SIM_SMART_NO_JSON;
	responses = json_array();
	json_array_foreach(requests, i, request) {
		reply = run_inner(call, request);
		json_object_set(reply, "method", json_object_get(request, "method"));
		json_array_append_new(responses, reply);
		if (smart->stops && json_integer_value(json_object_get(reply, "error_code")) != 0)
			break;
	}
	call->result = json_pack("{so}", "responses", responses);
	return SIM_SMART_OK;
}

static int
control_child(struct sim_smart_call *call)
{
	const char *id = json_string_value(json_object_get(call->params, "device_id"));
	const json_t *request = json_object_get(call->params, "requestData");
	struct sim_smart_part *own = call->part;

	if (own->listed || call->dev->smart->count < 2)
		return SIM_SMART_NO_METHOD;
	call->part = id ? sim_smart_child(call->dev, id) : NULL;
	if (call->part && json_is_object(request))
		call->result = json_pack("{so}", "responseData", run_inner(call, request));
	call->part = own;
	return call->result ? SIM_SMART_OK : SIM_SMART_NO_PARAMS;
}

static int
dispatch(struct sim_smart_call *call, const json_t *request)
{
	const char *name = json_string_value(json_object_get(request, "method"));
	json_t *params = json_object_get(request, "params");

	if (!name || call->depth > DEPTH_MAX || (params && !json_is_object(params) && !json_is_null(params))
	    || (json_is_null(params) && call->dev->strict))
		return SIM_SMART_NO_PARAMS;
	call->params = params;
	if (strcmp(name, "multipleRequest") == 0)
		return run_several(call);
	if (strcmp(name, "control_child") == 0)
		return control_child(call);
	return run_method(call, name);
}

json_t *
sim_smart_run(struct sim_smart_call *call, const json_t *request)
{
	int code = dispatch(call, request);

	if (code != SIM_SMART_OK) {
		json_decref(call->result);
		call->result = NULL;
	}
	return answer(code, call->result);
}

static int
put_chunk(const char *text, size_t len, void *arg)
{
	return kasa_buf_add(arg, text, len) == KASA_OK ? 0 : -1;
}

struct sim_result
sim_smart_request(struct sim_device *dev, const char *text, size_t len, int64_t now_ms, struct kasa_buf *reply)
{
	struct sim_smart_call call = { .dev = dev, .part = &dev->smart->parts[0], .now_ms = now_ms };
	json_auto_t *request = json_loadb(text, len, JSON_REJECT_DUPLICATES, NULL), *json = NULL;

	sim_device_tick(dev, now_ms);
	json = request ? sim_smart_run(&call, request) : answer(SIM_SMART_NO_JSON, NULL);
	kasa_buf_clear(reply);
	if (json_dump_callback(json, put_chunk, reply, DUMP) != 0)
		return (struct sim_result){ .outcome = SIM_IGNORED };
	return call.outcome;
}
