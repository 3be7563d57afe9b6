/* One rule in the IOT language: reading it, wording it, and wording it anew without losing what is not understood. */
#ifndef KASA_MODEL_IOT_RULE_H
#define KASA_MODEL_IOT_RULE_H

#include <stdbool.h>

#include <kasa/rule.h>

#include "model/jx.h"
#include "model/order.h"

/* Reads one object of a `rule_list`; where its words are kept is left open. */
void kasa_iot_rule_read(const struct kasa_jx *json, struct kasa_rule *rule);

/* The same for its text. KASA_EINVAL when that is no object of JSON, KASA_ENOMEM. */
int kasa_iot_rule_parse(const char *text, struct kasa_rule *rule, struct kasa_err *err);

/* How a rule is to be worded. */
struct kasa_iot_rule_style {
	enum kasa_rule_book book;
	bool light; /* it is for a light: what happens is a state of it, and the fewer bytes the better */
};

/*
 * Appends a rule as an object: what differs from @p given, a rule in the device's own words, or NULL, and all the rest
 * of that as it is. KASA_EINVAL when @p given is no object of JSON, KASA_ENOMEM, KASA_EPROTO where @p out is full.
 */
int kasa_iot_rule_write(const struct kasa_rule *rule, const char *given, const struct kasa_iot_rule_style *style,
                        struct kasa_buf *out);

#endif
