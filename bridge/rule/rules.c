/* A port of the hub: what changes is noted, and looked at in the next turn of the loop; one timer for all that time changes. */
#include "bridge/rule/rules.h"

#include <stdlib.h>

#include "base/err.h"
#include "bridge/clock.h"
#include "bridge/log.h"
#include "bridge/rule/rules_own.h"

enum {
	LEAST_MS = 20, /* between two looks for the sake of time */
};

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
}

/* ---- values ---- */

static void
look(struct rules *rules, struct watch *watch, const struct moment *moment)
{
	if (watch_look(watch, rules->hub, moment))
		rules_keep_soon(rules);
	wake_at(rules, watch_due(watch, moment->now_ms));
}

static void
on_soon(struct ev_loop *loop, ev_timer *timer, int events)
{
	struct rules *rules = timer->data;
	struct moment moment;

	(void)loop, (void)events;
	rules_now(&moment);
	while (!kasa_list_empty(&rules->queue)) {
		struct watch *watch = KASA_CONTAINER(rules->queue.next, struct watch, queued);

		kasa_list_remove(&watch->queued);
		kasa_list_init(&watch->queued);
		look(rules, watch, &moment);
	}
}

static void
queue(struct rules *rules, struct kasa_list *node)
{
	if (!kasa_list_empty(node))
		return;
	kasa_list_append(&rules->queue, node);
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
on_changed(struct port *port, struct device *device, unsigned outlet, unsigned what)
{
	struct rules *rules = rules_of(port);
	struct subject *subject;

	if (outlet == 0 && (what & CHANGE_SHAPE))
		subjects_attach(&rules->subjects, device);
	for (size_t i = 0; (subject = subjects_of(&rules->subjects, device, i)); i++)
		if (concerns(subject, outlet, what))
			queue(rules, &((struct watch *)subject->owner)->queued);
}

static void
on_gone(struct port *port, struct device *device)
{
	struct rules *rules = rules_of(port);
	struct subject *subject;

	for (size_t i = 0; (subject = subjects_of(&rules->subjects, device, i)); i++)
		watch_forget(subject->owner);
	subjects_detach(&rules->subjects, device);
	rules_keep_soon(rules);
}

/* Devices tell all of themselves anew after it; who is not there any more is missing. */
static void
on_configured(struct port *port)
{
	struct rules *rules = rules_of(port);

	if (rules_load(rules) != KASA_OK)
		log_error("no memory for what is watched: nothing is");
	for (size_t i = 0; i < rules->watch_count; i++)
		queue(rules, &rules->watches[i].queued);
	rules_keep_soon(rules);
}

/* ---- the whole ---- */

int
rules_new(struct hub *hub, struct rules **out, struct kasa_err *err)
{
	struct rules *rules = calloc(1, sizeof *rules);

	if (!rules)
		return kasa_err_set(err, KASA_ENOMEM, "no memory for what is watched");
	rules->port = (struct port){ .changed = on_changed, .gone = on_gone, .configured = on_configured };
	rules->hub = hub;
	rules->later_ms = LASTING_NEVER;
	rules->subjects.port = hub->port_count;
	kasa_list_init(&rules->queue);
	ev_timer_init(&rules->soon, on_soon, 0, 0);
	ev_timer_init(&rules->later, on_later, 0, 0);
	rules->soon.data = rules->later.data = rules;
	if (rules_load(rules) != KASA_OK) {
		rules_free(rules);
		return kasa_err_set(err, KASA_ENOMEM, "no memory for what is watched");
	}
	rules_recall(rules);
	rules_keep_start(rules);
	*out = rules;
	hub_add_port(hub, &rules->port);
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
	rules_unload(rules);
	free(rules);
}
