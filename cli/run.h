/* One command on some devices, side by side: each device a lane, the jobs of a lane one after the other. */
#ifndef KASA_CLI_RUN_H
#define KASA_CLI_RUN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <kasa/device.h>

#include "base/list.h"
#include "cli/cli.h"
#include "cli/devices.h"
#include "cli/target.h"

enum {
	LANE_HOST = 64, /* the longest address, with the zone of a link */
};

struct run;
struct lookup;
struct watch;
struct watch_row;

/* A device, for as long as it has jobs. Outlets of one strip share a lane: one request in flight per device. */
struct lane {
	struct kasa_list node;
	struct kasa_list jobs;   /* those that wait */
	struct kasa_device *dev; /* NULL while nothing is left to do */
	char host[LANE_HOST];    /* that of the device */
	uint16_t port;
	struct job *current;
	unsigned staying; /* jobs that went on and keep the device; see job_stay() */
};

/* The command on one DEVICE. */
struct job {
	struct kasa_list node; /* among those that wait for the same */
	struct kasa_list all;  /* among all, in the order of the command line */
	struct run *run;
	struct lane *lane;           /* NULL while its address is not known */
	const struct target *target; /* what was typed; NULL for one of `all` */
	int outlet;                  /* 0: the whole device */
	uint64_t deadline_ms;        /* of the command, all its steps together */
	bool sent;                   /* the command itself has begun */
	const char *unsure;          /* in place of the command's, for what only an option does; or NULL */
	bool stays;                  /* goes on, and lets others begin */
	bool ended;
	int status; /* exit status, when it ended */

	/* of the command: see job_own() and job_steps() in cli/job.h */
	void *own;
	void (*release)(void *own);
	int (*steps)(struct job *job, unsigned step);
	unsigned step;             /* the next one */
	struct watch_row *watched; /* of the live view, to which it belongs */
};

/* Runs the command of @p cli on every DEVICE; returns the exit status: that of the first that failed. */
int run_devices(struct cli *cli);

/* The command line as the job sees it. */
struct cli *job_cli(const struct job *job);

/* What is left of the time limit goes to the device's next call. False, and the job has failed, when nothing is. */
bool job_arm(struct job *job);

/*
 * For a job that has no end of its own: others of its lane begin beside it, and the device is kept, until
 * job_end(). What the device said of itself is remembered.
 */
void job_stay(struct job *job);

/* Ends a job with an exit status. What came of it was written already. */
void job_end(struct job *job, int status);

/* The same for one that went well; what the device said of itself is remembered. */
void job_done(struct job *job);

/* Ends a job, with or without a lane, with an error; job_refuse() where a call was not even accepted. */
void job_fail(struct job *job, const struct kasa_err *err);
void job_refuse(struct job *job, int rc);

/* Ends all jobs at once: by the signal @p signo, and each is told how it stands; 0: somebody had seen enough. */
void run_stop(struct run *run, int signo);

/* ---- between run.c, job.c and resolve.c ---- */

struct run {
	struct cli *cli;
	struct devices devices;
	struct kasa_list jobs; /* all, in order */
	struct kasa_list lanes;
	struct lookup *lookups; /* names that are searched */
	size_t lookup_count;
	struct kasa_locate *locate;   /* while it goes on */
	struct kasa_discover *search; /* while it goes on */
	unsigned found;               /* by `all` */
	unsigned staying;             /* jobs that go on without a call that is open */
	bool over;                    /* nothing new begins */
	struct watch *watch;          /* the live view; given to watch_free() in the end */
};

/* Takes what the device of a job said of itself into the cache. */
void job_remember(const struct job *job);

/* Begins a job that has a lane, when it is its turn. */
void job_begin(struct job *job);

struct job *run_add_job(struct run *run, const struct target *target, struct kasa_err *err);

/* Puts a job on the lane of an address; a job that cannot be put there fails. */
void run_host(struct job *job, const char *host, uint16_t port);

/* The same for jobs that wait for a name, with a handle that is proven and goes to the lane. */
void run_adopt(struct run *run, struct kasa_list *jobs, struct kasa_device *dev);

#endif
