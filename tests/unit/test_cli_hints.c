/* Where devices may be that no broadcast reaches. */
#include "unit/unit.h"

#include <kasa/state.h>

#include "cli/hints.h"

static const char table[] = "IP address       HW type     Flags       HW address            Mask     Device\n"
			    "192.0.2.1        0x1         0x2         50:c7:bf:00:00:01     *        eth0\n"
			    "192.0.2.2        0x1         0x0         00:00:00:00:00:00     *        eth0\n"
			    "192.0.2.3        0x1         0x2         52:54:00:00:00:03     *        eth0\n"
			    "198.51.100.4     0x1         0x2         b0:95:75:00:00:04     *        eth1\n";

static const char file[] = "0 50:c7:bf:00:00:01 192.0.2.1 HS110 *\n"    /* which the kernel knows, but not its name */
			   "0 50:c7:bf:00:00:05 198.51.100.4 HS100 *\n" /* where another one is by now */
			   "0 50:c7:bf:00:00:06 192.0.2.6 KP115 *\n"
			   "0 52:54:00:00:00:07 192.0.2.7 laptop *\n"
			   "1500000000 50:c7:bf:00:00:08 192.0.2.8 HS105 *\n"
			   "0 50:c7:bf:00:00:09 192.0.2.255 * *\n"
			   "0 50:c7:bf:00:00:0a 224.0.0.1 * *\n";

static struct hints *hints;

static void
prepare(void)
{
	hints = hints_new();
	ck_assert_ptr_nonnull(hints);
}

static void
add_table(const char *interfaces)
{
	struct words words = { 0 };

	ck_assert_int_eq(words_split(&words, interfaces), KASA_OK);
	ck_assert_int_eq(hints_add_neighbours(hints, table, strlen(table), &words), KASA_OK);
	words_finish(&words);
}

static size_t
add_file(void)
{
	struct leases leases;
	size_t added;

	leases_init(&leases);
	ck_assert_int_eq(leases_parse(&leases, "FILE", file, strlen(file), 1767225600, NULL), KASA_OK);
	ck_assert_int_eq(hints_add_leases(hints, &leases, &added), KASA_OK);
	leases_finish(&leases);
	return added;
}

/* All that is asked, each before a blank. */
static void
check_targets(const char *named, const char *expected)
{
	struct words words = { 0 };
	char all[400] = "";

	ck_assert_int_eq(words_split(&words, named), KASA_OK);
	ck_assert_int_eq(hints_targets(hints, &words), KASA_OK);
	words_finish(&words);
	for (size_t i = 0; i < hints->targets.count; i++) {
		strcat(all, " ");
		strcat(all, hints->targets.item[i]);
	}
	ck_assert_str_eq(all, expected);
}

static void
answer(const char *host, const char *mac)
{
	struct kasa_state state = { .mac = "" };
	struct kasa_found found = { .host = host, .state = &state };

	strcpy(state.mac, mac);
	hints_heard(hints, &found);
}

START_TEST(of_neighbours_those_of_the_maker_are_asked_beside_everybody)
{
	prepare();
	add_table("");

	check_targets("", " 255.255.255.255 192.0.2.1/32 198.51.100.4/32");
	hints_free(hints);
}
END_TEST

START_TEST(neighbours_behind_other_interfaces_than_those_that_were_named_are_not_asked)
{
	prepare();
	add_table("eth1");

	check_targets("", " 255.255.255.255 198.51.100.4/32");
	hints_free(hints);
}
END_TEST

START_TEST(leases_that_live_are_asked_beside_the_targets_that_were_named)
{
	prepare();

	ck_assert_uint_eq(add_file(), 5);
	check_targets("203.0.113.0/24", " 203.0.113.0/24 192.0.2.1/32 198.51.100.4/32 192.0.2.6/32 192.0.2.255/32");
	hints_free(hints);
}
END_TEST

START_TEST(what_the_kernel_knows_stays_and_gets_its_name_from_the_lease_of_the_same_hardware)
{
	prepare();
	add_table("");
	add_file();

	ck_assert_uint_eq(hints->count, 4);
	ck_assert_str_eq(hints->list[0].name, "HS110");
	ck_assert(!hints->list[0].leased);
	ck_assert_mem_eq(hints->list[1].mac, "\xb0\x95\x75\0\0\x04", 6);
	ck_assert_str_eq(hints->list[1].name, "");
	ck_assert(hints->list[2].leased);
	hints_free(hints);
}
END_TEST

START_TEST(who_answered_at_the_address_or_with_the_mac_is_not_silent)
{
	prepare();
	add_table("");
	add_file();
	ck_assert_uint_eq(hints_silent(hints), 4);

	answer("192.0.2.1", "");
	answer("203.0.113.66", "50:C7:BF:00:00:06"); /* it has moved */
	answer("203.0.113.67", "50:C7:BF:00:00:67");
	answer("fe80::1", "");
	answer("0.0.0.0", "");

	ck_assert_uint_eq(hints_silent(hints), 2);
	ck_assert(hints->list[0].answered && hints->list[2].answered);
	hints_free(hints);
}
END_TEST

START_TEST(without_any_hint_everybody_or_whoever_was_named_is_asked)
{
	prepare();
	check_targets("", " 255.255.255.255");
	check_targets("192.0.2.7 192.0.2.255", " 192.0.2.7 192.0.2.255");
	ck_assert_uint_eq(hints_silent(hints), 0);
	hints_free(hints);
	hints_free(NULL);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		of_neighbours_those_of_the_maker_are_asked_beside_everybody,
		neighbours_behind_other_interfaces_than_those_that_were_named_are_not_asked,
		leases_that_live_are_asked_beside_the_targets_that_were_named,
		what_the_kernel_knows_stays_and_gets_its_name_from_the_lease_of_the_same_hardware,
		who_answered_at_the_address_or_with_the_mac_is_not_silent,
		without_any_hint_everybody_or_whoever_was_named_is_asked,
	};

	return unit_run("hints", tests, UNIT_COUNT(tests));
}
