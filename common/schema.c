/* The walk goes as deep as the table does. */
#include "common/schema.h"

#include <stdio.h>
#include <string.h>

#include "base/err.h"
#include "common/answer.h"
#include "common/duration.h"
#include "common/number.h"
#include "common/suggest.h"
#include "common/text_show.h"

enum {
	WANTED_MAX = 320, /* what is wanted, with all keys or choices that there are */
};

struct walk {
	const void *arg;
	struct mistakes *mistakes;
};

static void check_value(const struct walk *walk, const struct schema *row, const struct yaml_node *node);

/* ---- what is said ---- */

static const char *
list_words(const char *const *words, char out[WANTED_MAX])
{
	size_t n = 0;

	out[0] = '\0';
	for (size_t i = 0; words[i] && n < WANTED_MAX; i++)
		n += (size_t)snprintf(out + n, WANTED_MAX - n, "%s%s", i ? ", " : "", words[i]);
	return out;
}

static const char *
wanted(const struct schema *row, char out[WANTED_MAX])
{
	if (row->help)
		return row->help;
	if (row->kind == SCHEMA_CHOICE)
		return list_words(row->choices, out);
	if (row->kind == SCHEMA_INTEGER)
		snprintf(out, WANTED_MAX, "a whole number from %u to %u", (unsigned)row->least, (unsigned)row->most);
	else
		snprintf(out, WANTED_MAX, "%s", row->kind == SCHEMA_BOOL ? "yes or no" : "a time, as 5s or 1h30m");
	return out;
}

static const char *
found(const struct yaml_node *node)
{
	switch (node->kind) {
	case YAML_TEXT:
		return "a text";
	case YAML_SEQUENCE:
		return "a list";
	case YAML_MAPPING:
		return "a mapping";
	case YAML_NOTHING:
	case YAML_REFUSED:
		break;
	}
	return "nothing";
}

/* The key, or that of the list around an item. */
static const char *
label(const struct schema *row, const struct yaml_node *node)
{
	return node->key ? node->key->text : row->name ? row->name : "item";
}

static void
say_kind(const struct walk *walk, const struct schema *row, const struct yaml_node *node)
{
	char what[WANTED_MAX];

	mistakes_add(walk->mistakes, node->line, node->column, "%s: %s stands here; wanted: %s", label(row, node),
	             found(node), wanted(row, what));
}

static void
say_text(const struct walk *walk, const struct schema *row, const struct yaml_node *node, const char *near)
{
	char shown[TEXT_SHOWN], what[WANTED_MAX];

	mistakes_add(walk->mistakes, node->line, node->column, "%s: \"%s\" stands here; wanted: %s%s%s%s",
	             label(row, node), text_show(shown, node->text), wanted(row, what), near ? " (did you mean \"" : "",
	             near ? near : "", near ? "\"?)" : "");
}

static void
say_unknown(const struct walk *walk, const struct schema *rows, const struct yaml_node *key)
{
	char shown[TEXT_SHOWN], all[WANTED_MAX] = "";
	struct suggest near;
	size_t n = 0;

	suggest_start(&near, key->text);
	for (; rows->kind != SCHEMA_END; rows++) {
		if (rows->kind == SCHEMA_REFUSED)
			continue;
		suggest_offer(&near, rows->name);
		if (n < sizeof all)
			n += (size_t)snprintf(all + n, sizeof all - n, "%s%s", n ? ", " : "", rows->name);
	}
	mistakes_add(walk->mistakes, key->line, key->column, "there is no key \"%s\"%s%s%s (allowed: %s)",
	             text_show(shown, key->text), near.best ? ": did you mean \"" : "", near.best ? near.best : "",
	             near.best ? "\"?" : "", all);
}

/* ---- words ---- */

static bool
is_choice(const struct schema *row, const char *text, struct suggest *near)
{
	suggest_start(near, text);
	for (size_t i = 0; row->choices[i]; i++) {
		if (strcmp(row->choices[i], text) == 0)
			return true;
		suggest_offer(near, row->choices[i]);
	}
	return false;
}

static bool
fits(const struct schema *row, const char *text, struct suggest *near)
{
	uint32_t number;
	bool yes;

	if (row->kind == SCHEMA_INTEGER)
		return number_parse(text, row->least, row->most, &number);
	if (row->kind == SCHEMA_BOOL)
		return answer_parse(text, &yes);
	return row->kind != SCHEMA_CHOICE || is_choice(row, text, near);
}

/* The parser of times knows best what is wrong with one. */
static int
check_duration(const struct schema *row, const struct yaml_node *node, struct kasa_err *err)
{
	uint64_t ms;

	if (row->kind != SCHEMA_DURATION || duration_parse(node->text, row->least, row->most, &ms, err) == KASA_OK)
		return KASA_OK;
	return kasa_err_wrap(err, "%s", label(row, node));
}

static void
check_text(const struct walk *walk, const struct schema *row, const struct yaml_node *node)
{
	struct suggest near = { 0 };
	struct kasa_err err;

	if (node->kind != YAML_TEXT)
		say_kind(walk, row, node);
	else if (!fits(row, node->text, &near))
		say_text(walk, row, node, near.best);
	else if (check_duration(row, node, &err) != KASA_OK
	         || (row->check && row->check(row, node, walk->arg, &err) != KASA_OK))
		mistakes_add(walk->mistakes, node->line, node->column, "%s", err.text);
}

/* ---- what has something inside ---- */

static void
check_items(const struct walk *walk, const struct schema *item, const struct yaml_node *sequence)
{
	for (const struct yaml_node *node = sequence->first; node; node = node->next)
		check_value(walk, item, node);
}

static void
check_texts(const struct walk *walk, const struct schema *row, const struct yaml_node *node)
{
	for (const struct yaml_node *text = yaml_next(node, NULL); text; text = yaml_next(node, text))
		if (text->kind != YAML_REFUSED)
			check_text(walk, row, text);
}

/* The row of a key, or the row of any, or SCHEMA_END. */
static const struct schema *
find_row(const struct schema *rows, const char *name)
{
	while (rows->kind != SCHEMA_END && rows->name && strcmp(rows->name, name) != 0)
		rows++;
	return rows;
}

static void
check_member(const struct walk *walk, const struct schema *rows, const struct yaml_node *value)
{
	const struct schema *row = find_row(rows, value->key->text);
	struct kasa_err err;

	if (row->kind == SCHEMA_END) {
		say_unknown(walk, rows, value->key);
		return;
	}
	if (row->kind == SCHEMA_REFUSED) {
		mistakes_add(walk->mistakes, value->key->line, value->key->column, "%s: %s", row->name, row->help);
		return;
	}
	if (row->check_name && row->check_name(value->key, walk->arg, &err) != KASA_OK)
		mistakes_add(walk->mistakes, value->key->line, value->key->column, "%s", err.text);
	check_value(walk, row, value);
}

static void
check_members(const struct walk *walk, const struct schema *rows, const struct yaml_node *mapping)
{
	char what[WANTED_MAX];

	for (const struct yaml_node *value = mapping->first; value; value = value->next)
		check_member(walk, rows, value);
	for (; rows->kind != SCHEMA_END; rows++)
		if (rows->needed && !yaml_get(mapping, rows->name))
			mistakes_add(walk->mistakes, mapping->line, mapping->column, "%s is missing; wanted: %s",
			             rows->name, wanted(rows, what));
}

static void
check_value(const struct walk *walk, const struct schema *row, const struct yaml_node *node)
{
	enum yaml_kind kind = row->kind == SCHEMA_MAPPING ? YAML_MAPPING : YAML_SEQUENCE;

	if (node->kind == YAML_REFUSED || row->kind == SCHEMA_ANY)
		return;
	if (row->kind == SCHEMA_TEXTS)
		check_texts(walk, row, node);
	else if (row->kind != SCHEMA_MAPPING && row->kind != SCHEMA_SEQUENCE)
		check_text(walk, row, node);
	else if (node->kind != kind && node->kind != YAML_NOTHING)
		say_kind(walk, row, node);
	else if (kind == YAML_MAPPING)
		check_members(walk, row->inside, node);
	else
		check_items(walk, row->inside, node);
}

void
schema_check(const struct schema *rows, const struct yaml_node *root, const void *arg, struct mistakes *mistakes)
{
	const struct schema whole = {
		.name = "file",
		.kind = SCHEMA_MAPPING,
		.help = "keys, each with a colon and its value",
		.inside = rows,
	};
	const struct walk walk = { .arg = arg, .mistakes = mistakes };

	check_value(&walk, &whole, root);
}
