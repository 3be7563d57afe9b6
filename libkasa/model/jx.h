/*
 * Reading JSON from a stranger: one pass, strict, bounded, without a copy. Nothing else in the library knows JSON.
 *
 * The values of a text stand in one flat array, each before those inside it, and point into the text: reading a
 * poll's answer is one allocation. Strings stay as they were sent until they are copied out, which resolves their
 * escapes and makes U+FFFD of broken UTF-8, as devices put into names and SSIDs.
 */
#ifndef KASA_MODEL_JX_H
#define KASA_MODEL_JX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"

enum {
	KASA_JX_DEPTH = 16,    /* the deepest recording has 6 levels */
	KASA_JX_MEMBERS = 512, /* of one object; the largest recorded has 40, and each is compared with each */
};

enum kasa_jx_type {
	KASA_JX_NULL,
	KASA_JX_FALSE,
	KASA_JX_TRUE,
	KASA_JX_INTEGER,
	KASA_JX_REAL,
	KASA_JX_STRING,
	KASA_JX_ARRAY,
	KASA_JX_OBJECT,
};

/* One value. What is inside an array or an object follows it in the array of all. */
struct kasa_jx {
	const char *key, *text; /* the member's name, and the value, both as sent and without quotes */
	uint32_t key_len, len;
	uint32_t size;    /* how many values this is, itself included: the next one stands so far on */
	bool key_escaped; /* the name is not written as it reads */
	enum kasa_jx_type type;
};

/* A text that was read. */
struct kasa_jx_doc {
	struct kasa_jx *values; /* the root first */
	size_t count, cap;
};

/*
 * Reads an object. Refused: deeper than KASA_JX_DEPTH, the same key twice in one object, anything behind it, numbers
 * that do not fit. @p text must outlive @p doc, which is finished in any case but success.
 * KASA_EPROTO, KASA_ENOMEM, with a sentence.
 */
int kasa_jx_parse(struct kasa_jx_doc *doc, const char *text, size_t len, struct kasa_err *err);
void kasa_jx_finish(struct kasa_jx_doc *doc);

/*
 * All below take NULL, and a value of another type, for one that has nothing inside.
 */

/* The member of an object, or NULL. */
const struct kasa_jx *kasa_jx_get(const struct kasa_jx *object, const char *key);

/* Goes through what is inside: start with NULL, ends with NULL. */
const struct kasa_jx *kasa_jx_next(const struct kasa_jx *container, const struct kasa_jx *at);

/* How many values are directly inside. */
size_t kasa_jx_count(const struct kasa_jx *container);

static inline bool
kasa_jx_is(const struct kasa_jx *value, enum kasa_jx_type type)
{
	return value && value->type == type;
}

/* True when the name of a member is @p key. */
bool kasa_jx_named(const struct kasa_jx *member, const char *key);

/* True when two members have the same name. */
bool kasa_jx_same_name(const struct kasa_jx *a, const struct kasa_jx *b);

/* The value itself, or KASA_UNKNOWN when it is no integer, or out of an int's range. */
int kasa_jx_integer(const struct kasa_jx *value);

/* An integer of @p object, or KASA_UNKNOWN when it is absent, no integer, or out of an int's range. */
int kasa_jx_int(const struct kasa_jx *object, const char *key);

/* 1 or 0 of @p object, or KASA_UNKNOWN: 2, "1", null and true are not what a device says. */
int kasa_jx_flag(const struct kasa_jx *object, const char *key);

/* A number of @p object, or NAN. */
double kasa_jx_number(const struct kasa_jx *object, const char *key);

/* Text of @p object, cut between characters to fit; "" and false when there is none. */
bool kasa_jx_copy(const struct kasa_jx *object, const char *key, char *dst, size_t size);

/* The name of a member, cut to fit. */
void kasa_jx_copy_key(const struct kasa_jx *member, char *dst, size_t size);

/* Appends a value as it was sent. */
int kasa_jx_add(struct kasa_buf *out, const struct kasa_jx *value);

/* The same with its name before it: `"name":value`. */
int kasa_jx_add_member(struct kasa_buf *out, const struct kasa_jx *member);

/* Appends @p text, which is UTF-8, as a JSON string with its quotes. */
int kasa_jx_quote(struct kasa_buf *out, const char *text);

#endif
