/* What may be asked of a light, and when it stands as asked. */
#ifndef KASA_MODEL_LIGHT_H
#define KASA_MODEL_LIGHT_H

#include <kasa/light.h>

#include "model/order.h"

/* True unless all four values are unknown. */
bool kasa_light_known(const struct kasa_light *light);

/* True when each value that @p want gives is the one in @p is. */
bool kasa_light_matches(const struct kasa_light *want, const struct kasa_light *is);

/* The values of a change, without its switch and its time. */
struct kasa_light kasa_light_of_change(const struct kasa_light_change *change);

/* KASA_EINVAL when a value is out of range, or there is a colour together with a white. */
int kasa_light_values_check(const struct kasa_light *light, struct kasa_err *err);

/* The name that an effect gives itself; the errors of kasa_effect_check(). @p err may be NULL. */
int kasa_effect_name(const char *effect, char name[KASA_EFFECT_MAX], struct kasa_err *err);

/* For the table of orders. */
bool kasa_light_as_ordered(const struct kasa_order *order, const struct kasa_state *state,
                           const struct kasa_answer *answer);
bool kasa_preset_as_ordered(const struct kasa_order *order, const struct kasa_state *state,
                            const struct kasa_answer *answer);
bool kasa_effect_as_ordered(const struct kasa_order *order, const struct kasa_state *state,
                            const struct kasa_answer *answer);
bool kasa_effect_stopped(const struct kasa_order *order, const struct kasa_state *state,
                         const struct kasa_answer *answer);
bool kasa_defaults_as_ordered(const struct kasa_order *order, const struct kasa_state *state,
                              const struct kasa_answer *answer);

#endif
