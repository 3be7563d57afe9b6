/* The devices that need no recording: a table of models, and sysinfo made from a row. */
#ifndef KASA_SIM_MODELS_H
#define KASA_SIM_MODELS_H

#include "device.h"

struct sim_model;

/* The row of "HS110(EU)", or the first of "HS110", in any case. NULL: none. */
const struct sim_model *sim_model_find(const char *name);

/* The same, with a sentence for NULL. */
const struct sim_model *sim_model_need(const char *name, struct kasa_err *err);

/* Rows for lists, from 0; NULL past the last. */
const struct sim_model *sim_model_at(size_t index);
const char *sim_model_name(const struct sim_model *model);

/* One line about it, for lists; valid until the next call. */
const char *sim_model_describe(const struct sim_model *model);

/* A device of that model, switched off, with the identity that follows from @p name. */
int sim_model_device(struct sim_device **dev, const struct sim_model *model, const char *alias, const char *name,
                     int64_t now_ms, struct kasa_err *err);

#endif
