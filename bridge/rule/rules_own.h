/* What the files of rules share. */
#ifndef KASA_BRIDGE_RULES_OWN_H
#define KASA_BRIDGE_RULES_OWN_H

#include <ev.h>

#include "bridge/rule/rule.h"
#include "bridge/rule/rules.h"
#include "bridge/rule/subject.h"
#include "bridge/rule/watch.h"

#define RULES_KEPT_AS "watch"

struct rules {
	struct port port;
	struct hub *hub;
	struct subjects subjects;
	struct watch *watches;
	size_t watch_count;
	struct rule *rule; /* those that are enabled */
	size_t rule_count;
	struct kasa_list queue;      /* of watches whose values are other ones */
	struct kasa_list rule_queue; /* the same of rules */
	ev_timer soon;     /* they are looked at in the next turn, so that ports hear of things in their order */
	ev_timer later;    /* time alone changes something */
	uint64_t later_ms; /* ... then, LASTING_NEVER */
	ev_periodic clock; /* a time of day begins or ends */
	ev_timer keeping;
};

/* This moment. */
void rules_now(struct moment *moment);

/* ---- rules_kept.c: over a restart ---- */

/* Something that is kept is another thing: it is written soon. */
void rules_keep_soon(struct rules *rules);
void rules_keep_now(struct rules *rules);
void rules_recall(struct rules *rules);
void rules_keep_start(struct rules *rules);
void rules_keep_stop(struct rules *rules);

/* ---- rules_load.c: what the configuration says ---- */

/* Machines of entries that are as they were go on. KASA_ENOMEM: nothing is watched then. */
int rules_load(struct rules *rules);
void rules_unload(struct rules *rules);

#endif
