/* Base64, in which SMART has the texts that people type. */
#ifndef KASA_SIM_BASE64_H
#define KASA_SIM_BASE64_H

#include <stdbool.h>
#include <stddef.h>

/* The bytes a text of @p len becomes, with its NUL. */
#define SIM_BASE64_TEXT(len) (((len) + 2) / 3 * 4 + 1)

/* @p out has SIM_BASE64_TEXT(len) bytes. */
void sim_base64_encode(const char *text, size_t len, char *out);

/* False: it is none, holds a NUL, or more than @p size - 1 bytes. */
bool sim_base64_decode(const char *text, char *out, size_t size);

#endif
