/* What an order brings beside the state: typed values, and the memory of those that come in any number. */
#ifndef KASA_MODEL_ANSWER_H
#define KASA_MODEL_ANSWER_H

#include <stddef.h>

#include <kasa/clock.h>
#include <kasa/cloud.h>
#include <kasa/countdown.h>
#include <kasa/dimmer.h>
#include <kasa/history.h>
#include <kasa/light.h>
#include <kasa/rule.h>
#include <kasa/sensor.h>
#include <kasa/state.h>
#include <kasa/system.h>
#include <kasa/wifi.h>

/* Which member holds something follows from the order's kind. */
struct kasa_answer {
	union {
		struct kasa_energy energy;
		struct kasa_presets presets;
		struct kasa_effect effect;
		struct kasa_light_defaults light_defaults;
		struct kasa_light_details light_details;
		struct kasa_dimmer dimmer;
		struct kasa_motion motion;
		struct kasa_ambient ambient;
		struct kasa_rules rules;
		struct kasa_countdown countdown;
		struct kasa_clock clock;
		struct kasa_history history;
		struct kasa_cloud cloud;
		struct kasa_firmware_list firmware_list;
		struct kasa_networks networks;
		struct kasa_network network;
		struct kasa_location location;
	};
	void *list; /* what a member points into; NULL: nothing */
};

/* Room for a list, all zero, in place of the one that was there. NULL without memory, and for a count of 0. */
void *kasa_answer_list(struct kasa_answer *answer, size_t count, size_t size);

/* The list made larger, what it holds kept and the rest left open. NULL without memory: it stays as it is. */
void *kasa_answer_grow(struct kasa_answer *answer, size_t size);

void kasa_answer_finish(struct kasa_answer *answer);

#endif
