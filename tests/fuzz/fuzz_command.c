/* A topic and a payload as anybody may send them: obeyed in full or refused with a sentence, and what is raw stays harmless. */
#include "base/str.h"
#include "bridge/command/command.h"
#include "bridge/mqtt/topics.h"
#include "bridge/request/request_own.h"
#include "fuzz/fuzz.h"
#include "unit/bridge_device.h"

static const char *const codes[] = { "unknown_attribute", "bad_value", "not_supported", "nomem" };

static void
check_refusal(const struct command *command, const struct kasa_err *err)
{
	bool known = false;

	for (size_t i = 0; i < sizeof codes / sizeof codes[0]; i++)
		known = known || (command->code && strcmp(codes[i], command->code) == 0);
	PROMISE(known && command->count == 0);
	PROMISE(err->text[0] && kasa_utf8_valid(err->text, strlen(err->text)));
}

static void
check_order(const struct order *order)
{
	PROMISE(order->kind != ORDER_RAW && order->outlet <= KASA_OUTLETS_MAX);
	PROMISE(order->kind != ORDER_SWITCH || (order->on >= 0 && order->on <= ORDER_TOGGLE));
	PROMISE(order->kind != ORDER_LIGHT || kasa_light_change_check(&order->light, NULL, NULL) == KASA_OK);
	PROMISE((order->kind != ORDER_ALIAS && order->kind != ORDER_EFFECT) || order->text);
}

static void
take(const struct device *device, const struct topic *topic, const char *payload, size_t length)
{
	const char *attr = topic->kind == TOPIC_SET_ATTR ? topic->attr : NULL;
	struct command command;
	struct kasa_err err;

	if (command_parse(&command, device, topic->outlet, attr, payload, length, &err) != KASA_OK)
		check_refusal(&command, &err);
	else
		PROMISE(command.count > 0 && command.count <= COMMAND_ORDERS_MAX && command.text);
	for (unsigned i = 0; i < command.count; i++)
		check_order(&command.orders[i]);
	command_finish(&command);
}

static void
take_raw(const char *payload, size_t length)
{
	json_t *json = json_loadb(payload, length, JSON_REJECT_DUPLICATES, NULL);
	char word[64];

	if (json && raw_denied(json, word))
		PROMISE(word[0]);
	json_decref(json);
}

/* The topic goes up to the first line's end, the payload is the rest. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct made bulb, strip, sensor;
	char *text = fuzz_text(data, size), *end = strchr(text, '\n');
	const char *payload = end ? end + 1 : "";
	size_t length = end ? size - (size_t)(payload - text) : 0;
	struct topic topic;

	if (end)
		*end = '\0';
	made_bulb(&bulb);
	made_strip(&strip);
	made_sensor(&sensor);
	topic_parse(&topic, "kasa", text);
	PROMISE(topic_answerable("kasa", text) == false || topic.kind == TOPIC_NONE);
	take(NULL, &topic, payload, length);
	take(&bulb.device, &topic, payload, length);
	take(&strip.device, &topic, payload, length);
	take(&sensor.device, &topic, payload, length);
	take_raw(payload, length);
	free(text);
	return 0;
}
