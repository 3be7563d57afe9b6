/* A turn's place is its number modulo the size. */
#include "cli/history.h"

#include <math.h>

static void
append(struct history *history, uint64_t turn, double value)
{
	history->turn = turn;
	history->value[turn % HISTORY_MAX] = value;
	if (history->count < HISTORY_MAX)
		history->count++;
}

void
history_put(struct history *history, uint64_t turn, double value)
{
	if (history->count == 0 || turn > history->turn + HISTORY_MAX) {
		history->count = 0;
		append(history, turn, value);
		return;
	}
	while (history->turn + 1 < turn)
		append(history, history->turn + 1, NAN);
	if (turn > history->turn)
		append(history, turn, value);
	else if (turn == history->turn)
		history->value[turn % HISTORY_MAX] = value;
}

size_t
history_copy(const struct history *history, double out[HISTORY_MAX])
{
	for (size_t i = 0; i < history->count; i++)
		out[i] = history->value[(history->turn + 1 + HISTORY_MAX - history->count + i) % HISTORY_MAX];
	return history->count;
}
