/* Questions: what is asked for is read now, and published as it is, also when it is as it was. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/err.h"
#include "bridge/command/command.h"
#include "bridge/hub/groups.h"
#include "bridge/mqtt/mqtt_own.h"

struct word {
	const char *key;
	unsigned what;
};

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

void
mqtt_get(struct mqtt_pending *pending, struct device *device, const struct topic *topic,
         const struct broker_message *message)
{
	struct group_member members[GROUP_MEMBERS_MAX] = { { device, topic->outlet } };
	struct kasa_err err;
	unsigned what;
	size_t count = device ? 1 : groups_members(pending->mqtt->hub, topic->name, members, GROUP_MEMBERS_MAX);

	if (read_question(message, &what, &pending->transaction, &err) != KASA_OK) {
		mqtt_refuse(pending, device, message, topic, "bad_value", &err);
		return;
	}
	for (size_t i = 0; i < count && i < GROUP_MEMBERS_MAX; i++)
		get_part(pending, members[i].device, members[i].outlet, what);
}
