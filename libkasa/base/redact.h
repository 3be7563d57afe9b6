/* A message for a log: without places, passwords and network names. */
#ifndef KASA_BASE_REDACT_H
#define KASA_BASE_REDACT_H

#include <stddef.h>

/* Copies @p len bytes of JSON text, cut to fit, with the values of telling keys replaced by "***". */
void kasa_redact(char *dst, size_t size, const char *text, size_t len);

#endif
