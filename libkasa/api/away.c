#include <kasa/away.h>

#include "api/rules.h"

static struct kasa_order
order(enum kasa_order_kind kind, int outlet)
{
	return (struct kasa_order){ .kind = kind, .rules.book = KASA_BOOK_AWAY, .outlet = outlet };
}

static int
submit(struct kasa_device *dev, struct kasa_order order, kasa_rules_fn *done, void *arg)
{
	return kasa_rules_order(dev, &order, done, arg);
}

static int
submit_rule(struct kasa_device *dev, struct kasa_order order, const struct kasa_rule *rule, kasa_rules_fn *done,
            void *arg, struct kasa_err *err)
{
	if (rule->start.kind == KASA_MOMENT_NONE || rule->end.kind == KASA_MOMENT_NONE)
		return kasa_err_set(err, KASA_EINVAL, "a rule of the away mode needs a time to begin and one to end");
	return kasa_rules_write(dev, order, rule, done, arg, err);
}

int
kasa_away_read(struct kasa_device *dev, int outlet, kasa_rules_fn *done, void *arg)
{
	return submit(dev, order(KASA_ORDER_RULES, outlet), done, arg);
}

int
kasa_away_add(struct kasa_device *dev, int outlet, const struct kasa_rule *rule, kasa_rules_fn *done, void *arg,
              struct kasa_err *err)
{
	return submit_rule(dev, order(KASA_ORDER_RULE_ADD, outlet), rule, done, arg, err);
}

int
kasa_away_edit(struct kasa_device *dev, int outlet, const struct kasa_rule *rule, kasa_rules_fn *done, void *arg,
               struct kasa_err *err)
{
	return submit_rule(dev, order(KASA_ORDER_RULE_EDIT, outlet), rule, done, arg, err);
}

int
kasa_away_remove(struct kasa_device *dev, int outlet, const char *id, kasa_rules_fn *done, void *arg)
{
	return kasa_rules_remove(dev, order(KASA_ORDER_RULE_REMOVE, outlet), id, done, arg);
}

int
kasa_away_clear(struct kasa_device *dev, int outlet, kasa_rules_fn *done, void *arg)
{
	return submit(dev, order(KASA_ORDER_RULES_CLEAR, outlet), done, arg);
}

int
kasa_away_enable(struct kasa_device *dev, int outlet, bool on, kasa_rules_fn *done, void *arg)
{
	struct kasa_order enable = order(KASA_ORDER_RULES_ENABLE, outlet);

	enable.rules.on = on;
	return submit(dev, enable, done, arg);
}
