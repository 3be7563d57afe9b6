/*
 * The newer discovery, by UDP: packets of 16 bytes and, behind them, JSON in the clear. PROTOCOL section 2.2.
 */
#ifndef KASA_WIRE_TDP_H
#define KASA_WIRE_TDP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

enum {
	KASA_TDP_PORT = 20002,
	KASA_TDP_PORT_NEW = 20004, /* where devices of 2025 listen, beside the other or instead of it */
	KASA_TDP_HEADER = 16,
	KASA_TDP_TEXT_MAX = 16 << 10, /* a reply has up to 1.3 KB with the part that is encrypted to the asker */
};

/* The question: a bare header. One with a key in it is answered with a part encrypted to it, which nobody needs. */
extern const uint8_t kasa_tdp_probe[KASA_TDP_HEADER];

/* True for a packet of this kind whose length and CRC are those of what it holds; asked or answered. */
bool kasa_tdp_is_packet(const uint8_t *data, size_t len);

/*
 * Finds the text of a reply within @p data; no NUL ends it. False when the packet is none, or holds no text.
 *
 * A wrong CRC is refused though other clients do not look: UDP's own check has been passed by then, so it is the
 * packet of something else, or one that was put together wrongly.
 */
bool kasa_tdp_open(const uint8_t *data, size_t len, const char **text, size_t *text_len);

/* Appends a packet as devices send it. KASA_EPROTO past KASA_TDP_TEXT_MAX, KASA_ENOMEM. */
int kasa_tdp_seal(const char *text, size_t len, struct kasa_buf *out);

#endif
