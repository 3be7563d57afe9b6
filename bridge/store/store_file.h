/* The two files as JSON texts: state.json, which the bridge finds out by itself, and settings.json, which people set. Pure. */
#ifndef KASA_BRIDGE_STORE_FILE_H
#define KASA_BRIDGE_STORE_FILE_H

#include <kasa/error.h>

#include "base/buf.h"
#include "bridge/store/store_sheet.h"

enum {
	STORE_VERSION = 1,
	STORE_FILE_MAX = 64 << 20, /* 10 000 strips are 15 MiB */
};

/* Append the text. KASA_ENOMEM, KASA_EPROTO when it would be larger than a file may be. */
int store_state_format(const struct store_sheet *sheet, struct kasa_buf *out);
int store_settings_format(const struct store_sheet *sheet, struct kasa_buf *out);

/*
 * Read a text into the values. KASA_ENOTSUP: a newer kasad wrote it, and nothing was read. KASA_EINVAL: not what we write;
 * what of it makes sense was read all the same. KASA_ENOMEM.
 */
int store_state_parse(struct store_values *values, const char *content, size_t length, struct kasa_err *err);
int store_settings_parse(struct store_values *values, const char *content, size_t length, struct kasa_err *err);

#endif
