/* The files of three DHCP servers. */
#include "unit/unit.h"

#include "base/buf.h"
#include "base/str.h"
#include "common/leases.h"

enum {
	NOW = 1767225600, /* 2026-01-01 00:00:00 UTC */
};

static const char dnsmasq[] = "1767229200 50:c7:bf:00:00:07 192.0.2.7 HS110 01:50:c7:bf:00:00:07\n"
			      "1767222000 50:c7:bf:00:00:08 192.0.2.8 HS100 *\n"
			      "0 b0:95:75:00:00:09 192.0.2.9 * *\n"
			      "43200 b0:95:75:00:00:0a 192.0.2.10 KP115 *\n"
			      "1767229200 06-50:c7:bf:00:00:0b:01:02 192.0.2.11 tape *\n"
			      "duid 00:01:00:01:2b:5c:8f:3a:52:54:00:12:34:56\n"
			      "1767229200 1234567 2001:db8::12 laptop 00:01:00:01:aa:bb\n";

static const char isc[] = "# The format of this file is documented in the dhcpd.leases(5) manual page.\n"
			  "\n"
			  "authoring-byte-order little-endian;\n"
			  "server-duid \"\\000\\001\\\"\\304{\";\n"
			  "\n"
			  "lease 192.0.2.7 {\n"
			  "  starts 3 2025/12/31 23:00:00;\n"
			  "  ends 4 2026/01/01 01:00:00;\n"
			  "  cltt 3 2025/12/31 23:00:00;\n"
			  "  binding state active;\n"
			  "  next binding state free;\n"
			  "  hardware ethernet 50:c7:bf:00:00:07;\n"
			  "  uid \"\\001P\\307\\277\\000}\\007\";\n"
			  "  set vendor-class-identifier = \"udhcp \\\"1\\\" }\";\n"
			  "  client-hostname \"HS110\";\n"
			  "  on expiry {\n"
			  "    set gone = \"yes\";\n"
			  "    if exists agent.circuit-id { log(\"}\"); }\n"
			  "  }\n"
			  "}\n"
			  "failover peer \"other\" state {\n"
			  "  my state normal at 3 2025/12/31 23:00:00;\n"
			  "}\n"
			  "lease 192.0.2.8 {\n"
			  "  ends 3 2025/12/31 23:59:59;\n"
			  "  binding state active;\n"
			  "  hardware ethernet 50:c7:bf:00:00:08;\n"
			  "}\n"
			  "lease 192.0.2.9 {\n"
			  "  ends never;\n"
			  "  binding state active;\n"
			  "  hardware ethernet b0:95:75:00:00:09;\n"
			  "}\n"
			  "lease 192.0.2.10 {\n"
			  "  ends epoch 1767229200; # Thu Jan  1 01:00:00 2026\n"
			  "  binding state free;\n"
			  "  hardware ethernet b0:95:75:00:00:0a;\n"
			  "}\n";

static const char kea[] =
	"address,hwaddr,client_id,valid_lifetime,expire,subnet_id,fqdn_fwd,fqdn_rev,hostname,state,user_context,pool_id\n"
	"192.0.2.7,50:c7:bf:00:00:07,01:50:c7:bf:00:00:07,7200,1767229200,1,0,0,hs110,0,,0\n"
	"192.0.2.8,50:c7:bf:00:00:08,,3600,1767222000,1,0,0,hs100,0,,0\n"
	"192.0.2.9,b0:95:75:00:00:09,,4294967295,6062192895,1,0,0,,0,,0\n"
	"192.0.2.10,b0:95:75:00:00:0a,,7200,1767229200,1,0,0,kp115,2,,0\n"
	"192.0.2.11,,ff:00:01,7200,1767229200,1,0,0,,0,,0\n";

static struct leases leases;
static struct kasa_err err;

static int
parse_bytes(const char *text, size_t n)
{
	leases_finish(&leases); /* of the text before */
	kasa_err_clear(&err);
	return leases_parse(&leases, "FILE", text, n, NOW, &err);
}

static int
parse(const char *text)
{
	return parse_bytes(text, strlen(text));
}

static const struct lease *
lease_of(unsigned last)
{
	for (size_t i = 0; i < leases.count; i++)
		if (leases.list[i].address == 0xc0000200 + last)
			return &leases.list[i];
	ck_abort_msg("no lease of 192.0.2.%u", last);
	return NULL;
}

static void
check(unsigned last, const char *mac, const char *name, bool expired)
{
	const struct lease *lease = lease_of(last);
	char text[KASA_MAC_TEXT];

	kasa_mac_format(lease->mac, text);
	ck_assert_str_eq(text, mac);
	ck_assert_str_eq(lease->name, name);
	ck_assert_int_eq(lease->expired, expired);
}

/* The sentence for a text of which nothing else is left. */
static const char *
refusal(const char *text)
{
	ck_assert_int_eq(parse(text), KASA_EINVAL);
	ck_assert_uint_eq(leases.count, 0);
	return err.text;
}

START_TEST(dnsmasq_tells_lives_ends_and_names)
{
	ck_assert_int_eq(parse(dnsmasq), KASA_OK);

	ck_assert_uint_eq(leases.count, 4);
	ck_assert_uint_eq(leases.damaged, 0);
	check(7, "50:C7:BF:00:00:07", "HS110", false);
	check(8, "50:C7:BF:00:00:08", "HS100", true);
	check(9, "B0:95:75:00:00:09", "", false);
	check(10, "B0:95:75:00:00:0A", "KP115", false); /* a length: that server has no clock */
}
END_TEST

START_TEST(isc_tells_lives_ends_and_names)
{
	ck_assert_int_eq(parse(isc), KASA_OK);

	ck_assert_msg(leases.damaged == 0, "%s", leases.damage.text);
	ck_assert_uint_eq(leases.count, 4);
	check(7, "50:C7:BF:00:00:07", "HS110", false);
	check(8, "50:C7:BF:00:00:08", "", true);
	check(9, "B0:95:75:00:00:09", "", false);
	check(10, "B0:95:75:00:00:0A", "", true);
}
END_TEST

START_TEST(kea_tells_lives_ends_and_names)
{
	ck_assert_int_eq(parse(kea), KASA_OK);

	ck_assert_uint_eq(leases.damaged, 0);
	ck_assert_uint_eq(leases.count, 4);
	check(7, "50:C7:BF:00:00:07", "hs110", false);
	check(8, "50:C7:BF:00:00:08", "hs100", true);
	check(9, "B0:95:75:00:00:09", "", false);
	check(10, "B0:95:75:00:00:0A", "kp115", true);
}
END_TEST

START_TEST(kea_without_the_columns_of_later_versions_is_read)
{
	ck_assert_int_eq(parse("address,hwaddr,client_id,valid_lifetime,expire,subnet_id,fqdn_fwd,fqdn_rev,hostname,"
	                       "state\n192.0.2.7,50:c7:bf:00:00:07,,7200,1767229200,1,0,0,,0\n"),
	                 KASA_OK);

	check(7, "50:C7:BF:00:00:07", "", false);
}
END_TEST

START_TEST(of_a_journal_the_last_word_counts)
{
	ck_assert_int_eq(
		parse("lease 192.0.2.7 {\n  binding state active;\n  hardware ethernet 50:c7:bf:00:00:07;\n}\n"
	              "lease 192.0.2.8 {\n  binding state active;\n  hardware ethernet 50:c7:bf:00:00:08;\n}\n"
	              "lease 192.0.2.9 {\n  binding state free;\n  hardware ethernet 50:c7:bf:00:00:09;\n}\n"
	              "lease 192.0.2.7 {\n  binding state active;\n  hardware ethernet 50:c7:bf:00:00:99;\n}\n"
	              "lease 192.0.2.8 {\n  binding state abandoned;\n}\n"
	              "lease 192.0.2.9 {\n  binding state active;\n  hardware ethernet 50:c7:bf:00:00:09;\n}\n"),
		KASA_OK);

	ck_assert_uint_eq(leases.count, 3);
	check(7, "50:C7:BF:00:00:99", "", false);
	check(8, "50:C7:BF:00:00:08", "", true);
	check(9, "50:C7:BF:00:00:09", "", false);
}
END_TEST

START_TEST(in_keas_journal_a_deleted_lease_is_over)
{
	ck_assert_int_eq(parse("address,hwaddr,client_id,valid_lifetime,expire,subnet_id,fqdn_fwd,fqdn_rev,hostname,"
	                       "state\n192.0.2.7,50:c7:bf:00:00:07,,7200,1767229200,1,0,0,,0\n"
	                       "192.0.2.8,50:c7:bf:00:00:08,,7200,1767229200,1,0,0,,0\n"
	                       "192.0.2.7,50:c7:bf:00:00:07,,0,1767229200,1,0,0,,0\n"
	                       "192.0.2.8,,ff:01,7200,1767229200,1,0,0,,0\n"),
	                 KASA_OK);

	check(7, "50:C7:BF:00:00:07", "", true);
	check(8, "50:C7:BF:00:00:08", "", true);
}
END_TEST

START_TEST(files_that_hold_no_lease_yet_are_fine)
{
	static const char *const texts[] = {
		"",
		"\n\n",
		"# nothing\r\n",
		"duid 00:01:00:01:2b:5c:8f:3a\n",
		"# The format of this file is ...\nauthoring-byte-order little-endian;\n",
		"address,hwaddr,client_id,valid_lifetime,expire,subnet_id,fqdn_fwd,fqdn_rev,hostname,state\n",
	};

	for (size_t i = 0; i < UNIT_COUNT(texts); i++) {
		ck_assert_msg(parse(texts[i]) == KASA_OK, "%s: %s", texts[i], err.text);
		ck_assert_uint_eq(leases.count + leases.damaged, 0);
	}
}
END_TEST

START_TEST(a_damaged_line_is_told_and_costs_no_other)
{
	ck_assert_int_eq(parse("1767229200 50:c7:bf:00:00:07 192.0.2.7 HS110 *\n"
	                       "1767229200 50:c7:bf:00:00 192.0.2.8 HS110 *\n"
	                       "what is this\n"
	                       "1767229200 50:c7:bf:00:00:09 192.0.2.9 HS110 *\n"),
	                 KASA_OK);

	ck_assert_uint_eq(leases.count, 2);
	ck_assert_uint_eq(leases.damaged, 2);
	ck_assert_str_eq(leases.damage.text,
	                 "FILE:2: a MAC, as aa:bb:cc:dd:ee:ff, was expected, not \"50:c7:bf:00:00\"");
}
END_TEST

START_TEST(a_block_that_is_not_closed_costs_no_other)
{
	ck_assert_int_eq(parse("lease 192.0.2.7 {\n  hardware ethernet 50:c7:bf:00:00:07;\n"
	                       "lease 192.0.2.8 {\n  on expiry {\n  hardware ethernet 50:c7:bf:00:00:08;\n"
	                       "lease 192.0.2.9 {\n  uid \"lost;\n  hardware ethernet 50:c7:bf:00:00:09;\n}\n"
	                       "lease 192.0.2.10 {\n  hardware ethernet 50:c7:bf:00:00:10;\n}\n"
	                       "lease 192.0.2.11 {\n  starts never\n  hardware ethernet 50:c7:bf:00:00:11;\n}\n"
	                       "lease 192.0.2.12 {\n  hardware ethernet 50:c7:bf:00:00:12;\n}\n"
	                       "lease 192.0.2.13 {\n  hardware ethernet 50:c7:bf:00:00:13;\n"),
	                 KASA_OK);

	ck_assert_uint_eq(leases.count, 2);
	ck_assert_uint_eq(leases.damaged, 5);
	ck_assert_str_eq(leases.damage.text, "FILE:3: } was expected, not \"lease\"");
	check(10, "50:C7:BF:00:00:10", "", false);
	check(12, "50:C7:BF:00:00:12", "", false);
}
END_TEST

// clang-format off
static const struct {
	const char *text, *sentence;
} refused[] = {
	{ "hello\n", "FILE: no leases; what dnsmasq, ISC's dhcpd or Kea (CSV) write was expected" },
	{ "\x7f" "ELF\x02\x01\x01\n\x01\x02", "FILE: no leases; what dnsmasq, ISC's dhcpd or Kea (CSV) write was expected" },
	{ "12 apples\n", "FILE:1: a MAC, as aa:bb:cc:dd:ee:ff, was expected, not \"apples\"" },
	{ "0 50:c7:bf:00:00:07\n", "FILE:1: an IPv4 address, as 192.0.2.7, was expected" },
	{ "0 50:c7:bf:00:00:07 192.0.2.999 HS110 *\n", "FILE:1: an IPv4 address, as 192.0.2.7, was expected, not \"192.0.2.999\"" },
	{ "0 50:c7:bf:00:00:07 192.0.2.7\n", "FILE:1: a name, or *, was expected" },
	{ "lease 192.0.2 {\n}\n", "FILE:1: lease 192.0.2.7 { was expected, not \"192.0.2\"" },
	{ "lease 192.0.2.7;\n", "FILE:1: lease 192.0.2.7 { was expected, not \"192.0.2.7\"" },
	{ "\nlease 192.0.2.7 {\n  hardware ethernet 50;\n}\n", "FILE:3: hardware ethernet aa:bb:cc:dd:ee:ff; was expected, not \"50\"" },
	{ "lease 192.0.2.7 {\n  ends 4 2026/13/01 00:00:00;\n}\n", "FILE:2: ends 6 2026/01/31 23:59:59; was expected, not \"2026/13/01\"" },
	{ "lease 192.0.2.7 {\n  ends;\n}\n", "FILE:2: ends 6 2026/01/31 23:59:59; was expected" },
	{ "lease 192.0.2.7 {\n  binding active;\n}\n", "FILE:2: binding state active; was expected" },
	{ "lease 192.0.2.7 {\n  hardware ethernet 50:c7:bf:00:00:07\n}\n", "FILE:2: a semicolon was expected" },
	{ "address,hwaddr\n", "FILE:1: a line that names address,hwaddr,valid_lifetime,expire,hostname,state was expected, not \"address,hwaddr\"" },
	{ "address,hwaddr,valid_lifetime,expire,hostname,state\n192.0.2.7,50\n", "FILE:2: a MAC, as aa:bb:cc:dd:ee:ff, was expected, not \"50\"" },
	{ "address,hwaddr,valid_lifetime,expire,hostname,state\n192.0.2.7,,7200,soon,,0\n", "FILE:2: the time when a lease ends, in seconds since 1970, was expected, not \"soon\"" },
	{ "address,hwaddr,valid_lifetime,expire,hostname,state\n192.0.2.7,,7200,1767229200,\n", "FILE:2: the state of a lease, a number, was expected" },
};
// clang-format on

START_TEST(what_is_damaged_throughout_is_refused_with_its_line)
{
	for (size_t i = 0; i < UNIT_COUNT(refused); i++)
		ck_assert_str_eq(refusal(refused[i].text), refused[i].sentence);
}
END_TEST

START_TEST(any_cut_of_a_file_gives_leases_of_the_whole)
{
	static const char *const texts[] = { dnsmasq, isc, kea };

	for (size_t i = 0; i < UNIT_COUNT(texts); i++)
		for (size_t n = 0; n < strlen(texts[i]); n++) {
			char *cut = strndup(texts[i], n);

			parse_bytes(cut, n);
			ck_assert_uint_le(leases.count, 4);
			ck_assert_uint_le(leases.damaged, 1);
			free(cut);
		}
}
END_TEST

START_TEST(ten_thousand_leases_are_kept_each_once)
{
	struct kasa_buf text;

	kasa_buf_init(&text, 1 << 20);
	for (unsigned round = 0; round < 2; round++)
		for (unsigned i = 0; i < 10000; i++)
			kasa_buf_printf(&text, "0 50:c7:bf:%02x:%02x:%02x 10.0.%u.%u * *\n", round, i >> 8, i & 255,
			                i >> 8, i & 255);
	ck_assert_int_eq(parse_bytes((const char *)text.data, text.len), KASA_OK);
	kasa_buf_finish(&text);

	ck_assert_uint_eq(leases.count, 10000);
	ck_assert_uint_eq(leases.list[9999].address, 0x0a00270f);
	ck_assert_uint_eq(leases.list[9999].mac[3], 1);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		dnsmasq_tells_lives_ends_and_names,
		isc_tells_lives_ends_and_names,
		kea_tells_lives_ends_and_names,
		kea_without_the_columns_of_later_versions_is_read,
		of_a_journal_the_last_word_counts,
		in_keas_journal_a_deleted_lease_is_over,
		files_that_hold_no_lease_yet_are_fine,
		a_damaged_line_is_told_and_costs_no_other,
		a_block_that_is_not_closed_costs_no_other,
		what_is_damaged_throughout_is_refused_with_its_line,
		any_cut_of_a_file_gives_leases_of_the_whole,
		ten_thousand_leases_are_kept_each_once,
	};

	return unit_run("leases", tests, UNIT_COUNT(tests));
}
