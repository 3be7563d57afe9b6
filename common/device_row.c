#include "common/device_row.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

const struct kasa_outlet *
device_row_outlet(const struct device_row *row)
{
	if (!row->state || row->outlet < 1 || (unsigned)row->outlet > row->state->outlet_count)
		return NULL;
	return &row->state->outlets[row->outlet - 1];
}

int
device_row_on(const struct device_row *row)
{
	const struct kasa_outlet *outlet = device_row_outlet(row);

	return outlet ? outlet->on : row->state ? row->state->on : KASA_UNKNOWN;
}

int
device_row_on_time(const struct device_row *row)
{
	const struct kasa_outlet *outlet = device_row_outlet(row);

	return outlet ? outlet->on_time_s : row->state ? row->state->on_time_s : KASA_UNKNOWN;
}

const struct kasa_next *
device_row_next(const struct device_row *row)
{
	const struct kasa_outlet *outlet = device_row_outlet(row);

	return outlet ? &outlet->next : &row->state->next;
}

bool
device_row_metered(const struct kasa_energy *energy)
{
	return isfinite(energy->power_w) || isfinite(energy->voltage_v) || isfinite(energy->current_a)
	       || isfinite(energy->total_kwh) || isfinite(energy->today_kwh) || isfinite(energy->month_kwh);
}

const char *
device_row_second(int second_of_day, char out[16])
{
	int minute = second_of_day / 60;

	if (second_of_day == KASA_UNKNOWN)
		return memcpy(out, "", sizeof "");
	if (second_of_day % 60 == 0)
		snprintf(out, 16, "%02d:%02d", minute / 60 % 100, minute % 60);
	else
		snprintf(out, 16, "%02d:%02d:%02d", minute / 60 % 100, minute % 60, second_of_day % 60);
	return out;
}
