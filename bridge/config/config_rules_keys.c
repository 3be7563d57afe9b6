#include "bridge/config/config_rules_keys.h"

#include <string.h>
#include <strings.h>

#include "base/err.h"
#include "bridge/config/config_order.h"
#include "bridge/config/config_rules.h"
#include "bridge/config/config_text.h"
#include "common/number.h"
#include "common/text_show.h"

enum {
	SECOND = 1000,
	DAY = 24 * 60 * 60 * SECOND,
	LONGEST = 30u * DAY,
	WATTS_MOST = 100000 * 1000,
	KWH_MOST = 1000000u * 1000,
	ORDER_KEYS_MAX = 8,
};

/* ---- texts ---- */

bool
config_clock_parse(const char *text, int *minute)
{
	uint32_t hours, minutes;
	char hour[3] = "";

	if (strlen(text) != 5 || text[2] != ':')
		return false;
	memcpy(hour, text, 2);
	if (!number_parse(hour, 0, 23, &hours) || !number_parse(text + 3, 0, 59, &minutes))
		return false;
	*minute = (int)(hours * 60 + minutes);
	return true;
}

int
config_day_parse(const char *text)
{
	static const char *const days[] = { "sun", "mon", "tue", "wed", "thu", "fri", "sat" };

	for (int i = 0; i < 7; i++)
		if (strcasecmp(days[i], text) == 0)
			return i;
	return -1;
}

static int
refuse(const struct schema *row, const struct yaml_node *text, const char *why, struct kasa_err *err)
{
	char shown[TEXT_SHOWN];

	return kasa_err_set(err, KASA_EINVAL, "%s: \"%s\" %s", row->name, text_show(shown, text->text), why);
}

static int
check_clock(const struct schema *row, const struct yaml_node *text, const void *arg, struct kasa_err *err)
{
	int ignored;

	(void)arg;
	return config_clock_parse(text->text, &ignored) ? KASA_OK
	                                                : refuse(row, text, "is no time of day, as \"22:00\"", err);
}

static int
check_day(const struct schema *row, const struct yaml_node *text, const void *arg, struct kasa_err *err)
{
	(void)arg;
	return config_day_parse(text->text) >= 0
	               ? KASA_OK
	               : refuse(row, text, "is no day; there are: mon, tue, wed, thu, fri, sat, sun", err);
}

static int
check_event(const struct schema *row, const struct yaml_node *text, const void *arg, struct kasa_err *err)
{
	size_t n = strspn(text->text, "abcdefghijklmnopqrstuvwxyz0123456789_");

	(void)arg;
	if (n > 0 && n <= CONFIG_RULE_EVENT_MAX && text->text[n] == '\0')
		return KASA_OK;
	return refuse(row, text, "is no name of an event: up to 64 small letters, digits and _", err);
}

static int
check_rule_name(const struct schema *row, const struct yaml_node *text, const void *arg, struct kasa_err *err)
{
	if (strlen(text->text) > CONFIG_RULE_NAME_MAX)
		return refuse(row, text, "is longer than the 39 bytes that the name of a rule has at most", err);
	return config_check_filled(row, text, arg, err);
}

/* ---- keys ---- */

// clang-format off
#define WATTS .kind = SCHEMA_TEXT, .check = config_check_real, .most = WATTS_MOST, .help = "watts, as 5 or 2.5"
#define KWH .kind = SCHEMA_TEXT, .check = config_check_real, .most = KWH_MOST, .help = "kWh, as 3 or 0.02"
#define TIME .kind = SCHEMA_DURATION, .most = LONGEST

static const struct schema time_keys[] = {
	{ .name = "after", .kind = SCHEMA_TEXT, .check = check_clock, .help = "a time of day, as \"22:00\"" },
	{ .name = "before", .kind = SCHEMA_TEXT, .check = check_clock, .help = "a time of day, as \"06:00\"" },
	{ .name = "days", .kind = SCHEMA_TEXTS, .check = check_day, .help = "days, as [mon, tue]" },
	{ .kind = SCHEMA_END },
};
const struct schema config_condition_keys[] = {
	{ .name = "device", .kind = SCHEMA_TEXT, .check = config_check_member, .help = "a device by name, MAC or id, or an outlet of it, as strip/2" },
	{ .name = "state", .kind = SCHEMA_BOOL, .help = "ON or OFF" },
	{ .name = "power_above", WATTS },
	{ .name = "power_below", WATTS },
	{ .name = "hysteresis", WATTS },
	{ .name = "energy_today_above", KWH },
	{ .name = "energy_month_above", KWH },
	{ .name = "online", .kind = SCHEMA_BOOL },
	{ .name = "time", .kind = SCHEMA_MAPPING, .inside = time_keys, .help = "a time of day, as {after: \"22:00\", before: \"06:00\"}" },
	{ .name = "event", .kind = SCHEMA_TEXT, .check = check_event, .help = "an event, as cycle_finished" },
	{ .name = "for", TIME },
	{ .kind = SCHEMA_END },
};
static const struct schema rule_keys[] = {
	{ .name = "name", .kind = SCHEMA_TEXT, .needed = true, .check = check_rule_name, .help = "what the rule is called" },
	{ .name = "when", .kind = SCHEMA_ANY },
	{ .name = "when_any", .kind = SCHEMA_ANY },
	{ .name = "then", .kind = SCHEMA_ANY, .needed = true, .help = "an order or an event, or a list of them" },
	{ .name = "cooldown", TIME },
	{ .name = "at_start", .kind = SCHEMA_BOOL },
	{ .name = "enabled", .kind = SCHEMA_BOOL },
	{ .kind = SCHEMA_END },
};
const struct schema config_rule_keys[] = {
	{ .kind = SCHEMA_MAPPING, .inside = rule_keys, .help = "a rule, as {name: evening, when: {...}, then: {...}}" },
	{ .kind = SCHEMA_END },
};
// clang-format on

void
config_action_schema_check(const struct yaml_node *action, struct mistakes *mistakes)
{
	struct schema rows[ORDER_KEYS_MAX + 2] = { { .kind = SCHEMA_END } };
	size_t n = 0;

	for (; config_order_keys[n].kind != SCHEMA_END && n < ORDER_KEYS_MAX; n++)
		rows[n] = config_order_keys[n];
	rows[n] = (struct schema){ .name = "event",
		                   .kind = SCHEMA_TEXT,
		                   .check = check_event,
		                   .help = "the name of an event, as heater_long" };
	rows[n + 1] = (struct schema){ .kind = SCHEMA_END };
	schema_check(rows, action, NULL, mistakes);
}
