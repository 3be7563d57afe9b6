/* What is no broker, or an old one: the sentences that people get, the time it takes, and the processor that it does not. */
#include "unit/unit.h"

#include <sys/resource.h>

#include "bridge/clock.h"
#include "unit/bridge_client.h"
#include "unit/fake_broker.h"

static struct fake_broker server;
static struct client bridge;

static void
begin(enum fake_broker_way way)
{
	fake_broker_start(&server, way);
	client_init(&bridge, server.port, "bridge");
}

static void
end(void)
{
	ck_assert_double_le(client_worst_gap(), 500.);
	client_close(&bridge);
	fake_broker_stop(&server);
}

static double
cpu_s(void)
{
	struct rusage usage;

	getrusage(RUSAGE_SELF, &usage);
	return (double)usage.ru_utime.tv_sec + (double)usage.ru_stime.tv_sec
	       + (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

START_TEST(silence_is_given_up_after_ten_seconds_with_tls_and_without)
{
	static struct client secure;
	uint64_t began = clock_ms();

	begin(FAKE_BROKER_SILENT);
	client_init(&secure, server.port, "secure");
	secure.config.tls = true;
	client_open(&bridge, "in/#", NULL);
	client_open(&secure, "in/#", NULL);
	client_until(&bridge.downs, 1, 12000);
	ck_assert_uint_ge(clock_ms() - began, 9900);
	client_until(&secure.downs, 1, 2000);
	ck_assert_ptr_nonnull(strstr(bridge.why, "says nothing"));
	ck_assert_ptr_nonnull(strstr(secure.why, "says nothing"));
	ck_assert_double_le(cpu_s(), 3.);
	client_close(&secure);
	end();
}
END_TEST

START_TEST(a_broker_that_closes_at_once_is_tried_with_both_versions)
{
	begin(FAKE_BROKER_CLOSES);
	client_open(&bridge, "in/#", NULL);
	client_until(&bridge.downs, 1, 2000);
	ck_assert_ptr_nonnull(strstr(bridge.why, "closes the connection without an answer"));
	client_turn(1000);
	ck_assert_uint_eq(bridge.downs, 1);
	ck_assert_uint_le(atomic_load(&server.accepted), 40);
	end();
}
END_TEST

START_TEST(a_tls_handshake_that_is_cut_off_does_not_spin)
{
	double before;

	begin(FAKE_BROKER_CLOSES);
	bridge.config.tls = true;
	client_open(&bridge, "in/#", NULL);
	client_until(&bridge.downs, 1, 5000);
	before = cpu_s();
	client_turn(1000);
	ck_assert_double_le(cpu_s() - before, 0.9);
	end();
}
END_TEST

START_TEST(tls_to_a_port_that_nobody_listens_at_does_not_spin)
{
	double before;

	begin(FAKE_BROKER_CLOSES);
	fake_broker_stop(&server);
	bridge.config.tls = true;
	client_open(&bridge, "in/#", NULL);
	client_until(&bridge.downs, 1, 5000);
	ck_assert_msg(strstr(bridge.why, "no broker listens"), "%s", bridge.why);
	before = cpu_s();
	client_turn(1000);
	ck_assert_double_le(cpu_s() - before, 0.9);
	client_close(&bridge);
}
END_TEST

START_TEST(tls_with_what_speaks_none_is_told_so)
{
	begin(FAKE_BROKER_GARBAGE);
	bridge.config.tls = true;
	client_open(&bridge, "in/#", NULL);
	client_until(&bridge.downs, 1, 5000);
	ck_assert_str_eq(bridge.why, "TLS: what answers there speaks no TLS");
	end();
}
END_TEST

START_TEST(what_is_no_mqtt_is_told_so)
{
	begin(FAKE_BROKER_MUMBLES);
	client_open(&bridge, "in/#", NULL);
	client_until(&bridge.downs, 1, 5000);
	ck_assert_msg(strstr(bridge.why, "not MQTT"), "%s", bridge.why);
	end();
}
END_TEST

START_TEST(a_broker_that_knows_3_1_1_only_is_spoken_to_in_it)
{
	struct broker_status status;

	begin(FAKE_BROKER_OLD);
	client_open(&bridge, "in/#", NULL);
	client_until(&bridge.ups, 1, 2000);
	ck_assert_uint_eq(bridge.downs, 0);
	broker_status(bridge.broker, &status);
	ck_assert_int_eq(status.version, 4);
	ck_assert_uint_eq(atomic_load(&server.accepted), 2);
	end();
}
END_TEST

START_TEST(an_old_broker_is_refused_where_5_was_asked_for)
{
	begin(FAKE_BROKER_OLD);
	bridge.config.version = CONFIG_VERSION_5;
	client_open(&bridge, "in/#", NULL);
	client_until(&bridge.downs, 1, 2000);
	ck_assert_ptr_nonnull(strstr(bridge.why, "version of MQTT"));
	end();
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		silence_is_given_up_after_ten_seconds_with_tls_and_without,
		a_broker_that_closes_at_once_is_tried_with_both_versions,
		a_tls_handshake_that_is_cut_off_does_not_spin,
		tls_to_a_port_that_nobody_listens_at_does_not_spin,
		tls_with_what_speaks_none_is_told_so,
		what_is_no_mqtt_is_told_so,
		a_broker_that_knows_3_1_1_only_is_spoken_to_in_it,
		an_old_broker_is_refused_where_5_was_asked_for,
	};

	return unit_run("bridge broker, odd ones", tests, UNIT_COUNT(tests));
}
