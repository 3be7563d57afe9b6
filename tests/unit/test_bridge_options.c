/* The command line of kasad: what each option says, and what is refused with which sentence. */
#include "unit/unit.h"

#include "bridge/config/options.h"
#include "bridge/daemon.h"

enum {
	ARGS_MAX = 8,
};

/* What stands between blanks are the arguments; options keep texts of @p line, which is changed. */
static int
parse(struct options *options, char *line, struct kasa_err *err)
{
	char program[] = "kasad";
	char *argv[ARGS_MAX] = { program };
	int argc = 1;

	for (char *word = strtok(line, " "); word; word = strtok(NULL, " "))
		argv[argc++] = strcmp(word, "''") == 0 ? word + 2 : word;
	return options_read(options, argc, argv, err);
}

// clang-format off
static const struct {
	const char *line, *told;
} bad[] = {
	{ "--chek-config", "no option \"--chek-config\"; did you mean --check-config?" },
	{ "--confg=/x", "no option \"--confg=/x\"; did you mean --config?" },
	{ "--frobnicate", "no option \"--frobnicate\"; kasad --help lists them" },
	{ "-x", "no option \"-x\"; kasad --help lists them" },
	{ "--config", "--config wants a value; kasad --help tells which" },
	{ "-c", "-c wants a value; kasad --help tells which" },
	{ "--once=yes", "--once takes no value" },
	{ "-c ''", "--config: a path is wanted, and it is empty" },
	{ "--state-dir=", "--state-dir: a path is wanted, and it is empty" },
	{ "--log-level loud", "--log-level: \"loud\" is none of error, warning, info, debug" },
	{ "discover", "\"discover\" is no option, and kasad takes nothing else" },
	{ "--once /etc/kasad.yaml", "\"/etc/kasad.yaml\" is no option, and kasad takes nothing else" },
	{ "-- --once", "\"--once\" is no option, and kasad takes nothing else" },
};
// clang-format on

START_TEST(without_options_nothing_is_said)
{
	struct options options;
	struct kasa_err err;
	char line[] = "";

	ck_assert_int_eq(parse(&options, line, &err), KASA_OK);
	ck_assert(!options.config && !options.state_dir && options.log_level == -1);
	ck_assert(!options.check && !options.once && !options.help && !options.version);
}
END_TEST

START_TEST(each_option_is_read)
{
	char line[] = "-c /a --check-config --once --log-level=debug --state-dir /b",
	     more[] = "-h --version --config=x";
	struct options options;
	struct kasa_err err;

	ck_assert_int_eq(parse(&options, line, &err), KASA_OK);
	ck_assert_str_eq(options.config, "/a");
	ck_assert_str_eq(options.state_dir, "/b");
	ck_assert(options.check && options.once);
	ck_assert_int_eq(options.log_level, KASA_LOG_DEBUG);
	ck_assert_int_eq(parse(&options, more, &err), KASA_OK);
	ck_assert(options.help && options.version && !options.check);
	ck_assert_str_eq(options.config, "x");
}
END_TEST

START_TEST(what_is_wrong_is_refused_with_a_remedy)
{
	for (size_t i = 0; i < UNIT_COUNT(bad); i++) {
		struct options options;
		struct kasa_err err;
		char line[64];

		strcpy(line, bad[i].line);
		ck_assert_int_eq(parse(&options, line, &err), KASA_EINVAL);
		ck_assert_str_eq(err.text, bad[i].told);
	}
}
END_TEST

START_TEST(a_check_ends_as_systemd_understands_it)
{
	ck_assert_int_eq(options_check(&(struct options){ .config = "/dev/null" }), DAEMON_DONE);
	ck_assert_int_eq(options_check(&(struct options){ .config = "/nowhere/x.yaml" }), DAEMON_CONFIG);
}
END_TEST

START_TEST(words_are_printed_and_the_rest_is_left_to_do)
{
	char kasad[] = "kasad", arg_version[] = "--version", arg_wrong[] = "x", arg_once[] = "--once";
	char *version[] = { kasad, arg_version, NULL }, *wrong[] = { kasad, arg_wrong, NULL };
	char *once[] = { kasad, arg_once, NULL };
	struct options options;

	ck_assert_int_eq(options_parse(&options, 2, version), DAEMON_DONE);
	ck_assert_int_eq(options_parse(&options, 2, wrong), DAEMON_USAGE);
	ck_assert_int_eq(options_parse(&options, 2, once), -1);
	ck_assert(options.once);
}
END_TEST

START_TEST(the_help_names_every_option)
{
	static const char *const names[] = { "--config",    "--check-config", "--once",   "--log-level",
		                             "--state-dir", "--help",         "--version" };

	for (size_t i = 0; i < UNIT_COUNT(names); i++)
		ck_assert_ptr_nonnull(strstr(options_help(), names[i]));
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		without_options_nothing_is_said,
		each_option_is_read,
		what_is_wrong_is_refused_with_a_remedy,
		a_check_ends_as_systemd_understands_it,
		words_are_printed_and_the_rest_is_left_to_do,
		the_help_names_every_option,
	};

	return unit_run("bridge options", tests, UNIT_COUNT(tests));
}
