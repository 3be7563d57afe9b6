#include "bridge/hub/order.h"

#include <stdlib.h>
#include <string.h>

#include <kasa/state.h>

static const char *const words[] = {
	[ORDER_READ] = "get",
	[ORDER_SWITCH] = "switch",
	[ORDER_LIGHT] = "light",
	[ORDER_LED] = "led",
	[ORDER_PRESET] = "preset",
	[ORDER_EFFECT] = "effect",
	[ORDER_DIMMER] = "dimmer",
	[ORDER_MOTION] = "motion",
	[ORDER_MOTION_RANGE] = "motion_range",
	[ORDER_INACTIVITY] = "inactivity",
	[ORDER_AMBIENT] = "ambient",
	[ORDER_ALIAS] = "alias",
	[ORDER_CLOCK] = "clock",
	[ORDER_RESTART] = "restart",
	[ORDER_ENERGY_RESET] = "energy_reset",
	[ORDER_RAW] = "raw",
	[ORDER_HISTORY] = "history",
};

static const char *const sources[ORDER_SOURCES] = {
	[ORDER_FROM_NOBODY] = "external", [ORDER_FROM_MQTT] = "mqtt", [ORDER_FROM_HTTP] = "http",
	[ORDER_FROM_HOOK] = "webhook",    [ORDER_FROM_RULE] = "rule",
};

void
order_init(struct order *order, enum order_kind kind)
{
	*order = (struct order){ .kind = kind, .on = KASA_UNKNOWN, .value = KASA_UNKNOWN };
	kasa_light_change_init(&order->light);
}

void
order_finish(struct order *order)
{
	free(order->text);
	order->text = NULL;
}

bool
order_same(const struct order *a, const struct order *b)
{
	return a->kind == b->kind && a->outlet == b->outlet && (a->kind != ORDER_DIMMER || a->setting == b->setting)
	       && (a->kind != ORDER_READ || a->what == b->what) && a->kind != ORDER_RAW && a->kind != ORDER_HISTORY;
}

const char *
order_word(enum order_kind kind)
{
	return words[kind];
}

const char *
order_source_word(enum order_source source)
{
	return sources[source];
}
