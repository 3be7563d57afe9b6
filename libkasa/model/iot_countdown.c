/* The countdown: the one rule of its list, or none. */
#include "base/err.h"
#include "model/iot.h"

enum {
	INVALID = -3,
	FULL = -10,
	HOUR_S = 3600, /* what one client notes as the most; others send more */
};

static int
add_args(const struct kasa_order *order, const struct kasa_record *record, struct kasa_buf *out)
{
	int rc = kasa_buf_printf(out, "{\"enable\":1,\"delay\":%d,\"act\":%d,\"name\":", order->countdown.delay_s,
	                         order->countdown.on);

	(void)record;
	if (rc == KASA_OK)
		rc = kasa_jx_quote(out, order->text);
	return rc == KASA_OK ? kasa_buf_printf(out, "}") : rc;
}

static int
seconds(const struct kasa_jx *rule, const char *key)
{
	int s = kasa_jx_int(rule, key);

	return s >= 0 ? s : KASA_UNKNOWN;
}

/* One that has run out may stay in the list. */
static void
read_rule(const struct kasa_jx *rule, struct kasa_countdown *countdown)
{
	*countdown = (struct kasa_countdown){
		.on = kasa_jx_flag(rule, "act"),
		.delay_s = seconds(rule, "delay"),
		.remain_s = seconds(rule, "remain"),
	};
	countdown->running =
		kasa_jx_is(rule, KASA_JX_OBJECT) && kasa_jx_flag(rule, "enable") != 0 && countdown->remain_s != 0;
	kasa_jx_copy(rule, "id", countdown->id, sizeof countdown->id);
	kasa_jx_copy(rule, "name", countdown->name, sizeof countdown->name);
}

static int
read_rules(const struct kasa_jx *reply, struct kasa_iot_talk *talk)
{
	const struct kasa_jx *list = kasa_jx_get(reply, "rule_list"), *rule = NULL;
	struct kasa_countdown *countdown = &talk->answer->countdown;

	if (!kasa_jx_is(list, KASA_JX_ARRAY))
		return kasa_err_set(talk->err, KASA_EPROTO, "get_rules lists no countdown");
	read_rule(NULL, countdown);
	while (!countdown->running && (rule = kasa_jx_next(list, rule)))
		read_rule(rule, countdown);
	return KASA_OK;
}

static const char *
explain(const struct kasa_order *order, int device_code)
{
	if (device_code == INVALID && order->countdown.delay_s > HOUR_S)
		return "perhaps it counts an hour at most: a rule of the schedule for once can switch later";
	return device_code == FULL ? "it keeps the countdown that it has" : NULL;
}

#define COUNTS                                                       \
	.needs = KASA_FEATURE_TIMER, .lacks = "counts no time down", \
	.each = "has a countdown in each outlet, none for the whole: give one of its outlets", .explain = explain

// clang-format off
#define LIST { KASA_IOT_COUNTDOWN, "get_rules", NULL, read_rules, 0 }
#define EMPTY { KASA_IOT_COUNTDOWN, "delete_all_rules", NULL, NULL, KASA_IOT_SETS }
#define ADD { KASA_IOT_COUNTDOWN, "add_rule", add_args, NULL, KASA_IOT_SETS }
// clang-format on

/* A second rule would be refused. All in one message, which so may be repeated: it leaves one rule each time. */
const struct kasa_iot_row kasa_iot_countdown = { .asks = { LIST }, COUNTS };
const struct kasa_iot_row kasa_iot_countdown_set = { .asks = { EMPTY, ADD, LIST }, COUNTS };
const struct kasa_iot_row kasa_iot_countdown_cancel = { .asks = { EMPTY, LIST }, COUNTS };
