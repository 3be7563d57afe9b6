/* The device as a thing: what it has, who it is and how it stands, its name, its restart. */
#include "base/err.h"
#include "model/base64.h"
#include "model/smart.h"
#include "model/smart_child.h"
#include "model/smart_info.h"

/* ---- looking ---- */

/* Firmware that does not know the question is not asked again; one that failed is. */
static int
read_components(const struct kasa_jx *result, struct kasa_smart_talk *talk)
{
	uint32_t *components = &talk->record->components;

	if (result)
		*components = KASA_SMART_ASKED | kasa_smart_components(kasa_jx_get(result, "component_list"));
	else if (talk->err->code == KASA_ENOTSUP)
		*components = KASA_SMART_ASKED;
	*components &= ~(uint32_t)KASA_SMART_STALE;
	return KASA_OK;
}

static bool
unasked(const struct kasa_order *order, const struct kasa_record *record)
{
	(void)order;
	return (record->components & (KASA_SMART_ASKED | KASA_SMART_STALE)) != KASA_SMART_ASKED;
}

int
kasa_smart_read_info(const struct kasa_jx *info, struct kasa_smart_talk *talk)
{
	return kasa_smart_info_read(info, talk->record, talk->err);
}

int
kasa_smart_read_children(const struct kasa_jx *page, struct kasa_smart_talk *talk)
{
	return kasa_smart_children_read(page, talk->start, talk->record, &talk->next, talk->err);
}

enum {
	/* what a strip may leave to its outlets */
	OF_OUTLETS = KASA_SMART_SCHEDULE | KASA_SMART_COUNTDOWN | KASA_SMART_AWAY,
};

static int
read_outlet_components(const struct kasa_jx *page, struct kasa_smart_talk *talk)
{
	struct kasa_record *record = talk->record;
	uint32_t has;

	record->components |= KASA_SMART_OUTLETS_ASKED;
	if (!page)
		return KASA_OK;
	talk->next = kasa_smart_next_page(page, kasa_jx_get(page, "child_component_list"), talk->start);
	has = kasa_smart_children_components(page);
	record->components |= has & OF_OUTLETS;
	if (has & (KASA_SMART_SCHEDULE | KASA_SMART_COUNTDOWN))
		record->state.features |= KASA_FEATURE_TIMER;
	if (has & KASA_SMART_METER) {
		record->components |= KASA_SMART_OUTLET_METER | (has & KASA_SMART_METER_2);
		record->state.features |= KASA_FEATURE_ENERGY;
	}
	return KASA_OK;
}

static bool
outlets_unasked(const struct kasa_order *order, const struct kasa_record *record)
{
	return kasa_smart_has_outlets(order, record) && !(record->components & KASA_SMART_OUTLETS_ASKED);
}

bool
kasa_smart_of_device(const struct kasa_order *order, const struct kasa_record *record)
{
	(void)record;
	return order->outlet == 0;
}

bool
kasa_smart_of_outlet(const struct kasa_order *order, const struct kasa_record *record)
{
	(void)record;
	return order->outlet > 0;
}

bool
kasa_smart_has_outlets(const struct kasa_order *order, const struct kasa_record *record)
{
	(void)order;
	return record->state.features & KASA_FEATURE_OUTLETS;
}

enum {
	AFTER = KASA_SMART_AFTER,
	PAGED_AFTER = KASA_SMART_PAGED | KASA_SMART_AFTER,
	LACK_AFTER = KASA_SMART_MAY_LACK | KASA_SMART_AFTER,
};

// clang-format off
const struct kasa_smart_row kasa_smart_look = {
	.asks = {
		{ "component_nego", NULL, read_components, KASA_SMART_MAY_LACK, unasked },
		KASA_SMART_INFO_WHEN(NULL),
		{ "get_child_device_list", NULL, kasa_smart_read_children, PAGED_AFTER, kasa_smart_has_outlets },
		{ "get_child_device_component_list", NULL, read_outlet_components, LACK_AFTER | PAGED_AFTER, outlets_unasked },
		{ "get_led_info", NULL, kasa_smart_read_led, LACK_AFTER, kasa_smart_led_unasked },
	},
};
// clang-format on

/* ---- its name ---- */

static int
alias_params(const struct kasa_order *order, const struct kasa_record *record, struct kasa_buf *out)
{
	int rc = kasa_buf_printf(out, "{\"nickname\":");

	(void)record;
	if (rc == KASA_OK)
		rc = kasa_base64_quote(out, order->text);
	return rc == KASA_OK ? kasa_buf_printf(out, "}") : rc;
}

// clang-format off
const struct kasa_smart_row kasa_smart_alias = {
	.asks = {
		{ "set_device_info", alias_params, NULL, KASA_SMART_SETS | KASA_SMART_CHILD, NULL },
		KASA_SMART_INFO_WHEN(kasa_smart_of_device),
		KASA_SMART_CHILDREN_WHEN(kasa_smart_of_outlet),
	},
};
// clang-format on

/* ---- its end, for a while or for good ---- */

/* With a delay of 0 the device goes before it answers. */
static int
reboot_params(const struct kasa_order *order, const struct kasa_record *record, struct kasa_buf *out)
{
	(void)order;
	(void)record;
	return kasa_buf_printf(out, "{\"delay\":1}");
}

const struct kasa_smart_row kasa_smart_reboot = {
	.asks = { { "device_reboot", reboot_params, NULL, KASA_SMART_ONCE, NULL } },
};

const struct kasa_smart_row kasa_smart_reset = {
	.asks = { { "device_reset", NULL, NULL, KASA_SMART_ONCE, NULL } },
};
