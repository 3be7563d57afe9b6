/* The file of groups, own names and defaults: what it means, and everything that is wrong in it at once. */
#include "unit/unit.h"

#include <sys/stat.h>
#include <unistd.h>

#include "cli/config.h"
#include "cli/group.h"

static char folder[] = "/tmp/kasa-test-XXXXXX";

/* ---- a file in a home of its own ---- */

static void
make_home(void)
{
	char path[PATH_MAX];

	ck_assert_ptr_nonnull(mkdtemp(folder));
	snprintf(path, sizeof path, "%s/kasa", folder);
	ck_assert_int_eq(mkdir(path, 0700), 0);
	setenv("XDG_CONFIG_HOME", folder, 1);
}

static void
write_config(const char *text)
{
	char path[PATH_MAX];
	FILE *file;

	snprintf(path, sizeof path, "%s/kasa/config.yaml", folder);
	file = fopen(path, "w");
	ck_assert_ptr_nonnull(file);
	fputs(text, file);
	fclose(file);
}

static void
remove_home(void)
{
	char path[PATH_MAX];

	snprintf(path, sizeof path, "%s/kasa/config.yaml", folder);
	unlink(path);
	snprintf(path, sizeof path, "%s/kasa", folder);
	rmdir(path);
	rmdir(folder);
}

/* ---- reading ---- */

/* Loads a file without a mistake. */
static void
load(struct config *config, const char *text)
{
	struct mistakes mistakes = { 0 };
	struct kasa_err err;

	*config = (struct config){ 0 };
	write_config(text);
	ck_assert_int_eq(config_load(config, NULL, &mistakes, &err), KASA_OK);
	ck_assert(mistakes_none(&mistakes));
	mistakes_finish(&mistakes);
}

/* Loads a file with mistakes, and gives them, a line each. */
static void
load_wrong(const char *text, char *told, size_t size)
{
	struct mistakes mistakes = { 0 };
	struct config config = { 0 };
	struct kasa_err err;
	size_t n = 0;

	write_config(text);
	ck_assert_int_eq(config_load(&config, NULL, &mistakes, &err), KASA_EINVAL);
	for (size_t i = 0; i < mistakes.count && n < size; i++)
		n += (size_t)snprintf(told + n, size - n, "%u:%u: %s\n", mistakes.item[i].line, mistakes.item[i].column,
		                      mistakes.item[i].text);
	mistakes_finish(&mistakes);
	config_finish(&config);
}

static int
add_member(const char *member, void *arg, struct kasa_err *err)
{
	char *list = arg;

	(void)err;
	strcat(list, list[0] ? "|" : "");
	strcat(list, member);
	return KASA_OK;
}

/* The members of a group, "a|b|c". */
static const char *
expand(const struct config *config, const char *typed, char *list)
{
	struct kasa_err err;

	list[0] = '\0';
	ck_assert_msg(group_expand(config->groups, typed, add_member, list, &err) == KASA_OK, "%s", typed);
	return list;
}

// clang-format off
static const struct {
	const char *text, *group, *members;
} groups[] = {
	{ "groups: {christmas: [tree, \"Desk strip/2\", 192.0.2.7]}\n", "@christmas", "tree|Desk strip/2|192.0.2.7" },
	{ "groups: {christmas: tree}\n", "@christmas", "tree" },
	{ "groups: {Christmas: [tree]}\n", "@CHRISTMAS", "tree" },
	{ "groups: {\"my lights\": [tree]}\n", "@my lights", "tree" },
	{ "groups:\n  a: [x, \"@b\", y]\n  b: [z, \"@c\"]\n  c: \"@d\"\n  d: [w]\n", "@a", "x|z|w|y" },
	{ "groups:\n  a: [\"@b\", \"@c\", \"@b\"]\n  b: [x, \"@c\"]\n  c: [y]\n", "@a", "x|y" }, /* each group once */
	{ "groups: {a: [\"@empty\", x], empty: []}\n", "@a", "x" },
};

/* What is typed, and what it is then: kind, name, outlet. */
static const struct {
	const char *typed;
	enum target_kind kind;
	const char *name, *outlet;
} names[] = {
	{ "tree", TARGET_MAC, "50:C7:BF:01:02:03", "" },
	{ "TREE", TARGET_MAC, "50:C7:BF:01:02:03", "" },
	{ "tree/2", TARGET_MAC, "50:C7:BF:01:02:03", "2" },
	{ "desk", TARGET_HOST, "192.0.2.7", "" },
	{ "desk/Fan", TARGET_HOST, "192.0.2.7", "Fan" },
	{ "heater", TARGET_ID, "8006000000000000000000000000000000000001", "" },
	{ "lamp", TARGET_ALIAS, "Desk strip", "Desk lamp" },
	{ "hall", TARGET_ALIAS, "Hall", "" },           /* its own alias in another case is no circle */
	{ "\"tree\"", TARGET_ALIAS, "tree", "" },        /* the device that calls itself so */
	{ "\"lamp\"/2", TARGET_ALIAS, "lamp", "2" },
	{ "tre", TARGET_ALIAS, "tre", "" },             /* a beginning is not enough */
	{ "192.0.2.9", TARGET_HOST, "192.0.2.9", "" },
};

static const char house[] =
	"names:\n"
	"  tree: 50:C7:BF:01:02:03\n"
	"  desk: 192.0.2.7\n"
	"  heater: 8006000000000000000000000000000000000001\n"
	"  lamp: Desk strip/Desk lamp\n"
	"  Hall: Hall\n";

/* Everything is told, a line each, in the order of the file. */
static const struct {
	const char *text, *told;
} wrong[] = {
	{ "group: {a: [x]}\n", "1:1: there is no key \"group\": did you mean \"groups\"? (allowed: groups, names, defaults, credentials)\n" },
	{ "groups: [a]\n", "1:9: groups: a list stands here; wanted: groups, each with its members, as christmas: [tree, lamp]\n" },
	{ "groups: {a: {b: c}}\n", "1:13: a: a mapping stands here; wanted: its members, as [tree, \"strip/2\", 192.0.2.7, \"@other\"]\n" },
	{ "groups: {a: }\n", "1:13: a: nothing stands here; wanted: its members, as [tree, \"strip/2\", 192.0.2.7, \"@other\"]\n" },
	{ "groups: {a: [x, [y], \"\"]}\n",
	  "1:17: item: a list stands here; wanted: its members, as [tree, \"strip/2\", 192.0.2.7, \"@other\"]\n"
	  "1:22: the name of a DEVICE is empty\n" },
	{ "groups: {a: [10.0.0.256, strip/, all]}\n",
	  "1:14: \"10.0.0.256\" is no address: four numbers from 0 to 255, as 192.0.2.7\n"
	  "1:26: the name of an outlet is empty\n"
	  "1:34: all is every device already: it needs no group\n" },
	{ "groups: {a: [\"@b\", x], c: [y]}\n", "1:14: there is no group \"@b\" (there are: @a, @c)\n" },
	{ "groups: {christmas: [x], a: [\"@chrismas\"]}\n",
	  "1:30: there is no group \"@chrismas\": did you mean \"@christmas\"? (there are: @christmas, @a)\n" },
	{ "groups: {a: [\"@c/2\"], c: [x]}\n", "1:14: \"@c/2\": a group has no outlets; they may be its members, each as \"strip/2\"\n" },
	{ "groups: {\"@a\": [x], b/c: [x]}\n",
	  "1:10: \"@a\": a group's name has no slash, and stands here without its @\n"
	  "1:21: \"b/c\": a group's name has no slash, and stands here without its @\n" },
	{ "groups:\n  Tree: [a]\n  tree: [b]\n", "3:3: \"tree\" stands in line 2 already\n" },
	{ "groups: {a: [x, \"@a\"]}\n", "1:17: \"@a\" leads back to itself\n" },
	{ "groups:\n  a: [\"@b\"]\n  b: [\"@c\"]\n  c: [x, \"@a\", \"@b\"]\n",
	  "4:10: \"@a\" leads back to itself\n4:16: \"@b\" leads back to itself\n" },
	{ "groups: {a: [tree/1], b: [lamp/1]}\nnames: {tree: 192.0.2.7, lamp: tree-strip/2}\n",
	  "1:27: \"lamp/1\": that name is one outlet already, and has none inside\n" },
	{ "names: [tree]\n", "1:8: names: a list stands here; wanted: names of your own, each with what it stands for, as tree: 192.0.2.7\n" },
	{ "names: {tree: [a, b]}\n", "1:15: tree: a list stands here; wanted: a MAC, an id, an address or an alias, or an outlet of one of these, as strip/2\n" },
	{ "names: {tree: 10.0.0.256}\n", "1:15: \"10.0.0.256\" is no address: four numbers from 0 to 255, as 192.0.2.7\n" },
	{ "names: {tree: all, lamp: \"@a\"}\n",
	  "1:15: \"all\": a name stands for one device or outlet; several stand under groups\n"
	  "1:26: \"@a\": a name stands for one device or outlet; several stand under groups\n" },
	{ "names: {a: b, b: 192.0.2.7}\n", "1:12: \"b\" is an own name as well: write what that stands for\n" },
	{ "names: {a: b/2, b: 192.0.2.7}\n", "1:12: \"b\" is an own name as well: write what that stands for\n" },
	{ "names: {all: x, 192.0.2.1: x, a/b: x, \"@a\": x}\n",
	  "1:9: \"all\": an own name is a word that means nothing else: no address, MAC or id, not all, no @, no slash, no quotes\n"
	  "1:17: \"192.0.2.1\": an own name is a word that means nothing else: no address, MAC or id, not all, no @, no slash, no quotes\n"
	  "1:31: \"a/b\": an own name is a word that means nothing else: no address, MAC or id, not all, no @, no slash, no quotes\n"
	  "1:39: \"@a\": an own name is a word that means nothing else: no address, MAC or id, not all, no @, no slash, no quotes\n" },
	{ "names: {Tree: x, TREE: y}\n", "1:18: \"TREE\" stands in line 1 already\n" },
	{ "groups: {a: [@b]}\n", "1:14: a word that begins with @ is put into quotes, as \"@...\"\n" },
};
// clang-format on

START_TEST(a_group_is_its_members_in_their_order)
{
	make_home();
	for (size_t i = 0; i < UNIT_COUNT(groups); i++) {
		struct config config;
		char list[200];

		load(&config, groups[i].text);
		ck_assert_str_eq(expand(&config, groups[i].group, list), groups[i].members);
		config_finish(&config);
	}
	remove_home();
}
END_TEST

START_TEST(an_own_name_is_what_it_stands_for)
{
	struct config config;

	make_home();
	load(&config, house);
	for (size_t i = 0; i < UNIT_COUNT(names); i++) {
		struct target target;
		struct kasa_err err;

		ck_assert_int_eq(config_target(&config, &target, names[i].typed, &err), KASA_OK);
		ck_assert_int_eq(target.kind, names[i].kind);
		ck_assert_str_eq(target.name, names[i].name);
		ck_assert_str_eq(target.outlet, names[i].outlet);
		ck_assert_str_eq(target.typed, names[i].typed);
	}
	config_finish(&config);
	remove_home();
}
END_TEST

START_TEST(an_outlet_has_no_outlet)
{
	struct config config;
	struct target target;
	struct kasa_err err;

	make_home();
	load(&config, house);
	ck_assert_int_eq(config_target(&config, &target, "lamp/2", &err), KASA_EINVAL);
	ck_assert_str_eq(err.text, "\"lamp/2\": that name is one outlet already, and has none inside");
	config_finish(&config);
	remove_home();
}
END_TEST

START_TEST(everything_wrong_is_told_with_its_place)
{
	make_home();
	for (size_t i = 0; i < UNIT_COUNT(wrong); i++) {
		char told[1000];

		load_wrong(wrong[i].text, told, sizeof told);
		ck_assert_str_eq(told, wrong[i].told);
	}
	remove_home();
}
END_TEST

START_TEST(without_a_file_there_is_nothing_in_it)
{
	struct mistakes mistakes = { 0 };
	struct config config = { 0 };
	struct kasa_err err;

	make_home();
	ck_assert_int_eq(config_load(&config, NULL, &mistakes, &err), KASA_OK);
	ck_assert_ptr_null(config.groups);
	ck_assert_int_eq(group_expand(config.groups, "@a", add_member, NULL, &err), KASA_EINVAL);
	ck_assert_str_eq(err.text, "there is no group \"@a\", for the configuration has none");
	config_finish(&config);
	unsetenv("XDG_CONFIG_HOME");
	unsetenv("HOME");
	ck_assert_int_eq(config_load(&config, NULL, &mistakes, &err), KASA_OK);
	setenv("HOME", "/dev/null", 1);
	ck_assert_int_eq(config_load(&config, NULL, &mistakes, &err), KASA_OK);
	remove_home();
}
END_TEST

START_TEST(a_file_that_was_named_must_be_there)
{
	struct mistakes mistakes = { 0 };
	struct config config = { 0 };
	struct kasa_err err;
	char path[PATH_MAX];

	make_home();
	snprintf(path, sizeof path, "%s/kasa/config.yaml", folder);
	ck_assert_int_eq(config_load(&config, path, &mistakes, &err), KASA_ENOTFOUND);
	ck_assert_ptr_nonnull(strstr(err.text, path));
	ck_assert_int_eq(config_load(&config, folder, &mistakes, &err), KASA_EIO);
	ck_assert_ptr_nonnull(strstr(err.text, "not a regular file"));
	remove_home();
}
END_TEST

/* A long chain of groups costs no stack, and one in which each doubles the one before costs no time. */
START_TEST(groups_may_be_nested_as_deeply_as_the_file_is_long)
{
	char *text = NULL, list[100];
	struct config config;
	size_t size;
	FILE *out;

	make_home();
	out = open_memstream(&text, &size);
	fputs("groups:\n", out);
	for (int i = 0; i < 2000; i++)
		fprintf(out, "  g%d: [\"@g%d\", \"@g%d\"]\n", i, i + 1, i + 1);
	fputs("  g2000: [x]\n", out);
	fclose(out);
	load(&config, text);
	ck_assert_str_eq(expand(&config, "@g0", list), "x");
	config_finish(&config);
	free(text);
	remove_home();
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_group_is_its_members_in_their_order,
		an_own_name_is_what_it_stands_for,
		an_outlet_has_no_outlet,
		everything_wrong_is_told_with_its_place,
		without_a_file_there_is_nothing_in_it,
		a_file_that_was_named_must_be_there,
		groups_may_be_nested_as_deeply_as_the_file_is_long,
	};

	return unit_run("cli config", tests, UNIT_COUNT(tests));
}
