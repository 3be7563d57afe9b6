/* What a DEVICE is, by its form. */
#include "unit/unit.h"

#include "cli/target.h"

#define ID "8006E952A1B9E4C50C3F5D2E7F8A9B0C1D2E3F40"

// clang-format off
static const struct {
	const char *typed;
	enum target_kind kind;
	const char *name, *outlet;
	uint16_t port;
	bool dns_first;
} good[] = {
	{ "all", TARGET_ALL, "all", "", 0, false },
	{ "All", TARGET_ALIAS, "All", "", 0, false },
	{ "\"all\"", TARGET_ALIAS, "all", "", 0, false },
	{ "192.0.2.4", TARGET_HOST, "192.0.2.4", "", 0, false },
	{ "192.0.2.4:1234", TARGET_HOST, "192.0.2.4", "", 1234, false },
	{ "192.0.2.4/2", TARGET_HOST, "192.0.2.4", "2", 0, false },
	{ "192.0.2.4:80/Fan", TARGET_HOST, "192.0.2.4", "Fan", 80, false },
	{ "2001:db8::1", TARGET_HOST, "2001:db8::1", "", 0, false },
	{ "[2001:db8::1]:1234", TARGET_HOST, "2001:db8::1", "", 1234, false },
	{ "[2001:db8::1]", TARGET_HOST, "2001:db8::1", "", 0, false },
	{ "fe80::1%eth0", TARGET_HOST, "fe80::1%eth0", "", 0, false },
	{ "50:C7:BF:01:02:03", TARGET_MAC, "50:C7:BF:01:02:03", "", 0, false },
	{ "50c7bf010203", TARGET_MAC, "50c7bf010203", "", 0, false },
	{ "50-C7-BF-01-02-03/1", TARGET_MAC, "50-C7-BF-01-02-03", "1", 0, false },
	{ ID, TARGET_ID, ID, "", 0, false },
	{ ID "01", TARGET_ID, ID, ID "01", 0, false },
	{ ID "/2", TARGET_ID, ID, "2", 0, false },
	{ "plug.lan", TARGET_ALIAS, "plug.lan", "", 0, true },
	{ "plug.lan:9998", TARGET_DNS, "plug.lan", "", 9998, false },
	{ "Mr. Lamp", TARGET_ALIAS, "Mr. Lamp", "", 0, false },
	{ "tree", TARGET_ALIAS, "tree", "", 0, false },
	{ "lamp: left", TARGET_ALIAS, "lamp: left", "", 0, false },
	{ "strip/2", TARGET_ALIAS, "strip", "2", 0, false },
	{ "strip/Desk lamp", TARGET_ALIAS, "strip", "Desk lamp", 0, false },
	{ "strip/\"Desk/lamp\"", TARGET_ALIAS, "strip", "Desk/lamp", 0, false },
	{ "strip/Desk/lamp", TARGET_ALIAS, "strip", "Desk/lamp", 0, false },
	{ "\"TV/Lamp\"", TARGET_ALIAS, "TV/Lamp", "", 0, false },
	{ "\"TV/Lamp\"/1", TARGET_ALIAS, "TV/Lamp", "1", 0, false },
	{ "12\" shelf", TARGET_ALIAS, "12\" shelf", "", 0, false },
	{ "1", TARGET_ALIAS, "1", "", 0, false },
	{ "1.2", TARGET_ALIAS, "1.2", "", 0, false }, /* a resolver would take it for 1.0.0.2 */
};

static const char *const bad[] = {
	"", "/", "/2", "strip/", "\"\"", "strip/\"\"", "all/1", "192.0.2.256", "1.2.3.", "192.0.2.4:0", "192.0.2.4:65536",
	"192.0.2.4:http", "300.1.1.1:80",
};

static const struct {
	const char *typed;
	enum target_kind kind;
	const char *name, *outlet;
	uint16_t port;
} hosts[] = {
	{ "192.0.2.4", TARGET_HOST, "192.0.2.4", "", 0 },
	{ "192.0.2.4:80/2", TARGET_HOST, "192.0.2.4", "2", 80 },
	{ "2001:db8::1", TARGET_HOST, "2001:db8::1", "", 0 },
	{ "[::1]:80", TARGET_HOST, "::1", "", 80 },
	{ "plug", TARGET_DNS, "plug", "", 0 },
	{ "plug:80", TARGET_DNS, "plug", "", 80 },
	{ "all", TARGET_DNS, "all", "", 0 },
};

static const char *const bad_hosts[] = {
	"", "/", "Desk lamp", "192.0.2.300", "plug:", "plug:x", "-plug", "127.1", "[::1", "a\x1b[31mb",
};
// clang-format on

START_TEST(a_device_is_told_by_its_form)
{
	for (size_t i = 0; i < UNIT_COUNT(good); i++) {
		struct target target;
		struct kasa_err err = { .text = "" };

		ck_assert_msg(target_parse(&target, good[i].typed, &err) == KASA_OK, "%s: %s", good[i].typed, err.text);
		ck_assert_msg(target.kind == good[i].kind, "%s: kind %d", good[i].typed, (int)target.kind);
		ck_assert_str_eq(target.name, good[i].name);
		ck_assert_str_eq(target.outlet, good[i].outlet);
		ck_assert_uint_eq(target.port, good[i].port);
		ck_assert_msg(target.dns_first == good[i].dns_first, "%s", good[i].typed);
		ck_assert_ptr_eq(target.typed, good[i].typed);
	}
}
END_TEST

START_TEST(what_is_no_device_gets_a_sentence)
{
	for (size_t i = 0; i < UNIT_COUNT(bad); i++) {
		struct target target;
		struct kasa_err err = { .text = "" };

		ck_assert_msg(target_parse(&target, bad[i], &err) == KASA_EINVAL, "%s", bad[i]);
		ck_assert_msg(err.text[0], "%s", bad[i]);
	}
}
END_TEST

START_TEST(a_host_is_an_address_or_a_name_of_dns)
{
	for (size_t i = 0; i < UNIT_COUNT(hosts); i++) {
		struct target target;
		struct kasa_err err = { .text = "" };

		ck_assert_msg(target_parse_host(&target, hosts[i].typed, &err) == KASA_OK, "%s: %s", hosts[i].typed,
		              err.text);
		ck_assert_msg(target.kind == hosts[i].kind, "%s: kind %d", hosts[i].typed, (int)target.kind);
		ck_assert_str_eq(target.name, hosts[i].name);
		ck_assert_str_eq(target.outlet, hosts[i].outlet);
		ck_assert_uint_eq(target.port, hosts[i].port);
	}
}
END_TEST

START_TEST(what_is_no_host_gets_a_sentence)
{
	for (size_t i = 0; i < UNIT_COUNT(bad_hosts); i++) {
		struct target target;
		struct kasa_err err = { .text = "" };

		ck_assert_msg(target_parse_host(&target, bad_hosts[i], &err) == KASA_EINVAL, "%s", bad_hosts[i]);
		ck_assert_msg(err.text[0], "%s", bad_hosts[i]);
	}
}
END_TEST

START_TEST(an_alias_given_by_option_is_taken_to_the_last_character)
{
	struct target target;
	struct kasa_err err;

	ck_assert_int_eq(target_parse_alias(&target, "TV/192.0.2.4", &err), KASA_OK);

	ck_assert_int_eq(target.kind, TARGET_ALIAS);
	ck_assert_str_eq(target.name, "TV/192.0.2.4");
	ck_assert_str_eq(target.outlet, "");
}
END_TEST

START_TEST(names_that_are_too_long_are_refused)
{
	char name[TARGET_NAME_MAX + 1], outlet[KASA_ALIAS_MAX + 3];
	struct target target;
	struct kasa_err err;

	memset(name, 'a', sizeof name - 1);
	name[sizeof name - 1] = '\0';
	memset(outlet, 'b', sizeof outlet - 1);
	memcpy(outlet, "s/", 2);
	outlet[sizeof outlet - 1] = '\0';

	ck_assert_int_eq(target_parse(&target, name, &err), KASA_EINVAL);
	ck_assert_int_eq(target_parse_host(&target, name, &err), KASA_EINVAL);
	ck_assert_int_eq(target_parse_alias(&target, name, &err), KASA_EINVAL);
	ck_assert_int_eq(target_parse(&target, outlet, &err), KASA_EINVAL);
	ck_assert_int_eq(target_parse(&target, name + 1, &err), KASA_OK);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_device_is_told_by_its_form,
		what_is_no_device_gets_a_sentence,
		a_host_is_an_address_or_a_name_of_dns,
		what_is_no_host_gets_a_sentence,
		an_alias_given_by_option_is_taken_to_the_last_character,
		names_that_are_too_long_are_refused,
	};

	return unit_run("cli target", tests, UNIT_COUNT(tests));
}
