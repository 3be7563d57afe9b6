/* What listens on 127.0.0.1 in a test and is no good broker: a thread that treats each connection in one way. */
#ifndef KASA_TESTS_UNIT_FAKE_BROKER_H
#define KASA_TESTS_UNIT_FAKE_BROKER_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>

enum fake_broker_way {
	FAKE_BROKER_SILENT,  /* takes connections and says nothing */
	FAKE_BROKER_CLOSES,  /* closes once it got something */
	FAKE_BROKER_OLD,     /* knows 3.1.1 only, and says so as such brokers do */
	FAKE_BROKER_GARBAGE, /* answers with HTTP */
	FAKE_BROKER_MUMBLES, /* answers with a packet that MQTT does not have here */
};

struct fake_broker {
	enum fake_broker_way way;
	uint16_t port;
	int fd;
	atomic_uint accepted;
	pthread_t thread;
};

void fake_broker_start(struct fake_broker *broker, enum fake_broker_way way);
void fake_broker_stop(struct fake_broker *broker);

#endif
