/* Words of events. */
#include "bridge/hub/event.h"

#include <math.h>
#include <string.h>

/* What it is called in topics, and what in webhooks where that differs. */
static const struct {
	const char *word, *name;
} events[EVENT_KINDS] = {
	[EVENT_FOUND] = { "device_found", NULL },
	[EVENT_REFUSED] = { "device_refused", NULL },
	[EVENT_ONLINE] = { "came_online", "device_online" },
	[EVENT_OFFLINE] = { "went_offline", "device_offline" },
	[EVENT_RENAMED] = { "device_renamed", NULL },
	[EVENT_ALIAS] = { "alias_changed", NULL },
	[EVENT_MOVED] = { "ip_changed", NULL },
	[EVENT_FIRMWARE] = { "firmware_changed", NULL },
	[EVENT_CHANGED_LOCALLY] = { "changed_locally", NULL },
	[EVENT_COMMAND_FAILED] = { "command_failed", NULL },
	[EVENT_REMOVED] = { "device_removed", NULL },
	[EVENT_STATE_CHANGED] = { "state_changed", NULL },
	[EVENT_POWER_ABOVE] = { "power_above", NULL },
	[EVENT_POWER_BELOW] = { "power_below", NULL },
	[EVENT_CYCLE_STARTED] = { "cycle_started", NULL },
	[EVENT_CYCLE_FINISHED] = { "cycle_finished", NULL },
	[EVENT_ENERGY_BUDGET] = { "energy_budget", NULL },
	[EVENT_RULE] = { "rule", NULL },
};

void
event_facts_init(struct event_facts *facts)
{
	*facts = (struct event_facts){ .power_w = NAN, .limit_w = NAN, .energy_kwh = NAN, .limit_kwh = NAN };
}

const char *
event_word(enum event_kind kind)
{
	return events[kind].word;
}

bool
event_in_topics(enum event_kind kind)
{
	return kind != EVENT_STATE_CHANGED;
}

static const char *
name_of(enum event_kind kind)
{
	return events[kind].name ? events[kind].name : events[kind].word;
}

const char *
event_name(const struct event *event)
{
	return event->kind == EVENT_RULE && event->name ? event->name : name_of(event->kind);
}

enum event_kind
event_named(const char *name)
{
	unsigned kind = 0;

	while (kind < EVENT_KINDS && strcmp(name_of((enum event_kind)kind), name) != 0)
		kind++;
	return (enum event_kind)kind;
}
