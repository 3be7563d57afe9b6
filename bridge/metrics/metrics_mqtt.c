#include "bridge/metrics/metrics_mqtt.h"

#include "bridge/mqtt/mqtt.h"

static void
tell(struct exposition *out, void *arg)
{
	struct broker_status status = { 0 };

	mqtt_status(arg, &status);
	exposition_one(out, "kasa_mqtt_connected", EXPOSITION_GAUGE, "1 while the broker is connected.", status.up);
	exposition_one(out, "kasa_mqtt_published_total", EXPOSITION_COUNTER, "Messages to the broker.",
	               (double)status.published);
	exposition_one(out, "kasa_mqtt_received_total", EXPOSITION_COUNTER, "Messages of the broker.",
	               (double)status.received);
	exposition_one(out, "kasa_mqtt_dropped_total", EXPOSITION_COUNTER, "Messages that were dropped.",
	               (double)status.dropped);
	exposition_one(out, "kasa_mqtt_reconnects_total", EXPOSITION_COUNTER, "Connections after the first one.",
	               status.reconnects);
}

/* Not why: who asks needs no token, and the reason may name the broker's host. */
static bool
ready(const char **why, void *arg)
{
	struct broker_status status = { 0 };

	mqtt_status(arg, &status);
	*why = "the MQTT broker is not connected";
	return status.up;
}

int
metrics_add_mqtt(struct metrics *metrics, struct mqtt *mqtt)
{
	int rc = mqtt ? metrics_add(metrics, tell, mqtt) : KASA_OK;

	return mqtt && rc == KASA_OK ? metrics_ready(metrics, ready, mqtt) : rc;
}
