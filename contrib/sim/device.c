#include "device.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/str.h"

#include "agenda.h"
#include "light.h"
#include "meter.h"
#include "plan.h"
#include "smart.h"
#include "timekeeping.h"
#include "transport.h"

enum {
	SCAN_MS = 1000, /* real ones take several seconds, which is not what most tests wait for */
};

static const char *
text_of(const json_t *object, const char *key)
{
	const char *text = json_string_value(json_object_get(object, key));

	return text ? text : "";
}

static enum sim_family
classify(const json_t *sysinfo)
{
	const char *type = json_object_get(sysinfo, "type") ? text_of(sysinfo, "type") : text_of(sysinfo, "mic_type");

	if (strcasestr(type, "smartbulb"))
		return json_object_get(sysinfo, "length") ? SIM_LIGHT_STRIP : SIM_BULB;
	if (json_is_array(json_object_get(sysinfo, "children")))
		return SIM_STRIP;
	if (!json_object_get(sysinfo, "relay_state"))
		return SIM_OTHER;
	return json_object_get(sysinfo, "brightness") ? SIM_DIMMER : SIM_PLUG;
}

static json_t *
find_meter(const json_t *tree)
{
	static const char *const names[] = { "emeter", "smartlife.iot.common.emeter" };

	for (size_t i = 0; i < 2; i++) {
		json_t *reading = json_object_get(json_object_get(tree, names[i]), "get_realtime");

		if (json_is_object(reading) && json_integer_value(json_object_get(reading, "err_code")) == 0)
			return reading;
	}
	return NULL;
}

/* The two digits that end an id, or where the child stands in the list when it has none. */
static uint8_t
slot_of(const json_t *child, size_t position)
{
	const char *id = text_of(child, "id");
	size_t len = strlen(id);

	if ((len == 2 || len == SIM_CHILD_ID_TEXT - 1) && isdigit((unsigned char)id[len - 1])
	    && isdigit((unsigned char)id[len - 2]))
		return (uint8_t)(10 * (id[len - 2] - '0') + id[len - 1] - '0');
	return (uint8_t)position;
}

/* What it takes when on: what was recorded while it was, else something plausible. */
static double
plausible_power(const struct sim_device *dev, const struct sim_outlet *outlet)
{
	double recorded = sim_meter_get(dev->meter, SIM_POWER_W);

	if (outlet->on && recorded > 0 && outlet->level > 0)
		return recorded / outlet->level;
	return dev->family & SIM_LIGHTS ? 9 : 12;
}

static void
init_outlet(struct sim_device *dev, size_t index)
{
	struct sim_outlet *outlet = &dev->outlets[index];
	json_t *child = sim_device_child(dev, index);
	json_t *state = json_object_get(child, dev->family == SIM_STRIP ? "state" : "relay_state");

	*outlet = (struct sim_outlet){
		.dev = dev, .state = child, .level = 1, .total_wh = sim_meter_get(dev->meter, SIM_TOTAL_WH)
	};
	if (dev->family == SIM_STRIP)
		outlet->slot = slot_of(child, index);
	if (dev->family & SIM_LIGHTS) {
		outlet->state = NULL;
		outlet->on = sim_light_is_on(dev);
		outlet->level = sim_light_level(dev);
	} else {
		outlet->on = json_integer_value(state) == 1;
	}
	outlet->power_w = plausible_power(dev, outlet);
}

static int
init_outlets(struct sim_device *dev, bool live, int64_t now_ms, struct kasa_err *err)
{
	const json_t *children = json_object_get(dev->sysinfo, "children");

	dev->outlet_count = dev->family == SIM_STRIP ? json_array_size(children) : dev->family != SIM_OTHER;
	if (dev->outlet_count > SIM_OUTLETS_MAX)
		return kasa_err_set(err, KASA_EINVAL, "%zu outlets; at most %d are possible", dev->outlet_count,
		                    (int)SIM_OUTLETS_MAX);
	if (dev->outlet_count == 0)
		return KASA_OK;
	dev->outlets = calloc(dev->outlet_count, sizeof *dev->outlets);
	if (!dev->outlets)
		return kasa_err_set(err, KASA_ENOMEM, "no memory for a device");
	for (size_t i = 0; i < dev->outlet_count; i++) {
		init_outlet(dev, i);
		if (live)
			sim_outlet_wake(&dev->outlets[i], now_ms);
	}
	return KASA_OK;
}

static int
init(struct sim_device *dev, bool live, int64_t now_ms, struct kasa_err *err)
{
	if (sim_smart_is(dev->tree))
		return sim_smart_init(dev, live, now_ms, err);
	dev->sysinfo = json_object_get(json_object_get(dev->tree, "system"), "get_sysinfo");
	if (!json_is_object(dev->sysinfo))
		return kasa_err_set(err, KASA_EINVAL,
		                    "no answer of a device in it: system.get_sysinfo and get_device_info are missing");
	dev->family = classify(dev->sysinfo);
	dev->meter = find_meter(dev->tree);
	if (dev->family & SIM_LIGHTS)
		sim_light_complete(dev);
	dev->countdown_limit_s = SIM_COUNTDOWN_MAX_S;
	sim_timekeeping_init(dev);
	dev->first_alias = strdup(sim_device_alias(dev));
	if (!dev->first_alias)
		return kasa_err_set(err, KASA_ENOMEM, "no memory for a device");
	return init_outlets(dev, live, now_ms, err);
}

int
sim_device_new(struct sim_device **dev, json_t *tree, bool live, int64_t now_ms, struct kasa_err *err)
{
	struct sim_device *made = calloc(1, sizeof *made);
	int rc;

	if (!made) {
		json_decref(tree);
		return kasa_err_set(err, KASA_ENOMEM, "no memory for a device");
	}
	made->tree = tree;
	made->transport = &sim_transport_xor;
	made->scan_ms = SCAN_MS;
	kasa_list_init(&made->connections);
	rc = init(made, live, now_ms, err);
	if (rc != KASA_OK) {
		sim_device_free(made);
		return rc;
	}
	*dev = made;
	return KASA_OK;
}

void
sim_device_free(struct sim_device *dev)
{
	if (!dev)
		return;
	for (size_t i = 0; dev->outlets && i < dev->outlet_count; i++) {
		sim_ledger_finish(&dev->outlets[i].ledger);
		sim_plan_free(dev->outlets[i].plan);
	}
	free(dev->outlets);
	sim_smart_free(dev->smart);
	sim_tally_finish(&dev->tally);
	free(dev->first_alias);
	json_decref(dev->networks);
	json_decref(dev->effect);
	json_decref(dev->tree);
	json_decref(dev->announced);
	free(dev->login);
	free(dev);
}

/* With colons or without, as it stood there. */
static void
write_mac(json_t *sysinfo, const uint8_t mac[6])
{
	static const char *const keys[] = { "mac", "mic_mac", "ethernet_mac" };
	char text[KASA_MAC_TEXT], plain[13];

	kasa_mac_format(mac, text);
	snprintf(plain, sizeof plain, "%02X%02X%02X%02X%02X%02X", mac[0], mac[1], mac[2], mac[3], mac[4], mac[5]);
	for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
		const char *old = json_string_value(json_object_get(sysinfo, keys[i]));

		if (old)
			json_object_set_new(sysinfo, keys[i], json_string(strchr(old, ':') || !*old ? text : plain));
	}
}

void
sim_device_identify(struct sim_device *dev, const struct sim_identity *identity)
{
	char id[SIM_CHILD_ID_TEXT];

	dev->identity = *identity;
	if (dev->smart) {
		sim_smart_identify(dev);
		return;
	}
	json_object_set_new(dev->sysinfo, "deviceId", json_string(identity->id));
	write_mac(dev->sysinfo, identity->mac);
	if (dev->family != SIM_STRIP)
		return;
	for (size_t i = 0; i < dev->outlet_count; i++) {
		json_t *child = sim_device_child(dev, i);

		if (strlen(text_of(child, "id")) == 2) /* the short form, which some firmware reports */
			continue;
		snprintf(id, sizeof id, "%s%02u", identity->id, dev->outlets[i].slot % 100u);
		json_object_set_new(child, "id", json_string(id));
	}
}

const char *
sim_device_alias(const struct sim_device *dev)
{
	return dev->smart ? dev->smart->parts[0].alias : text_of(dev->sysinfo, "alias");
}

const char *
sim_device_model(const struct sim_device *dev)
{
	return text_of(dev->sysinfo, "model");
}

const char *
sim_device_full_model(const struct sim_device *dev)
{
	const char *announced = text_of(dev->announced, "device_model");

	return *announced ? announced : sim_device_model(dev);
}

const char *
sim_device_type(const struct sim_device *dev)
{
	return text_of(dev->sysinfo, json_object_get(dev->sysinfo, "type") ? "type" : "mic_type");
}

const char *
sim_device_hardware(const struct sim_device *dev)
{
	return text_of(dev->sysinfo, "hw_ver");
}

const char *
sim_device_firmware(const struct sim_device *dev)
{
	return text_of(dev->sysinfo, dev->smart ? "fw_ver" : "sw_ver");
}

enum sim_language
sim_device_language(const struct sim_device *dev)
{
	return dev->smart ? SIM_LANGUAGE_SMART : SIM_LANGUAGE_IOT;
}

const char *
sim_device_outlet_id(const struct sim_device *dev, size_t index)
{
	const struct sim_smart_part *part = dev->smart ? sim_smart_outlet_part(dev, index) : NULL;

	if (dev->family != SIM_STRIP)
		return "";
	return part ? text_of(part->info, "device_id") : text_of(sim_device_child(dev, index), "id");
}

const char *
sim_device_outlet_alias(const struct sim_device *dev, size_t index)
{
	const struct sim_smart_part *part = dev->smart ? sim_smart_outlet_part(dev, index) : NULL;

	if (dev->family != SIM_STRIP)
		return "";
	return part ? part->alias : text_of(sim_device_child(dev, index), "alias");
}

static struct sim_smart_part *
part_of(const struct sim_device *dev, int index)
{
	struct sim_smart_part *part = index == SIM_WHOLE_DEVICE ? NULL : sim_smart_outlet_part(dev, (size_t)index);

	return part ? part : &dev->smart->parts[0];
}

bool
sim_device_rename(struct sim_device *dev, int index, const char *alias)
{
	json_t *holder = index == SIM_WHOLE_DEVICE ? dev->sysinfo : sim_device_child(dev, (size_t)index);

	if (dev->smart)
		return sim_smart_rename(part_of(dev, index), alias);
	return *alias && json_object_set_new(holder, "alias", json_string(alias)) == 0;
}

json_t *
sim_device_child(const struct sim_device *dev, size_t index)
{
	if (dev->smart)
		return NULL;
	if (dev->family == SIM_STRIP)
		return json_array_get(json_object_get(dev->sysinfo, "children"), index);
	return index == 0 ? dev->sysinfo : NULL;
}

struct sim_outlet *
sim_device_slot(const struct sim_device *dev, unsigned slot)
{
	for (size_t i = 0; i < dev->outlet_count; i++)
		if (dev->outlets[i].slot == slot)
			return &dev->outlets[i];
	return dev->outlets;
}

void
sim_device_tick(struct sim_device *dev, int64_t now_ms)
{
	if (dev->smart) {
		sim_smart_tick(dev, now_ms);
		return;
	}
	sim_agenda_run(dev, now_ms);
	for (size_t i = 0; i < dev->outlet_count; i++)
		sim_outlet_tick(&dev->outlets[i], now_ms);
}

bool
sim_device_absent(const struct sim_device *dev)
{
	return dev->away || dev->gone;
}
