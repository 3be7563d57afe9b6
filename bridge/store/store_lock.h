/* One kasad for each folder. */
#ifndef KASA_BRIDGE_STORE_LOCK_H
#define KASA_BRIDGE_STORE_LOCK_H

#include <kasa/error.h>

/*
 * Locks the folder until store_lock_release(), or the death of this process. *@p out is -1 on a disk that is full or may
 * only be read: there is nothing to be torn on one that cannot be written.
 *
 * KASA_EBUSY names the process that has it; KASA_EIO.
 */
int store_lock_take(const char *folder, int *out, struct kasa_err *err);

/* -1 is nothing to do. */
void store_lock_release(int lock);

#endif
