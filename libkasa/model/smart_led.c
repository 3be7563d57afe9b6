/* The status LED, whose rule is one value of an object that goes back whole. */
#include <string.h>

#include "base/err.h"
#include "model/smart.h"

/* It may shine unless its rule is "never"; at night, or while the load is on, it may be dark all the same. */
int
kasa_smart_read_led(const struct kasa_jx *result, struct kasa_smart_talk *talk)
{
	char rule[16];

	talk->record->components |= KASA_SMART_LED_ASKED;
	if (kasa_jx_copy(result, "led_rule", rule, sizeof rule))
		talk->record->state.led = strcmp(rule, "never") != 0;
	return KASA_OK;
}

bool
kasa_smart_led_unasked(const struct kasa_order *order, const struct kasa_record *record)
{
	(void)order;
	return record->state.features & KASA_FEATURE_LED && !(record->components & KASA_SMART_LED_ASKED);
}

static int
keep_led(const struct kasa_jx *result, struct kasa_smart_talk *talk)
{
	if (!kasa_jx_is(kasa_jx_get(result, "led_rule"), KASA_JX_STRING))
		return kasa_err_set(talk->err, KASA_ENOTSUP, "get_led_info tells no rule of the LED");
	return kasa_smart_keep(result, talk);
}

/* Some shine by the load, by "auto" or "toggle": they may shine, as their owner chose. At night it shines, too, when told. */
static const char *
rule_of(const struct kasa_jx *kept, bool on)
{
	char rule[16];

	if (!on)
		return "never";
	kasa_jx_copy(kept, "led_rule", rule, sizeof rule);
	if (strcmp(rule, "auto") == 0)
		return "auto";
	return strcmp(rule, "toggle") == 0 ? "toggle" : "always";
}

static int
put_kept(const struct kasa_jx *kept, bool on, struct kasa_buf *out)
{
	const struct kasa_jx *member = NULL;
	int rc = kasa_buf_printf(out, "{\"led_rule\":\"%s\"", rule_of(kept, on));

	while (rc == KASA_OK && (member = kasa_jx_next(kept, member))) {
		if (kasa_jx_named(member, "led_rule"))
			continue;
		rc = kasa_buf_printf(out, ",");
		if (rc == KASA_OK)
			rc = kasa_jx_add_member(out, member);
	}
	return rc == KASA_OK ? kasa_buf_printf(out, "}") : rc;
}

static int
led_params(const struct kasa_order *order, const struct kasa_record *record, struct kasa_buf *out)
{
	struct kasa_jx_doc doc;
	int rc = kasa_jx_parse(&doc, order->kept, strlen(order->kept), NULL);

	(void)record;
	if (rc != KASA_OK)
		return rc;
	rc = put_kept(doc.values, order->on, out);
	kasa_jx_finish(&doc);
	return rc;
}

// clang-format off
const struct kasa_smart_row kasa_smart_led = {
	.asks = {
		{ "get_led_info", NULL, keep_led, 0, NULL },
		{ "set_led_info", led_params, NULL, KASA_SMART_SETS | KASA_SMART_THEN, NULL },
		{ "get_led_info", NULL, kasa_smart_read_led, 0, NULL },
	},
	.needs = KASA_FEATURE_LED,
	.lacks = "has no status LED to set",
};
// clang-format on
