#include "rule_form.h"

#include <string.h>

#include "calendar.h"
#include "request.h"
#include "rule.h"

enum {
	NAME_MAX_BYTES = 64, /* the device's own limit is not documented */
	WEEK = 7,
};

static bool
add_name(json_t *rule, const json_t *args)
{
	const json_t *name = json_object_get(args, "name");
	const char *text = name ? json_string_value(name) : "";

	if (!text || strlen(text) > NAME_MAX_BYTES)
		return false;
	json_object_set_new(rule, "name", json_string(text));
	return true;
}

static bool
add_number(json_t *rule, const json_t *args, const struct sim_rule_field *field)
{
	int number = field->initial;

	if (!json_object_get(args, field->key) && field->needed)
		return false;
	if (json_object_get(args, field->key) && !sim_int_arg(args, field->key, field->least, field->most, &number))
		return false;
	if (number != SIM_FIELD_ABSENT && !field->hidden)
		json_object_set_new(rule, field->key, json_integer(number));
	return true;
}

json_t *
sim_rule_form(const json_t *args, const struct sim_rule_field *fields)
{
	json_t *rule = json_object();
	bool fits = add_name(rule, args);

	for (; fits && fields->key; fields++)
		fits = add_number(rule, args, fields);
	if (fits)
		return rule;
	json_decref(rule);
	return NULL;
}

static bool
add_wdays(json_t *rule, const json_t *args)
{
	const json_t *list = json_object_get(args, "wday");

	if (!json_is_array(list) || json_array_size(list) != WEEK)
		return false;
	for (size_t i = 0; i < WEEK; i++) {
		const json_t *day = json_array_get(list, i);

		if (!json_is_integer(day) || (json_integer_value(day) != 0 && json_integer_value(day) != 1))
			return false;
	}
	json_object_set_new(rule, "wday", json_deep_copy(list));
	return true;
}

/* A rule for once has its date, and no other needs one. */
static bool
date_fits(const json_t *rule)
{
	struct sim_date date;

	return json_integer_value(json_object_get(rule, "repeat")) == 1
	       || (sim_int_arg(rule, "year", 1970, 2099, &date.year) && sim_int_arg(rule, "month", 1, 12, &date.month)
	           && sim_int_arg(rule, "day", 1, 31, &date.day) && sim_date_valid(date));
}

static bool
minute_fits(json_t *rule, const char *option, const char *minute)
{
	int value;

	if (json_integer_value(json_object_get(rule, option)) == SIM_TIME_CLOCK)
		return sim_int_arg(rule, minute, 0, SIM_DAY_MIN - 1, &value);
	json_object_set_new(rule, minute, json_integer(0));
	return true;
}

bool
sim_rule_form_times(json_t *rule, const json_t *args)
{
	return add_wdays(rule, args) && date_fits(rule) && minute_fits(rule, "stime_opt", "smin")
	       && minute_fits(rule, "etime_opt", "emin");
}
