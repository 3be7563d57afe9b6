/**
 * @file
 * The schedule: rules that switch the device by its own clock, or by the sun where it stands.
 *
 * Each outlet of a strip has a schedule of its own, the strip as a whole has none: KASA_ENOTSUP. All functions here
 * are told the rules as the device lists them afterwards; a change that does not show there is KASA_EDEVICE.
 * Rules of devices that speak SMART have no names and no end, KASA_ENOTSUP; those for once may be carried out on the
 * next day that can be, whatever their date is: a P110 was seen to do so.
 * They return KASA_EINVAL when @p outlet is negative, and KASA_EBUSY when too many calls wait; @p done then will not
 * run.
 */
#ifndef KASA_SCHEDULE_H
#define KASA_SCHEDULE_H

#include <stdbool.h>

#include <kasa/rule.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * Reads the rules, and which of them comes next.
 *
 * @param outlet  0 for all but strips, else the position on a strip, from 1
 */
KASA_API int kasa_schedule_read(struct kasa_device *dev, int outlet, kasa_rules_fn *done, void *arg);

/**
 * Adds a rule. Never repeated: when the answer is lost, @p done is told KASA_EUNKNOWN.
 *
 * A device whose rules are switched off as a whole keeps the new one and does not carry it out: see kasa_rules.enabled
 * and kasa_schedule_enable().
 *
 * @param rule  copied; its id does not count
 * @retval KASA_EINVAL  the rule could not be one; the sentence in @p err says why
 */
KASA_API int kasa_schedule_add(struct kasa_device *dev, int outlet, const struct kasa_rule *rule, kasa_rules_fn *done,
                               void *arg, struct kasa_err *err);

/**
 * Changes a rule: one that was listed, with other values. What is equal to what the device gave goes back to it as it
 * came, and so does what struct kasa_rule has no member for.
 *
 * @param rule  copied, kasa_rule.given with it
 * @retval KASA_EINVAL  the rule could not be one, or has no id; the sentence in @p err says why
 */
KASA_API int kasa_schedule_edit(struct kasa_device *dev, int outlet, const struct kasa_rule *rule, kasa_rules_fn *done,
                                void *arg, struct kasa_err *err);

/**
 * Sees to it that there is no rule with that id, whether or not there was one.
 *
 * @retval KASA_EINVAL  @p id is empty or longer than an id can be
 */
KASA_API int kasa_schedule_remove(struct kasa_device *dev, int outlet, const char *id, kasa_rules_fn *done, void *arg);

/** Removes all rules. */
KASA_API int kasa_schedule_clear(struct kasa_device *dev, int outlet, kasa_rules_fn *done, void *arg);

/** Switches the rules on or off as a whole; each keeps its own kasa_rule.enabled. */
KASA_API int kasa_schedule_enable(struct kasa_device *dev, int outlet, bool on, kasa_rules_fn *done, void *arg);

#ifdef __cplusplus
}
#endif

#endif
