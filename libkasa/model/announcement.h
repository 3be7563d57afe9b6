/* What a device with newer firmware announces of itself to everybody: how it wants to be spoken to, and a little more. */
#ifndef KASA_MODEL_ANNOUNCEMENT_H
#define KASA_MODEL_ANNOUNCEMENT_H

#include <stdbool.h>
#include <stddef.h>

#include <kasa/discover.h>

#include "base/err.h"

enum kasa_announced {
	KASA_ANNOUNCED_DEVICE, /* filled in */
	KASA_ANNOUNCED_OTHER,  /* well-formed, but of no device: a router, or an error */
	KASA_ANNOUNCED_GARBAGE,
};

/*
 * Reads the JSON of a reply. @p state gets the model, the MAC and the versions, where they are told, all else is
 * unknown: a strip announces itself as a plug does. Both are touched for KASA_ANNOUNCED_DEVICE only.
 */
enum kasa_announced kasa_announcement_read(const char *text, size_t len, struct kasa_announcement *announcement,
                                           struct kasa_state *state);

/* True when it tells an account that it belongs to; zeros are what new devices have there. */
bool kasa_announcement_has_owner(const struct kasa_announcement *announcement);

#endif
