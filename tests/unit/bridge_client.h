/* A connection of bridge/broker/broker.h in a test: what it was told, and a loop whose longest standstill is measured. */
#ifndef KASA_TESTS_UNIT_BRIDGE_CLIENT_H
#define KASA_TESTS_UNIT_BRIDGE_CLIENT_H

#include <ev.h>
#include <stdbool.h>

#include "bridge/broker/broker.h"

enum {
	CLIENT_HEARD = 8, /* messages that are kept, the last ones */
};

struct heard {
	char topic[128], response[128];
	unsigned char payload[64], correlation[64]; /* the beginning of each */
	size_t length, correlation_length;
	int qos;
	bool retain;
	uint32_t expiry_s;
};

struct client {
	struct broker *broker;
	struct config_mqtt config;
	char *echo;                           /* where to all messages are sent on, or NULL */
	unsigned ups, downs, messages, rooms; /* counted */
	unsigned down;                        /* 1 while it is */
	char why[200];                        /* of the last down */
	struct heard heard[CLIENT_HEARD];
};

/* The settings of a client of a broker at this port: 127.0.0.1, MQTT 5 or 3.1.1, this id. To be changed as one likes. */
void client_init(struct client *client, uint16_t port, const char *id);

/* Connects, subscribes to @p filter unless it is NULL. */
void client_open(struct client *client, const char *filter, const char *password);
void client_close(struct client *client);

/* The one that came @p ago messages ago; 0: the last. */
const struct heard *client_heard(const struct client *client, unsigned ago);

bool client_say(struct client *client, const char *topic, const char *text, int qos, bool retain);

/* Turns the loop until *@p counter is at least @p least; fails after @p ms. */
void client_until(const unsigned *counter, unsigned least, unsigned ms);
void client_until_drained(struct client *client, unsigned ms);
/* Turns the loop for a while. */
void client_turn(unsigned ms);

/* The longest time that the loop stood still since it was last asked, in milliseconds. */
double client_worst_gap(void);

#endif
