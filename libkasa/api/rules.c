#include "api/rules.h"

#include <string.h>

#include "base/str.h"

KASA_TYPED_ORDER(rules)

int
kasa_rules_order(struct kasa_device *dev, const struct kasa_order *order, kasa_rules_fn *done, void *arg)
{
	return order->outlet < 0 ? KASA_EINVAL : order_rules(dev, order, false, done, arg);
}

static int
check(const struct kasa_order *order, const struct kasa_rule *rule, struct kasa_err *err)
{
	bool edits = order->kind == KASA_ORDER_RULE_EDIT;

	if (order->outlet < 0)
		return kasa_err_set(err, KASA_EINVAL, "an outlet has a position from 1");
	if (edits && strnlen(rule->id, KASA_RULE_ID_MAX) % KASA_RULE_ID_MAX == 0)
		return kasa_err_set(err, KASA_EINVAL, "a rule that was not listed has no id to be changed by");
	if (edits && rule->given && kasa_raw_check(rule->given, err) != KASA_OK)
		return kasa_err_wrap(err, "the rule as it was given");
	return kasa_rule_check(rule, err);
}

int
kasa_rules_write(struct kasa_device *dev, struct kasa_order order, const struct kasa_rule *rule, kasa_rules_fn *done,
                 void *arg, struct kasa_err *err)
{
	struct kasa_rule own = *rule;
	int rc = check(&order, rule, err);

	if (rc != KASA_OK)
		return rc;
	own.given = NULL;
	if (order.kind == KASA_ORDER_RULE_EDIT)
		order.text = rule->given; /* is copied, as all that an order points to */
	else
		own.id[0] = '\0';
	order.rules.rule = &own;
	rc = kasa_rules_order(dev, &order, done, arg);
	return rc == KASA_OK ? rc : kasa_err_set(err, rc, rc == KASA_EBUSY ? "too many calls wait" : "no memory");
}

int
kasa_rules_remove(struct kasa_device *dev, struct kasa_order order, const char *id, kasa_rules_fn *done, void *arg)
{
	struct kasa_rule own = { .id = "" };

	if (!id[0] || !kasa_str_copy(own.id, sizeof own.id, id))
		return KASA_EINVAL;
	order.rules.rule = &own;
	return kasa_rules_order(dev, &order, done, arg);
}
