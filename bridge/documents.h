/* What the bridge publishes of a device, as JSON. Pure: values in, a new reference out, NULL without memory. */
#ifndef KASA_BRIDGE_DOCUMENTS_H
#define KASA_BRIDGE_DOCUMENTS_H

#include <jansson.h>
#include <stdint.h>

#include "bridge/device.h"
#include "bridge/hub.h"

/* <dev>, or <dev>/outlet/<n> */
json_t *document_state(const struct device *device, unsigned outlet);

/* <dev>/energy, <dev>/outlet/<n>/energy; NULL also where there is no meter. */
json_t *document_energy(const struct device *device, unsigned outlet);

/* <dev>/config: what the dimmer and the sensors are set to; NULL also where there is nothing to set. */
json_t *document_settings(const struct device *device);

/* One entry of bridge/devices. */
json_t *document_device(const struct device *device);

/* bridge/event and <dev>/event */
json_t *document_event(const struct event *event, int64_t now_s);

/* "2026-11-27T20:15:00+00:00"; JSON null for 0. */
json_t *document_time(int64_t utc_s);

/* One line without spaces; reals with at most ten digits. Free it. NULL without memory. */
char *document_text(const json_t *json, size_t *length);

#endif
