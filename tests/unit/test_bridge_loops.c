/* Rules that would set each other off for ever are refused, and no others. */
#include "unit/unit.h"

#include "bridge/config/config.h"

/* What stands before the rules: one device under three names, a strip, a group. */
static const char house[] = "devices:\n"
			    "  - {mac: 50:C7:BF:00:00:01, id: 8006E5F2A1B3C4D5E6F708192A3B4C5D1E2F3A4B, name: lamp}\n"
			    "  - {host: 192.0.2.7, name: strip}\n"
			    "groups:\n"
			    "  - {name: garden, members: [lamp, strip/2]}\n"
			    "rules:\n";

// clang-format off
/* Rules as [when, then] each, and the names of those in the cycle that is told, "" for none. */
static const struct {
	const char *rules, *cycle;
} sets[] = {
	/* one rule */
	{ "{name: a, when: {device: lamp, state: ON, for: 10min}, then: {device: lamp, set: OFF}}", "" },
	{ "{name: a, when: {device: lamp, state: ON}, then: {device: lamp, set: ON}}", "" },
	{ "{name: a, when: {device: lamp, state: ON}, then: {device: lamp, set: TOGGLE}}", "" },
	{ "{name: a, when: {device: lamp, event: state_changed}, then: {device: lamp, set: TOGGLE}}", "aa" },
	{ "{name: a, when: {event: state_changed}, then: {device: strip, set: TOGGLE}}", "aa" },
	{ "{name: a, when: {device: strip, event: state_changed}, then: {device: lamp, set: TOGGLE}}", "" },
	{ "{name: a, when: {device: lamp, power_below: 5, for: 10min}, then: {device: lamp, set: OFF}}", "" },
	{ "{name: a, when: {device: lamp, energy_today_above: 3}, then: {device: lamp, set: OFF}}", "" },
	{ "{name: a, when: {device: lamp, event: command_failed}, then: {device: lamp, set: ON}}", "aa" },
	{ "{name: a, when: {event: x}, then: {event: x}}", "aa" },
	{ "{name: a, when: {time: {after: '22:00'}}, then: {device: lamp, set: OFF}}", "" },
	/* two rules */
	{ "{name: a, when: {device: lamp, state: ON}, then: {device: lamp, set: OFF}}, {name: b, when: {device: lamp, state: OFF}, then: {device: lamp, set: ON}}", "aba" },
	{ "{name: a, when: {device: lamp, state: ON}, then: {device: fan, set: ON}}, {name: b, when: {device: fan, state: ON}, then: {device: lamp, set: OFF}}", "" },
	{ "{name: a, when: {device: lamp, state: ON}, then: {device: fan, set: ON}}, {name: b, when: {device: fan, state: ON}, then: {device: lamp, set: ON}}", "aba" },
	{ "{name: a, when: {device: lamp, state: ON}, then: {device: lamp, set: OFF}}, {name: b, when: {device: lamp, power_below: 1, for: 10min}, then: {device: lamp, set: ON}}", "aba" },
	{ "{name: a, when: {device: lamp, power_above: 1000}, then: {device: heater, set: OFF}}, {name: b, when: {device: lamp, power_below: 900}, then: {device: heater, set: ON}}", "" },
	{ "{name: a, when: {device: lamp, state: ON}, then: {event: x}}, {name: b, when: {event: x}, then: {device: lamp, set: OFF}}", "" },
	{ "{name: a, when: {device: lamp, state: OFF}, then: {event: x}}, {name: b, when: {event: x}, then: {device: lamp, set: OFF}}", "aba" },
	{ "{name: a, when: {event: y}, then: {event: x}}, {name: b, when: {event: x}, then: {event: y}}", "aba" },
	{ "{name: a, when: {device: lamp, state: ON}, then: {device: lamp, set: OFF}}, {name: b, enabled: no, when: {device: lamp, state: OFF}, then: {device: lamp, set: ON}}", "" },
	{ "{name: a, when: {device: lamp, state: ON}, then: {device: fan, set: {led: OFF}}}, {name: b, when: {device: fan, state: OFF}, then: {device: lamp, set: ON}}", "" },
	{ "{name: a, when: {device: lamp, state: ON}, then: {device: fan, set: {brightness: 40}}}, {name: b, when: {device: fan, state: ON}, then: {device: lamp, set: ON}}", "aba" },
	{ "{name: a, when: {device: lamp, event: power_above}, then: {device: lamp, set: OFF}}, {name: b, when: {device: lamp, event: cycle_finished}, then: {device: lamp, set: ON}}", "aba" },
	/* what a condition rules out */
	{ "{name: a, when: [{device: lamp, state: ON}, {device: lamp, power_below: 5}], then: {device: lamp, set: OFF}}", "" },
	{ "{name: a, when_any: [{device: lamp, state: ON}, {device: lamp, state: OFF}], then: {device: lamp, set: TOGGLE}}", "aa" },
	/* one device under several names, outlets and groups */
	{ "{name: a, when: {device: lamp, state: ON}, then: {device: '50c7bf000001', set: OFF}}, {name: b, when: {device: 8006e5f2a1b3c4d5e6f708192a3b4c5d1e2f3a4b, state: OFF}, then: {device: '50:c7:bf:00:00:01', set: ON}}", "aba" },
	{ "{name: a, when: {device: '50:C7:BF:00:00:02', state: ON}, then: {device: '50c7bf000002', set: OFF}}, {name: b, when: {device: '50-c7-bf-00-00-02', state: OFF}, then: {device: '50c7bf000002', set: ON}}", "aba" },
	{ "{name: a, when: {device: strip/2, state: ON}, then: {device: strip/2, set: OFF}}, {name: b, when: {device: strip/1, state: OFF}, then: {device: strip/2, set: ON}}", "" },
	{ "{name: a, when: {device: strip/2, state: ON}, then: {device: strip, set: OFF}}, {name: b, when: {device: strip/1, state: OFF}, then: {device: strip/2, set: ON}}", "aba" },
	{ "{name: a, when: {device: strip, state: ON}, then: {device: strip/2, set: OFF}}, {name: b, when: {device: strip/2, state: OFF}, then: {device: strip/2, set: ON}}", "aba" },
	{ "{name: a, when: {device: strip/2, state: ON}, then: {group: garden, on: no}}, {name: b, when: {device: lamp, state: OFF}, then: {device: strip/2, set: ON}}", "aba" },
	{ "{name: a, when: {device: strip/1, state: ON}, then: {group: garden, on: no}}, {name: b, when: {device: lamp, state: OFF}, then: {device: strip/2, set: ON}}", "" },
	{ "{name: a, when: {device: fan, state: ON}, then: {group: made_by_a_request, on: no}}, {name: b, when: {device: fan, state: OFF}, then: {device: fan, set: ON}}", "" },
	/* longer ones */
	{ "{name: z, when: {device: x, online: no}, then: {device: lamp, set: ON}}, {name: a, when: {device: lamp, state: ON}, then: {event: e}}, {name: b, when: {event: e}, then: {device: fan, set: ON}}, {name: c, when: {device: fan, power_above: 5}, then: {device: lamp, set: ON}}", "abca" },
	{ "{name: a, when: {device: p, state: ON}, then: {device: q, set: ON}}, {name: b, when: {device: q, state: ON}, then: {device: r, set: ON}}, {name: c, when: {device: r, state: ON}, then: {device: s, set: ON}}", "" },
	{ "{name: a, when: {device: p, state: ON}, then: [{device: q, set: ON}, {device: r, set: ON}]}, {name: b, when: {device: q, state: ON}, then: {device: s, set: ON}}, {name: c, when: {device: r, state: ON}, then: {device: s, set: ON}}", "" },
};
// clang-format on

/* What is told of rules, each named by a letter: `rules "a" -> "b" -> "a"` is "aba". */
static void
cycle_of(const struct mistakes *mistakes, char out[16])
{
	size_t n = 0;

	for (const char *at = mistakes->count > 0 ? mistakes->item[0].text : ""; *at; at++)
		if (at[0] == '"' && at[1] && at[2] == '"' && n < 15) {
			out[n++] = at[1];
			at += 2;
		}
	out[n] = '\0';
}

START_TEST(cycles_are_told_in_their_order)
{
	for (size_t i = 0; i < UNIT_COUNT(sets); i++) {
		struct mistakes mistakes = { 0 };
		struct config *config = NULL;
		char text[2000], cycle[16];
		int n = snprintf(text, sizeof text, "%s  [%s]\n", house, sets[i].rules);
		int rc = config_parse(text, (size_t)n, "", &config, &mistakes, NULL);

		cycle_of(&mistakes, cycle);
		ck_assert_msg(strcmp(cycle, sets[i].cycle) == 0, "%s\n%s", sets[i].rules,
		              mistakes.count > 0 ? mistakes.item[0].text : "nothing is told");
		ck_assert_msg((rc == KASA_OK) == (sets[i].cycle[0] == '\0'), "%s\n%s", sets[i].rules,
		              mistakes.count > 0 ? mistakes.item[0].text : "nothing is told");
		config_free(config);
		mistakes_finish(&mistakes);
	}
}
END_TEST

/* As many rules as there may be, each making the next one true. */
START_TEST(many_rules_are_looked_through)
{
	struct mistakes mistakes = { 0 };
	struct config *config = NULL;
	char *text = calloc(1, 64 << 10);
	size_t n = (size_t)sprintf(text, "rules:\n");

	for (unsigned i = 0; i < CONFIG_RULES_MAX; i++)
		n += (size_t)sprintf(text + n,
		                     "  - {name: r%u, when: {device: d%u, state: ON}, then: {device: d%u, set: ON}}\n",
		                     i, i, i + 1);
	ck_assert_int_eq(config_parse(text, n, "", &config, &mistakes, NULL), KASA_OK);
	ck_assert_uint_eq(config->rules.count, CONFIG_RULES_MAX);
	config_free(config);
	sprintf(text + n - sizeof("d256, set: ON}}"), "d0, set: ON}}\n");
	ck_assert_int_eq(config_parse(text, strlen(text), "", &config, &mistakes, NULL), KASA_EINVAL);
	ck_assert_ptr_nonnull(strstr(mistakes.item[0].text, "\"r0\" -> \"r1\""));
	mistakes_finish(&mistakes);
	free(text);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		cycles_are_told_in_their_order,
		many_rules_are_looked_through,
	};

	return unit_run("bridge loops", tests, UNIT_COUNT(tests));
}
