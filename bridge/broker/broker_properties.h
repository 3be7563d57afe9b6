/* The properties of MQTT 5 that we use, between libmosquitto's lists and our messages. */
#ifndef KASA_BRIDGE_BROKER_PROPERTIES_H
#define KASA_BRIDGE_BROKER_PROPERTIES_H

#include <mosquitto.h>

#include "bridge/broker/broker.h"

enum {
	BROKER_PACKET_MAX = 1 << 20, /* the broker is asked not to send larger ones */
};

/* What a message was given beside its payload; libmosquitto's, until broker_properties_finish(). */
struct broker_properties {
	char *response_topic;
	void *correlation;
};

/* Reads those of a message that came in, and points to them from @p message. */
void broker_properties_read(struct broker_properties *read, const mosquitto_property *list,
                            struct broker_message *message);
void broker_properties_finish(struct broker_properties *read);

/* Those of a message that goes out, made anew; NULL: none. */
mosquitto_property *broker_properties_of(const struct broker_message *message);

/* The keepalive that the broker wants, or @p ours. */
unsigned broker_properties_keepalive(const mosquitto_property *list, unsigned ours);

/* Prepares those of CONNECT, which the asynchronous calls send but do not take. */
void broker_properties_connect(struct mosquitto *mosq, int keepalive_s);

#endif
