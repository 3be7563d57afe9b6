/*
 * The slow round of the poller: one question after the other about what rarely changes, and the device's own figures of
 * the day and the month. What it does not know is not asked again until its firmware is another one.
 */
#ifndef KASA_BRIDGE_POLLER_SETTINGS_H
#define KASA_BRIDGE_POLLER_SETTINGS_H

#include <stdbool.h>
#include <stdint.h>

#include <kasa/energy.h>
#include <kasa/error.h>

struct device;

enum settings_step {
	SETTINGS_DIMMER,
	SETTINGS_MOTION,
	SETTINGS_AMBIENT,
	SETTINGS_PRESETS,
	SETTINGS_CLOUD,
	SETTINGS_CLOCK, /* whether its day is ours: only then its days mean something */
	SETTINGS_DAYS,  /* of each outlet */
	SETTINGS_STEPS,
};

/* Told once how a question ended. @p more: the round goes on. */
typedef void poller_settings_fn(struct device *device, const struct kasa_err *err, bool more);

/* How far the round is, and what came of it. */
struct poller_settings {
	unsigned step;    /* of enum settings_step: what is next */
	unsigned asked;   /* what is on its way; SETTINGS_STEPS: nothing, or it does not count any more */
	unsigned outlet;  /* of SETTINGS_DAYS: 0 for the device, else whose days were asked last */
	unsigned refused; /* bits of enum settings_step */
	uint64_t fw;      /* a hash of the firmware that refused */
	bool clock_right, changed;
	poller_settings_fn *done;
	unsigned days_outlet;        /* whose figures these are, for its next reading */
	double today_kwh, month_kwh; /* NAN: none */
};

void poller_settings_init(struct poller_settings *round);

/* The round begins anew, also where a question is on its way. */
void poller_settings_restart(struct poller_settings *round);

/* Asks the next question; KASA_ENOTFOUND: there is none, the round is over; else an error of the library. */
int poller_settings_ask(struct device *device, poller_settings_fn *done);

/* Asks the motion sensor alone, outside of the round. */
int poller_motion_ask(struct device *device, poller_settings_fn *done);

/* Puts what the device said of the day and the month into a reading that has none of its own; once. */
void poller_settings_figures(struct poller_settings *round, unsigned outlet, struct kasa_energy *energy);

#endif
