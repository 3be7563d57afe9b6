/* Searches on loopback: who answers is told once, and a search can be ended at any time. */
#include "unit/unit.h"

#include "unit/home.h"

static struct home home;

/* What a search told. */
struct found {
	unsigned count, ended;
	char host[16], alias[KASA_ALIAS_MAX];
	uint16_t port;
	struct kasa_discover_report report;
	struct kasa_err err;
	struct kasa_discover *search; /* stopped by the first that is found, when not NULL */
};

static void
on_found(const struct kasa_found *told, void *arg)
{
	struct found *found = arg;

	ck_assert_uint_eq(found->ended, 0);
	found->count++;
	found->port = told->port;
	snprintf(found->host, sizeof found->host, "%s", told->host);
	snprintf(found->alias, sizeof found->alias, "%s", told->state->alias);
	ck_assert_str_eq(told->transport, "xor");
	ck_assert_str_eq(told->payload, "iot");
	kasa_discover_stop(found->search);
}

static void
on_end(const struct kasa_discover_report *report, const struct kasa_err *err, void *arg)
{
	struct found *found = arg;

	found->ended++;
	found->report = *report;
	found->err = *err;
}

/* Searches the addresses of loopback, on the port of the plug. */
static void
search(struct found *found, const char *const *targets, size_t count, unsigned wait_ms, bool stop)
{
	struct kasa_discover_options options = {
		.targets = targets,
		.target_count = count,
		.port = home.plug.port,
		.wait_ms = wait_ms,
	};
	struct kasa_discover *started = NULL;
	struct kasa_err err;

	*found = (struct found){ .count = 0 };
	ck_assert_int_eq(kasa_discover_start(home.ctx, &options, on_found, on_end, found, &started, &err), KASA_OK);
	ck_assert_ptr_nonnull(started);
	found->search = stop ? started : NULL;
}

static const char *const here[] = { "127.0.0.1" };

START_TEST(a_host_that_answers_is_told_and_ends_the_search)
{
	struct found found;

	home_begin(&home);
	search(&found, here, 1, 10000, false);
	ck_assert_uint_eq(found.count, 0);

	ck_assert_int_eq(kasa_wait(home.ctx, HOME_WAIT_MS), KASA_OK);

	ck_assert_uint_eq(found.count, 1);
	ck_assert_uint_eq(found.ended, 1);
	ck_assert_str_eq(found.host, "127.0.0.1");
	ck_assert_uint_eq(found.port, home.plug.port);
	ck_assert_str_eq(found.alias, FAKE_ALIAS);
	ck_assert_int_eq(found.err.code, KASA_OK);
	ck_assert_uint_eq(found.report.found, 1);
	ck_assert_uint_eq(found.report.sent, 1);
	ck_assert_uint_gt(found.report.receive_buffer, 0);
	home_end(&home);
}
END_TEST

START_TEST(a_range_is_searched_to_its_end)
{
	static const char *const range[] = { "127.0.0.0/29" };
	struct found found;

	home_begin(&home);
	search(&found, range, 1, 80, false);

	ck_assert_int_eq(kasa_wait(home.ctx, HOME_WAIT_MS), KASA_OK);

	ck_assert_uint_eq(found.count, 1);
	ck_assert_uint_eq(found.ended, 1);
	ck_assert_uint_ge(found.report.sent, 6);
	home_end(&home);
}
END_TEST

START_TEST(silence_ends_with_the_time_and_is_no_error)
{
	struct found found;

	home_begin(&home);
	home.plug.no_udp = true;
	search(&found, here, 1, 80, false);

	ck_assert_int_eq(kasa_wait(home.ctx, HOME_WAIT_MS), KASA_OK);

	ck_assert_uint_eq(found.count, 0);
	ck_assert_uint_eq(found.ended, 1);
	ck_assert_int_eq(found.err.code, KASA_OK);
	ck_assert_uint_eq(home.plug.probes, KASA_DISCOVER_ROUNDS);
	home_end(&home);
}
END_TEST

START_TEST(garbage_is_counted)
{
	struct found found;

	home_begin(&home);
	home.plug.says = "{\"system\":{}}";
	search(&found, here, 1, 80, false);

	ck_assert_int_eq(kasa_wait(home.ctx, HOME_WAIT_MS), KASA_OK);

	ck_assert_uint_eq(found.count, 0);
	ck_assert_uint_eq(found.report.garbage, KASA_DISCOVER_ROUNDS);
	home_end(&home);
}
END_TEST

START_TEST(a_stopped_search_tells_nothing_more)
{
	struct found found;

	home_begin(&home);
	search(&found, here, 1, 10000, true);
	kasa_discover_stop(found.search);

	ck_assert_int_eq(kasa_wait(home.ctx, HOME_WAIT_MS), KASA_OK);

	ck_assert_uint_eq(found.count, 0);
	ck_assert_uint_eq(found.ended, 0);
	home_end(&home);
}
END_TEST

START_TEST(a_search_may_be_stopped_by_what_it_finds)
{
	struct found found;

	home_begin(&home);
	search(&found, here, 1, 10000, true);

	ck_assert_int_eq(kasa_wait(home.ctx, HOME_WAIT_MS), KASA_OK);

	ck_assert_uint_eq(found.count, 1);
	ck_assert_uint_eq(found.ended, 0);
	home_end(&home);
}
END_TEST

START_TEST(a_search_may_outlive_its_reader)
{
	struct found found;

	home_begin(&home);
	search(&found, here, 1, 10000, false);

	home_end(&home);
	ck_assert_uint_eq(found.ended, 0);
}
END_TEST

START_TEST(nobody_has_to_be_told_of_a_search)
{
	struct kasa_discover_options options = { .targets = here, .target_count = 1, .wait_ms = 60 };

	home_begin(&home);
	options.port = home.plug.port;

	ck_assert_int_eq(kasa_discover_start(home.ctx, &options, NULL, NULL, NULL, NULL, NULL), KASA_OK);
	ck_assert_int_eq(kasa_wait(home.ctx, HOME_WAIT_MS), KASA_OK);

	home_end(&home);
}
END_TEST

START_TEST(targets_and_interfaces_that_are_none_are_refused_by_name)
{
	static const char *const bad[] = { "127.0.0.1", "nonsense" };
	static const char *const unknown[] = { "nosuch0" };
	struct kasa_discover_options targets = { .targets = bad, .target_count = 2 };
	struct kasa_discover_options interfaces = { .interfaces = unknown, .interface_count = 1 };
	struct kasa_discover *search = NULL;
	struct kasa_err err;

	home_begin(&home);

	ck_assert_int_eq(kasa_discover_start(home.ctx, &targets, NULL, NULL, NULL, &search, &err), KASA_EINVAL);
	ck_assert_ptr_nonnull(strstr(err.text, "nonsense"));
	ck_assert_int_eq(kasa_discover_start(home.ctx, &interfaces, NULL, NULL, NULL, &search, &err), KASA_EINVAL);
	ck_assert_ptr_nonnull(strstr(err.text, "nosuch0"));
	ck_assert_ptr_null(search);
	ck_assert_int_eq(kasa_wait(home.ctx, HOME_WAIT_MS), KASA_OK);
	home_end(&home);
}
END_TEST

START_TEST(a_target_can_be_checked_before_it_is_searched)
{
	static const char *const good[] = { "192.0.2.7", "192.0.2.255", "192.0.2.0/24", "255.255.255.255" };
	static const char *const bad[] = { "", "lan", "192.0.2.0/15", "192.0.2.0/x", "192.0.2.256", "239.0.0.1" };
	struct kasa_err err;

	for (size_t i = 0; i < UNIT_COUNT(good); i++)
		ck_assert_int_eq(kasa_discover_check_target(good[i], NULL), KASA_OK);
	for (size_t i = 0; i < UNIT_COUNT(bad); i++) {
		err.text[0] = '\0';
		ck_assert_int_eq(kasa_discover_check_target(bad[i], &err), KASA_EINVAL);
		ck_assert(err.text[0]);
	}
}
END_TEST

START_TEST(interfaces_are_listed_with_loopback_among_them)
{
	struct kasa_interface list[64];
	struct kasa_err err;
	int loopbacks = 0, count = kasa_interfaces(list, 64, &err);

	ck_assert_int_gt(count, 0);
	for (int i = 0; i < count && i < 64; i++)
		loopbacks += list[i].loopback && strcmp(list[i].address, "127.0.0.1") == 0;
	ck_assert_int_eq(loopbacks, 1);
	ck_assert_int_eq(kasa_interfaces(NULL, 0, &err), count);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_host_that_answers_is_told_and_ends_the_search,
		a_range_is_searched_to_its_end,
		silence_ends_with_the_time_and_is_no_error,
		garbage_is_counted,
		a_stopped_search_tells_nothing_more,
		a_search_may_be_stopped_by_what_it_finds,
		a_search_may_outlive_its_reader,
		nobody_has_to_be_told_of_a_search,
		targets_and_interfaces_that_are_none_are_refused_by_name,
		a_target_can_be_checked_before_it_is_searched,
		interfaces_are_listed_with_loopback_among_them,
	};

	return unit_run("api_discover", tests, UNIT_COUNT(tests));
}
