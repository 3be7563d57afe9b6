/* The QoS 1 messages that were sent and wait for the broker's word, so that a refusal can be told with its topic. Pure. */
#ifndef KASA_BRIDGE_BROKER_FLIGHT_H
#define KASA_BRIDGE_BROKER_FLIGHT_H

enum {
	BROKER_FLIGHT_MAX = 200,
	BROKER_FLIGHT_TOPIC = 100, /* longer ones are cut: they are for people */
};

struct broker_flight {
	unsigned count;
	struct {
		int mid;
		char topic[BROKER_FLIGHT_TOPIC];
	} messages[BROKER_FLIGHT_MAX];
};

/* There must be room. */
void broker_flight_start(struct broker_flight *flight, int mid, const char *topic);

/* The topic of one, or "". */
const char *broker_flight_topic(const struct broker_flight *flight, int mid);

/* It is answered. One that is not there is nothing to do. */
void broker_flight_land(struct broker_flight *flight, int mid);

#endif
