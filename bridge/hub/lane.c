/* One order at a time goes to the library; it is told exactly once, whatever becomes of it. */
#include "bridge/hub/lane.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "bridge/clock.h"
#include "bridge/hub/finder.h"
#include "bridge/hub/hub.h"
#include "bridge/hub/lane_order.h"
#include "bridge/hub/poller.h"
#include "bridge/log.h"

static void go(struct lane *lane);

static struct lane_order *
first_of(const struct kasa_list *list)
{
	return KASA_CONTAINER(list->next, struct lane_order, node);
}

/* ---- telling ---- */

static void
free_order(struct lane_order *order)
{
	order_finish(&order->order);
	free(order->err);
	free(order);
}

/* Changes nothing: who asked hears of it, and nobody else. */
static bool
asks(const struct order *order)
{
	return order->kind == ORDER_READ || order->kind == ORDER_HISTORY;
}

/* For the log and for who listens to failures: polls that somebody asked for are no commands. */
static void
note_end(struct hub *hub, struct device *device, const struct lane_order *order, const struct kasa_err *err)
{
	unsigned ms = (unsigned)(clock_ms() - order->since_ms);
	const char *word = order_word(order->order.kind);

	hub->orders++;
	hub->orders_of[order->order.source][err->code != KASA_OK]++;
	if (err->code == KASA_OK) {
		log_debug("order done device=%s outlet=%u order=%s ms=%u", device->key, order->order.outlet, word, ms);
		return;
	}
	hub->orders_failed++;
	if (asks(&order->order) || err->code == KASA_ECANCELED) {
		log_debug("order ended device=%s outlet=%u order=%s ms=%u code=%s", device->key, order->order.outlet,
		          word, ms, kasa_error_word((int)err->code));
		return;
	}
	log_warning("order failed device=%s name=\"%s\" outlet=%u order=%s ms=%u code=%s error=\"%s\"", device->key,
	            device->name, order->order.outlet, word, ms, kasa_error_word((int)err->code), err->text);
	hub_event(hub, &(struct event){ .kind = EVENT_COMMAND_FAILED,
	                                .device = device,
	                                .outlet = order->order.outlet,
	                                .after = word,
	                                .err = err,
	                                .source = order->order.source,
	                                .by = order->order.by[0] ? order->order.by : NULL });
}

static void
tell(struct lane_order *order, const struct kasa_err *err, const char *reply)
{
	struct device *device = lane_device(order->lane);

	note_end(device->hub, device, order, err);
	if (order->order.done)
		order->order.done(&order->order, device, err, reply, order->order.arg);
	free_order(order);
}

static void
take(struct lane *lane, struct lane_order *order)
{
	kasa_list_remove(&order->node);
	lane->count--;
}

static void
arm(struct lane *lane, uint64_t at_ms)
{
	struct ev_loop *loop = lane_device(lane)->hub->loop;
	uint64_t now_ms = clock_ms();
	double after = at_ms > now_ms ? (double)(at_ms - now_ms) / 1e3 : 0;

	ev_now_update(loop);
	ev_timer_stop(loop, &lane->timer);
	ev_timer_set(&lane->timer, after, 0);
	ev_timer_start(loop, &lane->timer);
}

/* It is told from the loop. Without memory for its error it is told now. */
static void
end_later(struct lane *lane, struct lane_order *order, const struct kasa_err *err)
{
	if (!order->err)
		order->err = malloc(sizeof *order->err);
	if (!order->err) {
		tell(order, err, NULL);
		return;
	}
	*order->err = *err;
	kasa_list_append(&lane->ended, &order->node);
	arm(lane, 0);
}

static void
tell_ended(struct lane *lane)
{
	while (!kasa_list_empty(&lane->ended)) {
		struct lane_order *order = first_of(&lane->ended);

		kasa_list_remove(&order->node);
		tell(order, order->err, NULL);
	}
}

/* ---- which one is next ---- */

/* Whether an order that came before it, and waits as well, is about the same thing. */
static bool
blocked(const struct lane *lane, const struct lane_order *order)
{
	for (const struct kasa_list *at = lane->waiting.next; at != &order->node; at = at->next)
		if (lane_touches(&KASA_CONTAINER(at, struct lane_order, node)->order, &order->order))
			return true;
	return false;
}

/*
 * Relays wear out; lamps do not, nor does one that stands as ordered already. While orders come faster than they are
 * confirmed all of them go at the slow pace, for nobody needs to hear the same a thousand times either.
 */
static bool
is_paced(const struct device *device, const struct order *order, uint64_t now_ms)
{
	const struct kasa_state *state = device_state(device);

	if (order->kind != ORDER_SWITCH || order->outlet > device->part_count || !state)
		return false;
	if (state->family != KASA_FAMILY_PLUG && state->family != KASA_FAMILY_SWITCH
	    && state->family != KASA_FAMILY_STRIP)
		return false;
	return device_on(device, order->outlet) != order->on
	       || pace_is_rushed(&device->parts[order->outlet].pace, now_ms);
}

/* When it may be tried, at best. */
static uint64_t
ready_ms(const struct device *device, const struct lane_order *order, uint64_t now_ms)
{
	const struct config_relay *relay = &device->hub->config->relay;

	if (!device->handle || device->handle == order->tried)
		return UINT64_MAX;
	if (!is_paced(device, &order->order, now_ms))
		return now_ms;
	return pace_ready_ms(&device->parts[order->order.outlet].pace, relay->least_ms, relay->burst, now_ms);
}

/* When it is given up at last. */
static uint64_t
late_ms(const struct lane_order *order)
{
	uint64_t deadline_ms = order->order.deadline_ms ? order->order.deadline_ms : UINT64_MAX;

	return order->err && order->search_ms < deadline_ms ? order->search_ms : deadline_ms;
}

static void
give_up(struct lane *lane, struct lane_order *order, uint64_t now_ms)
{
	struct kasa_err err;

	take(lane, order);
	if (order->err)
		err = *order->err;
	else if (!lane_device(lane)->handle)
		kasa_err_set(&err, KASA_EUNREACH, "nobody knows where the device is; waited %u ms",
		             (unsigned)(now_ms - order->since_ms));
	else
		kasa_err_set(&err, KASA_ETIMEOUT, "waited %u ms for its turn, and was dropped",
		             (unsigned)(now_ms - order->since_ms));
	end_later(lane, order, &err);
}

/* The first that may go now, or NULL; then *@p next_ms is when to look again. */
static struct lane_order *
choose(struct lane *lane, uint64_t now_ms, uint64_t *next_ms)
{
	const struct device *device = lane_device(lane);
	struct kasa_list *at = lane->waiting.next, *after;

	*next_ms = UINT64_MAX;
	for (; at != &lane->waiting; at = after) {
		struct lane_order *order = KASA_CONTAINER(at, struct lane_order, node);
		uint64_t when_ms;

		after = at->next;
		if (now_ms >= late_ms(order)) {
			give_up(lane, order, now_ms);
			continue;
		}
		when_ms = blocked(lane, order) ? UINT64_MAX : ready_ms(device, order, now_ms);
		if (when_ms <= now_ms)
			return order;
		if (late_ms(order) < when_ms)
			when_ms = late_ms(order);
		if (when_ms < *next_ms)
			*next_ms = when_ms;
	}
	return NULL;
}

/* ---- carrying out ---- */

static void
begin(struct lane *lane, struct lane_order *order, uint64_t now_ms)
{
	struct device *device = lane_device(lane);
	const struct config_relay *relay = &device->hub->config->relay;
	struct kasa_err err;
	uint64_t left_ms = KASA_CALL_MS;

	take(lane, order);
	if (is_paced(device, &order->order, now_ms))
		pace_spend(&device->parts[order->order.outlet].pace, relay->least_ms, relay->burst, now_ms);
	if (order->order.deadline_ms && order->order.deadline_ms - now_ms < left_ms)
		left_ms = order->order.deadline_ms - now_ms;
	kasa_device_timeout(device->handle, (unsigned)left_ms);
	order->used = device->handle;
	lane->current = order;
	if (lane_order_run(order, &err) == KASA_OK)
		return;
	lane->current = NULL;
	end_later(lane, order, &err);
}

static void
go(struct lane *lane)
{
	uint64_t now_ms = clock_ms(), next_ms = UINT64_MAX;
	struct lane_order *order;

	while (!lane->current && (order = choose(lane, now_ms, &next_ms)))
		begin(lane, order, now_ms);
	if (!lane->current && kasa_list_empty(&lane->ended) && next_ms != UINT64_MAX)
		arm(lane, next_ms);
}

static void
on_timer(struct ev_loop *loop, ev_timer *timer, int events)
{
	struct lane *lane = timer->data;

	(void)loop;
	(void)events;
	tell_ended(lane);
	go(lane);
}

/* Another address, or another try on a handle that replaced the one it was on, may do better. */
static bool
may_search(const struct lane_order *order, const struct kasa_err *err)
{
	bool repeatable = order->order.kind != ORDER_RESTART && order->order.kind != ORDER_ENERGY_RESET
	                  && order->order.kind != ORDER_RAW;

	if (order->err || !repeatable)
		return false;
	return err->code == KASA_EUNREACH || err->code == KASA_ETIMEOUT || err->code == KASA_EREFUSED
	       || err->code == KASA_EIDENTITY || err->code == KASA_ECANCELED;
}

static bool
wait_for_search(struct lane *lane, struct lane_order *order, const struct kasa_err *err, uint64_t now_ms)
{
	struct device *device = lane_device(lane);

	if (!may_search(order, err) || device->hub->leaving)
		return false;
	order->err = malloc(sizeof *order->err);
	if (!order->err)
		return false;
	*order->err = *err;
	order->tried = order->used;
	order->search_ms = now_ms + LANE_SEARCH_MS;
	kasa_list_append(lane->waiting.next, &order->node); /* it was the first, and stays it */
	lane->count++;
	finder_search(device->hub->finder);
	return true;
}

void
lane_order_done(struct lane_order *order, const struct kasa_err *err, const char *reply)
{
	struct lane *lane = order->lane;
	struct device *device = lane_device(lane);

	lane->current = NULL;
	if (lane->closed) {
		tell(order, err, reply);
		return;
	}
	kasa_device_timeout(device->handle, 0);
	if (err->code == KASA_OK)
		hub_state(device->hub, device, asks(&order->order) ? NULL : &order->order);
	if (err->code == KASA_OK || !wait_for_search(lane, order, err, clock_ms()))
		tell(order, err, reply);
	go(lane);
}

/* ---- what waits ---- */

static void
superseded(struct lane *lane, struct lane_order *order, const char *how)
{
	struct kasa_err err;

	kasa_err_set(&err, KASA_ECANCELED, "%s", how);
	take(lane, order);
	end_later(lane, order, &err);
}

static void
note_rush(struct device *device, const struct order *order)
{
	if (order->outlet <= device->part_count)
		device->parts[order->outlet].pace.rushed_ms = clock_ms();
}

/* The last one that waits and is about the same thing, if it is of the same kind: the newer one stands for both. */
static void
merge(struct lane *lane, struct lane_order *newer)
{
	for (struct kasa_list *at = lane->waiting.prev; at != &lane->waiting; at = at->prev) {
		struct lane_order *older = KASA_CONTAINER(at, struct lane_order, node);

		if (!lane_touches(&older->order, &newer->order))
			continue;
		if (order_same(&older->order, &newer->order)) {
			lane_merge(&older->order, &newer->order);
			note_rush(lane_device(lane), &newer->order);
			superseded(lane, older, "a newer order took its place");
		}
		return;
	}
}

static struct lane_order *
copy(struct lane *lane, const struct order *order)
{
	struct lane_order *own = calloc(1, sizeof *own);

	if (!own)
		return NULL;
	own->order = *order;
	own->order.text = order->text ? strdup(order->text) : NULL;
	if (order->text && !own->order.text) {
		free(own);
		return NULL;
	}
	own->lane = lane;
	own->since_ms = clock_ms();
	kasa_list_init(&own->node);
	return own;
}

/* What cannot even be copied, or comes too late, is told at once. */
static void
tell_plain(struct lane *lane, const struct order *order, const struct kasa_err *err)
{
	if (order->done)
		order->done(order, lane_device(lane), err, NULL, order->arg);
}

static struct lane_order *
accept(struct lane *lane, const struct order *order)
{
	struct lane_order *own = lane->closed ? NULL : copy(lane, order);
	struct kasa_err err;

	if (own)
		return own;
	if (lane->closed)
		kasa_err_set(&err, KASA_ECANCELED, "the device is being removed");
	else
		kasa_err_set(&err, KASA_ENOMEM, "no memory for an order");
	tell_plain(lane, order, &err);
	return NULL;
}

void
lane_refuse(struct lane *lane, const struct order *order, const struct kasa_err *why)
{
	struct lane_order *own = accept(lane, order);

	if (own)
		end_later(lane, own, why);
}

void
lane_add(struct lane *lane, const struct order *order)
{
	struct lane_order *own = accept(lane, order);
	struct device *device = lane_device(lane);

	if (!own)
		return;
	if (lane->current && lane_touches(&lane->current->order, &own->order))
		note_rush(device, &own->order); /* its predecessor is not confirmed yet */
	merge(lane, own);
	if (lane->count >= LANE_WAITING_MAX)
		superseded(lane, first_of(&lane->waiting),
		           "too many orders wait for this device: newer ones took its place");
	kasa_list_append(&lane->waiting, &own->node);
	lane->count++;
	if (!device->handle)
		finder_search(device->hub->finder);
	if (!lane->current)
		go(lane);
}

void
lane_kick(struct lane *lane)
{
	if (!lane->current && lane->count > 0)
		arm(lane, 0);
}

bool
lane_idle(const struct lane *lane)
{
	return !lane->current && lane->count == 0 && kasa_list_empty(&lane->ended);
}

void
lane_init(struct lane *lane)
{
	kasa_list_init(&lane->waiting);
	kasa_list_init(&lane->ended);
	ev_init(&lane->timer, on_timer);
	lane->timer.data = lane;
}

void
lane_finish(struct lane *lane, const struct kasa_err *why)
{
	lane->closed = true;
	ev_timer_stop(lane_device(lane)->hub->loop, &lane->timer);
	tell_ended(lane);
	while (!kasa_list_empty(&lane->waiting)) {
		struct lane_order *order = first_of(&lane->waiting);

		take(lane, order);
		tell(order, why, NULL);
	}
}
