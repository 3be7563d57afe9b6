/* Reading a rule. */
#include "model/iot_rule.h"

#include <string.h>

#include "model/iot_rule_names.h"
#include "model/light.h"

const struct kasa_iot_rule_names kasa_iot_rule_start = { "stime_opt", "smin", "soffset", "sact", "s_light" };
const struct kasa_iot_rule_names kasa_iot_rule_end = { "etime_opt", "emin", "eoffset", "eact", "e_light" };

enum {
	DAY_MIN = 24 * 60,
	WEEK = 7,
};

static int
within(int n, int low, int high)
{
	return n >= low && n <= high ? n : KASA_UNKNOWN;
}

static enum kasa_moment_kind
moment_kind(int option)
{
	switch (option) {
	case KASA_UNKNOWN:
	case KASA_IOT_TIME_NONE:
		return KASA_MOMENT_NONE;
	case KASA_IOT_TIME_CLOCK:
		return KASA_MOMENT_CLOCK;
	case KASA_IOT_TIME_SUNRISE:
		return KASA_MOMENT_SUNRISE;
	case KASA_IOT_TIME_SUNSET:
		return KASA_MOMENT_SUNSET;
	default:
		return KASA_MOMENT_OTHER;
	}
}

/* A time of the clock that does not tell which is none that could be shown, or sent. */
static struct kasa_moment
read_moment(const struct kasa_jx *json, const struct kasa_iot_rule_names *names)
{
	int offset = within(kasa_jx_int(json, names->offset), -DAY_MIN, DAY_MIN);
	struct kasa_moment moment = {
		.kind = moment_kind(kasa_jx_int(json, names->option)),
		.minute = within(kasa_jx_int(json, names->minute), 0, DAY_MIN - 1),
		.offset_min = offset == KASA_UNKNOWN ? 0 : offset,
	};

	if (moment.kind == KASA_MOMENT_CLOCK && moment.minute == KASA_UNKNOWN)
		moment.kind = KASA_MOMENT_OTHER;
	return moment;
}

/* As it was: what stands beside that means nothing. */
static bool
comes_on_as_it_was(const struct kasa_jx *light)
{
	char mode[16];

	kasa_jx_copy(light, "mode", mode, sizeof mode);
	return strcmp(mode, "last_status") == 0;
}

static struct kasa_act
read_light_action(const struct kasa_jx *light)
{
	int on = kasa_jx_flag(light, "on_off");
	struct kasa_act action = {
		.kind = on == KASA_UNKNOWN ? KASA_ACT_OTHER : on ? KASA_ACT_ON : KASA_ACT_OFF,
		.light = {
			.brightness = within(kasa_jx_int(light, "brightness"), 0, 100),
			.color_temp_k = within(kasa_jx_int(light, "color_temp"), 0, INT_MAX),
			.hue = within(kasa_jx_int(light, "hue"), 0, 360),
			.saturation = within(kasa_jx_int(light, "saturation"), 0, 100),
		},
	};

	action.has_light = action.kind == KASA_ACT_ON && !comes_on_as_it_was(light) && kasa_light_known(&action.light);
	return action;
}

static struct kasa_act
read_action(const struct kasa_jx *json, const struct kasa_iot_rule_names *names)
{
	switch (kasa_jx_int(json, names->action)) {
	case KASA_UNKNOWN:
	case KASA_IOT_ACT_NONE:
		return (struct kasa_act){ .kind = KASA_ACT_NONE };
	case KASA_IOT_ACT_OFF:
		return (struct kasa_act){ .kind = KASA_ACT_OFF };
	case KASA_IOT_ACT_ON:
		return (struct kasa_act){ .kind = KASA_ACT_ON };
	case KASA_IOT_ACT_LIGHT:
		return read_light_action(kasa_jx_get(json, names->light));
	default:
		return (struct kasa_act){ .kind = KASA_ACT_OTHER };
	}
}

/* Sunday first. */
static unsigned
read_days(const struct kasa_jx *json)
{
	const struct kasa_jx *list = kasa_jx_get(json, "wday"), *day = NULL;
	unsigned days = 0;

	for (int i = 0; i < WEEK && (day = kasa_jx_next(list, day)); i++)
		if (kasa_jx_is(day, KASA_JX_INTEGER) && !(day->len == 1 && day->text[0] == '0'))
			days |= 1u << i;
	return days;
}

/* 0 where a part of it is missing, or the rule is for every week. */
static int
read_date(const struct kasa_jx *json, const char *key, bool once)
{
	int n = once ? within(kasa_jx_int(json, key), 0, 9999) : 0;

	return n == KASA_UNKNOWN ? 0 : n;
}

void
kasa_iot_rule_read(const struct kasa_jx *json, struct kasa_rule *rule)
{
	bool once = kasa_jx_flag(json, "repeat") == 0;

	*rule = (struct kasa_rule){
		.enabled = kasa_jx_flag(json, "enable"),
		.once = once,
		.days = read_days(json),
		.year = read_date(json, "year", once),
		.month = read_date(json, "month", once),
		.day = read_date(json, "day", once),
		.start = read_moment(json, &kasa_iot_rule_start),
		.action = read_action(json, &kasa_iot_rule_start),
		.end = read_moment(json, &kasa_iot_rule_end),
		.end_action = read_action(json, &kasa_iot_rule_end),
	};
	kasa_jx_copy(json, "id", rule->id, sizeof rule->id);
	kasa_jx_copy(json, "name", rule->name, sizeof rule->name);
}

int
kasa_iot_rule_parse(const char *text, struct kasa_rule *rule, struct kasa_err *err)
{
	struct kasa_err why;
	struct kasa_jx_doc doc;

	if (kasa_jx_parse(&doc, text, strlen(text), &why) != KASA_OK)
		return kasa_err_set(err, why.code == KASA_EPROTO ? KASA_EINVAL : (int)why.code,
		                    "the rule as the device gave it: %.200s", why.text);
	kasa_iot_rule_read(doc.values, rule);
	kasa_jx_finish(&doc);
	return KASA_OK;
}
