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
	int rc = check(&order, rule, err);

	if (rc != KASA_OK)
		return rc;
	order.rules.rule = *rule;
	order.rules.rule.given = NULL;
	if (order.kind == KASA_ORDER_RULE_EDIT)
		order.text = rule->given; /* is copied, as all that an order points to */
	else
		order.rules.rule.id[0] = '\0';
	rc = kasa_rules_order(dev, &order, done, arg);
	return rc == KASA_OK ? rc : kasa_err_set(err, rc, rc == KASA_EBUSY ? "too many calls wait" : "no memory");
}

int
kasa_rules_remove(struct kasa_device *dev, struct kasa_order order, const char *id, kasa_rules_fn *done, void *arg)
{
	if (!id[0] || !kasa_str_copy(order.rules.rule.id, sizeof order.rules.rule.id, id))
		return KASA_EINVAL;
	return kasa_rules_order(dev, &order, done, arg);
}
