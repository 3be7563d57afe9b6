/* One sheet, three looks: lines and a table, an object, comma-separated values. */
#include "unit/unit.h"

#include <math.h>
#include <unistd.h>

#include <kasa/state.h>

#include "cli/sheet.h"
#include "cli/writer.h"

/* What a writer writes on standard output; each case is a process of its own. */
static const char *
written(const struct writer *writer, struct out *out, const char *alias, const struct sheet *sheet)
{
	static char told[4096];
	struct kasa_state state = { .mac = "", .on = KASA_UNKNOWN, .on_time_s = KASA_UNKNOWN, .led = KASA_UNKNOWN };
	const struct device_row row = { .host = "192.0.2.4", .port = 9999, .state = &state };
	FILE *file = tmpfile();
	size_t n;

	state.rssi_dbm = state.light.brightness = state.light.color_temp_k = KASA_UNKNOWN;
	state.light.hue = state.light.saturation = KASA_UNKNOWN;
	snprintf(state.alias, sizeof state.alias, "%s", alias);
	ck_assert_int_eq(dup2(fileno(file), STDOUT_FILENO), STDOUT_FILENO);
	writer->sheet(out, &row, sheet);
	ck_assert_int_eq(out->error, 0);
	rewind(file);
	n = fread(told, 1, sizeof told - 1, file);
	told[n] = '\0';
	fclose(file);
	return told;
}

static const char *
as(const struct writer *writer, const struct sheet *sheet)
{
	struct out out = { .error = 0 };

	return written(writer, &out, "Tree", sheet);
}

/* Two rules, the second of which says little. */
static void
fill(struct sheet *sheet)
{
	sheet_init(sheet, "schedule");
	sheet_bool(sheet, "enabled", "enabled", 1);
	sheet_int(sheet, "next_s", "next rule", 90);
	sheet_shown(sheet, "in 1 min 30 s");
	sheet_int(sheet, "gone", "gone", KASA_UNKNOWN);
	sheet_list(sheet, "rules");
	sheet_row(sheet);
	sheet_int(sheet, "at", "time", 1027);
	sheet_shown(sheet, "sunset-15m");
	sheet_text(sheet, "name", "name",
	           "K\xc3\xbc"
	           "che");
	sheet_text(sheet, "days", "days", "mon tue");
	sheet_real(sheet, "kwh", "energy", 1.5, 2);
	sheet_unit(sheet, "kWh");
	sheet_bool(sheet, "on", "does", 0);
	sheet_called(sheet, "on", "off");
	sheet_row(sheet);
	sheet_int(sheet, "at", "time", 7);
	sheet_text(sheet, "name", "name", "");
	sheet_text(sheet, "days", "days", NULL);
	sheet_real(sheet, "kwh", "energy", NAN, 2);
	sheet_unit(sheet, "kWh");
	sheet_bool(sheet, "on", "does", KASA_UNKNOWN);
}

START_TEST(people_get_entries_and_a_table)
{
	struct sheet sheet;

	fill(&sheet);
	ck_assert_str_eq(as(&writer_text, &sheet), "Tree\n"
	                                           "  enabled    yes\n"
	                                           "  next rule  in 1 min 30 s\n"
	                                           "        TIME  NAME   DAYS       ENERGY  DOES\n"
	                                           "  sunset-15m  K\xc3\xbc"
	                                           "che  mon tue  1.50 kWh  off\n"
	                                           "           7  -      -               -  -\n");
	sheet_finish(&sheet);
}
END_TEST

START_TEST(programs_get_values_with_their_types)
{
	struct sheet sheet;

	fill(&sheet);
	ck_assert_str_eq(as(&writer_json, &sheet),
	                 "{\"host\":\"192.0.2.4\",\"port\":9999,\"alias\":\"Tree\",\"features\":[],"
	                 "\"schedule\":{\"enabled\":true,\"next_s\":90,\"rules\":["
	                 "{\"at\":1027,\"name\":\"K\xc3\xbc"
	                 "che\",\"days\":\"mon tue\",\"kwh\":1.5,\"on\":false},"
	                 "{\"at\":7}]}}\n");
	sheet_finish(&sheet);
}
END_TEST

START_TEST(tables_of_others_get_one_line_of_names_and_a_line_for_each_row)
{
	struct out out = { .error = 0 };
	struct sheet sheet;

	fill(&sheet);
	ck_assert_str_eq(written(&writer_csv, &out, "Tree", &sheet), "device,outlet,at,name,days,kwh,on\n"
	                                                             "Tree,,1027,K\xc3\xbc"
	                                                             "che,mon tue,1.5,false\n"
	                                                             "Tree,,7,,,,\n");
	ck_assert_str_eq(written(&writer_csv, &out, "", &sheet), "192.0.2.4,,1027,K\xc3\xbc"
	                                                         "che,mon tue,1.5,false\n"
	                                                         "192.0.2.4,,7,,,,\n");
	sheet_finish(&sheet);
}
END_TEST

START_TEST(a_field_is_quoted_where_it_must_be_and_never_raw)
{
	struct out out = { .error = 0, .headed = true };
	struct sheet sheet;

	sheet_init(&sheet, "s");
	sheet_text(&sheet, "a", "a", "1,5");
	sheet_text(&sheet, "b", "b", " two");
	sheet_text(&sheet, "c", "c", "x\ny\x1b[2J\xff");
	ck_assert_str_eq(written(&writer_csv, &out, "The \"tree\"", &sheet),
	                 "\"The \"\"tree\"\"\",,\"1,5\",\" two\",x\\x0ay\\x1b[2J\xef\xbf\xbd\n");
	sheet_finish(&sheet);
}
END_TEST

START_TEST(rows_that_tell_their_outlet_have_it_once)
{
	struct sheet sheet;

	sheet_init(&sheet, "energy");
	sheet_list(&sheet, "meters");
	sheet_row(&sheet);
	sheet_int(&sheet, "outlet", "outlet", 2);
	sheet_real(&sheet, "power_w", "power", 0.1, 1);
	ck_assert_str_eq(as(&writer_csv, &sheet), "device,outlet,power_w\nTree,2,0.1\n");
	sheet_finish(&sheet);
}
END_TEST

START_TEST(a_sum_stands_below_the_rows_and_beside_the_list)
{
	struct sheet sheet;

	sheet_init(&sheet, "energy");
	sheet_list(&sheet, "days");
	sheet_row(&sheet);
	sheet_text(&sheet, "day", "day", "2026-07-01");
	sheet_int(&sheet, "wh", "energy", 1200);
	sheet_sum(&sheet);
	sheet_text(&sheet, "day", "day", NULL);
	sheet_shown(&sheet, "sum");
	sheet_int(&sheet, "wh", "energy", 1200);
	ck_assert_str_eq(as(&writer_text, &sheet), "Tree\n"
	                                           "  DAY         ENERGY\n"
	                                           "  2026-07-01    1200\n"
	                                           "  sum           1200\n");
	ck_assert_ptr_nonnull(strstr(as(&writer_json, &sheet),
	                             "\"energy\":{\"days\":[{\"day\":\"2026-07-01\",\"wh\":1200}],"
	                             "\"sum\":{\"wh\":1200}}"));
	ck_assert_str_eq(as(&writer_csv, &sheet), "device,outlet,day,wh\nTree,,2026-07-01,1200\n");
	sheet_finish(&sheet);
}
END_TEST

START_TEST(what_has_no_label_is_for_programs)
{
	struct sheet sheet;

	sheet_init(&sheet, "s");
	sheet_int(&sheet, "much", NULL, 5);
	sheet_text(&sheet, "little", "little", "x");
	sheet_list(&sheet, "rows");
	sheet_row(&sheet);
	sheet_int(&sheet, "a", NULL, 1);
	sheet_text(&sheet, "b", "b", "two");
	sheet_int(&sheet, "c", NULL, 3);
	sheet_text(&sheet, "d", "d", "four");
	sheet_int(&sheet, "e", NULL, 5);
	ck_assert_str_eq(as(&writer_text, &sheet), "Tree\n"
	                                           "  little    x\n"
	                                           "  B    D\n"
	                                           "  two  four\n");
	ck_assert_ptr_nonnull(strstr(as(&writer_json, &sheet),
	                             "{\"much\":5,\"little\":\"x\",\"rows\":[{\"a\":1,\"b\":\"two\",\"c\":3,"
	                             "\"d\":\"four\",\"e\":5}]}"));
	ck_assert_str_eq(as(&writer_csv, &sheet), "device,outlet,a,b,c,d,e\nTree,,1,two,3,four,5\n");
	sheet_finish(&sheet);
}
END_TEST

START_TEST(an_empty_list_is_told)
{
	struct sheet sheet;

	sheet_init(&sheet, "schedule");
	sheet_list(&sheet, "rules");
	ck_assert_str_eq(as(&writer_text, &sheet), "Tree\n  no rules\n");
	ck_assert_ptr_nonnull(strstr(as(&writer_json, &sheet), "\"schedule\":{\"rules\":[]}"));
	ck_assert_str_eq(as(&writer_csv, &sheet), "");
	sheet_finish(&sheet);
}
END_TEST

START_TEST(what_devices_say_reaches_no_terminal_raw)
{
	struct sheet sheet;

	sheet_init(&sheet, "wifi");
	sheet_text(&sheet, "ssid", "network", "a\x1b[2J\xff");
	sheet_list(&sheet, "networks");
	sheet_row(&sheet);
	sheet_text(&sheet, "ssid", "ssid", "a\nb");
	sheet_text(&sheet, "key", "key", "none");
	ck_assert_str_eq(as(&writer_text, &sheet), "Tree\n"
	                                           "  network   a\\x1b[2J\xef\xbf\xbd\n"
	                                           "  SSID    KEY\n"
	                                           "  a\\x0ab  none\n");
	ck_assert_ptr_nonnull(strstr(as(&writer_json, &sheet), "\"ssid\":\"a\\u001B[2J\xef\xbf\xbd\""));
	sheet_finish(&sheet);
}
END_TEST

START_TEST(a_sheet_without_memory_is_a_failure_and_no_half_of_one)
{
	static const struct writer *const writers[] = { &writer_text, &writer_json, &writer_csv };
	struct sheet sheet;

	sheet_init(&sheet, "s");
	for (int i = 0; i <= SHEET_CELLS_MAX; i++)
		sheet_int(&sheet, "n", "n", i);
	sheet_text(&sheet, "t", "t", "after that");
	sheet_shown(&sheet, "shown");
	ck_assert(sheet.failed);
	ck_assert_uint_eq(sheet.count, SHEET_CELLS_MAX);
	for (size_t i = 0; i < UNIT_COUNT(writers); i++) {
		const struct device_row row = { .host = "192.0.2.4", .port = 9999 };
		struct out out = { .error = 0 };

		writers[i]->sheet(&out, &row, &sheet);
		ck_assert_int_ne(out.error, 0);
	}
	sheet_finish(&sheet);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		people_get_entries_and_a_table,
		programs_get_values_with_their_types,
		tables_of_others_get_one_line_of_names_and_a_line_for_each_row,
		a_field_is_quoted_where_it_must_be_and_never_raw,
		rows_that_tell_their_outlet_have_it_once,
		a_sum_stands_below_the_rows_and_beside_the_list,
		what_has_no_label_is_for_programs,
		an_empty_list_is_told,
		what_devices_say_reaches_no_terminal_raw,
		a_sheet_without_memory_is_a_failure_and_no_half_of_one,
	};

	return unit_run("cli sheet", tests, UNIT_COUNT(tests));
}
