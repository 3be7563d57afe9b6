#include "bridge/broker/broker_properties.h"

#include <mqtt_protocol.h>
#include <stdlib.h>

void
broker_properties_read(struct broker_properties *read, const mosquitto_property *list, struct broker_message *message)
{
	uint16_t length = 0;

	*read = (struct broker_properties){ .response_topic = NULL };
	mosquitto_property_read_string(list, MQTT_PROP_RESPONSE_TOPIC, &read->response_topic, false);
	if (mosquitto_property_read_binary(list, MQTT_PROP_CORRELATION_DATA, &read->correlation, &length, false))
		message->correlation_length = length;
	mosquitto_property_read_int32(list, MQTT_PROP_MESSAGE_EXPIRY_INTERVAL, &message->expiry_s, false);
	message->response_topic = read->response_topic;
	message->correlation = read->correlation;
}

void
broker_properties_finish(struct broker_properties *read)
{
	free(read->response_topic);
	free(read->correlation);
}

mosquitto_property *
broker_properties_of(const struct broker_message *message)
{
	mosquitto_property *list = NULL;

	if (message->response_topic)
		mosquitto_property_add_string(&list, MQTT_PROP_RESPONSE_TOPIC, message->response_topic);
	if (message->correlation && message->correlation_length <= UINT16_MAX)
		mosquitto_property_add_binary(&list, MQTT_PROP_CORRELATION_DATA, message->correlation,
		                              (uint16_t)message->correlation_length);
	if (message->expiry_s)
		mosquitto_property_add_int32(&list, MQTT_PROP_MESSAGE_EXPIRY_INTERVAL, message->expiry_s);
	return list;
}

unsigned
broker_properties_keepalive(const mosquitto_property *list, unsigned ours)
{
	uint16_t theirs = 0;

	if (mosquitto_property_read_int16(list, MQTT_PROP_SERVER_KEEP_ALIVE, &theirs, false) && theirs)
		return theirs;
	return ours;
}

void
broker_properties_connect(struct mosquitto *mosq, int keepalive_s)
{
	mosquitto_property *list = NULL;

	mosquitto_property_add_int32(&list, MQTT_PROP_MAXIMUM_PACKET_SIZE, BROKER_PACKET_MAX);
	/* It keeps a copy, and then fails because there is no such port. */
	mosquitto_connect_bind_v5(mosq, "", -1, keepalive_s, NULL, list);
	mosquitto_property_free_all(&list);
}
