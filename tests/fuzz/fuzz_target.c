/* What people type to say where or who: read, or refused with a sentence. */
#include "base/str.h"
#include "cli/target.h"
#include "core/target.h"
#include "fuzz/fuzz.h"

static void
check_refusal(const struct kasa_err *err)
{
	PROMISE(err->code == KASA_EINVAL && err->text[0]);
	PROMISE(kasa_utf8_valid(err->text, strlen(err->text)));
}

static void
search_there(const char *text)
{
	struct kasa_target target;
	struct kasa_err err;

	if (kasa_target_parse(text, &target, &err) != KASA_OK) {
		check_refusal(&err);
		return;
	}
	PROMISE(target.first <= target.last && kasa_target_count(&target) <= 65536);
	PROMISE((target.first & target.mask) == target.net && (target.last & target.mask) == target.net);
	PROMISE(!target.broadcast || target.first == target.last);
}

static void
take(int (*parse)(struct target *target, const char *typed, struct kasa_err *err), const char *text)
{
	struct target target;
	struct kasa_err err;

	if (parse(&target, text, &err) != KASA_OK) {
		check_refusal(&err);
		return;
	}
	PROMISE(memchr(target.name, '\0', sizeof target.name) && memchr(target.outlet, '\0', sizeof target.outlet));
	PROMISE(target.name[0] && target.typed == text);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = fuzz_text(data, size);

	search_there(text);
	take(target_parse, text);
	take(target_parse_host, text);
	take(target_parse_alias, text);
	free(text);
	return 0;
}
