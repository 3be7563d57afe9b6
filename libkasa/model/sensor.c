#include "model/sensor.h"

#include <stdlib.h>

/* PROTOCOL 3.11: no flag tells of motion. What counts is how far the value is from the middle of its range. */
void
kasa_motion_compute(struct kasa_motion *motion)
{
	long long middle, away, room;

	if (motion->least == KASA_UNKNOWN || motion->most == KASA_UNKNOWN || motion->value == KASA_UNKNOWN)
		return;
	middle = llabs((long long)motion->most - motion->least) / 2;
	away = middle - motion->value;
	room = away < 0 ? middle - motion->least : motion->most - middle;
	if (room <= 0)
		return;
	motion->percent = (int)(away * 100 / room);
	if (motion->enabled != 1 || motion->range == KASA_UNKNOWN || motion->thresholds[motion->range] == KASA_UNKNOWN)
		return;
	motion->motion = llabs(away * 100) > room * (100 - motion->thresholds[motion->range]);
}

bool
kasa_motion_as_ordered(const struct kasa_order *order, const struct kasa_state *state, const struct kasa_answer *answer)
{
	const struct kasa_motion *is = &answer->motion;
	const int *want = order->sensor.values;

	(void)state;
	switch (order->sensor.setting) {
	case KASA_SENSOR_ENABLED:
		return is->enabled == want[0];
	case KASA_SENSOR_RANGE:
		return is->range == want[0]
		       && (want[1] == KASA_UNKNOWN || is->thresholds[KASA_RANGE_CUSTOM] == want[1]);
	case KASA_SENSOR_INACTIVITY:
		return is->inactivity_ms == want[0];
	case KASA_SENSOR_DARK:
	case KASA_SENSOR_LEVEL:
		return false; /* of the other sensor */
	}
	return false;
}

bool
kasa_ambient_as_ordered(const struct kasa_order *order, const struct kasa_state *state,
                        const struct kasa_answer *answer)
{
	const struct kasa_ambient *is = &answer->ambient;
	const int *want = order->sensor.values;

	(void)state;
	switch (order->sensor.setting) {
	case KASA_SENSOR_ENABLED:
		return is->enabled == want[0];
	case KASA_SENSOR_DARK:
		return is->level == want[0];
	case KASA_SENSOR_LEVEL:
		return (unsigned)want[0] < is->level_count && is->levels[want[0]].percent == want[1];
	case KASA_SENSOR_RANGE:
	case KASA_SENSOR_INACTIVITY:
		return false; /* of the other sensor */
	}
	return false;
}
