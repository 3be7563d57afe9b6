/* The meter, as it stands now; alone, or behind the state in one message. */
#include "model/energy.h"
#include "model/iot.h"

int
kasa_iot_read_meter(const struct kasa_jx *reply, struct kasa_iot_talk *talk)
{
	kasa_energy_parse(reply, &talk->answer->energy);
	return KASA_OK;
}

// clang-format off
#define REALTIME { KASA_IOT_EMETER, "get_realtime", NULL, kasa_iot_read_meter, 0 }
// clang-format on
#define METER                                                         \
	.needs = KASA_FEATURE_ENERGY, .lacks = "has no energy meter", \
	.each = "has a meter in each outlet, none for the whole: give one of its outlets"

static const struct kasa_iot_row energy = { .asks = { REALTIME }, METER };
static const struct kasa_iot_row energy_and_state = { .asks = { KASA_IOT_STATE, REALTIME }, METER };

const struct kasa_iot_row *
kasa_iot_energy(const struct kasa_order *order, const struct kasa_state *state)
{
	(void)state;
	return order->with_state ? &energy_and_state : &energy;
}
