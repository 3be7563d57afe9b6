/* What keeps secrets of this process from others. */
#ifndef KASA_COMMON_GUARD_H
#define KASA_COMMON_GUARD_H

/* From now on this process leaves no core file. Called by whatever is about to hold a password or what is as good as one. */
void secrets_guard(void);

/*
 * Takes a variable out of the environment, bytes and all: whoever may look at this process reads its environment too.
 * Nothing when it is not there.
 */
void environment_forget(const char *name);

#endif
