/* A handle: what it asks when, for how long it waits, and who must answer. */
#include "unit/unit.h"

#include <fcntl.h>
#include <signal.h>

#include "unit/home.h"

static struct home home;

static void
refresh(void)
{
	ck_assert_int_eq(kasa_device_refresh(home.dev, home_done, &home.told), KASA_OK);
}

START_TEST(a_new_handle_sends_nothing_and_knows_its_address)
{
	home_begin(&home);

	home_expect(&home, 0, KASA_OK);

	ck_assert_uint_eq(home.plug.accepted, 0);
	ck_assert_str_eq(kasa_device_host(home.dev), "127.0.0.1");
	ck_assert_uint_eq(kasa_device_port(home.dev), home.plug.port);
	ck_assert_str_eq(kasa_device_transport(home.dev), "xor");
	ck_assert_str_eq(kasa_device_payload(home.dev), "iot");
	ck_assert_ptr_null(kasa_device_state(home.dev));
	home_end(&home);
}
END_TEST

START_TEST(a_name_is_no_address)
{
	struct kasa_device *dev = NULL;
	struct kasa_err err;

	home_begin(&home);

	ck_assert_int_eq(kasa_device_new(home.ctx, "localhost", 0, &dev, &err), KASA_EINVAL);
	ck_assert_ptr_null(dev);
	ck_assert_ptr_nonnull(strstr(err.text, "localhost"));
	ck_assert_int_eq(kasa_device_new(home.ctx, "", 0, &dev, &err), KASA_EINVAL);
	ck_assert_int_eq(kasa_device_new(home.ctx, "192.0.2.7", 0, &dev, NULL), KASA_OK);
	ck_assert_uint_eq(kasa_device_port(dev), KASA_PORT);
	home_end(&home);
}
END_TEST

START_TEST(a_refresh_reads_the_state)
{
	home_begin(&home);

	refresh();
	home_expect(&home, 1, KASA_OK);

	ck_assert_str_eq(kasa_device_state(home.dev)->alias, FAKE_ALIAS);
	ck_assert_str_eq(kasa_device_state(home.dev)->id, FAKE_ID);
	home_end(&home);
}
END_TEST

START_TEST(callbacks_never_run_inside_the_call)
{
	home_begin(&home);

	home.told.inside = true;
	refresh();
	refresh();
	home.told.inside = false;

	ck_assert_uint_eq(home.told.count, 0);
	home_expect(&home, 2, KASA_OK);
	home_end(&home);
}
END_TEST

START_TEST(one_call_more_than_may_wait_is_refused_and_the_others_are_carried_out)
{
	home_begin(&home);
	for (int i = 0; i < KASA_CALLS_WAITING_MAX; i++)
		refresh();

	ck_assert_int_eq(kasa_device_refresh(home.dev, home_done, &home.told), KASA_EBUSY);

	home_expect(&home, KASA_CALLS_WAITING_MAX, KASA_OK);
	home_end(&home);
}
END_TEST

START_TEST(a_silent_device_fails_the_call_at_its_time_limit)
{
	home_begin(&home);
	fake_plug_script(&home.plug, FAKE_SILENT);
	kasa_device_timeout(home.dev, 60);

	refresh();
	home_expect(&home, 1, KASA_ETIMEOUT);

	ck_assert_uint_eq(home.plug.requests, 1);
	home_end(&home);
}
END_TEST

START_TEST(a_call_that_waited_past_its_limit_is_not_sent)
{
	home_begin(&home);
	fake_plug_script(&home.plug, FAKE_SILENT);
	kasa_device_timeout(home.dev, 100);
	refresh();
	kasa_device_timeout(home.dev, 50);
	ck_assert_int_eq(kasa_relay_set(home.dev, 0, true, home_done, &home.told), KASA_OK);

	home_expect(&home, 2, KASA_ETIMEOUT);

	ck_assert_uint_eq(home.plug.requests, 1);
	ck_assert_int_eq(home.plug.relay, 0);
	ck_assert_ptr_nonnull(strstr(home.told.err.text, "behind other calls"));
	home_end(&home);
}
END_TEST

START_TEST(a_closed_port_is_told_as_refused)
{
	home_begin(&home);
	fake_plug_stop(&home.plug);

	refresh();
	home_expect(&home, 1, KASA_EREFUSED);

	kasa_context_free(home.ctx);
}
END_TEST

static void
fail_polls(int count)
{
	for (int i = 0; i < count; i++) {
		ck_assert_int_eq(kasa_device_poll(home.dev, home_done, &home.told), KASA_OK);
		ck_assert_int_eq(kasa_wait(home.ctx, HOME_WAIT_MS), KASA_OK);
	}
}

START_TEST(a_device_that_failed_three_polls_is_left_alone)
{
	home_begin(&home);
	for (int i = 0; i < 3; i++)
		fake_plug_script(&home.plug, FAKE_DROP);
	fail_polls(4);

	ck_assert_int_eq(home.told.err.code, KASA_EBREAKER);
	ck_assert_uint_eq(home.plug.requests, 3);
	kasa_device_heard(home.dev);
	fail_polls(1);
	ck_assert_int_eq(home.told.err.code, KASA_OK);
	home_end(&home);
}
END_TEST

START_TEST(an_id_that_is_too_long_and_a_mac_that_is_none_are_refused)
{
	home_begin(&home);

	ck_assert_int_eq(kasa_device_expect(home.dev, FAKE_ID FAKE_ID, NULL), KASA_EINVAL);
	ck_assert_int_eq(kasa_device_expect(home.dev, NULL, "AA:BB"), KASA_EINVAL);

	refresh();
	home_expect(&home, 1, KASA_OK);
	home_end(&home);
}
END_TEST

START_TEST(who_is_expected_can_be_changed_and_taken_back)
{
	home_begin(&home);
	ck_assert_int_eq(kasa_device_expect(home.dev, "1234", NULL), KASA_OK);
	refresh();
	home_expect(&home, 1, KASA_EIDENTITY);

	ck_assert_int_eq(kasa_device_expect(home.dev, NULL, "aa-bb-cc-dd-ee-01"), KASA_OK);
	refresh();
	home_expect(&home, 2, KASA_OK);

	ck_assert_int_eq(kasa_device_expect(home.dev, "1234", NULL), KASA_OK);
	ck_assert_int_eq(kasa_device_expect(home.dev, NULL, NULL), KASA_OK);
	refresh();
	home_expect(&home, 3, KASA_OK);
	home_end(&home);
}
END_TEST

START_TEST(a_device_that_hangs_up_raises_no_signal)
{
	home_begin(&home);
	signal(SIGPIPE, SIG_DFL);
	for (unsigned i = 1; i <= 8; i++) {
		fake_plug_script(&home.plug, i % 2 ? FAKE_CLOSE : FAKE_RESET);
		refresh();
		home_expect(&home, i, KASA_OK);
	}
	home_end(&home);
}
END_TEST

enum {
	DESCRIPTORS = 64,
};

static void
note_inheritable(bool inheritable[DESCRIPTORS])
{
	for (int fd = 0; fd < DESCRIPTORS; fd++)
		inheritable[fd] = fcntl(fd, F_GETFD) == 0;
}

START_TEST(a_connection_is_not_inherited_by_other_programs)
{
	bool before[DESCRIPTORS], after[DESCRIPTORS];

	note_inheritable(before);
	home_begin(&home);
	refresh();
	home_expect(&home, 1, KASA_OK);

	note_inheritable(after);
	ck_assert_mem_eq(before, after, sizeof before);
	home_end(&home);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_new_handle_sends_nothing_and_knows_its_address,
		a_name_is_no_address,
		a_refresh_reads_the_state,
		callbacks_never_run_inside_the_call,
		one_call_more_than_may_wait_is_refused_and_the_others_are_carried_out,
		a_silent_device_fails_the_call_at_its_time_limit,
		a_call_that_waited_past_its_limit_is_not_sent,
		a_closed_port_is_told_as_refused,
		a_device_that_failed_three_polls_is_left_alone,
		an_id_that_is_too_long_and_a_mac_that_is_none_are_refused,
		who_is_expected_can_be_changed_and_taken_back,
		a_device_that_hangs_up_raises_no_signal,
		a_connection_is_not_inherited_by_other_programs,
	};

	return unit_run("api_device", tests, UNIT_COUNT(tests));
}
