/* The countdown: the one rule of its list, or none. It has no name. */
#include "base/err.h"
#include "model/smart.h"

enum {
	PARAMS = -1008,
	CONFLICT = -1902,
	HOUR_S = 3600,
};

/* As the app words it: what is left, too. */
static int
add_params(const struct kasa_order *order, const struct kasa_record *record, struct kasa_buf *out)
{
	int delay_s = order->countdown.delay_s;

	(void)record;
	return kasa_buf_printf(out, "{\"delay\":%d,\"desired_states\":{\"on\":%s},\"enable\":true,\"remain\":%d}",
	                       delay_s, order->countdown.on ? "true" : "false", delay_s);
}

static int
all_params(const struct kasa_order *order, const struct kasa_record *record, struct kasa_buf *out)
{
	(void)order;
	(void)record;
	return kasa_buf_printf(out, "{\"remove_all\":true}");
}

static int
seconds(const struct kasa_jx *rule, const char *key)
{
	int s = kasa_jx_int(rule, key);

	return s >= 0 ? s : KASA_UNKNOWN;
}

/* One that has run out stays in the list: switched off, with nothing left. */
static void
read_rule(const struct kasa_jx *rule, struct kasa_countdown *countdown)
{
	*countdown = (struct kasa_countdown){
		.on = kasa_smart_flag(kasa_jx_get(rule, "desired_states"), "on"),
		.delay_s = seconds(rule, "delay"),
		.remain_s = seconds(rule, "remain"),
	};
	countdown->running =
		kasa_jx_is(rule, KASA_JX_OBJECT) && kasa_smart_flag(rule, "enable") != 0 && countdown->remain_s != 0;
	kasa_jx_copy(rule, "id", countdown->id, sizeof countdown->id);
}

static int
read_rules(const struct kasa_jx *result, struct kasa_smart_talk *talk)
{
	const struct kasa_jx *list = kasa_jx_get(result, "rule_list"), *rule = NULL;
	struct kasa_countdown *countdown = &talk->answer->countdown;

	if (!kasa_jx_is(list, KASA_JX_ARRAY))
		return kasa_err_set(talk->err, KASA_EPROTO, "get_countdown_rules lists no countdown");
	read_rule(NULL, countdown);
	while (!countdown->running && (rule = kasa_jx_next(list, rule)))
		read_rule(rule, countdown);
	return KASA_OK;
}

/* That there was none to remove is well. What cannot be removed shows in the list; but for a device that never removes one. */
static int
read_removed(const struct kasa_jx *result, struct kasa_smart_talk *talk)
{
	bool silent = talk->err->device_code == 0; /* an acknowledgement may come with nothing */

	return result || silent || talk->err->code == KASA_EDEVICE ? KASA_OK : (int)talk->err->code;
}

static int
check(const struct kasa_order *order, const struct kasa_record *record, struct kasa_err *err)
{
	(void)order;
	if (!record->known || record->components & KASA_SMART_COUNTDOWN)
		return KASA_OK;
	return kasa_err_set(err, KASA_ENOTSUP, "%s counts no time down", record->state.model);
}

static const char *
explain(const struct kasa_order *order, int device_code)
{
	if (device_code == PARAMS && order->countdown.delay_s > HOUR_S)
		return "perhaps the time is too long for it: a rule of the schedule for once can switch later";
	return device_code == CONFLICT ? "it keeps the countdown that it has" : NULL;
}

#define COUNTS                                                                                                 \
	.needs = KASA_FEATURE_TIMER, .lacks = "counts no time down",                                           \
	.each = "has a countdown in each outlet, none for the whole: give one of its outlets", .check = check, \
	.explain = explain

enum {
	CHILD = KASA_SMART_CHILD,
	SET = KASA_SMART_CHILD | KASA_SMART_SETS,
	TRY = KASA_SMART_CHILD | KASA_SMART_SETS | KASA_SMART_MAY_LACK,
};

// clang-format off
#define LIST  { "get_countdown_rules", NULL, read_rules, CHILD, NULL }
#define EMPTY { "remove_countdown_rules", all_params, read_removed, TRY, NULL }
#define ADD   { "add_countdown_rule", add_params, NULL, SET, NULL }
// clang-format on

/* A second rule would be refused. All in one message, which so may be repeated: it leaves one rule each time. */
const struct kasa_smart_row kasa_smart_countdown = { .asks = { LIST }, COUNTS };
const struct kasa_smart_row kasa_smart_countdown_set = { .asks = { EMPTY, ADD, LIST }, COUNTS };
const struct kasa_smart_row kasa_smart_countdown_cancel = { .asks = { EMPTY, LIST }, COUNTS };
