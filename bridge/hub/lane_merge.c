/* What becomes of an order that waits when a newer one of its kind comes. */
#include "bridge/hub/lane.h"

#include <kasa/state.h>

/* Orders that decide how a relay or a light stands. */
static bool
decides(const struct order *order)
{
	return order->kind == ORDER_SWITCH || order->kind == ORDER_LIGHT || order->kind == ORDER_PRESET
	       || order->kind == ORDER_EFFECT;
}

bool
lane_touches(const struct order *a, const struct order *b)
{
	if (decides(a) && decides(b))
		return a->outlet == b->outlet || a->outlet == 0 || b->outlet == 0;
	return order_same(a, b);
}

static int
known(int newer, int older)
{
	return newer != KASA_UNKNOWN ? newer : older;
}

static bool
is_color(const struct kasa_light_change *light)
{
	return light->hue != KASA_UNKNOWN || light->saturation != KASA_UNKNOWN;
}

static void
merge_light(const struct kasa_light_change *older, struct kasa_light_change *newer)
{
	bool color = is_color(newer), white = newer->color_temp_k != KASA_UNKNOWN;

	newer->on = known(newer->on, older->on);
	newer->brightness = known(newer->brightness, older->brightness);
	newer->transition_ms = known(newer->transition_ms, older->transition_ms);
	if (!color)
		newer->color_temp_k = known(newer->color_temp_k, older->color_temp_k);
	if (!white) {
		newer->hue = known(newer->hue, older->hue);
		newer->saturation = known(newer->saturation, older->saturation);
	}
}

void
lane_merge(const struct order *older, struct order *newer)
{
	if (newer->kind == ORDER_LIGHT)
		merge_light(&older->light, &newer->light);
	if (newer->kind != ORDER_SWITCH || newer->on != ORDER_TOGGLE)
		return;
	if (older->on != ORDER_TOGGLE) {
		newer->on = !older->on;
		return;
	}
	newer->kind = ORDER_READ; /* there and back: it stays as it is */
	newer->what = 0;
}
