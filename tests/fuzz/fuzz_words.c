/* What people type to say how long: read, or refused with a sentence; what is shown for it means the same. */
#include "base/str.h"
#include "common/duration.h"
#include "fuzz/fuzz.h"

static void
check_refusal(const struct kasa_err *err)
{
	PROMISE(err->code == KASA_EINVAL && err->text[0]);
	PROMISE(kasa_utf8_valid(err->text, strlen(err->text)));
}

static void
take_duration(const char *text)
{
	char shown[DURATION_TEXT];
	uint64_t ms, again;
	struct kasa_err err;

	if (duration_parse(text, 1, DURATION_MOST, &ms, &err) != KASA_OK) {
		check_refusal(&err);
		return;
	}
	PROMISE(ms >= 1 && ms <= DURATION_MOST);
	PROMISE(duration_parse(duration_format(shown, ms), ms, ms, &again, NULL) == KASA_OK && again == ms);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = fuzz_text(data, size);

	take_duration(text);
	free(text);
	return 0;
}
