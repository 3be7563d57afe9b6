/* The connection to a real mosquitto: messages both ways, brokers that die, hang or refuse, and the loop that never waits. */
#include "unit/unit.h"

#include <signal.h>
#include <time.h>

#include "bridge/clock.h"
#include "bridge/log.h"
#include "unit/bridge_client.h"
#include "unit/real_broker.h"

enum {
	/* The loop is promised to go on within 50 ms. What would break that blocks for a second or ten; what is below this
	 * is other work of the machine, as tests run side by side. */
	GAP_MS = 400,
};

static struct real_broker server;
static struct client bridge, peer;

/* A broker with this configuration, "" for the usual one, and files that the command makes first. */
static void
begin_with(const char *config, const char *command)
{
	real_broker_prepare(&server, config);
	real_broker_shell(&server, command);
	real_broker_start(&server);
	client_init(&bridge, server.port, "bridge");
	client_init(&peer, server.port, "peer");
}

static void
begin(const char *config)
{
	begin_with(config, "true");
}

/* Both connected: the bridge hears commands, the peer all that is said under "out". */
static void
both_up(void)
{
	client_open(&bridge, "in/#", NULL);
	client_open(&peer, "out/#", NULL);
	client_until(&bridge.ups, 1, 5000);
	client_until(&peer.ups, 1, 5000);
}

static void
end(void)
{
	ck_assert_double_le(client_worst_gap(), GAP_MS);
	client_close(&bridge);
	if (peer.broker)
		client_close(&peer);
	real_broker_finish(&server);
}

START_TEST(messages_go_both_ways_as_they_are)
{
	const struct broker_message binary = { .topic = "in/b", .payload = "a\0b", .length = 3 };
	begin("");
	both_up();

	ck_assert(client_say(&bridge, "out/a", "hello", 1, false));
	client_until(&peer.messages, 1, 2000);
	ck_assert_str_eq(client_heard(&peer, 0)->topic, "out/a");
	ck_assert_str_eq((const char *)client_heard(&peer, 0)->payload, "hello");
	ck_assert_int_eq(client_heard(&peer, 0)->qos, 1);
	ck_assert(broker_publish(peer.broker, &binary));
	client_until(&bridge.messages, 1, 2000);
	ck_assert_uint_eq(client_heard(&bridge, 0)->length, 3);
	ck_assert_mem_eq(client_heard(&bridge, 0)->payload, "a\0b", 3);
	ck_assert_int_eq(client_heard(&bridge, 0)->qos, 0);
	end();
}
END_TEST

START_TEST(an_empty_message_is_a_message)
{
	begin("");
	both_up();
	ck_assert(client_say(&peer, "in/empty", "", 1, false));
	client_until(&bridge.messages, 1, 2000);
	ck_assert_uint_eq(client_heard(&bridge, 0)->length, 0);
	end();
}
END_TEST

START_TEST(the_status_tells_version_and_counts)
{
	struct broker_status status;

	begin("");
	both_up();
	ck_assert(client_say(&bridge, "out/a", "1", 1, false));
	ck_assert(client_say(&peer, "in/a", "2", 1, false));
	client_until(&bridge.messages, 1, 2000);
	client_until_drained(&bridge, 2000);

	broker_status(bridge.broker, &status);
	ck_assert(status.up);
	ck_assert_int_eq(status.version, 5);
	ck_assert_uint_eq(status.published, 1);
	ck_assert_uint_eq(status.received, 1);
	ck_assert_uint_eq(status.dropped, 0);
	ck_assert_uint_eq(status.reconnects, 0);
	ck_assert_str_eq(status.why, "");
	ck_assert_uint_gt(broker_room(bridge.broker), 500);
	end();
}
END_TEST

START_TEST(a_retained_message_says_so_and_a_fresh_one_to_a_retaining_sender_too)
{
	begin("");
	both_up();
	ck_assert(client_say(&peer, "in/kept", "old", 1, true));
	client_until(&bridge.messages, 1, 2000);
	ck_assert_msg(client_heard(&bridge, 0)->retain, "the flag is as it was published");
	client_close(&bridge);
	client_init(&bridge, server.port, "bridge");

	client_open(&bridge, "in/#", NULL);
	client_until(&bridge.messages, 1, 5000);
	ck_assert(client_heard(&bridge, 0)->retain);
	end();
}
END_TEST

START_TEST(where_to_answer_comes_with_a_request)
{
	const struct broker_message request = {
		.topic = "in/request",
		.payload = "{}",
		.length = 2,
		.qos = 1,
		.response_topic = "out/answer",
		.correlation = "\x01\0\x02",
		.correlation_length = 3,
		.expiry_s = 60,
	};
	const struct heard *heard;

	begin("");
	both_up();
	ck_assert(broker_publish(peer.broker, &request));
	client_until(&bridge.messages, 1, 2000);
	heard = client_heard(&bridge, 0);
	ck_assert_str_eq(heard->response, "out/answer");
	ck_assert_uint_eq(heard->correlation_length, 3);
	ck_assert_mem_eq(heard->correlation, "\x01\0\x02", 3);
	ck_assert_uint_ge(heard->expiry_s, 58);
	ck_assert_uint_le(heard->expiry_s, 60);
	end();
}
END_TEST

START_TEST(version_3_1_1_works_as_well)
{
	struct broker_status status;

	begin("");
	bridge.config.version = CONFIG_VERSION_311;
	both_up();
	ck_assert(client_say(&peer, "in/a", "2", 1, false));
	client_until(&bridge.messages, 1, 2000);
	ck_assert(client_say(&bridge, "out/a", "1", 1, false));
	client_until(&peer.messages, 1, 2000);
	broker_status(bridge.broker, &status);
	ck_assert_int_eq(status.version, 4);
	end();
}
END_TEST

START_TEST(the_largest_message_passes_and_a_larger_one_is_dropped)
{
	static char bytes[BROKER_PUBLISH_MAX + 1];
	struct broker_message message = {
		.topic = "out/big", .payload = bytes, .length = BROKER_PAYLOAD_MAX, .qos = 1
	};
	struct broker_status status;

	begin("");
	both_up();
	memset(bytes, 'x', sizeof bytes);
	ck_assert(broker_publish(bridge.broker, &message));
	client_until(&peer.messages, 1, 5000);
	ck_assert_uint_eq(client_heard(&peer, 0)->length, BROKER_PAYLOAD_MAX);

	message.length = sizeof bytes;
	ck_assert(broker_publish(bridge.broker, &message));
	broker_status(bridge.broker, &status);
	ck_assert_uint_eq(status.dropped, 1);
	end();
}
END_TEST

START_TEST(what_others_send_too_large_is_dropped_and_counted)
{
	struct broker_status status;

	begin("");
	both_up();
	real_broker_shell(&server, "head -c 70000 /dev/zero >big && head -c 2000000 /dev/zero >huge");
	{
		char command[256];

		snprintf(
			command, sizeof command,
			"mosquitto_pub -p %u -t in/big -f big && mosquitto_pub -p %u -t in/huge -f huge && mosquitto_pub -p %u -t "
			"in/small -m x",
			server.port, server.port, server.port);
		real_broker_shell(&server, command);
	}
	client_until(&bridge.messages, 1, 5000);
	ck_assert_str_eq(client_heard(&bridge, 0)->topic, "in/small");
	broker_status(bridge.broker, &status);
	/* The huge one was not even sent by the broker, that was told how much we take. */
	ck_assert_uint_eq(status.dropped, 1);
	end();
}
END_TEST

START_TEST(filters_can_be_added_and_removed_while_connected)
{
	begin("");
	both_up();
	ck_assert_int_eq(broker_subscribe(bridge.broker, "more/#", 1), 0);
	broker_unsubscribe(bridge.broker, "in/#");
	/* The order of one connection: both are done when this comes back. */
	ck_assert_int_eq(broker_subscribe(bridge.broker, "mine", 1), 0);
	ck_assert(client_say(&bridge, "mine", "x", 1, false));
	client_until(&bridge.messages, 1, 2000);

	ck_assert(client_say(&peer, "in/a", "no", 1, false));
	ck_assert(client_say(&peer, "more/a", "yes", 1, false));
	client_until(&bridge.messages, 2, 2000);
	ck_assert_str_eq(client_heard(&bridge, 0)->topic, "more/a");
	end();
}
END_TEST

START_TEST(a_full_queue_refuses_and_tells_when_there_is_room)
{
	unsigned said = 0;

	begin("");
	both_up();
	while (said < 100000 && client_say(&bridge, "out/x", "0123456789", 1, false))
		said++;
	ck_assert_uint_lt(said, 100000);
	ck_assert_uint_ge(said, BROKER_OUT_MESSAGES);
	ck_assert(!broker_drained(bridge.broker));
	client_until(&bridge.rooms, 1, 5000);
	client_until_drained(&bridge, 10000);
	client_until(&peer.messages, said, 10000);
	end();
}
END_TEST

START_TEST(who_keeps_a_reserve_hears_of_room_too)
{
	begin("");
	both_up();
	while (broker_room(bridge.broker) > 100)
		ck_assert(client_say(&bridge, "out/x", "0123456789", 1, false));
	/* The queue may have been half empty once while it was filled: that is told, and what comes after it anew. */
	while (broker_room(bridge.broker) < BROKER_OUT_MESSAGES / 2)
		client_until(&bridge.rooms, bridge.rooms + 1, 5000);
	client_until_drained(&bridge, 10000);
	end();
}
END_TEST

START_TEST(a_flood_of_commands_is_read_as_fast_as_the_loop_can_and_no_faster)
{
	unsigned said = 0;

	begin("max_queued_messages 0\nallow_anonymous true");
	both_up();
	while (said < 20000) {
		if (client_say(&peer, "in/flood", "0123456789", 0, false))
			said++;
		else
			client_turn(1);
	}
	client_until(&bridge.messages, said, 20000);
	end();
}
END_TEST

START_TEST(a_broker_that_is_killed_and_comes_back_is_found_within_two_seconds)
{
	begin("");
	both_up();
	for (unsigned i = 1; i <= 10; i++) {
		uint64_t back;

		real_broker_kill(&server);
		client_until(&bridge.down, 1, 1000);
		ck_assert(!client_say(&bridge, "out/x", "lost", 0, false));
		real_broker_start(&server);
		back = clock_ms();
		client_until(&bridge.ups, i + 1, 2000);
		client_until(&peer.ups, i + 1, 2000);
		printf("found after %u ms\n", (unsigned)(clock_ms() - back));
		ck_assert(client_say(&bridge, "out/x", "again", 1, false));
		client_until(&peer.messages, i, 2000);
	}
	/* Each time that it broke, and that nobody listens then. */
	ck_assert_uint_ge(bridge.downs, 10);
	ck_assert_uint_le(bridge.downs, 30);
	end();
}
END_TEST

START_TEST(a_broker_that_comes_late_is_found_and_its_absence_is_told_once)
{
	begin("");
	real_broker_kill(&server);
	client_open(&bridge, "in/#", NULL);
	client_until(&bridge.downs, 1, 1000);
	ck_assert_ptr_nonnull(strstr(bridge.why, "no broker listens at 127.0.0.1"));
	client_turn(2500);
	ck_assert_uint_eq(bridge.downs, 1);

	real_broker_start(&server);
	client_until(&bridge.ups, 1, 2000);
	end();
}
END_TEST

START_TEST(a_name_with_several_addresses_is_tried_at_each)
{
	static char name[] = "localhost"; /* ::1 too, where nobody listens */

	begin("");
	bridge.config.host = name;
	client_open(&bridge, "in/#", NULL);
	client_until(&bridge.ups, 1, 2000);
	end();
}
END_TEST

START_TEST(a_wrong_password_is_told_once_and_not_tried_again_soon)
{
	static char user[] = "kasa";

	begin_with("password_file pw\nallow_anonymous false", "mosquitto_passwd -b -c pw kasa right");
	bridge.config.username = user;
	client_open(&bridge, "in/#", "wrong");
	client_until(&bridge.downs, 1, 2000);
	ck_assert_ptr_nonnull(strstr(bridge.why, "password"));
	client_turn(1000);
	ck_assert_uint_eq(bridge.downs, 1);
	real_broker_shell(&server, "test $(grep -c 'as bridge' log) -le 1");

	peer.config.username = user;
	client_open(&peer, NULL, "right");
	client_until(&peer.ups, 1, 2000);
	end();
}
END_TEST

START_TEST(a_broker_that_hangs_is_given_up_and_found_again)
{
	begin("");
	bridge.config.keepalive_s = 5;
	client_open(&bridge, "in/#", NULL);
	client_until(&bridge.ups, 1, 2000);
	kill(server.pid, SIGSTOP);
	client_until(&bridge.downs, 1, 10000);
	kill(server.pid, SIGCONT);
	client_until(&bridge.ups, 2, 10000);
	end();
}
END_TEST

static unsigned warnings;

static void
count_twins(enum kasa_log_level level, const char *line, void *arg)
{
	(void)arg;
	if (level == KASA_LOG_WARNING && strstr(line, "another client uses the client id twin"))
		warnings++;
}

START_TEST(two_clients_with_one_id_do_not_fight_for_ever)
{
	begin("");
	free(bridge.config.client_id);
	free(peer.config.client_id);
	bridge.config.client_id = strdup("twin");
	peer.config.client_id = strdup("twin");
	log_tap(count_twins, NULL);
	client_open(&bridge, "in/#", NULL);
	client_open(&peer, "in/#", NULL);
	client_turn(2000);

	ck_assert_uint_le(bridge.ups, 6);
	ck_assert_uint_le(peer.ups, 6);
	ck_assert_uint_ge(warnings, 1);
	ck_assert_uint_le(warnings, 2);
	end();
}
END_TEST

START_TEST(the_end_sends_what_is_queued_and_no_will)
{
	begin("");
	both_up();
	ck_assert_int_eq(broker_subscribe(peer.broker, "will", 1), 0);
	for (unsigned i = 0; i < 500; i++)
		ck_assert(client_say(&bridge, "out/last", "x", 1, false));
	broker_free(bridge.broker, 5000);
	bridge.broker = NULL;
	client_until(&peer.messages, 500, 5000);
	client_turn(300);
	ck_assert_uint_eq(peer.messages, 500);
	end();
}
END_TEST

START_TEST(an_end_does_not_wait_for_a_broker_that_hangs)
{
	uint64_t began;

	begin("");
	both_up();
	kill(server.pid, SIGSTOP);
	client_say(&bridge, "out/x", "x", 1, false);
	began = clock_ms();
	broker_free(bridge.broker, 300);
	bridge.broker = NULL;
	ck_assert_uint_le(clock_ms() - began, 300 + 1000);
	kill(server.pid, SIGCONT);
	end();
}
END_TEST

START_TEST(a_client_that_never_connected_ends_at_once)
{
	uint64_t begun;

	begin("");
	client_open(&bridge, NULL, NULL);
	begun = clock_ms();
	end();
	ck_assert_uint_lt(clock_ms() - begun, 1000);
}
END_TEST

START_TEST(a_refused_publication_is_told_with_its_topic)
{
	struct broker_status status;

	begin_with("acl_file acl\nallow_anonymous true", "echo 'topic readwrite in/#' >acl && chmod 600 acl");
	client_open(&bridge, "in/#", NULL);
	client_until(&bridge.ups, 1, 2000);
	ck_assert(client_say(&bridge, "out/secret", "x", 1, false));
	client_until_drained(&bridge, 2000);
	broker_status(bridge.broker, &status);
	ck_assert_uint_eq(status.dropped, 1);
	end();
}
END_TEST

static int
by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

START_TEST(a_command_is_answered_quickly)
{
	enum {
		TRIPS = 500
	};
	static double us[TRIPS];

	begin("");
	both_up();
	bridge.echo = strdup("out/echo");
	for (unsigned i = 0; i < TRIPS; i++) {
		double began = ev_time();

		ck_assert(client_say(&peer, "in/x", "ON", 0, false));
		while (peer.messages <= i)
			ev_run(ev_default_loop(0), EVRUN_ONCE);
		us[i] = (ev_time() - began) * 1e6;
	}
	qsort(us, TRIPS, sizeof us[0], by_size);
	printf("there and back, two brokers' crossings each: median %.0f us, p99 %.0f us\n", us[TRIPS / 2],
	       us[TRIPS * 99 / 100]);
	ck_assert_double_le(us[TRIPS / 2], 50000.);
	free(bridge.echo);
	end();
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		messages_go_both_ways_as_they_are,
		an_empty_message_is_a_message,
		the_status_tells_version_and_counts,
		a_retained_message_says_so_and_a_fresh_one_to_a_retaining_sender_too,
		where_to_answer_comes_with_a_request,
		version_3_1_1_works_as_well,
		the_largest_message_passes_and_a_larger_one_is_dropped,
		what_others_send_too_large_is_dropped_and_counted,
		filters_can_be_added_and_removed_while_connected,
		a_full_queue_refuses_and_tells_when_there_is_room,
		who_keeps_a_reserve_hears_of_room_too,
		a_flood_of_commands_is_read_as_fast_as_the_loop_can_and_no_faster,
		a_broker_that_is_killed_and_comes_back_is_found_within_two_seconds,
		a_broker_that_comes_late_is_found_and_its_absence_is_told_once,
		a_name_with_several_addresses_is_tried_at_each,
		a_wrong_password_is_told_once_and_not_tried_again_soon,
		a_broker_that_hangs_is_given_up_and_found_again,
		two_clients_with_one_id_do_not_fight_for_ever,
		the_end_sends_what_is_queued_and_no_will,
		an_end_does_not_wait_for_a_broker_that_hangs,
		a_client_that_never_connected_ends_at_once,
		a_refused_publication_is_told_with_its_topic,
		a_command_is_answered_quickly,
	};

	if (!real_broker_installed())
		return unit_skip("mosquitto is not installed");
	return unit_run("bridge broker", tests, UNIT_COUNT(tests));
}
