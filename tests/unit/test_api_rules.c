/* Schedules, the away mode and countdowns through the public functions, against a plug on loopback. */
#include "unit/unit.h"

#include "unit/home.h"

#define RULE \
	"{\"id\":\"7\",\"enable\":1,\"repeat\":1,\"wday\":[1,0,0,0,0,0,0],\"stime_opt\":0,\"smin\":5,\"sact\":1,\"x\":9}"
#define LISTS(list) "\"get_rules\":{\"rule_list\":[" list "],\"enable\":1,\"err_code\":0}"
#define OK(method) "\"" method "\":{\"err_code\":0},"
#define COUNTS "{\"id\":\"3\",\"name\":\"kasa\",\"enable\":1,\"delay\":60,\"act\":0,\"remain\":60}"

static struct home home;

static struct {
	unsigned count, rules;
	char given[256], added_id[KASA_RULE_ID_MAX];
	struct kasa_countdown countdown;
	int edited; /* what the edit inside a callback was told */
} seen;

static struct kasa_rule
sunday(void)
{
	return (struct kasa_rule){
		.enabled = 1,
		.days = KASA_DAY_SUNDAY,
		.start = { .kind = KASA_MOMENT_CLOCK, .minute = 5 },
		.action = { .kind = KASA_ACT_ON },
	};
}

static void
on_rules(struct kasa_device *dev, const struct kasa_rules *rules, const struct kasa_err *err, void *arg)
{
	ck_assert_int_eq(rules != NULL, err->code == KASA_OK);
	seen.count++;
	if (rules) {
		seen.rules = rules->count;
		snprintf(seen.given, sizeof seen.given, "%s", rules->count > 0 ? rules->rules[0].given : "");
		snprintf(seen.added_id, sizeof seen.added_id, "%s", rules->added_id);
	}
	home_done(dev, err, arg);
}

static void
on_countdown(struct kasa_device *dev, const struct kasa_countdown *countdown, const struct kasa_err *err, void *arg)
{
	ck_assert_int_eq(countdown != NULL, err->code == KASA_OK);
	if (countdown)
		seen.countdown = *countdown;
	home_done(dev, err, arg);
}

/* At home with a device that is known, and then gives this answer to everything. */
static void
begin(const char *says)
{
	memset(&seen, 0, sizeof seen);
	home_begin(&home);
	kasa_device_refresh(home.dev, home_done, &home.told);
	home_expect(&home, 1, KASA_OK);
	home.plug.says = says;
}

static void
expect(int code, unsigned requests)
{
	home_expect(&home, 2, code);
	ck_assert_uint_eq(home.plug.requests, 1 + requests);
	home_end(&home);
}

START_TEST(rules_are_listed)
{
	begin("{\"schedule\":{" LISTS(RULE) "}}");
	ck_assert_int_eq(kasa_schedule_read(home.dev, 0, on_rules, &home.told), KASA_OK);
	expect(KASA_OK, 1);
	ck_assert_uint_eq(seen.rules, 1);
	ck_assert_str_eq(seen.given, RULE);
}
END_TEST

START_TEST(a_rule_is_added_on_a_connection_of_its_own_and_told_by_its_id)
{
	struct kasa_rule rule = sunday();

	begin("{\"schedule\":{\"add_rule\":{\"id\":\"7\",\"err_code\":0}," LISTS(RULE) "}}");
	ck_assert_int_eq(kasa_schedule_add(home.dev, 0, &rule, on_rules, &home.told, NULL), KASA_OK);
	memset(&rule, 'x', sizeof rule); /* it was copied */
	home_expect(&home, 2, KASA_OK);
	ck_assert_uint_eq(home.plug.accepted, 2);
	ck_assert_ptr_nonnull(strstr(home.plug.heard[1], "\"smin\":5"));
	ck_assert_str_eq(seen.added_id, "7");
	home_end(&home);
}
END_TEST

START_TEST(a_rule_whose_answer_is_lost_is_not_added_twice)
{
	struct kasa_rule rule = sunday();

	begin(NULL);
	home.plug.script[0] = FAKE_DROP_DONE;
	home.plug.script_len = 1;
	home.plug.script_at = 0;
	ck_assert_int_eq(kasa_away_add(home.dev, 0,
	                               &(struct kasa_rule){ .days = 1, .start = rule.start, .end = rule.start },
	                               on_rules, &home.told, NULL),
	                 KASA_OK);
	expect(KASA_EUNKNOWN, 1);
	ck_assert_uint_eq(seen.rules, 0);
}
END_TEST

/* What is listed is changed from within the callback, as a program does. */
static void
edit_first(struct kasa_device *dev, const struct kasa_rules *rules, const struct kasa_err *err, void *arg)
{
	struct kasa_rule rule = rules->rules[0];

	ck_assert_int_eq(err->code, KASA_OK);
	rule.enabled = 0;
	home.plug.says = "{\"schedule\":{" OK("edit_rule") LISTS(
		"{\"id\":\"7\",\"enable\":0,\"repeat\":1,\"wday\":[1,0,0,0,0,0,0],\"stime_opt\":0,\"smin\":5,\"sact\":1}") "}}";
	seen.edited = kasa_schedule_edit(dev, 0, &rule, on_rules, arg, NULL);
}

START_TEST(an_edit_sends_back_what_was_listed)
{
	begin("{\"schedule\":{" LISTS(RULE) "}}");
	ck_assert_int_eq(kasa_schedule_read(home.dev, 0, edit_first, &home.told), KASA_OK);
	home_expect(&home, 2, KASA_OK);
	ck_assert_int_eq(seen.edited, KASA_OK);
	ck_assert_ptr_nonnull(strstr(home.plug.heard[2], "\"smin\":5,\"sact\":1,\"x\":9,\"enable\":0}"));
	home_end(&home);
}
END_TEST

START_TEST(a_rule_is_removed_and_all_are)
{
	begin("{\"anti_theft\":{" OK("delete_rule") LISTS("") "}}");
	ck_assert_int_eq(kasa_away_remove(home.dev, 0, "7", on_rules, &home.told), KASA_OK);
	home_expect(&home, 2, KASA_OK);
	home.plug.says = "{\"schedule\":{" OK("delete_all_rules") LISTS("") "}}";
	ck_assert_int_eq(kasa_schedule_clear(home.dev, 0, on_rules, &home.told), KASA_OK);
	home_expect(&home, 3, KASA_OK);
	home.plug.says = "{\"schedule\":{" OK("set_overall_enable") LISTS("") "}}";
	ck_assert_int_eq(kasa_schedule_enable(home.dev, 0, true, on_rules, &home.told), KASA_OK);
	home_expect(&home, 4, KASA_OK);
	home_end(&home);
}
END_TEST

START_TEST(what_the_device_does_not_keep_is_an_error)
{
	struct kasa_rule rule = sunday();

	begin("{\"schedule\":{\"add_rule\":{\"id\":\"8\",\"err_code\":0}," LISTS(RULE) "}}");
	ck_assert_int_eq(kasa_schedule_add(home.dev, 0, &rule, on_rules, &home.told, NULL), KASA_OK);
	home_expect(&home, 2, KASA_EDEVICE);
	ck_assert_str_eq(home.told.err.text, "the device took the rule, and does not list it as it was asked for");
	home_end(&home);
}
END_TEST

START_TEST(what_cannot_be_a_rule_is_refused_before_anything_is_sent)
{
	struct kasa_rule rule = sunday(), idle = sunday(), endless = sunday(), strange = sunday();
	struct kasa_err err;

	begin(NULL);
	rule.days = 0;
	ck_assert_int_eq(kasa_schedule_add(home.dev, 0, &rule, on_rules, &home.told, &err), KASA_EINVAL);
	ck_assert_str_eq(err.text, "a rule of every week needs days, of Sunday to Saturday");
	idle.action.kind = KASA_ACT_NONE;
	ck_assert_int_eq(kasa_schedule_add(home.dev, 0, &idle, on_rules, &home.told, &err), KASA_EINVAL);
	ck_assert_str_eq(err.text, "a rule of the schedule needs something to do: on or off");
	ck_assert_int_eq(kasa_away_add(home.dev, 0, &endless, on_rules, &home.told, &err), KASA_EINVAL);
	ck_assert_str_eq(err.text, "a rule of the away mode needs a time to begin and one to end");
	ck_assert_int_eq(kasa_schedule_edit(home.dev, 0, &endless, on_rules, &home.told, &err), KASA_EINVAL);
	ck_assert_str_eq(err.text, "a rule that was not listed has no id to be changed by");
	snprintf(strange.id, sizeof strange.id, "7");
	strange.given = "[]";
	ck_assert_int_eq(kasa_schedule_edit(home.dev, 0, &strange, on_rules, &home.told, &err), KASA_EINVAL);
	ck_assert_int_eq(strncmp(err.text, "the rule as it was given: the request: not JSON", 47), 0);
	ck_assert_int_eq(kasa_schedule_add(home.dev, -1, &endless, on_rules, &home.told, &err), KASA_EINVAL);
	ck_assert_int_eq(kasa_schedule_remove(home.dev, 0, "", on_rules, &home.told), KASA_EINVAL);
	ck_assert_int_eq(kasa_schedule_remove(home.dev, -1, "7", on_rules, &home.told), KASA_EINVAL);
	ck_assert_int_eq(kasa_away_read(home.dev, -1, on_rules, &home.told), KASA_EINVAL);
	ck_assert_int_eq(kasa_away_clear(home.dev, -1, on_rules, &home.told), KASA_EINVAL);
	ck_assert_int_eq(kasa_away_enable(home.dev, -1, true, on_rules, &home.told), KASA_EINVAL);
	home_expect(&home, 1, KASA_OK);
	ck_assert_uint_eq(home.plug.requests, 1);
	home_end(&home);
}
END_TEST

START_TEST(a_countdown_is_read_set_and_cancelled)
{
	begin("{\"count_down\":{" LISTS(COUNTS) "}}");
	ck_assert_int_eq(kasa_countdown_read(home.dev, 0, on_countdown, &home.told), KASA_OK);
	home_expect(&home, 2, KASA_OK);
	ck_assert(seen.countdown.running);
	ck_assert_int_eq(seen.countdown.remain_s, 60);

	home.plug.says = "{\"count_down\":{" OK("delete_all_rules") OK("add_rule") LISTS(COUNTS) "}}";
	ck_assert_int_eq(kasa_countdown_set(home.dev, 0, false, 60, "kasa", on_countdown, &home.told), KASA_OK);
	home_expect(&home, 3, KASA_OK);
	ck_assert_ptr_nonnull(strstr(home.plug.heard[2], "\"delay\":60,\"act\":0,\"name\":\"kasa\""));

	home.plug.says = "{\"count_down\":{" OK("delete_all_rules") LISTS("") "}}";
	ck_assert_int_eq(kasa_countdown_cancel(home.dev, 0, on_countdown, &home.told), KASA_OK);
	home_expect(&home, 4, KASA_OK);
	ck_assert(!seen.countdown.running);
	home_end(&home);
}
END_TEST

START_TEST(a_countdown_whose_answer_is_lost_is_set_again)
{
	begin("{\"count_down\":{" OK("delete_all_rules") OK("add_rule") LISTS(COUNTS) "}}");
	fake_plug_script(&home.plug, FAKE_DROP_DONE);
	ck_assert_int_eq(kasa_countdown_set(home.dev, 0, false, 60, "kasa", on_countdown, &home.told), KASA_OK);
	expect(KASA_OK, 2);
}
END_TEST

START_TEST(what_is_no_countdown_is_refused_before_anything_is_sent)
{
	begin(NULL);
	ck_assert_int_eq(kasa_countdown_set(home.dev, 0, false, 0, "kasa", on_countdown, &home.told), KASA_EINVAL);
	ck_assert_int_eq(kasa_countdown_set(home.dev, 0, false, -5, "kasa", on_countdown, &home.told), KASA_EINVAL);
	ck_assert_int_eq(kasa_countdown_set(home.dev, 0, false, 5, "", on_countdown, &home.told), KASA_EINVAL);
	ck_assert_int_eq(
		kasa_countdown_set(home.dev, 0, false, 5, "01234567890123456789012345678901", on_countdown, &home.told),
		KASA_EINVAL);
	ck_assert_int_eq(kasa_countdown_set(home.dev, -1, false, 5, "kasa", on_countdown, &home.told), KASA_EINVAL);
	ck_assert_int_eq(kasa_countdown_read(home.dev, -1, on_countdown, &home.told), KASA_EINVAL);
	ck_assert_int_eq(kasa_countdown_cancel(home.dev, -1, on_countdown, &home.told), KASA_EINVAL);
	home_expect(&home, 1, KASA_OK);
	home_end(&home);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		rules_are_listed,
		a_rule_is_added_on_a_connection_of_its_own_and_told_by_its_id,
		a_rule_whose_answer_is_lost_is_not_added_twice,
		an_edit_sends_back_what_was_listed,
		a_rule_is_removed_and_all_are,
		what_the_device_does_not_keep_is_an_error,
		what_cannot_be_a_rule_is_refused_before_anything_is_sent,
		a_countdown_is_read_set_and_cancelled,
		a_countdown_whose_answer_is_lost_is_set_again,
		what_is_no_countdown_is_refused_before_anything_is_sent,
	};

	return unit_run("api_rules", tests, UNIT_COUNT(tests));
}
