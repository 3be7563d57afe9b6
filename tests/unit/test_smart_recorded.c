/* What every recorded device that speaks SMART keeps: rules, countdowns, networks, the cloud, as its file says. */
#include "unit/unit.h"

#include "model/smart.h"
#include "unit/recorded.h"
#include "unit/smart_player.h"

/* One device, or one outlet of it: its answers, and how it is asked. */
struct holder {
	const json_t *file, *answers;
	struct kasa_record *record;
	int outlet;
	unsigned page;
};

typedef void look_fn(const struct holder *holder, const json_t *answer);

static void
run(const struct holder *holder, struct kasa_order order, struct kasa_answer *answer)
{
	struct smart_player player = { .recording = holder->file, .page = holder->page };
	struct kasa_err err;

	order.outlet = holder->outlet;
	*answer = (struct kasa_answer){ .list = NULL };
	ck_assert_msg(smart_player_run(&player, &order, holder->record, answer, &err) == KASA_VERDICT_DONE, "%s",
	              err.text);
}

static bool
same_text(const char *given, const json_t *rule)
{
	json_t *read = json_loads(given, 0, NULL);
	bool same = json_equal(read, rule);

	json_decref(read);
	return same;
}

static bool
flag(const json_t *object, const char *key)
{
	return json_is_true(json_object_get(object, key));
}

static unsigned
number(const json_t *object, const char *key)
{
	return (unsigned)json_integer_value(json_object_get(object, key));
}

/* How many rules there are. */
static void
look_at_rules(const struct holder *holder, const json_t *answer)
{
	const json_t *list = json_object_get(answer, "rule_list"), *at;
	struct kasa_answer told;
	size_t i;

	run(holder, (struct kasa_order){ .kind = KASA_ORDER_RULES }, &told);
	ck_assert_uint_eq(told.rules.count, json_array_size(list));
	ck_assert_int_eq(told.rules.enabled, flag(answer, "enable"));
	json_array_foreach((json_t *)list, i, at) {
		const struct kasa_rule *rule = &told.rules.rules[i];

		ck_assert(same_text(rule->given, at));
		ck_assert_uint_eq(rule->days, number(at, "week_day"));
		ck_assert_int_eq(rule->start.minute, (int)number(at, "s_min"));
		ck_assert_int_eq(rule->action.kind,
		                 flag(json_object_get(at, "desired_states"), "on") ? KASA_ACT_ON : KASA_ACT_OFF);
		ck_assert_int_eq(rule->end.kind, KASA_MOMENT_NONE);
	}
	ck_assert_int_eq(told.rules.next.by == KASA_MODE_SCHEDULE, told.rules.count > 0);
	kasa_answer_finish(&told);
}

static void
look_at_away(const struct holder *holder, const json_t *answer)
{
	struct kasa_answer told;

	run(holder, (struct kasa_order){ .kind = KASA_ORDER_RULES, .rules.book = KASA_BOOK_AWAY }, &told);
	ck_assert_uint_eq(told.rules.count, json_array_size(json_object_get(answer, "rule_list")));
	kasa_answer_finish(&told);
}

/* None was running when it was recorded. */
static void
look_at_countdown(const struct holder *holder, const json_t *answer)
{
	const json_t *first = json_array_get(json_object_get(answer, "rule_list"), 0);
	struct kasa_answer told;

	run(holder, (struct kasa_order){ .kind = KASA_ORDER_COUNTDOWN }, &told);
	ck_assert_int_eq(told.countdown.running, flag(first, "enable"));
	ck_assert_int_eq(told.countdown.delay_s, first ? (int)number(first, "delay") : KASA_UNKNOWN);
	ck_assert_str_eq(told.countdown.id, first ? json_string_value(json_object_get(first, "id")) : "");
	kasa_answer_finish(&told);
}

static void
look_at_networks(const struct holder *holder, const json_t *answer)
{
	size_t count = json_array_size(json_object_get(answer, "ap_list"));
	struct kasa_answer told;

	run(holder, (struct kasa_order){ .kind = KASA_ORDER_WIFI_SCAN }, &told);
	ck_assert_uint_eq(told.networks.count, count);
	for (size_t i = 0; i < count; i++) {
		ck_assert_str_eq(told.networks.networks[i].ssid, "#MASKED_SSID#");
		ck_assert_int_ge(told.networks.networks[i].key_type, KASA_WIFI_OPEN);
		ck_assert_int_ge(told.networks.networks[i].level, 1);
	}
	kasa_answer_finish(&told);
}

static void
look_at_cloud(const struct holder *holder, const json_t *answer)
{
	json_int_t status = json_integer_value(json_object_get(answer, "status"));
	struct kasa_answer told;

	run(holder, (struct kasa_order){ .kind = KASA_ORDER_CLOUD }, &told);
	ck_assert_int_eq(told.cloud.connected, status < 0 ? KASA_UNKNOWN : status == 0);
	kasa_answer_finish(&told);
}

static void
look_at_firmware(const struct holder *holder, const json_t *answer)
{
	struct kasa_answer told;

	run(holder, (struct kasa_order){ .kind = KASA_ORDER_FIRMWARE }, &told);
	ck_assert_uint_eq(told.firmware_list.count, flag(answer, "need_to_upgrade"));
	kasa_answer_finish(&told);
}

static unsigned
look_with(const struct holder *holder, const char *method, look_fn *look)
{
	const json_t *answer = json_object_get(holder->answers, method);

	if (!json_is_object(answer))
		return 0;
	look(holder, answer);
	return 1;
}

/* The device, and each outlet that was recorded. How many of them were looked at. */
static unsigned
look_at_file(const json_t *file, unsigned page, const char *method, look_fn *look, bool of_outlets)
{
	struct kasa_order first = { .kind = KASA_ORDER_LOOK };
	struct smart_player player = { .recording = file };
	struct kasa_record record;
	struct holder holder = { .file = file, .answers = file, .record = &record, .page = page };
	struct kasa_err err;
	unsigned sum = 0;

	kasa_record_init(&record);
	ck_assert_int_eq(smart_player_run(&player, &first, &record, NULL, &err), KASA_VERDICT_DONE);
	if (!of_outlets || record.state.outlet_count == 0)
		sum = look_with(&holder, method, look);
	for (unsigned i = 0; of_outlets && i < record.state.outlet_count; i++) {
		holder.outlet = (int)i + 1;
		holder.answers = json_object_get(json_object_get(file, "child_devices"), record.state.outlets[i].id);
		sum += look_with(&holder, method, look);
	}
	kasa_record_finish(&record);
	return sum;
}

/* Which devices were recorded is not for a test to say: all that hold an answer were looked at. */
static void
look_at_all(const char *method, unsigned page, look_fn *look, bool of_outlets)
{
	unsigned held = of_outlets ? recorded_held_alone(method) : recorded_held(NULL, method, NULL), sum = 0;

	for (int i = 0; i < recorded_count(); i++) {
		json_t *file = recorded_load(i);

		sum += look_at_file(file, page, method, look, of_outlets);
		json_decref(file);
	}
	ck_assert_uint_ge(sum, held);
}

START_TEST(rules_are_read_as_the_files_say)
{
	look_at_all("get_schedule_rules", 0, look_at_rules, true);
	look_at_all("get_schedule_rules", 1, look_at_rules, true);
	look_at_all("get_antitheft_rules", 0, look_at_away, true);
}
END_TEST

START_TEST(countdowns_are_read_as_the_files_say)
{
	look_at_all("get_countdown_rules", 0, look_at_countdown, true);
}
END_TEST

START_TEST(networks_are_read_as_the_files_say)
{
	look_at_all("get_wireless_scan_info", 0, look_at_networks, false);
	look_at_all("get_wireless_scan_info", 3, look_at_networks, false);
}
END_TEST

START_TEST(the_cloud_is_read_as_the_files_say)
{
	look_at_all("get_connect_cloud_state", 0, look_at_cloud, false);
	look_at_all("get_latest_fw", 0, look_at_firmware, false);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		rules_are_read_as_the_files_say,
		countdowns_are_read_as_the_files_say,
		networks_are_read_as_the_files_say,
		the_cloud_is_read_as_the_files_say,
	};

	return recorded_run("smart", "smart_recorded", tests, UNIT_COUNT(tests));
}
