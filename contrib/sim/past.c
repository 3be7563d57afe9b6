#include "past.h"

#include "base/backoff.h"

enum {
	UNUSED_DAYS = 8, /* one day in so many */
	HABIT_LEAST_MIN = 60,
	HABIT_MOST_MIN = 600,
};

int
sim_past_minutes(const struct sim_past *past, unsigned slot, int32_t day)
{
	int age = past->born - day;
	struct kasa_rng habit = { past->seed + slot }, daily;
	uint32_t usual = HABIT_LEAST_MIN + kasa_rng_below(&habit, HABIT_MOST_MIN - HABIT_LEAST_MIN);

	if (past->seed == 0 || age < 1 || age > SIM_PAST_DAYS)
		return 0;
	daily.state = habit.state ^ (uint64_t)age << 32;
	if (kasa_rng_below(&daily, UNUSED_DAYS) == 0)
		return 0;
	return (int)(usual / 2 + kasa_rng_below(&daily, usual));
}
