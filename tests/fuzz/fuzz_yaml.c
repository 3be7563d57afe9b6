/* Files that people write: a tree of bounded depth, mistakes with places inside the text, and nothing broken in either. */
#include "base/str.h"
#include "common/schema.h"
#include "fuzz/fuzz.h"

// clang-format off
static const char *const colours[] = { "red", "green", NULL };
static const struct schema inner[] = {
	{ "port", SCHEMA_INTEGER, .least = 1, .most = 65535, .needed = true },
	{ "host", SCHEMA_TEXT, .help = "an address" },
	{ 0 },
};
static const struct schema devices[] = {
	{ .kind = SCHEMA_MAPPING, .help = "a device", .inside = inner },
	{ 0 },
};
static const struct schema any[] = {
	{ .kind = SCHEMA_TEXTS, .help = "some words" },
	{ 0 },
};
static const struct schema keys[] = {
	{ "devices", SCHEMA_SEQUENCE, .help = "a list of devices", .inside = devices },
	{ "groups", SCHEMA_MAPPING, .help = "groups", .inside = any },
	{ .name = "wait", .kind = SCHEMA_DURATION, .least = 1, .most = 5000 },
	{ .name = "quiet", .kind = SCHEMA_BOOL },
	{ .name = "colour", .kind = SCHEMA_CHOICE, .choices = colours },
	{ 0 },
};
// clang-format on

static void
check_node(const struct yaml_node *node, unsigned depth)
{
	PROMISE(depth <= YAML_DEPTH && node->line > 0 && node->column > 0);
	PROMISE(kasa_utf8_valid(node->text, strlen(node->text)));
	PROMISE(!node->first || node->kind == YAML_SEQUENCE || node->kind == YAML_MAPPING
	        || node->kind == YAML_REFUSED);
	for (const struct yaml_node *inside = node->first; inside; inside = inside->next) {
		PROMISE(!inside->key || inside->key->kind == YAML_TEXT);
		if (node->kind == YAML_MAPPING)
			PROMISE(inside->key && yaml_get(node, inside->key->text) == inside);
		check_node(inside, depth + 1);
	}
}

static unsigned
count_lines(const char *text, size_t size)
{
	unsigned lines = 1;

	for (size_t i = 0; i < size; i++)
		lines += text[i] == '\n' || text[i] == '\r' || (unsigned char)text[i] >= 0x80;
	return lines;
}

static void
check_mistakes(struct mistakes *mistakes, unsigned lines)
{
	unsigned line = 1;

	mistakes_sort(mistakes);
	for (size_t i = 0; i < mistakes->count; i++) {
		const struct mistake *mistake = &mistakes->item[i];

		PROMISE(mistake->line >= line && mistake->line <= lines + 1 && mistake->column > 0);
		PROMISE(mistake->text[0] && kasa_utf8_valid(mistake->text, strlen(mistake->text)));
		line = mistake->line;
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = (char *)fuzz_copy(data, size);
	struct mistakes mistakes = { 0 };
	struct yaml yaml;
	int rc = yaml_parse(&yaml, text, size, &mistakes);

	PROMISE(rc == KASA_OK || (rc == KASA_EINVAL && mistakes.count > 0));
	if (yaml.root)
		check_node(yaml.root, 0);
	if (rc == KASA_OK)
		schema_check(keys, yaml.root, NULL, &mistakes);
	check_mistakes(&mistakes, count_lines(text, size));
	mistakes_finish(&mistakes);
	yaml_finish(&yaml);
	free(text);
	return 0;
}
