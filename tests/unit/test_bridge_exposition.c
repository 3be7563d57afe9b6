/* The formats of Prometheus and OpenMetrics, to the letter. */
#include "unit/unit.h"

#include <math.h>

#include "bridge/metrics/exposition.h"

static struct kasa_buf buf;
static struct exposition out;

static void
begin(bool open_metrics)
{
	kasa_buf_init(&buf, 4096);
	exposition_init(&out, &buf, open_metrics);
}

/* Compares, and gives the memory back. */
static void
is(const char *text)
{
	ck_assert(!out.failed);
	ck_assert_uint_eq(buf.len, strlen(text));
	if (text[0])
		ck_assert_mem_eq(buf.data, text, buf.len);
	kasa_buf_finish(&buf);
}

static void
switches(void)
{
	exposition_family(&out, "kasa_switches_total", EXPOSITION_COUNTER, "How often.");
	exposition_begin(&out, "");
	exposition_label(&out, "device_id", "50c7bf000100");
	exposition_label(&out, "child_id", "");
	exposition_label(&out, "by", "hook");
	exposition_value(&out, 3);
}

START_TEST(a_counter_is_called_what_its_samples_are_called)
{
	begin(false);
	switches();
	exposition_end(&out);
	is("# HELP kasa_switches_total How often.\n# TYPE kasa_switches_total counter\n"
	   "kasa_switches_total{device_id=\"50c7bf000100\",by=\"hook\"} 3\n");
}
END_TEST

START_TEST(in_openmetrics_a_counter_lacks_its_suffix_and_the_end_is_told)
{
	begin(true);
	switches();
	exposition_end(&out);
	is("# HELP kasa_switches How often.\n# TYPE kasa_switches counter\n"
	   "kasa_switches_total{device_id=\"50c7bf000100\",by=\"hook\"} 3\n# EOF\n");
}
END_TEST

static void
info(void)
{
	exposition_family(&out, "kasa_build_info", EXPOSITION_INFO, "What.");
	exposition_begin(&out, "");
	exposition_value(&out, 1);
}

START_TEST(an_info_is_a_gauge_where_there_is_no_such_type)
{
	begin(false);
	info();
	is("# HELP kasa_build_info What.\n# TYPE kasa_build_info gauge\nkasa_build_info 1\n");
	begin(true);
	info();
	is("# HELP kasa_build What.\n# TYPE kasa_build info\nkasa_build_info 1\n");
}
END_TEST

START_TEST(a_family_without_samples_is_not_told)
{
	begin(false);
	exposition_family(&out, "kasa_nothing", EXPOSITION_GAUGE, "Nothing.");
	exposition_one(&out, "kasa_something", EXPOSITION_GAUGE, "Something.", 1);
	is("# HELP kasa_something Something.\n# TYPE kasa_something gauge\nkasa_something 1\n");
}
END_TEST

START_TEST(what_people_call_their_lamps_is_escaped)
{
	begin(false);
	exposition_family(&out, "a", EXPOSITION_GAUGE, "A.");
	exposition_begin(&out, "");
	exposition_label(&out, "alias",
	                 "\"K\xc3\xbc"
	                 "che\"\n\\lamp");
	exposition_value(&out, 1);
	is("# HELP a A.\n# TYPE a gauge\na{alias=\"\\\"K\xc3\xbc"
	   "che\\\"\\n\\\\lamp\"} 1\n");
}
END_TEST

START_TEST(values_are_exact_where_they_are_whole)
{
	begin(false);
	exposition_family(&out, "a", EXPOSITION_GAUGE, "A.");
	for (unsigned i = 0; i < 8; i++) {
		static const double values[] = { 0, -57, 1795809600, 9007199254740991., 0.1, 229.84, 1e300, NAN };

		exposition_begin(&out, "");
		exposition_value(&out, values[i]);
	}
	exposition_begin(&out, "_bucket");
	exposition_value(&out, INFINITY);
	exposition_begin(&out, "_bucket");
	exposition_value(&out, -INFINITY);
	is("# HELP a A.\n# TYPE a gauge\na 0\na -57\na 1795809600\na 9007199254740991\na 0.1\na 229.84\na 1e+300\na NaN\n"
	   "a_bucket +Inf\na_bucket -Inf\n");
}
END_TEST

START_TEST(what_does_not_fit_is_noticed)
{
	begin(false);
	buf.max = 20;
	exposition_one(&out, "kasa_something", EXPOSITION_GAUGE, "Something.", 1);
	ck_assert(out.failed);
	kasa_buf_finish(&buf);
}
END_TEST

/* What Prometheus 2.42 sends, browsers, curl, and others. */
static const struct {
	const char *accept;
	bool open_metrics;
} accepts[] = {
	{ NULL, false },
	{ "", false },
	{ "*/*", false },
	{ "text/html,application/xhtml+xml,*/*;q=0.8", false },
	{ "application/openmetrics-text", true },
	{ "application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,"
	  "text/plain;version=0.0.4;q=0.5,*/*;q=0.1",
	  true },
	{ "text/plain;version=0.0.4;q=0.5, application/openmetrics-text; version=1.0.0; q=0.2", false },
	{ "application/openmetrics-text;q=0", false },
	{ "application/openmetrics-textual", false },
	{ "APPLICATION/OPENMETRICS-TEXT ; Q=1", true },
	{ ",, ,application/openmetrics-text;;", true },
};

START_TEST(openmetrics_for_who_would_rather_have_it)
{
	for (size_t i = 0; i < UNIT_COUNT(accepts); i++)
		ck_assert_msg(exposition_wants_open_metrics(accepts[i].accept) == accepts[i].open_metrics,
		              "wrong for \"%s\"", accepts[i].accept ? accepts[i].accept : "none");
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_counter_is_called_what_its_samples_are_called,
		in_openmetrics_a_counter_lacks_its_suffix_and_the_end_is_told,
		an_info_is_a_gauge_where_there_is_no_such_type,
		a_family_without_samples_is_not_told,
		what_people_call_their_lamps_is_escaped,
		values_are_exact_where_they_are_whole,
		what_does_not_fit_is_noticed,
		openmetrics_for_who_would_rather_have_it,
	};

	return unit_run("exposition", tests, UNIT_COUNT(tests));
}
