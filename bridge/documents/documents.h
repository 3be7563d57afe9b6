/* What the bridge publishes of a device, as JSON. Pure: values in, a new reference out, NULL without memory. */
#ifndef KASA_BRIDGE_DOCUMENTS_H
#define KASA_BRIDGE_DOCUMENTS_H

#include <jansson.h>
#include <stdint.h>

#include <kasa/history.h>

#include "bridge/hub/device.h"
#include "bridge/hub/hub.h"

/*
 * <dev>, or <dev>/outlet/<n>. What is measured by sensors stands here (motion, motion_value, motion_percent, ambient_light in
 * percent), what they are set to in <dev>/config. Its last key is last_seen. NULL also while it said nothing.
 */
json_t *document_state(const struct device *device, unsigned outlet);

/* <dev>/energy, <dev>/outlet/<n>/energy; its last key is time. NULL also where there is no meter. */
json_t *document_energy(const struct device *device, unsigned outlet);

/*
 * <dev>/config: what the dimmer and the sensors are set to, times in milliseconds but inactivity, which is in seconds. NULL
 * also where there is nothing to set.
 */
json_t *document_settings(const struct device *device);

/* The keys that state and energy may have, and those of settings, each list ended by NULL: what <dev>/attr may hold. */
extern const char *const document_values[], *const document_settings_values[];

/* One entry of bridge/devices. */
json_t *document_device(const struct device *device);

/* bridge/event and <dev>/event */
json_t *document_event(const struct event *event, int64_t now_s);

/* The same for webhooks and streams: {"event":"state_changed","device":...,"cause":"mqtt","by":...}, with their names. */
json_t *document_report(const struct event *event, int64_t now_s);

/* What a meter used by day, {"month":"2026-11","days":[...],"sum":{...}}, or by month of a year; @p span as of ORDER_HISTORY. */
json_t *document_history(const struct kasa_history *history, int span);

/* What the bridge is, and how it was told to be: nothing of it is a secret. */
json_t *document_info(const struct hub *hub);

/* "2026-11-27T20:15:00+00:00"; JSON null for 0. */
json_t *document_time(int64_t utc_s);

/* The name of the preset whose values the light shows, "Not set" for none, NULL when it has none. @p out holds one. */
const char *document_preset(char out[24], const struct device *device);

/* Rounded to so many decimals. */
json_t *document_real(double value, int decimals);

/* "far", "mid", "near", "custom", by enum kasa_motion_range. */
extern const char *const document_ranges[KASA_RANGES];

/* One line without spaces; reals with at most ten digits. Free it. NULL without memory. */
char *document_text(const json_t *json, size_t *length);

#endif
