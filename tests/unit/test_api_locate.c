/* From a name, an id or a MAC to a handle that is proven: by a hint, or by a search on loopback. */
#include "unit/unit.h"

#include <netinet/in.h>

#include "unit/home.h"

#define OTHER_ID "8006999999999999999999999999999999999999"

static struct home home;

/* How the wants of one call ended. */
struct ended {
	unsigned count, done;
	size_t index;
	struct kasa_device *device;
	struct kasa_err err;
	struct kasa_locate *stop; /* when not NULL: stopped by the first that is told */
};

static void
on_located(const struct kasa_located *located, void *arg)
{
	struct ended *ended = arg;

	ck_assert_uint_eq(ended->done, 0);
	ck_assert_int_eq(located->device != NULL, located->err->code == KASA_OK);
	ended->count++;
	ended->index = located->index;
	ended->device = located->device;
	ended->err = *located->err;
	kasa_locate_stop(ended->stop);
}

static void
on_done(void *arg)
{
	((struct ended *)arg)->done++;
}

static struct ended
locate(const struct kasa_want *wants, size_t count, unsigned wait_ms)
{
	static const char *const targets[] = { "127.0.0.1", "127.0.0.2" };
	struct kasa_discover_options options = {
		.targets = targets,
		.target_count = 2,
		.port = home.plug.port,
		.wait_ms = wait_ms,
	};
	struct ended ended = { .count = 0 };
	struct kasa_err err;

	ck_assert_int_eq(
		kasa_locate_start(home.ctx, wants, count, &options, 2000, on_located, on_done, &ended, NULL, &err),
		KASA_OK);
	ck_assert_uint_eq(ended.count, 0);
	ck_assert_int_eq(kasa_wait(home.ctx, HOME_WAIT_MS), KASA_OK);
	ck_assert_uint_eq(ended.count, count);
	ck_assert_uint_eq(ended.done, 1);
	return ended;
}

static struct ended
locate_one(const struct kasa_want *want, unsigned wait_ms)
{
	return locate(want, 1, wait_ms);
}

START_TEST(a_hint_that_holds_costs_one_connection_and_no_probe)
{
	struct ended ended;

	home_begin(&home);

	ended = locate_one(&(struct kasa_want){ .id = FAKE_ID, .hint_host = "127.0.0.1", .hint_port = home.plug.port },
	                   10000);

	ck_assert_ptr_nonnull(ended.device);
	ck_assert_str_eq(kasa_device_state(ended.device)->alias, FAKE_ALIAS);
	ck_assert_uint_eq(home.plug.accepted, 1);
	ck_assert_uint_eq(home.plug.requests, 1);
	ck_assert_uint_eq(home.plug.probes, 0);
	home_end(&home);
}
END_TEST

START_TEST(a_located_handle_is_used_on_the_connection_that_proved_it)
{
	struct ended ended;

	home_begin(&home);
	ended = locate_one(&(struct kasa_want){ .id = FAKE_ID, .hint_host = "127.0.0.1", .hint_port = home.plug.port },
	                   10000);

	ck_assert_int_eq(kasa_relay_set(ended.device, 0, true, home_done, &home.told), KASA_OK);
	home_expect(&home, 1, KASA_OK);

	ck_assert_uint_eq(home.plug.accepted, 1);
	ck_assert_uint_eq(home.plug.requests, 2);
	home_end(&home);
}
END_TEST

START_TEST(a_device_that_moved_is_found_by_its_id)
{
	struct ended ended;

	home_begin(&home);

	ended = locate_one(&(struct kasa_want){ .id = FAKE_ID, .hint_host = "127.0.0.1", .hint_port = 1 }, 10000);

	ck_assert_ptr_nonnull(ended.device);
	ck_assert_uint_eq(kasa_device_port(ended.device), home.plug.port);
	home_end(&home);
}
END_TEST

START_TEST(a_hint_that_is_slow_does_not_hold_up_the_search)
{
	struct ended ended;

	home_begin(&home);
	fake_plug_script(&home.plug, FAKE_SILENT);

	ended = locate_one(&(struct kasa_want){ .id = FAKE_ID, .hint_host = "127.0.0.1", .hint_port = home.plug.port },
	                   10000);

	ck_assert_ptr_nonnull(ended.device);
	ck_assert_uint_gt(home.plug.probes, 0);
	home_end(&home);
}
END_TEST

START_TEST(nobody_has_to_be_told_who_was_found)
{
	struct kasa_want want = { .id = FAKE_ID, .hint_host = "127.0.0.1" };

	home_begin(&home);
	want.hint_port = home.plug.port;

	ck_assert_int_eq(kasa_locate_start(home.ctx, &want, 1, NULL, 0, NULL, NULL, NULL, NULL, NULL), KASA_OK);
	ck_assert_int_eq(kasa_wait(home.ctx, HOME_WAIT_MS), KASA_OK);

	ck_assert_uint_eq(home.plug.requests, 1);
	home_end(&home);
}
END_TEST

START_TEST(a_device_is_found_by_its_mac_in_any_spelling)
{
	struct ended ended;

	home_begin(&home);

	ended = locate_one(&(struct kasa_want){ .mac = "aabbccddee01" }, 10000);

	ck_assert_ptr_nonnull(ended.device);
	home_end(&home);
}
END_TEST

START_TEST(a_device_is_found_by_the_beginning_of_its_name)
{
	struct ended ended;

	home_begin(&home);

	ended = locate_one(&(struct kasa_want){ .alias = "christ" }, 100);

	ck_assert_ptr_nonnull(ended.device);
	ck_assert_str_eq(kasa_device_state(ended.device)->alias, FAKE_ALIAS);
	home_end(&home);
}
END_TEST

START_TEST(a_name_that_nobody_has_is_not_found)
{
	struct ended ended;

	home_begin(&home);

	ended = locate_one(&(struct kasa_want){ .alias = "Fan" }, 100);

	ck_assert_int_eq(ended.err.code, KASA_ENOTFOUND);
	ck_assert_ptr_nonnull(strstr(ended.err.text, "Fan"));
	home_end(&home);
}
END_TEST

START_TEST(a_stranger_at_the_hint_is_not_taken)
{
	struct ended ended;

	home_begin(&home);

	ended = locate_one(&(struct kasa_want){ .id = OTHER_ID, .hint_host = "127.0.0.1", .hint_port = home.plug.port },
	                   100);

	ck_assert_ptr_null(ended.device);
	ck_assert_int_ne(ended.err.code, KASA_OK);
	home_end(&home);
}
END_TEST

START_TEST(a_device_that_was_renamed_is_not_taken_for_its_old_name)
{
	struct ended ended;

	home_begin(&home);

	ended = locate_one(
		&(struct kasa_want){
			.id = FAKE_ID, .alias = "Old name", .hint_host = "127.0.0.1", .hint_port = home.plug.port },
		100);

	ck_assert_ptr_null(ended.device);
	ck_assert_int_eq(ended.err.code, KASA_ENOTFOUND);
	home_end(&home);
}
END_TEST

START_TEST(an_answer_that_cannot_be_verified_is_told_with_its_address)
{
	struct ended ended;

	home_begin(&home);
	for (int i = 0; i < 8; i++)
		fake_plug_script(&home.plug, FAKE_GARBAGE);

	ended = locate_one(&(struct kasa_want){ .id = FAKE_ID }, 200);

	ck_assert_ptr_null(ended.device);
	ck_assert_int_eq(ended.err.code, KASA_EPROTO);
	ck_assert_ptr_nonnull(strstr(ended.err.text, "127.0.0.1"));
	home_end(&home);
}
END_TEST

START_TEST(two_plugs_of_one_name_are_listed_with_their_ids)
{
	struct ended ended;
	struct fake_plug other;

	home_begin(&home);
	fake_plug_start_at(&other, kasa_context_loop(home.ctx), INADDR_LOOPBACK + 1, home.plug.port);
	other.id = OTHER_ID;
	other.mac = "AA:BB:CC:DD:EE:99";

	ended = locate_one(&(struct kasa_want){ .alias = "christmas tree" }, 150);

	ck_assert_int_eq(ended.err.code, KASA_EAMBIGUOUS);
	ck_assert_ptr_nonnull(strstr(ended.err.text, FAKE_ID));
	ck_assert_ptr_nonnull(strstr(ended.err.text, OTHER_ID));
	fake_plug_stop(&other);
	home_end(&home);
}
END_TEST

START_TEST(several_are_searched_for_at_once_and_each_is_told)
{
	const struct kasa_want wants[] = { { .id = FAKE_ID }, { .alias = "nobody" }, { .mac = "AA:BB:CC:DD:EE:01" } };
	struct ended ended;

	home_begin(&home);

	ended = locate(wants, 3, 150);

	ck_assert_uint_eq(ended.done, 1);
	home_end(&home);
}
END_TEST

START_TEST(nothing_is_wanted_and_it_is_done)
{
	home_begin(&home);

	locate(NULL, 0, 100);

	home_end(&home);
}
END_TEST

START_TEST(wants_without_anything_to_go_by_are_refused)
{
	const struct kasa_want bad[] = { { .hint_host = "127.0.0.1" }, { .mac = "AA:BB" } };
	struct kasa_locate *search = NULL;
	struct kasa_err err;

	home_begin(&home);

	ck_assert_int_eq(kasa_locate_start(home.ctx, &bad[0], 1, NULL, 0, NULL, NULL, NULL, &search, &err),
	                 KASA_EINVAL);
	ck_assert_int_eq(kasa_locate_start(home.ctx, &bad[1], 1, NULL, 0, NULL, NULL, NULL, &search, &err),
	                 KASA_EINVAL);
	ck_assert_ptr_nonnull(strstr(err.text, "AA:BB"));
	ck_assert_ptr_null(search);
	home_end(&home);
}
END_TEST

START_TEST(a_stopped_search_tells_nothing)
{
	struct ended ended = { .count = 0 };
	struct kasa_want want = { .id = FAKE_ID, .hint_host = "127.0.0.1" };
	struct kasa_locate *search = NULL;

	home_begin(&home);
	want.hint_port = home.plug.port;
	ck_assert_int_eq(kasa_locate_start(home.ctx, &want, 1, NULL, 0, on_located, on_done, &ended, &search, NULL),
	                 KASA_OK);

	kasa_locate_stop(search);
	ck_assert_int_eq(kasa_wait(home.ctx, HOME_WAIT_MS), KASA_OK);

	ck_assert_uint_eq(ended.count, 0);
	ck_assert_uint_eq(ended.done, 0);
	home_end(&home);
}
END_TEST

START_TEST(a_search_may_be_stopped_by_what_it_finds)
{
	const struct kasa_want wants[] = {
		{ .id = FAKE_ID, .hint_host = "127.0.0.1", .hint_port = 0 },
		{ .id = OTHER_ID, .hint_host = "127.0.0.1", .hint_port = 0 },
	};
	struct kasa_want ported[2];
	struct ended ended = { .count = 0 };

	home_begin(&home);
	memcpy(ported, wants, sizeof ported);
	ported[0].hint_port = ported[1].hint_port = home.plug.port;
	ck_assert_int_eq(
		kasa_locate_start(home.ctx, ported, 2, NULL, 0, on_located, on_done, &ended, &ended.stop, NULL),
		KASA_OK);

	ck_assert_int_eq(kasa_wait(home.ctx, HOME_WAIT_MS), KASA_OK);

	ck_assert_uint_eq(ended.count, 1);
	ck_assert_uint_eq(ended.done, 0);
	home_end(&home);
}
END_TEST

START_TEST(names_are_compared_in_any_case)
{
	ck_assert_int_eq(kasa_alias_match("Christmas tree", "CHRISTMAS TREE"), 2);
	ck_assert_int_eq(kasa_alias_match("Christmas tree", "chris"), 1);
	ck_assert_int_eq(kasa_alias_match("Christmas tree", "tree"), 0);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_hint_that_holds_costs_one_connection_and_no_probe,
		a_located_handle_is_used_on_the_connection_that_proved_it,
		a_device_that_moved_is_found_by_its_id,
		a_hint_that_is_slow_does_not_hold_up_the_search,
		nobody_has_to_be_told_who_was_found,
		a_device_is_found_by_its_mac_in_any_spelling,
		a_device_is_found_by_the_beginning_of_its_name,
		a_name_that_nobody_has_is_not_found,
		a_stranger_at_the_hint_is_not_taken,
		a_device_that_was_renamed_is_not_taken_for_its_old_name,
		an_answer_that_cannot_be_verified_is_told_with_its_address,
		two_plugs_of_one_name_are_listed_with_their_ids,
		several_are_searched_for_at_once_and_each_is_told,
		nothing_is_wanted_and_it_is_done,
		wants_without_anything_to_go_by_are_refused,
		a_stopped_search_tells_nothing,
		a_search_may_be_stopped_by_what_it_finds,
		names_are_compared_in_any_case,
	};

	return unit_run("api_locate", tests, UNIT_COUNT(tests));
}
