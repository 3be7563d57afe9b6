#include "model/next.h"

#include <string.h>

enum {
	TYPE_NONE = -1,
	TYPE_SCHEDULE = 1,
	TYPE_COUNTDOWN = 2,
	DAY_S = 24 * 60 * 60,
};

static enum kasa_mode
mode_of_type(int type)
{
	switch (type) {
	case KASA_UNKNOWN:
		return KASA_MODE_UNKNOWN;
	case TYPE_NONE:
		return KASA_MODE_NONE;
	case TYPE_SCHEDULE:
		return KASA_MODE_SCHEDULE;
	case TYPE_COUNTDOWN:
		return KASA_MODE_COUNTDOWN;
	default:
		return KASA_MODE_OTHER;
	}
}

/* A light's action is the state that it will have. */
static int
turns_on(const struct kasa_jx *action)
{
	int on = kasa_jx_flag(action, "action");

	return on != KASA_UNKNOWN ? on : kasa_jx_flag(kasa_jx_get(action, "light"), "on_off");
}

/* `schd_sec` in the state, `schd_time` in the schedule's own answer. */
static int
second_of_day(const struct kasa_jx *action)
{
	int s = kasa_jx_int(action, "schd_sec");

	if (s == KASA_UNKNOWN)
		s = kasa_jx_int(action, "schd_time");
	return s >= 0 && s < DAY_S ? s : KASA_UNKNOWN;
}

void
kasa_next_read(const struct kasa_jx *action, struct kasa_next *next)
{
	*next = (struct kasa_next){
		.by = mode_of_type(kasa_jx_int(action, "type")),
		.on = turns_on(action),
		.at_s = second_of_day(action),
	};
}

enum kasa_mode
kasa_mode_read(const struct kasa_jx *info)
{
	// clang-format off
	static const struct { const char *word; enum kasa_mode mode; } modes[] = {
		{ "none",       KASA_MODE_NONE },
		{ "schedule",   KASA_MODE_SCHEDULE },
		{ "count_down", KASA_MODE_COUNTDOWN },
		{ "",           KASA_MODE_UNKNOWN },
	};
	// clang-format on
	char word[32];

	kasa_jx_copy(info, "active_mode", word, sizeof word);
	for (size_t i = 0; i < sizeof modes / sizeof modes[0]; i++)
		if (strcmp(word, modes[i].word) == 0)
			return modes[i].mode;
	return KASA_MODE_OTHER;
}
