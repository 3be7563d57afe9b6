/*
 * A toy bridge on bridge/broker/broker.h, for the end-to-end tests: broker_talker HOST PORT ID [VERSION]. It listens to ID/set, keeps
 * twenty retained states and says on its output what it is told:
 *
 *     up 5 | down WHY | message TOPIC PAYLOAD
 *
 * With the end of its input it ends, and says "gap MS" and "ended MS": how long its loop stood still at worst, and how long
 * its end took.
 */
#include <ev.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bridge/broker/broker.h"
#include "bridge/clock.h"

enum {
	STATES = 20,
	END_MS = 1000,
};

static const double tick_s = 0.005;

static struct {
	struct broker *broker;
	const char *id;
	double last, worst;
} talker;

static void
say(const char *topic, const char *text)
{
	const struct broker_message message = {
		.topic = topic, .payload = text, .length = strlen(text), .qos = 1, .retain = true
	};

	broker_publish(talker.broker, &message);
}

static void
on_up(void *arg)
{
	struct broker_status status;
	char topic[100];

	(void)arg;
	broker_status(talker.broker, &status);
	for (unsigned i = 0; i < STATES; i++) {
		snprintf(topic, sizeof topic, "%s/%u/state", talker.id, i);
		say(topic, "ON");
	}
	snprintf(topic, sizeof topic, "%s/status", talker.id);
	say(topic, "online");
	printf("up %d\n", status.version);
}

static void
on_down(const char *why, void *arg)
{
	(void)arg;
	printf("down %s\n", why);
}

static void
on_message(const struct broker_message *message, void *arg)
{
	(void)arg;
	printf("message %s %.*s\n", message->topic, (int)message->length, (const char *)message->payload);
}

static void
on_room(void *arg)
{
	(void)arg;
}

static void
on_tick(struct ev_loop *loop, ev_timer *timer, int events)
{
	double now;

	(void)timer;
	(void)events;
	ev_now_update(loop);
	now = ev_time();
	if (talker.last > 0 && now - talker.last - tick_s > talker.worst)
		talker.worst = now - talker.last - tick_s;
	talker.last = now;
}

static void
on_input(struct ev_loop *loop, ev_io *io, int events)
{
	char byte;

	(void)events;
	if (read(io->fd, &byte, 1) <= 0)
		ev_break(loop, EVBREAK_ALL);
}

static void
run(struct ev_loop *loop)
{
	ev_timer tick;
	ev_io input;

	ev_timer_init(&tick, on_tick, tick_s, tick_s);
	ev_timer_start(loop, &tick);
	ev_io_init(&input, on_input, STDIN_FILENO, EV_READ);
	ev_io_start(loop, &input);
	ev_run(loop, 0);
	ev_io_stop(loop, &input);
	ev_timer_stop(loop, &tick);
}

static void
end(void)
{
	uint64_t began = clock_ms();

	broker_free(talker.broker, END_MS);
	printf("gap %.0f\nended %u\n", talker.worst * 1000, (unsigned)(clock_ms() - began));
}

int
main(int argc, char **argv)
{
	static const struct broker_events told = {
		.up = on_up, .down = on_down, .message = on_message, .room = on_room
	};
	struct config_mqtt config = { .enabled = true, .keepalive_s = 5, .version = CONFIG_VERSION_AUTO };
	char topic[100];
	struct broker_message will = { .topic = topic, .payload = "offline", .length = 7, .qos = 1, .retain = true };
	struct ev_loop *loop = ev_default_loop(0);
	struct kasa_err err;

	if (argc < 4)
		return EXIT_FAILURE;
	setvbuf(stdout, NULL, _IOLBF, 0);
	config.host = argv[1];
	config.port = (uint16_t)atoi(argv[2]); /* NOLINT(cert-err34-c): given by a test */
	config.client_id = argv[3];
	talker.id = argv[3];
	snprintf(topic, sizeof topic, "%s/status", talker.id);
	if (broker_new(loop, &config, NULL, &will, &told, NULL, &talker.broker, &err) != KASA_OK)
		return EXIT_FAILURE;
	snprintf(topic, sizeof topic, "%s/set", talker.id);
	broker_subscribe(talker.broker, topic, 1);
	run(loop);
	end();
	return EXIT_SUCCESS;
}
