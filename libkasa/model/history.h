/* Lists of days and months as devices keep them. */
#ifndef KASA_MODEL_HISTORY_H
#define KASA_MODEL_HISTORY_H

#include "model/jx.h"
#include "model/order.h"

/*
 * Reads a list of entries: kWh from "energy" or "energy_wh", minutes from "time". Sorted, for devices give them in any
 * order; entries without a date are left out. KASA_ENOMEM.
 */
int kasa_history_read(const struct kasa_jx *list, struct kasa_answer *answer, struct kasa_err *err);

/* For the table of orders. */
bool kasa_energy_erased(const struct kasa_order *order, const struct kasa_state *state,
                        const struct kasa_answer *answer);
bool kasa_usage_erased(const struct kasa_order *order, const struct kasa_state *state,
                       const struct kasa_answer *answer);

#endif
