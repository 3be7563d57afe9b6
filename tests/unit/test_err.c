/* Errors by value: code, the device's number, a sentence; and the lines of the log, which are made the same way. */
#include "unit/unit.h"

#include "base/err.h"
#include "base/log.h"
#include "base/str.h"

START_TEST(every_code_has_a_word_of_its_own)
{
	for (int a = KASA_EBREAKER; a <= KASA_OK; a++) {
		ck_assert_str_ne(kasa_error_word(a), "unknown");
		for (int b = a + 1; b <= KASA_OK; b++)
			ck_assert_str_ne(kasa_error_word(a), kasa_error_word(b));
	}
}
END_TEST

START_TEST(a_number_that_is_no_code_is_called_unknown)
{
	ck_assert_str_eq(kasa_error_word(1), "unknown");
	ck_assert_str_eq(kasa_error_word(KASA_EDENIED - 1), "unknown");
}
END_TEST

START_TEST(setting_gives_the_code_back_and_forgets_the_devices_number)
{
	struct kasa_err err = { .device_code = 5 };

	ck_assert_int_eq(kasa_err_set(&err, KASA_EINVAL, "no %s", "lamp"), KASA_EINVAL);

	ck_assert_int_eq(err.code, KASA_EINVAL);
	ck_assert_int_eq(err.device_code, 0);
	ck_assert_str_eq(err.text, "no lamp");
}
END_TEST

START_TEST(nobody_has_to_take_an_error)
{
	ck_assert_int_eq(kasa_err_set(NULL, KASA_EINVAL, "x"), KASA_EINVAL);
	ck_assert_int_eq(kasa_err_device(NULL, KASA_EDEVICE, -3, "x"), KASA_EDEVICE);
	ck_assert_int_eq(kasa_err_wrap(NULL, "x"), KASA_OK);
	kasa_err_clear(NULL);
}
END_TEST

START_TEST(a_name_goes_before_the_sentence_and_the_rest_stays)
{
	struct kasa_err err;

	kasa_err_device(&err, KASA_EDEVICE, -3, "refused");

	ck_assert_int_eq(kasa_err_wrap(&err, "10.0.0.%d", 7), KASA_EDEVICE);

	ck_assert_str_eq(err.text, "10.0.0.7: refused");
	ck_assert_int_eq(err.device_code, -3);
}
END_TEST

START_TEST(more_goes_behind_the_sentence_and_the_rest_stays)
{
	struct kasa_err err;

	kasa_err_device(&err, KASA_EDEVICE, -3, "refused");
	ck_assert_int_eq(kasa_err_append(&err, "; perhaps %d", 7), KASA_EDEVICE);
	ck_assert_str_eq(err.text, "refused; perhaps 7");
	ck_assert_int_eq(err.device_code, -3);

	kasa_err_clear(&err);
	ck_assert_int_eq(kasa_err_append(&err, "nothing"), KASA_OK);
	ck_assert_str_eq(err.text, "");
	ck_assert_int_eq(kasa_err_append(NULL, "nothing"), KASA_OK);
}
END_TEST

START_TEST(no_error_is_not_wrapped)
{
	struct kasa_err err;

	kasa_err_clear(&err);

	ck_assert_int_eq(kasa_err_wrap(&err, "10.0.0.7"), KASA_OK);
	ck_assert_str_eq(err.text, "");
}
END_TEST

START_TEST(control_characters_do_not_get_into_a_sentence)
{
	struct kasa_err err;

	kasa_err_set(&err, KASA_EIDENTITY, "another: \"%s\"", "\033]0;x\a\n");

	ck_assert_str_eq(err.text, "another: \"?]0;x??\"");
}
END_TEST

START_TEST(a_long_sentence_is_cut_and_stays_well_formed)
{
	char text[2 * KASA_ERR_TEXT_MAX];
	struct kasa_err err;

	for (size_t i = 0; i < sizeof text; i += 2)
		memcpy(text + i, "\xc3\xbc", 2);
	text[sizeof text - 1] = '\0';

	kasa_err_set(&err, KASA_EINVAL, "%s", text);
	kasa_err_wrap(&err, "%s", text);
	kasa_err_wrap(&err, "x%s", text);

	ck_assert_uint_lt(strlen(err.text), sizeof err.text);
	ck_assert(kasa_utf8_valid(err.text, strlen(err.text)));
}
END_TEST

START_TEST(a_long_sentence_gets_the_room_that_a_short_one_leaves)
{
	char text[KASA_ERR_TEXT_MAX];
	struct kasa_err err;

	memset(text, 'x', sizeof text);
	text[450] = '\0';
	kasa_err_set(&err, KASA_EAUTH, "%s", text);
	kasa_err_wrap(&err, "10.0.0.7");
	kasa_err_append(&err, "; look there");

	ck_assert_uint_eq(strlen(err.text), 450 + strlen("10.0.0.7: ; look there"));
}
END_TEST

static void
keep(enum kasa_log_level level, const char *line, void *arg)
{
	(void)level;
	kasa_str_copy(arg, 4096, line);
}

START_TEST(a_log_line_has_no_line_end_within)
{
	char line[4096] = "";
	struct kasa_log log = { .fn = keep, .arg = line, .level = KASA_LOG_DEBUG };

	kasa_log_line(&log, KASA_LOG_INFO, "asked alias=\"%s\"", "a\r\nb");

	ck_assert_str_eq(line, "asked alias=\"a??b\"");
}
END_TEST

START_TEST(a_log_line_that_is_not_wanted_is_not_told)
{
	char line[4096] = "";
	struct kasa_log log = { .fn = keep, .arg = line, .level = KASA_LOG_WARNING };

	kasa_log_line(&log, KASA_LOG_INFO, "quiet");
	kasa_log_line(&(struct kasa_log){ .level = KASA_LOG_DEBUG }, KASA_LOG_ERROR, "nobody listens");

	ck_assert_str_eq(line, "");
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		every_code_has_a_word_of_its_own,
		a_number_that_is_no_code_is_called_unknown,
		setting_gives_the_code_back_and_forgets_the_devices_number,
		nobody_has_to_take_an_error,
		a_name_goes_before_the_sentence_and_the_rest_stays,
		more_goes_behind_the_sentence_and_the_rest_stays,
		no_error_is_not_wrapped,
		control_characters_do_not_get_into_a_sentence,
		a_long_sentence_is_cut_and_stays_well_formed,
		a_long_sentence_gets_the_room_that_a_short_one_leaves,
		a_log_line_has_no_line_end_within,
		a_log_line_that_is_not_wanted_is_not_told,
	};

	return unit_run("err", tests, UNIT_COUNT(tests));
}
