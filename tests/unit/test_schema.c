/* Files against a table of keys: everything that is wrong is told, with its place. */
#include "unit/unit.h"

#include <ctype.h>

#include "base/err.h"
#include "common/answer.h"
#include "common/schema.h"

static int
check_host(const struct schema *row, const struct yaml_node *text, const void *arg, struct kasa_err *err)
{
	const char *forbidden = arg;

	(void)row;
	if (strcmp(text->text, forbidden) != 0)
		return KASA_OK;
	return kasa_err_set(err, KASA_EINVAL, "not %s", forbidden);
}

static int
check_name(const struct yaml_node *name, const void *arg, struct kasa_err *err)
{
	(void)arg;
	if (isupper((unsigned char)name->text[0]))
		return KASA_OK;
	return kasa_err_set(err, KASA_EINVAL, "\"%s\": a room begins with a capital", name->text);
}

// clang-format off
static const char *const colours[] = { "red", "green", "blue", NULL };

static const struct schema port = {
	.kind = SCHEMA_INTEGER, .least = 1, .most = 65535,
};
static const struct schema door[] = {
	{ "host", SCHEMA_TEXT, .help = "an address", .needed = true, .check = check_host },
	{ "port", SCHEMA_INTEGER, .least = 1, .most = 65535 },
	{ 0 },
};
static const struct schema doors[] = {
	{ .kind = SCHEMA_MAPPING, .help = "host and port", .inside = door },
	{ 0 },
};
static const struct schema rooms[] = {
	{ .kind = SCHEMA_TEXTS, .help = "the plugs of a room", .check = check_host, .check_name = check_name },
	{ 0 },
};
static const struct schema house[] = {
	{ "rooms", SCHEMA_MAPPING, .help = "rooms, each with its plugs", .inside = rooms },
	{ "doors", SCHEMA_SEQUENCE, .help = "a list of doors", .inside = doors },
	{ "ports", SCHEMA_SEQUENCE, .help = "a list of ports", .inside = &port },
	{ "wait", SCHEMA_DURATION, .least = 100, .most = 3600 * 1000 },
	{ .name = "quiet", .kind = SCHEMA_BOOL },
	{ "colour", SCHEMA_CHOICE, .choices = colours },
	{ "key", SCHEMA_REFUSED, .help = "keys hang behind the door" },
	{ 0 },
};

static const char *const good[] = {
	"",
	"rooms:\n",
	"rooms: {Hall: tree, Attic: [lamp, \"fan\"], Cellar: []}\n",
	"doors: [{host: a}, {port: 1, host: b}]\nports: [1, 65535]\n",
	"doors: []\nwait: 0.1\nquiet: YES\ncolour: blue\n",
};

/* Several mistakes are told at once, in the order of the file. */
static const struct {
	const char *text, *told;
} bad[] = {
	{ "room: {}\n",
	  "1:1: there is no key \"room\": did you mean \"rooms\"? (allowed: rooms, doors, ports, wait, quiet, colour)\n" },
	{ "lamps: 1\n", "1:1: there is no key \"lamps\" (allowed: rooms, doors, ports, wait, quiet, colour)\n" },
	{ "[rooms]\n", "1:1: file: a list stands here; wanted: keys, each with a colon and its value\n" },
	{ "rooms\n", "1:1: file: a text stands here; wanted: keys, each with a colon and its value\n" },
	{ "rooms: [Hall]\n", "1:8: rooms: a list stands here; wanted: rooms, each with its plugs\n" },
	{ "rooms: {Hall: {a: b}}\n", "1:15: Hall: a mapping stands here; wanted: the plugs of a room\n" },
	{ "rooms: {Hall: [a, [b], ]}\n", "1:19: item: a list stands here; wanted: the plugs of a room\n" },
	{ "rooms: {Hall: }\n", "1:15: Hall: nothing stands here; wanted: the plugs of a room\n" },
	{ "rooms: {hall: [a]}\n", "1:9: \"hall\": a room begins with a capital\n" },
	{ "rooms: {Hall: [a, nobody, b]}\n", "1:19: not nobody\n" },
	{ "doors: [{port: 2}, {host: nobody}]\n",
	  "1:9: host is missing; wanted: an address\n"
	  "1:27: not nobody\n" },
	{ "doors: [front]\n", "1:9: item: a text stands here; wanted: host and port\n" },
	{ "doors: [{host: a, prot: 1}]\n", "1:19: there is no key \"prot\": did you mean \"port\"? (allowed: host, port)\n" },
	{ "ports: [0, x, 65536, -1, 0x1, 1.0]\n",
	  "1:9: item: \"0\" stands here; wanted: a whole number from 1 to 65535\n"
	  "1:12: item: \"x\" stands here; wanted: a whole number from 1 to 65535\n"
	  "1:15: item: \"65536\" stands here; wanted: a whole number from 1 to 65535\n"
	  "1:22: item: \"-1\" stands here; wanted: a whole number from 1 to 65535\n"
	  "1:26: item: \"0x1\" stands here; wanted: a whole number from 1 to 65535\n"
	  "1:31: item: \"1.0\" stands here; wanted: a whole number from 1 to 65535\n" },
	{ "wait: 0\n", "1:7: wait: \"0\" is out of bounds: from 100ms to 1h\n" },
	{ "wait: 3601\n", "1:7: wait: \"3601\" is out of bounds: from 100ms to 1h\n" },
	{ "quiet: maybe\n", "1:8: quiet: \"maybe\" stands here; wanted: yes or no\n" },
	{ "quiet: [yes]\n", "1:8: quiet: a list stands here; wanted: yes or no\n" },
	{ "colour: gren\n", "1:9: colour: \"gren\" stands here; wanted: red, green, blue (did you mean \"green\"?)\n" },
	{ "key: {secret: [x]}\nkeys: x\n",
	  "1:1: key: keys hang behind the door\n"
	  "2:1: there is no key \"keys\" (allowed: rooms, doors, ports, wait, quiet, colour)\n" },
	{ "colour: black\n", "1:9: colour: \"black\" stands here; wanted: red, green, blue\n" },
	{ "quiet: maybe\nwait: x\ncolor: red\nrooms: [\n  ]\n",
	  "1:8: quiet: \"maybe\" stands here; wanted: yes or no\n"
	  "2:7: wait: \"x\" is no length of time: 2h, 90m, 1h30m, 1.5h, 45s, 500ms, 1:30:00, or seconds\n"
	  "3:1: there is no key \"color\": did you mean \"colour\"? (allowed: rooms, doors, ports, wait, quiet, colour)\n"
	  "4:8: rooms: a list stands here; wanted: rooms, each with its plugs\n" },
	{ "quiet: !yes no\nrooms: {Hall: *x}\n",
	  "1:8: tags (!) and anchors (&) are not understood here\n"
	  "2:15: aliases (*) are not understood here; a word that begins with * is put into quotes\n" },
	{ "wait: x\nwait: 5\n",
	  "1:7: wait: \"x\" is no length of time: 2h, 90m, 1h30m, 1.5h, 45s, 500ms, 1:30:00, or seconds\n"
	  "2:1: \"wait\" stands in line 1 already\n" },
};

static const struct {
	const char *text;
	bool understood, yes;
} answers[] = {
	{ "1", true, true }, { "true", true, true }, { "Yes", true, true }, { "ON", true, true },
	{ "0", true, false }, { "false", true, false }, { "No", true, false }, { "off", true, false },
	{ "", false, false }, { "2", false, false }, { "y", false, false }, { "yes ", false, false },
};
// clang-format on

/* What is wrong with a text, a line each. */
static void
check(const char *text, char *told, size_t size)
{
	struct mistakes mistakes = { 0 };
	struct yaml yaml;
	size_t n = 0;

	ck_assert_int_eq(yaml_parse(&yaml, text, strlen(text), &mistakes), KASA_OK);
	schema_check(house, yaml.root, "nobody", &mistakes);
	mistakes_sort(&mistakes);
	told[0] = '\0';
	for (size_t i = 0; i < mistakes.count && n < size; i++)
		n += (size_t)snprintf(told + n, size - n, "%u:%u: %s\n", mistakes.item[i].line, mistakes.item[i].column,
		                      mistakes.item[i].text);
	mistakes_finish(&mistakes);
	yaml_finish(&yaml);
}

START_TEST(what_is_allowed_is_no_mistake)
{
	for (size_t i = 0; i < UNIT_COUNT(good); i++) {
		char told[1000];

		check(good[i], told, sizeof told);
		ck_assert_str_eq(told, "");
	}
}
END_TEST

START_TEST(everything_wrong_is_told_with_its_place_and_what_is_allowed)
{
	for (size_t i = 0; i < UNIT_COUNT(bad); i++) {
		char told[1000];

		check(bad[i].text, told, sizeof told);
		ck_assert_str_eq(told, bad[i].told);
	}
}
END_TEST

START_TEST(yes_and_no_have_several_words)
{
	for (size_t i = 0; i < UNIT_COUNT(answers); i++) {
		bool yes = false;

		ck_assert_int_eq(answer_parse(answers[i].text, &yes), answers[i].understood);
		ck_assert_int_eq(yes, answers[i].yes);
	}
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		what_is_allowed_is_no_mistake,
		everything_wrong_is_told_with_its_place_and_what_is_allowed,
		yes_and_no_have_several_words,
	};

	return unit_run("schema", tests, UNIT_COUNT(tests));
}
