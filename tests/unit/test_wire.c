/* The table of transports. */
#include "unit/unit.h"

#include "wire/wire.h"

START_TEST(every_transport_is_found_by_its_name)
{
	for (size_t i = 0; kasa_wire_at(i); i++)
		ck_assert_ptr_eq(kasa_wire_find(kasa_wire_at(i)->name), kasa_wire_at(i));
	ck_assert_ptr_eq(kasa_wire_find("xor"), &kasa_wire_xor);
}
END_TEST

START_TEST(a_transport_that_does_not_exist_is_not_found)
{
	ck_assert_ptr_null(kasa_wire_find("XOR"));
	ck_assert_ptr_null(kasa_wire_find(""));
	ck_assert_ptr_null(kasa_wire_at(1000));
}
END_TEST

START_TEST(the_row_of_the_table_speaks_the_same_cipher)
{
	struct kasa_buf framed, text;
	struct kasa_wire_in in = { .data = NULL };

	kasa_buf_init(&framed, 100);
	kasa_buf_init(&text, 100);
	ck_assert_int_eq(kasa_wire_xor.seal(NULL, "{}", 2, &framed, NULL), KASA_OK);
	in = (struct kasa_wire_in){ .data = framed.data, .len = framed.len };

	ck_assert_int_eq(kasa_wire_xor.open(NULL, &in, &text, NULL), KASA_STEP_DONE);

	ck_assert_str_eq((char *)text.data, "{}");
	ck_assert_uint_eq(kasa_wire_xor.port, 9999);
	kasa_buf_finish(&framed);
	kasa_buf_finish(&text);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		every_transport_is_found_by_its_name,
		a_transport_that_does_not_exist_is_not_found,
		the_row_of_the_table_speaks_the_same_cipher,
	};

	return unit_run("wire", tests, UNIT_COUNT(tests));
}
