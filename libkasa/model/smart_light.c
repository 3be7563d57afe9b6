/* Lights and dimmers: what they show, and their presets. */
#include "base/err.h"
#include "model/light.h"
#include "model/smart.h"
#include "model/smart_child.h"

enum {
	PRESETS_MAX = 16, /* the recordings have up to seven */
	KINDS = 1u << KASA_FAMILY_BULB | 1u << KASA_FAMILY_LIGHTSTRIP | 1u << KASA_FAMILY_DIMMER
	        | 1u << KASA_FAMILY_PLUG,
};

/* ---- what it shows ---- */

static int
check(const struct kasa_order *order, const struct kasa_record *record, struct kasa_err *err)
{
	int rc = kasa_light_change_check(&order->light, &record->state, err);

	if (rc == KASA_OK && order->light.transition_ms != KASA_UNKNOWN && order->light.transition_ms > 0)
		rc = kasa_err_set(err, KASA_ENOTSUP,
		                  "%s takes no time for a transition with a change: it keeps its own",
		                  record->state.model);
	return rc;
}

static int
light_params(const struct kasa_order *order, const struct kasa_record *record, struct kasa_buf *out)
{
	const struct kasa_light_change *change = &order->light;
	bool color = change->hue != KASA_UNKNOWN || change->saturation != KASA_UNKNOWN;
	int rc = kasa_buf_printf(out, "{");

	(void)record;
	if (rc == KASA_OK && change->on != KASA_UNKNOWN)
		rc = kasa_buf_printf(out, "\"device_on\":%s", change->on ? "true" : "false");
	if (rc == KASA_OK)
		rc = kasa_smart_put_int(out, "hue", change->hue);
	if (rc == KASA_OK)
		rc = kasa_smart_put_int(out, "saturation", change->saturation);
	if (rc == KASA_OK) /* 0: the colour is meant */
		rc = kasa_smart_put_int(out, "color_temp", color ? 0 : change->color_temp_k);
	if (rc == KASA_OK)
		rc = kasa_smart_put_int(out, "brightness", change->brightness);
	return rc == KASA_OK ? kasa_buf_printf(out, "}") : rc;
}

const struct kasa_smart_row kasa_smart_light = {
	.asks = { { "set_device_info", light_params, NULL, KASA_SMART_SETS, NULL }, KASA_SMART_INFO_WHEN(NULL) },
	.check = check,
	.families = KINDS,
	.lacks = "is no light that could be set from here",
};

/* ---- presets ---- */

/* Values, a brightness alone, or an effect under its id. */
static void
read_preset(const struct kasa_jx *at, int index, struct kasa_preset *preset)
{
	*preset = (struct kasa_preset){
		.index = index,
		.light = {
			.brightness = kasa_jx_is(at, KASA_JX_INTEGER) ? kasa_jx_integer(at) : kasa_jx_int(at, "brightness"),
			.color_temp_k = kasa_jx_int(at, "color_temp"),
			.hue = kasa_jx_int(at, "hue"),
			.saturation = kasa_jx_int(at, "saturation"),
		},
	};
	kasa_jx_copy(kasa_jx_get(at, "lighting_effect"), "id", preset->effect, sizeof preset->effect);
}

static const struct kasa_jx *
list_of(const struct kasa_jx *page)
{
	const struct kasa_jx *states = kasa_jx_get(page, "states");

	return states ? states : kasa_jx_get(page, "brightness");
}

static int
read_presets(const struct kasa_jx *page, struct kasa_smart_talk *talk)
{
	struct kasa_presets *presets = &talk->answer->presets;
	const struct kasa_jx *list = list_of(page), *at = NULL;
	struct kasa_preset *items = talk->answer->list;

	if (talk->start == 0) {
		items = kasa_answer_list(talk->answer, PRESETS_MAX, sizeof *items);
		*presets = (struct kasa_presets){ .presets = items };
	}
	if (!items)
		return kasa_err_set(talk->err, KASA_ENOMEM, "no memory for the presets");
	while (presets->count < PRESETS_MAX && (at = kasa_jx_next(list, at))) {
		read_preset(at, (int)presets->count, &items[presets->count]);
		presets->count++;
	}
	talk->next = presets->count < PRESETS_MAX ? kasa_smart_next_page(page, list, talk->start) : 0;
	return KASA_OK;
}

const struct kasa_smart_row kasa_smart_presets = {
	.asks = { { "get_preset_rules", NULL, read_presets, KASA_SMART_PAGED | KASA_SMART_BARE, NULL } },
	.families = KINDS,
	.needs = KASA_FEATURE_BRIGHTNESS,
	.lacks = "has no presets",
};
