/* Orders as people write them for hooks and rules: what MQTT takes, checked before it is ever wanted. */
#include "unit/unit.h"

#include "bridge/config/config_order.h"
#include "bridge/config/config_section.h"

// clang-format off
static const struct { const char *text, *device, *group, *set; bool toggles, template; } good[] = {
	{ "{device: tree, set: ON}", "tree", NULL, "ON", false, false },
	{ "{device: tree, set: off}", "tree", NULL, "off", false, false },
	{ "{device: strip/2, set: TOGGLE}", "strip/2", NULL, "TOGGLE", true, false },
	{ "{group: garden, on: yes}", NULL, "garden", "ON", false, false },
	{ "{group: garden, on: off}", NULL, "garden", "OFF", false, false },
	{ "{device: lamp, set: {state: ON, brightness: 40}}", "lamp", NULL, "{\"state\":\"ON\",\"brightness\":40}", false, false },
	{ "{device: lamp, set: {state: true}}", "lamp", NULL, "{\"state\":true}", false, false },
	{ "{device: lamp, set: {state: toggle}}", "lamp", NULL, "{\"state\":\"toggle\"}", true, false },
	{ "{device: lamp, set: {color: {h: 120, s: 50}}}", "lamp", NULL, "{\"color\":{\"h\":120,\"s\":50}}", false, false },
	{ "{device: lamp, set: '{\"alias\":\"123\"}'}", "lamp", NULL, "{\"alias\":\"123\"}", false, false },
	{ "{device: '50:C7:BF:00:00:01', set: ON}", "50:C7:BF:00:00:01", NULL, "ON", false, false },
};
static const struct { const char *text, *told; } bad[] = {
	{ "{set: ON}", "1:1: an order: nothing says who is meant; wanted: device or group\n" },
	{ "{device: tree}", "1:1: an order: nothing says what is to be done; wanted: set or on\n" },
	{ "{device: tree, group: garden, set: ON}", "1:23: group: device is there as well, and an order is for one of both\n" },
	{ "{device: tree, set: ON, on: yes}", "1:29: on: set is there as well, and one of both is enough\n" },
	{ "{device: tree, set: ONN}", "1:21: set: state: \"ONN\" is none of ON, OFF and TOGGLE\n" },
	{ "{device: tree, set: {state: ON, brightness: 140}}", "1:21: set: brightness: 140 is out of range; 0 to 100 percent are possible\n" },
	{ "{device: tree, set: {statte: ON}}", "1:21: set: \"statte\" is no attribute: did you mean \"state\"?\n" },
	{ "{device: tree, set: [ON]}", "1:21: set: wanted: what MQTT takes, as ON or {state: ON, brightness: 40}\n" },
	{ "{device: tree, set: {state: ON, transaction: 5}}", "1:21: set: transaction is of no use where nobody hears the answer by it\n" },
	{ "{device: '{{/x}}', set: ON}", "1:10: device: {{…}} is filled in by requests, and none comes here\n" },
	{ "{device: tree, set: '{{/x}}'}", NULL },
};
static const struct { const char *text, *device, *set; } templates[] = {
	{ "{device: '{{/plug}}', set: '{{/value1}}'}", "{{/plug}}", "{{/value1}}" },
	{ "{device: lamp, set: {state: ON, brightness: '{{/value1|40}}'}}", "lamp", "{\"state\":\"ON\",\"brightness\":\"{{/value1|40}}\"}" },
};
// clang-format on

/* The mistakes, a line for each. */
static void
told(char out[1024], const struct mistakes *mistakes)
{
	size_t n = 0;

	out[0] = '\0';
	for (size_t i = 0; i < mistakes->count; i++)
		n += (size_t)snprintf(out + n, 1024 - n, "%u:%u: %s\n", mistakes->item[i].line,
		                      mistakes->item[i].column, mistakes->item[i].text);
}

static void
read_order(const char *text, bool with_templates, struct config_order *order, char out[1024])
{
	struct mistakes mistakes = { 0 };
	struct filler filler = { .path = "" };
	struct yaml yaml = { 0 };

	ck_assert_int_eq(yaml_parse(&yaml, text, strlen(text), &mistakes), KASA_OK);
	config_order_check(yaml.root, with_templates, &mistakes);
	told(out, &mistakes);
	*order = (struct config_order){ .set = NULL };
	if (mistakes_none(&mistakes))
		config_order_fill(&filler, order, yaml.root);
	ck_assert(!filler.no_memory);
	mistakes_finish(&mistakes);
	yaml_finish(&yaml);
}

static void
same(const char *is, const char *wanted)
{
	ck_assert(!is == !wanted);
	if (wanted)
		ck_assert_str_eq(is, wanted);
}

START_TEST(orders_say_who_and_what)
{
	for (size_t i = 0; i < UNIT_COUNT(good); i++) {
		struct config_order order;
		char out[1024];

		read_order(good[i].text, false, &order, out);
		ck_assert_str_eq(out, "");
		same(order.device, good[i].device);
		same(order.group, good[i].group);
		same(order.set, good[i].set);
		ck_assert_msg(order.toggles == good[i].toggles && order.template == good[i].template, "%s",
		              good[i].text);
		config_order_release(&order);
	}
}
END_TEST

START_TEST(what_is_wrong_is_told_before_it_is_wanted)
{
	for (size_t i = 0; i < UNIT_COUNT(bad); i++) {
		struct config_order order;
		char out[1024];

		read_order(bad[i].text, false, &order, out);
		ck_assert_str_ne(out, "");
		if (bad[i].told)
			ck_assert_str_eq(out, bad[i].told);
	}
}
END_TEST

START_TEST(templates_wait_for_their_requests)
{
	for (size_t i = 0; i < UNIT_COUNT(templates); i++) {
		struct config_order order;
		char out[1024];

		read_order(templates[i].text, true, &order, out);
		ck_assert_str_eq(out, "");
		same(order.device, templates[i].device);
		same(order.set, templates[i].set);
		ck_assert(order.template && !order.toggles);
		config_order_release(&order);
	}
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		orders_say_who_and_what,
		what_is_wrong_is_told_before_it_is_wanted,
		templates_wait_for_their_requests,
	};

	return unit_run("config_order", tests, UNIT_COUNT(tests));
}
