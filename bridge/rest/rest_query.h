/* What stands in queries, read into values. Pure. Each mistake is KASA_EINVAL with a sentence that begins with its name. */
#ifndef KASA_BRIDGE_REST_QUERY_H
#define KASA_BRIDGE_REST_QUERY_H

#include <stdint.h>

#include <kasa/error.h>

enum history_by {
	HISTORY_DAYS,
	HISTORY_MONTHS,
	HISTORY_RECENT,
};

struct history_query {
	enum history_by by;
	int year, month; /* the month is 0 of HISTORY_MONTHS */
	unsigned minutes;
};

/* Digits only. @p text NULL: @p otherwise. */
int query_number(const char *name, const char *text, unsigned least, unsigned most, unsigned otherwise, unsigned *out,
                 struct kasa_err *err);

/*
 * "day" with a month, "month" with a year, "recent" with minutes; each of the four may be NULL, then it is this month, this
 * year, all that is kept. "by" as well: days.
 *
 * @param today  as 20261127
 */
int query_history(const char *by, const char *month, const char *year, const char *minutes, int32_t today,
                  struct history_query *out, struct kasa_err *err);

/* "online", "offline", "unknown": a value of enum availability; -1 for NULL, which is any. */
int query_availability(const char *text, int *out, struct kasa_err *err);

#endif
