/* The grammar by itself, with a table that has one of everything: verbs, choices, values, options of commands. */
#include "unit/unit.h"

#include "base/err.h"
#include "cli/call.h"

static void
start(struct job *job)
{
	(void)job;
}

static int
run(struct cli *cli)
{
	(void)cli;
	return 0;
}

static bool
is_digits(const char *word)
{
	return word[0] && !word[strspn(word, "0123456789")];
}

static bool
is_month(const char *word)
{
	return word[0] && !word[strspn(word, "0123456789-")];
}

static const char *const on_off[] = { "on", "off", NULL };
static const char *const add_options[] = { "at", "days", "note", NULL };
static const char *const edit_options[] = { "at", NULL };
static const char *const timer_options[] = { "in", NULL };
static const char *const meter_options[] = { "day", "erase", "price", NULL };

// clang-format off
static const struct command commands[] = {
	{ .name = "help", .flags = COMMAND_OFFLINE | COMMAND_WORDS, .run = run, .summary = "s" },
	{ .name = "state", .start = start, .summary = "s" },
	{ .name = "rules", .alias = "schedule", .topic = "t", .verb = "list", .start = start, .summary = "s" },
	{ .name = "rules", .verb = "add", .choices = on_off, .options = add_options, .start = start, .summary = "s" },
	{ .name = "rules", .verb = "edit", .value = "RULE", .options = edit_options, .flags = COMMAND_ONE_DEVICE, .start = start, .summary = "s" },
	{ .name = "timer", .choices = on_off, .options = timer_options, .start = start, .summary = "s" },
	{ .name = "timer", .verb = "cancel", .start = start, .summary = "s" },
	{ .name = "clock", .start = start, .flags = COMMAND_ONE_DEVICE, .summary = "s" },
	{ .name = "clock", .verb = "sync", .start = start, .summary = "s" },
	{ .name = "bright", .value = "N", .looks = is_digits, .flags = COMMAND_VALUE_OPTIONAL, .start = start, .summary = "s" },
	{ .name = "meter", .options = meter_options, .start = start, .summary = "s" },
};

static int
set_seen(struct options *opts, const char *value, const char *from, struct kasa_err *err)
{
	(void)from;
	(void)err;
	return words_add(&opts->targets, value, strlen(value));
}

static int
set_host(struct options *opts, const char *value, const char *from, struct kasa_err *err)
{
	(void)from;
	(void)err;
	return words_add(&opts->hosts, value, strlen(value));
}

static int
set_json(struct options *opts, const char *value, const char *from, struct kasa_err *err)
{
	(void)value;
	(void)from;
	(void)err;
	opts->json = true;
	return KASA_OK;
}

static const struct option_row options[] = {
	{ .letter = 'H', .name = "host", .value = "HOST", .set = set_host },
	{ .name = "interface", .value = "IF", .set = set_seen },
	{ .name = "where", .value = "IF", .set = set_seen, .same = "interface" },
	{ .name = "erne", .set = set_json },
	{ .name = "at", .value = "TIME" },
	{ .name = "days", .value = "DAYS" },
	{ .name = "note", .value = "TEXT", .many = true },
	{ .name = "in", .value = "TIME" },
	{ .name = "day", .value = "MONTH", .looks = is_month },
	{ .name = "erase" },
	{ .name = "price", .value = "N", .env = "TOY_PRICE" },
};

static const struct {
	const char *line; /* words between '|' */
	const char *title, *choice, *value, *devices; /* devices joined by '|'; NULL: none */
} good[] = {
	{ "rules|list|tree", "rules list", NULL, NULL, "tree" },
	{ "schedule|list|tree|lamp", "rules list", NULL, NULL, "tree|lamp" },
	{ "rules|add|tree|on|--at|7", "rules add", "on", NULL, "tree" },
	{ "rules|--at|7|add|off|tree", "rules add", "off", NULL, "tree" },
	{ "--at|7|--host|192.0.2.4|rules|add|on", "rules add", "on", NULL, NULL },
	{ "rules|edit|tree|4", "rules edit", NULL, "4", "tree" },
	{ "rules|list|add", "rules list", NULL, NULL, "add" },
	{ "timer|tree|off|--in|2h", "timer", "off", NULL, "tree" },
	{ "timer|on|tree", "timer", "on", NULL, "tree" },
	{ "timer|cancel|tree", "timer cancel", NULL, NULL, "tree" },
	{ "timer|tree|cancel|on", "timer", "on", NULL, "tree|cancel" }, /* a verb is the first word, or it is none */
	{ "clock|tree", "clock", NULL, NULL, "tree" },
	{ "clock|sync|tree", "clock sync", NULL, NULL, "tree" },
	{ "clock|--host|192.0.2.4", "clock", NULL, NULL, NULL },
	{ "clock|sync|--host|192.0.2.4", "clock sync", NULL, NULL, NULL },
	{ "bright|tree", "bright", NULL, NULL, "tree" },
	{ "bright|7", "bright", NULL, NULL, "7" }, /* one word is the device */
	{ "bright|tree|7", "bright", NULL, "7", "tree" },
	{ "bright|tree|lamp", "bright", NULL, NULL, "tree|lamp" },
	{ "bright|7|--host|192.0.2.4", "bright", NULL, "7", NULL },
	{ "meter|tree|--day|2026-07", "meter", NULL, NULL, "tree" },
	{ "meter|--day|tree", "meter", NULL, NULL, "tree" },
	{ "meter|--day=2026-07|tree", "meter", NULL, NULL, "tree" },
	{ "meter|--day|2026-07|tree", "meter", NULL, NULL, "tree" },
	{ "help|rules|add", "help", NULL, NULL, "rules|add" },
};

static const struct {
	const char *line, *says; /* a part of the sentence */
} bad[] = {
	{ "rules", "rules: a verb is missing: list, add or edit" },
	{ "rules|tree", "\"tree\" is not list, add or edit (kasa help rules" },
	{ "rules|lst|tree", "did you mean \"list\"?" },
	{ "rules|--at|7", "a verb is missing" },
	{ "rules|add|tree", "rules add: \"tree\" is not on or off: kasa rules add on|off DEVICE... [OPTION...]" },
	{ "rules|add|tree|onn", "\"onn\" is not on or off, did you mean \"on\"?" },
	{ "rules|edit|tree", "DEVICE or RULE is missing: kasa rules edit DEVICE RULE [OPTION...]" },
	{ "timer|cancle|tree", "did you mean \"cancel\"?" },
	{ "timer|tree", "\"tree\" is not on or off" },
	{ "clock|synk|tree", "one DEVICE at a time; what holds blanks goes into quotes, did you mean \"sync\"?" },
	{ "clock|synk|--host|192.0.2.4", "did you mean \"sync\"?" },
	{ "clock|sync", "clock sync: DEVICE is missing" },
	{ "state|tree|--at|7", "state: there is no --at here" },
	{ "state|tree|--in|7", "state: there is no --in here; it belongs to kasa timer" },
	{ "timer|tree|on|--erase", "it belongs to kasa meter; here are --in" },
	{ "rules|edit|tree|4|--days|mon", "it belongs to kasa rules add; here are --at" },
	{ "rules|list|tree|--at|7", "rules list: there is no --at here" },
	{ "rules|add|tree|on|--at|7|--at|8", "--at: given twice" },
	{ "rules|add|tree|on|--at", "--at TIME" },
	{ "meter|tree|--erase=7", "--erase takes no value" },
	{ "meter|tree|--da", "\"--da\" is short for --days or --day" },
	{ "meter|tree|--prize|1", "did you mean --price?" },
};
// clang-format on

const struct command *
command_at(size_t index)
{
	return index < UNIT_COUNT(commands) ? &commands[index] : NULL;
}

const struct option_row *
option_at(size_t index)
{
	return index < UNIT_COUNT(options) ? &options[index] : NULL;
}

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
		line->rc = options_environment(&line->opts, line->call.command->options, &line->err);
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

START_TEST(a_line_names_a_row_its_choice_its_value_and_devices)
{
	for (size_t i = 0; i < UNIT_COUNT(good); i++) {
		char devices[160], title[COMMAND_TITLE];
		struct line line;

		read_line(&line, good[i].line);
		ck_assert_msg(line.rc == KASA_OK, "%s: %s", good[i].line, line.err.text);
		join_devices(&line.call, devices);
		ck_assert_str_eq(command_title(line.call.command, title), good[i].title);
		ck_assert_pstr_eq(line.call.verb, line.call.command->verb);
		ck_assert_pstr_eq(line.call.choice, good[i].choice);
		ck_assert_pstr_eq(line.call.value, good[i].value);
		ck_assert_str_eq(devices, good[i].devices ? good[i].devices : "");
		options_finish(&line.opts);
	}
}
END_TEST

START_TEST(a_wrong_line_is_told_what_would_be_right)
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

START_TEST(a_missing_verb_does_not_hide_which_command_was_meant)
{
	struct line line;

	read_line(&line, "rules");

	ck_assert_str_eq(line.call.command->name, "rules");
	ck_assert_ptr_null(line.call.verb);
	options_finish(&line.opts);
}
END_TEST

START_TEST(options_of_commands_are_kept_as_text)
{
	struct line line;
	char from[OPTION_FROM];

	read_line(&line, "rules|add|tree|on|--at|sunset-15m|--note=a|--note|b");

	ck_assert_int_eq(line.rc, KASA_OK);
	ck_assert_str_eq(options_text(&line.opts, "at"), "sunset-15m");
	ck_assert_str_eq(options_from(&line.opts, "at", from), "--at");
	ck_assert(!options_given(&line.opts, "days"));
	ck_assert_ptr_null(options_text(&line.opts, "days"));
	ck_assert_uint_eq(options_list(&line.opts, "note")->count, 2);
	ck_assert_str_eq(options_list(&line.opts, "note")->item[0], "a");
	ck_assert_str_eq(options_text(&line.opts, "note"), "b");
	options_finish(&line.opts);
}
END_TEST

START_TEST(a_value_may_be_left_out_where_the_next_word_does_not_look_like_one)
{
	struct line line;

	read_line(&line, "meter|--day|tree|--erase");
	ck_assert(options_given(&line.opts, "day"));
	ck_assert(options_given(&line.opts, "erase"));
	ck_assert_ptr_null(options_text(&line.opts, "day"));
	ck_assert_ptr_null(options_text(&line.opts, "erase"));
	options_finish(&line.opts);

	read_line(&line, "meter|tree|--day|2026-07");
	ck_assert_str_eq(options_text(&line.opts, "day"), "2026-07");
	options_finish(&line.opts);

	read_line(&line, "meter|tree|--day=Julember");
	ck_assert_str_eq(options_text(&line.opts, "day"), "Julember");
	options_finish(&line.opts);
}
END_TEST

/* --i may be --interface or --in, --er may be --erne or --erase: what was short for a general one stays so. */
START_TEST(options_of_commands_take_no_abbreviation_away_from_general_ones)
{
	struct line line;

	read_line(&line, "rules|list|tree|--i|eth0|--er|--inter=eth1");
	ck_assert_msg(line.rc == KASA_OK, "%s", line.err.text);
	ck_assert_uint_eq(line.opts.targets.count, 2);
	ck_assert_str_eq(line.opts.targets.item[0], "eth0");
	ck_assert(line.opts.json);
	options_finish(&line.opts);

	read_line(&line, "rules|list|tree|--i");
	ck_assert_ptr_nonnull(strstr(line.err.text, "--interface IF"));
	options_finish(&line.opts);

	read_line(&line, "rules|list|tree|--er=7");
	ck_assert_ptr_nonnull(strstr(line.err.text, "--erne takes no value"));
	options_finish(&line.opts);
}
END_TEST

START_TEST(a_variable_counts_only_for_commands_that_have_its_option)
{
	struct line line;
	char from[OPTION_FROM];

	setenv("TOY_PRICE", "0.30", 1);
	read_line(&line, "meter|tree");
	ck_assert_str_eq(options_text(&line.opts, "price"), "0.30");
	ck_assert(options_given(&line.opts, "price"));
	ck_assert_str_eq(options_from(&line.opts, "price", from), "TOY_PRICE");
	options_finish(&line.opts);

	read_line(&line, "meter|tree|--price|0.25");
	ck_assert_str_eq(options_text(&line.opts, "price"), "0.25");
	ck_assert_str_eq(options_from(&line.opts, "price", from), "--price");
	options_finish(&line.opts);

	read_line(&line, "state|tree");
	ck_assert_int_eq(line.rc, KASA_OK);
	ck_assert_ptr_null(options_text(&line.opts, "price"));
	options_finish(&line.opts);
}
END_TEST

START_TEST(a_default_counts_only_where_nobody_else_spoke)
{
	struct line line;
	char from[OPTION_FROM];

	read_line(&line, "meter|tree");
	ck_assert_int_eq(options_default(&line.opts, meter_options, "price", "0.20", &line.err), KASA_OK);
	ck_assert_str_eq(options_text(&line.opts, "price"), "0.20");
	ck_assert_str_eq(options_from(&line.opts, "price", from), "defaults: price");
	options_finish(&line.opts);

	read_line(&line, "meter|tree|--price|0.25");
	ck_assert_int_eq(options_default(&line.opts, meter_options, "price", "0.20", &line.err), KASA_OK);
	ck_assert_str_eq(options_text(&line.opts, "price"), "0.25");
	options_finish(&line.opts);

	setenv("TOY_PRICE", "0.30", 1);
	read_line(&line, "meter|tree");
	ck_assert_int_eq(options_default(&line.opts, meter_options, "price", "0.20", &line.err), KASA_OK);
	ck_assert_str_eq(options_text(&line.opts, "price"), "0.30");
	options_finish(&line.opts);
}
END_TEST

START_TEST(a_default_counts_only_for_commands_that_have_its_option)
{
	struct line line;

	read_line(&line, "state|tree");
	ck_assert_int_eq(options_default(&line.opts, NULL, "price", "0.20", &line.err), KASA_OK);
	ck_assert(!options_given(&line.opts, "price"));
	options_finish(&line.opts);
}
END_TEST

START_TEST(a_default_may_have_several_values_but_gives_way_as_a_whole)
{
	struct line line;

	read_line(&line, "state|tree");
	ck_assert_int_eq(options_default(&line.opts, NULL, "interface", "eth0", &line.err), KASA_OK);
	ck_assert_int_eq(options_default(&line.opts, NULL, "interface", "eth1", &line.err), KASA_OK);
	ck_assert_uint_eq(line.opts.targets.count, 2);
	options_finish(&line.opts);

	read_line(&line, "state|tree|--where|eth2"); /* another word for the same */
	ck_assert_int_eq(options_default(&line.opts, NULL, "interface", "eth0", &line.err), KASA_OK);
	ck_assert_uint_eq(line.opts.targets.count, 1);
	options_finish(&line.opts);
}
END_TEST

START_TEST(numbers_and_seconds_of_options_are_checked)
{
	struct line line;
	struct kasa_err err;
	uint32_t number = 3, ms = 4;

	read_line(&line, "meter|tree|--price|101");
	ck_assert_int_eq(options_number(&line.opts, "price", 0, 200, &number, &err), KASA_OK);
	ck_assert_uint_eq(number, 101);
	ck_assert_int_eq(options_seconds(&line.opts, "price", 1, 200000, &ms, &err), KASA_OK);
	ck_assert_uint_eq(ms, 101000);
	ck_assert_int_eq(options_number(&line.opts, "price", 0, 100, &number, &err), KASA_EINVAL);
	ck_assert_str_eq(err.text, "--price: \"101\" is no whole number from 0 to 100");
	ck_assert_int_eq(options_seconds(&line.opts, "price", 0, 10500, &ms, &err), KASA_EINVAL);
	ck_assert_str_eq(err.text, "--price: \"101\" is no time in seconds from 0 to 10.5, as 2 or 0.5");
	options_finish(&line.opts);

	read_line(&line, "meter|tree");
	ck_assert_int_eq(options_number(&line.opts, "price", 0, 100, &number, &err), KASA_OK);
	ck_assert_uint_eq(number, 101); /* as it was */
	options_finish(&line.opts);
}
END_TEST

START_TEST(rows_of_a_command_are_found_one_after_the_other)
{
	const struct command *first = command_find("schedule");
	char form[COMMAND_FORM];

	ck_assert_str_eq(command_next(first)->verb, "add");
	ck_assert_ptr_null(command_next(command_verb(first, "edit")));
	ck_assert_ptr_null(command_verb(first, NULL));
	ck_assert_ptr_null(command_verb(first, "sync"));
	ck_assert_ptr_null(command_next(command_find("meter")));
	ck_assert_ptr_eq(command_verb(command_find("clock"), NULL), command_find("clock"));
	ck_assert_str_eq(command_form(command_find("bright"), form), "kasa bright DEVICE... [N]");
	ck_assert_str_eq(command_form(command_verb(first, "add"), form), "kasa rules add on|off DEVICE... [OPTION...]");
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_line_names_a_row_its_choice_its_value_and_devices,
		a_wrong_line_is_told_what_would_be_right,
		a_missing_verb_does_not_hide_which_command_was_meant,
		options_of_commands_are_kept_as_text,
		a_value_may_be_left_out_where_the_next_word_does_not_look_like_one,
		options_of_commands_take_no_abbreviation_away_from_general_ones,
		a_variable_counts_only_for_commands_that_have_its_option,
		a_default_counts_only_where_nobody_else_spoke,
		a_default_counts_only_for_commands_that_have_its_option,
		a_default_may_have_several_values_but_gives_way_as_a_whole,
		numbers_and_seconds_of_options_are_checked,
		rows_of_a_command_are_found_one_after_the_other,
	};

	unsetenv("TOY_PRICE");
	return unit_run("cli grammar", tests, UNIT_COUNT(tests));
}
