/* Only what is listed is a command: `ON ` with a blank, `on` with a NUL or half a JSON text switch nothing. */
#include "bridge/command/command.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/str.h"
#include "bridge/command/command_attribute.h"
#include "common/text_show.h"

static const char bad_value[] = "bad_value";

static int
nomem(struct kasa_err *err)
{
	return kasa_err_set(err, KASA_ENOMEM, "out of memory");
}

/* ---- the payload as JSON ---- */

static bool
is_json(const char *payload, size_t length)
{
	size_t i = 0;

	while (i < length && (payload[i] == ' ' || payload[i] == '\t' || payload[i] == '\r' || payload[i] == '\n'))
		i++;
	return i < length && payload[i] == '{';
}

static int
read_object(const char *payload, size_t length, json_t **out, struct kasa_err *err)
{
	json_error_t wrong;

	if (length > COMMAND_JSON_MAX)
		return kasa_err_set(err, KASA_EINVAL, "%zu bytes are too many; %d are possible", length,
		                    COMMAND_JSON_MAX);
	*out = json_loadb(payload, length, JSON_REJECT_DUPLICATES, &wrong);
	if (*out)
		return KASA_OK;
	return kasa_err_set(err, KASA_EINVAL, "not readable as JSON: %s, at byte %d", wrong.text, wrong.position);
}

/* A bare value is a text; true and false are themselves. */
static int
read_bare(const char *payload, size_t length, json_t **out, struct kasa_err *err)
{
	if (length > COMMAND_BARE_MAX)
		return kasa_err_set(err, KASA_EINVAL,
		                    "%zu bytes are too many; %d are possible, and %d of a JSON object", length,
		                    COMMAND_BARE_MAX, COMMAND_JSON_MAX);
	for (size_t i = 0; i < length; i++)
		if ((unsigned char)payload[i] < ' ' || payload[i] == 0x7f)
			return kasa_err_set(err, KASA_EINVAL, "a control character, \\x%02x, is not possible",
			                    (unsigned char)payload[i]);
	if (length > 0 && !kasa_utf8_valid(payload, length))
		return kasa_err_set(err, KASA_EINVAL, "not valid as UTF-8");
	if ((length == 4 && memcmp(payload, "true", 4) == 0) || (length == 5 && memcmp(payload, "false", 5) == 0))
		*out = json_boolean(length == 4);
	else
		*out = json_stringn(length > 0 ? payload : "", length);
	return *out ? KASA_OK : nomem(err);
}

static int
read_value(const char *payload, size_t length, json_t **out, struct kasa_err *err)
{
	return is_json(payload, length) ? read_object(payload, length, out, err) : read_bare(payload, length, out, err);
}

/* {"<name>": value}, which is stolen. */
static json_t *
object_of(const char *name, json_t *value)
{
	json_t *object = json_object();

	if (object && json_object_set_new(object, name, value) == 0)
		return object;
	if (!object)
		json_decref(value);
	json_decref(object);
	return NULL;
}

/* Whatever was sent, as an object of attributes. */
static int
read_attributes(const char *attr, const char *payload, size_t length, json_t **out, struct kasa_err *err)
{
	json_t *value = NULL;
	int rc = read_value(payload, length, &value, err);

	if (rc != KASA_OK)
		return rc;
	if (attr || !json_is_object(value))
		value = object_of(attr ? attr : "state", value);
	*out = value;
	return value ? KASA_OK : nomem(err);
}

/* ---- what is shown of it ---- */

/* Takes `transaction` out of the attributes. */
static int
take_transaction(struct command *command, json_t *attributes, struct kasa_err *err)
{
	json_t *transaction = json_object_get(attributes, "transaction");
	bool plain = json_is_string(transaction) || json_is_number(transaction);

	if (!transaction)
		return KASA_OK;
	if (plain)
		command->transaction =
			json_dumps(transaction, JSON_ENCODE_ANY | JSON_COMPACT | JSON_REAL_PRECISION(17));
	if (!command->transaction || strlen(command->transaction) > COMMAND_TRANSACTION_MAX) {
		free(command->transaction);
		command->transaction = NULL;
		return kasa_err_set(err, KASA_EINVAL, "transaction: a text or a number of %d bytes at most is possible",
		                    COMMAND_TRANSACTION_MAX);
	}
	json_object_del(attributes, "transaction");
	return KASA_OK;
}

/* ---- the orders ---- */

static void
wish_init(struct wish *wish, struct command *command, const struct device *device, unsigned outlet)
{
	*wish = (struct wish){ .command = command,
		               .device = device,
		               .state = device ? device_state(device) : NULL,
		               .outlet = outlet,
		               .on = KASA_UNKNOWN,
		               .range = KASA_UNKNOWN,
		               .threshold = KASA_UNKNOWN };
	kasa_light_change_init(&wish->light);
}

static int
check_outlet(const struct wish *wish, struct kasa_err *err)
{
	unsigned count = wish->state ? wish->state->outlet_count : KASA_OUTLETS_MAX;

	if (wish->outlet <= count)
		return KASA_OK;
	if (count == 0)
		return kasa_err_set(err, KASA_ENOTSUP, "%s has no outlets to address one by one", wish->state->model);
	return kasa_err_set(err, KASA_ENOTSUP, "there is no outlet %u; 1 to %u are possible", wish->outlet, count);
}

static int
take_all(struct wish *wish, json_t *attributes, struct kasa_err *err)
{
	const char *name;
	json_t *value;
	int rc = KASA_OK;

	json_object_foreach(attributes, name, value) {
		const struct attribute *attribute = attribute_find(name, err);

		if (!attribute) {
			wish->command->code = "unknown_attribute";
			return err->code;
		}
		rc = attribute_take(wish, attribute, value, err);
		if (rc != KASA_OK)
			return rc;
	}
	return wish_compose(wish, err);
}

static int
make_orders(struct wish *wish, json_t *attributes, struct kasa_err *err)
{
	int rc = check_outlet(wish, err);

	if (rc == KASA_OK)
		rc = take_all(wish, attributes, err);
	if (rc == KASA_OK && wish->command->count == 0)
		rc = kasa_err_set(err, KASA_EINVAL, "it says nothing that is to be done: {\"state\":\"ON\"} would");
	return rc;
}

/* No order is left of a command that is wrong in one part. */
static int
refuse(struct command *command, const struct kasa_err *err)
{
	for (unsigned i = 0; i < command->count; i++)
		order_finish(&command->orders[i]);
	command->count = 0;
	if (!command->code)
		command->code = err->code == KASA_EINVAL ? bad_value : command_code(err);
	return err->code;
}

int
command_parse(struct command *command, const struct device *device, unsigned outlet, const char *attr,
              const char *payload, size_t length, struct kasa_err *err)
{
	struct kasa_err unwanted;
	json_t *attributes = NULL;
	struct wish wish;
	int rc;

	if (!err)
		err = &unwanted;
	*command = (struct command){ .count = 0 };
	rc = read_attributes(attr, payload, length, &attributes, err);
	if (rc == KASA_OK && !attr)
		rc = take_transaction(command, attributes, err);
	if (attributes)
		command->text = json_dumps(attributes, JSON_COMPACT | JSON_REAL_PRECISION(10));
	if (rc == KASA_OK) {
		wish_init(&wish, command, device, outlet);
		rc = make_orders(&wish, attributes, err);
	}
	json_decref(attributes);
	return rc == KASA_OK ? KASA_OK : refuse(command, err);
}

bool
command_toggles(const struct command *command)
{
	for (unsigned i = 0; i < command->count; i++)
		if (command->orders[i].on == ORDER_TOGGLE || command->orders[i].light.on == ORDER_TOGGLE)
			return true;
	return false;
}

void
command_settle(struct command *command, int on)
{
	for (unsigned i = 0; i < command->count; i++)
		if (command->orders[i].on == ORDER_TOGGLE)
			command->orders[i].on = on;
}

void
command_finish(struct command *command)
{
	for (unsigned i = 0; i < command->count; i++)
		order_finish(&command->orders[i]);
	free(command->transaction);
	free(command->text);
	*command = (struct command){ .count = 0 };
}

/* The words of the library's errors are finer; these few are what automations look for, and never change. */
const char *
command_code(const struct kasa_err *err)
{
	switch (err->code) {
	case KASA_EINVAL:
		return bad_value;
	case KASA_ENOTSUP:
		return "not_supported";
	case KASA_ETIMEOUT:
		return "timeout";
	case KASA_EDEVICE:
		return "device_error";
	default:
		return kasa_error_word(err->code);
	}
}

const char *
command_code_of(const struct device *device, const struct kasa_err *err)
{
	bool silent = err->code == KASA_ETIMEOUT || err->code == KASA_EUNREACH || err->code == KASA_EREFUSED
	              || err->code == KASA_EBREAKER;

	if (silent && (!device->handle || device->availability == AVAILABILITY_OFFLINE))
		return "device_offline";
	return command_code(err);
}
