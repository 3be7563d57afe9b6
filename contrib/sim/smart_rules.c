#include "smart_rules.h"

#include <stdio.h>
#include <string.h>

enum {
	NAME_TEXT = 16,
};

static json_t *
find(json_t *list, const char *id, size_t *index)
{
	for (*index = 0; id && *index < json_array_size(list); ++*index) {
		json_t *rule = json_array_get(list, *index);
		const char *own = json_string_value(json_object_get(rule, "id"));

		if (own && strcmp(own, id) == 0)
			return rule;
	}
	return NULL;
}

json_t *
sim_smart_rule_named(const struct sim_smart_call *call, json_t *list, size_t *index)
{
	return find(list, json_string_value(json_object_get(call->params, "id")), index);
}

void
sim_smart_rule_name(json_t *rule, const json_t *list, char letter)
{
	char name[NAME_TEXT];
	size_t index;
	unsigned number = 0;

	do
		snprintf(name, sizeof name, "%c%u", letter, ++number);
	while (find((json_t *)list, name, &index));
	json_object_set_new(rule, "id", json_string(name));
}

static const char *
id_of(const json_t *entry)
{
	return json_string_value(json_is_object(entry) ? json_object_get(entry, "id") : entry);
}

bool
sim_smart_rules_remove(const struct sim_smart_call *call, json_t *list)
{
	json_t *named = json_object_get(call->params, "rule_list"), *entry;
	const char *one = json_string_value(json_object_get(call->params, "id"));
	size_t i, index;

	if (json_is_true(json_object_get(call->params, "remove_all")))
		return json_array_clear(list) == 0;
	if (one && find(list, one, &index))
		return json_array_remove(list, index) == 0;
	json_array_foreach(named, i, entry)
		if (!find(list, id_of(entry), &index))
			return false;
	json_array_foreach(named, i, entry)
		if (find(list, id_of(entry), &index))
			json_array_remove(list, index);
	return json_array_size(named) > 0;
}

bool
sim_smart_states_fit(const json_t *states)
{
	const json_t *on = json_object_get(states, "on");

	return json_object_size(states) > 0 && (!on || json_is_boolean(on));
}
