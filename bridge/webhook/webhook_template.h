/*
 * Texts with holes: "{{device.alias}} is {{state}}". What is put in is escaped as the text around wants it, so that no name
 * in an app breaks out of it. Pure.
 */
#ifndef KASA_BRIDGE_WEBHOOK_TEMPLATE_H
#define KASA_BRIDGE_WEBHOOK_TEMPLATE_H

#include <stdbool.h>

#include <kasa/error.h>

#include "base/buf.h"

enum webhook_value {
	WEBHOOK_DEVICE_ALIAS,
	WEBHOOK_DEVICE_NAME,
	WEBHOOK_DEVICE_ID,
	WEBHOOK_DEVICE_MAC,
	WEBHOOK_DEVICE_AREA,
	WEBHOOK_OUTLET,
	WEBHOOK_EVENT_TYPE,
	WEBHOOK_EVENT_ID,
	WEBHOOK_STATE,
	WEBHOOK_POWER_W,
	WEBHOOK_LIMIT_W,
	WEBHOOK_ENERGY_KWH,
	WEBHOOK_ENERGY_TODAY_KWH,
	WEBHOOK_LIMIT_KWH,
	WEBHOOK_DURATION_S,
	WEBHOOK_PERIOD,
	WEBHOOK_CAUSE,
	WEBHOOK_BY,
	WEBHOOK_FROM,
	WEBHOOK_TO,
	WEBHOOK_ERROR,
	WEBHOOK_CODE,
	WEBHOOK_TIMESTAMP,
	WEBHOOK_TIMESTAMP_S,
	WEBHOOK_VALUES,
};

/* What is known of an event; NULL is unknown. Numbers are written as JSON has them. */
struct webhook_values {
	const char *text[WEBHOOK_VALUES];
};

enum webhook_escape {
	WEBHOOK_PLAIN, /* controls become '?' */
	WEBHOOK_JSON,  /* inside of quotes the characters; outside a value of its own: a number, a string, null */
	WEBHOOK_FORM,  /* percent-encoded */
	WEBHOOK_XML,
};

/* As a content type wants it. */
enum webhook_escape webhook_escape_of(const char *content_type);

/* KASA_EINVAL with a sentence: a hole without an end, or a name that there is not. */
int webhook_template_check(const char *text, struct kasa_err *err);

/* Appends one that was checked. KASA_EPROTO past the limit of @p out, KASA_ENOMEM. */
int webhook_template_render(const char *text, enum webhook_escape escape, const struct webhook_values *values,
                            struct kasa_buf *out);

#endif
