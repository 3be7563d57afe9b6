/* Bytes that grow up to a limit which is set where the buffer is made. */
#ifndef KASA_BASE_BUF_H
#define KASA_BASE_BUF_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

struct kasa_buf {
	uint8_t *data; /* NULL while nothing was ever added */
	size_t len, cap;
	size_t max; /* never more bytes than this */
};

/* Makes an empty buffer that allocates nothing yet. */
void kasa_buf_init(struct kasa_buf *buf, size_t max);

/* Gives the memory back; the buffer is empty and may be used again. */
void kasa_buf_finish(struct kasa_buf *buf);

/* Makes room for @p n more bytes and returns where they go, or NULL past the limit or without memory. */
uint8_t *kasa_buf_room(struct kasa_buf *buf, size_t n);

/* Appends. KASA_EPROTO past the limit, KASA_ENOMEM; unchanged then. */
int kasa_buf_add(struct kasa_buf *buf, const void *bytes, size_t n);

/* Appends text as printf does, and a NUL that does not count. */
int kasa_buf_printf(struct kasa_buf *buf, const char *fmt, ...) KASA_PRINTF(2, 3);

/* Drops the first @p n bytes. */
void kasa_buf_take(struct kasa_buf *buf, size_t n);

/* Forgets the bytes and keeps the memory. */
static inline void
kasa_buf_clear(struct kasa_buf *buf)
{
	buf->len = 0;
}

#endif
