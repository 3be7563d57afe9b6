#include "base/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
	FIRST_CAP = 128, /* most requests are shorter */
};

void
kasa_buf_init(struct kasa_buf *buf, size_t max)
{
	*buf = (struct kasa_buf){ .max = max };
}

void
kasa_buf_finish(struct kasa_buf *buf)
{
	free(buf->data);
	kasa_buf_init(buf, buf->max);
}

static int
grow(struct kasa_buf *buf, size_t want)
{
	size_t cap = buf->cap ? buf->cap : FIRST_CAP;
	uint8_t *data;

	if (want > buf->max)
		return KASA_EPROTO;
	if (want <= buf->cap)
		return KASA_OK;
	while (cap < want)
		cap *= 2;
	if (cap > buf->max)
		cap = buf->max;
	data = realloc(buf->data, cap);
	if (!data)
		return KASA_ENOMEM;
	buf->data = data;
	buf->cap = cap;
	return KASA_OK;
}

uint8_t *
kasa_buf_room(struct kasa_buf *buf, size_t n)
{
	if (n > buf->max - buf->len || grow(buf, buf->len + n) != KASA_OK)
		return NULL;
	return buf->data ? buf->data + buf->len : NULL;
}

int
kasa_buf_add(struct kasa_buf *buf, const void *bytes, size_t n)
{
	int rc;

	if (n == 0)
		return KASA_OK;
	if (n > buf->max - buf->len)
		return KASA_EPROTO;
	rc = grow(buf, buf->len + n);
	if (rc != KASA_OK)
		return rc;
	memcpy(buf->data + buf->len, bytes, n);
	buf->len += n;
	return KASA_OK;
}

int
kasa_buf_printf(struct kasa_buf *buf, const char *fmt, ...)
{
	va_list args, again;
	int n, rc;

	va_start(args, fmt);
	va_copy(again, args);
	n = vsnprintf(NULL, 0, fmt, args);
	va_end(args);
	rc = n < 0 ? KASA_EINVAL : grow(buf, buf->len + (size_t)n + 1);
	if (rc == KASA_OK) {
		vsnprintf((char *)buf->data + buf->len, (size_t)n + 1, fmt, again);
		buf->len += (size_t)n;
	}
	va_end(again);
	return rc;
}

void
kasa_buf_take(struct kasa_buf *buf, size_t n)
{
	if (n >= buf->len) {
		buf->len = 0;
		return;
	}
	memmove(buf->data, buf->data + n, buf->len - n);
	buf->len -= n;
}
