/* What commands say of a job's device. */
#ifndef KASA_CLI_JOB_H
#define KASA_CLI_JOB_H

#include "cli/run.h"
#include "cli/writer.h"

/* What there is to write of the job's device: state, outlet, address. Lent until the loop runs again. */
struct device_row job_row(const struct job *job);

/* Tells what a feature has to show, and ends the job well. The sheet stays the caller's. */
void job_sheet(struct job *job, const struct sheet *sheet);

/*
 * Memory that the command keeps for this job, all zero; job->own from now on. When the job ends it is given to
 * @p release, or to free() for NULL. NULL: without memory; the job has failed then.
 *
 * A call that is cancelled tells so after the job has ended: callbacks get the job, and look at the error first.
 */
void *job_own(struct job *job, size_t size, void (*release)(void *own));

enum {
	JOB_NEXT = 1, /* nothing to do in this step */
};

/*
 * Does several calls one after the other, inside the one time limit: @p steps is run with 0, then with 1, and so on.
 * It begins one call and returns what the library says; or ends the job and returns KASA_OK; or returns JOB_NEXT.
 * The call's callback is job_stepped(), or one that ends in job_next() or in job_fail().
 */
void job_steps(struct job *job, int (*steps)(struct job *job, unsigned step));
void job_next(struct job *job);
void job_stepped(struct kasa_device *dev, const struct kasa_err *err, void *arg);

/*
 * For commands that do the same to each outlet of a strip as a whole: puts the outlet of a step into job->outlet. True
 * while there is one; else it is the whole again. Of all else there is one step. The state must be known.
 */
bool job_outlet_next(struct job *job, unsigned step);

/* The usual end of a command that changed something: tells the state that was read back. @p arg is the job. */
void job_changed(struct kasa_device *dev, const struct kasa_err *err, void *arg);

#endif
