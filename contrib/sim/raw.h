/*
 * Bytes that are no UTF-8, which names of networks may hold and a JSON library refuses: in a tree each of them is a
 * private character, U+F780 to U+F7FF. Such a character in a request is taken for its byte.
 */
#ifndef KASA_SIM_RAW_H
#define KASA_SIM_RAW_H

#include "base/buf.h"

/* Appends the text with private characters in the place of broken bytes. KASA_EPROTO past the limit, KASA_ENOMEM. */
int sim_raw_wrap(const char *text, size_t len, struct kasa_buf *out);

/* Puts the bytes back, in place. */
void sim_raw_unwrap(struct kasa_buf *text);

/* How many bytes a wrapped text stands for. */
size_t sim_raw_length(const char *text);

#endif
