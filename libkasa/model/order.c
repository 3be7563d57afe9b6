#include "model/order.h"

#include <math.h>
#include <string.h>

#include "model/clock.h"
#include "model/dimmer.h"
#include "model/history.h"
#include "model/light.h"
#include "model/rule.h"
#include "model/sensor.h"

enum {
	REPLY_MS = 2000,
	STRIP_METER_MS = 3000, /* HS300 takes its time */
	CLOUD_MS = 10000,      /* the device asks the cloud first */
	SCAN_MS = 25000,       /* clients that are known allow 10 to 25 s */
};

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

static bool
countdown_as_ordered(const struct kasa_order *order, const struct kasa_state *state, const struct kasa_answer *answer)
{
	const struct kasa_countdown *countdown = &answer->countdown;
	bool on_time = countdown->delay_s == order->countdown.delay_s || countdown->delay_s == KASA_UNKNOWN;

	(void)state;
	return countdown->running && countdown->on == order->countdown.on && on_time;
}

static bool
countdown_stopped(const struct kasa_order *order, const struct kasa_state *state, const struct kasa_answer *answer)
{
	(void)order;
	(void)state;
	return !answer->countdown.running;
}

static bool
bound_as_ordered(const struct kasa_order *order, const struct kasa_state *state, const struct kasa_answer *answer)
{
	(void)order;
	(void)state;
	return answer->cloud.bound == 1;
}

static bool
unbound_as_ordered(const struct kasa_order *order, const struct kasa_state *state, const struct kasa_answer *answer)
{
	(void)order;
	(void)state;
	return answer->cloud.bound == 0;
}

static bool
server_as_ordered(const struct kasa_order *order, const struct kasa_state *state, const struct kasa_answer *answer)
{
	(void)state;
	return strcmp(answer->cloud.server, order->text) == 0;
}

static bool
near(double a, double b)
{
	return fabs(a - b) < 0.0002;
}

static bool
location_as_ordered(const struct kasa_order *order, const struct kasa_state *state, const struct kasa_answer *answer)
{
	(void)state;
	return near(order->location.latitude, answer->location.latitude)
	       && near(order->location.longitude, answer->location.longitude);
}

/* How an order that sets something is seen to be carried out. */
struct manner {
	enum kasa_order_kind read_back;
	bool (*confirmed)(const struct kasa_order *order, const struct kasa_state *state,
	                  const struct kasa_answer *answer);
	const char *unlike; /* said where it is not; NULL: the device stays as it was */
};

// clang-format off
/* Those that are not here only read, or leave nothing to be read. */
static const struct manner manners[KASA_ORDER_KINDS] = {
	/* kind                 read back by     when it is so */
	[KASA_ORDER_RELAY] = { KASA_ORDER_LOOK, relay_as_ordered, NULL },
	[KASA_ORDER_LED]   = { KASA_ORDER_LOOK, led_as_ordered, NULL },
	[KASA_ORDER_ALIAS] = { KASA_ORDER_LOOK, alias_as_ordered, NULL },
	[KASA_ORDER_LIGHT] = { KASA_ORDER_LOOK, kasa_light_as_ordered, NULL },
	[KASA_ORDER_PRESET_SET] = { KASA_ORDER_PRESETS, kasa_preset_as_ordered, NULL },
	[KASA_ORDER_EFFECT_SET] = { KASA_ORDER_EFFECT, kasa_effect_as_ordered, NULL },
	[KASA_ORDER_EFFECT_STOP] = { KASA_ORDER_EFFECT, kasa_effect_stopped, NULL },
	[KASA_ORDER_CLOCK_SET]    = { KASA_ORDER_CLOCK, kasa_clock_as_ordered, NULL },
	[KASA_ORDER_ENERGY_ERASE] = { KASA_ORDER_ENERGY, kasa_energy_erased, NULL },
	[KASA_ORDER_USAGE_ERASE]  = { KASA_ORDER_HISTORY, kasa_usage_erased, NULL },
	[KASA_ORDER_CLOUD_BIND]   = { KASA_ORDER_CLOUD, bound_as_ordered, NULL },
	[KASA_ORDER_CLOUD_UNBIND] = { KASA_ORDER_CLOUD, unbound_as_ordered, NULL },
	[KASA_ORDER_CLOUD_SERVER] = { KASA_ORDER_CLOUD, server_as_ordered, NULL },
	[KASA_ORDER_LOCATION_SET] = { KASA_ORDER_LOCATION, location_as_ordered, NULL },
	[KASA_ORDER_DIMMER_SET] = { KASA_ORDER_DIMMER, kasa_dimmer_as_ordered, NULL },
	[KASA_ORDER_BUTTON_SET] = { KASA_ORDER_DIMMER, kasa_button_as_ordered, NULL },
	[KASA_ORDER_MOTION_SET] = { KASA_ORDER_MOTION, kasa_motion_as_ordered, NULL },
	[KASA_ORDER_AMBIENT_SET] = { KASA_ORDER_AMBIENT, kasa_ambient_as_ordered, NULL },
	[KASA_ORDER_LIGHT_DEFAULTS_SET] = { KASA_ORDER_LIGHT_DEFAULTS, kasa_defaults_as_ordered, NULL },
	[KASA_ORDER_RULE_ADD]         = { KASA_ORDER_RULES, kasa_rule_added, "the device took the rule, and does not list it as it was asked for" },
	[KASA_ORDER_RULE_EDIT]        = { KASA_ORDER_RULES, kasa_rule_edited, "the device took the rule, and does not list it as it was asked for" },
	[KASA_ORDER_RULE_REMOVE]      = { KASA_ORDER_RULES, kasa_rule_removed, NULL },
	[KASA_ORDER_RULES_CLEAR]      = { KASA_ORDER_RULES, kasa_rules_cleared, NULL },
	[KASA_ORDER_RULES_ENABLE]     = { KASA_ORDER_RULES, kasa_rules_as_enabled, NULL },
	[KASA_ORDER_COUNTDOWN_SET]    = { KASA_ORDER_COUNTDOWN, countdown_as_ordered, "the device took the countdown, and does not run it as it was asked for" },
	[KASA_ORDER_COUNTDOWN_CANCEL] = { KASA_ORDER_COUNTDOWN, countdown_stopped, NULL },
};
// clang-format on

struct kasa_order
kasa_order_read_back(const struct kasa_order *order)
{
	struct kasa_order look = { .kind = manners[order->kind].read_back };

	if (look.kind != KASA_ORDER_LOOK)
		look.outlet = order->outlet;
	if (look.kind == KASA_ORDER_HISTORY)
		look.history = order->history;
	if (look.kind == KASA_ORDER_RULES)
		look.rules.book = order->rules.book;
	return look;
}

const char *
kasa_order_unlike(const struct kasa_order *order)
{
	const char *unlike = manners[order->kind].unlike;

	return unlike ? unlike : "the device acknowledged and stays as it was";
}

bool
kasa_order_confirmed(const struct kasa_order *order, const struct kasa_state *state, const struct kasa_answer *answer)
{
	const struct manner *manner = &manners[order->kind];

	return !manner->confirmed || manner->confirmed(order, state, answer);
}

uint32_t
kasa_order_reply_ms(const struct kasa_order *order)
{
	if (order->kind == KASA_ORDER_WIFI_SCAN)
		return SCAN_MS;
	if (order->kind == KASA_ORDER_FIRMWARE)
		return CLOUD_MS;
	return order->outlet > 0 ? STRIP_METER_MS : REPLY_MS;
}

bool
kasa_order_secret(const struct kasa_order *order)
{
	return order->kind == KASA_ORDER_CLOUD_BIND || order->kind == KASA_ORDER_WIFI_JOIN;
}

const struct kasa_rule *
kasa_order_rule(const struct kasa_order *order)
{
	bool has = order->kind == KASA_ORDER_RULE_ADD || order->kind == KASA_ORDER_RULE_EDIT
	           || order->kind == KASA_ORDER_RULE_REMOVE;

	return has ? order->rules.rule : NULL;
}
