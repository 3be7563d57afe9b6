/* JSON from a stranger: measured first, typed strictly, its text repaired. */
#include "unit/unit.h"

#include <jansson.h>
#include <locale.h>
#include <math.h>

#include <kasa/state.h>

#include "base/backoff.h"
#include "base/str.h"
#include "model/jx.h"
#include "unit/jx_oracle.h"

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

static struct kasa_jx_doc doc;
static struct kasa_err err;

/* The root of a text, or NULL. */
static const struct kasa_jx *
read_bytes(const char *text, size_t len)
{
	kasa_jx_finish(&doc);
	return kasa_jx_parse(&doc, text, len, &err) == KASA_OK ? doc.values : NULL;
}

static const struct kasa_jx *
read(const char *text)
{
	return read_bytes(text, strlen(text));
}

static const struct kasa_jx *
object_of_depth(size_t depth)
{
	static char text[200];

	text[0] = '\0';

	for (size_t i = 0; i < depth - 1; i++)
		strcat(text, i % 2 ? "[" : "{\"a\":");
	strcat(text, depth % 2 ? "{}" : "[]");
	for (size_t i = depth - 1; i-- > 0;)
		strcat(text, i % 2 ? "]" : "}");
	return read(text);
}

START_TEST(what_is_no_object_is_refused_with_a_sentence)
{
	for (size_t i = 0; i < UNIT_COUNT(refused); i++) {
		err.code = KASA_OK;
		ck_assert_msg(!read(refused[i]), "%s", refused[i]);
		ck_assert_msg(err.code == KASA_EPROTO && err.text[0], "%s: %d %s", refused[i], (int)err.code, err.text);
	}
}
END_TEST

START_TEST(every_spelling_that_json_allows_is_read)
{
	for (size_t i = 0; i < UNIT_COUNT(accepted); i++)
		ck_assert_msg(kasa_jx_is(read(accepted[i]), KASA_JX_OBJECT), "%s", accepted[i]);
}
END_TEST

START_TEST(a_nul_within_is_refused)
{
	ck_assert_ptr_null(read_bytes("{}\0", 3));
	ck_assert_ptr_null(read_bytes("{\"a\":\"\0\"}", 9));
}
END_TEST

START_TEST(sixteen_levels_are_read_and_seventeen_are_not)
{
	ck_assert_ptr_nonnull(object_of_depth(KASA_JX_DEPTH - 1));
	ck_assert_ptr_nonnull(object_of_depth(KASA_JX_DEPTH));
	ck_assert_ptr_null(object_of_depth(KASA_JX_DEPTH + 1));
	ck_assert_ptr_null(object_of_depth(KASA_JX_DEPTH + 2));
}
END_TEST

START_TEST(a_hundred_thousand_brackets_cost_no_stack)
{
	static char text[100000];

	memset(text, '[', sizeof text);

	ck_assert_ptr_null(read_bytes(text, sizeof text));
}
END_TEST

START_TEST(broken_bytes_in_text_become_replacement_characters)
{
	static const char text[] = "{\"alias\":\"K\xfc"
				   "che \xe2\x98\",\"\xff\":1,\"n\":2}";
	const struct kasa_jx *object = read_bytes(text, sizeof text - 1);
	char alias[32], key[8];

	ck_assert(kasa_jx_copy(object, "alias", alias, sizeof alias));
	ck_assert_str_eq(alias, "K\xef\xbf\xbd"
	                        "che \xef\xbf\xbd\xef\xbf\xbd");
	kasa_jx_copy_key(kasa_jx_next(object, object + 1), key, sizeof key);
	ck_assert_str_eq(key, "\xef\xbf\xbd");
	ck_assert_int_eq(kasa_jx_int(object, "n"), 2);
}
END_TEST

START_TEST(a_sentence_about_broken_text_is_well_formed)
{
	static const char text[] = "{\"alias\":K\xfc"
				   "che \xe2\x98 \033[2J";

	ck_assert_ptr_null(read_bytes(text, sizeof text - 1));

	ck_assert(kasa_utf8_valid(err.text, strlen(err.text)));
	ck_assert_ptr_null(strchr(err.text, '\033'));
}
END_TEST

START_TEST(an_integer_is_an_integer_and_nothing_like_it)
{
	for (size_t i = 0; i < UNIT_COUNT(integers); i++)
		ck_assert_msg(kasa_jx_int(read(integers[i].json), "n") == integers[i].n, "%s", integers[i].json);
}
END_TEST

START_TEST(a_number_may_have_a_fraction_and_is_else_not_a_number)
{
	const struct kasa_jx *object = read("{\"i\":3,\"f\":0.5,\"s\":\"1\",\"n\":null,\"b\":true}");

	ck_assert_double_eq(kasa_jx_number(object, "i"), 3);
	ck_assert_double_eq(kasa_jx_number(object, "f"), 0.5);
	ck_assert(isnan(kasa_jx_number(object, "s")));
	ck_assert(isnan(kasa_jx_number(object, "n")));
	ck_assert(isnan(kasa_jx_number(object, "b")));
	ck_assert(isnan(kasa_jx_number(object, "absent")));
	ck_assert(isnan(kasa_jx_number(NULL, "i")));
}
END_TEST

START_TEST(copied_text_is_cut_to_fit_and_empty_where_there_is_none)
{
	const struct kasa_jx *object = read("{\"text\":\"abc\xe2\x98\x83\",\"n\":1}");
	char out[6] = "junk";

	kasa_jx_copy(object, "text", out, sizeof out);
	ck_assert_str_eq(out, "abc");
	kasa_jx_copy(object, "n", out, sizeof out);
	ck_assert_str_eq(out, "");
	kasa_jx_copy(object, "absent", out, sizeof out);
	ck_assert_str_eq(out, "");
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

START_TEST(escapes_are_resolved_on_the_way_out)
{
	char out[32];

	kasa_jx_copy(read("{\"t\":\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00fc\\u2603\\ud83d\\ude00\"}"), "t", out, sizeof out);

	ck_assert_str_eq(out, "\"\\/\b\f\n\r\t\xc3\xbc\xe2\x98\x83\xf0\x9f\x98\x80");
}
END_TEST

START_TEST(what_is_inside_is_gone_through_in_order)
{
	const struct kasa_jx *list = kasa_jx_get(read("{\"l\":[1,{\"a\":[2,3]},[],\"x\"],\"n\":4}"), "l"), *at;

	ck_assert_uint_eq(kasa_jx_count(list), 4);
	at = kasa_jx_next(list, NULL);
	ck_assert_int_eq(at->type, KASA_JX_INTEGER);
	at = kasa_jx_next(list, at);
	ck_assert_uint_eq(kasa_jx_count(kasa_jx_get(at, "a")), 2);
	at = kasa_jx_next(list, at);
	ck_assert_ptr_null(kasa_jx_next(at, NULL));
	at = kasa_jx_next(list, at);
	ck_assert(kasa_jx_is(at, KASA_JX_STRING));
	ck_assert_ptr_null(kasa_jx_next(list, at));
}
END_TEST

START_TEST(an_object_of_more_members_than_any_device_has_is_refused)
{
	static char text[16 * (KASA_JX_MEMBERS + 2)];
	char *end = text + sprintf(text, "{\"0\":0");

	for (int i = 1; i < KASA_JX_MEMBERS; i++)
		end += sprintf(end, ",\"%d\":0", i);
	strcpy(end, "}");
	ck_assert_ptr_nonnull(read(text));
	strcpy(end, ",\"one more\":0}");
	ck_assert_ptr_null(read(text));
}
END_TEST

START_TEST(nothing_is_read_past_the_length)
{
	static const char text[] = "{\"a\":[true,null,\"\\u00fc\\\"\",-1.5e3]}";

	for (size_t len = 0; len < sizeof text - 1; len++) {
		char *exact = malloc(len + 1); /* a sanitizer sees who reads behind it */

		memcpy(exact + 1, text, len);
		ck_assert_ptr_null(read_bytes(exact + 1, len));
		free(exact);
	}
	ck_assert_ptr_nonnull(read(text));
}
END_TEST

START_TEST(numbers_are_rounded_as_another_reader_rounds_them)
{
	struct kasa_rng rng = { .state = 2 };
	char text[80];

	for (int i = 0; i < 50000; i++) {
		snprintf(text, sizeof text, "{\"n\":%s%u.%0*u}", i % 2 ? "-" : "", kasa_rng_below(&rng, 1u << 31),
		         (int)kasa_rng_below(&rng, 20), kasa_rng_below(&rng, 1u << 31));
		if (!jx_agrees(text, strlen(text)))
			ck_abort_msg("%s", text);
	}
}
END_TEST

START_TEST(a_decimal_comma_in_the_locale_changes_nothing)
{
	double value;

	if (!setlocale(LC_ALL, "de_DE.UTF-8"))
		setlocale(LC_ALL, "de_DE");
	value = kasa_jx_number(read("{\"n\":0.1234567890123456789012}"), "n");

	ck_assert_double_eq(value, 0.1234567890123456789012);
}
END_TEST

/* One byte changed, taken out or put in, a few times. */
static size_t
mutate(struct kasa_rng *rng, char *text, size_t len)
{
	static const char bytes[] = "{}[]\":,\\u0019-+.eEtfn \n/\x7f\xc3\xa4\x01";

	for (uint32_t n = 1 + kasa_rng_below(rng, 3); n > 0; n--) {
		size_t at = kasa_rng_below(rng, (uint32_t)len);
		bool put_in = kasa_rng_below(rng, 2), take_out = kasa_rng_below(rng, 3) == 0;

		memmove(text + at + (put_in && !take_out), text + at + take_out, len - at - take_out);
		len = len + (put_in && !take_out) - take_out;
		text[at] = bytes[kasa_rng_below(rng, sizeof bytes - 1)];
	}
	return len;
}

START_TEST(another_reader_agrees_on_texts_with_escapes_that_are_broken)
{
	static const char whole[] =
		"{\"a\":[1,-0,\"x\\u00fc\\ud83c\\udf84\\n\",\"K\xc3\xbc\"],\"\\u0064\":{\"e\":1e3}}";
	struct kasa_rng rng = { .state = 1 };
	char text[sizeof whole + 16];

	for (int i = 0; i < 50000; i++) {
		size_t len = sizeof whole - 1;

		memcpy(text, whole, len);
		len = mutate(&rng, text, len);
		if (!jx_agrees(text, len))
			ck_abort_msg("%.*s", (int)len, text);
	}
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
		escapes_are_resolved_on_the_way_out,
		what_is_inside_is_gone_through_in_order,
		an_object_of_more_members_than_any_device_has_is_refused,
		nothing_is_read_past_the_length,
		numbers_are_rounded_as_another_reader_rounds_them,
		a_decimal_comma_in_the_locale_changes_nothing,
		another_reader_agrees_on_texts_with_escapes_that_are_broken,
	};

	int rc = unit_run("jx", tests, UNIT_COUNT(tests));

	kasa_jx_finish(&doc);
	return rc;
}
