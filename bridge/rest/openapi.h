/* openapi.json, as it lies beside this file: what is served, and what objects look like. */
#ifndef KASA_BRIDGE_OPENAPI_H
#define KASA_BRIDGE_OPENAPI_H

#include <stddef.h>

extern const char openapi_text[];
extern const size_t openapi_length;

#endif
