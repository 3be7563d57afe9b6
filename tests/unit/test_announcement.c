/* What devices announce of themselves: every member, both spellings of names, and what is none of ours. */
#include "unit/unit.h"

#include "model/announcement.h"

static struct kasa_announcement said;
static struct kasa_state state;

static enum kasa_announced
hear(const char *text)
{
	memset(&said, 0xff, sizeof said);
	memset(&state, 0xff, sizeof state);
	return kasa_announcement_read(text, strlen(text), &said, &state);
}

#define RESULT(members) "{\"error_code\":0,\"result\":{" members "}}"
#define PLUG "\"device_type\":\"SMART.TAPOPLUG\","
#define KLAP "\"mgt_encrypt_schm\":{\"encrypt_type\":\"KLAP\",\"http_port\":80,\"is_support_https\":false,\"lv\":2}"

START_TEST(a_plug_of_new_firmware_tells_how_it_is_spoken_to)
{
	ck_assert_int_eq(
		hear(RESULT("\"device_id\":\"0123456789abcdef0123456789abcdef\",\"owner\":"
	                    "\"B58996C504C5638798EB6B511E6F49AF\",\"device_type\":\"IOT.SMARTPLUGSWITCH\","
	                    "\"device_model\":\"HS300(US)\",\"ip\":\"192.0.2.10\",\"mac\":\"00-5f-67-00-00-0a\","
	                    "\"hw_ver\":\"2.0\",\"firmware_version\":\"1.1.2 Build 1\",\"factory_default\":false,"
	                    "\"mgt_encrypt_schm\":{\"is_support_https\":false,\"encrypt_type\":\"KLAP\","
	                    "\"http_port\":80,\"lv\":2,\"new_klap\":1}")),
		KASA_ANNOUNCED_DEVICE);

	ck_assert_str_eq(said.family, "IOT.SMARTPLUGSWITCH");
	ck_assert_str_eq(said.encryption, "KLAP");
	ck_assert_str_eq(said.device_id, "0123456789abcdef0123456789abcdef");
	ck_assert_str_eq(said.owner, "B58996C504C5638798EB6B511E6F49AF");
	ck_assert_uint_eq(said.port, 80);
	ck_assert_int_eq(said.login_version, 2);
	ck_assert(said.new_klap && !said.https && !said.factory_default);
	ck_assert_str_eq(state.model, "HS300(US)");
	ck_assert_str_eq(state.mac, "00:5F:67:00:00:0A");
	ck_assert_str_eq(state.hw, "2.0");
	ck_assert_str_eq(state.fw, "1.1.2 Build 1");
}
END_TEST

START_TEST(what_it_is_and_how_it_stands_is_not_guessed)
{
	ck_assert_int_eq(hear(RESULT(PLUG KLAP)), KASA_ANNOUNCED_DEVICE);

	ck_assert_int_eq(state.family, KASA_FAMILY_UNKNOWN);
	ck_assert_int_eq(state.on, KASA_UNKNOWN);
	ck_assert_uint_eq(state.features, 0);
	ck_assert_str_eq(state.id, "");
	ck_assert_str_eq(state.alias, "");
	ck_assert_str_eq(state.model, "");
	ck_assert_str_eq(state.mac, "");
}
END_TEST

START_TEST(names_have_two_spellings)
{
	ck_assert_int_eq(
		hear(RESULT(PLUG KLAP ",\"model\":\"P100\",\"hardware_version\":\"1.0.0\",\"fw_ver\":\"1.1.3\"")),
		KASA_ANNOUNCED_DEVICE);
	ck_assert_str_eq(state.model, "P100");
	ck_assert_str_eq(state.hw, "1.0.0");
	ck_assert_str_eq(state.fw, "1.1.3");

	hear(RESULT(PLUG KLAP ",\"device_name\":\"P110\",\"device_model\":\"P110(EU)\""));
	ck_assert_str_eq(state.model, "P110(EU)");
	hear(RESULT(PLUG KLAP ",\"device_name\":\"P110\""));
	ck_assert_str_eq(state.model, "P110");
}
END_TEST

START_TEST(yes_is_written_as_true_or_as_1)
{
	hear(RESULT(PLUG "\"factory_default\":true,\"mgt_encrypt_schm\":{\"is_support_https\":1,\"new_klap\":true}"));
	ck_assert(said.factory_default && said.https && said.new_klap);

	hear(RESULT(PLUG "\"factory_default\":\"true\",\"mgt_encrypt_schm\":{\"is_support_https\":2,\"new_klap\":0}"));
	ck_assert(!said.factory_default && !said.https && !said.new_klap);
}
END_TEST

START_TEST(what_the_scheme_does_not_tell_is_told_elsewhere)
{
	ck_assert_int_eq(
		hear(RESULT(PLUG "\"encrypt_info\":{\"sym_schm\":\"AES\",\"key\":\"\"},\"encrypt_type\":[\"1\","
	                         "\"3\",\"2\"],\"mgt_encrypt_schm\":{\"is_support_https\":false}")),
		KASA_ANNOUNCED_DEVICE);
	ck_assert_str_eq(said.encryption, "AES");
	ck_assert_int_eq(said.login_version, 3);

	hear(RESULT(PLUG
	            "\"encrypt_type\":[1,\"x\",\"\",null],\"mgt_encrypt_schm\":{\"encrypt_type\":\"TPAP\",\"lv\":0}"));
	ck_assert_str_eq(said.encryption, "TPAP");
	ck_assert_int_eq(said.login_version, 1);

	hear(RESULT(PLUG "\"mgt_encrypt_schm\":{\"encrypt_type\":\"AES\"}"));
	ck_assert_int_eq(said.login_version, KASA_UNKNOWN);
}
END_TEST

START_TEST(a_port_that_is_none_is_the_usual_one)
{
	hear(RESULT(PLUG "\"mgt_encrypt_schm\":{\"http_port\":70000}"));
	ck_assert_uint_eq(said.port, 80);
	hear(RESULT(PLUG "\"mgt_encrypt_schm\":{\"http_port\":0,\"is_support_https\":true}"));
	ck_assert_uint_eq(said.port, 4433);
	hear(RESULT(PLUG "\"mgt_encrypt_schm\":{\"http_port\":8080}"));
	ck_assert_uint_eq(said.port, 8080);
}
END_TEST

START_TEST(a_camera_without_a_scheme_is_a_device_by_its_list_of_versions)
{
	ck_assert_int_eq(hear(RESULT("\"device_type\":\"SMART.IPCAMERA\",\"encrypt_type\":[\"3\"]")),
	                 KASA_ANNOUNCED_DEVICE);
	ck_assert_int_eq(said.login_version, 3);
}
END_TEST

START_TEST(other_boxes_and_errors_are_no_devices)
{
	ck_assert_int_eq(hear(RESULT("\"device_type\":\"HOMEWIFISYSTEM\"," KLAP)), KASA_ANNOUNCED_OTHER);
	ck_assert_int_eq(hear(RESULT("\"device_type\":\"SMART.TAPOPLUG\"")), KASA_ANNOUNCED_OTHER);
	ck_assert_int_eq(hear(RESULT(PLUG "\"encrypt_type\":[]")), KASA_ANNOUNCED_OTHER);
	ck_assert_int_eq(hear(RESULT(PLUG "\"mgt_encrypt_schm\":null")), KASA_ANNOUNCED_OTHER);
	ck_assert_int_eq(hear(RESULT(KLAP)), KASA_ANNOUNCED_OTHER);
	ck_assert_int_eq(hear("{\"error_code\":-1,\"result\":{" PLUG KLAP "}}"), KASA_ANNOUNCED_OTHER);
	ck_assert_int_eq(hear("{\"result\":{" PLUG KLAP "}}"), KASA_ANNOUNCED_OTHER);
	ck_assert_int_eq(hear("{}"), KASA_ANNOUNCED_OTHER);
	ck_assert_int_eq(hear("{\"params\":{\"rsa_key\":\"\"}}"), KASA_ANNOUNCED_OTHER);
}
END_TEST

START_TEST(what_is_no_json_is_garbage)
{
	ck_assert_int_eq(hear(""), KASA_ANNOUNCED_GARBAGE);
	ck_assert_int_eq(hear("{\"error_code\":0,"), KASA_ANNOUNCED_GARBAGE);
	ck_assert_int_eq(hear("[]"), KASA_ANNOUNCED_GARBAGE);
}
END_TEST

START_TEST(zeros_are_no_owner)
{
	hear(RESULT(PLUG KLAP ",\"owner\":\"00000000000000000000000000000000\""));
	ck_assert(!kasa_announcement_has_owner(&said));
	hear(RESULT(PLUG KLAP ",\"owner\":\"\""));
	ck_assert(!kasa_announcement_has_owner(&said));
	hear(RESULT(PLUG KLAP));
	ck_assert(!kasa_announcement_has_owner(&said));
	hear(RESULT(PLUG KLAP ",\"owner\":\"00000000000000000000000000000001\""));
	ck_assert(kasa_announcement_has_owner(&said));
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_plug_of_new_firmware_tells_how_it_is_spoken_to,
		what_it_is_and_how_it_stands_is_not_guessed,
		names_have_two_spellings,
		yes_is_written_as_true_or_as_1,
		what_the_scheme_does_not_tell_is_told_elsewhere,
		a_port_that_is_none_is_the_usual_one,
		a_camera_without_a_scheme_is_a_device_by_its_list_of_versions,
		other_boxes_and_errors_are_no_devices,
		what_is_no_json_is_garbage,
		zeros_are_no_owner,
	};

	return unit_run("announcement", tests, UNIT_COUNT(tests));
}
