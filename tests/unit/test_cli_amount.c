/* Prices as they stand on a bill, and what energy costs. */
#include "unit/unit.h"

#include <math.h>

#include "common/amount.h"

// clang-format off
static const struct {
	const char *typed;
	uint32_t price;
} good[] = {
	{ "0.30", 300000 },
	{ "0,30", 300000 },
	{ ".3", 300000 },
	{ "0", 0 },
	{ "1", 1000000 },
	{ "0.2847", 284700 },
	{ "0,284", 284000 },
	{ "0.000001", 1 },
	{ "1.234", 1234000 },
	{ "12,5", 12500000 },
	{ "1000", 1000000000 },
	{ "1000.000000", 1000000000 },
};

static const char *const bad[] = {
	"", "abc", "-0.30", "+0.30", "1000.01", "1000.000001", "1001", "99999999999999999999", "0.30 EUR", "$0.30", "30c",
	"0.0000001", "1,000.00", "1.000,00", "0.3.0", ".", ",", " 0.30", "0.30 ", "1e-1", "nan", "inf", "0x1",
};

static const char *const ambiguous[] = { "1,000", "1,234", "12,345" };

static const struct {
	uint32_t price;
	double kwh;
	int64_t hundredths;
	const char *shown;
} costs[] = {
	{ 300000, 0, 0, "0.00" },
	{ 300000, 1, 30, "0.30" },
	{ 300000, 12.345, 370, "3.70" },
	{ 284700, 100, 2847, "28.47" },
	{ 1, 10000, 1, "0.01" },
	{ 1, 4999, 0, "0.00" },
	{ 1, 5000, 1, "0.01" },
	{ 1000000000, 1e9, 100000000000000, "1000000000000.00" },
};

static const double unknown[] = { NAN, INFINITY, -0.001, 1.1e9 };
// clang-format on

START_TEST(a_price_is_what_was_typed)
{
	for (size_t i = 0; i < UNIT_COUNT(good); i++) {
		struct kasa_err err = { .text = "" };
		uint32_t price = 77;

		ck_assert_msg(amount_parse(good[i].typed, &price, &err) == KASA_OK, "%s", err.text);
		ck_assert_msg(price == good[i].price, "%s: %u", good[i].typed, price);
	}
}
END_TEST

static void
refused(const char *typed, const char *allowed)
{
	struct kasa_err err = { .text = "" };
	uint32_t price = 77;

	ck_assert_msg(amount_parse(typed, &price, &err) == KASA_EINVAL, "%s", typed);
	ck_assert_msg(strstr(err.text, allowed), "%s: %s", typed, err.text);
	ck_assert_uint_eq(price, 77);
}

START_TEST(what_is_no_price_is_told_what_one_is)
{
	for (size_t i = 0; i < UNIT_COUNT(bad); i++)
		refused(bad[i], "a number from 0 to 1000, as 0.30");
	for (size_t i = 0; i < UNIT_COUNT(ambiguous); i++)
		refused(ambiguous[i], "use a point");
}
END_TEST

START_TEST(a_cost_is_rounded_to_hundredths)
{
	for (size_t i = 0; i < UNIT_COUNT(costs); i++) {
		char shown[AMOUNT_TEXT];
		int64_t hundredths = -1;

		ck_assert(amount_cost(costs[i].price, costs[i].kwh, &hundredths));
		ck_assert_int_eq(hundredths, costs[i].hundredths);
		ck_assert_str_eq(amount_format(shown, hundredths), costs[i].shown);
	}
}
END_TEST

START_TEST(what_is_not_known_costs_nothing_that_is_known)
{
	for (size_t i = 0; i < UNIT_COUNT(unknown); i++) {
		int64_t hundredths = 77;

		ck_assert(!amount_cost(300000, unknown[i], &hundredths));
		ck_assert_int_eq(hundredths, 77);
	}
}
END_TEST

START_TEST(every_amount_has_room)
{
	char shown[AMOUNT_TEXT];

	ck_assert_str_eq(amount_format(shown, -5), "-0.05");
	ck_assert_str_eq(amount_format(shown, INT64_MAX), "92233720368547758.07");
	ck_assert_str_eq(amount_format(shown, INT64_MIN), "-92233720368547758.08");
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_price_is_what_was_typed,       what_is_no_price_is_told_what_one_is,
		a_cost_is_rounded_to_hundredths, what_is_not_known_costs_nothing_that_is_known,
		every_amount_has_room,
	};

	return unit_run("amount", tests, UNIT_COUNT(tests));
}
