/* Forms as browsers and IFTTT send them: application/x-www-form-urlencoded, as a JSON object of texts. Pure. */
#ifndef KASA_BRIDGE_HOOK_FORM_H
#define KASA_BRIDGE_HOOK_FORM_H

#include <jansson.h>
#include <stddef.h>

#include <kasa/error.h>

enum {
	FORM_FIELDS_MAX = 64,
};

/* KASA_EINVAL with a sentence: a broken %, what is no text, a name twice, too many fields. KASA_ENOMEM. */
int form_parse(const char *text, size_t length, json_t **out, struct kasa_err *err);

#endif
