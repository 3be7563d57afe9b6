/* The XOR autokey cipher and its two framings: a length before it on TCP, none in a datagram. */
#ifndef KASA_WIRE_XOR_H
#define KASA_WIRE_XOR_H

#include <stddef.h>
#include <stdint.h>

#include "wire/wire.h"

enum {
	KASA_XOR_KEY = 171,    /* each message starts with it */
	KASA_XOR_HEADER = 4,   /* the length on TCP: big-endian, of the cipher text alone */
	KASA_XOR_FIRST = 0xd0, /* '{' under the cipher: what every message starts with */
};

/* @p dst and @p src have @p n bytes and may not overlap, but for encrypting in place. */
void kasa_xor_encrypt(uint8_t *dst, const uint8_t *src, size_t n);
void kasa_xor_decrypt(uint8_t *dst, const uint8_t *src, size_t n);

/* Appends a TCP message. */
int kasa_xor_seal(const char *text, size_t len, struct kasa_buf *out, struct kasa_err *err);

/* Reads a TCP message, client's or server's: the cap is checked before memory is asked for. */
enum kasa_step kasa_xor_open(struct kasa_wire_in *in, struct kasa_buf *text, struct kasa_err *err);

/* Appends a datagram. */
int kasa_xor_seal_datagram(const char *text, size_t len, struct kasa_buf *out);

/* Reads a datagram into @p text. KASA_EPROTO when it is none, KASA_ENOMEM. */
int kasa_xor_open_datagram(const uint8_t *data, size_t len, struct kasa_buf *text);

#endif
