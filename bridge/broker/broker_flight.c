#include "bridge/broker/broker_flight.h"

#include <assert.h>

#include "base/str.h"

static unsigned
find(const struct broker_flight *flight, int mid)
{
	unsigned i = 0;

	while (i < flight->count && flight->messages[i].mid != mid)
		i++;
	return i;
}

void
broker_flight_start(struct broker_flight *flight, int mid, const char *topic)
{
	assert(flight->count < BROKER_FLIGHT_MAX);
	flight->messages[flight->count].mid = mid;
	kasa_str_copy(flight->messages[flight->count].topic, BROKER_FLIGHT_TOPIC, topic);
	flight->count++;
}

const char *
broker_flight_topic(const struct broker_flight *flight, int mid)
{
	unsigned i = find(flight, mid);

	return i < flight->count ? flight->messages[i].topic : "";
}

void
broker_flight_land(struct broker_flight *flight, int mid)
{
	unsigned i = find(flight, mid);

	if (i < flight->count)
		flight->messages[i] = flight->messages[--flight->count];
}
