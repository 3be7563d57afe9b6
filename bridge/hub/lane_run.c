/* From an order to a call of the library, and from its answer to what the bridge knows: a function for each kind. */
#include <stdlib.h>
#include <string.h>

#include <kasa/clock.h>
#include <kasa/energy.h>
#include <kasa/history.h>
#include <kasa/light.h>
#include <kasa/raw.h>
#include <kasa/relay.h>
#include <kasa/system.h>

#include "base/err.h"
#include "bridge/documents/documents.h"
#include "bridge/hub/hub.h"
#include "bridge/hub/lane_order.h"
#include "bridge/hub/poller.h"
#include "bridge/hub/settings.h"
#include "bridge/log.h"
#include "bridge/store/store.h"
#include "common/clock_now.h"

/* ---- answers ---- */

static void
on_done(struct kasa_device *handle, const struct kasa_err *err, void *arg)
{
	(void)handle;
	lane_order_done(arg, err, NULL);
}

static void
settled(struct lane_order *order, const struct kasa_err *err, bool kept)
{
	struct device *device = lane_device(order->lane);

	if (kept)
		hub_settings(device->hub, device);
	lane_order_done(order, err, NULL);
}

static void
on_dimmer(struct kasa_device *handle, const struct kasa_dimmer *dimmer, const struct kasa_err *err, void *arg)
{
	struct lane_order *order = arg;

	(void)handle;
	settled(order, err, settings_keep_dimmer(lane_device(order->lane), dimmer));
}

static void
on_motion(struct kasa_device *handle, const struct kasa_motion *motion, const struct kasa_err *err, void *arg)
{
	struct lane_order *order = arg;

	(void)handle;
	settled(order, err, settings_keep_motion(lane_device(order->lane), motion));
}

static void
on_ambient(struct kasa_device *handle, const struct kasa_ambient *ambient, const struct kasa_err *err, void *arg)
{
	struct lane_order *order = arg;

	(void)handle;
	settled(order, err, settings_keep_ambient(lane_device(order->lane), ambient));
}

static void
on_effect(struct kasa_device *handle, const struct kasa_effect *effect, const struct kasa_err *err, void *arg)
{
	struct lane_order *order = arg;
	struct device *device = lane_device(order->lane);

	(void)handle;
	(void)effect;
	if (err->code == KASA_OK)
		poller_hurry(device->hub->poller, device, CHANGE_STATE);
	lane_order_done(order, err, NULL);
}

static void
on_erased(struct kasa_device *handle, const struct kasa_energy *energy, const struct kasa_err *err, void *arg)
{
	struct lane_order *order = arg;
	struct device *device = lane_device(order->lane);
	unsigned outlet = order->order.outlet;

	(void)handle;
	if (energy && outlet <= device->part_count && device->parts[outlet].meter) {
		counter_reset(&device->parts[outlet].meter->counter);
		hub_energy(device->hub, device, outlet, energy);
		store_commit(device->hub->store);
	}
	lane_order_done(order, err, NULL);
}

static void
on_raw(struct kasa_device *handle, const char *reply, size_t length, const struct kasa_err *err, void *arg)
{
	(void)handle;
	(void)length;
	lane_order_done(arg, err, reply);
}

/* Told as JSON, for whoever asked is not known here. */
static void
on_history(struct kasa_device *handle, const struct kasa_history *history, const struct kasa_err *err, void *arg)
{
	struct lane_order *order = arg;
	json_t *json = history ? document_history(history, order->order.value) : NULL;
	char *text = json ? document_text(json, NULL) : NULL;

	(void)handle;
	json_decref(json);
	lane_order_done(order, err, text);
	free(text);
}

/* ---- two steps: the clock of this host, in the zone of the device ---- */

static void
on_clock_set(struct kasa_device *handle, const struct kasa_clock *clock, const struct kasa_err *err, void *arg)
{
	(void)handle;
	(void)clock;
	lane_order_done(arg, err, NULL);
}

static void
on_clock_read(struct kasa_device *handle, const struct kasa_clock *clock, const struct kasa_err *err, void *arg)
{
	struct kasa_clock now;
	struct kasa_err own;
	int rc;

	if (err->code != KASA_OK) {
		lane_order_done(arg, err, NULL);
		return;
	}
	if (!clock_now(clock, &now, &own)) {
		lane_order_done(arg, &own, NULL);
		return;
	}
	rc = kasa_clock_set(handle, &now, on_clock_set, arg);
	if (rc == KASA_OK)
		return;
	kasa_err_set(&own, rc, "the clock cannot be set now");
	lane_order_done(arg, &own, NULL);
}

/* ---- orders that need to know more ---- */

static int
run_read(struct lane_order *order, struct kasa_device *handle)
{
	struct device *device = lane_device(order->lane);
	unsigned what = order->order.what & ~(unsigned)CHANGE_STATE;

	if (what)
		poller_hurry(device->hub->poller, device, what);
	return kasa_device_refresh(handle, on_done, order);
}

static int
run_preset(struct lane_order *order, struct kasa_device *handle, struct kasa_err *err)
{
	const struct settings *settings = lane_device(order->lane)->settings;
	struct kasa_light_change change;
	const struct kasa_light *light;
	int index = order->order.value;

	if (!settings || index < 0 || (unsigned)index >= settings->preset_count)
		return kasa_err_set(err, KASA_EINVAL, "there is no preset %d", index + 1);
	if (settings->presets[index].effect[0])
		return kasa_err_set(err, KASA_ENOTSUP, "preset %d is an effect, which cannot be recalled", index + 1);
	light = &settings->presets[index].light;
	kasa_light_change_init(&change);
	change.on = 1;
	change.brightness = light->brightness;
	if (light->color_temp_k > 0)
		change.color_temp_k = light->color_temp_k;
	else {
		change.hue = light->hue;
		change.saturation = light->saturation;
	}
	return kasa_light_set(handle, &change, on_done, order);
}

static int
run_effect(struct lane_order *order, struct kasa_device *handle)
{
	const char *text = order->order.text;

	return text && text[0] ? kasa_effect_set(handle, text, on_effect, order)
	                       : kasa_effect_stop(handle, on_effect, order);
}

static int
run_light(struct lane_order *order, struct kasa_device *handle, struct kasa_err *err)
{
	const struct kasa_state *state = device_state(lane_device(order->lane));
	int rc = kasa_light_change_check(&order->order.light, state, err);

	return rc == KASA_OK ? kasa_light_set(handle, &order->order.light, on_done, order) : rc;
}

static int
run_history(struct lane_order *order, struct kasa_device *handle)
{
	int outlet = (int)order->order.outlet, year = order->order.value / 100, month = order->order.value % 100;

	return month > 0 ? kasa_energy_days(handle, outlet, year, month, on_history, order)
	                 : kasa_energy_months(handle, outlet, year, on_history, order);
}

static int
run(struct lane_order *order, struct kasa_device *handle, struct kasa_err *err)
{
	const struct order *wanted = &order->order;
	int outlet = (int)wanted->outlet;

	switch (wanted->kind) {
	case ORDER_READ:
		return run_read(order, handle);
	case ORDER_SWITCH:
		return wanted->on == ORDER_TOGGLE ? kasa_relay_toggle(handle, outlet, on_done, order)
		                                  : kasa_relay_set(handle, outlet, wanted->on == 1, on_done, order);
	case ORDER_LIGHT:
		return run_light(order, handle, err);
	case ORDER_LED:
		return kasa_led_set(handle, wanted->on == 1, on_done, order);
	case ORDER_PRESET:
		return run_preset(order, handle, err);
	case ORDER_EFFECT:
		return run_effect(order, handle);
	case ORDER_DIMMER:
		return kasa_dimmer_set(handle, wanted->setting, wanted->value, on_dimmer, order);
	case ORDER_MOTION:
		return kasa_motion_enable(handle, wanted->on == 1, on_motion, order);
	case ORDER_MOTION_RANGE:
		return kasa_motion_range_set(handle, wanted->range, wanted->value, on_motion, order);
	case ORDER_INACTIVITY:
		return kasa_motion_inactivity_set(handle, wanted->value, on_motion, order);
	case ORDER_AMBIENT:
		return kasa_ambient_enable(handle, wanted->on == 1, on_ambient, order);
	case ORDER_ALIAS:
		return kasa_alias_set(handle, outlet, wanted->text ? wanted->text : "", on_done, order);
	case ORDER_CLOCK:
		return kasa_clock_read(handle, on_clock_read, order);
	case ORDER_RESTART:
		return kasa_reboot(handle, on_done, order);
	case ORDER_ENERGY_RESET:
		return kasa_energy_erase(handle, outlet, on_erased, order);
	case ORDER_RAW:
		return kasa_raw_call(handle, wanted->text ? wanted->text : "", on_raw, order, err);
	case ORDER_HISTORY:
		return run_history(order, handle);
	}
	return KASA_EINVAL;
}

int
lane_order_run(struct lane_order *order, struct kasa_err *err)
{
	struct device *device = lane_device(order->lane);
	int rc;

	kasa_err_clear(err);
	rc = run(order, device->handle, err);
	if (rc != KASA_OK && err->text[0] == '\0')
		kasa_err_set(err, rc, "the device cannot be given this order: %s", kasa_error_word(rc));
	return rc;
}
