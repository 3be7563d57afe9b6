#include "model/payload.h"

#include <string.h>

#include <kasa/raw.h>

#include "base/str.h"
#include "model/jx.h"

enum {
	REQUEST_MAX = 64 << 10, /* what a message of any transport holds */
};

const struct kasa_payload *
kasa_payload_find(const char *name)
{
	static const struct kasa_payload *const rows[] = { &kasa_payload_iot, &kasa_payload_smart };

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		if (strcmp(rows[i]->name, name) == 0)
			return rows[i];
	return NULL;
}

int
kasa_alias_check(const char *alias, struct kasa_err *err)
{
	size_t n = strlen(alias);
	const char *at = alias;

	if (n == 0)
		return kasa_err_set(err, KASA_EINVAL, "an empty name: 1 to %d bytes are possible", KASA_ALIAS_MAX - 1);
	if (n >= KASA_ALIAS_MAX)
		return kasa_err_set(err, KASA_EINVAL, "a name of %zu bytes: 1 to %d are possible", n,
		                    KASA_ALIAS_MAX - 1);
	if (!kasa_utf8_valid(alias, n))
		return kasa_err_set(err, KASA_EINVAL, "the name is not UTF-8");
	while (*at)
		if (kasa_str_unsafe(kasa_utf8_next(&at, alias + n)))
			return kasa_err_set(err, KASA_EINVAL, "the name holds a control character");
	return KASA_OK;
}

int
kasa_raw_check(const char *request, struct kasa_err *err)
{
	size_t n = strlen(request);
	struct kasa_jx_doc doc;
	struct kasa_err ignored;

	if (!err)
		err = &ignored;
	if (n > REQUEST_MAX)
		return kasa_err_set(err, KASA_EINVAL, "a request of %zu bytes is longer than the %d that fit", n,
		                    (int)REQUEST_MAX);
	if (kasa_jx_parse(&doc, request, n, err) != KASA_OK) {
		if (err->code == KASA_EPROTO)
			err->code = KASA_EINVAL;
		return kasa_err_wrap(err, "the request");
	}
	kasa_jx_finish(&doc);
	return KASA_OK;
}
