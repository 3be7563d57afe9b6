/* Base64, in which the texts that people type stand in the SMART language: names, networks, passwords. */
#ifndef KASA_MODEL_BASE64_H
#define KASA_MODEL_BASE64_H

#include <stddef.h>

#include "base/buf.h"

/*
 * The text behind @p base64, cut between characters to fit. Where that is no base64, or not of UTF-8, it is a text as
 * it stands: firmware that does not encode its name shows the name, not scrambled bytes.
 */
void kasa_base64_text(const char *base64, char *dst, size_t size);

/* Appends @p text as a JSON string of base64. */
int kasa_base64_quote(struct kasa_buf *out, const char *text);

#endif
