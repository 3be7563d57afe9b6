/* The events of libyaml, put together to a tree. Nothing else knows libyaml. */
#include "common/yaml.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <yaml.h>

#include "base/hash.h"
#include "base/str.h"
#include "common/private_file.h"
#include "common/text_show.h"

enum {
	NAMES_MAX = 1 << 20, /* in all mappings of a file */
};

struct reader {
	yaml_parser_t parser;
	struct yaml *yaml;
	struct mistakes *mistakes;
	const char *text, *end; /* all of it */
	struct kasa_hash names; /* hash of a mapping and a name to its line */
	uint32_t mappings;      /* how many there were, which tells them apart */
	int rc;                 /* KASA_OK while it may go on */
};

static void
refuse(struct reader *reader, const yaml_mark_t *at, const char *why)
{
	mistakes_add(reader->mistakes, (unsigned)at->line + 1, (unsigned)at->column + 1, "%s", why);
}

/* ---- what libyaml does not take ---- */

/* Its marks count characters; its reader counts bytes. */
static const char *
place(const struct reader *reader, const yaml_mark_t *mark)
{
	const char *at = reader->text;

	for (size_t i = 0; i < mark->index && at < reader->end; i++)
		kasa_utf8_next(&at, reader->end);
	return at;
}

static yaml_mark_t
mark_of(const struct reader *reader, size_t offset)
{
	const char *at = reader->text;
	yaml_mark_t mark = { 0 };

	while (at < reader->end && (size_t)(at - reader->text) < offset) {
		bool ends = *at == '\n';

		kasa_utf8_next(&at, reader->end);
		mark.line += ends;
		mark.column = ends ? 0 : mark.column + 1;
	}
	return mark;
}

static void
say_unreadable(struct reader *reader)
{
	yaml_mark_t mark = mark_of(reader, reader->parser.problem_offset);

	if (strstr(reader->parser.problem, "control"))
		refuse(reader, &mark, "a control character stands here; a text has none");
	else
		refuse(reader, &mark, "this is not UTF-8, as the whole file must be");
}

// clang-format off
static const struct {
	const char *theirs, *ours;
} problems[] = {
	{ "mapping values are not allowed in this context",
	  "no colon may stand here; a text that holds one is put into quotes, the keys of one mapping are indented alike" },
	{ "did not find expected key", "a key and a colon are wanted here, indented as the keys above" },
};
// clang-format on

static const char *
reword(const char *problem)
{
	for (size_t i = 0; i < sizeof problems / sizeof problems[0]; i++)
		if (strcmp(problems[i].theirs, problem) == 0)
			return problems[i].ours;
	return problem;
}

/* The slips that are frequent have words of ours; for others, and for where it all began, libyaml has. */
static void
say_malformed(struct reader *reader)
{
	const yaml_parser_t *parser = &reader->parser;
	const yaml_mark_t *mark = &parser->problem_mark;
	const char *at = place(reader, mark);
	char begun[80] = "", why[280];

	if (parser->context && parser->context_mark.line != mark->line)
		snprintf(begun, sizeof begun, ", %s that begins in line %zu", parser->context,
		         parser->context_mark.line + 1);
	if (at < reader->end && *at && strchr("@`%", *at))
		snprintf(why, sizeof why, "a word that begins with %c is put into quotes, as \"%c...\"", *at, *at);
	else if (at < reader->end && *at == '\t')
		snprintf(why, sizeof why, "a tab stands here; lines are indented with blanks");
	else
		snprintf(why, sizeof why, "this is no YAML: %s%s", reword(parser->problem), begun);
	refuse(reader, mark, why);
}

static int
say_stopped(struct reader *reader)
{
	if (reader->parser.error == YAML_MEMORY_ERROR)
		return KASA_ENOMEM;
	if (reader->parser.error == YAML_READER_ERROR)
		say_unreadable(reader);
	else
		say_malformed(reader);
	return KASA_EINVAL;
}

/* ---- nodes ---- */

/* Belongs to the file from the beginning, whatever comes of it. NULL without memory. */
static struct yaml_node *
add_node(struct reader *reader, enum yaml_kind kind, const yaml_mark_t *at, const char *text, size_t n)
{
	struct yaml_node *node = calloc(1, sizeof *node + n + 1);

	if (!node) {
		reader->rc = KASA_ENOMEM;
		return NULL;
	}
	node->kind = kind;
	node->line = (unsigned)at->line + 1;
	node->column = (unsigned)at->column + 1;
	memcpy(node->text, text, n);
	node->older = reader->yaml->newest;
	reader->yaml->newest = node;
	return node;
}

static struct yaml_node *
add_refused(struct reader *reader, const yaml_mark_t *at, const char *why)
{
	refuse(reader, at, why);
	return add_node(reader, YAML_REFUSED, at, "", 0);
}

static bool
is_nothing(const char *text)
{
	return text[0] == '\0' || strcmp(text, "~") == 0 || strcasecmp(text, "null") == 0;
}

static struct yaml_node *
read_text(struct reader *reader, const yaml_event_t *event)
{
	const char *text = (const char *)event->data.scalar.value;
	size_t n = event->data.scalar.length;
	bool plain = event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;

	if (event->data.scalar.tag || event->data.scalar.anchor)
		return add_refused(reader, &event->start_mark, "tags (!) and anchors (&) are not understood here");
	if (memchr(text, '\0', n))
		return add_refused(reader, &event->start_mark, "a text holds no NUL");
	return add_node(reader, plain && is_nothing(text) ? YAML_NOTHING : YAML_TEXT, &event->start_mark, text, n);
}

static bool
next_event(struct reader *reader, yaml_event_t *event)
{
	if (reader->rc == KASA_OK && !yaml_parser_parse(&reader->parser, event))
		reader->rc = say_stopped(reader);
	return reader->rc == KASA_OK;
}

/* Passwords stand in some files: what libyaml frees is overwritten before. */
static void
forget_event(yaml_event_t *event)
{
	if (event->type == YAML_SCALAR_EVENT)
		explicit_bzero(event->data.scalar.value, event->data.scalar.length);
	yaml_event_delete(event);
}

static void
forget_parser(yaml_parser_t *parser)
{
	explicit_bzero(parser->buffer.start, (size_t)(parser->buffer.end - parser->buffer.start));
	yaml_parser_delete(parser);
}

static struct yaml_node *read_node(struct reader *reader, const yaml_event_t *event, unsigned depth);

/* The next node inside, or NULL at the end and where reading ends. */
static struct yaml_node *
read_inside(struct reader *reader, unsigned depth)
{
	struct yaml_node *node;
	yaml_event_t event;

	if (!next_event(reader, &event))
		return NULL;
	node = read_node(reader, &event, depth);
	forget_event(&event);
	return node;
}

static void
read_items(struct reader *reader, struct yaml_node *sequence, unsigned depth)
{
	const struct yaml_node **end = &sequence->first;
	struct yaml_node *item;

	while ((item = read_inside(reader, depth))) {
		*end = item;
		end = &item->next;
	}
}

/* FNV-1a of a name, begun with its mapping's number; 0 is none. */
static uint64_t
hash(uint32_t mapping, const char *name)
{
	const uint64_t prime = 0x100000001b3u;
	uint64_t h = (0xcbf29ce484222325u ^ mapping) * prime;

	for (; *name; name++)
		h = (h ^ (unsigned char)*name) * prime;
	return h ? h : 1;
}

/* True when a mapping has no such name so far. */
static bool
check_name(struct reader *reader, uint32_t mapping, const struct yaml_node *key)
{
	uint64_t h = hash(mapping, key->text);
	const uint32_t *line = kasa_hash_get(&reader->names, h);
	char shown[TEXT_SHOWN];

	if (!line) {
		if (kasa_hash_put(&reader->names, h, key->line) != KASA_OK)
			reader->rc = KASA_ENOMEM;
		return true;
	}
	mistakes_add(reader->mistakes, key->line, key->column, "\"%s\" stands in line %u already",
	             text_show(shown, key->text), (unsigned)*line);
	return false;
}

static bool
is_name(struct reader *reader, const struct yaml_node *key)
{
	if (key->kind == YAML_TEXT)
		return true;
	if (key->kind != YAML_REFUSED)
		mistakes_add(reader->mistakes, key->line, key->column, "a name is wanted before the colon: one word");
	return false;
}

static void
read_members(struct reader *reader, struct yaml_node *mapping, unsigned depth)
{
	const struct yaml_node **end = &mapping->first;
	uint32_t number = ++reader->mappings;
	struct yaml_node *key, *value;

	while ((key = read_inside(reader, depth)) && (value = read_inside(reader, depth))) {
		if (!is_name(reader, key) || !check_name(reader, number, key))
			continue;
		value->key = key;
		*end = value;
		end = &value->next;
	}
}

/* What is too deep ends the reading: there is no telling how much more there is of it. */
static struct yaml_node *
read_container(struct reader *reader, const yaml_event_t *event, unsigned depth)
{
	bool maps = event->type == YAML_MAPPING_START_EVENT;
	bool marked = maps ? event->data.mapping_start.tag || event->data.mapping_start.anchor
	                   : event->data.sequence_start.tag || event->data.sequence_start.anchor;
	struct yaml_node *node = add_node(reader, maps ? YAML_MAPPING : YAML_SEQUENCE, &event->start_mark, "", 0);

	if (!node)
		return NULL;
	if (depth == YAML_DEPTH) {
		mistakes_add(reader->mistakes, node->line, node->column, "nested too deeply: %d levels are the most",
		             YAML_DEPTH);
		reader->rc = KASA_EINVAL;
		return NULL;
	}
	if (marked)
		refuse(reader, &event->start_mark, "tags (!) and anchors (&) are not understood here");
	if (maps)
		read_members(reader, node, depth + 1);
	else
		read_items(reader, node, depth + 1);
	if (marked)
		node->kind = YAML_REFUSED;
	return node;
}

static struct yaml_node *
read_node(struct reader *reader, const yaml_event_t *event, unsigned depth)
{
	switch (event->type) {
	case YAML_SCALAR_EVENT:
		return read_text(reader, event);
	case YAML_ALIAS_EVENT:
		return add_refused(reader, &event->start_mark,
		                   "aliases (*) are not understood here; a word that begins with * is put into quotes");
	case YAML_SEQUENCE_START_EVENT:
	case YAML_MAPPING_START_EVENT:
		return read_container(reader, event, depth);
	default:
		return NULL; /* the end of what is around it */
	}
}

/* Runs to the end of the text, so that what is wrong behind the document is seen too. */
static void
read_stream(struct reader *reader)
{
	yaml_event_type_t type = YAML_NO_EVENT;
	yaml_event_t event;

	while (type != YAML_STREAM_END_EVENT && next_event(reader, &event)) {
		type = event.type;
		if (type == YAML_DOCUMENT_START_EVENT && reader->yaml->root) {
			refuse(reader, &event.start_mark, "a second document begins here; a file has one");
			reader->rc = KASA_EINVAL;
		} else if (type == YAML_DOCUMENT_START_EVENT) {
			reader->yaml->root = read_inside(reader, 0);
		}
		forget_event(&event);
	}
	if (reader->rc == KASA_OK && !reader->yaml->root)
		reader->yaml->root = add_node(reader, YAML_NOTHING, &(yaml_mark_t){ 0 }, "", 0);
}

int
yaml_parse(struct yaml *yaml, const char *text, size_t n, struct mistakes *mistakes)
{
	struct reader reader = { .yaml = yaml, .mistakes = mistakes, .text = text, .end = text + n };

	*yaml = (struct yaml){ 0 };
	if (!yaml_parser_initialize(&reader.parser))
		return KASA_ENOMEM;
	yaml_parser_set_encoding(&reader.parser, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(&reader.parser, (const unsigned char *)text, n);
	kasa_hash_init(&reader.names, NAMES_MAX);
	read_stream(&reader);
	kasa_hash_finish(&reader.names);
	forget_parser(&reader.parser);
	return reader.rc;
}

int
yaml_read(struct yaml *yaml, const char *path, size_t max, struct mistakes *mistakes, struct kasa_err *err)
{
	struct kasa_buf buf;
	int rc;

	*yaml = (struct yaml){ 0 };
	kasa_buf_init(&buf, max + 1); /* and the NUL behind it */
	rc = private_file_read(path, &buf, err);
	if (rc == KASA_OK)
		rc = yaml_parse(yaml, (const char *)buf.data, buf.len, mistakes);
	if (rc == KASA_ENOMEM)
		kasa_err_set(err, rc, "%s: no memory", path);
	if (buf.data)
		explicit_bzero(buf.data, buf.len);
	kasa_buf_finish(&buf);
	return rc;
}

void
yaml_finish(struct yaml *yaml)
{
	while (yaml->newest) {
		struct yaml_node *node = yaml->newest;

		yaml->newest = node->older;
		explicit_bzero(node->text, strlen(node->text));
		free(node);
	}
	yaml->root = NULL;
}

const struct yaml_node *
yaml_get(const struct yaml_node *mapping, const char *name)
{
	if (!mapping || mapping->kind != YAML_MAPPING)
		return NULL;
	for (const struct yaml_node *value = mapping->first; value; value = value->next)
		if (strcmp(value->key->text, name) == 0)
			return value;
	return NULL;
}

const struct yaml_node *
yaml_next(const struct yaml_node *value, const struct yaml_node *at)
{
	if (value && value->kind == YAML_SEQUENCE)
		return at ? at->next : value->first;
	return at ? NULL : value;
}
