/* What comes in: commands, questions and requests become orders. Nothing that was retained is obeyed. */
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "bridge/command/command.h"
#include "bridge/hub/groups.h"
#include "bridge/log.h"
#include "bridge/mqtt/mqtt_own.h"

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
tell_refusal(struct mqtt *mqtt, struct device *device, const struct topic *topic, const char *code,
             const struct kasa_err *err)
{
	const struct event event = { .kind = EVENT_COMMAND_FAILED,
		                     .device = device,
		                     .outlet = topic->outlet,
		                     .after = topic->attr                ? topic->attr
		                              : topic->kind == TOPIC_GET ? "get"
		                                                         : "set",
		                     .err = err,
		                     .code = code };

	mqtt_event(mqtt, &event);
}

void
mqtt_refuse(struct mqtt_pending *pending, struct device *device, const struct broker_message *message,
            const struct topic *topic, const char *code, const struct kasa_err *err)
{
	struct mqtt *mqtt = pending->mqtt;

	note_refusal(mqtt, message->topic, err);
	mqtt_pending_fail(pending, code, err);
	tell_refusal(mqtt, device, topic, code, err);
	if (device)
		mqtt_dirty(mqtt, device, topic->outlet <= device->part_count ? topic->outlet : 0, OUT_STATE | OUT_ANEW);
}

void
mqtt_busy(struct mqtt *mqtt, const struct broker_message *message)
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
		mqtt_refuse(pending, device, message, topic, command.code, &err);
	command_finish(&command);
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
		command_settle(&command, groups_toggle(pending->mqtt->hub, topic->name));
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
	struct group_member members[GROUP_MEMBERS_MAX];
	struct command command;
	struct kasa_err err;
	size_t count = groups_members(pending->mqtt->hub, topic->name, members, GROUP_MEMBERS_MAX);
	int rc = command_parse(&command, NULL, 0, topic->attr, message->payload, message->length, &err);

	take_texts(pending, &command);
	if (rc == KASA_OK && count == 0) {
		command.code = "device_offline";
		rc = kasa_err_set(&err, KASA_ENOTFOUND, "none of its members is known yet");
	}
	if (rc != KASA_OK)
		mqtt_refuse(pending, NULL, message, topic, command.code, &err);
	for (size_t i = 0; rc == KASA_OK && i < count && i < GROUP_MEMBERS_MAX; i++)
		set_member(pending, &members[i], topic, message);
	command_finish(&command);
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
	mqtt_refuse(pending, device, message, topic, "retained_ignored", &err);
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
	mqtt_refuse(pending, NULL, message, topic, "unknown_device", &err);
}

static void
take_command(struct mqtt *mqtt, const struct topic *topic, const struct broker_message *message)
{
	bool group = topic->outlet == 0 && groups_known(mqtt->hub, topic->name);
	struct device *device = group ? NULL : hub_find(mqtt->hub, topic->name, NULL);
	struct mqtt_pending *pending =
		mqtt_pending_new(mqtt, message, device ? device->name : topic->name, topic->outlet);

	if (!pending) {
		mqtt_busy(mqtt, message);
		return;
	}
	mqtt->commands++;
	if (message->retain)
		refuse_retained(pending, device, topic, message);
	else if (!device && !group)
		refuse_unknown(pending, topic, message);
	else if (topic->kind == TOPIC_GET)
		mqtt_get(pending, device, topic, message);
	else if (device)
		set_device(pending, device, topic, message);
	else
		set_group(pending, topic, message);
	mqtt_pending_close(pending);
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
		mqtt_request(mqtt, &topic, message);
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
