/* What is set once and stays: LED, dimmer, sensors, the name; and buttons. */
#include "bridge/command/command_attribute.h"

#include <string.h>

#include "base/err.h"
#include "bridge/command/command_value.h"
#include "bridge/documents/documents.h"

/* LED, motion, ambient light: the kind of the order is the detail of the row. */
int
read_enable(struct wish *wish, const struct attribute *attribute, const json_t *value, struct kasa_err *err)
{
	struct order *order;
	int on, rc = value_switch(value, false, &on, err);

	if (rc != KASA_OK)
		return rc;
	order = wish_add(wish, (enum order_kind)attribute->detail, err);
	if (!order)
		return err->code;
	order->on = on;
	return KASA_OK;
}

int
read_dimmer(struct wish *wish, const struct attribute *attribute, const json_t *value, struct kasa_err *err)
{
	enum kasa_dimmer_setting setting = (enum kasa_dimmer_setting)attribute->detail;
	bool is_time = setting != KASA_DIMMER_RAMP_RATE && setting != KASA_DIMMER_THRESHOLD;
	struct order *order;
	int least, most, number, rc;

	if (wish->state && wish->state->family != KASA_FAMILY_DIMMER)
		return kasa_err_set(err, KASA_ENOTSUP, "%s is no dimmer", wish->state->model);
	kasa_dimmer_range(setting, &least, &most);
	rc = value_whole(value, least, most, is_time ? " milliseconds" : "", &number, err);
	if (rc != KASA_OK)
		return rc;
	order = wish_add(wish, ORDER_DIMMER, err);
	if (!order)
		return err->code;
	order->setting = setting;
	order->value = number;
	return KASA_OK;
}

int
read_range(struct wish *wish, const struct attribute *attribute, const json_t *value, struct kasa_err *err)
{
	(void)attribute;
	return value_word(value, document_ranges, KASA_RANGES, &wish->range, err);
}

int
read_threshold(struct wish *wish, const struct attribute *attribute, const json_t *value, struct kasa_err *err)
{
	(void)attribute;
	return value_whole(value, 0, 100, " percent", &wish->threshold, err);
}

int
read_inactivity(struct wish *wish, const struct attribute *attribute, const json_t *value, struct kasa_err *err)
{
	struct order *order;
	int ms, rc = value_seconds(value, 1, KASA_INACTIVITY_MAX_MS, &ms, err);

	(void)attribute;
	if (rc != KASA_OK)
		return rc;
	order = wish_add(wish, ORDER_INACTIVITY, err);
	if (!order)
		return err->code;
	order->value = ms;
	return KASA_OK;
}

int
read_alias(struct wish *wish, const struct attribute *attribute, const json_t *value, struct kasa_err *err)
{
	const char *text = json_string_value(value);

	(void)attribute;
	if (!text || text[0] == '\0' || strlen(text) >= KASA_ALIAS_MAX)
		return kasa_err_set(err, KASA_EINVAL, "a name is a text of 1 to %d bytes", KASA_ALIAS_MAX - 1);
	return wish_add_text(wish, ORDER_ALIAS, text, err);
}

/* Buttons: the kind of the order is the detail of the row. */
int
read_press(struct wish *wish, const struct attribute *attribute, const json_t *value, struct kasa_err *err)
{
	int rc = value_press(value, err);

	if (rc == KASA_OK && !wish_add(wish, (enum order_kind)attribute->detail, err))
		rc = err->code;
	return rc;
}

int
compose_range(struct wish *wish, struct kasa_err *err)
{
	struct order *order;

	if (wish->range == KASA_UNKNOWN && wish->threshold == KASA_UNKNOWN)
		return KASA_OK;
	if (wish->range == KASA_UNKNOWN)
		wish->range = KASA_RANGE_CUSTOM;
	if (wish->threshold != KASA_UNKNOWN && wish->range != KASA_RANGE_CUSTOM)
		return kasa_err_set(err, KASA_EINVAL, "motion_threshold: only the range custom has one to set");
	order = wish_add_first(wish, ORDER_MOTION_RANGE, err);
	if (!order)
		return err->code;
	order->range = (enum kasa_motion_range)wish->range;
	order->value = wish->threshold;
	return KASA_OK;
}
