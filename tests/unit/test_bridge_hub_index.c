/* Devices by MAC, name and id, after thousands of them came, went and changed their names. */
#include "unit/unit.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/str.h"
#include "bridge/hub/hub_index.h"

enum {
	MOST = 64, /* devices; indexes have room for four times as many names and MACs */
	MANY = 10000,
};

static struct hub hub;

static void
begin(void)
{
	hub = (struct hub){ .loop = NULL };
	kasa_list_init(&hub.devices);
	hub_index_init(&hub, MOST);
}

static void
rename_to(struct device *device, const char *name)
{
	kasa_str_copy(device->name, sizeof device->name, name);
	hub_index_name(&hub, device);
}

/* As hub.c does it. */
static struct device *
put(unsigned number, const char *name)
{
	struct device *device = calloc(1, sizeof *device);

	snprintf(device->mac, sizeof device->mac, "50:C7:BF:%02X:%02X:00", number >> 8 & 255, number & 255);
	ck_assert(hub_index_room(&hub));
	ck_assert(hub_index_mac(&hub, device));
	kasa_list_append(&hub.devices, &device->node);
	hub.device_count++;
	rename_to(device, name);
	return device;
}

static struct device *
first(const char *name)
{
	begin();
	return put(1, name);
}

static void
drop(struct device *device)
{
	hub.table[device->at] = NULL;
	kasa_list_remove(&device->node);
	hub.device_count--;
	free(device);
}

static void
finish(void)
{
	while (!kasa_list_empty(&hub.devices))
		drop(KASA_CONTAINER(hub.devices.next, struct device, node));
	hub_index_finish(&hub);
}

START_TEST(a_name_that_went_leads_nowhere)
{
	struct device *lamp = first("lamp"), *fan = put(2, "fan");

	rename_to(lamp, "light");
	ck_assert_ptr_null(hub_named(&hub, "lamp"));
	ck_assert_ptr_eq(hub_named(&hub, "light"), lamp);
	rename_to(fan, "lamp");
	ck_assert_ptr_eq(hub_named(&hub, "lamp"), fan);
	drop(fan);
	ck_assert_ptr_null(hub_named(&hub, "lamp"));
	ck_assert_ptr_null(hub_find_mac(&hub, "50:C7:BF:00:02:00"));
	finish();
}
END_TEST

START_TEST(thousands_of_names_of_one_device_leave_room_for_others)
{
	struct device *lamp = first("lamp"), *fan = put(2, "fan");
	char name[DEVICE_NAME_MAX];

	for (unsigned i = 0; i < MANY; i++) {
		snprintf(name, sizeof name, "lamp %u", i);
		rename_to(lamp, name);
		ck_assert_ptr_eq(hub_named(&hub, name), lamp);
		ck_assert(!hub.names_missing);
	}
	ck_assert_ptr_eq(hub_named(&hub, "fan"), fan);
	ck_assert_ptr_null(hub_named(&hub, "lamp 1"));
	finish();
}
END_TEST

START_TEST(thousands_that_come_and_go_do_not_fill_the_table)
{
	struct device *fan;

	begin();
	for (unsigned i = 0; i < MANY; i++)
		drop(put(i, "passer-by"));
	fan = put(7, "fan");
	ck_assert_uint_lt(hub.table_count, MANY / 4);
	ck_assert_ptr_eq(hub_named(&hub, "fan"), fan);
	ck_assert_ptr_eq(hub_find_mac(&hub, "50c7bf000700"), fan);
	ck_assert_ptr_null(hub_find_mac(&hub, "50c7bf000800"));
	finish();
}
END_TEST

START_TEST(an_id_finds_one_and_two_that_share_it_are_none)
{
	static const char id[] = "8006A0F1B2C3D4E5F60718293A4B5C6D7E8F9001";
	struct device *lamp = first("lamp"), *fan = put(2, "fan");
	struct kasa_err err;

	kasa_str_copy(lamp->id, sizeof lamp->id, id);
	ck_assert_ptr_eq(hub_find(&hub, "8006a0f1b2c3d4e5f60718293a4b5c6d7e8f9001", &err), lamp);
	kasa_str_copy(fan->id, sizeof fan->id, id);
	ck_assert_ptr_null(hub_find(&hub, id, &err));
	ck_assert_int_eq(err.code, KASA_EAMBIGUOUS);
	ck_assert_ptr_null(hub_find(&hub, "nobody", &err));
	ck_assert_int_eq(err.code, KASA_ENOTFOUND);
	ck_assert_ptr_eq(hub_find(&hub, "fan", NULL), fan);
	finish();
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_name_that_went_leads_nowhere,
		thousands_of_names_of_one_device_leave_room_for_others,
		thousands_that_come_and_go_do_not_fill_the_table,
		an_id_finds_one_and_two_that_share_it_are_none,
	};

	return unit_run("bridge_hub_index", tests, UNIT_COUNT(tests));
}
