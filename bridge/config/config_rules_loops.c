/*
 * Which rule's action can make another one's condition true, as a graph: a cycle in it would switch for ever. What an order
 * does is seen from the command itself, and who is meant from the devices and groups of the file.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <kasa/discover.h>

#include "base/str.h"
#include "bridge/command/command.h"
#include "bridge/config/config_rules.h"
#include "bridge/hub/event.h"

enum effects {
	GOES_ON = 1u << 0,
	GOES_OFF = 1u << 1,
	RISES = 1u << 2, /* its power */
	FALLS = 1u << 3,
	TRIES = 1u << 4, /* it is told to do something, which may fail */
	KEY_MAX = 80,
	TEXT_MAX = 400,
};

/* A device in the one way to call it, and a part of it. */
struct who {
	char key[KEY_MAX]; /* "" is any */
	unsigned outlet;
};

/* What an action does. */
struct effect {
	struct who who;
	unsigned what;
	const char *event;
};

struct node {
	const struct config_rule *rule;
	struct who *about; /* of each condition */
	struct effect *effects;
	size_t effect_count, effect_room;
	enum {
		FRESH,
		OPEN,
		DONE
	} seen;
};

struct graph {
	const struct yaml_node *root;
	struct node *nodes;
	size_t count;
	size_t path[CONFIG_RULES_MAX + 1], depth;
	bool no_memory;
};

/* ---- who is who ---- */

static const struct yaml_node *
items(const struct yaml_node *root, const char *name)
{
	const struct yaml_node *list = yaml_get(root, name);

	return list && list->kind == YAML_SEQUENCE ? list->first : NULL;
}

static bool
is_same_mac(const char *a, const char *b)
{
	uint8_t one[6], other[6];

	return kasa_mac_parse(a, one) && kasa_mac_parse(b, other) && memcmp(one, other, sizeof one) == 0;
}

static bool
is_entry(const struct yaml_node *device, const char *name)
{
	const struct yaml_node *own = yaml_get(device, "name"), *mac = yaml_get(device, "mac"),
			       *id = yaml_get(device, "id");

	return (own && strcmp(own->text, name) == 0) || (mac && is_same_mac(mac->text, name))
	       || (id && strcasecmp(id->text, name) == 0);
}

/* Its place in the file, where it has one; else its MAC, or what it is called. */
static void
name_who(char key[KEY_MAX], const struct graph *graph, const char *name)
{
	char text[KASA_MAC_TEXT];
	uint8_t mac[6];

	for (const struct yaml_node *at = items(graph->root, "devices"); at; at = at->next)
		if (at->kind == YAML_MAPPING && is_entry(at, name)) {
			snprintf(key, KEY_MAX, "/%u:%u", at->line, at->column);
			return;
		}
	if (!kasa_mac_parse(name, mac)) {
		snprintf(key, KEY_MAX, "%s", name);
		return;
	}
	kasa_mac_format(mac, text);
	snprintf(key, KEY_MAX, "%s", text);
}

static struct who
who_of(const struct graph *graph, const char *member)
{
	struct who who = { .outlet = 0 };
	char name[KEY_MAX] = "";
	char *slash;

	if (!member)
		return who;
	snprintf(name, sizeof name, "%s", member);
	slash = strrchr(name, '/');
	if (slash) {
		*slash = '\0';
		who.outlet = (unsigned)strtoul(slash + 1, NULL, 10);
	}
	name_who(who.key, graph, name);
	return who;
}

static bool
overlaps(const struct who *a, const struct who *b)
{
	if (!a->key[0] || !b->key[0])
		return true;
	return strcasecmp(a->key, b->key) == 0 && (a->outlet == 0 || b->outlet == 0 || a->outlet == b->outlet);
}

/* Whether all of @p b is within @p a. */
static bool
covers(const struct who *a, const struct who *b)
{
	return overlaps(a, b) && b->key[0] && (a->outlet == 0 || a->outlet == b->outlet);
}

/* ---- what actions do ---- */

static unsigned
of_switch(int on)
{
	if (on == 1)
		return GOES_ON | RISES;
	return on == 0 ? GOES_OFF | FALLS : GOES_ON | GOES_OFF | RISES | FALLS;
}

/* Other values than being on make it brighter or darker, and most lights go on with them. */
static unsigned
of_light(const struct kasa_light_change *light)
{
	if (light->on == 0 || light->on == ORDER_TOGGLE)
		return of_switch(light->on);
	return GOES_ON | RISES | FALLS;
}

static unsigned
of_order(const struct order *order)
{
	switch (order->kind) {
	case ORDER_SWITCH:
		return of_switch(order->on);
	case ORDER_LIGHT:
		return of_light(&order->light);
	case ORDER_PRESET:
	case ORDER_EFFECT:
		return GOES_ON | RISES | FALLS;
	case ORDER_READ:
	case ORDER_LED:
	case ORDER_DIMMER:
	case ORDER_MOTION:
	case ORDER_MOTION_RANGE:
	case ORDER_INACTIVITY:
	case ORDER_AMBIENT:
	case ORDER_ALIAS:
	case ORDER_CLOCK:
	case ORDER_RESTART:
	case ORDER_ENERGY_RESET:
	case ORDER_RAW:
	case ORDER_HISTORY:
		break;
	}
	return 0;
}

static unsigned
what_of(const char *set)
{
	struct command command;
	unsigned what = TRIES;

	if (command_parse(&command, NULL, 0, NULL, set, strlen(set), NULL) == KASA_OK)
		for (unsigned i = 0; i < command.count; i++)
			what |= of_order(&command.orders[i]);
	command_finish(&command);
	return what;
}

static void
add_effect(struct graph *graph, struct node *node, const struct effect *effect)
{
	size_t room = node->effect_room ? node->effect_room * 2 : 8;
	struct effect *effects;

	if (node->effect_count == node->effect_room) {
		effects = realloc(node->effects, room * sizeof *effects);
		graph->no_memory |= !effects;
		if (!effects)
			return;
		node->effects = effects;
		node->effect_room = room;
	}
	node->effects[node->effect_count++] = *effect;
}

static void
add_members(struct graph *graph, struct node *node, const char *group, unsigned what)
{
	for (const struct yaml_node *at = items(graph->root, "groups"); at; at = at->next) {
		const struct yaml_node *members = yaml_get(at, "members");

		if (strcmp(yaml_get(at, "name")->text, group) != 0)
			continue;
		for (const struct yaml_node *one = yaml_next(members, NULL); one; one = yaml_next(members, one))
			add_effect(graph, node, &(struct effect){ .who = who_of(graph, one->text), .what = what });
	}
}

static void
add_action(struct graph *graph, struct node *node, const struct config_action *action)
{
	const struct config_order *order = &action->order;

	if (action->event)
		add_effect(graph, node, &(struct effect){ .event = action->event });
	else if (order->group)
		add_members(graph, node, order->group, what_of(order->set));
	else
		add_effect(graph, node,
		           &(struct effect){ .who = who_of(graph, order->device), .what = what_of(order->set) });
}

/* ---- what makes conditions true ---- */

static unsigned
causes_of_event(enum event_kind kind)
{
	if (kind == EVENT_STATE_CHANGED)
		return GOES_ON | GOES_OFF;
	if (kind == EVENT_POWER_ABOVE || kind == EVENT_CYCLE_STARTED || kind == EVENT_ENERGY_BUDGET)
		return RISES;
	if (kind == EVENT_POWER_BELOW || kind == EVENT_CYCLE_FINISHED)
		return FALLS;
	return kind == EVENT_COMMAND_FAILED ? TRIES : 0;
}

static unsigned
causes_of(const struct config_condition *condition)
{
	switch (condition->kind) {
	case CONDITION_STATE:
		return condition->on ? GOES_ON : GOES_OFF;
	case CONDITION_POWER:
		return condition->below ? FALLS : RISES;
	case CONDITION_ENERGY_TODAY:
	case CONDITION_ENERGY_MONTH:
		return RISES;
	case CONDITION_EVENT:
		return causes_of_event(event_named(condition->event));
	case CONDITION_ONLINE:
	case CONDITION_TIME:
		break;
	}
	return 0;
}

/* What surely makes it false: on is not off, and what is off draws nothing. */
static bool
spoils(const struct effect *effect, const struct config_condition *condition, const struct who *about)
{
	unsigned way = effect->what & (GOES_ON | GOES_OFF);

	if (effect->event || condition->any || !covers(&effect->who, about))
		return false;
	if (condition->kind == CONDITION_STATE)
		return way == (condition->on ? GOES_OFF : GOES_ON);
	return condition->kind == CONDITION_POWER && !condition->below && way == GOES_OFF;
}

static bool
helps(const struct effect *effect, const struct config_condition *condition, const struct who *about)
{
	if (effect->event)
		return condition->kind == CONDITION_EVENT && strcmp(condition->event, effect->event) == 0;
	return (effect->what & causes_of(condition)) && overlaps(&effect->who, about);
}

static bool
reaches(const struct effect *effect, const struct node *to)
{
	bool reached = false;

	for (size_t i = 0; i < to->rule->condition_count; i++) {
		if (spoils(effect, &to->rule->conditions[i], &to->about[i]))
			return false;
		reached |= helps(effect, &to->rule->conditions[i], &to->about[i]);
	}
	return reached;
}

/*
 * A rule fires again when what it waits for was false in between: its own action does that only when it can go both ways, or
 * when each time is a moment of its own.
 */
/* What it toggles was known: it is the other way after it. */
static bool
toggles_away(const struct effect *effect, const struct node *node)
{
	for (size_t i = 0; i < node->rule->condition_count; i++) {
		const struct config_condition *condition = &node->rule->conditions[i];

		if (condition->kind == CONDITION_STATE && !condition->any && covers(&effect->who, &node->about[i]))
			return true;
	}
	return false;
}

static bool
reaches_itself(const struct effect *effect, const struct node *node)
{
	unsigned ways = effect->what & (GOES_ON | GOES_OFF);

	if (toggles_away(effect, node))
		return false;
	for (size_t i = 0; i < node->rule->condition_count; i++) {
		const struct config_condition *condition = &node->rule->conditions[i];
		bool moment = condition->kind == CONDITION_EVENT && (effect->event || causes_of(condition) == TRIES);

		if (helps(effect, condition, &node->about[i]) && (moment || ways == (GOES_ON | GOES_OFF)))
			return reaches(effect, node);
	}
	return false;
}

static bool
leads_to(const struct node *from, const struct node *to)
{
	for (size_t i = 0; i < from->effect_count; i++)
		if (from == to ? reaches_itself(&from->effects[i], to) : reaches(&from->effects[i], to))
			return true;
	return false;
}

/* ---- looking for one ---- */

static void
tell(const struct graph *graph, size_t first, struct mistakes *mistakes)
{
	const struct config_rule *rule = graph->nodes[graph->path[first]].rule;
	char text[TEXT_MAX] = "";
	size_t n = 0;

	for (size_t i = first; i < graph->depth && n < sizeof text; i++)
		n += (size_t)snprintf(text + n, sizeof text - n, "\"%s\" -> ", graph->nodes[graph->path[i]].rule->name);
	mistakes_add(mistakes, rule->line, rule->column, "rules %s\"%s\" would switch for ever", text, rule->name);
}

/* True when a cycle was found. As deep as there are rules. */
static bool
walk(struct graph *graph, size_t at, struct mistakes *mistakes)
{
	size_t first = 0;

	graph->nodes[at].seen = OPEN;
	graph->path[graph->depth++] = at;
	for (size_t next = 0; next < graph->count; next++) {
		if (graph->nodes[next].seen == DONE || !leads_to(&graph->nodes[at], &graph->nodes[next]))
			continue;
		if (graph->nodes[next].seen == OPEN) {
			while (graph->path[first] != next)
				first++;
			tell(graph, first, mistakes);
			return true;
		}
		if (walk(graph, next, mistakes))
			return true;
	}
	graph->depth--;
	graph->nodes[at].seen = DONE;
	return false;
}

static void
add_node(struct graph *graph, const struct config_rule *rule)
{
	struct node *node = &graph->nodes[graph->count];

	node->rule = rule;
	node->about = calloc(rule->condition_count + 1, sizeof *node->about);
	graph->no_memory |= !node->about;
	if (!node->about)
		return;
	graph->count++;
	for (size_t i = 0; i < rule->condition_count; i++)
		node->about[i] = who_of(graph, rule->conditions[i].device);
	for (size_t i = 0; i < rule->action_count; i++)
		add_action(graph, node, &rule->actions[i]);
}

static void
finish(struct graph *graph)
{
	for (size_t i = 0; i < graph->count; i++) {
		free(graph->nodes[i].about);
		free(graph->nodes[i].effects);
	}
	free(graph->nodes);
}

void
config_rules_check_loops(const struct config_rules *rules, const struct yaml_node *root, struct mistakes *mistakes)
{
	struct graph graph = { .root = root };

	graph.nodes = calloc(rules->count + 1, sizeof *graph.nodes);
	graph.no_memory = !graph.nodes;
	for (size_t i = 0; i < rules->count && !graph.no_memory; i++)
		if (rules->item[i].enabled)
			add_node(&graph, &rules->item[i]);
	for (size_t i = 0; i < graph.count && !graph.no_memory; i++)
		if (graph.nodes[i].seen == FRESH && walk(&graph, i, mistakes))
			break;
	mistakes->lost |= graph.no_memory;
	if (graph.nodes)
		finish(&graph);
}
