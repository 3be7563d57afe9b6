/* Looking into JSON that was read. */
#include "model/jx.h"

#include <limits.h>
#include <math.h>
#include <string.h>

#include <kasa/state.h>

#include "model/jx_value.h"

static bool
is_named(const struct kasa_jx *member, const char *key, size_t n)
{
	if (member->key_escaped)
		return kasa_jx_same_text(member->key, member->key_len, key, n);
	return member->key_len == n && memcmp(member->key, key, n) == 0;
}

bool
kasa_jx_named(const struct kasa_jx *member, const char *key)
{
	return is_named(member, key, strlen(key));
}

bool
kasa_jx_same_name(const struct kasa_jx *a, const struct kasa_jx *b)
{
	if (a->key_escaped || b->key_escaped)
		return kasa_jx_same_text(a->key, a->key_len, b->key, b->key_len);
	return a->key_len == b->key_len && memcmp(a->key, b->key, a->key_len) == 0;
}

const struct kasa_jx *
kasa_jx_next(const struct kasa_jx *container, const struct kasa_jx *at)
{
	if (!container || (container->type != KASA_JX_OBJECT && container->type != KASA_JX_ARRAY))
		return NULL;
	at = at ? at + at->size : container + 1;
	return at < container + container->size ? at : NULL;
}

const struct kasa_jx *
kasa_jx_get(const struct kasa_jx *object, const char *key)
{
	size_t n = strlen(key);
	const struct kasa_jx *end;

	if (!kasa_jx_is(object, KASA_JX_OBJECT))
		return NULL;
	end = object + object->size;
	for (const struct kasa_jx *at = object + 1; at < end; at += at->size)
		if (is_named(at, key, n))
			return at;
	return NULL;
}

size_t
kasa_jx_count(const struct kasa_jx *container)
{
	size_t n = 0;

	for (const struct kasa_jx *at = kasa_jx_next(container, NULL); at; at = kasa_jx_next(container, at))
		n++;
	return n;
}

int
kasa_jx_integer(const struct kasa_jx *value)
{
	int64_t sum = 0;
	bool minus;

	if (!kasa_jx_is(value, KASA_JX_INTEGER))
		return KASA_UNKNOWN;
	minus = value->text[0] == '-';
	for (uint32_t i = minus; i < value->len && sum <= INT_MAX; i++)
		sum = sum * 10 + (value->text[i] - '0');
	return sum <= INT_MAX ? (int)(minus ? -sum : sum) : KASA_UNKNOWN;
}

int
kasa_jx_int(const struct kasa_jx *object, const char *key)
{
	return kasa_jx_integer(kasa_jx_get(object, key));
}

int
kasa_jx_flag(const struct kasa_jx *object, const char *key)
{
	int n = kasa_jx_int(object, key);

	return n == 0 || n == 1 ? n : KASA_UNKNOWN;
}

double
kasa_jx_number(const struct kasa_jx *object, const char *key)
{
	const struct kasa_jx *value = kasa_jx_get(object, key);

	if (!kasa_jx_is(value, KASA_JX_INTEGER) && !kasa_jx_is(value, KASA_JX_REAL))
		return NAN;
	return kasa_jx_real(value);
}

bool
kasa_jx_copy(const struct kasa_jx *object, const char *key, char *dst, size_t size)
{
	const struct kasa_jx *value = kasa_jx_get(object, key);
	bool text = kasa_jx_is(value, KASA_JX_STRING);

	kasa_jx_copy_text(text ? value->text : "", text ? value->len : 0, dst, size);
	return text;
}

void
kasa_jx_copy_key(const struct kasa_jx *member, char *dst, size_t size)
{
	kasa_jx_copy_text(member->key ? member->key : "", member->key_len, dst, size);
}
