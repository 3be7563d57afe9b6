/* What commands say of a job's device. */
#ifndef KASA_CLI_JOB_H
#define KASA_CLI_JOB_H

#include "cli/run.h"
#include "cli/writer.h"

/* What there is to write of the job's device: state, outlet, address. Lent until the loop runs again. */
struct writer_row job_row(const struct job *job);

/* The usual end of a command that changed something: tells the state that was read back. @p arg is the job. */
void job_changed(struct kasa_device *dev, const struct kasa_err *err, void *arg);

#endif
