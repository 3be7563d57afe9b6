/* What a rule does: orders, as anybody gives them, and events. */
#include <stdlib.h>
#include <string.h>

#include "bridge/command/errand.h"
#include "bridge/log.h"
#include "bridge/rule/rule.h"

static void
on_done(const struct errand_end *end, void *name)
{
	if (end->code)
		log_warning("a rule's order failed rule=\"%s\" code=%s error=\"%s\"", name ? (char *)name : "",
		            end->code, end->err.text);
	free(name);
}

static void
order(const struct rule *rule, struct hub *hub, const struct config_order *order)
{
	const struct errand errand = {
		.device = order->device,
		.group = order->group,
		.payload = order->set,
		.length = strlen(order->set),
		.source = ORDER_FROM_RULE,
		.by = rule->config->name,
		.toggles = true, /* it is done once */
	};

	errand_run(hub, &errand, on_done, strdup(rule->config->name));
}

/* It is about the first device that the rule looks at. */
static void
tell(const struct rule *rule, struct hub *hub, const char *name)
{
	struct event event = { .kind = EVENT_RULE, .source = ORDER_FROM_RULE, .by = rule->config->name, .name = name };

	for (size_t i = 0; i < rule->config->condition_count && !event.device; i++) {
		event.device = rule->conditions[i].subject.device;
		event.outlet = rule->conditions[i].subject.outlet;
	}
	hub_event(hub, &event);
}

void
rule_fire(const struct rule *rule, struct hub *hub)
{
	log_info("rule fires rule=\"%s\"", rule->config->name);
	for (size_t i = 0; i < rule->config->action_count; i++) {
		const struct config_action *action = &rule->config->actions[i];

		if (action->event)
			tell(rule, hub, action->event);
		else
			order(rule, hub, &action->order);
	}
}
