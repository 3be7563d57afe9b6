/* What a device remembers by day and by month: its outlets are asked one after the other, in rotation. */
#ifndef KASA_CLI_PAST_H
#define KASA_CLI_PAST_H

#include <kasa/history.h>

#include "cli/job.h"
#include "common/calendar.h"

enum {
	PAST_YEAR_FIRST = 2000, /* devices have no history before it */
};

/* An entry, and whose it is. */
struct past_entry {
	int outlet; /* from 1; 0: of the device */
	struct kasa_history_entry of;
};

struct past {
	struct date today; /* by the device's clock; zero unless it was asked for */
	bool usage;        /* how long it was on, not its energy */
	bool by_month;     /* the months of a year, not the days of a month */
	struct date from;  /* the year, or the first month */
	unsigned months;   /* how many of them; 1 for a year */
	struct past_entry *entries;
	size_t count;

	void (*dated)(struct job *job, struct past *past); /* goes on once today is known */
	void (*plan)(struct job *job, struct past *past);  /* fills in what to read */
	void (*tell)(struct job *job, const struct past *past);
};

/* What this job is to read: job->own from now on, or NULL, and the job has failed. */
struct past *past_own(struct job *job);

/* Reads it. Asks the device for its date first where @p dated. */
void past_read(struct job *job, bool dated);

/* Asks the device for its date, and goes on with @p dated; or the job has failed. */
void past_date(struct job *job, void (*dated)(struct job *job, struct past *past));

/* How many outlets this job is about, and the position of the first of them: 1 and 0 for the device itself. */
unsigned past_outlets(const struct job *job, int *first);

#endif
