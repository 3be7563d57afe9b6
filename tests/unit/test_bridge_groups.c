/* Who is in a group, what it is together, and what requests may change of it. */
#include "unit/unit.h"

#include "bridge/documents/documents.h"
#include "bridge/hub/groups.h"
#include "unit/bridge_device.h"
#include "unit/bridge_hub.h"

static struct made fan, desk;
static struct hub hub;
static char name_floor[] = "floor", name_fan[] = "fan", name_outlet[] = "desk/2", name_nobody[] = "nobody";
static char *of_file[] = { name_fan, name_outlet, name_nobody, NULL };
static struct config_group file_groups[] = { { name_floor, of_file } };
static struct config config = { .groups = file_groups, .group_count = 1 };
static unsigned told;

static void
on_grouped(struct port *port)
{
	(void)port;
	told++;
}

static struct port port = { .grouped = on_grouped };

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
	kasa_list_append(&hub.ports, &port.node);
	ck_assert_int_eq(groups_init(&hub), KASA_OK);
	told = 0;
}

static void
finish(void)
{
	groups_finish(&hub);
	fake_hub_finish();
}

static void
is(json_t *json, const char *text)
{
	char *got = document_text(json, NULL);

	ck_assert_str_eq(got, text);
	free(got);
	json_decref(json);
}

static int
add(const char *name, const char *members, struct kasa_err *err)
{
	json_t *json = json_loads(members, JSON_DECODE_ANY, NULL);
	int rc = groups_add(&hub, name, json, err);

	json_decref(json);
	return rc;
}

START_TEST(a_group_of_the_file)
{
	struct group_member members[4];

	begin();
	ck_assert(groups_known(&hub, "floor"));
	ck_assert(!groups_known(&hub, "fan"));
	ck_assert_str_eq(groups_name_at(&hub, 0), "floor");
	ck_assert_ptr_null(groups_name_at(&hub, 1));
	ck_assert_uint_eq(groups_members(&hub, "floor", members, 4), 2);
	ck_assert_ptr_eq(members[1].device, &desk.device);
	ck_assert_uint_eq(members[1].outlet, 2);
	ck_assert_uint_eq(groups_members(&hub, "floor", members, 1), 2);
	ck_assert(groups_has(&hub, "floor", &desk.device, 2));
	ck_assert(!groups_has(&hub, "floor", &desk.device, 1));
	ck_assert(groups_has(&hub, "floor", &fan.device, 0));
	is(groups_list(&hub), "[{\"name\":\"floor\",\"members\":[\"fan\",\"desk/2\",\"nobody\"],\"source\":\"file\"}]");
	finish();
}
END_TEST

START_TEST(it_is_on_when_one_member_is)
{
	begin();
	is(groups_state(&hub, "floor"), "{\"members\":2,\"on\":2,\"state\":\"ON\"}");
	fan.state.on = 0;
	is(groups_state(&hub, "floor"), "{\"members\":2,\"on\":1,\"state\":\"ON\"}");
	desk.outlets[1].on = 0;
	is(groups_state(&hub, "floor"), "{\"members\":2,\"on\":0,\"state\":\"OFF\"}");
	fan.device.handle = desk.device.handle = NULL;
	is(groups_state(&hub, "floor"), "{\"members\":2,\"on\":0}");
	finish();
}
END_TEST

START_TEST(requests_make_rename_and_remove_groups)
{
	struct kasa_err err;
	json_t *members;

	begin();
	ck_assert_msg(add("evening", "[\"fan\",\"B0:BE:76:00:03:00/1\"]", &err) == KASA_OK, "%s", err.text);
	ck_assert_uint_eq(told, 1);
	ck_assert(groups_has(&hub, "evening", &desk.device, 1));
	ck_assert_str_eq(groups_name_at(&hub, 1), "evening");
	ck_assert_int_eq(groups_rename(&hub, "evening", "night", &err), KASA_OK);
	ck_assert(!groups_known(&hub, "evening"));
	members = json_pack("[s]", "desk");
	ck_assert_int_eq(groups_set(&hub, "night", members, &err), KASA_OK);
	json_decref(members);
	ck_assert(groups_has(&hub, "night", &desk.device, 3));
	groups_finish(&hub);
	ck_assert_int_eq(groups_init(&hub), KASA_OK); /* they survive */
	ck_assert(groups_known(&hub, "night"));
	ck_assert_int_eq(groups_remove(&hub, "night", &err), KASA_OK);
	ck_assert(!groups_known(&hub, "night"));
	finish();
}
END_TEST

// clang-format off
static const struct { const char *name, *members, *says; } wrong[] = {
	{ "floor",  "[\"fan\"]",       "there is a group called \"floor\" already" },
	{ "fan",    "[\"fan\"]",       "a device is called \"fan\"" },
	{ "bridge", "[\"fan\"]",       "" },
	{ "a/b",    "[\"fan\"]",       "" },
	{ "",       "[\"fan\"]",       "" },
	{ "x",      "[]",              "1 to 256 names" },
	{ "x",      "\"fan\"",         "1 to 256 names" },
	{ "x",      "[5]",             "a member is the name of a device" },
	{ "x",      "[\"\"]",          "a member is" },
	{ "x",      "[\"nobody\"]",    "no device is called \"nobody\"" },
	{ "x",      "[\"desk/4\"]",    "desk has no outlet 4" },
	{ "x",      "[\"desk/0\"]",    "a member is" },
	{ "x",      "[\"desk/1x\"]",   "a member is" },
	{ "x",      "[\"desk/\"]",     "a member is" },
	{ "x",      "[\"/1\"]",        "a member is" },
};
// clang-format on

START_TEST(wrong_groups_are_refused_with_a_sentence)
{
	begin();
	for (size_t i = 0; i < UNIT_COUNT(wrong); i++) {
		struct kasa_err err = { .text = "" };

		ck_assert_msg(add(wrong[i].name, wrong[i].members, &err) != KASA_OK, "%s", wrong[i].members);
		ck_assert_msg(strstr(err.text, wrong[i].says), "%s: %s", wrong[i].members, err.text);
	}
	ck_assert_uint_eq(told, 0);
	finish();
}
END_TEST

START_TEST(those_of_the_file_are_changed_there)
{
	struct kasa_err err;

	begin();
	ck_assert_int_eq(groups_remove(&hub, "floor", &err), KASA_EINVAL);
	ck_assert_ptr_nonnull(strstr(err.text, "change it there"));
	ck_assert_int_eq(groups_rename(&hub, "floor", "x", &err), KASA_EINVAL);
	ck_assert_int_eq(groups_remove(&hub, "nothing", &err), KASA_ENOTFOUND);
	finish();
}
END_TEST

START_TEST(devices_are_called_as_in_the_app_as_well)
{
	struct kasa_err err = { .code = KASA_OK };

	begin();
	strcpy(fan.state.alias, "Fan in the hall");
	strcpy(desk.state.alias, "Fan in the hall");
	ck_assert_ptr_null(groups_find(&hub, "Fan in the hall", &err));
	ck_assert_int_eq(err.code, KASA_EAMBIGUOUS);
	ck_assert_ptr_null(groups_find(&hub, "Lüfter", &err));
	ck_assert_int_eq(err.code, KASA_ENOTFOUND);
	strcpy(desk.state.alias, "Lüfter \"2\"");
	ck_assert_ptr_eq(groups_find(&hub, "Fan in the hall", &err), &fan.device);
	ck_assert_ptr_eq(groups_find(&hub, "Lüfter \"2\"", NULL), &desk.device);
	ck_assert(groups_calls(&desk.device, "Lüfter \"2\"") && !groups_calls(&fan.device, "Lüfter \"2\""));
	finish();
}
END_TEST

/* One cannot be taken for another by giving it that name in the app. */
START_TEST(a_name_here_goes_before_one_in_the_app)
{
	begin();
	strcpy(desk.state.alias, fan.device.name);
	ck_assert_ptr_eq(groups_find(&hub, fan.device.name, NULL), &fan.device);
	ck_assert(groups_calls(&fan.device, fan.device.name) && !groups_calls(&desk.device, fan.device.name));
	finish();
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_group_of_the_file,
		it_is_on_when_one_member_is,
		requests_make_rename_and_remove_groups,
		wrong_groups_are_refused_with_a_sentence,
		those_of_the_file_are_changed_there,
		devices_are_called_as_in_the_app_as_well,
		a_name_here_goes_before_one_in_the_app,
	};

	return unit_run("groups", tests, UNIT_COUNT(tests));
}
