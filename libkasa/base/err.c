#include "base/err.h"

#include <stdio.h>
#include <string.h>

#include "base/str.h"

// clang-format off
static const struct {
	int code;
	const char *word;
} words[] = {
	{ KASA_OK,         "ok" },
	{ KASA_EINVAL,     "invalid" },
	{ KASA_ENOMEM,     "nomem" },
	{ KASA_EIO,        "io" },
	{ KASA_ETIMEOUT,   "timeout" },
	{ KASA_EREFUSED,   "refused" },
	{ KASA_EUNREACH,   "unreachable" },
	{ KASA_ERESET,     "reset" },
	{ KASA_EPROTO,     "protocol" },
	{ KASA_EDEVICE,    "device" },
	{ KASA_ENOTSUP,    "unsupported" },
	{ KASA_EAUTH,      "auth" },
	{ KASA_ESIGNATURE, "signature" },
	{ KASA_ENOTFOUND,  "not_found" },
	{ KASA_EAMBIGUOUS, "ambiguous" },
	{ KASA_EIDENTITY,  "identity" },
	{ KASA_EBUSY,      "busy" },
	{ KASA_ECANCELED,  "cancelled" },
	{ KASA_EUNKNOWN,   "outcome_unknown" },
	{ KASA_EBREAKER,   "resting" },
	{ KASA_ERIVAL,     "rival" },
	{ KASA_EDENIED,    "denied" },
};
// clang-format on

const char *
kasa_error_word(int code)
{
	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
		if (words[i].code == code)
			return words[i].word;
	return "unknown";
}

static int KASA_PRINTF(4, 0) set_va(struct kasa_err *err, int code, int device_code, const char *fmt, va_list args)
{
	if (!err)
		return code;
	err->code = (enum kasa_error)code;
	err->device_code = device_code;
	vsnprintf(err->text, sizeof err->text, fmt, args);
	kasa_str_plain(err->text);
	return code;
}

int
kasa_err_set(struct kasa_err *err, int code, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	set_va(err, code, 0, fmt, args);
	va_end(args);
	return code;
}

int
kasa_err_device(struct kasa_err *err, int code, int device_code, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	set_va(err, code, device_code, fmt, args);
	va_end(args);
	return code;
}

/* How much one part of a sentence may have beside the other: what that leaves, and at least half. */
static int
beside(const char *other)
{
	int half = KASA_ERR_TEXT_MAX / 2 - 2, rest = KASA_ERR_TEXT_MAX - 3 - (int)strlen(other);

	return rest > half ? rest : half;
}

int
kasa_err_wrap(struct kasa_err *err, const char *fmt, ...)
{
	char before[KASA_ERR_TEXT_MAX], after[KASA_ERR_TEXT_MAX];
	va_list args;

	if (!err || err->code == KASA_OK)
		return err ? err->code : KASA_OK;
	memcpy(after, err->text, sizeof after);
	va_start(args, fmt);
	vsnprintf(before, sizeof before, fmt, args);
	va_end(args);
	return kasa_err_device(err, err->code, err->device_code, "%.*s: %.*s", beside(after), before, beside(before),
	                       after);
}

int
kasa_err_append(struct kasa_err *err, const char *fmt, ...)
{
	char before[KASA_ERR_TEXT_MAX], after[KASA_ERR_TEXT_MAX];
	va_list args;

	if (!err || err->code == KASA_OK)
		return err ? err->code : KASA_OK;
	memcpy(before, err->text, sizeof before);
	va_start(args, fmt);
	vsnprintf(after, sizeof after, fmt, args);
	va_end(args);
	return kasa_err_device(err, err->code, err->device_code, "%.*s%.*s", beside(after), before, beside(before),
	                       after);
}

void
kasa_err_clear(struct kasa_err *err)
{
	if (!err)
		return;
	err->code = KASA_OK;
	err->device_code = 0;
	err->text[0] = '\0';
}
