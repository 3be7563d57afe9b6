/* JSON from a stranger: measured first, typed strictly, its text repaired. */
#include "unit/unit.h"

#include <math.h>

#include <kasa/state.h>

#include "base/str.h"
#include "model/jx.h"

// clang-format off
static const char *const refused[] = {
	"",
	" ",
	"{",
	"}",
	"null",
	"1",
	"\"text\"",
	"[]",
	"[{}]",
	"{}x",
	"{}{}",
	"{} ,",
	"{\"a\":1,}",
	"{\"a\"}",
	"{a:1}",
	"{'a':1}",
	"{\"a\":1,\"a\":2}",             /* which of them is meant? */
	"{\"x\":{\"a\":1,\"a\":1}}",
	"{\"a\":NaN}",
	"{\"a\":Infinity}",
	"{\"a\":-}",
	"{\"a\":01}",
	"{\"a\":.5}",
	"{\"a\":1e999}",
	"{\"a\":99999999999999999999}",
	"{\"a\":tru}",
	"{\"a\":\"b}",
	"{\"a\":\"\n\"}",
	"{\"a\":\"\\u0000\"}",           /* would end the text for whoever reads it as C does */
	"{\"a\\u0000b\":1}",
	"{\"a\":\"\\ud800\"}",
	"{\"a\":\"\\x41\"}",
	"/* */{}",
	"\xef\xbb\xbf{}",
};

static const char *const accepted[] = {
	"{}",
	" \r\n\t{ } \n",
	"{\"a\":9223372036854775807}",
	"{\"a\":-9223372036854775808}",
	"{\"a\":1e308,\"b\":-0.0,\"c\":1E-400}",
	"{\"a\":[\"{[{[{[{[{[{[{[{[{[{[{[\"]}", /* brackets in text are no depth */
	"{\"a\":\"\\\\\\\"{\"}",
};

static const struct {
	const char *json;
	int n;
} integers[] = {
	{ "{\"n\":0}", 0 },
	{ "{\"n\":-70}", -70 },
	{ "{\"n\":2147483647}", INT_MAX },
	{ "{\"n\":2147483648}", KASA_UNKNOWN },
	{ "{\"n\":-2147483647}", -INT_MAX },
	{ "{\"n\":-2147483648}", KASA_UNKNOWN },
	{ "{\"n\":9223372036854775807}", KASA_UNKNOWN },
	{ "{\"n\":1.0}", KASA_UNKNOWN },
	{ "{\"n\":\"1\"}", KASA_UNKNOWN },
	{ "{\"n\":true}", KASA_UNKNOWN },
	{ "{\"n\":null}", KASA_UNKNOWN },
	{ "{\"n\":[1]}", KASA_UNKNOWN },
	{ "{\"n\":{\"n\":1}}", KASA_UNKNOWN },
	{ "{\"N\":1}", KASA_UNKNOWN },
};
// clang-format on

static json_t *
object_of_depth(size_t depth)
{
	char text[200] = "";
	struct kasa_err err;

	for (size_t i = 0; i < depth - 1; i++)
		strcat(text, i % 2 ? "[" : "{\"a\":");
	strcat(text, depth % 2 ? "{}" : "[]");
	for (size_t i = depth - 1; i-- > 0;)
		strcat(text, i % 2 ? "]" : "}");
	return kasa_jx_object(text, strlen(text), &err);
}

START_TEST(what_is_no_object_is_refused_with_a_sentence)
{
	for (size_t i = 0; i < UNIT_COUNT(refused); i++) {
		struct kasa_err err = { .code = KASA_OK };

		ck_assert_msg(!kasa_jx_object(refused[i], strlen(refused[i]), &err), "%s", refused[i]);
		ck_assert_msg(err.code == KASA_EPROTO && err.text[0], "%s: %d %s", refused[i], (int)err.code, err.text);
	}
}
END_TEST

START_TEST(every_spelling_that_json_allows_is_read)
{
	for (size_t i = 0; i < UNIT_COUNT(accepted); i++) {
		json_t *object = kasa_jx_object(accepted[i], strlen(accepted[i]), NULL);

		ck_assert_msg(json_is_object(object), "%s", accepted[i]);
		json_decref(object);
	}
}
END_TEST

START_TEST(a_nul_within_is_refused)
{
	ck_assert_ptr_null(kasa_jx_object("{}\0", 3, NULL));
	ck_assert_ptr_null(kasa_jx_object("{\"a\":\"\0\"}", 9, NULL));
}
END_TEST

START_TEST(sixteen_levels_are_read_and_seventeen_are_not)
{
	json_t *deepest = object_of_depth(KASA_JX_DEPTH - 1);

	ck_assert_ptr_nonnull(deepest);
	json_decref(deepest);
	deepest = object_of_depth(KASA_JX_DEPTH);
	ck_assert_ptr_nonnull(deepest);
	json_decref(deepest);
	ck_assert_ptr_null(object_of_depth(KASA_JX_DEPTH + 1));
	ck_assert_ptr_null(object_of_depth(KASA_JX_DEPTH + 2));
}
END_TEST

START_TEST(a_hundred_thousand_brackets_cost_no_stack)
{
	static char text[100000];

	memset(text, '[', sizeof text);

	ck_assert_ptr_null(kasa_jx_object(text, sizeof text, NULL));
}
END_TEST

START_TEST(broken_bytes_in_text_become_replacement_characters)
{
	static const char text[] = "{\"alias\":\"K\xfc" "che \xe2\x98\",\"\xff\":1,\"n\":2}";
	json_t *object = kasa_jx_object(text, sizeof text - 1, NULL);

	ck_assert_str_eq(kasa_jx_text(object, "alias"), "K\xef\xbf\xbd" "che \xef\xbf\xbd\xef\xbf\xbd");
	ck_assert_int_eq(kasa_jx_int(object, "\xef\xbf\xbd"), 1);
	ck_assert_int_eq(kasa_jx_int(object, "n"), 2);
	json_decref(object);
}
END_TEST

START_TEST(a_sentence_about_broken_text_is_well_formed)
{
	static const char text[] = "{\"alias\":K\xfc" "che \xe2\x98 \033[2J";
	struct kasa_err err;

	ck_assert_ptr_null(kasa_jx_object(text, sizeof text - 1, &err));

	ck_assert(kasa_utf8_valid(err.text, strlen(err.text)));
	ck_assert_ptr_null(strchr(err.text, '\033'));
}
END_TEST

START_TEST(an_integer_is_an_integer_and_nothing_like_it)
{
	for (size_t i = 0; i < UNIT_COUNT(integers); i++) {
		json_t *object = kasa_jx_object(integers[i].json, strlen(integers[i].json), NULL);

		ck_assert_msg(kasa_jx_int(object, "n") == integers[i].n, "%s", integers[i].json);
		json_decref(object);
	}
}
END_TEST

START_TEST(a_number_may_have_a_fraction_and_is_else_not_a_number)
{
	json_t *object = json_pack("{s:i,s:f,s:s,s:n,s:b}", "i", 3, "f", 0.5, "s", "1", "n", "b", 1);

	ck_assert_double_eq(kasa_jx_number(object, "i"), 3);
	ck_assert_double_eq(kasa_jx_number(object, "f"), 0.5);
	ck_assert(isnan(kasa_jx_number(object, "s")));
	ck_assert(isnan(kasa_jx_number(object, "n")));
	ck_assert(isnan(kasa_jx_number(object, "b")));
	ck_assert(isnan(kasa_jx_number(object, "absent")));
	ck_assert(isnan(kasa_jx_number(NULL, "i")));
	json_decref(object);
}
END_TEST

START_TEST(copied_text_is_cut_to_fit_and_empty_where_there_is_none)
{
	json_t *object = json_pack("{s:s,s:i}", "text", "abc\xe2\x98\x83", "n", 1);
	char out[6] = "junk";

	kasa_jx_copy(object, "text", out, sizeof out);
	ck_assert_str_eq(out, "abc");
	kasa_jx_copy(object, "n", out, sizeof out);
	ck_assert_str_eq(out, "");
	kasa_jx_copy(object, "absent", out, sizeof out);
	ck_assert_str_eq(out, "");
	json_decref(object);
}
END_TEST

START_TEST(quoted_text_is_read_back_as_it_was)
{
	const char *text = "a\"b\\c/\x01\n \xe2\x98\x83";
	struct kasa_buf out;
	json_t *back;

	kasa_buf_init(&out, 100);
	ck_assert_int_eq(kasa_jx_quote(&out, text), KASA_OK);

	back = json_loadb((char *)out.data, out.len, JSON_DECODE_ANY, NULL);
	ck_assert_str_eq(json_string_value(back), text);
	json_decref(back);
	kasa_buf_finish(&out);
}
END_TEST

START_TEST(quoted_text_that_does_not_fit_is_refused)
{
	struct kasa_buf out;

	kasa_buf_init(&out, 4);

	ck_assert_int_eq(kasa_jx_quote(&out, "abc"), KASA_EPROTO);

	ck_assert_uint_eq(out.len, 0);
	kasa_buf_finish(&out);
}
END_TEST

/* Memory that free() would not know. */
static void *
take_marked(size_t n)
{
	char *memory = malloc(n + 16);

	return memory ? memory + 16 : NULL;
}

static void
give_marked(void *memory)
{
	if (memory)
		free((char *)memory - 16);
}

START_TEST(a_program_may_give_the_json_library_memory_of_its_own)
{
	struct kasa_buf out;

	json_set_alloc_funcs(take_marked, give_marked);
	kasa_buf_init(&out, 100);

	ck_assert_int_eq(kasa_jx_quote(&out, "abc"), KASA_OK);

	ck_assert_mem_eq(out.data, "\"abc\"", 5);
	kasa_buf_finish(&out);
}
END_TEST

START_TEST(the_library_behind_it_names_its_version)
{
	ck_assert_int_eq(kasa_jx_library()[0], '2');
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		what_is_no_object_is_refused_with_a_sentence,
		every_spelling_that_json_allows_is_read,
		a_nul_within_is_refused,
		sixteen_levels_are_read_and_seventeen_are_not,
		a_hundred_thousand_brackets_cost_no_stack,
		broken_bytes_in_text_become_replacement_characters,
		a_sentence_about_broken_text_is_well_formed,
		an_integer_is_an_integer_and_nothing_like_it,
		a_number_may_have_a_fraction_and_is_else_not_a_number,
		copied_text_is_cut_to_fit_and_empty_where_there_is_none,
		quoted_text_is_read_back_as_it_was,
		quoted_text_that_does_not_fit_is_refused,
		a_program_may_give_the_json_library_memory_of_its_own,
		the_library_behind_it_names_its_version,
	};

	return unit_run("jx", tests, UNIT_COUNT(tests));
}
