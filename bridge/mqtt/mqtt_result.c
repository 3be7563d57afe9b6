/* How commands ended: told on failure, and to whoever asked to be told. */
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/str.h"
#include "bridge/clock.h"
#include "bridge/command/command.h"
#include "bridge/documents/documents.h"
#include "bridge/log.h"
#include "bridge/mqtt/mqtt_own.h"

/* ---- who is told where ---- */

static bool
copy_answer(struct mqtt_pending *pending, const struct mqtt *mqtt, const struct broker_message *message)
{
	if (!message->response_topic)
		return true;
	if (!topic_answerable(mqtt->config.base_topic, message->response_topic)) {
		log_debug("response topic not used topic=\"%s\"", message->response_topic);
		return true;
	}
	pending->response = strdup(message->response_topic);
	if (message->correlation && message->correlation_length > 0) {
		pending->correlation = malloc(message->correlation_length);
		if (pending->correlation)
			memcpy(pending->correlation, message->correlation, message->correlation_length);
		pending->correlation_length = pending->correlation ? message->correlation_length : 0;
	}
	return pending->response && (pending->correlation || message->correlation_length == 0);
}

struct mqtt_pending *
mqtt_pending_new(struct mqtt *mqtt, const struct broker_message *message, const char *name, unsigned outlet)
{
	struct mqtt_pending *pending = mqtt->pending_count < MQTT_PENDING_MAX ? calloc(1, sizeof *pending) : NULL;

	if (!pending)
		return NULL;
	pending->mqtt = mqtt;
	pending->open = 1;
	pending->since_ms = clock_ms();
	pending->outlet = outlet;
	kasa_str_copy(pending->name, sizeof pending->name, name);
	kasa_list_append(&mqtt->pending, &pending->node);
	mqtt->pending_count++;
	if (copy_answer(pending, mqtt, message))
		return pending;
	mqtt_pending_free(pending);
	return NULL;
}

void
mqtt_pending_free(struct mqtt_pending *pending)
{
	kasa_list_remove(&pending->node);
	if (pending->mqtt)
		pending->mqtt->pending_count--;
	free(pending->transaction);
	free(pending->text);
	free(pending->response);
	free(pending->correlation);
	free(pending->err);
	free(pending);
}

/* The port ends before its orders do: they are told to nobody then. */
void
mqtt_pending_finish(struct mqtt *mqtt)
{
	while (!kasa_list_empty(&mqtt->pending)) {
		struct mqtt_pending *pending = KASA_CONTAINER(mqtt->pending.next, struct mqtt_pending, node);

		kasa_list_remove(&pending->node);
		pending->mqtt = NULL;
	}
	mqtt->pending_count = 0;
}

bool
mqtt_pending_answer(struct mqtt_pending *pending, const char *usual, const char *payload, size_t length)
{
	const struct broker_message message = { .topic = pending->response ? pending->response : usual,
		                                .payload = payload,
		                                .length = length,
		                                .qos = 1,
		                                .correlation = pending->response ? pending->correlation : NULL,
		                                .correlation_length =
		                                        pending->response ? pending->correlation_length : 0 };

	return broker_publish(pending->mqtt->broker, &message);
}

/* ---- the result ---- */

static json_t *
read_back(const char *text)
{
	return text ? json_loads(text, JSON_DECODE_ANY, NULL) : NULL;
}

static int
put(json_t *object, const char *key, json_t *value)
{
	return value ? json_object_set_new(object, key, value) : 0;
}

static json_t *
result(const struct mqtt_pending *pending)
{
	json_t *json = json_object();
	int rc = put(json, "status", json_string(pending->code ? "error" : "ok"));

	rc |= put(json, "code", pending->code ? json_string(pending->code) : NULL);
	rc |= put(json, "error", pending->err ? json_string(pending->err->text) : NULL);
	if (pending->err && pending->err->device_code != 0)
		rc |= put(json, "err_code", json_integer(pending->err->device_code));
	rc |= put(json, "device", json_string(pending->name));
	rc |= put(json, "outlet", pending->outlet > 0 ? json_integer(pending->outlet) : NULL);
	rc |= put(json, "command", read_back(pending->text));
	rc |= put(json, "transaction", read_back(pending->transaction));
	rc |= put(json, "ms", json_integer((json_int_t)(clock_ms() - pending->since_ms)));
	if (rc == 0)
		return json;
	json_decref(json);
	return NULL;
}

/* A command that a newer one took the place of did not fail; only who asked hears of it. */
static bool
is_told(const struct mqtt_pending *pending)
{
	bool quiet = pending->quiet || (pending->err && pending->err->code == KASA_ECANCELED);

	return pending->response || pending->transaction || (pending->code && !quiet);
}

static void
tell(struct mqtt_pending *pending)
{
	struct mqtt *mqtt = pending->mqtt;
	json_t *json = result(pending);
	size_t length;
	char *text = json ? document_text(json, &length) : NULL;
	char topic[TOPIC_MAX];

	topic_device(topic, mqtt->config.base_topic, pending->name, pending->outlet, "result");
	if (text && !mqtt_pending_answer(pending, topic, text, length))
		log_debug("result not published topic=\"%s\"", topic);
	free(text);
	json_decref(json);
}

void
mqtt_pending_close(struct mqtt_pending *pending)
{
	if (--pending->open > 0)
		return;
	if (pending->mqtt && pending->mqtt->up && is_told(pending))
		tell(pending);
	mqtt_pending_free(pending);
}

/* ---- failures ---- */

void
mqtt_pending_fail(struct mqtt_pending *pending, const char *code, const struct kasa_err *err)
{
	if (pending->code)
		return;
	pending->code = code;
	pending->err = malloc(sizeof *pending->err);
	if (pending->err)
		*pending->err = *err;
}

/* Where it failed, the true state is published once more: a switch that was flipped on a screen snaps back. */
static void
on_end(const struct order *order, struct device *device, const struct kasa_err *err, const char *reply, void *arg)
{
	struct mqtt_pending *pending = arg;

	(void)reply;
	if (err->code != KASA_OK) {
		mqtt_pending_fail(pending, command_code_of(device, err), err);
		if (pending->mqtt && order->kind != ORDER_READ && err->code != KASA_ECANCELED)
			mqtt_dirty(pending->mqtt, device, order->outlet,
			           OUT_ANEW | OUT_STATE | (order->outlet == 0 ? OUT_SETTINGS : 0));
	}
	mqtt_pending_close(pending);
}

void
mqtt_pending_order(struct mqtt_pending *pending, struct device *device, struct order *order)
{
	struct mqtt *mqtt = pending->mqtt;

	order->deadline_ms = clock_ms() + mqtt->hub->config->mqtt.command_ttl_ms;
	order->source = ORDER_FROM_MQTT;
	order->done = on_end;
	order->arg = pending;
	pending->open++;
	hub_execute(mqtt->hub, device, order);
}
