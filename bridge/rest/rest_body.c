#include "bridge/rest/rest_body.h"

#include <jansson.h>
#include <string.h>
#include <strings.h>

#include "base/err.h"
#include "bridge/command/command.h"

/* How objects call what commands call otherwise. */
static const struct {
	const char *object, *command;
} names[] = {
	{ "on", "state" },
	{ "color_temp_k", "color_temp" },
};

/* Of "light". */
static const char *const light[] = { "brightness", "color_temp_k", "hue", "saturation", "effect" };

enum {
	NAMES = sizeof names / sizeof names[0],
	LIGHTS = sizeof light / sizeof light[0],
};

static const char *
command_name(const char *name)
{
	for (size_t i = 0; i < NAMES; i++)
		if (strcmp(names[i].object, name) == 0)
			return names[i].command;
	return name;
}

static int
check_switch(const char *name, const json_t *value, struct kasa_err *err)
{
	const char *text = json_string_value(value);

	if (strcmp(name, "on") == 0 && !json_is_boolean(value))
		return kasa_err_set(err, KASA_EINVAL, "on: true and false are possible");
	if (strcmp(name, "state") == 0 && text && strcasecmp(text, "toggle") == 0)
		return kasa_err_set(err, KASA_EINVAL,
		                    "state: ON and OFF are possible; POST to .../toggle toggles, for a PUT may come "
		                    "twice");
	return KASA_OK;
}

static int
take(json_t *command, const char *name, json_t *value, struct kasa_err *err)
{
	int rc = check_switch(name, value, err);

	if (rc != KASA_OK)
		return rc;
	if (json_object_get(command, command_name(name)))
		return kasa_err_set(err, KASA_EINVAL, "%s: it is said twice, under two names", command_name(name));
	return json_object_set(command, command_name(name), value) == 0
	               ? KASA_OK
	               : kasa_err_set(err, KASA_ENOMEM, "out of memory");
}

static bool
is_light(const char *name)
{
	for (size_t i = 0; i < LIGHTS; i++)
		if (strcmp(light[i], name) == 0)
			return true;
	return false;
}

static int
take_light(json_t *command, json_t *values, struct kasa_err *err)
{
	int rc = json_is_object(values) ? KASA_OK : kasa_err_set(err, KASA_EINVAL, "light: it is an object");
	const char *name;
	json_t *value;

	json_object_foreach(values, name, value) {
		if (rc != KASA_OK)
			break;
		rc = is_light(name) ? take(command, name, value, err)
		                    : kasa_err_set(err, KASA_EINVAL,
		                                   "light: \"%.40s\" is none of brightness, color_temp_k, hue, "
		                                   "saturation and effect",
		                                   name);
	}
	return rc;
}

static int
take_all(json_t *command, json_t *object, struct kasa_err *err)
{
	const char *name;
	json_t *value;
	int rc = KASA_OK;

	json_object_foreach(object, name, value) {
		if (strcmp(name, "light") == 0)
			rc = take_light(command, value, err);
		else
			rc = take(command, name, value, err);
		if (rc != KASA_OK)
			break;
	}
	return rc;
}

static int
load(const char *body, size_t length, json_t **out, struct kasa_err *err)
{
	json_error_t wrong;

	if (length > COMMAND_JSON_MAX)
		return kasa_err_set(err, KASA_EINVAL, "%zu bytes are too many; %d are possible", length,
		                    COMMAND_JSON_MAX);
	*out = json_loadb(body, length, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &wrong);
	if (!*out)
		return kasa_err_set(err, KASA_EINVAL, "not readable as JSON: %s, at byte %d", wrong.text,
		                    wrong.position);
	if (json_object_size(*out) > 0)
		return KASA_OK;
	json_decref(*out);
	*out = NULL;
	return kasa_err_set(err, KASA_EINVAL, "a JSON object is wanted that says how it is to be: {\"on\":true} does");
}

int
rest_body_read(const char *body, size_t length, char **out, struct kasa_err *err)
{
	json_auto_t *object = NULL, *command = json_object();
	int rc = command ? load(body, length, &object, err) : kasa_err_set(err, KASA_ENOMEM, "out of memory");

	if (rc == KASA_OK)
		rc = take_all(command, object, err);
	if (rc != KASA_OK)
		return rc;
	*out = json_dumps(command, JSON_COMPACT | JSON_REAL_PRECISION(17));
	return *out ? KASA_OK : kasa_err_set(err, KASA_ENOMEM, "out of memory");
}
