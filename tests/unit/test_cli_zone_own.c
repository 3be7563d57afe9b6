/* The zone of the machine, wherever it is written down. */
#include "unit/unit.h"

#include <unistd.h>

#include "common/zone.h"
#include "unit/tzdata.h"

#define CET "CET-1CEST,M3.5.0,M10.5.0/3"

enum {
	HOUR = 3600,
};

/* A machine of the test's own. */
struct machine {
	char folder[TZDATA_PATH], localtime[TZDATA_PATH + 16], timezone[TZDATA_PATH + 16];
	struct zone_source source;
};

static void
make(struct machine *machine)
{
	tzdata_make(machine->folder);
	snprintf(machine->localtime, sizeof machine->localtime, "%s/../localtime", machine->folder);
	snprintf(machine->timezone, sizeof machine->timezone, "%s/../timezone", machine->folder);
	machine->source = (struct zone_source){ .localtime = machine->localtime, .timezone = machine->timezone };
	tzdata_put_rule(machine->folder, "Europe/Zurich", CET);
	tzdata_put_rule(machine->folder, "Asia/Tokyo", "JST-9");
}

static void
finish(struct machine *machine)
{
	tzdata_remove(machine->folder);
}

static void
link_to(const struct machine *machine, const char *before, const char *name)
{
	char target[256];

	snprintf(target, sizeof target, "%s%s", before, name);
	unlink(machine->localtime);
	ck_assert_int_eq(symlink(target, machine->localtime), 0);
}

static void
write_text(const char *path, const char *text)
{
	FILE *file = fopen(path, "we");

	ck_assert_ptr_nonnull(file);
	fputs(text, file);
	ck_assert_int_eq(fclose(file), 0);
}

static void
expect(const struct machine *machine, const char *name, int32_t offset_s)
{
	struct kasa_err err = { .text = "" };
	struct zone zone;

	ck_assert_msg(zone_own(machine->folder, &machine->source, &zone, &err) == KASA_OK, "%s", err.text);
	ck_assert_str_eq(zone.name, name);
	ck_assert_int_eq(zone.rule.offset_s, offset_s);
	ck_assert_int_eq(err.code, KASA_OK);
}

static void
expect_refusal(const struct machine *machine, int code, const char *why)
{
	struct kasa_err err = { .text = "" };
	struct zone zone;

	ck_assert_int_eq(zone_own(machine->folder, &machine->source, &zone, &err), code);
	ck_assert_msg(strstr(err.text, why), "%s", err.text);
}

START_TEST(a_machine_that_says_nothing_has_utc)
{
	struct machine machine;

	make(&machine);

	expect(&machine, "UTC", 0);
	machine.source = (struct zone_source){ 0 };
	expect(&machine, "UTC", 0);
	finish(&machine);
}
END_TEST

START_TEST(the_variable_comes_first)
{
	// clang-format off
	static const struct {
		const char *tz, *name;
		int32_t offset_s;
	} values[] = {
		{ "Europe/Zurich", "Europe/Zurich", HOUR },
		{ ":Europe/Zurich", "Europe/Zurich", HOUR },
		{ "/usr/share/zoneinfo/Europe/Zurich", "Europe/Zurich", HOUR },
		{ CET, "", HOUR },
		{ "<+0545>-5:45", "", 20700 },
		{ "", "UTC", 0 },
		{ "UTC", "UTC", 0 },
	};
	// clang-format on
	struct machine machine;

	make(&machine);
	link_to(&machine, "/usr/share/zoneinfo/", "Asia/Tokyo");
	for (size_t i = 0; i < UNIT_COUNT(values); i++) {
		machine.source.tz = values[i].tz;
		expect(&machine, values[i].name, values[i].offset_s);
	}
	finish(&machine);
}
END_TEST

START_TEST(a_variable_that_libc_would_take_for_utc_is_refused)
{
	struct machine machine;

	make(&machine);
	machine.source.tz = "Europe/Zurihc";
	expect_refusal(&machine, KASA_EINVAL,
	               "TZ: there is no time zone \"Europe/Zurihc\": did you mean Europe/Zurich?");
	machine.source.tz = "europe/zurich";
	expect_refusal(&machine, KASA_EINVAL,
	               "TZ: there is no time zone \"europe/zurich\": did you mean Europe/Zurich?");
	machine.source.tz = "/nowhere/Zurich";
	expect_refusal(&machine, KASA_ENOTFOUND, "TZ: /nowhere/Zurich: ");
	machine.source.tz = "../Zurich";
	expect_refusal(&machine, KASA_EINVAL, "TZ: \"../Zurich\" is no name of a time zone");
	finish(&machine);
}
END_TEST

START_TEST(a_link_names_the_zone)
{
	struct machine machine;

	make(&machine);
	write_text(machine.timezone, "Asia/Tokyo\n");
	link_to(&machine, "/usr/share/zoneinfo/", "Europe/Zurich");
	expect(&machine, "Europe/Zurich", HOUR);
	link_to(&machine, "../usr/share/zoneinfo/", "Europe/Zurich");
	expect(&machine, "Europe/Zurich", HOUR);
	link_to(&machine, "/etc/zoneinfo/", "Europe/Gone");
	expect_refusal(&machine, KASA_EINVAL, "/../localtime: there is no time zone \"Europe/Gone\"");
	finish(&machine);
}
END_TEST

START_TEST(a_copy_is_named_by_the_text_file_if_it_speaks_of_it)
{
	struct machine machine;

	make(&machine);
	tzdata_put_rule(machine.folder, "../localtime", CET);
	expect(&machine, "", HOUR);
	write_text(machine.timezone, "Asia/Tokyo\n");
	expect(&machine, "", HOUR);
	write_text(machine.timezone, "Europe/Zurich\n");
	expect(&machine, "Europe/Zurich", HOUR);
	write_text(machine.localtime, "nonsense");
	expect_refusal(&machine, KASA_EPROTO, "/../localtime: no file of tzdata");
	finish(&machine);
}
END_TEST

START_TEST(the_text_file_alone_is_enough)
{
	struct machine machine;

	make(&machine);
	write_text(machine.timezone, "Asia/Tokyo");
	expect(&machine, "Asia/Tokyo", 9 * HOUR);
	write_text(machine.timezone, "../../etc/passwd\n");
	expect(&machine, "UTC", 0);
	finish(&machine);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_machine_that_says_nothing_has_utc,
		the_variable_comes_first,
		a_variable_that_libc_would_take_for_utc_is_refused,
		a_link_names_the_zone,
		a_copy_is_named_by_the_text_file_if_it_speaks_of_it,
		the_text_file_alone_is_enough,
	};

	return unit_run("zone own", tests, UNIT_COUNT(tests));
}
