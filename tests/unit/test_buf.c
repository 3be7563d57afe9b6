/* Bytes with a limit. */
#include "unit/unit.h"

#include "base/buf.h"

START_TEST(a_new_buffer_holds_no_memory)
{
	struct kasa_buf buf;

	kasa_buf_init(&buf, 100);

	ck_assert_ptr_null(buf.data);
	ck_assert_uint_eq(buf.len, 0);
	kasa_buf_finish(&buf);
}
END_TEST

START_TEST(bytes_are_appended_in_order)
{
	struct kasa_buf buf;

	kasa_buf_init(&buf, 100);

	ck_assert_int_eq(kasa_buf_add(&buf, "abc", 3), KASA_OK);
	ck_assert_int_eq(kasa_buf_add(&buf, "", 0), KASA_OK);
	ck_assert_int_eq(kasa_buf_add(&buf, "de", 2), KASA_OK);

	ck_assert_uint_eq(buf.len, 5);
	ck_assert_mem_eq(buf.data, "abcde", 5);
	kasa_buf_finish(&buf);
}
END_TEST

START_TEST(exactly_the_limit_fits)
{
	char bytes[300] = { 'x' };
	struct kasa_buf buf;

	kasa_buf_init(&buf, sizeof bytes);

	ck_assert_int_eq(kasa_buf_add(&buf, bytes, sizeof bytes), KASA_OK);

	ck_assert_uint_eq(buf.len, sizeof bytes);
	ck_assert_uint_le(buf.cap, sizeof bytes);
	kasa_buf_finish(&buf);
}
END_TEST

START_TEST(one_byte_past_the_limit_is_refused_and_changes_nothing)
{
	struct kasa_buf buf;

	kasa_buf_init(&buf, 4);
	kasa_buf_add(&buf, "abc", 3);

	ck_assert_int_eq(kasa_buf_add(&buf, "de", 2), KASA_EPROTO);

	ck_assert_uint_eq(buf.len, 3);
	ck_assert_mem_eq(buf.data, "abc", 3);
	kasa_buf_finish(&buf);
}
END_TEST

START_TEST(a_size_that_would_wrap_is_refused)
{
	struct kasa_buf buf;

	kasa_buf_init(&buf, 100);
	kasa_buf_add(&buf, "abc", 3);

	ck_assert_int_eq(kasa_buf_add(&buf, "d", SIZE_MAX), KASA_EPROTO);
	ck_assert_ptr_null(kasa_buf_room(&buf, SIZE_MAX));

	ck_assert_uint_eq(buf.len, 3);
	kasa_buf_finish(&buf);
}
END_TEST

START_TEST(room_lies_behind_what_is_there)
{
	struct kasa_buf buf;
	uint8_t *room;

	kasa_buf_init(&buf, 10);
	kasa_buf_add(&buf, "abc", 3);

	room = kasa_buf_room(&buf, 7);

	ck_assert_ptr_eq(room, buf.data + 3);
	ck_assert_uint_eq(buf.len, 3);
	ck_assert_ptr_null(kasa_buf_room(&buf, 8));
	kasa_buf_finish(&buf);
}
END_TEST

START_TEST(printed_text_ends_with_a_nul_that_does_not_count)
{
	struct kasa_buf buf;

	kasa_buf_init(&buf, 100);

	ck_assert_int_eq(kasa_buf_printf(&buf, "%d-", 12), KASA_OK);
	ck_assert_int_eq(kasa_buf_printf(&buf, "%s", "x"), KASA_OK);

	ck_assert_uint_eq(buf.len, 4);
	ck_assert_str_eq((char *)buf.data, "12-x");
	kasa_buf_finish(&buf);
}
END_TEST

START_TEST(printed_text_past_the_limit_is_refused_and_changes_nothing)
{
	struct kasa_buf buf;

	kasa_buf_init(&buf, 4);
	kasa_buf_printf(&buf, "ab");

	ck_assert_int_eq(kasa_buf_printf(&buf, "cd"), KASA_EPROTO);

	ck_assert_str_eq((char *)buf.data, "ab");
	kasa_buf_finish(&buf);
}
END_TEST

START_TEST(taking_drops_the_first_bytes)
{
	struct kasa_buf buf;

	kasa_buf_init(&buf, 100);
	kasa_buf_add(&buf, "abcdef", 6);

	kasa_buf_take(&buf, 2);

	ck_assert_uint_eq(buf.len, 4);
	ck_assert_mem_eq(buf.data, "cdef", 4);
	kasa_buf_finish(&buf);
}
END_TEST

START_TEST(taking_more_than_there_is_empties)
{
	struct kasa_buf buf;

	kasa_buf_init(&buf, 100);
	kasa_buf_add(&buf, "abc", 3);

	kasa_buf_take(&buf, 4);

	ck_assert_uint_eq(buf.len, 0);
	kasa_buf_finish(&buf);
}
END_TEST

START_TEST(a_finished_buffer_may_be_used_again_with_its_limit)
{
	struct kasa_buf buf;

	kasa_buf_init(&buf, 3);
	kasa_buf_add(&buf, "abc", 3);
	kasa_buf_finish(&buf);

	ck_assert_ptr_null(buf.data);
	ck_assert_int_eq(kasa_buf_add(&buf, "abcd", 4), KASA_EPROTO);
	ck_assert_int_eq(kasa_buf_add(&buf, "xyz", 3), KASA_OK);

	ck_assert_mem_eq(buf.data, "xyz", 3);
	kasa_buf_finish(&buf);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_new_buffer_holds_no_memory,
		bytes_are_appended_in_order,
		exactly_the_limit_fits,
		one_byte_past_the_limit_is_refused_and_changes_nothing,
		a_size_that_would_wrap_is_refused,
		room_lies_behind_what_is_there,
		printed_text_ends_with_a_nul_that_does_not_count,
		printed_text_past_the_limit_is_refused_and_changes_nothing,
		taking_drops_the_first_bytes,
		taking_more_than_there_is_empties,
		a_finished_buffer_may_be_used_again_with_its_limit,
	};

	return unit_run("buf", tests, UNIT_COUNT(tests));
}
