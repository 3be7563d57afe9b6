/* The IOT language, its two halves: requests and answers, and what each family calls its modules. */
#ifndef KASA_MODEL_IOT_H
#define KASA_MODEL_IOT_H

#include "model/payload.h"

/* What one family calls the modules that all have. */
struct kasa_iot_names {
	const char *system, *emeter;
	const char *light, *set_light; /* where the switch is; NULL: system.set_relay_state */
	const char *plain_on;          /* what a switch without values carries beside on_off */
};

const struct kasa_iot_names *kasa_iot_names(const struct kasa_state *state);

int kasa_iot_build(const struct kasa_order *order, const struct kasa_record *record, struct kasa_buf *out,
                   struct kasa_err *err);

enum kasa_verdict kasa_iot_parse(struct kasa_order *order, const char *text, size_t len, struct kasa_record *record,
                                 struct kasa_energy *energy, struct kasa_err *err);

#endif
