/**
 * @file
 * The away mode: between the start and the end of a rule the device switches on and off at times of its own choice, as
 * if somebody were at home.
 *
 * What schedule.h says of its functions holds for these too. A rule has a start and an end, and no actions.
 */
#ifndef KASA_AWAY_H
#define KASA_AWAY_H

#include <stdbool.h>

#include <kasa/rule.h>

#ifdef __cplusplus
extern "C" {
#endif

/** Reads the rules; kasa_rules.next is unknown. */
KASA_API int kasa_away_read(struct kasa_device *dev, int outlet, kasa_rules_fn *done, void *arg);

/** Adds a rule, see kasa_schedule_add(). KASA_EINVAL as well when it has no end. */
KASA_API int kasa_away_add(struct kasa_device *dev, int outlet, const struct kasa_rule *rule, kasa_rules_fn *done,
                           void *arg, struct kasa_err *err);

/** Changes a rule, see kasa_schedule_edit(). */
KASA_API int kasa_away_edit(struct kasa_device *dev, int outlet, const struct kasa_rule *rule, kasa_rules_fn *done,
                            void *arg, struct kasa_err *err);

/** Sees to it that there is no rule with that id, see kasa_schedule_remove(). */
KASA_API int kasa_away_remove(struct kasa_device *dev, int outlet, const char *id, kasa_rules_fn *done, void *arg);

/** Removes all rules. */
KASA_API int kasa_away_clear(struct kasa_device *dev, int outlet, kasa_rules_fn *done, void *arg);

/** Switches the away mode on or off as a whole; each rule keeps its own kasa_rule.enabled. */
KASA_API int kasa_away_enable(struct kasa_device *dev, int outlet, bool on, kasa_rules_fn *done, void *arg);

#ifdef __cplusplus
}
#endif

#endif
