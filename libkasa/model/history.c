#include "model/history.h"

#include <math.h>
#include <stdlib.h>

#include "base/err.h"

enum {
	ENTRIES_MAX = 366,    /* more is no month and no year */
	NOTHING_LEFT_WH = 10, /* what a large load takes while its meter is being erased and read */
};

static double
amount_of(const struct kasa_jx *object)
{
	double amount = kasa_jx_number(object, "energy");

	if (isnan(amount))
		amount = kasa_jx_number(object, "energy_wh") / 1000;
	return isnan(amount) ? kasa_jx_number(object, "time") : amount;
}

static bool
read_entry(const struct kasa_jx *object, struct kasa_history_entry *entry)
{
	int day = kasa_jx_int(object, "day");

	*entry = (struct kasa_history_entry){
		.year = kasa_jx_int(object, "year"),
		.month = kasa_jx_int(object, "month"),
		.day = day == KASA_UNKNOWN ? 0 : day,
		.amount = amount_of(object),
	};
	return entry->year > 0 && entry->month >= 1 && entry->month <= 12 && entry->day >= 0 && entry->day <= 31;
}

static int
by_date(const void *a, const void *b)
{
	const struct kasa_history_entry *x = a, *y = b;

	if (x->year != y->year)
		return x->year < y->year ? -1 : 1;
	if (x->month != y->month)
		return x->month < y->month ? -1 : 1;
	return (x->day > y->day) - (x->day < y->day);
}

int
kasa_history_read(const struct kasa_jx *list, struct kasa_answer *answer, struct kasa_err *err)
{
	size_t most = kasa_jx_count(list), count = 0;
	struct kasa_history_entry *entries;
	const struct kasa_jx *at = NULL;

	if (most > ENTRIES_MAX)
		most = ENTRIES_MAX;
	answer->history = (struct kasa_history){ NULL, 0 };
	entries = kasa_answer_list(answer, most, sizeof *entries);
	if (most == 0)
		return KASA_OK;
	if (!entries)
		return kasa_err_set(err, KASA_ENOMEM, "no memory for a history");
	while (count < most && (at = kasa_jx_next(list, at)))
		count += read_entry(at, &entries[count]);
	qsort(entries, count, sizeof *entries, by_date);
	answer->history = (struct kasa_history){ entries, (unsigned)count };
	return KASA_OK;
}

/* Lights that tell no total have to be believed. */
bool
kasa_energy_erased(const struct kasa_order *order, const struct kasa_state *state, const struct kasa_answer *answer)
{
	(void)order;
	(void)state;
	return isnan(answer->energy.total_kwh) || answer->energy.total_kwh * 1000 < NOTHING_LEFT_WH;
}

/* A minute may have begun since. */
bool
kasa_usage_erased(const struct kasa_order *order, const struct kasa_state *state, const struct kasa_answer *answer)
{
	double minutes = 0;

	(void)order;
	(void)state;
	for (unsigned i = 0; i < answer->history.count; i++)
		if (!isnan(answer->history.entries[i].amount))
			minutes += answer->history.entries[i].amount;
	return minutes <= 1;
}
