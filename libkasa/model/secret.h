/* A name and a secret in one text, as an order carries them: "name\nsecret". */
#ifndef KASA_MODEL_SECRET_H
#define KASA_MODEL_SECRET_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

/* True when both fit together: no control characters, the name not empty, neither longer than allowed. */
bool kasa_secret_fits(const char *name, size_t name_max, const char *secret, size_t secret_max);

/* Puts both together into @p out of @p size bytes; false when they do not fit. The caller wipes it. */
bool kasa_secret_join(const char *name, const char *secret, char *out, size_t size);

/* Appends both as JSON strings, with what stands before, between and behind them. */
int kasa_secret_put(struct kasa_buf *out, const char *before, const char *between, const char *behind,
                    const char *joined);

#endif
