/*
 * How long it takes from a command in MQTT to the state that confirms it: switches one plug on and off in turn, each time
 * when the last one was confirmed.
 *
 *     bench_mqtt_round BASE NAME COUNT [PAUSE_MS]
 */
#include <mosquitto.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static struct {
	const char *want;
	bool seen, up;
} state;

static double
now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

static void
on_message(struct mosquitto *client, void *arg, const struct mosquitto_message *message)
{
	(void)client;
	(void)arg;
	if (!message->retain && memmem(message->payload, (size_t)message->payloadlen, state.want, strlen(state.want)))
		state.seen = true;
}

static void
on_subscribe(struct mosquitto *client, void *arg, int id, int count, const int *granted)
{
	(void)client;
	(void)arg;
	(void)id;
	(void)count;
	(void)granted;
	state.up = true;
}

static void
turn_until(struct mosquitto *client, const bool *flag, double limit_ms)
{
	double end_ms = now_ms() + limit_ms;

	while (!*flag) {
		if (mosquitto_loop(client, 100, 1) != MOSQ_ERR_SUCCESS || now_ms() > end_ms) {
			fprintf(stderr, "mqtt_round: nothing came\n");
			exit(1);
		}
	}
}

static int
compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

/* The client goes on while it waits: its keepalive is due. */
static void
pause_for(struct mosquitto *client, int pause_ms)
{
	double end_ms = now_ms() + pause_ms;

	while (now_ms() < end_ms)
		mosquitto_loop(client, (int)(end_ms - now_ms()) + 1, 1);
}

static double
one(struct mosquitto *client, const char *topic, bool on)
{
	double begun_ms = now_ms();

	state.want = on ? "\"state\":\"ON\"" : "\"state\":\"OFF\"";
	state.seen = false;
	mosquitto_publish(client, NULL, topic, on ? 2 : 3, on ? "ON" : "OFF", 1, false);
	turn_until(client, &state.seen, 10000);
	return now_ms() - begun_ms;
}

int
main(int argc, char **argv)
{
	int count = argc > 3 ? atoi(argv[3]) : 0, pause_ms = argc > 4 ? atoi(argv[4]) : 0;
	double *took = count > 0 ? calloc((size_t)count, sizeof *took) : NULL;
	struct mosquitto *client;
	char set[200], told[200];

	if (!took)
		return 2;
	snprintf(set, sizeof set, "%s/%s/set", argv[1], argv[2]);
	snprintf(told, sizeof told, "%s/%s", argv[1], argv[2]);
	mosquitto_lib_init();
	client = mosquitto_new(NULL, true, NULL);
	mosquitto_int_option(client, MOSQ_OPT_TCP_NODELAY, 1);
	mosquitto_message_callback_set(client, on_message);
	mosquitto_subscribe_callback_set(client, on_subscribe);
	if (mosquitto_connect(client, "127.0.0.1", 1883, 60) != MOSQ_ERR_SUCCESS)
		return 1;
	mosquitto_subscribe(client, NULL, told, 0);
	turn_until(client, &state.up, 10000);
	one(client, set, true);
	one(client, set, false);
	for (int i = 0; i < count; i++) {
		took[i] = one(client, set, i % 2 == 0);
		if (pause_ms > 0)
			pause_for(client, pause_ms);
	}
	qsort(took, (size_t)count, sizeof *took, compare);
	printf("rounds=%d min_ms=%.3f median_ms=%.3f p99_ms=%.3f max_ms=%.3f\n", count, took[0], took[count / 2],
	       took[count * 99 / 100], took[count - 1]);
	mosquitto_destroy(client);
	free(took);
	return 0;
}
