#include "bridge/rule/budget.h"

void
budget_init(struct budget *budget, double day_kwh, double month_kwh)
{
	*budget = (struct budget){ .day_kwh = day_kwh, .month_kwh = month_kwh };
}

/* A comparison with NAN is false. */
static bool
is_over(double kwh, double limit_kwh, int32_t *told, int32_t now)
{
	if (!(kwh > limit_kwh) || *told == now)
		return false;
	*told = now;
	return true;
}

bool
budget_day(struct budget *budget, double kwh, int32_t day)
{
	return is_over(kwh, budget->day_kwh, &budget->told_day, day);
}

bool
budget_month(struct budget *budget, double kwh, int32_t day)
{
	return is_over(kwh, budget->month_kwh, &budget->told_month, day / 100);
}
