/* One rule in the SMART language: reading it, wording it, and wording it anew without losing what is not understood. */
#ifndef KASA_MODEL_SMART_RULE_H
#define KASA_MODEL_SMART_RULE_H

#include <kasa/rule.h>

#include "model/jx.h"
#include "model/order.h"
#include "model/smart.h"

/* What a book calls one moment of its rules; no offset: it has none. */
struct kasa_smart_rule_names {
	const char *kind, *minute, *offset;
};

/* The two moments of a rule, by enum kasa_rule_book. */
extern const struct kasa_smart_rule_names kasa_smart_rule_start[2], kasa_smart_rule_end[2];

/* Reads one object of a `rule_list`; where its words are kept is left open. */
void kasa_smart_rule_read(const struct kasa_jx *json, enum kasa_rule_book book, struct kasa_rule *rule);

/* The same for its text. KASA_EINVAL when that is no object of JSON, KASA_ENOMEM. */
int kasa_smart_rule_parse(const char *text, enum kasa_rule_book book, struct kasa_rule *rule, struct kasa_err *err);

/*
 * Appends the rule of an order as an object: what differs from the rule in the device's own words, or NULL, and all the
 * rest of that as it is. @p utc_s, or 0, tells the day on which it is made. KASA_EINVAL when the device's words are no
 * object of JSON, KASA_ENOMEM, KASA_EPROTO where @p out is full.
 */
int kasa_smart_rule_write(const struct kasa_rule *rule, const char *given, enum kasa_rule_book book, int64_t utc_s,
                          struct kasa_buf *out);

/* Reads a page of a `rule_list`, and what get_next_event tells, behind the list. */
int kasa_smart_rules_read(const struct kasa_jx *page, struct kasa_smart_talk *talk);
int kasa_smart_rules_next(const struct kasa_jx *event, struct kasa_smart_talk *talk);

#endif
