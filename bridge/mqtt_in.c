/* What comes in: commands, questions and requests become orders. Nothing that was retained is obeyed. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/err.h"
#include "bridge/command.h"
#include "bridge/groups.h"
#include "bridge/log.h"
#include "bridge/mqtt_own.h"

enum {
	GROUP_MAX = 256, /* members of one group */
};

struct word {
	const char *key;
	unsigned what;
};

/* ---- refusals ---- */

static void
note_refusal(struct mqtt *mqtt, const char *topic, const struct kasa_err *err)
{
	mqtt->refused++;
	log_line(mqtt_note(mqtt, topic) ? KASA_LOG_WARNING : KASA_LOG_DEBUG,
	         "command refused topic=\"%s\" error=\"%s\"", topic, err->text);
}

/* Refused before it became an order, for which the hub would have told of it. */
static void
tell_refusal(struct mqtt *mqtt, struct device *device, const struct topic *topic, const struct kasa_err *err)
{
	const struct event event = { .kind = EVENT_COMMAND_FAILED,
		                     .device = device,
		                     .outlet = topic->outlet,
		                     .after = topic->attr                ? topic->attr
		                              : topic->kind == TOPIC_GET ? "get"
		                                                         : "set",
		                     .err = err };

	mqtt_event(mqtt, &event);
}

static void
refuse(struct mqtt_pending *pending, struct device *device, const struct broker_message *message,
       const struct topic *topic, const char *code, const struct kasa_err *err)
{
	struct mqtt *mqtt = pending->mqtt;

	note_refusal(mqtt, message->topic, err);
	mqtt_pending_fail(pending, code, err);
	tell_refusal(mqtt, device, topic, err);
	if (device)
		mqtt_dirty(mqtt, device, topic->outlet <= device->part_count ? topic->outlet : 0, OUT_STATE | OUT_ANEW);
}

static void
busy(struct mqtt *mqtt, const struct broker_message *message)
{
	mqtt->refused++;
	log_line(mqtt_note(mqtt, message->topic) ? KASA_LOG_WARNING : KASA_LOG_DEBUG,
	         "too many commands wait, one was dropped topic=\"%s\" waiting=%u", message->topic,
	         mqtt->pending_count);
}

/* ---- set ---- */

static void
give(struct mqtt_pending *pending, struct device *device, struct command *command, bool collective)
{
	for (unsigned i = 0; i < command->count; i++) {
		command->orders[i].collective = collective;
		mqtt_pending_order(pending, device, &command->orders[i]);
	}
}

/* What is shown in the result is taken from the command that was read first. */
static void
take_texts(struct mqtt_pending *pending, struct command *command)
{
	if (!pending->transaction) {
		pending->transaction = command->transaction;
		command->transaction = NULL;
	}
	if (!pending->text) {
		pending->text = command->text;
		command->text = NULL;
	}
}

static void
set_device(struct mqtt_pending *pending, struct device *device, const struct topic *topic,
           const struct broker_message *message)
{
	struct command command;
	struct kasa_err err;
	int rc = command_parse(&command, device, topic->outlet, topic->attr, message->payload, message->length, &err);

	take_texts(pending, &command);
	if (rc == KASA_OK)
		give(pending, device, &command, false);
	else
		refuse(pending, device, message, topic, command.code, &err);
	command_finish(&command);
}

/* Together they toggle to what they are not: on when none of them is. */
static void
settle_toggle(struct mqtt *mqtt, const char *name, struct command *command)
{
	json_t *state = groups_state(mqtt->hub, name);
	const char *is = json_string_value(json_object_get(state, "state"));
	int on = is && strcmp(is, "ON") == 0 ? 0 : 1;

	for (unsigned i = 0; i < command->count; i++)
		if (command->orders[i].on == ORDER_TOGGLE)
			command->orders[i].on = on;
	json_decref(state);
}

static void
set_member(struct mqtt_pending *pending, const struct group_member *member, const struct topic *topic,
           const struct broker_message *message)
{
	struct command command;
	struct kasa_err err;
	int rc = command_parse(&command, member->device, member->outlet, topic->attr, message->payload, message->length,
	                       &err);

	if (rc == KASA_OK) {
		settle_toggle(pending->mqtt, topic->name, &command);
		give(pending, member->device, &command, true);
	} else {
		kasa_err_wrap(&err, "%s", member->device->name);
		mqtt_pending_fail(pending, command.code, &err);
	}
	command_finish(&command);
}

/* Read once for what is wrong in any case, then for each member, for they differ in what they can. */
static void
set_group(struct mqtt_pending *pending, const struct topic *topic, const struct broker_message *message)
{
	struct group_member members[GROUP_MAX];
	struct command command;
	struct kasa_err err;
	size_t count = groups_members(pending->mqtt->hub, topic->name, members, GROUP_MAX);
	int rc = command_parse(&command, NULL, 0, topic->attr, message->payload, message->length, &err);

	take_texts(pending, &command);
	if (rc == KASA_OK && count == 0) {
		command.code = "device_offline";
		rc = kasa_err_set(&err, KASA_ENOTFOUND, "none of its members is known yet");
	}
	if (rc != KASA_OK)
		refuse(pending, NULL, message, topic, command.code, &err);
	for (size_t i = 0; rc == KASA_OK && i < count && i < GROUP_MAX; i++)
		set_member(pending, &members[i], topic, message);
	command_finish(&command);
}

/* ---- get ---- */

// clang-format off
static const struct word words[] = {
	{ "state",  CHANGE_STATE },
	{ "energy", CHANGE_ENERGY },
	{ "config", CHANGE_SETTINGS },
};
// clang-format on

enum {
	WORDS = sizeof words / sizeof words[0]
};

static int
add_word(const char *text, unsigned *what, struct kasa_err *err)
{
	for (size_t i = 0; i < WORDS; i++)
		if (strcasecmp(words[i].key, text) == 0) {
			*what |= words[i].what;
			return KASA_OK;
		}
	return kasa_err_set(err, KASA_EINVAL, "\"%.40s\" cannot be asked for; state, energy and config can", text);
}

static int
add_keys(json_t *json, unsigned *what, struct kasa_err *err)
{
	const char *key;
	json_t *value;
	int rc = KASA_OK;

	json_object_foreach(json, key, value) {
		if (strcmp(key, "transaction") != 0 && rc == KASA_OK)
			rc = add_word(key, what, err);
	}
	return rc;
}

/* Nothing asks for all; a word, or an object of words, for just that. */
static int
read_question(const struct broker_message *message, unsigned *what, char **transaction, struct kasa_err *err)
{
	char text[32];
	json_t *json;
	int rc;

	*what = 0;
	if (message->length > 0 && ((const char *)message->payload)[0] != '{') {
		if (message->length >= sizeof text || memchr(message->payload, '\0', message->length))
			return kasa_err_set(err, KASA_EINVAL, "state, energy and config can be asked for");
		memcpy(text, message->payload, message->length);
		text[message->length] = '\0';
		return add_word(text, what, err);
	}
	json = message->length > COMMAND_JSON_MAX ? NULL
	       : message->length > 0 ? json_loadb(message->payload, message->length, JSON_REJECT_DUPLICATES, NULL)
	                             : json_object();
	if (!json)
		return kasa_err_set(err, KASA_EINVAL, "not readable as JSON: {\"energy\":\"\"} would be");
	rc = add_keys(json, what, err);
	if (json_is_string(json_object_get(json, "transaction"))
	    || json_is_integer(json_object_get(json, "transaction")))
		*transaction = json_dumps(json_object_get(json, "transaction"), JSON_ENCODE_ANY | JSON_COMPACT);
	json_decref(json);
	if (rc == KASA_OK && *what == 0)
		*what = CHANGE_STATE | CHANGE_ENERGY | CHANGE_SETTINGS;
	return rc;
}

/* What is read is published, also when it is as it was. */
static void
get_part(struct mqtt_pending *pending, struct device *device, unsigned outlet, unsigned what)
{
	struct order order;
	unsigned out = OUT_ANEW | (what & CHANGE_STATE ? OUT_STATE : 0u) | (what & CHANGE_ENERGY ? OUT_ENERGY : 0u)
	               | (what & CHANGE_SETTINGS && outlet == 0 ? OUT_SETTINGS : 0u);

	order_init(&order, ORDER_READ);
	order.outlet = outlet;
	order.what = what;
	mqtt_pending_order(pending, device, &order);
	mqtt_dirty(pending->mqtt, device, outlet, out);
}

static void
get(struct mqtt_pending *pending, struct device *device, const struct topic *topic,
    const struct broker_message *message)
{
	struct group_member members[GROUP_MAX] = { { device, topic->outlet } };
	struct kasa_err err;
	unsigned what;
	size_t count = device ? 1 : groups_members(pending->mqtt->hub, topic->name, members, GROUP_MAX);

	if (read_question(message, &what, &pending->transaction, &err) != KASA_OK) {
		refuse(pending, device, message, topic, "bad_value", &err);
		return;
	}
	for (size_t i = 0; i < count && i < GROUP_MAX; i++)
		get_part(pending, members[i].device, members[i].outlet, what);
}

/* ---- a message to a device or a group ---- */

static void
refuse_retained(struct mqtt_pending *pending, struct device *device, const struct topic *topic,
                const struct broker_message *message)
{
	struct kasa_err err;

	kasa_err_set(
		&err, KASA_EINVAL,
		"a retained command is not obeyed: it would come again at each connection. Send it without retain, and "
		"clear this one with an empty retained message");
	refuse(pending, device, message, topic, "retained_ignored", &err);
}

/* Told to who asked for an answer, and to those who follow events; a topic for each mistyped name would be too much. */
static void
refuse_unknown(struct mqtt_pending *pending, const struct topic *topic, const struct broker_message *message)
{
	struct command command;
	struct kasa_err err;

	command_parse(&command, NULL, 0, topic->attr, message->payload, message->length, &err);
	take_texts(pending, &command);
	command_finish(&command);
	pending->quiet = true;
	kasa_err_set(&err, KASA_ENOTFOUND, "no device and no group is called \"%s\"", topic->name);
	refuse(pending, NULL, message, topic, "unknown_device", &err);
}

static void
take_command(struct mqtt *mqtt, const struct topic *topic, const struct broker_message *message)
{
	bool group = topic->outlet == 0 && groups_known(mqtt->hub, topic->name);
	struct device *device = group ? NULL : hub_find(mqtt->hub, topic->name, false, NULL);
	struct mqtt_pending *pending =
		mqtt_pending_new(mqtt, message, device ? device->name : topic->name, topic->outlet);

	if (!pending) {
		busy(mqtt, message);
		return;
	}
	mqtt->commands++;
	if (message->retain)
		refuse_retained(pending, device, topic, message);
	else if (!device && !group)
		refuse_unknown(pending, topic, message);
	else if (topic->kind == TOPIC_GET)
		get(pending, device, topic, message);
	else if (device)
		set_device(pending, device, topic, message);
	else
		set_group(pending, topic, message);
	mqtt_pending_close(pending);
}

/* ---- a request to the bridge ---- */

static void
on_answer(const char *command, const char *answer, size_t length, void *arg)
{
	struct mqtt_pending *pending = arg;
	char leaf[128], topic[TOPIC_MAX];

	if (pending->mqtt && pending->mqtt->up) {
		snprintf(leaf, sizeof leaf, "response/%.100s", command);
		topic_bridge(topic, pending->mqtt->config.base_topic, leaf);
		if (!mqtt_pending_answer(pending, topic, answer, length))
			log_debug("answer not published topic=\"%s\"", topic);
		pending->mqtt->about |= ABOUT_INFO;
	}
	mqtt_pending_free(pending);
}

/* Lines of the log in bridge/log: off until somebody asks, and after a restart. */
static bool
take_log_request(struct mqtt *mqtt, const struct topic *topic, const struct broker_message *message)
{
	char word[16] = "";
	enum kasa_log_level level;

	if (strcmp(topic->attr, "options/mqtt_log") != 0 || message->retain)
		return false;
	if (message->length < sizeof word)
		memcpy(word, message->payload, message->length);
	if (log_level_parse(word, &level))
		mqtt_log(mqtt, (int)level);
	else if (strcmp(word, "off") == 0)
		mqtt_log(mqtt, -1);
	else
		return false;
	return true;
}

static void
take_request(struct mqtt *mqtt, const struct topic *topic, const struct broker_message *message)
{
	static const char retained[] =
		"{\"status\":\"error\",\"code\":\"retained_ignored\",\"error\":\"a retained request is not "
		"obeyed\"}";
	struct mqtt_pending *pending;

	if (take_log_request(mqtt, topic, message))
		return;
	pending = mqtt_pending_new(mqtt, message, "bridge", 0);
	if (!pending) {
		busy(mqtt, message);
		return;
	}
	if (!message->retain) {
		request_execute(mqtt->hub, &mqtt->powers, topic->attr, message->payload, message->length, on_answer,
		                pending);
		return;
	}
	if (mqtt_note(mqtt, message->topic))
		log_warning("request refused, for it was retained topic=\"%s\"", message->topic);
	on_answer(topic->attr, retained, sizeof retained - 1, pending);
}

void
mqtt_take(struct mqtt *mqtt, const struct broker_message *message)
{
	struct topic topic;

	if (mqtt->hass && mqtt_hass_message(mqtt->hass, message))
		return;
	topic_parse(&topic, mqtt->config.base_topic, message->topic);
	if (topic.kind == TOPIC_NONE || (message->retain && message->length == 0))
		return;
	switch (topic.kind) {
	case TOPIC_CANARY:
		mqtt_canary_heard(mqtt, message);
		break;
	case TOPIC_REQUEST:
		take_request(mqtt, &topic, message);
		break;
	case TOPIC_SET:
	case TOPIC_SET_ATTR:
	case TOPIC_GET:
		take_command(mqtt, &topic, message);
		break;
	case TOPIC_NONE:
		break;
	}
}
