/* What a light is to show is gathered first, for it goes to the device as one message. */
#include "bridge/command/command_attribute.h"

#include "base/err.h"
#include "bridge/command/command_value.h"

enum {
	WHITE_LEAST_K = 1500, /* as kasa_light_change_check() has it: all lights known are within 2500 and 9000 */
	WHITE_MOST_K = 10000,
};

int
read_state(struct wish *wish, const struct attribute *attribute, const json_t *value, struct kasa_err *err)
{
	(void)attribute;
	return value_switch(value, true, &wish->on, err);
}

/* Anything above nothing is one percent at least: 0 means off. */
int
read_brightness(struct wish *wish, const struct attribute *attribute, const json_t *value, struct kasa_err *err)
{
	int brightness, rc;

	(void)attribute;
	rc = value_whole(value, 0, 100, " percent", &brightness, err);
	if (rc != KASA_OK)
		return rc;
	wish->dark = brightness == 0 && !(json_is_real(value) && json_real_value(value) > 0);
	if (!wish->dark)
		wish->light.brightness = brightness == 0 ? 1 : brightness;
	return KASA_OK;
}

int
read_white(struct wish *wish, const struct attribute *attribute, const json_t *value, struct kasa_err *err)
{
	(void)attribute;
	return value_whole(value, WHITE_LEAST_K, WHITE_MOST_K, " kelvin", &wish->light.color_temp_k, err);
}

int
read_hue(struct wish *wish, const struct attribute *attribute, const json_t *value, struct kasa_err *err)
{
	(void)attribute;
	return value_whole(value, 0, 360, " degrees", &wish->light.hue, err);
}

int
read_saturation(struct wish *wish, const struct attribute *attribute, const json_t *value, struct kasa_err *err)
{
	(void)attribute;
	return value_whole(value, 0, 100, " percent", &wish->light.saturation, err);
}

int
read_color(struct wish *wish, const struct attribute *attribute, const json_t *value, struct kasa_err *err)
{
	const json_t *hue = json_object_get(value, "h"), *saturation = json_object_get(value, "s");
	int rc;

	(void)attribute;
	if (!hue || !saturation || json_object_size(value) != 2)
		return kasa_err_set(err, KASA_EINVAL, "a colour is {\"h\":0 to 360,\"s\":0 to 100}");
	rc = value_whole(hue, 0, 360, " degrees", &wish->light.hue, err);
	if (rc != KASA_OK)
		return kasa_err_wrap(err, "h");
	rc = value_whole(saturation, 0, 100, " percent", &wish->light.saturation, err);
	return rc == KASA_OK ? rc : kasa_err_wrap(err, "s");
}

int
read_transition(struct wish *wish, const struct attribute *attribute, const json_t *value, struct kasa_err *err)
{
	(void)attribute;
	return value_seconds(value, 0, KASA_TRANSITION_MAX_MS, &wish->light.transition_ms, err);
}

bool
shows_something(const struct kasa_light_change *light)
{
	return light->brightness != KASA_UNKNOWN || light->color_temp_k != KASA_UNKNOWN || light->hue != KASA_UNKNOWN
	       || light->saturation != KASA_UNKNOWN;
}

int
compose_switch(struct wish *wish, struct kasa_err *err)
{
	struct order *order;

	if (wish->on == KASA_UNKNOWN)
		return KASA_OK;
	order = wish_add_first(wish, ORDER_SWITCH, err);
	if (!order)
		return err->code;
	order->on = wish->on;
	return KASA_OK;
}

/* A brightness alone switches on, as lights of others do; a colour alone does not. */
int
compose_light(struct wish *wish, struct kasa_err *err)
{
	struct kasa_light_change *light = &wish->light;
	struct order *order;
	int rc;

	if (wish->on == ORDER_TOGGLE)
		return kasa_err_set(err, KASA_EINVAL, "state: TOGGLE goes alone, ON and OFF with other values as well");
	if (wish->on == KASA_UNKNOWN && light->brightness != KASA_UNKNOWN)
		wish->on = 1;
	light->on = wish->on;
	if (light->on == KASA_UNKNOWN && !shows_something(light))
		return kasa_err_set(err, KASA_EINVAL, "transition: it goes with state, brightness or a colour");
	rc = kasa_light_change_check(light, wish->state, err);
	if (rc != KASA_OK)
		return rc;
	order = wish_add_first(wish, ORDER_LIGHT, err);
	if (!order)
		return err->code;
	order->light = *light;
	order->on = light->on;
	return KASA_OK;
}
