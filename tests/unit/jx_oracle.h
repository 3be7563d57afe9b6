/* What another reader of JSON, jansson, makes of the same text. */
#ifndef KASA_TESTS_UNIT_JX_ORACLE_H
#define KASA_TESTS_UNIT_JX_ORACLE_H

#include <jansson.h>

#include "model/jx.h"

/* True when both are the same value, all that is inside included. */
bool jx_same(const struct kasa_jx *value, const json_t *other);

/* True when both readers refuse the text, or both read the same; or one of the differences that are wanted explains it. */
bool jx_agrees(const char *text, size_t len);

#endif
