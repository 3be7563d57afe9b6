/* From what a device announces to how it is spoken to: by kind of announcement, and for every recorded one. */
#include "unit/unit.h"

#include <dirent.h>
#include <jansson.h>

#include "core/way.h"
#include "model/announcement.h"

static char folder[4096];

static const struct kasa_state nothing_said = { .fw = "" };
static const struct kasa_state told = { .fw = "1.1.3 Build 1" };

static struct kasa_way
way_of(const char *family, const char *encryption, bool https)
{
	struct kasa_announcement a = { .port = 80, .login_version = KASA_UNKNOWN, .https = https };
	struct kasa_way way;

	snprintf(a.family, sizeof a.family, "%s", family);
	snprintf(a.encryption, sizeof a.encryption, "%s", encryption);
	kasa_way_find(&way, &a);
	return way;
}

static void
expect(const struct kasa_way *way, const char *payload, const char *transport, bool supported)
{
	ck_assert_str_eq(way->payload->name, payload);
	ck_assert_str_eq(way->transport, transport);
	ck_assert_int_eq(way->wire != NULL, supported);
}

#define EXPECT(family, encryption, https, payload, transport, supported) \
	do {                                                             \
		struct kasa_way way = way_of(family, encryption, https); \
                                                                         \
		expect(&way, payload, transport, supported);             \
	} while (0)

/* A row can be spoken as soon as it is there. */
static bool
there(const char *wire)
{
	return kasa_wire_find(wire) != NULL;
}

START_TEST(each_line_of_the_published_table_gives_its_way)
{
	EXPECT("IOT.SMARTPLUGSWITCH", "KLAP", false, "iot", "klap1", there("klap1"));
	EXPECT("IOT.SMARTBULB", "KLAP", false, "iot", "klap1", there("klap1"));
	EXPECT("SMART.KASAPLUG", "KLAP", false, "smart", "klap2", there("klap2"));
	EXPECT("SMART.TAPOBULB", "KLAP", false, "smart", "klap2", there("klap2"));
	EXPECT("SMART.TAPOSWITCH", "AES", false, "smart", "aes", false);
	EXPECT("SMART.TAPOPLUG", "KLAP", true, "smart", "klap2-tls", false);
	EXPECT("SMART.TAPOHUB", "AES", true, "smart", "ssl-aes", false);
	EXPECT("SMART.TAPOHUB", "KLAP", false, "smart", "klap2", false);
	EXPECT("SMART.IPCAMERA", "AES", true, "smart", "ssl-aes", false);
	EXPECT("SMART.TAPODOORBELL", "AES", true, "smart", "ssl-aes", false);
	EXPECT("SMART.TAPOROBOVAC", "AES", true, "smart", "ssl", false);
	EXPECT("SMART.TAPOROBOVAC", "KLAP", true, "smart", "klap2-tls", false);
	EXPECT("IOT.IPCAMERA", "", true, "iot", "linkie", false);
	EXPECT("SMART.TAPOPLUG", "TPAP", true, "smart", "tpap", there("klap2"));
	EXPECT("SMART.TAPOPLUG", "NEXT", false, "smart", "unknown", false);
}
END_TEST

START_TEST(iot_is_spoken_over_the_second_klap_where_either_mark_tells_so)
{
	struct kasa_announcement a = { .family = "IOT.SMARTPLUGSWITCH", .encryption = "KLAP", .login_version = 2 };
	struct kasa_way way;

	kasa_way_find(&way, &a);
	expect(&way, "iot", "klap2", there("klap2"));

	a.login_version = KASA_UNKNOWN;
	a.new_klap = true;
	kasa_way_find(&way, &a);
	expect(&way, "iot", "klap2", there("klap2"));

	a.new_klap = false;
	a.login_version = 1;
	kasa_way_find(&way, &a);
	expect(&way, "iot", "klap1", there("klap1"));
}
END_TEST

START_TEST(tpap_is_tried_as_klap_where_no_tls_is_needed)
{
	struct kasa_announcement a = { .family = "SMART.TAPOPLUG", .encryption = "TPAP", .port = 8080 };
	struct kasa_way way;

	kasa_way_find(&way, &a);
	ck_assert_uint_eq(way.port, 8080);
	ck_assert(way.untold);

	a.https = true;
	a.port = 4433;
	kasa_way_find(&way, &a);
	ck_assert_uint_eq(way.port, 80);
}
END_TEST

START_TEST(what_is_not_supported_is_told_with_its_transport_and_firmware)
{
	struct kasa_way way = way_of("SMART.TAPOPLUG", "AES", false);
	struct kasa_err err;

	ck_assert_int_eq(kasa_way_why(&way, &told, &err), KASA_ENOTSUP);
	ck_assert_str_eq(err.text, "not supported yet: AES transport, firmware 1.1.3 Build 1");
	kasa_way_why(&way, &nothing_said, &err);
	ck_assert_str_eq(err.text, "not supported yet: AES transport, firmware unknown");
	way = way_of("SMART.KASAPLUG", "KLAP", true);
	kasa_way_why(&way, &told, &err);
	ck_assert_str_eq(err.text, "not supported yet: KLAP within TLS, firmware 1.1.3 Build 1");
}
END_TEST

START_TEST(what_switches_nothing_is_told_by_its_kind)
{
	static const char *const families[][2] = {
		{ "SMART.IPCAMERA", "camera" }, { "SMART.TAPODOORBELL", "doorbell" }, { "SMART.TAPOROBOVAC", "vacuum" },
		{ "SMART.KASAHUB", "hub" },     { "SMART.TAPOCHIME", "chime" },
	};

	for (size_t i = 0; i < UNIT_COUNT(families); i++) {
		struct kasa_way way = way_of(families[i][0], "KLAP", false);
		struct kasa_err err;

		ck_assert_ptr_null(way.wire);
		ck_assert_int_eq(kasa_way_why(&way, &told, &err), KASA_ENOTSUP);
		ck_assert_ptr_nonnull(strstr(err.text, families[i][1]));
	}
}
END_TEST

/* What a login that failed so is told as. */
static struct kasa_err
failed(const struct kasa_announcement *a, int code, bool ours)
{
	struct kasa_err err;
	struct kasa_way way;

	kasa_way_find(&way, a);
	kasa_err_set(&err, code, "no answer");
	kasa_way_failed(&way, a, &told, ours, &err);
	return err;
}

START_TEST(a_way_that_failed_is_told_with_transport_port_and_firmware)
{
	struct kasa_announcement a = { .family = "SMART.TAPOPLUG", .encryption = "KLAP", .port = 80 };
	struct kasa_err err = failed(&a, KASA_ETIMEOUT, true);

	ck_assert_int_eq(err.code, KASA_ETIMEOUT);
	ck_assert_str_eq(err.text, "it announces KLAP on port 80, firmware 1.1.3 Build 1: no answer");
}
END_TEST

START_TEST(another_account_is_told_only_where_the_login_was_refused)
{
	struct kasa_announcement a = { .family = "SMART.TAPOPLUG", .encryption = "KLAP", .port = 80 };

	ck_assert_ptr_nonnull(strstr(failed(&a, KASA_EAUTH, false).text, "another account"));
	ck_assert_ptr_null(strstr(failed(&a, KASA_EAUTH, true).text, "another account"));
	ck_assert_ptr_null(strstr(failed(&a, KASA_ETIMEOUT, false).text, "another account"));
	ck_assert_int_eq(failed(&a, KASA_EAUTH, false).code, KASA_EAUTH);
	ck_assert_str_eq(failed(&a, KASA_EAUTH, false).text, "it belongs to another account than those that are known "
	                                                     "here (firmware 1.1.3 Build 1): no answer");
}
END_TEST

START_TEST(tpap_that_takes_no_klap_is_not_supported_and_the_switch_in_the_app_is_named)
{
	struct kasa_announcement a = { .family = "SMART.TAPOPLUG", .encryption = "TPAP", .port = 80 };
	struct kasa_err err = failed(&a, KASA_EREFUSED, true);

	ck_assert_int_eq(err.code, KASA_ENOTSUP);
	ck_assert_ptr_nonnull(strstr(err.text, "TPAP"));
	ck_assert_ptr_nonnull(strstr(err.text, "Third-Party Compatibility"));
	ck_assert_ptr_nonnull(strstr(err.text, "1.1.3"));
	ck_assert_int_eq(failed(&a, KASA_EAUTH, true).code, KASA_EAUTH);
}
END_TEST

START_TEST(a_device_that_is_not_set_up_is_told_so)
{
	struct kasa_announcement a = {
		.family = "SMART.TAPOPLUG", .encryption = "KLAP", .port = 80, .factory_default = true
	};

	ck_assert_ptr_nonnull(strstr(failed(&a, KASA_EAUTH, true).text, "not set up"));
}
END_TEST

/* ---- recordings ---- */

static const char *
text_of(const json_t *object, const char *key)
{
	const char *text = json_string_value(json_object_get(object, key));

	return text ? text : "";
}

/* As the table of recordings words it: "KLAP http:80 lv2", "AES https:4433 (no lv)". */
static void
check_recorded(const char *name, const json_t *reply)
{
	char *text = json_dumps(reply, JSON_COMPACT);
	const json_t *said = json_object_get(reply, "result");
	const json_t *scheme = json_object_get(said, "mgt_encrypt_schm");
	bool https = json_is_true(json_object_get(scheme, "is_support_https"));
	bool klap = strcmp(text_of(scheme, "encrypt_type"), "KLAP") == 0;
	struct kasa_announcement a;
	struct kasa_state state;
	struct kasa_way way;

	ck_assert_msg(kasa_announcement_read(text, strlen(text), &a, &state) == KASA_ANNOUNCED_DEVICE, "%s", name);
	free(text);
	kasa_way_find(&way, &a);
	ck_assert_str_eq(state.model, text_of(said, "device_model"));
	ck_assert_uint_eq(strlen(state.mac), 17);
	ck_assert_str_eq(a.owner, text_of(said, "owner"));
	ck_assert_uint_eq(way.port, (uint16_t)json_integer_value(json_object_get(scheme, "http_port")));
	ck_assert_int_eq(a.https, https);
	if (!https)
		ck_assert_str_eq(way.transport, !klap ? "aes" : a.family[0] == 'S' || a.new_klap ? "klap2" : "klap1");
	if (json_object_get(scheme, "lv"))
		ck_assert_int_eq(a.login_version, (int)json_integer_value(json_object_get(scheme, "lv")));
}

/* The announcements in the files of one folder; how many there are. */
static unsigned
each_of(const char *language)
{
	char path[8192];
	struct dirent **files = NULL;
	unsigned announced = 0;
	int count;

	snprintf(path, sizeof path, "%s/%s", folder, language);
	count = scandir(path, &files, NULL, alphasort);
	for (int i = 0; i < count; i++) {
		json_t *root, *reply;

		snprintf(path, sizeof path, "%s/%s/%s", folder, language, files[i]->d_name);
		root = json_load_file(path, 0, NULL);
		reply = json_object_get(root, "discovery_result");
		if (json_is_object(json_object_get(reply, "result"))) {
			check_recorded(files[i]->d_name, reply);
			announced++;
		}
		json_decref(root);
		free(files[i]);
	}
	free(files);
	return announced;
}

START_TEST(every_recorded_announcement_gives_its_transport)
{
	if (folder[0])
		ck_assert_uint_gt(each_of("smart") + each_of("iot"), 0);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		each_line_of_the_published_table_gives_its_way,
		iot_is_spoken_over_the_second_klap_where_either_mark_tells_so,
		tpap_is_tried_as_klap_where_no_tls_is_needed,
		what_is_not_supported_is_told_with_its_transport_and_firmware,
		what_switches_nothing_is_told_by_its_kind,
		a_way_that_failed_is_told_with_transport_port_and_firmware,
		another_account_is_told_only_where_the_login_was_refused,
		tpap_that_takes_no_klap_is_not_supported_and_the_switch_in_the_app_is_named,
		a_device_that_is_not_set_up_is_told_so,
		every_recorded_announcement_gives_its_transport,
	};
	const char *recordings = getenv("KASA_RECORDINGS");
	struct dirent **files = NULL;
	int count;

	snprintf(folder, sizeof folder, "%s", recordings ? recordings : "");
	count = recordings ? scandir(recordings, &files, NULL, alphasort) : -1;
	if (count < 0)
		folder[0] = '\0';
	while (count > 0)
		free(files[--count]);
	free(files);
	return unit_run("way", tests, UNIT_COUNT(tests));
}
