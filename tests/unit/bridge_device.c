/* The library's handle is the state itself here: what a handle says is what the test says. */
#include "unit/bridge_device.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/str.h"

enum {
	SEEN_S = 1795809600, /* 2026-11-27 20:00:00 UTC */
};

const struct kasa_state *
device_state(const struct device *device)
{
	return (const struct kasa_state *)(const void *)device->handle;
}

bool
device_is_smart(const struct device *device)
{
	(void)device;
	return false;
}

/* Of documents_device.c and hass.c. */
const char *
kasa_device_host(const struct kasa_device *dev)
{
	(void)dev;
	return "192.0.2.7";
}

uint16_t
kasa_device_port(const struct kasa_device *dev)
{
	(void)dev;
	return 9999;
}

const char *
kasa_device_transport(const struct kasa_device *dev)
{
	(void)dev;
	return "xor";
}

const char *
kasa_device_payload(const struct kasa_device *dev)
{
	(void)dev;
	return "iot";
}

static const struct kasa_light no_light = { KASA_UNKNOWN, KASA_UNKNOWN, KASA_UNKNOWN, KASA_UNKNOWN };

static void
made_state(struct made *made, const char *alias, const char *model, enum kasa_family family, unsigned features)
{
	struct kasa_state *state = &made->state;

	*state = (struct kasa_state){ .family = family,
		                      .features = features,
		                      .on = 1,
		                      .on_time_s = 60,
		                      .led = features & KASA_FEATURE_LED ? 1 : KASA_UNKNOWN,
		                      .rssi_dbm = -57,
		                      .light = no_light,
		                      .white_least_k = KASA_UNKNOWN,
		                      .white_most_k = KASA_UNKNOWN };
	kasa_str_copy(state->id, sizeof state->id, "8006E9B1F0000000000000000000000000000001");
	kasa_str_copy(state->mac, sizeof state->mac, "50:C7:BF:00:01:00");
	kasa_str_copy(state->alias, sizeof state->alias, alias);
	kasa_str_copy(state->model, sizeof state->model, model);
	kasa_str_copy(state->hw, sizeof state->hw, "1.0");
	kasa_str_copy(state->fw, sizeof state->fw, "1.2.6 Build 200727 Rel.120821");
}

static void
made_named(struct made *made, const char *name)
{
	struct device *device = &made->device;

	device->handle = (struct kasa_device *)(void *)&made->state;
	device->availability = AVAILABILITY_ONLINE;
	device->seen_s = SEEN_S;
	device->rssi_shown = KASA_UNKNOWN;
	device->parts = made->parts;
	device->parts[0].on_since_s = SEEN_S - 60;
	device->settings = &made->settings;
	made->settings.cloud = KASA_UNKNOWN;
	kasa_list_init(&device->node);
	kasa_str_copy(device->key, sizeof device->key, "50c7bf000100");
	kasa_str_copy(device->id, sizeof device->id, made->state.id);
	kasa_str_copy(device->mac, sizeof device->mac, made->state.mac);
	kasa_str_copy(device->name, sizeof device->name, name);
}

void
made_plug(struct made *made)
{
	memset(made, 0, sizeof *made);
	made_state(made, "Fan", "HS100(EU)", KASA_FAMILY_PLUG,
	           KASA_FEATURE_RELAY | KASA_FEATURE_LED | KASA_FEATURE_TIMER);
	made_named(made, "fan");
}

void
made_dimmer(struct made *made)
{
	memset(made, 0, sizeof *made);
	made_state(made, "Hall", "HS220(US)", KASA_FAMILY_DIMMER,
	           KASA_FEATURE_RELAY | KASA_FEATURE_LED | KASA_FEATURE_TIMER | KASA_FEATURE_BRIGHTNESS);
	made->state.light.brightness = 35;
	made_named(made, "hall");
	made->settings.has_dimmer = true;
	made->settings.dimmer = (struct kasa_dimmer){ .settings = { 1000, 1001, 3000, 10000, 30, 11 } };
}

void
made_bulb(struct made *made)
{
	memset(made, 0, sizeof *made);
	made_state(made, "Lamp", "KL130(EU)", KASA_FAMILY_BULB,
	           KASA_FEATURE_RELAY | KASA_FEATURE_TIMER | KASA_FEATURE_BRIGHTNESS | KASA_FEATURE_COLOR_TEMP
	                   | KASA_FEATURE_COLOR | KASA_FEATURE_ENERGY);
	made->state.light = (struct kasa_light){ .brightness = 60, .color_temp_k = 2700, .hue = 240, .saturation = 75 };
	made->state.on_time_s = KASA_UNKNOWN;
	made_named(made, "lamp");
	made->device.parts[0].on_since_s = 0;
	made->settings.has_presets = true;
	made->settings.preset_count = 2;
	made->settings.presets = made->presets;
	made->presets[0] = (struct kasa_preset){ .index = 0, .light = { 50, 2700, 0, 0 } };
	made->presets[1] = (struct kasa_preset){ .index = 1, .light = { 100, 0, 240, 75 } };
}

void
made_strip(struct made *made)
{
	memset(made, 0, sizeof *made);
	made_state(made, "Desk", "KP303(EU)", KASA_FAMILY_STRIP,
	           KASA_FEATURE_RELAY | KASA_FEATURE_LED | KASA_FEATURE_TIMER | KASA_FEATURE_OUTLETS
	                   | KASA_FEATURE_ENERGY);
	made->state.outlet_count = 3;
	made->state.outlets = made->outlets;
	made_named(made, "desk");
	made->device.part_count = 3;
	for (unsigned i = 0; i < 3; i++) {
		struct kasa_outlet *outlet = &made->outlets[i];

		snprintf(outlet->id, sizeof outlet->id, "%.40s%02u", made->state.id, i % 100);
		snprintf(outlet->alias, sizeof outlet->alias, "Desk %c", "ABC"[i]);
		outlet->on = i == 1;
		outlet->on_time_s = i == 1 ? 60 : KASA_UNKNOWN;
		made->parts[i + 1].on_since_s = i == 1 ? SEEN_S - 60 : 0;
	}
}

void
made_sensor(struct made *made)
{
	made_dimmer(made);
	made->state.features |= KASA_FEATURE_MOTION | KASA_FEATURE_AMBIENT_LIGHT;
	kasa_str_copy(made->state.model, sizeof made->state.model, "ES20M(US)");
	made->settings.has_motion = made->settings.has_ambient = true;
	made->settings.motion = (struct kasa_motion){ .enabled = 1,
		                                      .range = KASA_RANGE_NEAR,
		                                      .thresholds = { 20, 40, 60, 80 },
		                                      .inactivity_ms = 60000,
		                                      .least = 0,
		                                      .most = 4095,
		                                      .value = 2100,
		                                      .percent = 3,
		                                      .motion = 0 };
	made->settings.ambient = (struct kasa_ambient){ .enabled = 0, .percent = 12, .dark = 1, .level = 0 };
}

void
made_meter(struct made *made, unsigned outlet)
{
	struct meter *meter = &made->meters[outlet];

	*meter = (struct meter){ .read_s = SEEN_S, .read_ms = 1000, .live = true };
	meter->energy = (struct kasa_energy){ 10.46, 229.84, 0.0871, 12.204, 0.912, 3.5 };
	meter->counter = (struct counter){ .offset_kwh = 202.527,
		                           .last_kwh = 12.204,
		                           .day = 20261127,
		                           .base_today_kwh = 213.819,
		                           .base_month_kwh = 211.231 };
	made->parts[outlet].meter = meter;
}
