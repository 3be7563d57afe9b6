#include "request.h"

#include <string.h>

#include "ambient.h"
#include "away.h"
#include "cloud.h"
#include "countdown.h"
#include "dimmer.h"
#include "dimmer_setup.h"
#include "effect.h"
#include "emeter.h"
#include "frailty.h"
#include "light.h"
#include "light_default.h"
#include "motion.h"
#include "raw.h"
#include "routine.h"
#include "runtime.h"
#include "schedule.h"
#include "system.h"
#include "timekeeping.h"
#include "wifi.h"

enum {
	/* ids and floats as they were recorded: 0.128037 and not 0.12803700000000001 */
	DUMP = JSON_COMPACT | JSON_ENCODE_ANY | JSON_REAL_PRECISION(15),
};

// clang-format off
static const struct { enum sim_code code; const char *text; } sentences[] = {
	{ SIM_UNKNOWN_MODULE,      "module not support" },
	{ SIM_UNKNOWN_METHOD,      "member not support" },
	{ SIM_INVALID,             "invalid argument" },
	{ SIM_NO_MEMORY,           "not enough memory" },
	{ SIM_UNKNOWN_ERROR,       "unknown error" },
	{ SIM_TABLE_FULL,          "table is full" },
	{ SIM_NO_ENTRY,            "entry not exist" },
	{ SIM_BULB_UNKNOWN_METHOD, "Method not support" },
	{ SIM_BULB_UNKNOWN_MODULE, "Module not support" },
	{ SIM_NOT_BOUND,           "Device hasn't bound to any account yet" },
	{ SIM_BULB_INVALID,        "Invalid input argument" },
	{ SIM_BULB_MISSING,        "Missing neccesary argument" },
};

/* Modules whose methods heed the context also where they only repeat what was recorded. */
static const char *const outlet_modules[] = { "emeter", "schedule", "count_down", "anti_theft" };

static const struct sim_method *const tables[] = {
	sim_system_methods,
	sim_timekeeping_methods,
	sim_emeter_methods,
	sim_schedule_methods,
	sim_runtime_methods,
	sim_countdown_methods,
	sim_away_methods,
	sim_dimmer_methods,
	sim_dimmer_setup_methods,
	sim_motion_methods,
	sim_ambient_methods,
	sim_routine_methods,
	sim_light_methods,
	sim_light_default_methods,
	sim_effect_methods,
	sim_cloud_methods,
	sim_wifi_methods,
};
// clang-format on

/* The reply under way. */
struct walk {
	struct sim_device *dev;
	int64_t now_ms;
	struct sim_context context;
	struct sim_result result;
	struct kasa_buf *out;
	int rc;
};

static void
put(struct walk *walk, const char *text, size_t len)
{
	if (walk->rc == KASA_OK)
		walk->rc = kasa_buf_add(walk->out, text, len);
}

static int
put_chunk(const char *text, size_t len, void *arg)
{
	struct walk *walk = arg;

	put(walk, text, len);
	return walk->rc == KASA_OK ? 0 : -1;
}

static void
put_json(struct walk *walk, const json_t *value)
{
	if (json_dump_callback(value, put_chunk, walk, DUMP) != 0 && walk->rc == KASA_OK)
		walk->rc = KASA_EPROTO;
}

/* "key": behind what stands before it in the same object. */
static void
put_key(struct walk *walk, const char *key)
{
	json_auto_t *name = json_string(key);

	if (walk->out->len > 0 && walk->out->data[walk->out->len - 1] != '{')
		put(walk, ",", 1);
	put_json(walk, name);
	put(walk, ":", 1);
}

static enum sim_code
own_code(const struct sim_device *dev, enum sim_code code)
{
	if (dev->family != SIM_BULB)
		return code;
	if (code == SIM_UNKNOWN_MODULE)
		return SIM_BULB_UNKNOWN_MODULE;
	return code == SIM_UNKNOWN_METHOD ? SIM_BULB_UNKNOWN_METHOD : code;
}

static void
put_code(struct walk *walk, enum sim_code code)
{
	json_auto_t *reply = json_pack("{si}", "err_code", (int)own_code(walk->dev, code));

	code = own_code(walk->dev, code);
	for (size_t i = 0; i < sizeof sentences / sizeof sentences[0]; i++)
		if (sentences[i].code == code)
			json_object_set_new(reply, "err_msg", json_string(sentences[i].text));
	put_json(walk, reply);
}

static bool
has(const struct sim_method *row, const struct sim_device *dev)
{
	return (row->families & dev->family) && (!row->of_meter || dev->meter) && (!row->where || row->where(dev));
}

/* The row for a method, or with NULL for @p method any row of the module. */
static const struct sim_method *
find(const struct sim_device *dev, const char *module, const char *method)
{
	for (size_t t = 0; t < sizeof tables / sizeof tables[0]; t++)
		for (const struct sim_method *row = tables[t]; row->module; row++)
			if (strcmp(row->module, module) == 0 && (!method || strcmp(row->name, method) == 0)
			    && has(row, dev))
				return row;
	return NULL;
}

const struct sim_method *
sim_method_find(const struct sim_device *dev, const char *module, const char *name)
{
	return find(dev, module, name);
}

const json_t *
sim_recorded(const struct sim_call *call, const char *method)
{
	return json_object_get(json_object_get(call->dev->tree, call->module), method);
}

/* A recording has the whole module answered by a code. */
static bool
refused(const json_t *recorded)
{
	return json_is_integer(json_object_get(recorded, "err_code"));
}

bool
sim_has_module(const struct sim_device *dev, const char *module)
{
	const json_t *recorded = json_object_get(dev->tree, module);

	return recorded ? !refused(recorded) : find(dev, module, NULL) != NULL;
}

static bool
heeds_context(const struct sim_method *row, const char *module)
{
	if (row)
		return row->of_outlet;
	for (size_t i = 0; i < sizeof outlet_modules / sizeof outlet_modules[0]; i++)
		if (strcmp(outlet_modules[i], module) == 0)
			return true;
	return false;
}

/* True when the context decides the answer, which then was put. */
static bool
context_answers(struct walk *walk)
{
	switch (walk->context.kind) {
	case SIM_CONTEXT_EMPTY:
		return put_code(walk, SIM_OK), true;
	case SIM_CONTEXT_UNKNOWN:
		return put_code(walk, SIM_NO_ENTRY), true;
	case SIM_CONTEXT_INVALID:
		return put_code(walk, SIM_INVALID), true;
	case SIM_CONTEXT_NONE:
	case SIM_CONTEXT_SOME:
	case SIM_CONTEXT_CRASH:
		break;
	}
	return false;
}

static void
run(struct walk *walk, const struct sim_method *row, const json_t *args, const json_t *recorded)
{
	struct sim_call call = {
		.dev = walk->dev,
		.now_ms = walk->now_ms,
		.args = args,
		.context = &walk->context,
		.module = row->module,
		.method = row->name,
		.recorded = recorded,
	};
	enum sim_code code = row->run(&call);

	if (code == SIM_OK)
		sim_tally_add(&walk->dev->tally, row);
	walk->result.delay_s += call.delay_s;
	if (call.restarts) {
		walk->result.restarts = true;
		walk->result.restart_s = call.restart_s;
	}
	if (call.reply)
		put_json(walk, call.reply);
	else
		put_code(walk, code);
	json_decref(call.reply);
}

/* A method that the recorded device did not know stays unknown. */
static bool
refuses(const json_t *recorded)
{
	return json_integer_value(json_object_get(recorded, "err_code")) < 0;
}

static void
walk_method(struct walk *walk, const char *module, const char *method, const json_t *args)
{
	const struct sim_method *row = find(walk->dev, module, method);
	const json_t *recorded = json_object_get(json_object_get(walk->dev->tree, module), method);

	put_key(walk, method);
	if (heeds_context(row, module) && context_answers(walk))
		return;
	if (row && !refuses(recorded))
		run(walk, row, args, recorded);
	else if (recorded)
		put_json(walk, recorded);
	else
		put_code(walk, SIM_UNKNOWN_METHOD);
}

static void
walk_methods(struct walk *walk, const char *module, json_t *methods)
{
	const char *method;
	json_t *args;

	put(walk, "{", 1);
	json_object_foreach(methods, method, args)
		if (!walk->dev->strict || !json_is_null(args))
			walk_method(walk, module, method, args);
	put(walk, "}", 1);
}

static void
walk_module(struct walk *walk, const char *module, json_t *methods)
{
	const json_t *recorded = json_object_get(walk->dev->tree, module);

	put_key(walk, module);
	if (refused(recorded))
		put_json(walk, recorded);
	else if (!sim_has_module(walk->dev, module))
		put_code(walk, SIM_UNKNOWN_MODULE);
	else if (!json_is_object(methods))
		put_code(walk, SIM_INVALID);
	else
		walk_methods(walk, module, methods);
}

static void
walk_request(struct walk *walk, json_t *request)
{
	const char *module;
	json_t *methods;

	put(walk, "{", 1);
	json_object_foreach(request, module, methods)
		if (strcmp(module, "context") != 0 || walk->dev->family != SIM_STRIP)
			walk_module(walk, module, methods);
	put(walk, "}", 1);
}

static json_t *
read_json(const char *text, size_t len, bool *second_context)
{
	json_error_t error;
	json_t *request = json_loadb(text, len, JSON_REJECT_DUPLICATES, &error);

	*second_context = false;
	if (request || json_error_code(&error) != json_error_duplicate_key)
		return request;
	*second_context = strstr(error.text, "\"context\"") != NULL;
	return json_loadb(text, len, 0, NULL); /* of two with the same name the last wins */
}

/* A device that sees broken names may be told them back. */
static json_t *
load(const struct sim_device *dev, const char *text, size_t len, bool *second_context)
{
	struct kasa_buf wrapped;
	json_t *request = NULL;

	if (!dev->networks)
		return read_json(text, len, second_context);
	kasa_buf_init(&wrapped, 3 * len);
	if (sim_raw_wrap(text, len, &wrapped) == KASA_OK)
		request = read_json((const char *)wrapped.data, wrapped.len, second_context);
	kasa_buf_finish(&wrapped);
	return request;
}

static void
refuse_second_context(struct walk *walk)
{
	if (walk->dev->family != SIM_STRIP)
		return;
	walk->out->len--; /* the closing brace */
	put_key(walk, "context");
	put_code(walk, SIM_UNKNOWN_MODULE);
	put(walk, "}", 1);
}

struct sim_result
sim_request(struct sim_device *dev, const char *text, size_t len, int64_t now_ms, struct kasa_buf *reply)
{
	struct walk walk = { .dev = dev, .now_ms = now_ms, .out = reply };
	enum sim_outcome outcome;
	bool second_context;
	json_auto_t *request = NULL;

	if (dev->smart)
		return sim_smart_request(dev, text, len, now_ms, reply);
	request = load(dev, text, len, &second_context);
	kasa_buf_clear(reply);
	if (!json_is_object(request))
		return (struct sim_result){ .outcome = SIM_IGNORED };
	outcome = sim_frailty(dev, request, len);
	if (outcome != SIM_ANSWERED)
		return (struct sim_result){ .outcome = outcome };
	walk.context = sim_context_read(dev, json_object_get(request, "context"));
	if (walk.context.kind == SIM_CONTEXT_CRASH)
		return (struct sim_result){ .outcome = SIM_CRASHED };
	sim_device_tick(dev, now_ms);
	walk_request(&walk, request);
	if (second_context)
		refuse_second_context(&walk);
	if (dev->networks)
		sim_raw_unwrap(reply);
	if (walk.rc != KASA_OK)
		return (struct sim_result){ .outcome = SIM_IGNORED };
	if (walk.result.restarts && walk.result.restart_s == 0)
		walk.result.outcome = SIM_CRASHED; /* it goes before it answers */
	return walk.result;
}

bool
sim_int_arg(const json_t *args, const char *key, int least, int most, int *value)
{
	const json_t *number = json_object_get(args, key);

	if (!json_is_integer(number) || json_integer_value(number) < least || json_integer_value(number) > most)
		return false;
	*value = (int)json_integer_value(number);
	return true;
}
