/* Replies that stand in a device's tree, recorded or made when first asked for, and that its setters change. */
#ifndef KASA_SIM_KEPT_H
#define KASA_SIM_KEPT_H

#include "request.h"

/* Makes the reply of a device that nobody has changed yet, without err_code. */
typedef json_t *sim_fresh_fn(const struct sim_device *dev);

/*
 * The reply of a getter, to read and to change; @p fresh makes it when there is none.
 *
 * Borrowed. NULL: a recording has it refused.
 */
json_t *sim_kept(struct sim_device *dev, const char *module, const char *method, sim_fresh_fn *fresh);

/* Answers the call, a getter's, with its own reply. */
enum sim_code sim_kept_answer(struct sim_call *call, sim_fresh_fn *fresh);

/* Forgets a reply, so that it is made anew; what a recording refuses stays refused. */
void sim_kept_forget(struct sim_device *dev, const char *module, const char *method);

#endif
