/* The files of kasad's folder: whatever stands in them, what was read is written so that it is read the same again. */
#include "bridge/store/store_file.h"
#include "fuzz/fuzz.h"

typedef int parse_fn(struct store_values *values, const char *text, size_t length, struct kasa_err *err);
typedef struct store_sheet *sheet_fn(const struct store_values *values);
typedef int format_fn(const struct store_sheet *sheet, struct kasa_buf *out);

static const struct {
	parse_fn *parse;
	sheet_fn *sheet;
	format_fn *format;
} files[] = {
	{ store_state_parse, store_sheet_state, store_state_format },
	{ store_settings_parse, store_sheet_settings, store_settings_format },
};

/* Reads a text into values of its own and writes them. */
static int
rewrite(size_t file, const char *text, size_t size, struct kasa_buf *out)
{
	struct kasa_err err = { .code = KASA_OK };
	struct store_values values;
	struct store_sheet *sheet;
	int rc;

	store_values_init(&values);
	kasa_buf_init(out, STORE_FILE_MAX);
	rc = files[file].parse(&values, text, size, &err);
	PROMISE(rc == KASA_OK || rc == KASA_EINVAL || rc == KASA_ENOTSUP);
	PROMISE(rc == KASA_OK || err.text[0] != '\0');
	sheet = files[file].sheet(&values);
	PROMISE(sheet && files[file].format(sheet, out) == KASA_OK);
	free(sheet);
	store_values_finish(&values);
	return rc;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = (char *)fuzz_copy(data, size);

	for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
		struct kasa_buf first, second;

		rewrite(i, text, size, &first);
		PROMISE(rewrite(i, (const char *)first.data, first.len, &second) == KASA_OK);
		PROMISE(first.len == second.len && memcmp(first.data, second.data, first.len) == 0);
		kasa_buf_finish(&first);
		kasa_buf_finish(&second);
	}
	free(text);
	return 0;
}
