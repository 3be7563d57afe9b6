/* Our reader of JSON beside jansson's: the same texts are read, the same are refused, to the same values. */
#include "unit/unit.h"

#include <dirent.h>
#include <jansson.h>
#include <math.h>
#include <stdlib.h>

#include "base/str.h"
#include "model/jx.h"
#include "model/jx_value.h"

enum {
	MUTANTS = 3000, /* of each text */
	TEXT_MAX = 64 << 10,
};

static void assert_same(const struct kasa_jx *ours, const json_t *theirs, const char *text);

static void
assert_same_members(const struct kasa_jx *ours, const json_t *theirs, const char *text)
{
	const struct kasa_jx *at = NULL;

	ck_assert_msg(kasa_jx_count(ours) == json_object_size(theirs), "%s", text);
	while ((at = kasa_jx_next(ours, at))) {
		char key[TEXT_MAX];

		kasa_jx_copy_key(at, key, sizeof key);
		assert_same(at, json_object_get(theirs, key), text);
	}
}

static void
assert_same_items(const struct kasa_jx *ours, const json_t *theirs, const char *text)
{
	const struct kasa_jx *at = NULL;
	size_t index = 0;

	ck_assert_msg(kasa_jx_count(ours) == json_array_size(theirs), "%s", text);
	while ((at = kasa_jx_next(ours, at)))
		assert_same(at, json_array_get(theirs, index++), text);
}

/* Read by its name, as it is in an object; what stands in arrays has none and is compared by type. */
static void
assert_same_text(const struct kasa_jx *ours, const json_t *theirs, const char *text)
{
	struct kasa_jx pair[2] = { { .type = KASA_JX_OBJECT, .size = 2 }, *ours };
	char out[TEXT_MAX];

	pair[1].key = "k";
	pair[1].key_len = 1;
	ck_assert(kasa_jx_copy(pair, "k", out, sizeof out));
	ck_assert_msg(strcmp(out, json_string_value(theirs)) == 0, "%s", text);
}

static void
assert_same(const struct kasa_jx *ours, const json_t *theirs, const char *text)
{
	static const json_type types[] = {
		[KASA_JX_NULL] = JSON_NULL,       [KASA_JX_FALSE] = JSON_FALSE,   [KASA_JX_TRUE] = JSON_TRUE,
		[KASA_JX_INTEGER] = JSON_INTEGER, [KASA_JX_REAL] = JSON_REAL,     [KASA_JX_STRING] = JSON_STRING,
		[KASA_JX_ARRAY] = JSON_ARRAY,     [KASA_JX_OBJECT] = JSON_OBJECT,
	};

	ck_assert_msg(theirs && json_typeof(theirs) == types[ours->type], "%s", text);
	if (ours->type == KASA_JX_OBJECT)
		assert_same_members(ours, theirs, text);
	else if (ours->type == KASA_JX_ARRAY)
		assert_same_items(ours, theirs, text);
	else if (ours->type == KASA_JX_STRING)
		assert_same_text(ours, theirs, text);
	else if (ours->type == KASA_JX_REAL)
		ck_assert_msg(kasa_jx_real(ours) == json_real_value(theirs), "%s", text);
	else if (ours->type == KASA_JX_INTEGER)
		ck_assert_msg(strtoll(ours->text, NULL, 10) == json_integer_value(theirs), "%s", text);
}

/* What only one of the two refuses, by design: broken UTF-8, depth, and two spellings of one name. */
static bool
comparable(const char *text, size_t len)
{
	int depth = 0;

	for (size_t i = 0; i < len; i++)
		depth += text[i] == '{' || text[i] == '[';
	return kasa_utf8_valid(text, len) && depth <= KASA_JX_DEPTH && !memmem(text, len, "\\u", 2);
}

static void
compare(const char *text, size_t len)
{
	json_t *theirs = json_loadb(text, len, JSON_REJECT_DUPLICATES, NULL);
	struct kasa_jx_doc ours;
	bool read = kasa_jx_parse(&ours, text, len, NULL) == KASA_OK;

	ck_assert_msg(read == json_is_object(theirs), "%d %.*s", read, (int)len, text);
	if (read)
		assert_same(ours.values, theirs, text);
	kasa_jx_finish(&ours);
	json_decref(theirs);
}

static char *
text_of(const char *path)
{
	json_t *root = json_load_file(path, 0, NULL);
	char *text = json_dumps(root, JSON_COMPACT);

	json_decref(root);
	return text;
}

/* One to three bytes become others, chosen where they hurt. */
static void
mutate(char *text, size_t len)
{
	static const char hurts[] = "{}[]\":,\\0123456789-+.eEtfn u\t\n";

	for (int n = 1 + rand() % 3; n > 0; n--)
		text[(size_t)rand() % len] = hurts[(size_t)rand() % (sizeof hurts - 1)];
}

static void
compare_mutants(const char *text)
{
	size_t len = strlen(text), compared = 0;
	char *mutant = malloc(len + 1);

	for (int i = 0; i < MUTANTS; i++) {
		memcpy(mutant, text, len + 1);
		mutate(mutant, len);
		if (!comparable(mutant, len))
			continue;
		compare(mutant, len);
		compared++;
	}
	free(mutant);
	ck_assert_uint_gt(compared, 0);
}

static const char *const texts[] = {
	"{\"a\":[1,-2,3.5,1e3,true,false,null,\"x\",{\"b\":\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"}],\"c\":{},\"d\":[]}",
	"{ \"power\" : 7.677094 , \"voltage\" : 118.917389 , \"current\" : 0.128037 , \"total\" : 30.404 }",
	"{\"n\":[0.1,123456789.123456789,1.7976931348623157e308,5e-324,9007199254740993.0,0.30000000000000004]}",
	"{\"system\":{\"set_relay_state\":{\"err_code\":-3,\"err_msg\":\"invalid argument\"}}}",
	"{\"e\":1E-7,\"f\":-0.0,\"g\":9223372036854775807,\"h\":-9223372036854775808,\"i\":1234567890123456789.5}",
};

START_TEST(texts_made_by_hand_and_their_mutants_are_read_alike)
{
	srand(7);
	for (size_t i = 0; i < UNIT_COUNT(texts); i++) {
		compare(texts[i], strlen(texts[i]));
		compare_mutants(texts[i]);
	}
}
END_TEST

START_TEST(recordings_and_their_mutants_are_read_alike)
{
	const char *folder = getenv("KASA_RECORDINGS");
	char path[1024];
	struct dirent *entry;
	size_t files = 0;
	DIR *dir;

	snprintf(path, sizeof path, "%s/iot", folder ? folder : "");
	dir = opendir(path);
	if (!dir) {
		ck_assert_msg(!getenv("CI"), "no recordings in %s", path);
		return;
	}
	srand(7);
	while ((entry = readdir(dir))) {
		char *text;

		if (entry->d_name[0] == '.')
			continue;
		snprintf(path, sizeof path, "%s/iot/%s", folder, entry->d_name);
		text = text_of(path);
		ck_assert_ptr_nonnull(text);
		compare(text, strlen(text));
		for (int i = 0; i < 200; i++) {
			mutate(text, strlen(text));
			if (kasa_utf8_valid(text, strlen(text)) && !strstr(text, "\\u"))
				compare(text, strlen(text));
			free(text);
			text = text_of(path);
		}
		free(text);
		files++;
	}
	closedir(dir);
	ck_assert_uint_gt(files, 0);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		texts_made_by_hand_and_their_mutants_are_read_alike,
		recordings_and_their_mutants_are_read_alike,
	};

	return unit_run("jx_oracle", tests, UNIT_COUNT(tests));
}
