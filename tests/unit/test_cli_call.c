/* Command lines: options anywhere, the environment behind them, words by the grammar. */
#include "unit/unit.h"

#include "cli/cli.h"

// clang-format off
static const struct {
	const char *line;                     /* words between '|' */
	const char *command, *choice, *value, *devices; /* devices joined by '|'; NULL: none */
} good[] = {
	{ "on|tree", "on", NULL, NULL, "tree" },
	{ "on|tree|lamp", "on", NULL, NULL, "tree|lamp" },
	{ "info|tree", "state", NULL, NULL, "tree" },
	{ "led|on|tree", "led", "on", NULL, "tree" },
	{ "led|tree|off", "led", "off", NULL, "tree" },
	{ "led|on|off", "led", "on", NULL, "off" }, /* the first is the verb, the other a name */
	{ "led|on|--host|192.0.2.4", "led", "on", NULL, NULL },
	{ "--host|192.0.2.4|on", "on", NULL, NULL, NULL },
	{ "on|--alias=tree", "on", NULL, NULL, NULL },
	{ "--host|192.0.2.4", "state", NULL, NULL, NULL },
	{ "alias|tree|New name", "alias", NULL, "New name", "tree" },
	{ "--host|192.0.2.4|alias|New name", "alias", NULL, "New name", NULL },
	{ "alias|tree|--|-x-", "alias", NULL, "-x-", "tree" },
	{ "alias|tree|-1", "alias", NULL, "-1", "tree" }, /* a number, no option */
	{ "alias|-12|-1.5|--json", "alias", NULL, "-1.5", "-12" },
	{ "raw|tree|lamp|{}", "raw", NULL, "{}", "tree|lamp" },
	{ "doctor", "doctor", NULL, NULL, NULL },
	{ "doctor|192.0.2.4", "doctor", NULL, NULL, "192.0.2.4" },
	{ "completion|fish", "completion", "fish", NULL, NULL },
	{ "help|on", "help", NULL, NULL, "on" },
	{ "help", "help", NULL, NULL, NULL },
	{ "", "help", NULL, NULL, NULL },
	{ "on|lamp|--brightness|40|--temperature|2700K|--transition|500ms", "on", NULL, NULL, "lamp" },
	{ "on|lamp|--hsv|240,80,50|--brightness|40%", "on", NULL, NULL, "lamp" },
	{ "on|lamp|--color|#ff8000", "on", NULL, NULL, "lamp" },
	{ "off|lamp|--transition|1h", "off", NULL, NULL, "lamp" },
	{ "brightness|lamp|shelf|40", "brightness", NULL, "40", "lamp|shelf" },
	{ "temperature|lamp|2700|--transition|2", "temperature", NULL, "2700", "lamp" },
	{ "hsv|lamp|360,100", "hsv", NULL, "360,100", "lamp" },
	{ "light|lamp", "light", NULL, NULL, "lamp" },
	{ "light|set|lamp|--soft-on|last|--hard-on|preset:2", "light", NULL, NULL, "lamp" },
	{ "preset|list|lamp|shelf", "preset", NULL, NULL, "lamp|shelf" },
	{ "preset|set|lamp|2|--color|warm white", "preset", NULL, "2", "lamp" },
	{ "preset|use|lamp|2", "preset", NULL, "2", "lamp" },
	{ "effect|set|shelf|{\"name\":\"Slow\"}", "effect", NULL, "{\"name\":\"Slow\"}", "shelf" },
	{ "effect|off|shelf", "effect", NULL, NULL, "shelf" },
	{ "dimmer|table", "dimmer", NULL, NULL, "table" },
	{ "dimmer|set|table|--fade-on|10s|--gentle-off|510|--threshold|0|--double-click|none", "dimmer", NULL, NULL, "table" },
	{ "motion|stairs", "motion", NULL, NULL, "stairs" },
	{ "motion|on|stairs", "motion", NULL, NULL, "stairs" },
	{ "motion|set|stairs|--threshold|40|--inactivity|24h", "motion", NULL, NULL, "stairs" },
	{ "motion|set|stairs|--threshold|40|--range|custom", "motion", NULL, NULL, "stairs" },
	{ "ambient|set|stairs|--dark|cloudy|--level|cloudy=40|--level|total darkness=0", "ambient", NULL, NULL, "stairs" },
	{ "--json|discover|-vv", "discover", NULL, NULL, NULL },
};

static const struct {
	const char *line, *says; /* a part of the sentence */
} bad[] = {
	{ "of|tree", "did you mean \"off\"?" },
	{ "frobnicate", "kasa help" },
	{ "on", "DEVICE is missing" },
	{ "on", "kasa on DEVICE" },
	{ "led", "kasa led on|off DEVICE" },
	{ "led|tree", "\"tree\" is not on or off" },
	{ "led|onn|tree", "did you mean \"on\"?" },
	{ "led|tree|off2", "\"off2\" is not on or off, did you mean \"off\"?" },
	{ "led|tree|maybe", "neither \"tree\" nor \"maybe\" is on or off" },
	{ "led|on", "DEVICE is missing" },
	{ "alias", "NAME is missing" },
	{ "alias|tree", "DEVICE or NAME is missing" },
	{ "alias|my|lamp|new", "quotes" },
	{ "--host|192.0.2.4|alias", "NAME is missing" },
	{ "--host|192.0.2.4|on|tree", "--host names the device already" },
	{ "--alias|tree|on|tree", "--alias names the device already" },
	{ "--alias|tree|--host|192.0.2.4|on", "named twice" },
	{ "discover|tree", "one word too many" },
	{ "completion", "bash|zsh|fish" },
	{ "--jsn|on|tree", "did you mean --json?" },
	{ "--nothing-like-it|on", "--help" },
	{ "-x|on", "\"-x\"" },
	{ "-q1|on|tree", "no option \"-1\"" },
	{ "-q15|on|tree", "no option \"-1\"" },
	{ "--host", "--host HOST" },
	{ "--json=1|on", "takes no value" },
	{ "--port|70000|on|x", "--port: \"70000\"" },
	{ "--port|abc|on|x", "1 to 65535" },
	{ "--timeout|abc|on|x", "--timeout: \"abc\"" },
	{ "--wait|0|discover", "--wait: \"0\"" },
	{ "--target|,|discover", "--target" },
	{ "o\x1bn|tree", "\"o\\x1bn\"" },
	{ "raw|tree|{", "no JSON object" },
	{ "alias|tree|a\nb", "control character" },
	{ "on|lamp|--brightness|0", "--brightness: \"0\" is no brightness; percent from 1 to 100" },
	{ "on|lamp|--brightness|101", "1 to 100" },
	{ "on|lamp|--brightness|%", "1 to 100" },
	{ "on|lamp|--temperature|warm", "--temperature: \"warm\"" },
	{ "on|lamp|--temperature|900", "1500 to 10000" },
	{ "on|lamp|--hsv|361,10", "hue from 0 to 360" },
	{ "on|lamp|--hsv|10,101", "saturation from 0 to 100" },
	{ "on|lamp|--hsv|10,10,0", "brightness from 1 to 100" },
	{ "on|lamp|--hsv|10", "H,S or H,S,V" },
	{ "on|lamp|--hsv|1,2,3,4", "H,S or H,S,V" },
	{ "on|lamp|--hsv|1,2,", "H,S or H,S,V" },
	{ "on|lamp|--hsv|1,2|--temperature|2700", "--hsv and --temperature exclude each other" },
	{ "on|lamp|--color|red|--hsv|1,2", "--hsv and --color exclude each other" },
	{ "on|lamp|--color|yelow", "did you mean \"yellow\"?" },
	{ "on|lamp|--color|xyzzy1", "there are red, orange" },
	{ "on|lamp|--color|#000000", "black" },
	{ "on|lamp|--color|#12345", "#ff8000" },
	{ "on|lamp|--transition|2h", "--transition" },
	{ "on|lamp|--transition|soon", "--transition" },
	{ "on|lamp|--for|2h|--brightness|4", "--for goes without values of a light" },
	{ "off|lamp|--brightness|4", "there is no --brightness here" },
	{ "brightness|lamp|bright", "brightness: \"bright\" is no brightness" },
	{ "brightness|lamp", "DEVICE or PERCENT is missing" },
	{ "temperature|lamp|27", "temperature: \"27\"" },
	{ "hsv|lamp|red", "hsv: \"red\"" },
	{ "light|set|lamp", "--soft-on and --hard-on are possible" },
	{ "light|set|lamp|--soft-on|preset", "preset:2" },
	{ "light|set|lamp|--hard-on|preset:0", "--hard-on: \"preset:0\"" },
	{ "preset|lamp", "list, set or use" },
	{ "preset|set|lamp|2", "nothing is to be set: --brightness" },
	{ "preset|set|lamp|0|--brightness|4", "\"0\" is no preset; a number from 1" },
	{ "preset|use|lamp|first", "\"first\" is no preset" },
	{ "effect|shelf", "show, set or off" },
	{ "effect|set|shelf|{\"custom\":1}", "no \"name\"" },
	{ "effect|set|shelf|{", "effect set: the effect" },
	{ "effect|set|shelf|/nonexistent.json", "/nonexistent.json: No such file" },
	{ "dimmer|set|table", "--fade-on, --fade-off" },
	{ "dimmer|set|table|--fade-on|11s", "10s" },
	{ "dimmer|set|table|--fade-on|fast", "--fade-on" },
	{ "dimmer|set|table|--ramp-rate|51", "10 to 50" },
	{ "dimmer|set|table|--threshold|52", "0 to 51" },
	{ "dimmer|set|table|--long-press|twice", "none, instant, gentle or a preset" },
	{ "motion|set|stairs", "--range, --threshold and --inactivity" },
	{ "motion|set|stairs|--range|wide", "far, mid, near or custom" },
	{ "motion|set|stairs|--threshold|101", "0 to 100" },
	{ "motion|set|stairs|--range|far|--threshold|1", "--range custom" },
	{ "motion|set|stairs|--inactivity|0", "--inactivity" },
	{ "ambient|set|stairs", "--dark and --level" },
	{ "ambient|set|stairs|--level|cloudy", "LEVEL=PERCENT" },
	{ "ambient|set|stairs|--level|cloudy=101", "0 to 100" },
	{ "ambient|set|stairs|--level|=1", "LEVEL=PERCENT" },
};
// clang-format on

enum {
	WORDS_MAX = 24
};

/* One command line, read to its end. */
struct line {
	char text[200];
	char *argv[WORDS_MAX];
	struct cli cli;
	struct kasa_err err;
	int rc;
};

static int
split(struct line *line, const char *text)
{
	int argc = 0;

	line->argv[argc++] = (char *)"kasa";
	snprintf(line->text, sizeof line->text, "%s", text);
	for (char *word = strtok(line->text, "|"); word; word = strtok(NULL, "|"))
		line->argv[argc++] = word;
	return argc;
}

static void
read_line(struct line *line, const char *text)
{
	int argc;

	memset(line, 0, sizeof *line);
	options_init(&line->cli.opts);
	argc = split(line, text);
	line->rc = options_parse(&line->cli.opts, argc, line->argv, &line->err);
	if (line->rc == KASA_OK)
		line->rc = call_find(&line->cli.call, &line->cli.opts, &line->err);
	if (line->rc == KASA_OK)
		line->rc = options_environment(&line->cli.opts, line->cli.call.command->options, &line->err);
	if (line->rc == KASA_OK)
		line->rc = call_parse(&line->cli.call, &line->cli.opts, &line->err);
	if (line->rc == KASA_OK && line->cli.call.command->check)
		line->rc = line->cli.call.command->check(&line->cli, &line->err);
}

static void
join_devices(const struct call *call, char joined[160])
{
	joined[0] = '\0';
	for (size_t i = 0; i < call->device_count; i++) {
		strcat(joined, i ? "|" : "");
		strcat(joined, call->devices[i]);
	}
}

START_TEST(a_line_that_follows_the_grammar_is_understood)
{
	for (size_t i = 0; i < UNIT_COUNT(good); i++) {
		struct line line;
		char devices[160];

		read_line(&line, good[i].line);
		ck_assert_msg(line.rc == KASA_OK, "%s: %s", good[i].line, line.err.text);
		join_devices(&line.cli.call, devices);
		ck_assert_str_eq(line.cli.call.command->name, good[i].command);
		ck_assert_pstr_eq(line.cli.call.choice, good[i].choice);
		ck_assert_pstr_eq(line.cli.call.value, good[i].value);
		ck_assert_str_eq(devices, good[i].devices ? good[i].devices : "");
		options_finish(&line.cli.opts);
	}
}
END_TEST

START_TEST(a_line_that_does_not_is_told_what_would_be_right)
{
	for (size_t i = 0; i < UNIT_COUNT(bad); i++) {
		struct line line;

		read_line(&line, bad[i].line);
		ck_assert_msg(line.rc == KASA_EINVAL, "%s", bad[i].line);
		ck_assert_msg(strstr(line.err.text, bad[i].says), "%s: %s", bad[i].line, line.err.text);
		options_finish(&line.cli.opts);
	}
}
END_TEST

START_TEST(options_are_taken_wherever_they_stand)
{
	struct line line;

	setenv("POSIXLY_CORRECT", "1", 1);
	read_line(&line,
	          "discover|--target|192.0.2.1,192.0.2.2|-t|192.0.2.0/24|--wait|0.5|-p|80|--json|-vv|--timeout=2");

	ck_assert_int_eq(line.rc, KASA_OK);
	ck_assert_uint_eq(line.cli.opts.targets.count, 3);
	ck_assert_str_eq(line.cli.opts.targets.item[2], "192.0.2.0/24");
	ck_assert_uint_eq(line.cli.opts.wait_ms, 500);
	ck_assert_uint_eq(line.cli.opts.timeout_ms, 2000);
	ck_assert_uint_eq(line.cli.opts.port, 80);
	ck_assert_uint_eq(line.cli.opts.verbose, 2);
	ck_assert(line.cli.opts.json);
	options_finish(&line.cli.opts);
}
END_TEST

START_TEST(the_environment_fills_what_the_line_left_open)
{
	struct line line;

	setenv("KASA_HOST", "192.0.2.9", 1);
	setenv("KASA_PORT", "81", 1);
	setenv("KASA_TIMEOUT", "7", 1);
	setenv("KASA_JSON", "true", 1);
	setenv("KASA_ALIAS", "", 1);
	read_line(&line, "on|--timeout|2");

	ck_assert_int_eq(line.rc, KASA_OK);
	ck_assert_uint_eq(line.cli.opts.hosts.count, 1);
	ck_assert_str_eq(line.cli.opts.hosts.item[0], "192.0.2.9");
	ck_assert_str_eq(line.cli.opts.named_by, "KASA_HOST");
	ck_assert_uint_eq(line.cli.opts.port, 81);
	ck_assert_uint_eq(line.cli.opts.timeout_ms, 2000);
	ck_assert(line.cli.opts.json);
	options_finish(&line.cli.opts);
}
END_TEST

START_TEST(a_device_of_the_line_wins_over_one_of_the_environment)
{
	struct line line;

	setenv("KASA_HOST", "192.0.2.9", 1);
	read_line(&line, "on|--alias|tree");

	ck_assert_int_eq(line.rc, KASA_OK);
	ck_assert_uint_eq(line.cli.opts.hosts.count, 0);
	ck_assert_str_eq(line.cli.opts.aliases.item[0], "tree");
	options_finish(&line.cli.opts);
}
END_TEST

START_TEST(a_bad_variable_is_named)
{
	struct line line;

	setenv("KASA_PORT", "abc", 1);
	read_line(&line, "on|tree");

	ck_assert_int_eq(line.rc, KASA_EINVAL);
	ck_assert_ptr_nonnull(strstr(line.err.text, "KASA_PORT: \"abc\""));
	options_finish(&line.cli.opts);
}
END_TEST

START_TEST(host_and_alias_of_the_environment_contradict_each_other)
{
	struct line line;

	setenv("KASA_HOST", "192.0.2.9", 1);
	setenv("KASA_ALIAS", "tree", 1);
	read_line(&line, "on");

	ck_assert_int_eq(line.rc, KASA_EINVAL);
	ck_assert_ptr_nonnull(strstr(line.err.text, "named twice"));
	options_finish(&line.cli.opts);
}
END_TEST

static bool
is_first(const struct command *row)
{
	return command_find(row->name) == row;
}

START_TEST(every_row_of_a_command_is_whole)
{
	const struct command *row;
	char form[COMMAND_FORM], title[COMMAND_TITLE];

	for (size_t i = 0; (row = command_at(i)); i++) {
		ck_assert_uint_lt(strlen(command_form(row, form)), COMMAND_FORM - 1);
		ck_assert_uint_lt(strlen(command_title(row, title)), COMMAND_TITLE - 1);
		ck_assert_msg(command_verb(command_find(row->name), row->verb) == row, "%s: rows apart, or twice",
		              title);
		ck_assert_msg(is_first(row) || (!row->alias && !row->topic), "%s: the first row has them", title);
		ck_assert(row->start || row->run);
		ck_assert_ptr_nonnull(row->summary);
		ck_assert_msg(!row->start || !(row->flags & COMMAND_VALUE_OPTIONAL) || row->looks
		                      || row->flags & COMMAND_ONE_DEVICE,
		              "%s: is the last word a value?", title);
	}
}
END_TEST

START_TEST(every_option_of_a_command_is_in_the_table_of_options)
{
	const struct command *row;

	for (size_t i = 0; (row = command_at(i)); i++)
		for (size_t n = 0; row->options && row->options[n]; n++) {
			const struct option_row *option = option_find(row->options[n]);

			ck_assert_msg(option && !option->set, "%s: --%s", row->name, row->options[n]);
		}
}
END_TEST

START_TEST(every_option_that_is_not_general_belongs_to_a_command)
{
	const struct option_row *option;

	for (size_t i = 0; (option = option_at(i)); i++) {
		const struct command *row;
		unsigned owners = 0;

		for (size_t n = 0; (row = command_at(n)); n++)
			owners += command_has(row, option->name);
		ck_assert_msg(!option->set == (owners > 0), "--%s: %u owners", option->name, owners);
		ck_assert_msg(option->set || !option->letter, "--%s: letters are for general ones", option->name);
	}
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_line_that_follows_the_grammar_is_understood,
		a_line_that_does_not_is_told_what_would_be_right,
		options_are_taken_wherever_they_stand,
		the_environment_fills_what_the_line_left_open,
		a_device_of_the_line_wins_over_one_of_the_environment,
		a_bad_variable_is_named,
		host_and_alias_of_the_environment_contradict_each_other,
		every_row_of_a_command_is_whole,
		every_option_of_a_command_is_in_the_table_of_options,
		every_option_that_is_not_general_belongs_to_a_command,
	};

	const struct option_row *row;

	/* each case has a process of its own and says what it wants of the environment */
	for (size_t i = 0; (row = option_at(i)); i++)
		if (row->env)
			unsetenv(row->env);
	return unit_run("cli call", tests, UNIT_COUNT(tests));
}
