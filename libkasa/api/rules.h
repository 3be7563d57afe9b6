/* What the schedule and the away mode have in common: the same calls, for another book of rules. */
#ifndef KASA_API_RULES_H
#define KASA_API_RULES_H

#include <kasa/rule.h>

#include "api/device.h"

/* Submits an order with rules. KASA_EINVAL for an outlet that cannot be one. */
int kasa_rules_order(struct kasa_device *dev, const struct kasa_order *order, kasa_rules_fn *done, void *arg);

/* RULE_ADD or RULE_EDIT, of a rule that was checked. @p err says what the callback will not. */
int kasa_rules_write(struct kasa_device *dev, struct kasa_order order, const struct kasa_rule *rule,
                     kasa_rules_fn *done, void *arg, struct kasa_err *err);

/* RULE_REMOVE. KASA_EINVAL for an id that cannot be one. */
int kasa_rules_remove(struct kasa_device *dev, struct kasa_order order, const char *id, kasa_rules_fn *done, void *arg);

#endif
