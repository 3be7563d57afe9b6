/* What a device says that it does next by itself: in its state, and when it is asked for its schedule. */
#ifndef KASA_MODEL_NEXT_H
#define KASA_MODEL_NEXT_H

#include <kasa/state.h>

#include "model/jx.h"

/* Reads `next_action` of the state, or the answer to `get_next_action`; all unknown for NULL. */
void kasa_next_read(const struct kasa_jx *action, struct kasa_next *next);

/* Reads `active_mode` of the state. */
enum kasa_mode kasa_mode_read(const struct kasa_jx *info);

#endif
