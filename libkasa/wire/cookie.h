/* The cookie that names our session to a device, and how long that lasts: read by hand, for devices write it their way. */
#ifndef KASA_WIRE_COOKIE_H
#define KASA_WIRE_COOKIE_H

#include <stdint.h>

#include "wire/http1.h"

enum {
	KASA_COOKIE_MAX = 104,       /* "TP_SESSIONID=…" and its NUL; devices send 45 bytes */
	KASA_COOKIE_LASTS_S = 86400, /* where the device does not say */
};

/*
 * Reads the cookies of an answer. @p pair becomes what is sent back, under the name that it came with; it stays as it is
 * when there is none, as does @p lasts_s, the seconds of TIMEOUT.
 * KASA_EPROTO: it is longer than what is kept; nothing was changed.
 */
int kasa_cookie_read(const struct kasa_http1 *answer, char pair[KASA_COOKIE_MAX], uint32_t *lasts_s,
                     struct kasa_err *err);

#endif
