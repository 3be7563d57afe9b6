/* Devices as the bridge knows them, made by hand: what they would have said stands in the test. */
#ifndef KASA_TESTS_UNIT_BRIDGE_DEVICE_H
#define KASA_TESTS_UNIT_BRIDGE_DEVICE_H

#include "bridge/hub/device.h"

/* A device and what it is made of. Do not copy it: its parts point into each other. */
struct made {
	struct device device;
	struct kasa_state state;
	struct kasa_outlet outlets[6];
	struct part parts[7];
	struct meter meters[7];
	struct settings settings;
	struct kasa_preset presets[2];
	struct config_device config;
};

/* A plug of that model, on, with everything that a plug tells. Address 192.0.2.7, MAC 50:C7:BF:00:01:00, name "fan". */
void made_plug(struct made *made);

/* A dimmer, a bulb of many colours, a strip of three outlets, a dimmer with both sensors. */
void made_dimmer(struct made *made);
void made_bulb(struct made *made);
void made_strip(struct made *made);
void made_sensor(struct made *made);

/* Gives a part a meter that shows something. */
void made_meter(struct made *made, unsigned outlet);

#endif
