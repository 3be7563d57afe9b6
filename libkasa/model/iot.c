/* The row of the IOT language, its module names by family, and what may be asked when. */
#include "model/iot.h"

#include <string.h>

#include "model/jx.h"

static const struct kasa_iot_names plug_names = {
	.system = "system",
	.emeter = "emeter",
};

static const struct kasa_iot_names bulb_names = {
	.system = "smartlife.iot.common.system",
	.emeter = "smartlife.iot.common.emeter",
	.light = "smartlife.iot.smartbulb.lightingservice",
	.set_light = "transition_light_state",
	.plain_on = ",\"ignore_default\":0", /* come on the way that the user set in the app */
};

static const struct kasa_iot_names lightstrip_names = {
	.system = "smartlife.iot.common.system",
	.emeter = "smartlife.iot.common.emeter",
	.light = "smartlife.iot.lightStrip",
	.set_light = "set_light_state",
	.plain_on = "",
};

const struct kasa_iot_names *
kasa_iot_names(const struct kasa_state *state)
{
	switch (state->family) {
	case KASA_FAMILY_BULB:
		return &bulb_names;
	case KASA_FAMILY_LIGHTSTRIP:
		return &lightstrip_names;
	case KASA_FAMILY_UNKNOWN:
	case KASA_FAMILY_PLUG:
	case KASA_FAMILY_SWITCH:
	case KASA_FAMILY_DIMMER:
	case KASA_FAMILY_STRIP:
		return &plug_names;
	}
	return &plug_names;
}

/* A first message may hold `system` alone: other modules have crashed devices that lack them. */
static bool
needs_state(const struct kasa_order *order)
{
	switch (order->kind) {
	case KASA_ORDER_RELAY:
	case KASA_ORDER_LED:
		return order->outlet != 0;
	case KASA_ORDER_ALIAS:
	case KASA_ORDER_ENERGY:
	case KASA_ORDER_REBOOT:
		return true;
	case KASA_ORDER_LOOK:
	case KASA_ORDER_RAW:
		return false;
	}
	return true;
}

/* Only reading is harmless whatever the method does. */
static bool
only_reads(const char *request)
{
	struct kasa_jx_doc doc;
	const struct kasa_jx *module = NULL, *method;
	bool reads = kasa_jx_parse(&doc, request, strlen(request), NULL) == KASA_OK;

	while ((module = kasa_jx_next(doc.values, module))) {
		if (kasa_jx_named(module, "context"))
			continue;
		reads = reads && kasa_jx_is(module, KASA_JX_OBJECT);
		for (method = kasa_jx_next(module, NULL); method; method = kasa_jx_next(module, method))
			reads = reads && method->key_len > 4 && memcmp(method->key, "get_", 4) == 0;
	}
	kasa_jx_finish(&doc);
	return reads;
}

static bool
repeatable(const struct kasa_order *order)
{
	if (order->kind == KASA_ORDER_RAW)
		return only_reads(order->text);
	return order->kind != KASA_ORDER_REBOOT;
}

const struct kasa_payload kasa_payload_iot = {
	.name = "iot",
	.needs_state = needs_state,
	.repeatable = repeatable,
	.build = kasa_iot_build,
	.parse = kasa_iot_parse,
};
