#include "bridge/hub/poller_plan.h"

void
plan_start(struct plan *plan, uint64_t now_ms, uint32_t spread_ms, bool fresh, struct kasa_rng *rng)
{
	uint64_t first_ms = now_ms + kasa_rng_below(rng, spread_ms);

	*plan = (struct plan){ .shift_ms = 0 };
	for (enum plan_kind kind = PLAN_STATE; kind < PLAN_KINDS; kind++)
		plan->due_ms[kind] = first_ms;
	plan->due_ms[PLAN_SETTINGS] += spread_ms;
	if (fresh)
		plan->due_ms[PLAN_STATE] += PLAN_AGAIN_MS;
}

static void
set_every(struct plan *plan, enum plan_kind kind, uint32_t every_ms, uint64_t now_ms)
{
	bool is_new = plan->every_ms[kind] == 0 && every_ms > 0;
	bool too_far = plan->due_ms[kind] > now_ms + 2 * (uint64_t)every_ms; /* it is asked more often than before */

	if (too_far || (is_new && plan->due_ms[kind] < now_ms))
		plan->due_ms[kind] = now_ms;
	plan->every_ms[kind] = every_ms;
}

void
plan_suit(struct plan *plan, uint64_t now_ms, const struct config_poll *every, const struct plan_scope *scope)
{
	bool meters = scope->metered && !scope->missing, strip = scope->outlets > 0;

	set_every(plan, PLAN_STATE, every->state_ms, now_ms);
	set_every(plan, PLAN_METER, meters && !strip ? every->meter_ms : 0, now_ms);
	set_every(plan, PLAN_OUTLETS, meters && strip ? every->outlets_ms / scope->outlets : 0, now_ms);
	set_every(plan, PLAN_MOTION, scope->motion && !scope->missing ? every->state_ms : 0, now_ms);
	set_every(plan, PLAN_SETTINGS, scope->missing ? 0 : every->settings_ms, now_ms);
	if (plan->shift_ms > every->state_ms / 5)
		plan->shift_ms = every->state_ms / 5;
}

static enum plan_kind
earliest(const struct plan *plan)
{
	enum plan_kind first = PLAN_KINDS;

	for (enum plan_kind kind = PLAN_STATE; kind < PLAN_KINDS; kind++)
		if (plan->every_ms[kind] > 0 && (first == PLAN_KINDS || plan->due_ms[kind] < plan->due_ms[first]))
			first = kind;
	return first;
}

uint64_t
plan_wake(const struct plan *plan)
{
	enum plan_kind kind = earliest(plan);

	return kind == PLAN_KINDS ? UINT64_MAX : plan->due_ms[kind] + plan->shift_ms;
}

/* The meter brings the state with it: where both are due at about the same time one message is enough. */
static bool
is_near(const struct plan *plan, enum plan_kind kind)
{
	uint64_t state_ms = plan->due_ms[PLAN_STATE];

	return plan->every_ms[kind] > 0 && plan->due_ms[kind] <= state_ms + plan->every_ms[PLAN_STATE] / 2;
}

enum plan_kind
plan_next(const struct plan *plan, uint64_t now_ms)
{
	enum plan_kind kind = earliest(plan);

	if (kind == PLAN_KINDS || plan->due_ms[kind] + plan->shift_ms > now_ms + PLAN_SLACK_MS)
		return PLAN_KINDS;
	if (kind == PLAN_STATE && is_near(plan, PLAN_METER))
		return PLAN_METER;
	if (kind == PLAN_STATE && is_near(plan, PLAN_OUTLETS))
		return PLAN_OUTLETS;
	return kind;
}

/* The next point of a grid of which @p at_ms is one. */
static uint64_t
after(uint64_t at_ms, uint32_t every_ms, uint64_t now_ms)
{
	uint64_t next_ms = at_ms + every_ms;

	if (next_ms <= now_ms)
		next_ms += (now_ms - next_ms) / every_ms * every_ms + every_ms;
	return next_ms;
}

/* Of a grid of which the question itself was a point: so those that go together stay together. */
static void
answer_too(struct plan *plan, enum plan_kind kind, uint64_t at_ms, uint64_t now_ms)
{
	if (plan->every_ms[kind] > 0)
		plan->due_ms[kind] = after(at_ms, plan->every_ms[kind], now_ms);
}

bool
plan_asked(struct plan *plan, enum plan_kind kind, uint64_t now_ms, struct kasa_rng *rng)
{
	bool with_state = kind == PLAN_METER || kind == PLAN_OUTLETS;
	uint64_t at_ms = plan->due_ms[kind];
	bool late;

	if (with_state && plan->due_ms[PLAN_STATE] < at_ms)
		at_ms = plan->due_ms[PLAN_STATE];
	if (at_ms > now_ms)
		at_ms = now_ms;
	if (!plan->begun && (with_state || kind == PLAN_STATE)) {
		at_ms = now_ms - kasa_rng_below(rng, plan->every_ms[PLAN_STATE]);
		plan->begun = true;
	}
	late = now_ms - at_ms > plan->every_ms[kind] + (uint64_t)plan->shift_ms;
	answer_too(plan, kind, at_ms, now_ms);
	if (with_state)
		answer_too(plan, PLAN_STATE, at_ms, now_ms);
	plan->shift_ms = kasa_rng_below(rng, plan->every_ms[PLAN_STATE] / 5);
	return late;
}

void
plan_missed(struct plan *plan, uint64_t now_ms)
{
	uint32_t every_ms = plan->every_ms[PLAN_STATE];

	plan->due_ms[PLAN_STATE] = now_ms + (every_ms < PLAN_AGAIN_MS ? every_ms : PLAN_AGAIN_MS);
	if (plan->shift_ms > PLAN_AGAIN_MS / 5)
		plan->shift_ms = PLAN_AGAIN_MS / 5;
}

void
plan_at(struct plan *plan, enum plan_kind kind, uint64_t at_ms)
{
	plan->due_ms[kind] = at_ms > plan->shift_ms ? at_ms - plan->shift_ms : 0; /* then, and not a little later */
}
