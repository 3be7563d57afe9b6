/* A live view: devices are asked turn by turn, what they say stands in rows, which are written or painted. */
#ifndef KASA_CLI_WATCH_H
#define KASA_CLI_WATCH_H

#include <ev.h>

#include <kasa/device.h>

#include "cli/history.h"
#include "cli/run.h"
#include "cli/tally.h"
#include "cli/writer.h"

struct watch_screen;

struct watch {
	struct run *run;
	ev_timer turn;
	uint64_t turns, turn_ms;  /* how many there were, and when the last one was */
	uint32_t every_ms, count; /* count 0: no end */
	struct kasa_list devices;
	struct watch_screen *screen; /* NULL: lines are written */
	bool over;
};

/* What a meter showed, and how much went through it. */
struct watch_meter {
	struct kasa_energy energy; /* NAN before it was read */
	struct tally used;
	bool read;         /* or it was tried */
	uint64_t today_ms; /* when the device was asked last what went through it today; 0: never */
};

/* A device with its rows, 2 KB. It has one question at a time, at most one each turn. */
struct watch_device {
	struct kasa_list node;
	struct kasa_list rows;
	struct watch *watch;
	struct kasa_device *dev; /* the lane's; NULL once all rows have ended */
	bool asking, metered, away;
	unsigned outlet;                             /* whose meter was asked last, from 1; 0: none of an outlet */
	uint64_t heard_ms;                           /* when it answered last */
	struct kasa_err err;                         /* why it is away */
	struct watch_meter meters[KASA_OUTLETS_MAX]; /* those of the outlets; the first is that of a plug */
};

/* What was typed: a device or an outlet, 9 KB, nearly all of it history. */
struct watch_row {
	struct kasa_list node; /* of the device */
	struct watch_device *device;
	struct job *job;
	uint32_t readings;
	struct history power;

	/* as it stood last */
	char name[2 * KASA_ALIAS_MAX], state[128], brief[32];
	int on;
	struct kasa_energy energy;
	struct tally used;
};

/* NULL is nothing to do. What is still watched ends well; nothing of it runs afterwards. */
void watch_stop(struct watch *watch);
void watch_free(struct watch *watch);

/* ---- between the files of a live view ---- */

uint64_t watch_now_ms(void);

/* Something is to be seen, or nobody reads any more. */
void watch_changed(struct watch *watch);

/* The device of a job that has looked; NULL without memory. */
struct watch_device *watch_device_of(struct watch *watch, struct job *job);

/* Frees one that is in no list, with its rows. */
void watch_device_free(struct watch_device *device);

/* Takes over into its rows what was learned aside from a reading. */
void watch_device_renew(struct watch_device *device);

/* A turn of the clock: asks, unless an answer is still awaited. */
void watch_device_turn(struct watch_device *device);

/* A row for the job; NULL without memory. */
struct watch_row *watch_row_new(struct watch_device *device, struct job *job);

/* Takes over what the device said; whether all that the row shows is new. */
void watch_row_renew(struct watch_row *row);
bool watch_row_is_new(const struct watch_row *row);

/* Tells what the row shows, after @p away_ms of silence or 0; that its device went away. */
void watch_row_tell(struct watch_row *row, uint64_t away_ms);
void watch_row_tell_away(struct watch_row *row);

/* One more reading, or a turn without one; the row ends with its last. */
void watch_row_count(struct watch_row *row);

#endif
