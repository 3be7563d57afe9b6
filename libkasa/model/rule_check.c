/* What a rule may be. What a device gave may be more than that; it is checked when it is sent. */
#include <string.h>

#include "base/err.h"
#include "base/str.h"
#include "model/light.h"
#include "model/rule.h"

enum {
	DAY_MIN = 24 * 60,
};

static int
check_name(const char *name, struct kasa_err *err)
{
	size_t n = strnlen(name, KASA_RULE_NAME_MAX);
	const char *at = name;

	if (n == KASA_RULE_NAME_MAX || !kasa_utf8_valid(name, n))
		return kasa_err_set(err, KASA_EINVAL, "the rule's name is not UTF-8, or longer than %d bytes",
		                    KASA_RULE_NAME_MAX - 1);
	while (*at)
		if (kasa_str_unsafe(kasa_utf8_next(&at, name + n)))
			return kasa_err_set(err, KASA_EINVAL, "the rule's name holds a control character");
	return KASA_OK;
}

static int
check_days(const struct kasa_rule *rule, struct kasa_err *err)
{
	bool dated = rule->year || rule->month || rule->day;

	if (rule->once && dated && !kasa_rule_weekday(rule->year, rule->month, rule->day))
		return kasa_err_set(err, KASA_EINVAL, "%d-%02d-%02d is no day: from %d-01-01 to %d-12-31", rule->year,
		                    rule->month, rule->day, KASA_RULE_YEAR_LEAST, KASA_RULE_YEAR_MOST);
	if (kasa_rule_days(rule) & ~(unsigned)KASA_DAYS_ALL || (!rule->once && rule->days == 0))
		return kasa_err_set(err, KASA_EINVAL, "a rule of every week needs days, of Sunday to Saturday");
	return KASA_OK;
}

static int
check_moment(const struct kasa_moment *moment, struct kasa_err *err)
{
	bool by_clock = moment->kind == KASA_MOMENT_CLOCK;
	bool by_sun = moment->kind == KASA_MOMENT_SUNRISE || moment->kind == KASA_MOMENT_SUNSET;

	if (by_clock && (moment->minute < 0 || moment->minute >= DAY_MIN))
		return kasa_err_set(err, KASA_EINVAL, "minute %d is not in a day: from 0 to %d", moment->minute,
		                    DAY_MIN - 1);
	if (by_sun && (moment->offset_min < -KASA_OFFSET_MAX || moment->offset_min > KASA_OFFSET_MAX))
		return kasa_err_set(err, KASA_EINVAL, "%d minutes from sunrise or sunset: from -%d to %d are possible",
		                    moment->offset_min, KASA_OFFSET_MAX, KASA_OFFSET_MAX);
	return KASA_OK;
}

/* The device's own values are not judged: those of a light that comes on as it was may be anything. */
static int
check_light(const struct kasa_rule *rule, const struct kasa_act *action, struct kasa_err *err)
{
	if (rule->given || !action->has_light)
		return KASA_OK;
	return kasa_light_values_check(&action->light, err);
}

/* What is not understood can be left as it is, and not be made. */
static int
check_known(const struct kasa_rule *rule, struct kasa_err *err)
{
	bool known = rule->start.kind != KASA_MOMENT_OTHER && rule->end.kind != KASA_MOMENT_OTHER
	             && rule->action.kind != KASA_ACT_OTHER && rule->end_action.kind != KASA_ACT_OTHER;

	if (known || rule->given)
		return KASA_OK;
	return kasa_err_set(err, KASA_EINVAL, "a rule of a kind that is not known here cannot be made");
}

int
kasa_rule_check(const struct kasa_rule *rule, struct kasa_err *err)
{
	int rc = check_name(rule->name, err);

	if (rc == KASA_OK && rule->start.kind == KASA_MOMENT_NONE && rule->end.kind == KASA_MOMENT_NONE)
		rc = kasa_err_set(err, KASA_EINVAL, "a rule needs a time: of the clock, sunrise or sunset");
	if (rc == KASA_OK)
		rc = check_known(rule, err);
	if (rc == KASA_OK)
		rc = check_days(rule, err);
	if (rc == KASA_OK)
		rc = check_moment(&rule->start, err);
	if (rc == KASA_OK)
		rc = check_moment(&rule->end, err);
	if (rc == KASA_OK)
		rc = check_light(rule, &rule->action, err);
	return rc == KASA_OK ? check_light(rule, &rule->end_action, err) : rc;
}

int
kasa_rule_action_check(const struct kasa_act *action, const struct kasa_state *state, bool lights, struct kasa_err *err)
{
	const struct kasa_light *light = &action->light;
	struct kasa_light_change change = { 1,          light->brightness, light->color_temp_k,
		                            light->hue, light->saturation, KASA_UNKNOWN };

	if (!action->has_light)
		return KASA_OK;
	if (!lights)
		return kasa_err_set(err, KASA_ENOTSUP, "rules of %s say on and off, nothing of brightness or colour",
		                    state->model);
	return kasa_light_change_check(&change, state, err);
}
