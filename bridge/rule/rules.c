/* A port of the hub: what changes is noted, and looked at in the next turn of the loop; one timer for all that time changes. */
#include "bridge/rule/rules.h"

#include <stdlib.h>

#include "base/err.h"
#include "bridge/clock.h"
#include "bridge/log.h"
#include "bridge/rule/rules_own.h"

enum {
	LEAST_MS = 20, /* between two looks for the sake of time */
	A_YEAR_S = 365 * 86400,
	CLOCK_S = 600, /* at least so often times of day are looked at, for clocks are set */
};

#define SURELY 0.05 /* time() is a few milliseconds late */

void
rules_now(struct moment *moment)
{
	*moment = (struct moment){ .now_ms = clock_ms(), .now_s = clock_utc_s(), .today = clock_local_day() };
}

/* ---- time ---- */

/* Later is sooner from now on, if it is. */
static void
wake_at(struct rules *rules, uint64_t due_ms)
{
	uint64_t now_ms = clock_ms(), wait_ms = due_ms > now_ms ? due_ms - now_ms : 0;

	if (due_ms >= rules->later_ms)
		return;
	rules->later_ms = due_ms;
	ev_timer_stop(rules->hub->loop, &rules->later);
	ev_now_update(rules->hub->loop);
	ev_timer_set(&rules->later, (double)(wait_ms > LEAST_MS ? wait_ms : LEAST_MS) / 1e3, 0);
	ev_timer_start(rules->hub->loop, &rules->later);
}

/* What is queued is looked at in the next turn. */
static void
queue(struct rules *rules, struct kasa_list *list, struct kasa_list *node)
{
	if (!kasa_list_empty(node))
		return;
	kasa_list_append(list, node);
	ev_timer_start(rules->hub->loop, &rules->soon);
}

static void
on_later(struct ev_loop *loop, ev_timer *timer, int events)
{
	struct rules *rules = timer->data;
	struct moment moment;

	(void)loop, (void)events;
	rules_now(&moment);
	rules->later_ms = LASTING_NEVER;
	for (size_t i = 0; i < rules->watch_count; i++) {
		if (watch_tick(&rules->watches[i], rules->hub, &moment))
			rules_keep_soon(rules);
		wake_at(rules, watch_due(&rules->watches[i], moment.now_ms));
	}
	for (size_t i = 0; i < rules->rule_count; i++)
		queue(rules, &rules->rule_queue, &rules->rule[i].queued);
}

/* A clock that was set calls it as well. */
static ev_tstamp
next_time(ev_periodic *clock, ev_tstamp now)
{
	const struct rules *rules = clock->data;
	int64_t next_s = INT64_MAX;

	for (size_t i = 0; i < rules->rule_count; i++) {
		int64_t one_s = rule_next_time(&rules->rule[i], (int64_t)now);

		next_s = one_s < next_s ? one_s : next_s;
	}
	if (next_s == INT64_MAX)
		return now + A_YEAR_S;
	return next_s < (int64_t)now + CLOCK_S ? (ev_tstamp)next_s + SURELY : now + CLOCK_S;
}

static void
on_clock(struct ev_loop *loop, ev_periodic *clock, int events)
{
	struct rules *rules = clock->data;

	(void)loop, (void)events;
	for (size_t i = 0; i < rules->rule_count; i++)
		queue(rules, &rules->rule_queue, &rules->rule[i].queued);
}

/* ---- values ---- */

static struct kasa_list *
take(struct kasa_list *list)
{
	struct kasa_list *node = list->next;

	kasa_list_remove(node);
	kasa_list_init(node);
	return node;
}

static void
look_at_watch(struct rules *rules, struct watch *watch, const struct moment *moment)
{
	if (watch_look(watch, rules->hub, moment))
		rules_keep_soon(rules);
	wake_at(rules, watch_due(watch, moment->now_ms));
}

static void
look_at_rule(struct rules *rules, struct rule *rule, const struct moment *moment)
{
	bool fires = rule_look(rule, moment);

	wake_at(rules, rule_due(rule, moment->now_ms));
	if (fires && rule_may_fire(rule, moment))
		rule_fire(rule, rules->hub);
}

/* What comes of it may queue others: those have the next turn. */
static void
on_soon(struct ev_loop *loop, ev_timer *timer, int events)
{
	struct rules *rules = timer->data;
	size_t turn = rules->watch_count + rules->rule_count;
	struct moment moment;

	(void)loop, (void)events;
	rules_now(&moment);
	while (!kasa_list_empty(&rules->queue))
		look_at_watch(rules, KASA_CONTAINER(take(&rules->queue), struct watch, queued), &moment);
	for (; !kasa_list_empty(&rules->rule_queue) && turn > 0; turn--)
		look_at_rule(rules, KASA_CONTAINER(take(&rules->rule_queue), struct rule, queued), &moment);
	if (!kasa_list_empty(&rules->rule_queue))
		ev_timer_start(rules->hub->loop, &rules->soon);
}

/* ---- what the hub tells ---- */

static struct rules *
rules_of(struct port *port)
{
	return KASA_CONTAINER(port, struct rules, port);
}

/* Whoever comes or goes does so with all outlets. */
static bool
concerns(const struct subject *subject, unsigned outlet, unsigned what)
{
	return subject->outlet == outlet || (what & (CHANGE_AVAILABILITY | CHANGE_SHAPE));
}

static void
queue_owner(struct rules *rules, const struct subject *subject)
{
	if (subject->watches)
		queue(rules, &rules->queue, &((struct watch *)subject->owner)->queued);
	else
		queue(rules, &rules->rule_queue, &((struct rule *)subject->owner)->queued);
}

static void
on_changed(struct port *port, struct device *device, unsigned outlet, unsigned what)
{
	struct rules *rules = rules_of(port);
	struct subject *subject;

	if (outlet == 0 && (what & CHANGE_SHAPE))
		subjects_attach(&rules->subjects, device);
	for (size_t i = 0; (subject = subjects_of(&rules->subjects, device, i)); i++)
		if (concerns(subject, outlet, what))
			queue_owner(rules, subject);
}

static void
on_event(struct port *port, const struct event *event)
{
	struct rules *rules = rules_of(port);

	for (size_t i = 0; i < rules->rule_count; i++)
		if (rule_hears(&rules->rule[i], event))
			queue(rules, &rules->rule_queue, &rules->rule[i].queued);
}

static void
forget_owner(const struct subject *subject, const struct device *device)
{
	if (subject->watches)
		watch_forget(subject->owner);
	else
		rule_forget(subject->owner, device);
}

static void
on_gone(struct port *port, struct device *device)
{
	struct rules *rules = rules_of(port);
	struct subject *subject;

	for (size_t i = 0; (subject = subjects_of(&rules->subjects, device, i)); i++)
		forget_owner(subject, device);
	subjects_detach(&rules->subjects, device);
	rules_keep_soon(rules);
}

/* Times of day that hold, or not, are known from the beginning. */
static void
start_clock(struct rules *rules)
{
	for (size_t i = 0; i < rules->rule_count; i++)
		queue(rules, &rules->rule_queue, &rules->rule[i].queued);
	ev_periodic_again(rules->hub->loop, &rules->clock);
}

/* Devices tell all of themselves anew after it; who is not there any more is missing. */
static void
on_configured(struct port *port)
{
	struct rules *rules = rules_of(port);

	if (rules_load(rules) != KASA_OK)
		log_error("no memory for what is watched: nothing is");
	for (size_t i = 0; i < rules->watch_count; i++)
		queue(rules, &rules->queue, &rules->watches[i].queued);
	start_clock(rules);
	rules_keep_soon(rules);
}

/* ---- the whole ---- */

int
rules_new(struct hub *hub, struct rules **out, struct kasa_err *err)
{
	struct rules *rules = calloc(1, sizeof *rules);

	if (!rules)
		return kasa_err_set(err, KASA_ENOMEM, "no memory for what is watched");
	rules->port =
		(struct port){ .changed = on_changed, .event = on_event, .gone = on_gone, .configured = on_configured };
	rules->hub = hub;
	rules->later_ms = LASTING_NEVER;
	rules->subjects.port = hub->port_count;
	kasa_list_init(&rules->queue);
	kasa_list_init(&rules->rule_queue);
	ev_timer_init(&rules->soon, on_soon, 0, 0);
	ev_timer_init(&rules->later, on_later, 0, 0);
	ev_periodic_init(&rules->clock, on_clock, 0, 0, next_time);
	rules->soon.data = rules->later.data = rules->clock.data = rules;
	if (rules_load(rules) != KASA_OK) {
		rules_free(rules);
		return kasa_err_set(err, KASA_ENOMEM, "no memory for what is watched");
	}
	rules_recall(rules);
	rules_keep_start(rules);
	*out = rules;
	hub_add_port(hub, &rules->port);
	start_clock(rules);
	return KASA_OK;
}

void
rules_free(struct rules *rules)
{
	if (!rules)
		return;
	if (rules->port.node.next) {
		rules_keep_now(rules);
		kasa_list_remove(&rules->port.node);
	}
	rules_keep_stop(rules);
	ev_timer_stop(rules->hub->loop, &rules->soon);
	ev_timer_stop(rules->hub->loop, &rules->later);
	ev_periodic_stop(rules->hub->loop, &rules->clock);
	rules_unload(rules);
	free(rules);
}
