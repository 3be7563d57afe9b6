/*
 * The least that a bridge can be: one plug on a kept connection, one command at a time, nothing checked.
 *
 *     bench_bare_bridge ADDRESS BASE NAME
 */
#include <arpa/inet.h>
#include <mosquitto.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static int plug;
static char told[200];

static void
exchange(const char *request, char *answer, size_t size)
{
	size_t n = strlen(request), have = 0;
	uint8_t out[512], key = 171, head[4];

	out[0] = out[1] = 0;
	out[2] = (uint8_t)(n >> 8);
	out[3] = (uint8_t)n;
	for (size_t i = 0; i < n; i++)
		out[4 + i] = key = (uint8_t)(request[i] ^ key);
	if (write(plug, out, n + 4) < 0 || recv(plug, head, 4, MSG_WAITALL) != 4)
		exit(1);
	n = (size_t)head[2] << 8 | head[3];
	if (n >= size)
		exit(1);
	while (have < n) {
		ssize_t got = read(plug, answer + have, n - have);

		if (got <= 0)
			exit(1);
		have += (size_t)got;
	}
	key = 171;
	for (size_t i = 0; i < n; i++) {
		uint8_t sealed = (uint8_t)answer[i];

		answer[i] = (char)(sealed ^ key);
		key = sealed;
	}
	answer[n] = '\0';
}

static void
on_message(struct mosquitto *client, void *arg, const struct mosquitto_message *message)
{
	static char answer[8192];
	char request[200], text[40];
	bool on = message->payloadlen == 2;

	(void)arg;
	snprintf(request, sizeof request, "{\"system\":{\"set_relay_state\":{\"state\":%d},\"get_sysinfo\":{}}}", on);
	exchange(request, answer, sizeof answer);
	on = strstr(answer, "\"relay_state\":1");
	snprintf(text, sizeof text, "{\"state\":\"%s\"}", on ? "ON" : "OFF");
	mosquitto_publish(client, NULL, told, (int)strlen(text), text, 0, true);
}

static void
on_subscribe(struct mosquitto *client, void *arg, int id, int count, const int *granted)
{
	(void)client;
	(void)arg;
	(void)id;
	(void)count;
	(void)granted;
	puts("ready");
	fflush(stdout);
}

int
main(int argc, char **argv)
{
	struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons(9999) };
	struct mosquitto *client;
	char set[200];

	if (argc < 4)
		return 2;
	inet_pton(AF_INET, argv[1], &address.sin_addr);
	plug = socket(AF_INET, SOCK_STREAM, 0);
	if (connect(plug, (struct sockaddr *)&address, sizeof address) != 0)
		return 1;
	snprintf(set, sizeof set, "%s/%s/set", argv[2], argv[3]);
	snprintf(told, sizeof told, "%s/%s", argv[2], argv[3]);
	mosquitto_lib_init();
	client = mosquitto_new(NULL, true, NULL);
	mosquitto_int_option(client, MOSQ_OPT_TCP_NODELAY, 1);
	mosquitto_message_callback_set(client, on_message);
	mosquitto_subscribe_callback_set(client, on_subscribe);
	if (mosquitto_connect(client, "127.0.0.1", 1883, 60) != MOSQ_ERR_SUCCESS)
		return 1;
	mosquitto_subscribe(client, NULL, set, 1);
	mosquitto_loop_forever(client, 100, 1);
	return 0;
}
