/* What the hub and Home Assistant's discovery want of the connection. */
#include "base/err.h"
#include "bridge/hub/groups.h"
#include "bridge/mqtt/mqtt_own.h"

static struct mqtt *
mqtt_of(struct port *port)
{
	return KASA_CONTAINER(port, struct mqtt, port);
}

/* ---- the hub ---- */

static unsigned
out_of(unsigned what)
{
	unsigned out = 0;

	if (what & (CHANGE_STATE | CHANGE_SHAPE))
		out |= OUT_STATE;
	if (what & CHANGE_ENERGY)
		out |= OUT_ENERGY;
	if (what & CHANGE_SETTINGS)
		out |= OUT_SETTINGS;
	if (what & CHANGE_AVAILABILITY)
		out |= OUT_AVAILABILITY;
	return out;
}

static void
on_changed(struct port *port, struct device *device, unsigned outlet, unsigned what)
{
	struct mqtt *mqtt = mqtt_of(port);

	mqtt_dirty(mqtt, device, outlet, out_of(what));
	if (what & (CHANGE_STATE | CHANGE_SHAPE))
		mqtt_groups_touch(mqtt, device, outlet);
	if (what & (CHANGE_SHAPE | CHANGE_AVAILABILITY))
		mqtt_devices_dirty(mqtt, false);
}

static void
on_event(struct port *port, const struct event *event)
{
	if (event_in_topics(event->kind))
		mqtt_event(mqtt_of(port), event);
}

static void
on_gone(struct port *port, struct device *device)
{
	struct mqtt *mqtt = mqtt_of(port);
	struct mqtt_shadow *shadow = device->of_port[port->index];

	if (shadow && shadow->name[0])
		mqtt_stale_add(mqtt, shadow->name, shadow->outlets);
	mqtt_shadow_free(mqtt, device);
	mqtt_devices_dirty(mqtt, false);
	mqtt_groups_dirty(mqtt);
}

static void
on_configured(struct port *port)
{
	struct mqtt *mqtt = mqtt_of(port);

	mqtt_groups_load(mqtt);
	mqtt->about |= ABOUT_INFO | ABOUT_GROUPS;
	broker_hurry(mqtt->broker);
	if (mqtt->hass)
		mqtt_hass_groups(mqtt->hass);
}

const struct port mqtt_port = {
	.changed = on_changed,
	.event = on_event,
	.gone = on_gone,
	.configured = on_configured,
	.grouped = on_configured,
};

/* All that is published, once more. */
void
mqtt_all_anew(struct mqtt *mqtt)
{
	mqtt->about |= ABOUT_ALL;
	mqtt->info_shown = 0;
	mqtt_dirty_all(mqtt, OUT_ALL | OUT_ANEW);
	mqtt_groups_load(mqtt);
	mqtt_devices_dirty(mqtt, true);
}

/* ---- Home Assistant ---- */

static bool
hass_publish(const struct broker_message *message, void *arg)
{
	struct mqtt *mqtt = arg;

	return mqtt_has_room(mqtt, 1) && broker_publish(mqtt->broker, message);
}

static void
hass_subscribe(const char *filter, int qos, void *arg)
{
	struct mqtt *mqtt = arg;

	broker_subscribe(mqtt->broker, filter, qos);
}

static void
hass_unsubscribe(const char *filter, void *arg)
{
	struct mqtt *mqtt = arg;

	broker_unsubscribe(mqtt->broker, filter);
}

static void
hass_born(void *arg)
{
	mqtt_all_anew(arg);
}

int
mqtt_start_hass(struct mqtt *mqtt, struct kasa_err *err)
{
	const struct mqtt_hass_ways ways = { .publish = hass_publish,
		                             .subscribe = hass_subscribe,
		                             .unsubscribe = hass_unsubscribe,
		                             .born = hass_born,
		                             .arg = mqtt };

	return mqtt_hass_new(mqtt->hub, &ways, &mqtt->hass, err);
}
