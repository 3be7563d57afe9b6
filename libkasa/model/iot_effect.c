/* The effects of light strips. What plays stands in sysinfo. */
#include <string.h>

#include "base/err.h"
#include "model/iot.h"

static int
read_effect(const struct kasa_jx *reply, struct kasa_iot_talk *talk)
{
	const struct kasa_jx *state = kasa_jx_get(reply, "lighting_effect_state");
	struct kasa_effect *effect = &talk->answer->effect;

	*effect = (struct kasa_effect){
		.playing = kasa_jx_int(state, "enable") == 1,
		.custom = kasa_jx_int(state, "custom") == 1,
		.brightness = kasa_jx_int(state, "brightness"),
	};
	kasa_jx_copy(state, "name", effect->name, sizeof effect->name);
	kasa_jx_copy(state, "id", effect->id, sizeof effect->id);
	return kasa_iot_read_state(reply, talk);
}

/* As it was given; one that does not say whether it is to play is to play. */
static int
effect_args(const struct kasa_order *order, const struct kasa_record *record, struct kasa_buf *out)
{
	const char *begin = strchr(order->text, '{');
	struct kasa_jx_doc doc;
	bool says = false, empty = false;
	int rc = kasa_jx_parse(&doc, order->text, strlen(order->text), NULL);

	(void)record;
	if (rc != KASA_OK)
		return rc;
	says = kasa_jx_get(doc.values, "enable");
	empty = kasa_jx_count(doc.values) == 0;
	kasa_jx_finish(&doc);
	if (says)
		return kasa_buf_add(out, order->text, strlen(order->text));
	return kasa_buf_printf(out, "{\"enable\":1%s%s", empty ? "" : ",", begin + 1);
}

/* Any plain colour ends it: the one that the strip has. */
static int
stop_args(const struct kasa_order *order, const struct kasa_record *record, struct kasa_buf *out)
{
	const struct kasa_light *light = &record->state.light;
	int rc = kasa_buf_printf(out, "{");

	(void)order;
	if (rc == KASA_OK)
		rc = kasa_iot_put_int(out, "hue", light->hue);
	if (rc == KASA_OK)
		rc = kasa_iot_put_int(out, "saturation", light->saturation);
	if (rc == KASA_OK)
		rc = kasa_iot_put_int(out, "color_temp", light->color_temp_k);
	if (rc == KASA_OK)
		rc = kasa_iot_put_int(out, "brightness", light->brightness != KASA_UNKNOWN ? light->brightness : 100);
	return rc == KASA_OK ? kasa_buf_printf(out, "}") : rc;
}

// clang-format off
#define EFFECT     { KASA_IOT_SYSINFO, "get_sysinfo", NULL, read_effect, 0 }
#define OF_EFFECTS .needs = KASA_FEATURE_EFFECTS, .lacks = "plays no effects"
// clang-format on

const struct kasa_iot_row kasa_iot_effect = { .asks = { EFFECT }, OF_EFFECTS };

const struct kasa_iot_row kasa_iot_effect_set = {
	.asks = { { KASA_IOT_EFFECT, "set_lighting_effect", effect_args, NULL, KASA_IOT_SETS }, EFFECT },
	OF_EFFECTS,
};

const struct kasa_iot_row kasa_iot_effect_stop = {
	.asks = { { KASA_IOT_LIGHTSTRIP, "set_light_state", stop_args, NULL, KASA_IOT_SETS }, EFFECT },
	OF_EFFECTS,
};
