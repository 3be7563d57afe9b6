/* TP-Link's hardware by its address. */
#include "unit/unit.h"

#include "base/str.h"
#include "common/oui.h"
#include "common/oui_table.h"

// clang-format off
static const struct {
	const char *mac, *model; /* as seen on devices */
} seen[] = {
	{ "70:4F:57:00:00:01", "HS100(UK)" },
	{ "B0:95:75:00:00:01", "HS110(EU)" },
	{ "28:87:BA:00:00:01", "HS200(US)" },
	{ "60:83:E7:00:00:01", "HS210(US)" },
	{ "C0:06:C3:00:00:01", "HS300(US)" },
	{ "54:AF:97:00:00:01", "KP115(US)" },
	{ "1C:3B:F3:00:00:01", "KP303(UK)" },
	{ "3C:52:A1:00:00:01", "KP400(US)" },
	{ "AC:15:A2:00:00:01", "EP25(US)" },
	{ "A8:42:A1:00:00:01", "KS200(US)" },
	{ "30:DE:4B:00:00:01", "KS220(US)" },
	{ "50:C7:BF:00:00:01", "LB100(US)" },
	{ "CC:32:E5:00:00:01", "KL430(US)" },
	{ "D8:44:89:00:00:01", "KL400L10(US)" },
};

/* Nobody's, documentation's, virtual, of the kernel's own choice, everybody. */
static const char *const others[] = {
	"00:00:00:00:00:00", "00:00:5E:00:53:01", "52:54:00:12:34:56", "02:C7:BF:00:00:01", "FF:FF:FF:FF:FF:FF",
};
// clang-format on

static bool
is_tplink(const char *text)
{
	uint8_t mac[6];

	ck_assert(kasa_mac_parse(text, mac));
	return oui_is_tplink(mac);
}

START_TEST(the_prefixes_of_known_devices_are_known)
{
	for (size_t i = 0; i < UNIT_COUNT(seen); i++)
		ck_assert_msg(is_tplink(seen[i].mac), "%s of a %s", seen[i].mac, seen[i].model);
}
END_TEST

START_TEST(the_prefixes_of_others_are_not)
{
	for (size_t i = 0; i < UNIT_COUNT(others); i++)
		ck_assert_msg(!is_tplink(others[i]), "%s", others[i]);
}
END_TEST

START_TEST(the_table_is_ascending_so_that_each_is_found)
{
	for (size_t i = 0; i < UNIT_COUNT(oui_table); i++) {
		uint8_t mac[6] = { oui_table[i][0], oui_table[i][1], oui_table[i][2], 1, 2, 3 };

		ck_assert(i == 0 || memcmp(oui_table[i - 1], oui_table[i], sizeof oui_table[i]) < 0);
		ck_assert(oui_is_tplink(mac));
	}
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		the_prefixes_of_known_devices_are_known,
		the_prefixes_of_others_are_not,
		the_table_is_ascending_so_that_each_is_found,
	};

	return unit_run("oui", tests, UNIT_COUNT(tests));
}
