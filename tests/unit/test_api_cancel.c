/* Calls that are cancelled, and handles that are freed, at any time and in any callback. */
#include "unit/unit.h"

#include "unit/home.h"

static struct home home;

static void
refresh(void)
{
	ck_assert_int_eq(kasa_device_refresh(home.dev, home_done, &home.told), KASA_OK);
}

/* Runs the loop until the plug has heard so many requests. */
static void
until_heard(unsigned requests)
{
	while (home.plug.requests < requests)
		ev_run(kasa_context_loop(home.ctx), EVRUN_ONCE);
}

START_TEST(cancelling_tells_every_call_once_before_it_returns)
{
	home_begin(&home);
	fake_plug_script(&home.plug, FAKE_SILENT);
	refresh();
	refresh();
	until_heard(1);

	kasa_device_cancel(home.dev);

	ck_assert_uint_eq(home.told.count, 2);
	ck_assert_int_eq(home.told.err.code, KASA_ECANCELED);
	home_expect(&home, 2, KASA_ECANCELED);
	home_end(&home);
}
END_TEST

START_TEST(a_cancelled_handle_may_be_used_again)
{
	home_begin(&home);
	fake_plug_script(&home.plug, FAKE_SILENT);
	refresh();
	until_heard(1);
	kasa_device_cancel(home.dev);

	refresh();
	home_expect(&home, 2, KASA_OK);

	ck_assert_uint_eq(home.plug.accepted, 2);
	home_end(&home);
}
END_TEST

START_TEST(freeing_tells_every_call_once_before_it_returns)
{
	home_begin(&home);
	fake_plug_script(&home.plug, FAKE_SILENT);
	refresh();
	refresh();
	until_heard(1);

	kasa_device_free(home.dev);

	ck_assert_uint_eq(home.told.count, 2);
	ck_assert_int_eq(home.told.err.code, KASA_ECANCELED);
	home_expect(&home, 2, KASA_ECANCELED);
	home_end(&home);
}
END_TEST

START_TEST(freeing_the_context_tells_every_call)
{
	home_begin(&home);
	refresh();
	refresh();
	fake_plug_stop(&home.plug);

	kasa_context_free(home.ctx);

	ck_assert_uint_eq(home.told.count, 2);
	ck_assert_int_eq(home.told.err.code, KASA_ECANCELED);
}
END_TEST

START_TEST(freeing_nothing_does_nothing)
{
	kasa_device_free(NULL);
	kasa_context_free(NULL);
}
END_TEST

static void
free_and_note(struct kasa_device *dev, const struct kasa_err *err, void *arg)
{
	kasa_device_free(dev);
	home_done(dev, err, arg);
}

START_TEST(a_handle_may_be_freed_in_its_callback)
{
	home_begin(&home);
	ck_assert_int_eq(kasa_device_refresh(home.dev, free_and_note, &home.told), KASA_OK);
	refresh();

	home_expect(&home, 2, KASA_OK);
	home_end(&home);
}
END_TEST

START_TEST(a_handle_may_be_freed_in_the_callback_of_its_failure)
{
	home_begin(&home);
	fake_plug_stop(&home.plug);
	ck_assert_int_eq(kasa_device_refresh(home.dev, free_and_note, &home.told), KASA_OK);

	home_expect(&home, 1, KASA_EREFUSED);
	kasa_context_free(home.ctx);
}
END_TEST

static void
cancel_and_note(struct kasa_device *dev, const struct kasa_err *err, void *arg)
{
	kasa_device_cancel(dev);
	home_done(dev, err, arg);
}

START_TEST(calls_may_be_cancelled_in_a_callback)
{
	home_begin(&home);
	ck_assert_int_eq(kasa_device_refresh(home.dev, cancel_and_note, &home.told), KASA_OK);
	refresh();
	refresh();

	home_expect(&home, 3, KASA_OK);
	ck_assert_uint_eq(home.plug.requests, 1);
	home_end(&home);
}
END_TEST

static void
ask_again(struct kasa_device *dev, const struct kasa_err *err, void *arg)
{
	struct home_told *told = arg;

	home_done(dev, err, arg);
	if (told->count < 20)
		ck_assert_int_eq(kasa_device_refresh(dev, ask_again, told), KASA_OK);
}

START_TEST(a_callback_may_ask_again)
{
	home_begin(&home);
	ck_assert_int_eq(kasa_device_refresh(home.dev, ask_again, &home.told), KASA_OK);

	home_expect(&home, 20, KASA_OK);
	ck_assert_uint_eq(home.plug.accepted, 1);
	home_end(&home);
}
END_TEST

START_TEST(a_call_made_while_cancelling_is_not_cancelled_with_the_others)
{
	home_begin(&home);
	ck_assert_int_eq(kasa_device_refresh(home.dev, ask_again, &home.told), KASA_OK);

	kasa_device_cancel(home.dev);
	ck_assert_uint_eq(home.told.count, 1);

	home_expect(&home, 20, KASA_OK);
	home_end(&home);
}
END_TEST

static void
expect_refusal(struct kasa_device *dev, const struct kasa_err *err, void *arg)
{
	home_done(dev, err, arg);
	ck_assert_int_eq(kasa_device_refresh(dev, home_done, arg), KASA_ECANCELED);
}

START_TEST(a_handle_that_is_being_freed_takes_no_calls)
{
	home_begin(&home);
	ck_assert_int_eq(kasa_device_refresh(home.dev, expect_refusal, &home.told), KASA_OK);

	kasa_device_free(home.dev);

	ck_assert_uint_eq(home.told.count, 1);
	home_expect(&home, 1, KASA_ECANCELED);
	home_end(&home);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		cancelling_tells_every_call_once_before_it_returns,
		a_cancelled_handle_may_be_used_again,
		freeing_tells_every_call_once_before_it_returns,
		freeing_the_context_tells_every_call,
		freeing_nothing_does_nothing,
		a_handle_may_be_freed_in_its_callback,
		a_handle_may_be_freed_in_the_callback_of_its_failure,
		calls_may_be_cancelled_in_a_callback,
		a_callback_may_ask_again,
		a_call_made_while_cancelling_is_not_cancelled_with_the_others,
		a_handle_that_is_being_freed_takes_no_calls,
	};

	return unit_run("api_cancel", tests, UNIT_COUNT(tests));
}
