/* Filling a document: what is unknown is left out. Each returns 0, or -1 without memory, so that they can be added up. */
#ifndef KASA_BRIDGE_DOCUMENTS_PUT_H
#define KASA_BRIDGE_DOCUMENTS_PUT_H

#include <math.h>

#include <kasa/state.h>

#include "base/str.h"
#include "bridge/documents/documents.h"

static inline int
put_int(json_t *object, const char *key, int value)
{
	return value == KASA_UNKNOWN ? 0 : json_object_set_new(object, key, json_integer(value));
}

/* "ON" or "OFF" */
static inline int
put_switch(json_t *object, const char *key, int value)
{
	return value == KASA_UNKNOWN ? 0 : json_object_set_new(object, key, json_string(value ? "ON" : "OFF"));
}

static inline int
put_real(json_t *object, const char *key, double value, int decimals)
{
	return isfinite(value) ? json_object_set_new(object, key, document_real(value, decimals)) : 0;
}

/* What devices say may hold what a terminal must not get. */
static inline int
put_text(json_t *object, const char *key, const char *text)
{
	char plain[256];

	if (!text || !text[0])
		return 0;
	kasa_str_copy(plain, sizeof plain, text);
	kasa_str_plain(plain);
	return json_object_set_new(object, key, json_string(plain));
}

static inline int
put_time(json_t *object, const char *key, int64_t utc_s)
{
	return json_object_set_new(object, key, document_time(utc_s));
}

/* The document, or NULL and nothing kept when a part of it could not be made. */
static inline json_t *
put_done(json_t *object, int rc)
{
	if (object && rc == 0)
		return object;
	json_decref(object);
	return NULL;
}

#endif
