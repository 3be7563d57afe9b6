/*
 * What was signed is obeyed once: a memory of the signatures that came lately, for as long as their timestamps let them
 * pass. Bounded: when it is full of what is still young, nothing more is let in. Pure.
 */
#ifndef KASA_BRIDGE_HOOK_REPLAY_H
#define KASA_BRIDGE_HOOK_REPLAY_H

#include <stddef.h>
#include <stdint.h>

enum {
	REPLAY_MOST = 8192, /* 128 KiB, when there are so many */
	REPLAY_KEEP_S = 600,
};

/* All zero is none. */
struct replay {
	struct replay_item {
		uint64_t key;
		int64_t at_s;
	} * items; /* the oldest first */
	size_t count, room;
};

enum replay_found {
	REPLAY_NEW, /* it is remembered now */
	REPLAY_SEEN,
	REPLAY_FULL,
};

/* @p key: a hash of what is unique about it. @p now_s never counts backwards by more than it is kept. */
enum replay_found replay_see(struct replay *replay, uint64_t key, int64_t now_s);

void replay_finish(struct replay *replay);

#endif
