/* "key=value": what can be said of a device when it is made, or changed while it runs. */
#ifndef KASA_SIM_SPEC_H
#define KASA_SIM_SPEC_H

#include "device.h"

/*
 * Changes one thing.
 *
 * @param outlet  its position, for keys that an outlet has; SIM_WHOLE_DEVICE else
 * @retval KASA_EINVAL  the sentence names what is wrong and what would be right
 */
int sim_spec_apply(struct sim_device *dev, int outlet, const char *key, const char *value, int64_t now_ms,
                   struct kasa_err *err);

/* One line of help and the key, from 0; NULL past the last. */
const char *sim_spec_help(size_t index, const char **key);

#endif
