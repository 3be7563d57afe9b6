/*
 * One rule: what must hold, and since when it does. It is done once when all of it becomes true, and again when it was false
 * in between; what holds already when the bridge begins is nothing new, unless at_start says so.
 */
#ifndef KASA_BRIDGE_RULE_H
#define KASA_BRIDGE_RULE_H

#include "base/list.h"
#include "bridge/config/config_rules.h"
#include "bridge/hub/event.h"
#include "bridge/rule/lasting.h"
#include "bridge/rule/reading.h"
#include "bridge/rule/subject.h"
#include "bridge/rule/watch.h"

enum {
	RULE_PER_MINUTE = 10, /* firing more often it is paused: the loop goes through the world */
	RULE_PAUSE_MS = 10 * 60 * 1000,
};

struct condition {
	struct subject subject; /* .name is "" of what is about no device */
	const struct config_condition *config;
	struct lasting lasting;
	bool past;     /* of power: it went past its limit, and did not come back */
	bool happened; /* of an event: just now */
};

struct rule {
	const struct config_rule *config; /* lent */
	uint64_t mark;
	struct kasa_list queued; /* among those to be looked at; alone when it is not */
	struct condition *conditions;
	int is;                   /* whether all of it held when it was known last; KASA_UNKNOWN before */
	int64_t since_s, fired_s; /* UTC: since when it is so, and when it was done last; 0: never */
	uint64_t fired_ms;        /* the same of the monotonic clock */
	uint64_t fired;           /* how often */
	uint64_t minute_ms;       /* when this minute began, ... */
	unsigned minute_fired;    /* ... and how often since then */
	uint64_t paused_ms;       /* until then it is not done; 0: it is */
};

/* @p config is lent. False without memory. */
bool rule_init(struct rule *rule, const struct config_rule *config);
void rule_finish(struct rule *rule);

/* Goes on where @p old is, for it is the same rule. */
void rule_inherit(struct rule *rule, const struct rule *old);

/* Looks at all values. True: it is to be done now. What had happened has not any more. */
bool rule_look(struct rule *rule, const struct moment *moment);

/* An event; true when a condition waits for it. */
bool rule_hears(struct rule *rule, const struct event *event);

/* When time alone changes something, of the monotonic clock; LASTING_NEVER. */
uint64_t rule_due(const struct rule *rule, uint64_t now_ms);

/* The next moment, UTC, at which a time of day begins or ends; INT64_MAX for none. */
int64_t rule_next_time(const struct rule *rule, int64_t now_s);

/* It was to be done: whether it may, for it is not too often. */
bool rule_may_fire(struct rule *rule, const struct moment *moment);

/* A device is gone for good: what was known of it is not any more. */
void rule_forget(struct rule *rule, const struct device *device);

/* rule_fire.c: carries out what it says. */
void rule_fire(const struct rule *rule, struct hub *hub);

#endif
