/* Command lines: options anywhere, the environment behind them, words by the grammar. */
#include "unit/unit.h"

#include "cli/call.h"
#include "cli/cmd.h"

/* The table of commands names what runs them; here nothing runs. */
#define NOTHING_STARTS(name)       \
	void name(struct job *job) \
	{                          \
		(void)job;         \
	}
#define NOTHING_RUNS(name)        \
	int name(struct cli *cli) \
	{                         \
		(void)cli;        \
		return 0;         \
	}
#define ALL_IS_GOOD(name)                                 \
	int name(const char *value, struct kasa_err *err) \
	{                                                 \
		(void)value;                              \
		(void)err;                                \
		return KASA_OK;                           \
	}

// clang-format off
NOTHING_STARTS(cmd_state)
NOTHING_STARTS(cmd_on)
NOTHING_STARTS(cmd_off)
NOTHING_STARTS(cmd_toggle)
NOTHING_STARTS(cmd_energy)
NOTHING_STARTS(cmd_led)
NOTHING_STARTS(cmd_alias)
NOTHING_STARTS(cmd_reboot)
NOTHING_STARTS(cmd_raw)
NOTHING_STARTS(cmd_doctor_device)
NOTHING_RUNS(cmd_discover)
NOTHING_RUNS(cmd_doctor)
NOTHING_RUNS(cmd_completion)
NOTHING_RUNS(cmd_complete)
NOTHING_RUNS(cmd_help)
NOTHING_RUNS(cmd_man)
NOTHING_RUNS(cmd_version)
ALL_IS_GOOD(cmd_alias_check)
ALL_IS_GOOD(cmd_raw_check)

const char *
cmd_raw_danger(const char *value)
{
	(void)value;
	return NULL;
}

static const struct {
	const char *line;                     /* words between '|' */
	const char *command, *verb, *value, *devices; /* devices joined by '|'; NULL: none */
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
	{ "raw|tree|lamp|{}", "raw", NULL, "{}", "tree|lamp" },
	{ "doctor", "doctor", NULL, NULL, NULL },
	{ "doctor|192.0.2.4", "doctor", NULL, NULL, "192.0.2.4" },
	{ "completion|fish", "completion", "fish", NULL, NULL },
	{ "help|on", "help", NULL, "on", NULL },
	{ "help", "help", NULL, NULL, NULL },
	{ "", "help", NULL, NULL, NULL },
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
	{ "--host", "--host HOST" },
	{ "--json=1|on", "takes no value" },
	{ "--port|70000|on|x", "--port: \"70000\"" },
	{ "--port|abc|on|x", "1 to 65535" },
	{ "--timeout|abc|on|x", "--timeout: \"abc\"" },
	{ "--wait|0|discover", "--wait: \"0\"" },
	{ "--target|,|discover", "--target" },
	{ "o\x1bn|tree", "\"o\\x1bn\"" },
};
// clang-format on

enum {
	WORDS_MAX = 24
};

/* One command line, read to its end. */
struct line {
	char text[160];
	char *argv[WORDS_MAX];
	struct options opts;
	struct call call;
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
	options_init(&line->opts);
	argc = split(line, text);
	line->rc = options_parse(&line->opts, argc, line->argv, &line->err);
	if (line->rc == KASA_OK)
		line->rc = call_find(&line->call, &line->opts, &line->err);
	if (line->rc == KASA_OK)
		line->rc = options_environment(&line->opts, &line->err);
	if (line->rc == KASA_OK)
		line->rc = call_parse(&line->call, &line->opts, &line->err);
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
		join_devices(&line.call, devices);
		ck_assert_str_eq(line.call.command->name, good[i].command);
		ck_assert_pstr_eq(line.call.verb, good[i].verb);
		ck_assert_pstr_eq(line.call.value, good[i].value);
		ck_assert_str_eq(devices, good[i].devices ? good[i].devices : "");
		options_finish(&line.opts);
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
		options_finish(&line.opts);
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
	ck_assert_uint_eq(line.opts.targets.count, 3);
	ck_assert_str_eq(line.opts.targets.item[2], "192.0.2.0/24");
	ck_assert_uint_eq(line.opts.wait_ms, 500);
	ck_assert_uint_eq(line.opts.timeout_ms, 2000);
	ck_assert_uint_eq(line.opts.port, 80);
	ck_assert_uint_eq(line.opts.verbose, 2);
	ck_assert(line.opts.json);
	options_finish(&line.opts);
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
	ck_assert_uint_eq(line.opts.hosts.count, 1);
	ck_assert_str_eq(line.opts.hosts.item[0], "192.0.2.9");
	ck_assert_str_eq(line.opts.named_by, "KASA_HOST");
	ck_assert_uint_eq(line.opts.port, 81);
	ck_assert_uint_eq(line.opts.timeout_ms, 2000);
	ck_assert(line.opts.json);
	options_finish(&line.opts);
}
END_TEST

START_TEST(a_device_of_the_line_wins_over_one_of_the_environment)
{
	struct line line;

	setenv("KASA_HOST", "192.0.2.9", 1);
	read_line(&line, "on|--alias|tree");

	ck_assert_int_eq(line.rc, KASA_OK);
	ck_assert_uint_eq(line.opts.hosts.count, 0);
	ck_assert_str_eq(line.opts.aliases.item[0], "tree");
	options_finish(&line.opts);
}
END_TEST

START_TEST(a_bad_variable_is_named)
{
	struct line line;

	setenv("KASA_PORT", "abc", 1);
	read_line(&line, "on|tree");

	ck_assert_int_eq(line.rc, KASA_EINVAL);
	ck_assert_ptr_nonnull(strstr(line.err.text, "KASA_PORT: \"abc\""));
	options_finish(&line.opts);
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
	options_finish(&line.opts);
}
END_TEST

START_TEST(every_command_has_a_form_that_fits)
{
	const struct command *command;
	char form[COMMAND_FORM];

	for (size_t i = 0; (command = command_at(i)); i++) {
		ck_assert_uint_lt(strlen(command_form(command, form)), COMMAND_FORM - 1);
		ck_assert_ptr_eq(command_find(command->name), command);
		ck_assert(command->start || command->run);
		ck_assert_ptr_nonnull(command->summary);
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
		every_command_has_a_form_that_fits,
	};

	const struct option_row *row;

	/* each case has a process of its own and says what it wants of the environment */
	for (size_t i = 0; (row = option_at(i)); i++)
		if (row->env)
			unsetenv(row->env);
	return unit_run("cli call", tests, UNIT_COUNT(tests));
}
