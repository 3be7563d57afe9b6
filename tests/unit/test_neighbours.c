/* The kernel's table of neighbours. */
#include "unit/unit.h"

#include <kasa/error.h>

#include "common/neighbours.h"

static const char table[] =
	"IP address       HW type     Flags       HW address            Mask     Device\n"
	"192.0.2.1        0x1         0x2         50:c7:bf:00:00:01     *        eth0\n"
	"192.0.2.2        0x1         0x0         00:00:00:00:00:00     *        eth0\n"   /* asked in vain */
	"192.0.2.3        0x1         0x6         50:c7:bf:00:00:03     *        wlp3s0\n" /* set by hand */
	"192.0.2.4        0x20        0x2         50:c7:bf:00:00:04:05  *        ib0\n"
	"192.0.2.5        0x1         0x2         50:c7:bf:00:00:05     *        eth0";

static struct neighbour told[8];
static size_t told_count;

static int
note(const struct neighbour *neighbour, void *arg)
{
	ck_assert_ptr_eq(arg, told);
	told[told_count++] = *neighbour;
	return told_count < 3 ? KASA_OK : KASA_ENOMEM;
}

static int
parse(const char *text)
{
	told_count = 0;
	return neighbours_parse(text, strlen(text), note, told);
}

START_TEST(those_who_answered_are_told_with_their_interface)
{
	ck_assert_int_eq(parse(table), KASA_ENOMEM);

	ck_assert_uint_eq(told_count, 3);
	ck_assert_uint_eq(told[0].address, 0xc0000201);
	ck_assert_mem_eq(told[0].mac, "\x50\xc7\xbf\0\0\x01", 6);
	ck_assert_str_eq(told[0].interface, "eth0");
	ck_assert_uint_eq(told[1].address, 0xc0000203);
	ck_assert_str_eq(told[1].interface, "wlp3s0");
	ck_assert_uint_eq(told[2].address, 0xc0000205);
}
END_TEST

START_TEST(who_does_not_want_to_hear_more_is_told_no_more)
{
	char twice[2 * sizeof table + 1];

	snprintf(twice, sizeof twice, "%s\n%s", table, table);
	ck_assert_int_eq(parse(twice), KASA_ENOMEM);

	ck_assert_uint_eq(told_count, 3);
}
END_TEST

START_TEST(any_cut_of_the_table_tells_no_neighbour_that_is_not_there)
{
	for (size_t n = 0; n < strlen(table); n++) {
		char *cut = strndup(table, n);

		parse(cut);
		for (size_t i = 0; i < told_count; i++)
			ck_assert_uint_eq(told[i].address >> 8, 0xc00002);
		free(cut);
	}
}
END_TEST

START_TEST(an_empty_table_and_another_text_tell_of_nobody)
{
	ck_assert_int_eq(parse(""), KASA_OK);
	ck_assert_int_eq(parse("IP address       HW type     Flags       HW address            Mask     Device\n"),
	                 KASA_OK);
	ck_assert_int_eq(parse("192.0.2.1 0x1 0x2 50:c7:bf:00:00:01\n"), KASA_OK); /* whose interface is missing */
	ck_assert_int_eq(parse("192.0.2.1 0x1 0x2 50:c7:bf:00:00:01 * a-name-that-no-interface-has\n"), KASA_OK);

	ck_assert_uint_eq(told_count, 0);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		those_who_answered_are_told_with_their_interface,
		who_does_not_want_to_hear_more_is_told_no_more,
		any_cut_of_the_table_tells_no_neighbour_that_is_not_there,
		an_empty_table_and_another_text_tell_of_nobody,
	};

	return unit_run("neighbours", tests, UNIT_COUNT(tests));
}
