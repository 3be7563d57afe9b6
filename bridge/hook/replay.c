#include "bridge/hook/replay.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

static void
forget_old(struct replay *replay, int64_t now_s)
{
	size_t old = 0;

	while (old < replay->count && now_s - replay->items[old].at_s > REPLAY_KEEP_S)
		old++;
	if (old == 0)
		return;
	replay->count -= old;
	memmove(replay->items, replay->items + old, replay->count * sizeof *replay->items);
}

static bool
make_room(struct replay *replay)
{
	size_t room = replay->room > 0 ? replay->room * 2 : 64;
	struct replay_item *items;

	if (replay->count < replay->room)
		return true;
	items = room <= REPLAY_MOST ? realloc(replay->items, room * sizeof *items) : NULL;
	if (!items)
		return false;
	replay->items = items;
	replay->room = room;
	return true;
}

enum replay_found
replay_see(struct replay *replay, uint64_t key, int64_t now_s)
{
	forget_old(replay, now_s);
	for (size_t i = 0; i < replay->count; i++)
		if (replay->items[i].key == key)
			return REPLAY_SEEN;
	if (!make_room(replay))
		return REPLAY_FULL;
	replay->items[replay->count++] = (struct replay_item){ .key = key, .at_s = now_s };
	return REPLAY_NEW;
}

void
replay_finish(struct replay *replay)
{
	free(replay->items);
	*replay = (struct replay){ .items = NULL };
}
