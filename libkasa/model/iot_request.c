/* Wording requests of the IOT language: {"namespace":{"method":{arguments}}}. */
#include "model/iot.h"

#include <string.h>

#include "model/jx.h"

#define SYSINFO "\"get_sysinfo\":{}"
#define STATE "\"system\":{" SYSINFO "}"

/* The id as the device itself gives it, or the other form where it did not know that one. */
static const char *
outlet_id(const struct kasa_order *order, const struct kasa_record *record, const struct kasa_outlet *outlet)
{
	size_t n = strlen(outlet->id);
	bool brief = record->short_outlet_ids != order->other_outlet_id;

	return brief && n > 2 ? outlet->id + n - 2 : outlet->id;
}

/* Appends `"context":{"child_ids":[..]},` for one outlet, for each, or nothing for the device. */
static int
build_context(const struct kasa_order *order, const struct kasa_record *record, struct kasa_buf *out,
              struct kasa_err *err)
{
	unsigned first = (unsigned)order->outlet, last = first;
	int rc = KASA_OK;

	if (order->outlet == 0) {
		if (!order->each_outlet)
			return KASA_OK;
		first = 1;
		last = record->state.outlet_count;
	} else if (!kasa_record_outlet(record, order->outlet, err)) {
		return KASA_ENOTSUP;
	}
	for (unsigned i = first; i <= last && rc == KASA_OK; i++) {
		rc = kasa_buf_printf(out, i == first ? "\"context\":{\"child_ids\":[" : ",");
		if (rc == KASA_OK)
			rc = kasa_jx_quote(out, outlet_id(order, record, &record->outlets[i - 1]));
	}
	return rc == KASA_OK ? kasa_buf_printf(out, "]},") : rc;
}

static int
build_relay(const struct kasa_order *order, const struct kasa_record *record, struct kasa_buf *out)
{
	const struct kasa_iot_names *names = kasa_iot_names(&record->state);

	if (!names->light)
		return kasa_buf_printf(out, "\"system\":{\"set_relay_state\":{\"state\":%d}," SYSINFO "}", order->on);
	return kasa_buf_printf(out, "\"%s\":{\"%s\":{\"on_off\":%d%s}}," STATE, names->light, names->set_light,
	                       order->on, names->plain_on);
}

static int
build_alias(const struct kasa_order *order, const struct kasa_record *record, struct kasa_buf *out)
{
	const struct kasa_iot_names *names = kasa_iot_names(&record->state);
	int rc = kasa_buf_printf(out, "\"%s\":{\"set_dev_alias\":{\"alias\":", names->system);

	if (rc == KASA_OK)
		rc = kasa_jx_quote(out, order->text);
	if (rc != KASA_OK)
		return rc;
	return kasa_buf_printf(out, !names->light ? "}," SYSINFO "}" : "}}," STATE);
}

static int
build_energy(const struct kasa_order *order, const struct kasa_record *record, struct kasa_buf *out,
             struct kasa_err *err)
{
	const struct kasa_state *state = &record->state;

	if (!(state->features & KASA_FEATURE_ENERGY))
		return kasa_err_set(err, KASA_ENOTSUP, "%s has no energy meter", state->model);
	if (state->outlet_count > 0 && order->outlet == 0)
		return kasa_err_set(err, KASA_ENOTSUP, "%s has a meter in each outlet, none for the whole",
		                    state->model);
	return kasa_buf_printf(out, "%s\"%s\":{\"get_realtime\":{}}", order->with_state ? STATE "," : "",
	                       kasa_iot_names(state)->emeter);
}

static int
build_body(const struct kasa_order *order, const struct kasa_record *record, struct kasa_buf *out, struct kasa_err *err)
{
	const struct kasa_state *state = &record->state;

	switch (order->kind) {
	case KASA_ORDER_LOOK:
		return kasa_buf_printf(out, STATE);
	case KASA_ORDER_RELAY:
		return build_relay(order, record, out);
	case KASA_ORDER_LED:
		if (record->known && !(state->features & KASA_FEATURE_LED))
			return kasa_err_set(err, KASA_ENOTSUP, "%s has no status LED to set", state->model);
		return kasa_buf_printf(out, "\"system\":{\"set_led_off\":{\"off\":%d}," SYSINFO "}", !order->on);
	case KASA_ORDER_ALIAS:
		return build_alias(order, record, out);
	case KASA_ORDER_ENERGY:
		return build_energy(order, record, out, err);
	case KASA_ORDER_REBOOT:
		return kasa_buf_printf(out, "\"%s\":{\"reboot\":{\"delay\":1}}", kasa_iot_names(state)->system);
	case KASA_ORDER_RAW:
		return KASA_EINVAL; /* has no body of ours */
	}
	return KASA_EINVAL;
}

int
kasa_iot_build(const struct kasa_order *order, const struct kasa_record *record, struct kasa_buf *out,
               struct kasa_err *err)
{
	int rc;

	kasa_err_clear(err);
	if (order->kind == KASA_ORDER_RAW) {
		rc = kasa_buf_add(out, order->text, strlen(order->text));
	} else {
		rc = kasa_buf_printf(out, "{");
		if (rc == KASA_OK)
			rc = build_context(order, record, out, err);
		if (rc == KASA_OK)
			rc = build_body(order, record, out, err);
		if (rc == KASA_OK)
			rc = kasa_buf_printf(out, "}");
	}
	if (rc != KASA_OK && err && err->code == KASA_OK)
		kasa_err_set(err, rc, "no memory for a request");
	return rc;
}
