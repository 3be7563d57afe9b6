/* A device that refuses the transport that was tried is asked by UDP what it speaks. */
#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include "unit/unit.h"

#include "unit/fake_herald.h"
#include "unit/home.h"

enum {
	NOBODY = 1, /* no port of a plug; nothing listens on it */
};

static struct home home;

/* Somebody who hears the question and says nothing; its port goes to @p port. */
static int
listen_mute(uint16_t *port)
{
	struct sockaddr_in at = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t len = sizeof at;
	int fd = socket(AF_INET, SOCK_DGRAM, 0);

	ck_assert_int_eq(bind(fd, (struct sockaddr *)&at, sizeof at), 0);
	ck_assert_int_eq(getsockname(fd, (struct sockaddr *)&at, &len), 0);
	*port = ntohs(at.sin_port);
	return fd;
}

/* A handle on a port where nobody listens, which may ask on another. */
static void
open_refused(uint16_t tdp_port)
{
	const struct kasa_device_options options = { .host = "127.0.0.1", .port = NOBODY, .tdp_port = tdp_port };
	struct kasa_err err;

	ck_assert_int_eq(kasa_device_open(home.ctx, &options, &home.dev, &err), KASA_OK);
	ck_assert_int_eq(kasa_device_refresh(home.dev, home_done, &home.told), KASA_OK);
}

static bool
hears(int fd)
{
	char question[64];

	return recv(fd, question, sizeof question, MSG_DONTWAIT) > 0;
}

START_TEST(a_refusal_stays_one_where_nothing_is_announced)
{
	uint16_t port;
	int fd;

	home_begin(&home);
	fd = listen_mute(&port);
	open_refused(port);
	home_expect(&home, 1, KASA_EREFUSED);

	ck_assert_ptr_nonnull(strstr(home.told.err.text, "refused"));
	ck_assert_ptr_nonnull(strstr(home.told.err.text, "announced nothing"));
	ck_assert(hears(fd));
	close(fd);
	home_end(&home);
}
END_TEST

/* The plug is gone; something at its address announces itself. */
static void
refuse_and_announce(const char *announcement, int code)
{
	struct fake_herald herald;

	home_begin(&home);
	fake_herald_start(&herald, kasa_context_loop(home.ctx), INADDR_LOOPBACK, 0);
	fake_herald_say(&herald, announcement);
	open_refused(herald.port);
	home_expect(&home, 1, code);
	ck_assert_uint_gt(herald.asked, 0);
	fake_herald_stop(&herald);
}

START_TEST(what_is_announced_and_not_supported_is_told)
{
	refuse_and_announce(FAKE_ANNOUNCEMENT("SMART.TAPOPLUG", "AES", "2", FAKE_MAC, ""), KASA_ENOTSUP);
	ck_assert_str_eq(home.told.err.text, "not supported yet: AES transport, firmware 1.3.1");
	ck_assert_str_eq(kasa_device_transport(home.dev), "xor");
	home_end(&home);
}
END_TEST

START_TEST(what_fails_as_announced_is_told_with_how_it_was_and_the_firmware)
{
	refuse_and_announce(FAKE_ANNOUNCEMENT("SMART.TAPOPLUG", "KLAP", "2", FAKE_MAC, ""), KASA_EREFUSED);
	ck_assert_str_eq(home.told.err.text, "it announces KLAP on port 2, firmware 1.3.1: connection refused");
	home_end(&home);
}
END_TEST

#define OWNED "\"owner\":\"0123456789ABCDEF0123456789ABCDEF\","

/* Whose it is matters to who has an account. */
START_TEST(without_an_account_nothing_is_said_of_others)
{
	struct fake_herald herald;
	char says[512];

	home_begin(&home);
	fake_herald_start(&herald, kasa_context_loop(home.ctx), INADDR_LOOPBACK, 0);
	snprintf(says, sizeof says, FAKE_ANNOUNCEMENT("SMART.TAPOPLUG", "KLAP", "%u", FAKE_MAC, OWNED),
	         (unsigned)home.plug.port);
	fake_herald_say(&herald, says);
	open_refused(herald.port);
	home_expect(&home, 1, KASA_EAUTH);

	ck_assert_ptr_nonnull(strstr(home.told.err.text, "needs the account"));
	ck_assert_ptr_null(strstr(home.told.err.text, "another account"));
	fake_herald_stop(&herald);
	home_end(&home);
}
END_TEST

START_TEST(of_those_that_announce_tpap_klap_is_tried)
{
	refuse_and_announce(FAKE_ANNOUNCEMENT("SMART.TAPOPLUG", "TPAP", "2", FAKE_MAC, ""), KASA_ENOTSUP);
	ck_assert_ptr_nonnull(strstr(home.told.err.text, "not supported yet: TPAP, firmware 1.3.1"));
	ck_assert_ptr_nonnull(strstr(home.told.err.text, "Third-Party Compatibility"));
	ck_assert_str_eq(kasa_device_transport(home.dev), "klap2");
	ck_assert_str_eq(kasa_device_payload(home.dev), "smart");
	ck_assert_uint_eq(kasa_device_port(home.dev), 2);
	home_end(&home);
}
END_TEST

START_TEST(a_port_that_was_chosen_is_not_asked_about)
{
	const struct kasa_device_options options = { .host = "127.0.0.1", .port = NOBODY };
	struct kasa_err err;

	home_begin(&home);
	ck_assert_int_eq(kasa_device_open(home.ctx, &options, &home.dev, &err), KASA_OK);
	ck_assert_int_eq(kasa_device_refresh(home.dev, home_done, &home.told), KASA_OK);
	home_expect(&home, 1, KASA_EREFUSED);

	ck_assert_ptr_null(strstr(home.told.err.text, "announced"));
	home_end(&home);
}
END_TEST

START_TEST(cancelling_while_it_is_asked_tells_the_call_once)
{
	uint16_t port;
	int fd;

	home_begin(&home);
	fd = listen_mute(&port);
	open_refused(port);
	while (!hears(fd))
		ev_run(kasa_context_loop(home.ctx), EVRUN_ONCE);
	kasa_device_cancel(home.dev);

	home_expect(&home, 1, KASA_ECANCELED);
	close(fd);
	home_end(&home);
}
END_TEST

START_TEST(freeing_the_context_while_it_is_asked_tells_the_call_once)
{
	uint16_t port;
	int fd;

	home_begin(&home);
	fd = listen_mute(&port);
	open_refused(port);
	while (!hears(fd))
		ev_run(kasa_context_loop(home.ctx), EVRUN_ONCE);
	fake_plug_stop(&home.plug);
	kasa_context_free(home.ctx);

	ck_assert_uint_eq(home.told.count, 1);
	ck_assert_int_eq(home.told.err.code, KASA_ECANCELED);
	close(fd);
}
END_TEST

START_TEST(words_that_mean_nothing_are_refused)
{
	static const struct kasa_device_options wrong[] = {
		{ .host = "127.0.0.1", .transport = "smoke" },
		{ .host = "127.0.0.1", .payload = "signals" },
		{ .host = "tree.local" },
	};
	struct kasa_device *dev = NULL;
	struct kasa_err err;

	home_begin(&home);
	for (size_t i = 0; i < UNIT_COUNT(wrong); i++) {
		ck_assert_int_eq(kasa_device_open(home.ctx, &wrong[i], &dev, &err), KASA_EINVAL);
		ck_assert(err.text[0] != '\0');
	}
	ck_assert_ptr_null(dev);
	home_end(&home);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_refusal_stays_one_where_nothing_is_announced,
		what_is_announced_and_not_supported_is_told,
		what_fails_as_announced_is_told_with_how_it_was_and_the_firmware,
		without_an_account_nothing_is_said_of_others,
		of_those_that_announce_tpap_klap_is_tried,
		a_port_that_was_chosen_is_not_asked_about,
		cancelling_while_it_is_asked_tells_the_call_once,
		freeing_the_context_while_it_is_asked_tells_the_call_once,
		words_that_mean_nothing_are_refused,
	};

	return unit_run("api_approach", tests, UNIT_COUNT(tests));
}
