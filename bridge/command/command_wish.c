/* How orders are added to a command, and what was put together becomes orders. */
#include "bridge/command/command_attribute.h"

#include <string.h>

#include "base/err.h"

struct order *
wish_add(struct wish *wish, enum order_kind kind, struct kasa_err *err)
{
	struct command *command = wish->command;
	struct order *order = &command->orders[command->count];

	if (command->count == COMMAND_ORDERS_MAX) {
		kasa_err_set(err, KASA_EINVAL, "more than %d things at once", COMMAND_ORDERS_MAX);
		return NULL;
	}
	command->count++;
	order_init(order, kind);
	order->outlet = wish->outlet;
	return order;
}

int
wish_add_text(struct wish *wish, enum order_kind kind, const char *text, struct kasa_err *err)
{
	struct order *order = wish_add(wish, kind, err);

	if (!order)
		return err->code;
	order->text = strdup(text);
	return order->text ? KASA_OK : kasa_err_set(err, KASA_ENOMEM, "out of memory");
}

struct order *
wish_add_first(struct wish *wish, enum order_kind kind, struct kasa_err *err)
{
	struct order *orders = wish->command->orders;

	if (!wish_add(wish, kind, err))
		return NULL;
	for (unsigned i = wish->command->count - 1; i > 0; i--) {
		struct order other = orders[i];

		orders[i] = orders[i - 1];
		orders[i - 1] = other;
	}
	return orders;
}

int
wish_compose(struct wish *wish, struct kasa_err *err)
{
	int rc = compose_range(wish, err);

	if (wish->dark)
		wish->on = 0;
	if (rc != KASA_OK)
		return rc;
	if (shows_something(&wish->light) || wish->light.transition_ms != KASA_UNKNOWN)
		return compose_light(wish, err);
	return compose_switch(wish, err);
}
