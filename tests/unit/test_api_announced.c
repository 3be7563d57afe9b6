/* Searches on loopback among devices that only announce themselves: what is told of them, and why no more. */
#include "unit/unit.h"

#include <netinet/in.h>

#include "unit/fake_herald.h"
#include "unit/home.h"

#define TAPO "SMART.TAPOPLUG"
#define MAC "AA-BB-CC-DD-EE-77"
#define OWNER "b58996c504c5638798eb6b511e6f49af" /* user@example.com */

static struct home home;
static struct fake_herald herald;

/* What a search told. */
static struct {
	unsigned count, ended;
	char host[16], transport[16], payload[16], alias[KASA_ALIAS_MAX], model[32], mac[18], fw[48], family[32];
	uint16_t port;
	bool announced;
	struct kasa_err err;
	struct kasa_discover_report report;
	struct kasa_discover *search; /* stopped by the first that is found, when not NULL */
} told;

static void
on_found(const struct kasa_found *found, void *arg)
{
	(void)arg;
	ck_assert_uint_eq(told.ended, 0);
	told.count++;
	told.port = found->port;
	told.err = *found->err;
	told.announced = found->announcement != NULL;
	if (found->announcement)
		snprintf(told.family, sizeof told.family, "%s", found->announcement->family);
	snprintf(told.host, sizeof told.host, "%s", found->host);
	snprintf(told.transport, sizeof told.transport, "%s", found->transport);
	snprintf(told.payload, sizeof told.payload, "%s", found->payload);
	snprintf(told.alias, sizeof told.alias, "%s", found->state->alias);
	snprintf(told.model, sizeof told.model, "%s", found->state->model);
	snprintf(told.mac, sizeof told.mac, "%s", found->state->mac);
	snprintf(told.fw, sizeof told.fw, "%s", found->state->fw);
	kasa_discover_stop(told.search);
}

static void
on_end(const struct kasa_discover_report *report, const struct kasa_err *err, void *arg)
{
	(void)arg;
	(void)err;
	told.ended++;
	told.report = *report;
}

static void
begin(const char *says)
{
	home_begin(&home);
	memset(&told, 0, sizeof told);
	fake_herald_start(&herald, kasa_context_loop(home.ctx), INADDR_LOOPBACK, 0);
	fake_herald_say(&herald, says);
}

static void
end(void)
{
	fake_herald_stop(&herald);
	home_end(&home);
}

static struct kasa_discover_options
options(void)
{
	static const char *const here[] = { "127.0.0.1" };

	return (struct kasa_discover_options){
		.targets = here,
		.target_count = 1,
		.port = home.plug.port,
		.tdp_port = herald.port,
		.timeout_ms = 500,
		.wait_ms = 10000,
	};
}

static void
search_with(const struct kasa_discover_options *opts)
{
	ck_assert_int_eq(kasa_discover_start(home.ctx, opts, on_found, on_end, NULL, NULL, NULL), KASA_OK);
	ck_assert_int_eq(kasa_wait(home.ctx, HOME_WAIT_MS), KASA_OK);
	ck_assert_uint_eq(told.ended, 1);
}

/* The plug is silent: the device only announces itself. */
static void
search(void)
{
	struct kasa_discover_options opts = options();

	home.plug.no_udp = true;
	search_with(&opts);
	ck_assert_uint_eq(told.count, 1);
	ck_assert_str_eq(told.host, "127.0.0.1");
	ck_assert(told.announced);
}

static void
log_in_as(const char *user)
{
	struct kasa_credentials account;

	kasa_credentials_derive(&account, user, "secret");
	ck_assert_int_eq(kasa_context_add_credentials(home.ctx, &account), KASA_OK);
}

START_TEST(a_device_of_an_unsupported_transport_is_told_with_it_and_its_firmware)
{
	begin(FAKE_ANNOUNCEMENT(TAPO, "AES", "80", MAC, ""));
	search();

	ck_assert_str_eq(told.transport, "aes");
	ck_assert_str_eq(told.payload, "smart");
	ck_assert_uint_eq(told.port, 80);
	ck_assert_str_eq(told.model, "P110(EU)");
	ck_assert_str_eq(told.mac, "AA:BB:CC:DD:EE:77");
	ck_assert_str_eq(told.family, TAPO);
	ck_assert_int_eq(told.err.code, KASA_ENOTSUP);
	ck_assert_str_eq(told.err.text, "not supported yet: AES transport, firmware 1.3.1");
	ck_assert_uint_eq(told.report.found, 1);
	end();
}
END_TEST

START_TEST(a_camera_is_told_as_one)
{
	begin(FAKE_ANNOUNCEMENT("SMART.IPCAMERA", "AES", "443", MAC, ""));
	search();

	ck_assert_str_eq(told.transport, "ssl-aes");
	ck_assert_int_eq(told.err.code, KASA_ENOTSUP);
	ck_assert_ptr_nonnull(strstr(told.err.text, "camera"));
	end();
}
END_TEST

START_TEST(without_an_account_nobody_is_asked)
{
	begin(FAKE_ANNOUNCEMENT(TAPO, "KLAP", "1", MAC, ""));
	search();

	ck_assert_str_eq(told.transport, "klap2");
	ck_assert_int_eq(told.err.code, KASA_EAUTH);
	ck_assert_str_eq(told.err.text, "it announces KLAP on port 1, firmware 1.3.1: no account to log in with");
	end();
}
END_TEST

START_TEST(a_device_that_is_not_set_up_is_told_so)
{
	begin(FAKE_ANNOUNCEMENT(TAPO, "KLAP", "1", MAC, "\"factory_default\":true,"));
	search();

	ck_assert_int_eq(told.err.code, KASA_EAUTH);
	ck_assert_ptr_nonnull(strstr(told.err.text, "not set up"));
	end();
}
END_TEST

START_TEST(where_nobody_listens_as_announced_port_and_firmware_are_told)
{
	begin(FAKE_ANNOUNCEMENT(TAPO, "KLAP", "1", MAC, ""));
	log_in_as("user@example.com");
	search();

	ck_assert_int_eq(told.err.code, KASA_EREFUSED);
	ck_assert_ptr_nonnull(strstr(told.err.text, "KLAP on port 1, firmware 1.3.1"));
	end();
}
END_TEST

START_TEST(tpap_without_klap_is_not_supported_and_the_switch_in_the_app_is_named)
{
	begin(FAKE_ANNOUNCEMENT(TAPO, "TPAP", "1", MAC, ""));
	log_in_as("user@example.com");
	search();

	ck_assert_str_eq(told.transport, "tpap");
	ck_assert_int_eq(told.err.code, KASA_ENOTSUP);
	ck_assert_ptr_nonnull(strstr(told.err.text, "Third-Party Compatibility"));
	end();
}
END_TEST

START_TEST(who_wants_announcements_alone_gets_them_and_nobody_is_asked)
{
	struct kasa_discover_options opts;

	begin(FAKE_ANNOUNCEMENT(TAPO, "KLAP", "1", MAC, ""));
	log_in_as("user@example.com");
	home.plug.no_udp = true;
	opts = options();
	opts.announced_only = true;
	search_with(&opts);

	ck_assert_uint_eq(told.count, 1);
	ck_assert_int_eq(told.err.code, KASA_OK);
	ck_assert_str_eq(told.transport, "klap2");
	end();
}
END_TEST

/* One device that answers both ways. */
static void
search_both(const char *says)
{
	struct kasa_discover_options opts;

	begin(says);
	opts = options();
	log_in_as("user@example.com");
	search_with(&opts);
	ck_assert_uint_eq(told.count, 1);
	ck_assert_str_eq(told.alias, FAKE_ALIAS);
	ck_assert_str_eq(told.model, "HS110(EU)");
	ck_assert_int_eq(told.err.code, KASA_OK);
	ck_assert_str_eq(told.payload, "iot");
	ck_assert_uint_eq(told.report.found, 1);
	end();
}

#define KASA "IOT.SMARTPLUGSWITCH"

START_TEST(a_device_that_answers_both_ways_is_one_and_its_announcement_decides)
{
	search_both(FAKE_ANNOUNCEMENT(KASA, "KLAP", "8080", "AA-BB-CC-DD-EE-01", "\"owner\":\"" OWNER "\","));

	ck_assert(told.announced);
	ck_assert_str_eq(told.transport, "klap2");
	ck_assert_uint_eq(told.port, 8080);
}
END_TEST

START_TEST(a_device_that_answers_both_ways_is_spoken_to_by_xor_where_it_announces_what_is_not_to_be_had)
{
	search_both(FAKE_ANNOUNCEMENT(KASA, "AES", "8080", "AA-BB-CC-DD-EE-01", ""));
	ck_assert_str_eq(told.transport, "xor");

	search_both(FAKE_ANNOUNCEMENT(KASA, "TPAP", "8080", "AA-BB-CC-DD-EE-01", ""));
	ck_assert_str_eq(told.transport, "xor");

	/* of another account */
	search_both(FAKE_ANNOUNCEMENT(KASA, "KLAP", "8080", "AA-BB-CC-DD-EE-01",
	                              "\"owner\":\"0123456789ABCDEF0123456789ABCDEF\","));
	ck_assert_str_eq(told.transport, "xor");
	ck_assert(told.announced);
}
END_TEST

START_TEST(who_names_the_port_of_xor_alone_asks_for_no_announcements)
{
	struct kasa_discover_options opts;

	begin(FAKE_ANNOUNCEMENT(TAPO, "KLAP", "1", MAC, ""));
	opts = options();
	opts.tdp_port = 0;
	search_with(&opts);

	ck_assert_uint_eq(herald.asked, 0);
	ck_assert_uint_eq(told.report.sent, 1);
	ck_assert_str_eq(told.transport, "xor");
	end();
}
END_TEST

START_TEST(a_search_may_be_stopped_while_devices_are_asked)
{
	struct kasa_discover_options opts;
	struct kasa_discover *search = NULL;

	begin(FAKE_ANNOUNCEMENT(TAPO, "KLAP", "1", MAC, ""));
	log_in_as("user@example.com");
	home.plug.no_udp = true;
	opts = options();
	ck_assert_int_eq(kasa_discover_start(home.ctx, &opts, on_found, on_end, NULL, &told.search, NULL), KASA_OK);
	ck_assert_int_eq(kasa_wait(home.ctx, HOME_WAIT_MS), KASA_OK);
	ck_assert_uint_eq(told.count, 1);
	ck_assert_uint_eq(told.ended, 0);

	ck_assert_int_eq(kasa_discover_start(home.ctx, &opts, on_found, on_end, NULL, &search, NULL), KASA_OK);
	end(); /* the context ends it */
	ck_assert_uint_eq(told.count, 1);
}
END_TEST

/* A street of devices that announce themselves, and listen to nobody. */
static struct fake_herald heralds[40];

static void
begin_street(struct kasa_discover_options *opts)
{
	static const char *const range[] = { "127.0.1.0/26" };
	char says[512];

	begin(NULL);
	*opts = options();
	opts->targets = range;
	opts->wait_ms = 300;
	opts->timeout_ms = 100;
	log_in_as("user@example.com");
	for (uint32_t i = 0; i < UNIT_COUNT(heralds); i++) {
		snprintf(says, sizeof says, FAKE_ANNOUNCEMENT(TAPO, "KLAP", "1", "02-00-00-00-00-%02X", ""), i + 1);
		fake_herald_start(&heralds[i], kasa_context_loop(home.ctx), INADDR_LOOPBACK + 256 + i, herald.port);
		fake_herald_say(&heralds[i], says);
	}
}

static void
end_street(void)
{
	for (size_t i = 0; i < UNIT_COUNT(heralds); i++)
		fake_herald_stop(&heralds[i]);
	end();
}

START_TEST(many_are_asked_a_few_at_a_time_and_all_are_told)
{
	struct kasa_discover_options opts;

	begin_street(&opts);
	search_with(&opts);

	ck_assert_uint_eq(told.count, UNIT_COUNT(heralds));
	ck_assert_uint_eq(told.report.found, UNIT_COUNT(heralds));
	end_street();
}
END_TEST

START_TEST(a_search_that_was_stopped_tells_none_of_the_many_that_are_being_asked)
{
	struct kasa_discover_options opts;

	begin_street(&opts);
	ck_assert_int_eq(kasa_discover_start(home.ctx, &opts, on_found, on_end, NULL, &told.search, NULL), KASA_OK);
	ck_assert_int_eq(kasa_wait(home.ctx, HOME_WAIT_MS), KASA_OK);

	ck_assert_uint_eq(told.count, 1);
	ck_assert_uint_eq(told.ended, 0);
	end_street();
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_device_of_an_unsupported_transport_is_told_with_it_and_its_firmware,
		a_camera_is_told_as_one,
		without_an_account_nobody_is_asked,
		a_device_that_is_not_set_up_is_told_so,
		where_nobody_listens_as_announced_port_and_firmware_are_told,
		tpap_without_klap_is_not_supported_and_the_switch_in_the_app_is_named,
		who_wants_announcements_alone_gets_them_and_nobody_is_asked,
		a_device_that_answers_both_ways_is_one_and_its_announcement_decides,
		a_device_that_answers_both_ways_is_spoken_to_by_xor_where_it_announces_what_is_not_to_be_had,
		who_names_the_port_of_xor_alone_asks_for_no_announcements,
		a_search_may_be_stopped_while_devices_are_asked,
		many_are_asked_a_few_at_a_time_and_all_are_told,
		a_search_that_was_stopped_tells_none_of_the_many_that_are_being_asked,
	};

	return unit_run("api_announced", tests, UNIT_COUNT(tests));
}
