/* YAML files: the tree, and where they are refused. */
#include "unit/unit.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/yaml.h"

/* A text that was read, and what was wrong with it. */
struct reading {
	struct yaml yaml;
	struct mistakes mistakes;
	int rc;
};

static struct reading
read_text(const char *text)
{
	struct reading reading = { 0 };

	reading.rc = yaml_parse(&reading.yaml, text, strlen(text), &reading.mistakes);
	mistakes_sort(&reading.mistakes);
	return reading;
}

static void
finish(struct reading *reading)
{
	yaml_finish(&reading->yaml);
	mistakes_finish(&reading->mistakes);
}

/* The tree in one line: {a: [b, ~], c: <refused>}. */
static void
print(FILE *out, const struct yaml_node *node)
{
	const char *brackets = node->kind == YAML_MAPPING ? "{}" : "[]";

	switch (node->kind) {
	case YAML_NOTHING:
		fputs("~", out);
		return;
	case YAML_TEXT:
		fputs(node->text, out);
		return;
	case YAML_REFUSED:
		fputs("<refused>", out);
		return;
	case YAML_SEQUENCE:
	case YAML_MAPPING:
		break;
	}
	fputc(brackets[0], out);
	for (const struct yaml_node *inside = node->first; inside; inside = inside->next) {
		if (inside->key)
			fprintf(out, "%s: ", inside->key->text);
		print(out, inside);
		fputs(inside->next ? ", " : "", out);
	}
	fputc(brackets[1], out);
}

static void
print_line(const struct yaml_node *node, char *line, size_t size)
{
	FILE *out = fmemopen(line, size, "w");

	print(out, node);
	fclose(out);
}

// clang-format off
static const struct {
	const char *text, *tree;
} good[] = {
	{ "", "~" },
	{ "# nothing but a remark\n", "~" },
	{ "---\n", "~" },
	{ "a: b\n", "{a: b}" },
	{ "\xef\xbb\xbf" "a: b\n", "{a: b}" }, /* a byte order mark, as some editors write it */
	{ "a: b\r\nc: d\r\n", "{a: b, c: d}" },
	{ "a:\n  - b\n  - c\n", "{a: [b, c]}" },
	{ "a: [b, \"@c\", 'd e']\n", "{a: [b, @c, d e]}" },
	{ "a: {b: {c: []}}\n", "{a: {b: {c: []}}}" },
	{ "a:\nb: ~\nc: null\nd: \"null\"\ne: ''\n", "{a: ~, b: ~, c: ~, d: null, e: }" },
	{ "tree: 50:C7:BF:01:02:03\n", "{tree: 50:C7:BF:01:02:03}" },
	{ "a: yes\nb: 0x10\nc: 1:30\n", "{a: yes, b: 0x10, c: 1:30}" }, /* text, whatever it looks like */
	{ "a: \"\\u00e9\\x41\"\n", "{a: \xc3\xa9" "A}" },
	{ "a: {x: 1}\nb: {x: 1}\n", "{a: {x: 1}, b: {x: 1}}" }, /* the same name, not in the same mapping */
	{ "[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]", "[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]" }, /* 16 */
};

/* What is told, a line each; the tree that is left, NULL when nothing is read any more. */
static const struct {
	const char *text, *told, *tree;
} bad[] = {
	{ "a: 1\nb: 2\na: 3\n", "3:1: \"a\" stands in line 1 already\n", "{a: 1, b: 2}" },
	{ "a: {b: 1, b: 2}\na: 3\n", "1:11: \"b\" stands in line 1 already\n2:1: \"a\" stands in line 1 already\n", "{a: {b: 1}}" },
	{ "a: &x b\nc: *x\n", "1:4: tags (!) and anchors (&) are not understood here\n"
	                      "2:4: aliases (*) are not understood here; a word that begins with * is put into quotes\n", "{a: <refused>, c: <refused>}" },
	{ "a: &x [b]\nc: !t {d: e}\n", "1:4: tags (!) and anchors (&) are not understood here\n"
	                               "2:4: tags (!) and anchors (&) are not understood here\n", "{a: <refused>, c: <refused>}" },
	{ "[a]: b\nc: d\n", "1:1: a name is wanted before the colon: one word\n", "{c: d}" },
	{ "~: b\n", "1:1: a name is wanted before the colon: one word\n", "{}" },
	{ "*x : b\n", "1:1: aliases (*) are not understood here; a word that begins with * is put into quotes\n", "{}" },
	{ "a: \"b\\0c\"\n", "1:4: a text holds no NUL\n", "{a: <refused>}" },
	{ "a: 1\n---\nb: 2\n", "2:1: a second document begins here; a file has one\n", NULL },
	{ "a: 1\nb: [2\nc: 3\n",
	  "3:2: this is no YAML: did not find expected ',' or ']', while parsing a flow sequence that begins in line 2\n", NULL },
	{ "a: \"b\n",
	  "2:1: this is no YAML: found unexpected end of stream, while scanning a quoted scalar that begins in line 1\n", NULL },
	{ "a: [@all]\n", "1:5: a word that begins with @ is put into quotes, as \"@...\"\n", NULL },
	{ "\xc3\xa9: [\xc3\xa9, @all]\n", "1:8: a word that begins with @ is put into quotes, as \"@...\"\n", NULL }, /* characters, not bytes */
	{ "a: `b`\n", "1:4: a word that begins with ` is put into quotes, as \"`...\"\n", NULL },
	{ "a:\n\tb: 1\n", "2:1: a tab stands here; lines are indented with blanks\n", NULL },
	{ "a: b: c\n",
	  "1:5: this is no YAML: no colon may stand here; a text that holds one is put into quotes, the keys of one mapping are indented alike\n", NULL },
	{ "a: 1\n  b: 2\n",
	  "2:4: this is no YAML: no colon may stand here; a text that holds one is put into quotes, the keys of one mapping are indented alike\n", NULL },
	{ "a: \xc3\xa9\nb: x\xff\n", "2:5: this is not UTF-8, as the whole file must be\n", NULL },
	{ "a: \x1b[2J\n", "1:4: a control character stands here; a text has none\n", NULL },
	{ "a: 1\na: 2\nb: [\n",
	  "2:1: \"a\" stands in line 1 already\n4:1: this is no YAML: did not find expected node content\n", NULL },
	{ "[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]", "1:17: nested too deeply: 16 levels are the most\n", NULL },
};
// clang-format on

static void
print_mistakes(const struct mistakes *mistakes, char *lines, size_t size)
{
	size_t n = 0;

	lines[0] = '\0';
	for (size_t i = 0; i < mistakes->count && n < size; i++)
		n += (size_t)snprintf(lines + n, size - n, "%u:%u: %s\n", mistakes->item[i].line,
		                      mistakes->item[i].column, mistakes->item[i].text);
}

START_TEST(what_people_write_becomes_a_tree)
{
	for (size_t i = 0; i < UNIT_COUNT(good); i++) {
		struct reading reading = read_text(good[i].text);
		char line[200];

		ck_assert_msg(reading.rc == KASA_OK && mistakes_none(&reading.mistakes), "%s", good[i].text);
		print_line(reading.yaml.root, line, sizeof line);
		ck_assert_str_eq(line, good[i].tree);
		finish(&reading);
	}
}
END_TEST

START_TEST(what_is_refused_is_told_with_its_place_and_the_rest_is_read)
{
	for (size_t i = 0; i < UNIT_COUNT(bad); i++) {
		struct reading reading = read_text(bad[i].text);
		char line[200] = "", told[600];

		print_mistakes(&reading.mistakes, told, sizeof told);
		ck_assert_str_eq(told, bad[i].told);
		ck_assert_int_eq(reading.rc, bad[i].tree ? KASA_OK : KASA_EINVAL);
		if (bad[i].tree)
			print_line(reading.yaml.root, line, sizeof line);
		ck_assert_str_eq(line, bad[i].tree ? bad[i].tree : "");
		finish(&reading);
	}
}
END_TEST

START_TEST(each_node_knows_its_place)
{
	struct reading reading = read_text("a: x\nlist:\n  - b\n  - {c: \"d\"}\n");
	const struct yaml_node *list = yaml_get(reading.yaml.root, "list");
	const struct yaml_node *inner = list->first->next;

	ck_assert_uint_eq(list->key->line, 2);
	ck_assert_uint_eq(list->key->column, 1);
	ck_assert_uint_eq(list->first->line, 3);
	ck_assert_uint_eq(list->first->column, 5);
	ck_assert_uint_eq(yaml_get(inner, "c")->line, 4);
	ck_assert_uint_eq(yaml_get(inner, "c")->column, 9);
	finish(&reading);
}
END_TEST

START_TEST(what_is_not_there_is_NULL)
{
	struct reading reading = read_text("a: x\n");

	ck_assert_ptr_null(yaml_get(reading.yaml.root, "b"));
	ck_assert_ptr_null(yaml_get(yaml_get(reading.yaml.root, "a"), "b"));
	ck_assert_ptr_null(yaml_get(NULL, "b"));
	finish(&reading);
}
END_TEST

START_TEST(a_list_of_one_may_stand_without_brackets)
{
	struct reading reading = read_text("a: x\nb: [y, z]\nc: []\n");
	const struct yaml_node *a = yaml_get(reading.yaml.root, "a"), *b = yaml_get(reading.yaml.root, "b");

	ck_assert_ptr_eq(yaml_next(a, NULL), a);
	ck_assert_ptr_null(yaml_next(a, a));
	ck_assert_str_eq(yaml_next(b, NULL)->text, "y");
	ck_assert_str_eq(yaml_next(b, b->first)->text, "z");
	ck_assert_ptr_null(yaml_next(b, b->first->next));
	ck_assert_ptr_null(yaml_next(yaml_get(reading.yaml.root, "c"), NULL));
	finish(&reading);
}
END_TEST

/* Where each alias doubles what is there: refused at the first, whatever it would grow to. */
START_TEST(a_bomb_of_aliases_stays_small)
{
	struct reading reading = read_text("a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n");

	ck_assert_uint_eq(reading.mistakes.count, 6);
	ck_assert_int_eq(yaml_get(reading.yaml.root, "c")->first->kind, YAML_REFUSED);
	finish(&reading);
}
END_TEST

/* ---- files ---- */

enum {
	FILE_MAX = 100,
};

static void
write_file(const char *path, const char *text, size_t n)
{
	FILE *file = fopen(path, "w");

	ck_assert_uint_eq(fwrite(text, 1, n, file), n);
	fclose(file);
}

/* Reads a file; the tree is given back. */
static int
read_file(const char *path, struct kasa_err *err)
{
	struct reading reading = { 0 };
	int rc = yaml_read(&reading.yaml, path, FILE_MAX, &reading.mistakes, err);

	finish(&reading);
	return rc;
}

START_TEST(a_file_is_read_up_to_its_limit)
{
	char path[] = "/tmp/kasa-test-XXXXXX", text[FILE_MAX + 1];
	struct kasa_err err;

	memset(text, '#', sizeof text);
	close(mkstemp(path));
	write_file(path, text, FILE_MAX);
	ck_assert_int_eq(read_file(path, &err), KASA_OK);
	write_file(path, text, FILE_MAX + 1);
	ck_assert_int_eq(read_file(path, &err), KASA_EIO);
	ck_assert_ptr_nonnull(strstr(err.text, "larger"));
	unlink(path);
}
END_TEST

START_TEST(what_is_no_file_is_refused_and_never_waited_for)
{
	char folder[] = "/tmp/kasa-test-XXXXXX", path[64];
	struct kasa_err err;

	ck_assert_ptr_nonnull(mkdtemp(folder));
	snprintf(path, sizeof path, "%s/pipe", folder);
	ck_assert_int_eq(read_file(path, &err), KASA_ENOTFOUND);
	ck_assert_int_eq(mkfifo(path, 0600), 0);
	ck_assert_int_eq(read_file(path, &err), KASA_EIO);
	ck_assert_ptr_nonnull(strstr(err.text, "regular file"));
	ck_assert_int_eq(read_file(folder, &err), KASA_EIO);
	unlink(path);
	rmdir(folder);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		what_people_write_becomes_a_tree,
		what_is_refused_is_told_with_its_place_and_the_rest_is_read,
		each_node_knows_its_place,
		what_is_not_there_is_NULL,
		a_list_of_one_may_stand_without_brackets,
		a_bomb_of_aliases_stays_small,
		a_file_is_read_up_to_its_limit,
		what_is_no_file_is_refused_and_never_waited_for,
	};

	return unit_run("yaml", tests, UNIT_COUNT(tests));
}
