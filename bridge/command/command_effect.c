/* Effects and presets: values that somebody put together before. */
#include "bridge/command/command_attribute.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/err.h"
#include "bridge/command/command_value.h"
#include "bridge/hub/hub.h"

static bool
is_no_effect(const char *text)
{
	return text[0] == '\0' || strcasecmp(text, "off") == 0 || strcasecmp(text, "none") == 0;
}

static int
read_effect_name(struct wish *wish, const char *name, struct kasa_err *err)
{
	if (is_no_effect(name))
		return wish_add_text(wish, ORDER_EFFECT, "", err);
	if (!wish->state || strcmp(wish->state->effect, name) != 0)
		return kasa_err_set(
			err, KASA_EINVAL,
			"an effect is the object of arguments of set_lighting_effect, or off: what a name stands "
			"for only the app knows");
	/* It plays already: whoever chose it is shown that it does. */
	if (!wish_add(wish, ORDER_READ, err))
		return err->code;
	wish->command->orders[wish->command->count - 1].what = CHANGE_STATE;
	return KASA_OK;
}

int
read_effect(struct wish *wish, const struct attribute *attribute, const json_t *value, struct kasa_err *err)
{
	char *text;
	int rc;

	(void)attribute;
	if (json_is_string(value))
		return read_effect_name(wish, json_string_value(value), err);
	if (!json_is_object(value))
		return kasa_err_set(err, KASA_EINVAL, "an effect is an object, or off");
	text = json_dumps(value, JSON_COMPACT);
	if (!text)
		return kasa_err_set(err, KASA_ENOMEM, "out of memory");
	rc = kasa_effect_check(text, err);
	if (rc == KASA_OK)
		rc = wish_add_text(wish, ORDER_EFFECT, text, err);
	free(text);
	return rc;
}

static unsigned
preset_count(const struct wish *wish)
{
	const struct settings *settings = wish->device ? wish->device->settings : NULL;

	return settings && settings->has_presets ? settings->preset_count : 8;
}

/* "Light preset 2" as a select shows it, or its number alone. */
int
read_preset(struct wish *wish, const struct attribute *attribute, const json_t *value, struct kasa_err *err)
{
	static const char words[] = "light preset ";
	const char *text = json_string_value(value);
	json_t *rest = NULL;
	struct order *order;
	int number, rc;

	(void)attribute;
	if (text && strncasecmp(text, words, sizeof words - 1) == 0)
		rest = json_string(text + sizeof words - 1);
	rc = value_whole(rest ? rest : value, 1, (int)preset_count(wish), "", &number, err);
	json_decref(rest);
	if (rc != KASA_OK)
		return rc;
	order = wish_add(wish, ORDER_PRESET, err);
	if (!order)
		return err->code;
	order->value = number - 1;
	return KASA_OK;
}
