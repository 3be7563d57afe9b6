/* Files of tzdata and the rules in them: read or refused, whatever stands there; clocks show one of two times. */
#include "common/zone_file.h"
#include "fuzz/fuzz.h"

static void
check_rule(const struct zone_rule *rule)
{
	PROMISE(zone_rule_equal(rule, rule));
	PROMISE(rule->offset_s <= rule->summer_s);
	for (int64_t at = 1767225600, end = at + 400 * 86400; at < end; at += 86399) {
		int32_t offset_s = zone_rule_offset(rule, at);

		PROMISE(offset_s == rule->offset_s || offset_s == rule->summer_s);
	}
}

static void
take_file(const uint8_t *data, size_t size)
{
	uint8_t *copy = fuzz_copy(data, size);
	struct zone zone;

	if (zone_read(copy, size, &zone)) {
		PROMISE(zone.name[0] == '\0');
		check_rule(&zone.rule);
	}
	free(copy);
}

static void
take_text(const uint8_t *data, size_t size)
{
	char *text = fuzz_text(data, size);
	struct zone_rule rule;

	if (zone_rule_parse(text, &rule))
		check_rule(&rule);
	PROMISE(!zone_name_valid(text) || (text[0] != '/' && !strstr(text, "..")));
	free(text);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	take_file(data, size);
	take_text(data, size);
	return 0;
}
