#include "model/dimmer.h"

void
kasa_dimmer_range(enum kasa_dimmer_setting setting, int *least, int *most)
{
	// clang-format off
	static const struct { int least, most; } ranges[KASA_DIMMER_SETTINGS] = {
		[KASA_DIMMER_FADE_ON]    = {  0,  10000 },
		[KASA_DIMMER_FADE_OFF]   = {  0,  10000 },
		[KASA_DIMMER_GENTLE_ON]  = {  0, 120000 },
		[KASA_DIMMER_GENTLE_OFF] = {  0, 510000 },
		[KASA_DIMMER_RAMP_RATE]  = { 10,     50 },
		[KASA_DIMMER_THRESHOLD]  = {  0,     51 },
	};
	// clang-format on

	*least = ranges[setting].least;
	*most = ranges[setting].most;
}

bool
kasa_dimmer_as_ordered(const struct kasa_order *order, const struct kasa_state *state, const struct kasa_answer *answer)
{
	(void)state;
	return answer->dimmer.settings[order->dimmer.setting] == order->dimmer.value;
}

bool
kasa_button_as_ordered(const struct kasa_order *order, const struct kasa_state *state, const struct kasa_answer *answer)
{
	const struct kasa_dimmer *dimmer = &answer->dimmer;
	const struct kasa_button_press *want = &order->button.press, *is = &dimmer->double_click;

	(void)state;
	if (order->button.button == KASA_BUTTON_LONG_PRESS)
		is = &dimmer->long_press;
	return want->action == is->action && (want->action != KASA_ACTION_PRESET || want->index == is->index);
}
