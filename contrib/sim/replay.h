/* Recorded devices: files of answers, each with an identity that follows from the file's name. */
#ifndef KASA_SIM_REPLAY_H
#define KASA_SIM_REPLAY_H

#include "furnish.h"

/*
 * Adds the device of a file, or those of all *.json files of a folder in the order of their names.
 *
 * @param wishes  with as_recorded it keeps the ids, names and hardware address that are in the file
 * @retval KASA_EINVAL  not readable, not JSON, or no device; the sentence names the file
 */
int sim_replay(struct sim_house *house, const char *path, const struct sim_wishes *wishes, int64_t now_ms,
               struct kasa_err *err);

#endif
