#include "bridge/hub/poller.h"

#include <math.h>
#include <unistd.h>

#include <kasa/energy.h>

#include "bridge/clock.h"
#include "bridge/hub/finder.h"
#include "bridge/hub/hub.h"
#include "bridge/store/store.h"

enum {
	CALL_MS = 5000,   /* of a poll: two seconds to connect, two for the answer */
	SPREAD_MS = 5,    /* for each device there is: large houses begin over a whole interval */
	AWAY_AFTER = 2,   /* misses in a row, and it is searched for */
	IOT_MS = 5000,    /* what is usual: Home Assistant's own figures */
	SMART_MS = 10000, /* logged in by HTTP, and slower */
	METER_MS = 10000,
	OUTLETS_MS = 60000,
	SETTINGS_MS = 300000,
	RECOVER_MS = 30000, /* until a round of settings goes on in which a question was not answered */
};

static void turn(struct device *device);

void
poller_init(struct poller *poller, struct hub *hub)
{
	*poller = (struct poller){ .hub = hub, .rng = { .state = clock_ms() ^ (uint64_t)getpid() << 32 } };
	kasa_list_init(&poller->waiting);
}

/* ---- the queue of those whose turn has come ---- */

static void
leave(struct poll *poll)
{
	if (poll->queued)
		kasa_list_remove(&poll->node);
	poll->queued = false;
}

static void
queue(struct poller *poller, struct poll *poll)
{
	leave(poll);
	kasa_list_append(poll->hurried ? poller->waiting.next : &poller->waiting, &poll->node);
	poll->queued = true;
}

static struct device *
first(const struct poller *poller)
{
	return KASA_CONTAINER(poller->waiting.next, struct device, poll.node);
}

static void
begin_waiting(struct poller *poller)
{
	while (poller->in_flight < POLLER_IN_FLIGHT_MAX && !kasa_list_empty(&poller->waiting)) {
		struct device *device = first(poller);

		leave(&device->poll);
		turn(device);
	}
}

void
poller_finish(struct poller *poller)
{
	while (!kasa_list_empty(&poller->waiting))
		leave(&first(poller)->poll);
}

/* ---- timers ---- */

static void
arm_in(struct device *device, uint64_t ms)
{
	struct ev_loop *loop = device->hub->loop;

	ev_timer_stop(loop, &device->poll.timer);
	ev_timer_set(&device->poll.timer, (ev_tstamp)ms / 1e3, 0.);
	ev_timer_start(loop, &device->poll.timer);
}

static void
arm(struct device *device)
{
	uint64_t now_ms = clock_ms(), wake_ms = plan_wake(&device->poll.plan);

	if (device->poll.active && wake_ms != UINT64_MAX)
		arm_in(device, wake_ms > now_ms ? wake_ms - now_ms : 0);
}

static void
on_timer(struct ev_loop *loop, ev_timer *timer, int events)
{
	(void)loop;
	(void)events;
	turn(timer->data);
}

/* ---- answers ---- */

static void
end_question(struct device *device)
{
	struct poller *poller = device->hub->poller;

	device->poll.asking = false;
	poller->in_flight--;
	histogram_add(&poller->took, clock_ms() - device->poll.asked_ms);
}

static void
go_on(struct device *device)
{
	struct poller *poller = device->hub->poller;

	arm(device);
	begin_waiting(poller);
}

static void
heard(struct device *device)
{
	device->poll.missed = 0;
	device->poll.heard_ms = clock_ms();
	hub_heard(device->hub, device);
}

static bool
is_offline(const struct poll *poll)
{
	return poll->missed >= POLLER_MISSED && clock_ms() - poll->heard_ms >= POLLER_SILENT_MS;
}

/* Who does not answer twice in a row may have another address; where somebody else answers it has, for sure. */
static void
missed(struct device *device, const struct kasa_err *err)
{
	struct poll *poll = &device->poll;
	struct hub *hub = device->hub;

	poll->missed++;
	plan_missed(&poll->plan, clock_ms());
	hub_missed(hub, device, err, is_offline(poll));
	finder_missed(hub->finder, device);
	if (poll->missed == AWAY_AFTER || err->code == KASA_EIDENTITY)
		finder_search(hub->finder);
}

/* What came of a question that nobody is interested in any more. */
static bool
is_void(const struct device *device, const struct kasa_err *err)
{
	return !device->poll.active || err->code == KASA_ECANCELED;
}

static void
on_state(struct kasa_device *dev, const struct kasa_err *err, void *arg)
{
	struct device *device = arg;

	(void)dev;
	end_question(device);
	if (!is_void(device, err)) {
		if (err->code == KASA_OK) {
			heard(device);
			hub_state(device->hub, device, NULL);
		} else {
			missed(device, err);
		}
	}
	go_on(device);
}

static void
read_meter(struct device *device, const struct kasa_energy *energy)
{
	struct kasa_energy reading = *energy;
	unsigned outlet = device->poll.outlet;

	poller_settings_figures(&device->poll.round, outlet, &reading);
	hub_energy(device->hub, device, outlet, &reading);
}

/* A meter that is not there after all, or broken, takes nothing from the rest: the state came with its refusal. */
static void
metered(struct device *device, const struct kasa_energy *energy, const struct kasa_err *err)
{
	bool refused = (err->code == KASA_ENOTSUP || err->code == KASA_EDEVICE) && device_state(device);

	if (err->code != KASA_OK && !refused) {
		missed(device, err);
		return;
	}
	if (err->code == KASA_ENOTSUP && device->poll.outlet == 0)
		device->poll.meterless = true;
	heard(device);
	hub_state(device->hub, device, NULL);
	if (energy && err->code == KASA_OK)
		read_meter(device, energy);
	else if (refused && device->poll.outlet > 0 && device->poll.outlet <= device->part_count)
		device->parts[device->poll.outlet].meterless = true;
}

static void
on_meter(struct kasa_device *dev, const struct kasa_energy *energy, const struct kasa_err *err, void *arg)
{
	struct device *device = arg;

	(void)dev;
	end_question(device);
	if (!is_void(device, err))
		metered(device, energy, err);
	go_on(device);
}

static bool
is_answer(const struct kasa_err *err)
{
	return err->code == KASA_OK || err->code == KASA_ENOTSUP || err->code == KASA_EDEVICE;
}

/* What is asked once in five minutes does not decide who is away: the state does, and is asked at once. */
static void
on_settings(struct device *device, const struct kasa_err *err, bool more)
{
	struct plan *plan = &device->poll.plan;
	uint64_t now_ms = clock_ms(), next_ms = now_ms;

	end_question(device);
	if (!is_void(device, err)) {
		if (is_answer(err)) {
			heard(device);
		} else {
			plan_at(plan, PLAN_STATE, now_ms);
			next_ms += RECOVER_MS;
		}
		if (more)
			plan_at(plan, PLAN_SETTINGS, next_ms);
	}
	go_on(device);
}

static void
on_days(struct device *device, const struct kasa_err *err, bool more)
{
	struct poll *poll = &device->poll;

	/* The figures belong to the next reading: it had better come at once. */
	if (poll->active && !isnan(poll->round.today_kwh))
		plan_at(&poll->plan, device->part_count > 0 ? PLAN_OUTLETS : PLAN_METER, clock_ms());
	on_settings(device, err, more);
}

/* ---- questions ---- */

static int
ask_outlet(struct device *device)
{
	struct poll *poll = &device->poll;

	if (poll->outlet == 0)
		poll->rush = device->part_count; /* their sum is told when all of them were read */
	if (!isnan(poll->round.today_kwh) && poll->round.days_outlet > 0)
		poll->outlet = poll->round.days_outlet;
	else
		poll->outlet = poll->outlet % device->part_count + 1;
	if (poll->rush > 0 && --poll->rush > 0)
		plan_at(&poll->plan, PLAN_OUTLETS, clock_ms());
	return kasa_energy_poll(device->handle, (int)poll->outlet, on_meter, device);
}

static int
ask(struct device *device, enum plan_kind kind)
{
	switch (kind) {
	case PLAN_STATE:
		return kasa_device_poll(device->handle, on_state, device);
	case PLAN_METER:
		device->poll.outlet = 0;
		return kasa_energy_poll(device->handle, 0, on_meter, device);
	case PLAN_OUTLETS:
		return ask_outlet(device);
	case PLAN_MOTION:
		return poller_motion_ask(device, on_settings);
	case PLAN_SETTINGS:
		return poller_settings_ask(device, on_days);
	case PLAN_KINDS:
		break;
	}
	return KASA_EINVAL;
}

/* What is not accepted waits for its next time: the handle has too much to do, or there is no memory. */
static void
submit(struct device *device, enum plan_kind kind)
{
	struct poller *poller = device->hub->poller;

	device->poll.hurried = false;
	poller->asked++;
	poller->late += plan_asked(&device->poll.plan, kind, clock_ms(), &poller->rng);
	kasa_device_timeout(device->handle, CALL_MS);
	if (ask(device, kind) == KASA_OK) {
		device->polls++;
		device->poll.asking = true;
		device->poll.asked_ms = clock_ms();
		poller->in_flight++;
	} else {
		arm(device);
	}
}

static void
suit(struct device *device)
{
	const struct kasa_state *state = device_state(device);
	const struct settings *settings = device->settings;
	struct plan_scope scope = { .missing = device->poll.missed > 0 || !state };

	if (state) {
		scope.outlets = device->part_count;
		scope.metered = state->features & KASA_FEATURE_ENERGY && !device->poll.meterless;
		scope.motion = state->features & KASA_FEATURE_MOTION && settings && settings->has_motion
		               && settings->motion.enabled == 1;
	}
	plan_suit(&device->poll.plan, clock_ms(), &device->every, &scope);
}

/* Orders read the state themselves; but who is given orders all the time is asked all the same. */
static bool
must_wait(const struct device *device)
{
	const struct plan *plan = &device->poll.plan;

	return device->lane.current && clock_ms() < plan_wake(plan) + plan->every_ms[PLAN_STATE];
}

static void
turn(struct device *device)
{
	struct poller *poller = device->hub->poller;
	enum plan_kind kind;

	if (!device->poll.active || device->poll.asking)
		return;
	suit(device);
	kind = plan_next(&device->poll.plan, clock_ms());
	if (kind == PLAN_KINDS)
		arm(device);
	else if (must_wait(device))
		arm_in(device, PLAN_DELAY_MS);
	else if (poller->in_flight >= POLLER_IN_FLIGHT_MAX)
		queue(poller, &device->poll);
	else
		submit(device, kind);
}

/* ---- from outside ---- */

void
poller_start(struct poller *poller, struct device *device)
{
	struct poll *poll = &device->poll;
	const struct poll before = *poll;
	uint64_t spread_ms = (uint64_t)SPREAD_MS * (device->hub->device_count + 1);

	if (poll->active || !device->handle)
		return;
	poller_intervals(device);
	if (spread_ms > device->every.state_ms)
		spread_ms = device->every.state_ms;
	*poll = (struct poll){
		.active = true, .asking = before.asking, .asked_ms = before.asked_ms, .heard_ms = clock_ms()
	};
	poller_settings_init(&poll->round);
	poll->round.done = before.round.done; /* of a question that is still on its way */
	ev_init(&poll->timer, on_timer);
	poll->timer.data = device;
	plan_start(&poll->plan, clock_ms(), (uint32_t)spread_ms, device_state(device), &poller->rng);
	suit(device);
	if (!poll->asking)
		arm(device);
}

void
poller_stop(struct poller *poller, struct device *device)
{
	(void)poller;
	if (device->poll.active)
		ev_timer_stop(device->hub->loop, &device->poll.timer);
	leave(&device->poll);
	device->poll.active = false;
}

static void
hurry_meters(struct device *device, uint64_t now_ms)
{
	device->poll.rush = device->part_count;
	plan_at(&device->poll.plan, PLAN_METER, now_ms);
	plan_at(&device->poll.plan, PLAN_OUTLETS, now_ms);
}

static void
hurry_settings(struct device *device, uint64_t now_ms)
{
	poller_settings_restart(&device->poll.round);
	plan_at(&device->poll.plan, PLAN_SETTINGS, now_ms);
}

void
poller_hurry(struct poller *poller, struct device *device, unsigned what)
{
	struct poll *poll = &device->poll;
	uint64_t now_ms = clock_ms();

	(void)poller;
	if (!poll->active)
		return;
	if (what & (CHANGE_SHAPE | CHANGE_STATE | CHANGE_AVAILABILITY))
		plan_at(&poll->plan, PLAN_STATE, now_ms);
	if (what & CHANGE_ENERGY)
		hurry_meters(device, now_ms);
	if (what & CHANGE_SETTINGS)
		hurry_settings(device, now_ms);
	poll->hurried = true;
	leave(poll);
	turn(device);
}

/* ---- how often ---- */

static uint32_t
first_set(uint32_t entry, uint32_t stored, uint32_t general, uint32_t usual)
{
	return entry ? entry : stored ? stored : general ? general : usual;
}

static bool
speaks_smart(const struct device *device)
{
	return device->handle && kasa_device_payload(device->handle)[0] == 's';
}

void
poller_intervals(struct device *device)
{
	static const struct config_poll none = { .state_ms = 0 };
	const struct hub *hub = device->hub;
	const struct store_options *options = hub->store ? store_options(hub->store, device->key) : NULL;
	const struct config_poll *entry = device->config ? &device->config->poll : &none;
	const struct config_poll *stored = options ? &options->poll : &none, *all = &hub->config->poll;

	device->every = (struct config_poll){
		.state_ms = first_set(entry->state_ms, stored->state_ms, all->state_ms,
		                      speaks_smart(device) ? SMART_MS : IOT_MS),
		.meter_ms = first_set(entry->meter_ms, stored->meter_ms, all->meter_ms, METER_MS),
		.outlets_ms = first_set(entry->outlets_ms, stored->outlets_ms, all->outlets_ms, OUTLETS_MS),
		.settings_ms = first_set(entry->settings_ms, stored->settings_ms, all->settings_ms, SETTINGS_MS),
	};
	if (device->poll.active) /* at once, not when the old interval is over */
		turn(device);
}
