#include "unit/bridge_client.h"

#include "bridge/clock.h"
#include "unit/unit.h"

static const double tick_s = 0.005;

static struct {
	ev_timer timer;
	double last, worst;
} tick;

static void
on_tick(struct ev_loop *loop, ev_timer *timer, int events)
{
	double now;

	(void)timer;
	(void)events;
	ev_now_update(loop);
	now = ev_time();
	if (tick.last > 0 && now - tick.last - tick_s > tick.worst)
		tick.worst = now - tick.last - tick_s;
	tick.last = now;
}

static struct ev_loop *
start_tick(void)
{
	struct ev_loop *loop = ev_default_loop(0);

	if (ev_is_active(&tick.timer))
		return loop;
	ev_timer_init(&tick.timer, on_tick, tick_s, tick_s);
	ev_timer_start(loop, &tick.timer);
	return loop;
}

double
client_worst_gap(void)
{
	double worst = tick.worst * 1000;

	tick.worst = 0;
	return worst;
}

static void
on_up(void *arg)
{
	struct client *client = arg;

	client->ups++;
	client->down = 0;
}

static void
on_down(const char *why, void *arg)
{
	struct client *client = arg;

	client->downs++;
	client->down = 1;
	snprintf(client->why, sizeof client->why, "%s", why);
}

static void
on_room(void *arg)
{
	struct client *client = arg;

	client->rooms++;
}

static void
keep(struct heard *heard, const struct broker_message *message)
{
	*heard = (struct heard){
		.length = message->length,
		.correlation_length = message->correlation_length,
		.qos = message->qos,
		.retain = message->retain,
		.expiry_s = message->expiry_s,
	};
	snprintf(heard->topic, sizeof heard->topic, "%s", message->topic);
	snprintf(heard->response, sizeof heard->response, "%s", message->response_topic ? message->response_topic : "");
	if (message->length)
		memcpy(heard->payload, message->payload, message->length < 63 ? message->length : 63);
	if (message->correlation_length)
		memcpy(heard->correlation, message->correlation,
		       message->correlation_length < 63 ? message->correlation_length : 63);
}

static void
on_message(const struct broker_message *message, void *arg)
{
	struct client *client = arg;
	struct broker_message echo = { .topic = client->echo, .payload = message->payload, .length = message->length };

	keep(&client->heard[client->messages++ % CLIENT_HEARD], message);
	if (client->echo)
		broker_publish(client->broker, &echo);
}

void
client_init(struct client *client, uint16_t port, const char *id)
{
	static char host[] = "127.0.0.1", base[] = "kasa";

	*client = (struct client){
		.config = { .enabled = true,
		            .host = host,
		            .port = port,
		            .base_topic = base,
		            .instance = base,
		            .keepalive_s = 60 },
	};
	client->config.client_id = strdup(id);
}

void
client_open(struct client *client, const char *filter, const char *password)
{
	static const struct broker_events events = {
		.up = on_up, .down = on_down, .message = on_message, .room = on_room
	};
	const struct broker_message will = {
		.topic = "will", .payload = "gone", .length = 4, .qos = 1, .retain = true
	};
	struct kasa_err err;

	ck_assert_int_eq(
		broker_new(start_tick(), &client->config, password, &will, &events, client, &client->broker, &err), 0);
	if (filter)
		ck_assert_int_eq(broker_subscribe(client->broker, filter, 1), 0);
}

void
client_close(struct client *client)
{
	broker_free(client->broker, 2000);
	free(client->config.client_id);
	client->broker = NULL;
	tick.last = 0;
}

const struct heard *
client_heard(const struct client *client, unsigned ago)
{
	ck_assert_uint_gt(client->messages, ago);
	return &client->heard[(client->messages - 1 - ago) % CLIENT_HEARD];
}

bool
client_say(struct client *client, const char *topic, const char *text, int qos, bool retain)
{
	const struct broker_message message = {
		.topic = topic,
		.payload = text,
		.length = strlen(text),
		.qos = qos,
		.retain = retain,
	};

	return broker_publish(client->broker, &message);
}

void
client_until(const unsigned *counter, unsigned least, unsigned ms)
{
	uint64_t end = clock_ms() + ms;

	while (*counter < least) {
		ck_assert_msg(clock_ms() < end, "%u of %u after %u ms", *counter, least, ms);
		ev_run(start_tick(), EVRUN_ONCE);
	}
}

void
client_until_drained(struct client *client, unsigned ms)
{
	uint64_t end = clock_ms() + ms;

	while (!broker_drained(client->broker)) {
		ck_assert(clock_ms() < end);
		ev_run(start_tick(), EVRUN_ONCE);
	}
}

void
client_turn(unsigned ms)
{
	uint64_t end = clock_ms() + ms;

	while (clock_ms() < end)
		ev_run(start_tick(), EVRUN_ONCE);
}
