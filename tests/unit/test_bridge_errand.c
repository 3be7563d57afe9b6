/* Commands from anywhere: whom they reach, what is refused before anything is sent, and that their end is told once. */
#include "unit/unit.h"

#include "base/err.h"
#include "bridge/command/errand.h"
#include "bridge/hub/groups.h"
#include "unit/bridge_device.h"
#include "unit/bridge_hub.h"

static struct made fan, desk;
static struct hub hub;
static char name_floor[] = "floor", name_dark[] = "dark", name_fan[] = "fan", name_outlet[] = "desk/2",
	    name_nobody[] = "nobody";
static char *of_floor[] = { name_fan, name_outlet, NULL }, *of_dark[] = { name_nobody, NULL };
static struct config_group groups[] = { { name_floor, of_floor }, { name_dark, of_dark } };
static struct config config = { .groups = groups, .group_count = 2, .mqtt.command_ttl_ms = 10000 };
static struct errand_end end;
static unsigned told;

static void
on_done(const struct errand_end *how, void *arg)
{
	(void)arg;
	end = *how;
	told++;
}

static void
begin(void)
{
	made_plug(&fan);
	made_strip(&desk);
	strcpy(desk.device.key, "b0be76000300");
	strcpy(desk.device.mac, "B0:BE:76:00:03:00");
	fake_hub_init(&hub, &config);
	fake_hub_put(&hub, &fan.device);
	fake_hub_put(&hub, &desk.device);
	ck_assert_int_eq(groups_init(&hub), KASA_OK);
	end = (struct errand_end){ .code = NULL };
	told = 0;
}

static void
finish(void)
{
	groups_finish(&hub);
	fake_hub_finish();
}

static void
run(struct errand errand)
{
	errand.length = errand.payload ? strlen(errand.payload) : 0;
	errand_run(&hub, &errand, on_done, NULL);
}

/* As the hub tells it. */
static void
carry_out(int code)
{
	struct kasa_err err;

	if (code == KASA_OK)
		kasa_err_clear(&err);
	else
		kasa_err_set(&err, code, "it did not work");
	fake.order.done(&fake.order, fake.device, &err, NULL, fake.order.arg);
}

START_TEST(a_command_becomes_an_order_and_its_end_is_told_once)
{
	begin();
	run((struct errand){ .device = "fan", .payload = "ON", .source = ORDER_FROM_HTTP, .by = "panel" });
	ck_assert_uint_eq(fake.orders, 1);
	ck_assert_ptr_eq(fake.device, &fan.device);
	ck_assert_int_eq(fake.order.kind, ORDER_SWITCH);
	ck_assert_int_eq(fake.order.on, 1);
	ck_assert_int_eq(fake.order.source, ORDER_FROM_HTTP);
	ck_assert_str_eq(fake.order.by, "panel");
	ck_assert_uint_ne(fake.order.deadline_ms, 0);
	ck_assert(!fake.order.collective);
	ck_assert_uint_eq(told, 0);
	carry_out(KASA_OK);
	ck_assert_uint_eq(told, 1);
	ck_assert_ptr_null(end.code);
	ck_assert_ptr_eq(end.device, &fan.device);
	ck_assert_uint_eq(end.orders, 1);
	ck_assert_uint_eq(end.failed, 0);
	finish();
}
END_TEST

START_TEST(a_failure_has_the_code_of_results)
{
	begin();
	run((struct errand){ .device = "desk/2", .payload = "OFF" });
	ck_assert_uint_eq(fake.order.outlet, 2);
	carry_out(KASA_EDEVICE);
	ck_assert_str_eq(end.code, "device_error");
	ck_assert_str_eq(end.err.text, "it did not work");
	ck_assert_uint_eq(end.failed, 1);
	ck_assert_uint_eq(end.outlet, 2);
	finish();
}
END_TEST

START_TEST(what_cannot_be_is_refused_before_anything_is_sent)
{
	begin();
	run((struct errand){ .device = "nobody", .payload = "ON" });
	ck_assert_str_eq(end.code, "unknown_device");
	run((struct errand){ .device = "fan/x", .payload = "ON" });
	ck_assert_str_eq(end.code, "unknown_device");
	run((struct errand){ .group = "attic", .payload = "ON" });
	ck_assert_str_eq(end.code, "unknown_group");
	run((struct errand){ .group = "dark", .payload = "ON" });
	ck_assert_str_eq(end.code, "device_offline");
	run((struct errand){ .device = "fan", .payload = "perhaps" });
	ck_assert_str_eq(end.code, "bad_value");
	run((struct errand){ .group = "floor", .payload = "perhaps" });
	ck_assert_str_eq(end.code, "bad_value");
	ck_assert_uint_eq(told, 6);
	ck_assert_uint_eq(fake.orders, 0);
	finish();
}
END_TEST

START_TEST(who_may_come_twice_may_not_toggle)
{
	begin();
	run((struct errand){ .device = "fan", .payload = "TOGGLE" });
	ck_assert_str_eq(end.code, "denied");
	ck_assert_uint_eq(fake.orders, 0);
	run((struct errand){ .device = "fan", .payload = "TOGGLE", .toggles = true });
	ck_assert_int_eq(fake.order.on, ORDER_TOGGLE);
	carry_out(KASA_OK);
	finish();
}
END_TEST

START_TEST(a_group_is_told_when_the_last_of_it_has_ended)
{
	struct order first;

	begin();
	run((struct errand){ .group = "floor", .payload = "{\"state\":\"OFF\"}" });
	ck_assert_uint_eq(fake.orders, 2);
	ck_assert(fake.order.collective);
	first = fake.order;
	carry_out(KASA_OK);
	ck_assert_uint_eq(told, 0);
	fake.order.arg = first.arg;
	carry_out(KASA_ETIMEOUT);
	ck_assert_uint_eq(told, 1);
	ck_assert_str_eq(end.code, "timeout");
	ck_assert_uint_eq(end.orders, 2);
	ck_assert_uint_eq(end.failed, 1);
	ck_assert_ptr_null(end.device);
	finish();
}
END_TEST

START_TEST(a_group_toggles_to_one_state)
{
	begin();
	run((struct errand){ .group = "floor", .payload = "TOGGLE", .toggles = true });
	ck_assert_uint_eq(fake.orders, 2);
	ck_assert_int_eq(fake.order.on, groups_toggle(&hub, "floor"));
	carry_out(KASA_OK);
	carry_out(KASA_OK);
	ck_assert_uint_eq(told, 1);
	finish();
}
END_TEST

START_TEST(what_comes_from_outside_spares_protected_devices)
{
	begin();
	run((struct errand){ .device = "fan", .payload = "OFF", .source = ORDER_FROM_HOOK });
	ck_assert(fake.order.collective);
	carry_out(KASA_EDENIED);
	ck_assert_str_eq(end.code, "denied");
	finish();
}
END_TEST

START_TEST(a_refresh_asks_for_all)
{
	begin();
	run((struct errand){ .device = "fan", .refresh = true });
	ck_assert_int_eq(fake.order.kind, ORDER_READ);
	ck_assert_uint_eq(fake.order.what, CHANGE_STATE | CHANGE_ENERGY | CHANGE_SETTINGS);
	carry_out(KASA_OK);
	run((struct errand){ .group = "floor", .refresh = true });
	carry_out(KASA_OK);
	carry_out(KASA_OK);
	ck_assert_uint_eq(told, 2);
	ck_assert_ptr_null(end.code);
	finish();
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_command_becomes_an_order_and_its_end_is_told_once, a_failure_has_the_code_of_results,
		what_cannot_be_is_refused_before_anything_is_sent,   who_may_come_twice_may_not_toggle,
		a_group_is_told_when_the_last_of_it_has_ended,       a_group_toggles_to_one_state,
		what_comes_from_outside_spares_protected_devices,    a_refresh_asks_for_all,
	};

	return unit_run("errand", tests, UNIT_COUNT(tests));
}
