/* Who is wanted may be one that only announces itself: found where it can be read, and told why where it cannot. */
#include "unit/unit.h"

#include <netinet/in.h>

#include "unit/fake_herald.h"
#include "unit/home.h"

#define MAC "AA-BB-CC-DD-EE-77"

static struct home home;
static struct fake_herald herald;

static struct {
	unsigned count, done;
	struct kasa_device *device;
	struct kasa_err err;
} ended;

static void
on_located(const struct kasa_located *located, void *arg)
{
	(void)arg;
	ended.count++;
	ended.device = located->device;
	ended.err = *located->err;
}

static void
on_done(void *arg)
{
	(void)arg;
	ended.done++;
}

/* A house of two addresses: the plug of the home, and one that only announces itself. */
static void
begin(const char *says)
{
	home_begin(&home);
	memset(&ended, 0, sizeof ended);
	fake_herald_start(&herald, kasa_context_loop(home.ctx), INADDR_LOOPBACK + 1, 0);
	fake_herald_say(&herald, says);
}

static void
end(void)
{
	fake_herald_stop(&herald);
	home_end(&home);
}

static void
locate(const struct kasa_want *want, unsigned wait_ms)
{
	static const char *const targets[] = { "127.0.0.1", "127.0.0.2" };
	struct kasa_discover_options options = {
		.targets = targets,
		.target_count = 2,
		.port = home.plug.port,
		.tdp_port = herald.port,
		.wait_ms = wait_ms,
	};

	ck_assert_int_eq(kasa_locate_start(home.ctx, want, 1, &options, 2000, on_located, on_done, NULL, NULL, NULL),
	                 KASA_OK);
	ck_assert_int_eq(kasa_wait(home.ctx, HOME_WAIT_MS), KASA_OK);
	ck_assert_uint_eq(ended.count, 1);
	ck_assert_uint_eq(ended.done, 1);
}

#define LOCKED FAKE_ANNOUNCEMENT("SMART.TAPOPLUG", "KLAP", "80", MAC, "")

START_TEST(a_device_that_cannot_be_read_is_known_by_its_mac_and_its_error_is_the_answer)
{
	begin(LOCKED);
	locate(&(struct kasa_want){ .mac = "aabbccddee77" }, 60000);

	ck_assert_ptr_null(ended.device);
	ck_assert_int_eq(ended.err.code, KASA_EAUTH);
	ck_assert_ptr_nonnull(strstr(ended.err.text, "127.0.0.2"));
	ck_assert_ptr_nonnull(strstr(ended.err.text, "no account"));
	end();
}
END_TEST

START_TEST(an_unsupported_device_that_is_wanted_is_told_as_unsupported)
{
	begin(FAKE_ANNOUNCEMENT("SMART.TAPOPLUG", "AES", "80", MAC, ""));
	locate(&(struct kasa_want){ .mac = MAC }, 60000);

	ck_assert_int_eq(ended.err.code, KASA_ENOTSUP);
	ck_assert_ptr_nonnull(strstr(ended.err.text, "AES transport, firmware 1.3.1"));
	end();
}
END_TEST

START_TEST(a_name_that_nobody_has_may_be_that_of_a_device_that_could_not_be_asked)
{
	begin(LOCKED);
	locate(&(struct kasa_want){ .alias = "Fan" }, 400);

	ck_assert_int_eq(ended.err.code, KASA_ENOTFOUND);
	ck_assert_ptr_nonnull(strstr(ended.err.text, "1 device could not be asked: 127.0.0.2: it announces KLAP"));
	end();
}
END_TEST

START_TEST(a_name_that_is_known_is_found_whoever_else_cannot_be_read)
{
	begin(LOCKED);
	locate(&(struct kasa_want){ .alias = FAKE_ALIAS, .mac = MAC }, 400);

	ck_assert_ptr_nonnull(ended.device);
	ck_assert_str_eq(kasa_device_transport(ended.device), "xor");
	end();
}
END_TEST

START_TEST(a_hint_tells_its_transport_and_language)
{
	struct kasa_want want = {
		.id = FAKE_ID, .hint_host = "127.0.0.1", .hint_transport = "xor", .hint_payload = "iot"
	};

	begin(NULL);
	want.hint_port = home.plug.port;
	locate(&want, 60000);

	ck_assert_ptr_nonnull(ended.device);
	ck_assert_uint_eq(home.plug.probes, 0);
	end();
}
END_TEST

START_TEST(a_hint_of_an_unknown_transport_is_no_hint)
{
	struct kasa_want want = { .id = FAKE_ID, .hint_host = "127.0.0.1", .hint_transport = "carrier pigeon" };

	begin(NULL);
	want.hint_port = home.plug.port;
	locate(&want, 60000);

	ck_assert_ptr_nonnull(ended.device);
	ck_assert_uint_gt(home.plug.probes, 0);
	end();
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_device_that_cannot_be_read_is_known_by_its_mac_and_its_error_is_the_answer,
		an_unsupported_device_that_is_wanted_is_told_as_unsupported,
		a_name_that_nobody_has_may_be_that_of_a_device_that_could_not_be_asked,
		a_name_that_is_known_is_found_whoever_else_cannot_be_read,
		a_hint_tells_its_transport_and_language,
		a_hint_of_an_unknown_transport_is_no_hint,
	};

	return unit_run("api_locate_announced", tests, UNIT_COUNT(tests));
}
