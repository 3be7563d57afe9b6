#include "smart_rules.h"

#include <stdio.h>
#include <string.h>

#include "calendar.h"

enum {
	RULES_MAX = 32, /* where the reply does not tell */
	EVERY_DAY = 127,
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

bool
sim_smart_word(const struct sim_smart_call *call, const char *key, const char *const *words)
{
	const char *text = json_string_value(json_object_get(call->params, key));

	for (; text && *words; words++)
		if (strcmp(text, *words) == 0)
			return true;
	return false;
}

static bool
date_fits(const struct sim_smart_call *call)
{
	struct sim_date date;

	return sim_smart_int(call, "year", 2000, 2099, &date.year) && sim_smart_int(call, "month", 1, 12, &date.month)
	       && sim_smart_int(call, "day", 1, 31, &date.day) && sim_date_valid(date);
}

bool
sim_smart_days_fit(const struct sim_smart_call *call)
{
	static const char *const once[] = { "once", NULL }, *const repeat[] = { "repeat", NULL };
	int days;

	if (!json_is_boolean(json_object_get(call->params, "enable")))
		return false;
	if (sim_smart_word(call, "mode", once))
		return date_fits(call);
	return sim_smart_word(call, "mode", repeat) && sim_smart_int(call, "week_day", 1, EVERY_DAY, &days);
}

static json_t *
reply_of(const struct sim_smart_call *call, const struct sim_smart_book *book)
{
	return json_object_get(call->part->replies, book->getter);
}

static json_t *
list_of(const struct sim_smart_call *call, const struct sim_smart_book *book)
{
	return json_object_get(reply_of(call, book), "rule_list");
}

int
sim_smart_book_list(struct sim_smart_call *call, const struct sim_smart_book *book)
{
	call->result = sim_smart_page(call, reply_of(call, book), "rule_list", sim_smart_page_size(call));
	return SIM_SMART_OK;
}

int
sim_smart_book_add(struct sim_smart_call *call, const struct sim_smart_book *book)
{
	const json_t *most = json_object_get(reply_of(call, book), book->most);
	json_t *list = list_of(call, book), *rule;

	if (!book->fits(call))
		return SIM_SMART_NO_PARAMS;
	if (json_array_size(list) >= (size_t)(most ? json_integer_value(most) : RULES_MAX))
		return book->full;
	rule = json_deep_copy(call->params);
	sim_smart_rule_name(rule, list, book->letter);
	json_array_append_new(list, rule);
	json_object_set_new(reply_of(call, book), "enable", json_true());
	call->result = json_pack("{sO}", "id", json_object_get(rule, "id"));
	return SIM_SMART_OK;
}

int
sim_smart_book_edit(struct sim_smart_call *call, const struct sim_smart_book *book)
{
	size_t index;

	if (!sim_smart_rule_named(call, list_of(call, book), &index))
		return book->none;
	if (!book->fits(call))
		return SIM_SMART_NO_PARAMS;
	json_array_set_new(list_of(call, book), index, json_deep_copy(call->params));
	return SIM_SMART_OK;
}

int
sim_smart_book_remove(struct sim_smart_call *call, const struct sim_smart_book *book)
{
	return sim_smart_rules_remove(call, list_of(call, book)) ? SIM_SMART_OK : SIM_SMART_NO_PARAMS;
}

int
sim_smart_book_enable(struct sim_smart_call *call, const struct sim_smart_book *book)
{
	json_t *enable = json_object_get(call->params, "enable");

	if (!json_is_boolean(enable))
		return SIM_SMART_NO_PARAMS;
	json_object_set(reply_of(call, book), "enable", enable);
	return SIM_SMART_OK;
}
