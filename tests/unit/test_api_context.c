/* Contexts: several of them, the caller's loop or their own, and waiting. */
#include "unit/unit.h"

#include <time.h>

#include "unit/home.h"

static struct home home;

static long
ms_since(const struct timespec *begin)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (now.tv_sec - begin->tv_sec) * 1000 + (now.tv_nsec - begin->tv_nsec) / 1000000;
}

START_TEST(waiting_for_nothing_is_over_at_once)
{
	home_begin(&home);

	ck_assert_int_eq(kasa_wait(home.ctx, 0), KASA_OK);

	home_end(&home);
}
END_TEST

START_TEST(waiting_has_a_limit_and_the_call_goes_on_behind_it)
{
	home_begin(&home);
	fake_plug_script(&home.plug, FAKE_SILENT);
	kasa_device_timeout(home.dev, 150);
	ck_assert_int_eq(kasa_device_refresh(home.dev, home_done, &home.told), KASA_OK);

	ck_assert_int_eq(kasa_wait(home.ctx, 20), KASA_ETIMEOUT);
	ck_assert_uint_eq(home.told.count, 0);

	home_expect(&home, 1, KASA_ETIMEOUT);
	home_end(&home);
}
END_TEST

/* A connection that is kept would let the loop sleep for long; waiting must not. */
START_TEST(waiting_ends_when_a_call_fails_before_anything_is_sent)
{
	struct timespec begin;

	home_begin(&home);
	ck_assert_int_eq(kasa_relay_set(home.dev, 0, true, home_done, &home.told), KASA_OK);
	home_expect(&home, 1, KASA_OK);
	ck_assert_int_eq(kasa_relay_set(home.dev, 3, true, home_done, &home.told), KASA_OK);
	clock_gettime(CLOCK_MONOTONIC, &begin);

	home_expect(&home, 2, KASA_ENOTSUP);

	ck_assert_int_lt(ms_since(&begin), 1000);
	home_end(&home);
}
END_TEST

START_TEST(waiting_ends_when_a_poll_is_refused)
{
	struct timespec begin;

	home_begin(&home);
	for (int i = 0; i < 3; i++) {
		fake_plug_script(&home.plug, FAKE_DROP);
		ck_assert_int_eq(kasa_device_poll(home.dev, home_done, &home.told), KASA_OK);
		ck_assert_int_eq(kasa_wait(home.ctx, HOME_WAIT_MS), KASA_OK);
	}
	ck_assert_int_eq(kasa_device_poll(home.dev, home_done, &home.told), KASA_OK);
	clock_gettime(CLOCK_MONOTONIC, &begin);

	home_expect(&home, 4, KASA_EBREAKER);

	ck_assert_int_lt(ms_since(&begin), 1000);
	home_end(&home);
}
END_TEST

START_TEST(a_program_may_bring_its_own_loop)
{
	struct ev_loop *loop = ev_loop_new(EVFLAG_AUTO);
	struct kasa_context *ctx = kasa_context_new(loop);
	struct home_told told = { .count = 0 };
	struct fake_plug plug;
	struct kasa_device *dev;

	fake_plug_start(&plug, loop);
	ck_assert_ptr_eq(kasa_context_loop(ctx), loop);
	ck_assert_int_eq(kasa_device_new(ctx, "127.0.0.1", plug.port, &dev, NULL), KASA_OK);
	ck_assert_int_eq(kasa_relay_set(dev, 0, true, home_done, &told), KASA_OK);

	for (int turns = 0; told.count == 0 && turns < 1000; turns++)
		ev_run(loop, EVRUN_ONCE);

	ck_assert_uint_eq(told.count, 1);
	ck_assert_int_eq(plug.relay, 1);
	fake_plug_stop(&plug);
	kasa_context_free(ctx);
	ev_run(loop, EVRUN_NOWAIT); /* nothing of ours is left in it */
	ev_loop_destroy(loop);
}
END_TEST

START_TEST(a_loop_is_left_as_it_was)
{
	struct ev_loop *loop = ev_loop_new(EVFLAG_AUTO);
	struct kasa_context *ctx = kasa_context_new(loop);
	struct kasa_device *dev;

	ck_assert_int_eq(kasa_device_new(ctx, "127.0.0.1", 1, &dev, NULL), KASA_OK);
	ck_assert_int_eq(kasa_device_refresh(dev, NULL, NULL), KASA_OK);
	kasa_context_free(ctx);

	ck_assert_int_eq(ev_run(loop, 0), 0); /* returns, for nothing is active */
	ev_loop_destroy(loop);
}
END_TEST

START_TEST(two_contexts_do_not_know_each_other)
{
	static struct home other;

	home_begin(&home);
	home_begin(&other);
	fake_plug_script(&other.plug, FAKE_SILENT);
	ck_assert_int_eq(kasa_relay_set(home.dev, 0, true, home_done, &home.told), KASA_OK);
	ck_assert_int_eq(kasa_relay_set(other.dev, 0, true, home_done, &other.told), KASA_OK);

	home_expect(&home, 1, KASA_OK);
	ck_assert_uint_eq(other.told.count, 0);
	ck_assert_uint_eq(other.plug.requests, 0);
	home_end(&home);

	home_end(&other);
	ck_assert_uint_eq(other.told.count, 1);
	ck_assert_int_eq(other.told.err.code, KASA_ECANCELED);
}
END_TEST

START_TEST(two_contexts_may_share_a_loop)
{
	struct kasa_context *second;
	struct kasa_device *dev;

	home_begin(&home);
	second = kasa_context_new(kasa_context_loop(home.ctx));
	ck_assert_int_eq(kasa_device_new(second, "127.0.0.1", home.plug.port, &dev, NULL), KASA_OK);
	ck_assert_int_eq(kasa_relay_set(home.dev, 0, true, home_done, &home.told), KASA_OK);
	ck_assert_int_eq(kasa_relay_set(dev, 0, false, home_done, &home.told), KASA_OK);

	ck_assert_int_eq(kasa_wait(second, HOME_WAIT_MS), KASA_OK);
	home_expect(&home, 2, KASA_OK);

	kasa_context_free(second);
	home_end(&home);
}
END_TEST

struct lines {
	unsigned count;
	char all[8192];
};

static void
keep_line(enum kasa_log_level level, const char *line, void *arg)
{
	struct lines *lines = arg;

	ck_assert_int_le(level, KASA_LOG_DEBUG);
	ck_assert_ptr_null(strpbrk(line, "\r\n\033"));
	lines->count++;
	strncat(lines->all, line, sizeof lines->all - strlen(lines->all) - 2);
	strcat(lines->all, "\n");
}

START_TEST(each_message_is_logged_to_those_who_ask_for_it)
{
	static struct lines lines;

	home_begin(&home);
	kasa_context_log(home.ctx, keep_line, &lines, KASA_LOG_DEBUG);
	ck_assert_int_eq(kasa_relay_set(home.dev, 0, true, home_done, &home.told), KASA_OK);
	home_expect(&home, 1, KASA_OK);

	ck_assert_ptr_nonnull(strstr(lines.all, "asked device=127.0.0.1"));
	ck_assert_ptr_nonnull(strstr(lines.all, "set_relay_state"));
	ck_assert_ptr_nonnull(strstr(lines.all, FAKE_ALIAS));
	home_end(&home);
}
END_TEST

START_TEST(a_password_in_a_request_is_not_logged)
{
	static struct lines lines;
	const char *request = "{\"netif\":{\"set_stainfo\":{\"ssid\" : \"Home\",\"password\":\"hunter2, \\\"x\"}}}";

	home_begin(&home);
	kasa_context_log(home.ctx, keep_line, &lines, KASA_LOG_DEBUG);
	ck_assert_int_eq(kasa_raw_call(home.dev, request, home_raw, &home.told, NULL), KASA_OK);
	home_expect(&home, 1, KASA_EUNKNOWN); /* the plug at home answers about something else */

	ck_assert_ptr_nonnull(strstr(lines.all, "set_stainfo"));
	ck_assert_ptr_null(strstr(lines.all, "hunter2"));
	ck_assert_ptr_null(strstr(lines.all, "Home"));
	home_end(&home);
}
END_TEST

START_TEST(a_context_that_is_not_asked_to_is_silent)
{
	static struct lines lines;

	home_begin(&home);
	kasa_context_log(home.ctx, keep_line, &lines, KASA_LOG_WARNING);
	ck_assert_int_eq(kasa_device_refresh(home.dev, home_done, &home.told), KASA_OK);
	home_expect(&home, 1, KASA_OK);

	ck_assert_uint_eq(lines.count, 0);
	home_end(&home);
}
END_TEST

static void
count_login(struct kasa_context *ctx, void *arg)
{
	(void)ctx;
	++*(unsigned *)arg;
}

START_TEST(nobody_is_asked_for_an_account_where_no_device_wants_one)
{
	unsigned asked = 0;

	home_begin(&home);
	kasa_context_on_login(home.ctx, count_login, &asked);
	ck_assert_int_eq(kasa_device_refresh(home.dev, home_done, &home.told), KASA_OK);
	home_expect(&home, 1, KASA_OK);

	ck_assert_uint_eq(asked, 0);
	home_end(&home);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		waiting_for_nothing_is_over_at_once,
		waiting_has_a_limit_and_the_call_goes_on_behind_it,
		waiting_ends_when_a_call_fails_before_anything_is_sent,
		waiting_ends_when_a_poll_is_refused,
		a_program_may_bring_its_own_loop,
		a_loop_is_left_as_it_was,
		two_contexts_do_not_know_each_other,
		two_contexts_may_share_a_loop,
		each_message_is_logged_to_those_who_ask_for_it,
		a_password_in_a_request_is_not_logged,
		a_context_that_is_not_asked_to_is_silent,
		nobody_is_asked_for_an_account_where_no_device_wants_one,
	};

	return unit_run("api_context", tests, UNIT_COUNT(tests));
}
