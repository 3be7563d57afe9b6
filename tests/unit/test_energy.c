/* The meter's four shapes, and what lies between them. */
#include "unit/unit.h"

#include <math.h>

#include "model/energy.h"
#include "model/jx.h"

// clang-format off
static const struct {
	const char *realtime;
	struct { double power_w, voltage_v, current_a, total_kwh; } want;
} shapes[] = {
	/* HS110 hardware 1 */
	{ "{\"current\":0.5,\"voltage\":231.25,\"power\":110.5,\"total\":1.75,\"err_code\":0}", { 110.5, 231.25, 0.5, 1.75 } },
	/* HS110 hardware 4, KP115 */
	{ "{\"current_ma\":500,\"voltage_mv\":231250,\"power_mw\":110500,\"total_wh\":1750,\"err_code\":0}", { 110.5, 231.25, 0.5, 1.75 } },
	/* HS300 hardware 2 */
	{ "{\"slot_id\":0,\"current_ma\":0,\"voltage_mv\":125500,\"power_mw\":0,\"total_wh\":50}", { 0, 125.5, 0, 0.05 } },
	/* bulbs, with and without their total */
	{ "{\"power_mw\":10800,\"total_wh\":48}", { 10.8, NAN, NAN, 0.048 } },
	{ "{\"power_mw\":0}", { 0, NAN, NAN, NAN } },
	/* mixes */
	{ "{\"power\":5,\"voltage_mv\":230000}", { 5, 230, NAN, NAN } },
	{ "{\"power\":5,\"power_mw\":7000}", { 5, NAN, NAN, NAN } },
	{ "{\"power\":null,\"power_mw\":7000}", { 7, NAN, NAN, NAN } },
	{ "{\"power_mw\":0.5,\"total\":2}", { 0.0005, NAN, NAN, 2 } },
	/* what is no number is unknown */
	{ "{}", { NAN, NAN, NAN, NAN } },
	{ "{\"power\":\"5\",\"voltage\":null,\"current\":true,\"total\":[1]}", { NAN, NAN, NAN, NAN } },
	{ "{\"power_mw\":\"5\",\"voltage_mv\":{},\"current_ma\":false,\"total_wh\":\"\"}", { NAN, NAN, NAN, NAN } },
};
// clang-format on

static void
assert_same(double is, double want, const char *name, size_t row)
{
	ck_assert_msg(isnan(want) ? isnan(is) : fabs(is - want) < 1e-9, "row %zu: %s is %g, not %g", row, name, is,
	              want);
}

START_TEST(each_shape_gives_watts_volts_amperes_and_kilowatt_hours)
{
	for (size_t i = 0; i < UNIT_COUNT(shapes); i++) {
		const char *realtime = shapes[i].realtime;
		struct kasa_jx_doc doc;
		struct kasa_energy is;

		ck_assert_int_eq(kasa_jx_parse(&doc, realtime, strlen(realtime), NULL), KASA_OK);
		kasa_energy_parse(doc.values, &is);
		assert_same(is.power_w, shapes[i].want.power_w, "power", i);
		assert_same(is.voltage_v, shapes[i].want.voltage_v, "voltage", i);
		assert_same(is.current_a, shapes[i].want.current_a, "current", i);
		assert_same(is.total_kwh, shapes[i].want.total_kwh, "total", i);
		kasa_jx_finish(&doc);
	}
}
END_TEST

START_TEST(a_meter_that_was_not_read_shows_nothing)
{
	struct kasa_energy energy = { 1, 2, 3, 4, 5, 6 };

	kasa_energy_init(&energy);

	ck_assert(isnan(energy.power_w) && isnan(energy.voltage_v) && isnan(energy.current_a) && isnan(energy.total_kwh)
	          && isnan(energy.today_kwh) && isnan(energy.month_kwh));
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		each_shape_gives_watts_volts_amperes_and_kilowatt_hours,
		a_meter_that_was_not_read_shows_nothing,
	};

	return unit_run("energy", tests, UNIT_COUNT(tests));
}
