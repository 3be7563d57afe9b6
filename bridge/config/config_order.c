#include "bridge/config/config_order.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "bridge/command/command.h"
#include "bridge/config/config_section.h"
#include "bridge/config/config_text.h"
#include "bridge/hook/template.h"
#include "common/answer.h"

/* ---- keys ---- */

/* What a request fills in is looked at then. */
static int
check_device(const struct schema *row, const struct yaml_node *text, const void *arg, struct kasa_err *err)
{
	return strncmp(text->text, "{{", 2) == 0 ? KASA_OK : config_check_member(row, text, arg, err);
}

// clang-format off
const struct schema config_order_keys[] = {
	{ .name = "device", .kind = SCHEMA_TEXT, .check = check_device, .help = "a device by name, MAC or id, or an outlet of it, as strip/2" },
	{ .name = "group", .kind = SCHEMA_TEXT, .check = config_check_name, .help = "the name of a group, as garden" },
	{ .name = "set", .kind = SCHEMA_ANY },
	{ .name = "on", .kind = SCHEMA_BOOL },
	{ .kind = SCHEMA_END },
};
// clang-format on

/* ---- a tree as JSON ---- */

static json_t *json_of(const struct yaml_node *node);

/* Numbers, true and false are themselves; all else is text. */
static json_t *
scalar_of(const char *text)
{
	json_t *json = json_loads(text, JSON_DECODE_ANY, NULL);

	if (json_is_number(json) || json_is_boolean(json))
		return json;
	json_decref(json);
	return json_string(text);
}

static json_t *
object_of(const struct yaml_node *mapping)
{
	json_t *object = json_object();

	for (const struct yaml_node *at = mapping->first; at; at = at->next)
		if (json_object_set_new(object, at->key->text, json_of(at)) != 0) {
			json_decref(object);
			return NULL;
		}
	return object;
}

static json_t *
array_of(const struct yaml_node *sequence)
{
	json_t *array = json_array();

	for (const struct yaml_node *at = sequence->first; at; at = at->next)
		if (json_array_append_new(array, json_of(at)) != 0) {
			json_decref(array);
			return NULL;
		}
	return array;
}

/* NULL without memory, and for a text that is no UTF-8, which YAML has refused. */
static json_t *
json_of(const struct yaml_node *node)
{
	switch (node->kind) {
	case YAML_TEXT:
		return scalar_of(node->text);
	case YAML_MAPPING:
		return object_of(node);
	case YAML_SEQUENCE:
		return array_of(node);
	case YAML_NOTHING:
	case YAML_REFUSED:
		break;
	}
	return json_null();
}

/* What it sets as the payload of a command. NULL where that cannot be told, and without memory; free it. */
static char *
payload_of(const struct yaml_node *order)
{
	const struct yaml_node *set = yaml_get(order, "set"), *on = yaml_get(order, "on");
	bool yes = false;

	if (set && set->kind == YAML_TEXT)
		return strdup(set->text);
	if (set && set->kind == YAML_MAPPING) {
		json_auto_t *json = json_of(set);

		return json ? json_dumps(json, JSON_COMPACT | JSON_REAL_PRECISION(10)) : NULL;
	}
	if (!set && on && on->kind == YAML_TEXT && answer_parse(on->text, &yes))
		return strdup(yes ? "ON" : "OFF");
	return NULL;
}

/* ---- what contradicts itself ---- */

static bool
is_text(const struct yaml_node *node)
{
	return node && node->kind == YAML_TEXT;
}

static bool
has_template(const char *text)
{
	return strstr(text, "{{") != NULL;
}

static void
say(struct mistakes *mistakes, const struct yaml_node *node, const char *why)
{
	mistakes_add(mistakes, node->line, node->column, "%s: %s", node->key ? node->key->text : "an order", why);
}

/* Whether what stands in {{…}} can be read. */
static void
check_template(const struct yaml_node *node, const char *text, struct mistakes *mistakes)
{
	struct kasa_err err;

	if (template_check(text, &err) != KASA_OK)
		say(mistakes, node, err.text);
}

static void
check_whom(const struct yaml_node *order, bool templates, struct mistakes *mistakes)
{
	const struct yaml_node *device = yaml_get(order, "device"), *group = yaml_get(order, "group");

	if (!device && !group)
		say(mistakes, order, "nothing says who is meant; wanted: device or group");
	if (device && group)
		say(mistakes, group, "device is there as well, and an order is for one of both");
	if (is_text(device) && has_template(device->text) && !templates)
		say(mistakes, device, "{{…}} is filled in by requests, and none comes here");
	else if (is_text(device))
		check_template(device, device->text, mistakes);
}

static void
check_payload(const struct yaml_node *set, const char *payload, struct mistakes *mistakes)
{
	struct command command;
	struct kasa_err err;

	if (command_parse(&command, NULL, 0, NULL, payload, strlen(payload), &err) != KASA_OK)
		say(mistakes, set, err.text);
	else if (command.transaction)
		say(mistakes, set, "transaction is of no use where nobody hears the answer by it");
	command_finish(&command);
}

static void
check_what(const struct yaml_node *order, bool templates, struct mistakes *mistakes)
{
	const struct yaml_node *set = yaml_get(order, "set"), *on = yaml_get(order, "on");
	char *payload = payload_of(order);

	if (!set && !on)
		say(mistakes, order, "nothing says what is to be done; wanted: set or on");
	if (set && on)
		say(mistakes, on, "set is there as well, and one of both is enough");
	if (set && set->kind != YAML_TEXT && set->kind != YAML_MAPPING && set->kind != YAML_REFUSED)
		say(mistakes, set, "wanted: what MQTT takes, as ON or {state: ON, brightness: 40}");
	if (set && payload && templates && has_template(payload))
		check_template(set, payload, mistakes);
	else if (set && payload)
		check_payload(set, payload, mistakes);
	free(payload);
}

void
config_order_check(const struct yaml_node *node, bool templates, struct mistakes *mistakes)
{
	if (!node || node->kind != YAML_MAPPING)
		return;
	check_whom(node, templates, mistakes);
	check_what(node, templates, mistakes);
}

/* ---- filling in ---- */

static bool
toggles(const char *payload)
{
	struct command command;
	bool yes = command_parse(&command, NULL, 0, NULL, payload, strlen(payload), NULL) == KASA_OK
	           && command_toggles(&command);

	command_finish(&command);
	return yes;
}

void
config_order_fill(struct filler *filler, struct config_order *order, const struct yaml_node *node)
{
	const struct yaml_node *device = yaml_get(node, "device"), *group = yaml_get(node, "group");

	*order = (struct config_order){ .set = payload_of(node) };
	filler->no_memory |= !order->set;
	if (is_text(device))
		order->device = config_fill_text(filler, device->text);
	if (is_text(group))
		order->group = config_fill_text(filler, group->text);
	order->template = (order->set && has_template(order->set)) || (order->device && has_template(order->device));
	order->toggles = order->set && toggles(order->set);
}

void
config_order_release(struct config_order *order)
{
	free(order->device);
	free(order->group);
	free(order->set);
	*order = (struct config_order){ .set = NULL };
}
