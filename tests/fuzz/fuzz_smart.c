/* Answers of the SMART language, to every order, from devices of several kinds: what is read of them keeps its promises. */
#include <math.h>

#include "base/str.h"
#include "fuzz/fuzz.h"
#include "fuzz/state.h"
#include "model/smart.h"

enum {
	MESSAGES_MAX = 300, /* an order comes to its end, whatever is answered: a list has up to 255 pages of one */
};

/* What a device told before: nothing, or who it is; and how it is spoken to. */
struct known {
	const char *components, *info, *children;
	bool one_by_one;
};

static const struct known devices[] = {
	{ NULL, NULL, NULL, false },
	{ "[{\"id\":\"led\"},{\"id\":\"energy_monitoring\",\"ver_code\":2},{\"id\":\"schedule\"},{\"id\":\"countdown\"},"
	  "{\"id\":\"antitheft\"},{\"id\":\"time\"}]",
	  "{\"device_id\":\"8022\",\"type\":\"SMART.TAPOPLUG\",\"model\":\"P110\",\"device_on\":true}", NULL, false },
	{ "[{\"id\":\"child_device\"},{\"id\":\"led\"},{\"id\":\"energy_monitoring\",\"ver_code\":2}]",
	  "{\"device_id\":\"8022\",\"type\":\"SMART.TAPOPLUG\",\"model\":\"P316M\"}",
	  "{\"child_device_list\":[{\"device_id\":\"802200\",\"position\":1,\"device_on\":true},"
	  "{\"device_id\":\"802201\",\"position\":2,\"device_on\":false}],\"start_index\":0,\"sum\":2}",
	  true },
	{ "[{\"id\":\"brightness\"},{\"id\":\"color\"},{\"id\":\"color_temperature\"},{\"id\":\"preset\"}]",
	  "{\"device_id\":\"8022\",\"type\":\"SMART.TAPOBULB\",\"model\":\"L530\",\"device_on\":true,\"brightness\":5,"
	  "\"hue\":1,\"saturation\":2,\"color_temp\":0,\"color_temp_range\":[2500,6500]}",
	  NULL, false },
};

/* Lets a device answer what is known of it. */
static void
meet(const struct known *known, struct kasa_record *record)
{
	struct kasa_order look = { .kind = KASA_ORDER_LOOK };
	struct kasa_err err;
	char text[2048];

	kasa_record_init(record);
	if (!known->info)
		return;
	snprintf(
		text, sizeof text,
		"{\"error_code\":0,\"result\":{\"responses\":[{\"method\":\"component_nego\",\"error_code\":0,\"result\":"
		"{\"component_list\":%s}},{\"method\":\"get_device_info\",\"error_code\":0,\"result\":%s}]}}",
		known->components, known->info);
	PROMISE(kasa_smart_parse(&look, text, strlen(text), record, NULL, &err) != KASA_VERDICT_GARBAGE);
	if (known->children) {
		record->components |= KASA_SMART_OUTLETS_ASKED | KASA_SMART_LED_ASKED;
		snprintf(text, sizeof text, "{\"error_code\":0,\"result\":%s}", known->children);
		look.asked = 0;
		PROMISE(kasa_smart_parse(&look, text, strlen(text), record, NULL, &err) == KASA_VERDICT_DONE);
	}
	PROMISE(record->known);
	record->one_by_one = known->one_by_one;
}

static bool
is_finite_or_unknown(double value)
{
	return !isinf(value);
}

static void
check_answer(const struct kasa_order *order, const struct kasa_answer *answer)
{
	const struct kasa_energy *energy = &answer->energy;

	if (order->kind == KASA_ORDER_ENERGY)
		PROMISE(is_finite_or_unknown(energy->power_w) && is_finite_or_unknown(energy->total_kwh)
		        && is_finite_or_unknown(energy->today_kwh) && is_finite_or_unknown(energy->month_kwh));
	if (order->kind == KASA_ORDER_PRESETS)
		for (unsigned i = 0; i < answer->presets.count; i++)
			PROMISE(fuzz_is_text(answer->presets.presets[i].effect, KASA_EFFECT_MAX));
	if (order->kind == KASA_ORDER_LOCATION)
		PROMISE(is_finite_or_unknown(answer->location.latitude));
}

/* Words what is left of the order. False where that is refused. */
static bool
word(struct kasa_order *order, const struct kasa_record *record, struct kasa_err *err)
{
	struct kasa_jx_doc doc;
	struct kasa_buf out;
	int rc;

	kasa_buf_init(&out, 1 << 20);
	rc = kasa_smart_build(order, record, &out, err);
	PROMISE(rc == KASA_OK || ((rc == KASA_ENOTSUP || rc == KASA_EINVAL) && err->code != KASA_OK && err->text[0]));
	if (rc == KASA_OK && order->kind != KASA_ORDER_RAW) {
		PROMISE(kasa_jx_parse(&doc, (const char *)out.data, out.len, NULL) == KASA_OK);
		kasa_jx_finish(&doc);
	}
	kasa_buf_finish(&out);
	(void)kasa_payload_smart.repeatable(order);
	return rc == KASA_OK;
}

/* The same answer to each message of an order. */
static void
carry_out(const struct kasa_order *given, const struct known *known, const char *text, size_t size)
{
	struct kasa_order order = *given;
	struct kasa_answer answer = { .energy = { NAN, NAN, NAN, NAN, NAN, NAN } };
	enum kasa_verdict verdict = KASA_VERDICT_MORE;
	struct kasa_record record;
	int messages = 0, lessons = 0;

	meet(known, &record);
	while (verdict == KASA_VERDICT_MORE || (verdict == KASA_VERDICT_AGAIN && ++lessons < 5)) {
		struct kasa_err err = { .code = KASA_OK };

		PROMISE(++messages < MESSAGES_MAX);
		if (!word(&order, &record, &err))
			break;
		verdict = kasa_smart_parse(&order, text, size, &record, &answer, &err);
		PROMISE((verdict != KASA_VERDICT_REFUSED && verdict != KASA_VERDICT_GARBAGE)
		        || (err.code != KASA_OK && err.text[0]));
		PROMISE(fuzz_is_text(err.text, sizeof err.text));
		fuzz_check_state(&record.state);
		check_answer(&order, &answer);
	}
	kasa_answer_finish(&answer);
	kasa_record_finish(&record);
}

static void
answer(const struct known *known, const char *text, size_t size)
{
	static const struct kasa_rule some = { .days = 1, .enabled = 1 };

	for (int kind = 0; kind < KASA_ORDER_KINDS; kind++) {
		struct kasa_order order = { .kind = (enum kasa_order_kind)kind, .text = "{\"method\":\"get_x\"}" };

		if (kind == KASA_ORDER_RULE_ADD || kind == KASA_ORDER_RULE_EDIT || kind == KASA_ORDER_RULE_REMOVE)
			order.rules.rule = &some;
		if (kind == KASA_ORDER_LIGHT)
			order.light = (struct kasa_light_change){ 1, 50, KASA_UNKNOWN, 5, 5, KASA_UNKNOWN };
		if (kind == KASA_ORDER_COUNTDOWN_SET)
			order.countdown = (struct kasa_countdown_order){ true, 60 };
		carry_out(&order, known, text, size);
		order.outlet = 2;
		if (known->children)
			carry_out(&order, known, text, size);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	uint8_t *text = fuzz_copy(data, size);

	for (size_t i = 0; i < sizeof devices / sizeof devices[0]; i++)
		answer(&devices[i], (const char *)text, size);
	free(text);
	return 0;
}
