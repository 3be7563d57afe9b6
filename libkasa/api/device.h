/* The inside of a handle: one call at a time, the others wait. A feature makes a call and submits it. */
#ifndef KASA_API_DEVICE_H
#define KASA_API_DEVICE_H

#include <kasa/clock.h>
#include <kasa/cloud.h>
#include <kasa/countdown.h>
#include <kasa/device.h>
#include <kasa/dimmer.h>
#include <kasa/energy.h>
#include <kasa/history.h>
#include <kasa/light.h>
#include <kasa/raw.h>
#include <kasa/rule.h>
#include <kasa/sensor.h>
#include <kasa/system.h>
#include <kasa/wifi.h>

#include "api/context.h"
#include "core/job.h"
#include "net/tcp.h"

/* How a call ended: what its callback is told. */
struct kasa_outcome {
	const struct kasa_err *err;
	const struct kasa_answer *answer; /* its typed values when it went well, else NULL */
	const char *text;                 /* the last answer, or NULL */
	size_t len;
};

/* One call, waiting or running. */
struct kasa_call {
	struct kasa_list node;
	struct kasa_job job;
	uint64_t begun_ms, deadline_ms;
	bool once; /* a poll */
	void (*told)(struct kasa_device *dev, const struct kasa_call *call, const struct kasa_outcome *outcome);
	union {
		kasa_done_fn *done;
		kasa_energy_fn *energy;
		kasa_rules_fn *rules;
		kasa_countdown_fn *countdown;
		kasa_raw_fn *raw;
		kasa_presets_fn *presets;
		kasa_effect_fn *effect;
		kasa_light_defaults_fn *light_defaults;
		kasa_light_details_fn *light_details;
		kasa_dimmer_fn *dimmer;
		kasa_motion_fn *motion;
		kasa_ambient_fn *ambient;
		kasa_clock_fn *clock;
		kasa_history_fn *history;
		kasa_cloud_fn *cloud;
		kasa_firmware_list_fn *firmware_list;
		kasa_networks_fn *networks;
		kasa_network_fn *network;
		kasa_location_fn *location;
	} fn;
	void *arg;
};

/* About 1.1 KB, 10 000 times in a large house; a strip's outlets come on top. */
struct kasa_device {
	struct kasa_context *ctx;
	struct kasa_list node;
	struct kasa_task task; /* starts calls, or frees the memory */
	struct kasa_tcp tcp;
	struct kasa_peer peer;
	struct kasa_list calls;
	struct kasa_call *current;
	struct kasa_approach *approach; /* it is being asked how it wants to be spoken to, for the current call */
	unsigned waiting;               /* calls in the list */
	unsigned timeout_ms;
	char host[KASA_HOST_TEXT];
	uint16_t tdp_port;
	bool may_turn;   /* its transport is a guess */
	bool approached; /* it was asked, in the current call */
	bool dead;
};

/*
 * A new call for the order; what that points to is copied. NULL without memory.
 * `told` is kasa_call_done() for callbacks of kind kasa_done_fn.
 */
struct kasa_call *kasa_call_new(struct kasa_device *dev, const struct kasa_order *order);

/* Gives back what a call holds; a secret that it held is wiped. NULL is nothing to do. */
void kasa_call_free(struct kasa_call *call);

/* Runs fn.done, if there is one. */
void kasa_call_done(struct kasa_device *dev, const struct kasa_call *call, const struct kasa_outcome *outcome);

/* Takes the call over, in any case. @p call may be NULL: KASA_ENOMEM. KASA_EBUSY when too many wait. */
int kasa_device_submit(struct kasa_device *dev, struct kasa_call *call);

/* For an approach: the current call begins anew, or ends. */
void kasa_device_resume(struct kasa_device *dev);
void kasa_device_fail(struct kasa_device *dev, const struct kasa_err *err);

/* The short way: an order whose callback is a kasa_done_fn. */
int kasa_device_order(struct kasa_device *dev, const struct kasa_order *order, kasa_done_fn *done, void *arg);

/*
 * The way for orders that bring values, whose callbacks are alike but for the type: a function order_NAME() that submits
 * an order, and tells a kasa_NAME_fn the NAME in its answer, or NULL. @p once: a poll.
 */
#define KASA_TYPED_ORDER(name)                                                                                        \
	static void told_##name(struct kasa_device *dev, const struct kasa_call *call,                                \
	                        const struct kasa_outcome *outcome)                                                   \
	{                                                                                                             \
		if (call->fn.name)                                                                                    \
			call->fn.name(dev, outcome->answer ? &outcome->answer->name : NULL, outcome->err, call->arg); \
	}                                                                                                             \
                                                                                                                      \
	static int order_##name(struct kasa_device *dev, const struct kasa_order *order, bool once,                   \
	                        kasa_##name##_fn *done, void *arg)                                                    \
	{                                                                                                             \
		struct kasa_call *call = kasa_call_new(dev, order);                                                   \
                                                                                                                      \
		if (call) {                                                                                           \
			call->once = once;                                                                            \
			call->told = told_##name;                                                                     \
			call->fn.name = done;                                                                         \
			call->arg = arg;                                                                              \
		}                                                                                                     \
		return kasa_device_submit(dev, call);                                                                 \
	}

#endif
