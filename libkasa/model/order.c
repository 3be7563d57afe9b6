#include "model/order.h"

#include <string.h>

#include "model/dimmer.h"
#include "model/light.h"
#include "model/sensor.h"

static bool
all_outlets(const struct kasa_state *state, bool on)
{
	for (unsigned i = 0; i < state->outlet_count; i++)
		if (state->outlets[i].on != on)
			return false;
	return true;
}

static bool
relay_as_ordered(const struct kasa_order *order, const struct kasa_state *state, const struct kasa_answer *answer)
{
	(void)answer;
	if (order->outlet == 0)
		return state->outlet_count > 0 ? all_outlets(state, order->on) : state->on == order->on;
	return (unsigned)order->outlet <= state->outlet_count && state->outlets[order->outlet - 1].on == order->on;
}

static bool
led_as_ordered(const struct kasa_order *order, const struct kasa_state *state, const struct kasa_answer *answer)
{
	(void)answer;
	return state->led == order->on;
}

static bool
alias_as_ordered(const struct kasa_order *order, const struct kasa_state *state, const struct kasa_answer *answer)
{
	(void)answer;
	if (order->outlet == 0)
		return strcmp(state->alias, order->text) == 0;
	return (unsigned)order->outlet <= state->outlet_count
	       && strcmp(state->outlets[order->outlet - 1].alias, order->text) == 0;
}

/* How an order that sets something is seen to be carried out. */
struct manner {
	enum kasa_order_kind read_back;
	bool (*confirmed)(const struct kasa_order *order, const struct kasa_state *state,
	                  const struct kasa_answer *answer);
};

// clang-format off
/* Those that are not here only read, or leave nothing to be read. */
static const struct manner manners[KASA_ORDER_KINDS] = {
	/* kind                 read back by     when it is so */
	[KASA_ORDER_RELAY] = { KASA_ORDER_LOOK, relay_as_ordered },
	[KASA_ORDER_LED]   = { KASA_ORDER_LOOK, led_as_ordered },
	[KASA_ORDER_ALIAS] = { KASA_ORDER_LOOK, alias_as_ordered },
	[KASA_ORDER_LIGHT] = { KASA_ORDER_LOOK, kasa_light_as_ordered },
	[KASA_ORDER_PRESET_SET] = { KASA_ORDER_PRESETS, kasa_preset_as_ordered },
	[KASA_ORDER_EFFECT_SET] = { KASA_ORDER_EFFECT, kasa_effect_as_ordered },
	[KASA_ORDER_EFFECT_STOP] = { KASA_ORDER_EFFECT, kasa_effect_stopped },
	[KASA_ORDER_DIMMER_SET] = { KASA_ORDER_DIMMER, kasa_dimmer_as_ordered },
	[KASA_ORDER_BUTTON_SET] = { KASA_ORDER_DIMMER, kasa_button_as_ordered },
	[KASA_ORDER_MOTION_SET] = { KASA_ORDER_MOTION, kasa_motion_as_ordered },
	[KASA_ORDER_AMBIENT_SET] = { KASA_ORDER_AMBIENT, kasa_ambient_as_ordered },
	[KASA_ORDER_LIGHT_DEFAULTS_SET] = { KASA_ORDER_LIGHT_DEFAULTS, kasa_defaults_as_ordered },
};
// clang-format on

struct kasa_order
kasa_order_read_back(const struct kasa_order *order)
{
	struct kasa_order look = { .kind = manners[order->kind].read_back };

	if (look.kind != KASA_ORDER_LOOK)
		look.outlet = order->outlet;
	return look;
}

bool
kasa_order_confirmed(const struct kasa_order *order, const struct kasa_state *state, const struct kasa_answer *answer)
{
	const struct manner *manner = &manners[order->kind];

	return !manner->confirmed || manner->confirmed(order, state, answer);
}
