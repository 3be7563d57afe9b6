/* Recorded devices: files of answers, each with an identity that follows from the file's name. */
#ifndef KASA_SIM_REPLAY_H
#define KASA_SIM_REPLAY_H

#include "house.h"

/*
 * Adds the device of a file, or those of all *.json files of a folder in the order of their names.
 *
 * @param as_recorded  keeps the ids, names and hardware address that are in the file
 * @param closes       ends connections after each reply
 * @retval KASA_EINVAL  not readable, not JSON, or no device; the sentence names the file
 */
int sim_replay(struct sim_house *house, const char *path, bool as_recorded, bool closes, int64_t now_ms,
               struct kasa_err *err);

#endif
