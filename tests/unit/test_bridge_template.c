/* Values out of requests: forms, JSON pointers, templates, and that none of it becomes more than a value. */
#include "unit/unit.h"

#include <jansson.h>

#include "base/err.h"
#include "bridge/hook/form.h"
#include "bridge/hook/template.h"

// clang-format off
static const char document[] =
	"{\"value1\":\"ON\",\"level\":40,\"half\":0.5,\"yes\":true,\"none\":null,\"a\":{\"b\":[10,{\"c\":\"deep\"}]},"
	"\"m~n\":1,\"s/t\":2,\"\":3,\"evil\":\"ON\\\",\\\"alias\\\":\\\"x\",\"object\":{\"alias\":\"x\"},\"text\":\"{\\\"alias\\\":\\\"x\\\"}\"}";

static const struct { const char *text, *json; } filled[] = {
	{ "plain", "\"plain\"" },
	{ "", "\"\"" },
	{ "{{/value1}}", "\"ON\"" },
	{ "{{ /value1 }}", "\"ON\"" },
	{ "{{/level}}", "40" },
	{ "{{/half}}", "0.5" },
	{ "{{/yes}}", "true" },
	{ "{{/a/b/0}}", "10" },
	{ "{{/a/b/1/c}}", "\"deep\"" },
	{ "{{/m~0n}}", "1" },
	{ "{{/s~1t}}", "2" },
	{ "{{/}}", "3" },
	{ "{{/missing|40}}", "40" },
	{ "{{/missing|true}}", "true" },
	{ "{{/missing|ON}}", "\"ON\"" },
	{ "{{/missing|}}", "\"\"" },
	{ "{{/none|5}}", "5" },
	{ "{{/level|5}}", "40" },
	{ "strip/{{/level}}", "\"strip/40\"" },
	{ "{{/value1}}-{{/yes}}", "\"ON-true\"" },
	{ "{{/a}}x", "\"{\\\"b\\\":[10,{\\\"c\\\":\\\"deep\\\"}]}x\"" },
	{ "}} {", "\"}} {\"" },
};
static const char *const nowhere[] = {
	"{{/missing}}", "x{{/missing}}", "{{/none}}", "{{/a/b/2}}", "{{/a/b/01}}", "{{/a/b/-}}", "{{/a/b/x}}", "{{/value1/x}}",
	"{{/m~2n}}", "{{/m~}}", "{{/a/b/99999999999999999999}}", "{{/level/0}}",
};
static const char *const unreadable[] = { "{{", "x{{/a", "{{}}", "{{value1}}", "{{ }}", "{{|x}}", "{{/a}} {{b}}" };

static const struct { const char *set, *payload; } payloads[] = {
	{ "{{/value1}}", "{\"state\":\"ON\"}" },
	{ "{{/yes}}", "{\"state\":true}" },
	{ "{{/evil}}", "{\"state\":\"ON\\\",\\\"alias\\\":\\\"x\"}" },
	{ "{{/text}}", "{\"state\":\"{\\\"alias\\\":\\\"x\\\"}\"}" },
	{ "{{/object}}", "{\"state\":{\"alias\":\"x\"}}" },
	{ "{\"state\":\"{{/value1}}\",\"brightness\":\"{{/level}}\"}", "{\"state\":\"ON\",\"brightness\":40}" },
	{ "{\"color\":{\"h\":\"{{/level}}\",\"s\":[\"{{/half}}\",1]}}", "{\"color\":{\"h\":40,\"s\":[0.5,1]}}" },
	{ "{\"state\":\"{{/evil}}\"}", "{\"state\":\"ON\\\",\\\"alias\\\":\\\"x\"}" },
};

static const struct { const char *form, *json; } forms[] = {
	{ "", "{}" },
	{ "&&", "{}" },
	{ "value1=ON&value2=40&value3=", "{\"value1\":\"ON\",\"value2\":\"40\",\"value3\":\"\"}" },
	{ "a", "{\"a\":\"\"}" },
	{ "=x", "{\"\":\"x\"}" },
	{ "a=b=c", "{\"a\":\"b=c\"}" },
	{ "a+b=c+d", "{\"a b\":\"c d\"}" },
	{ "a%3Db=%26%3d%2B", "{\"a=b\":\"&=+\"}" },
	{ "k=K%C3%BCche", "{\"k\":\"K\xc3\xbc" "che\"}" },
};
static const char *const no_forms[] = { "a=%", "a=%4", "a=%4g", "a=%g4", "a%=", "a=%00", "a=%ff", "a=\xff", "a=1&a=2", "a=1&%61=2" };
// clang-format on

static json_t *
lookup(const char *pointer, void *arg)
{
	return json_incref(template_point(arg, pointer));
}

static json_t *
read_document(void)
{
	json_t *json = json_loads(document, JSON_REJECT_DUPLICATES, NULL);

	ck_assert_ptr_nonnull(json);
	return json;
}

START_TEST(texts_are_filled_and_keep_types)
{
	json_t *root = read_document();

	for (size_t i = 0; i < UNIT_COUNT(filled); i++) {
		struct kasa_err err;
		json_t *json;
		char *text;

		ck_assert_int_eq(template_check(filled[i].text, &err), KASA_OK);
		ck_assert_msg(template_fill(filled[i].text, lookup, root, &json, &err) == KASA_OK, "%s", err.text);
		text = json_dumps(json, JSON_ENCODE_ANY | JSON_COMPACT | JSON_REAL_PRECISION(10));
		ck_assert_str_eq(text, filled[i].json);
		free(text);
		json_decref(json);
	}
	json_decref(root);
}
END_TEST

START_TEST(what_leads_nowhere_is_told)
{
	json_t *root = read_document();

	for (size_t i = 0; i < UNIT_COUNT(nowhere); i++) {
		struct kasa_err err;
		json_t *json;

		ck_assert_msg(template_fill(nowhere[i], lookup, root, &json, &err) == KASA_ENOTFOUND, "%s", nowhere[i]);
		ck_assert_ptr_null(json);
		ck_assert_ptr_nonnull(strstr(err.text, "there is nothing at /"));
	}
	json_decref(root);
}
END_TEST

START_TEST(what_is_no_template_is_refused)
{
	json_t *root = read_document();
	char longest[TEMPLATE_POINTER_MAX + 10];
	struct kasa_err err;
	json_t *json;

	for (size_t i = 0; i < UNIT_COUNT(unreadable); i++) {
		ck_assert_msg(template_check(unreadable[i], &err) == KASA_EINVAL, "%s", unreadable[i]);
		ck_assert_int_ne(template_fill(unreadable[i], lookup, root, &json, &err), KASA_OK);
	}
	memset(longest, 'x', sizeof longest);
	memcpy(longest, "{{/", 3);
	memcpy(longest + sizeof longest - 3, "}}", 3);
	ck_assert_int_eq(template_check(longest, &err), KASA_EINVAL);
	json_decref(root);
}
END_TEST

START_TEST(a_value_never_becomes_more_than_a_value)
{
	json_t *root = read_document();

	for (size_t i = 0; i < UNIT_COUNT(payloads); i++) {
		struct kasa_err err;
		char *payload;

		ck_assert_int_eq(template_payload(payloads[i].set, lookup, root, &payload, &err), KASA_OK);
		ck_assert_str_eq(payload, payloads[i].payload);
		free(payload);
	}
	json_decref(root);
}
END_TEST

START_TEST(a_text_does_not_grow_without_end)
{
	char *huge = malloc(TEMPLATE_TEXT_MAX + 1);
	json_t *root, *json;
	struct kasa_err err;

	ck_assert_ptr_nonnull(huge);
	memset(huge, 'x', TEMPLATE_TEXT_MAX);
	huge[TEMPLATE_TEXT_MAX] = '\0';
	root = json_pack("{ss}", "v", huge);
	ck_assert_int_eq(template_fill("x{{/v}}", lookup, root, &json, &err), KASA_EINVAL);
	ck_assert_int_eq(template_fill("{{/v}}{{/v}}", lookup, root, &json, &err), KASA_EINVAL);
	json_decref(root);
	free(huge);
}
END_TEST

START_TEST(forms_are_objects_of_texts)
{
	for (size_t i = 0; i < UNIT_COUNT(forms); i++) {
		struct kasa_err err;
		json_t *json;
		char *text;

		ck_assert_int_eq(form_parse(forms[i].form, strlen(forms[i].form), &json, &err), KASA_OK);
		text = json_dumps(json, JSON_COMPACT);
		ck_assert_str_eq(text, forms[i].json);
		free(text);
		json_decref(json);
	}
}
END_TEST

START_TEST(broken_forms_are_refused)
{
	char many[FORM_FIELDS_MAX * 4 + 10] = "";
	struct kasa_err err;
	json_t *json;
	size_t n = 0;

	for (size_t i = 0; i < UNIT_COUNT(no_forms); i++) {
		ck_assert_msg(form_parse(no_forms[i], strlen(no_forms[i]), &json, &err) == KASA_EINVAL, "%s",
		              no_forms[i]);
		ck_assert_ptr_null(json);
	}
	ck_assert_int_eq(form_parse("a=\0b", 4, &json, &err), KASA_EINVAL);
	for (int i = 0; i <= FORM_FIELDS_MAX; i++)
		n += (size_t)snprintf(many + n, sizeof many - n, "%03d&", i);
	ck_assert_int_eq(form_parse(many, n, &json, &err), KASA_EINVAL);
	ck_assert_int_eq(form_parse(many, n - 4, &json, &err), KASA_OK);
	json_decref(json);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		texts_are_filled_and_keep_types,  what_leads_nowhere_is_told,
		what_is_no_template_is_refused,   a_value_never_becomes_more_than_a_value,
		a_text_does_not_grow_without_end, forms_are_objects_of_texts,
		broken_forms_are_refused,
	};

	return unit_run("template", tests, UNIT_COUNT(tests));
}
