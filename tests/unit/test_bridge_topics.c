/* What a topic means, and that nothing else means it. */
#include "unit/unit.h"

#include "bridge/mqtt/topics.h"

// clang-format off
static const struct {
	const char *text;
	enum topic_kind kind;
	const char *name;
	unsigned outlet;
	const char *attr; /* NULL: none */
} ours[] = {
	{ "kasa/fan/set",                     TOPIC_SET,      "fan",  0, NULL },
	{ "kasa/fan/set/led",                 TOPIC_SET_ATTR, "fan",  0, "led" },
	{ "kasa/fan/get",                     TOPIC_GET,      "fan",  0, NULL },
	{ "kasa/desk/outlet/2/set",           TOPIC_SET,      "desk", 2, NULL },
	{ "kasa/desk/outlet/16/set/state",    TOPIC_SET_ATTR, "desk", 16, "state" },
	{ "kasa/desk/outlet/1/get",           TOPIC_GET,      "desk", 1, NULL },
	{ "kasa/K\xc3\xbc" "che/set",         TOPIC_SET,      "K\xc3\xbc" "che", 0, NULL },
	{ "kasa/set/set",                     TOPIC_SET,      "set",  0, NULL },
	{ "kasa/outlet/set",                  TOPIC_SET,      "outlet", 0, NULL },
	{ "kasa/bridge/canary",               TOPIC_CANARY,   "bridge", 0, NULL },
	{ "kasa/bridge/request/discover",     TOPIC_REQUEST,  "bridge", 0, "discover" },
	{ "kasa/bridge/request/device/add",   TOPIC_REQUEST,  "bridge", 0, "device/add" },
};

static const char *const others[] = {
	"", "/", "kasa", "kasa/", "kasa//set", "kasa/fan", "kasa/fan/", "kasa/fan/availability", "kasa/fan/energy",
	"kasa/fan/set/", "kasa/fan/set/a/b", "kasa/fan/set//", "kasa/fan/settings", "kasa/fan/get/state", "kasa/fan/setx",
	"kasa/fan/outlet/set", "kasa/fan/outlet/0/set", "kasa/fan/outlet/01/set", "kasa/fan/outlet/17/set",
	"kasa/fan/outlet/4294967297/set", "kasa/fan/outlet/1x/set", "kasa/fan/outlet/-1/set", "kasa/fan/outlet//set",
	"kasa/fan/outlet/1", "kasa/fan/outlet/1/", "kasa/fan/outlet/1/energy", "kasa/fan/outlet/1/outlet/2/set",
	"kasax/fan/set", "Kasa/fan/set", "home/kasa/fan/set", "$SYS/kasa/fan/set",
	"kasa/bridge/set", "kasa/bridge/set/state", "kasa/bridge/get", "kasa/bridge/request", "kasa/bridge/request/",
	"kasa/bridge/state", "kasa/bridge/canary/", "kasa/bridge/canary/x", "kasa/bad\xff/set",
	"kasa/0123456789012345678901234567890123456789012345678901234567890123456/set",
};

static const struct { const char *text; bool good; } answers[] = {
	{ "replies/42",                   true },
	{ "kasa/fan/result",              true },
	{ "a",                            true },
	{ "",                             false },
	{ "kasa/fan/set",                 false },
	{ "kasa/fan/set/state",           false },
	{ "kasa/desk/outlet/1/set",       false },
	{ "kasa/fan/get",                 false },
	{ "kasa/bridge/request/restart",  false },
	{ "kasa/bridge/canary",           false },
	{ "$SYS/broker/uptime",           false },
	{ "$share/x/y",                   false },
	{ "a/+/b",                        false },
	{ "a/#",                          false },
	{ "a\nb",                         false },
	{ "a\x7f",                        false },
	{ "bad\xff",                      false },
};
// clang-format on

START_TEST(topics_of_ours_are_read)
{
	for (size_t i = 0; i < UNIT_COUNT(ours); i++) {
		struct topic topic;

		topic_parse(&topic, "kasa", ours[i].text);
		ck_assert_msg(topic.kind == ours[i].kind, "%s: %d", ours[i].text, (int)topic.kind);
		ck_assert_str_eq(topic.name, ours[i].name);
		ck_assert_uint_eq(topic.outlet, ours[i].outlet);
		ck_assert_pstr_eq(topic.attr, ours[i].attr);
	}
}
END_TEST

START_TEST(topics_of_others_are_nothing)
{
	for (size_t i = 0; i < UNIT_COUNT(others); i++) {
		struct topic topic;

		topic_parse(&topic, "kasa", others[i]);
		ck_assert_msg(topic.kind == TOPIC_NONE, "%s: %d", others[i], (int)topic.kind);
	}
}
END_TEST

START_TEST(a_base_may_have_levels)
{
	struct topic topic;

	topic_parse(&topic, "home/kasa", "home/kasa/fan/set");
	ck_assert_int_eq(topic.kind, TOPIC_SET);
	ck_assert_str_eq(topic.name, "fan");
	topic_parse(&topic, "home/kasa", "home/fan/set");
	ck_assert_int_eq(topic.kind, TOPIC_NONE);
}
END_TEST

START_TEST(a_topic_that_is_written_is_read_again)
{
	char out[TOPIC_MAX];
	struct topic topic;

	topic_parse(&topic, "kasa", topic_device(out, "kasa", "desk", 3, "set/led"));
	ck_assert_str_eq(out, "kasa/desk/outlet/3/set/led");
	ck_assert_int_eq(topic.kind, TOPIC_SET_ATTR);
	ck_assert_str_eq(topic_device(out, "kasa", "fan", 0, ""), "kasa/fan");
	ck_assert_str_eq(topic_device(out, "kasa", "fan", 1, ""), "kasa/fan/outlet/1");
	ck_assert_str_eq(topic_device(out, "kasa", "fan", 0, "energy"), "kasa/fan/energy");
	ck_assert_str_eq(topic_bridge(out, "kasa", "response/device/add"), "kasa/bridge/response/device/add");
}
END_TEST

START_TEST(the_longest_names_fit)
{
	char base[65], name[DEVICE_NAME_MAX], out[TOPIC_MAX];
	struct topic topic;

	memset(base, 'b', sizeof base - 1);
	memset(name, 'n', sizeof name - 1);
	base[sizeof base - 1] = name[sizeof name - 1] = '\0';
	topic_parse(&topic, base, topic_device(out, base, name, 16, "set/motion_threshold"));
	ck_assert_str_eq(topic.name, name);
	ck_assert_str_eq(topic.attr, "motion_threshold");
}
END_TEST

START_TEST(answers_go_only_where_nobody_of_ours_listens)
{
	char longest[TOPIC_ANSWER_MAX + 2];

	for (size_t i = 0; i < UNIT_COUNT(answers); i++)
		ck_assert_msg(topic_answerable("kasa", answers[i].text) == answers[i].good, "%s", answers[i].text);
	memset(longest, 'x', sizeof longest - 1);
	longest[sizeof longest - 1] = '\0';
	ck_assert(!topic_answerable("kasa", longest));
	ck_assert(topic_answerable("kasa", longest + 1));
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		topics_of_ours_are_read, topics_of_others_are_nothing,
		a_base_may_have_levels,  a_topic_that_is_written_is_read_again,
		the_longest_names_fit,   answers_go_only_where_nobody_of_ours_listens,
	};

	return unit_run("topics", tests, UNIT_COUNT(tests));
}
