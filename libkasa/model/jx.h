/* Reading JSON from a stranger: measured first, typed strictly, text repaired. The only door to jansson. */
#ifndef KASA_MODEL_JX_H
#define KASA_MODEL_JX_H

#include <stdbool.h>
#include <stddef.h>

#include <jansson.h>

#include "base/buf.h"
#include "base/err.h"

enum {
	KASA_JX_DEPTH = 16, /* the deepest recording has 6 levels */
};

/*
 * Reads an object. Refused: deeper than KASA_JX_DEPTH, the same key twice, anything behind it, numbers out of
 * range. Broken UTF-8, as devices put into names and SSIDs, becomes U+FFFD.
 *
 * @return a new reference, or NULL with KASA_EPROTO or KASA_ENOMEM in @p err
 */
json_t *kasa_jx_object(const char *text, size_t len, struct kasa_err *err);

/* An integer of @p object, or KASA_UNKNOWN when it is absent, no integer, or out of an int's range. */
int kasa_jx_int(const json_t *object, const char *key);

/* A number of @p object, or NAN. */
double kasa_jx_number(const json_t *object, const char *key);

/* Text of @p object, or NULL; lives as long as @p object. */
const char *kasa_jx_text(const json_t *object, const char *key);

/* The same, copied and cut to fit; "" when absent. */
void kasa_jx_copy(const json_t *object, const char *key, char *dst, size_t size);

/* Appends @p text as a JSON string with its quotes. */
int kasa_jx_quote(struct kasa_buf *out, const char *text);

/* "2.14" */
const char *kasa_jx_library(void);

#endif
