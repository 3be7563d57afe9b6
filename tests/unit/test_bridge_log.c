/* Lines of the log, as programs read them. */
#include "unit/unit.h"

#include <string.h>

#include "bridge/log.h"

static char told[2048];

static void
hear(enum kasa_log_level level, const char *line, void *arg)
{
	(void)level;
	(void)arg;
	snprintf(told, sizeof told, "%s", line);
}

static void
setup(void)
{
	log_tap(hear, NULL);
	told[0] = '\0';
}

START_TEST(a_fact_ends_where_its_quote_does)
{
	log_error("refused topic=\"%s\" error=\"%s\"", "a/b", "\"maybe\" is none of \"ON\" and \"OFF\"");
	ck_assert_str_eq(told, "refused topic=\"a/b\" error=\"'maybe' is none of 'ON' and 'OFF'\"");
	log_error("refused error=\"%s\" ms=%d", "a colour is {\"h\":0}", 3);
	ck_assert_str_eq(told, "refused error=\"a colour is {'h':0}\" ms=3");
	log_error("found name=\"%s\" by=%s", "", "me");
	ck_assert_str_eq(told, "found name=\"\" by=me");
	log_error("the file \"%s\" is gone", "x");
	ck_assert_str_eq(told, "the file \"x\" is gone");
}
END_TEST

START_TEST(a_line_is_one_line)
{
	log_error("name=\"%s\"", "a\nb\033[1m");
	ck_assert_str_eq(told, "name=\"a?b?[1m\"");
}
END_TEST

START_TEST(what_is_not_wanted_is_not_written)
{
	log_set_level(KASA_LOG_WARNING);
	log_info("nothing");
	ck_assert_str_eq(told, "");
	log_warning("something");
	ck_assert_str_eq(told, "something");
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_fact_ends_where_its_quote_does,
		a_line_is_one_line,
		what_is_not_wanted_is_not_written,
	};

	setup();
	return unit_run("bridge_log", tests, UNIT_COUNT(tests));
}
