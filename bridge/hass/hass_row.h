/* Entities as a table: one row says all that Home Assistant is told of one, and when a device has it. Private to hass*.c. */
#ifndef KASA_BRIDGE_HASS_ROW_H
#define KASA_BRIDGE_HASS_ROW_H

#include <jansson.h>
#include <stdbool.h>

#include "bridge/hub/device.h"

/* Figures of a meter, known or NAN. */
enum hass_figure {
	FIGURE_POWER,
	FIGURE_VOLTAGE,
	FIGURE_CURRENT,
	FIGURE_ENERGY, /* the bridge's counter */
	FIGURE_TODAY,
	FIGURE_MONTH,
	FIGURE_DEVICE, /* the device's own total */
	FIGURES,
};

/* A part of a device, looked at once for all its entities. */
struct hass_view {
	const struct device *device;
	unsigned outlet;
	const struct kasa_state *state;
	const struct settings *settings; /* or NULL */
	double figures[FIGURES];
};

/* Which parts may have an entity. */
enum hass_where {
	ON_DEVICE = 1u << 0, /* a device without outlets */
	ON_STRIP = 1u << 1,  /* a device that has outlets */
	ON_OUTLET = 1u << 2, /* one of them */
};

/* What a value is: classes of Home Assistant, or NULL. */
struct hass_kind {
	const char *device_class, *unit, *state_class;
	int precision; /* digits shown, or NO_PRECISION */
};

enum {
	NO_PRECISION = -1
};

/* How it is shown, as bits. */
enum hass_show {
	SHOW_DIAGNOSTIC = 1u << 0,
	SHOW_CONFIG = 1u << 1,
	SHOW_NOT = 1u << 2,  /* disabled until somebody wants it */
	SHOW_LIVE = 1u << 3, /* its value expires */
};

struct hass_row {
	const char *platform;
	const char *key;              /* of its unique_id, and in the document unless .value says else */
	const char *name;             /* NULL: the main entity, which has the name of the device */
	const struct hass_kind *kind; /* or NULL */
	unsigned show;
	const char *leaf;  /* the topic that has its value; NULL: it has none */
	const char *value; /* another key than .key, or a template when it begins with '{' */
	const char *attr;  /* set/<attr> commands it, "" set alone; NULL: nothing does */
	unsigned where;    /* bits of enum hass_where */
	unsigned features; /* bits of enum kasa_feature: one of them is needed; 0: none is */
	int arg;           /* for the functions */
	/* Whether the device told it. NULL: always. Once it was told, it is a lasting entity. */
	bool (*told)(const struct hass_view *view, int arg);
	/* Adds what only this platform has: non-zero without memory. NULL: nothing. */
	int (*more)(json_t *component, const struct hass_view *view, int arg);
};

extern const struct hass_row hass_rows[];
extern const unsigned hass_row_count;

/* Looks at a part. False: the device said nothing yet, or has no such outlet. */
bool hass_look(struct hass_view *view, const struct device *device, unsigned outlet);

/* Whether the part may have the entity at all. */
bool hass_may(const struct hass_view *view, const struct hass_row *row);

/* Whether it is a light rather than a switch. */
bool hass_is_light(const struct hass_view *view);

/* The functions of rows. */
bool hass_told_figure(const struct hass_view *view, int figure);
bool hass_told_apparent(const struct hass_view *view, int arg);
bool hass_told_light(const struct hass_view *view, int light);
bool hass_told_led(const struct hass_view *view, int arg);
bool hass_told_on_since(const struct hass_view *view, int arg);
bool hass_told_cloud(const struct hass_view *view, int arg);
bool hass_told_dimmer(const struct hass_view *view, int setting);
bool hass_told_motion(const struct hass_view *view, int arg);
bool hass_told_ambient(const struct hass_view *view, int arg);
bool hass_told_presets(const struct hass_view *view, int arg);
int hass_more_switch(json_t *component, const struct hass_view *view, int arg);
int hass_more_light(json_t *component, const struct hass_view *view, int arg);
int hass_more_dimmer(json_t *component, const struct hass_view *view, int setting);
int hass_more_percent(json_t *component, const struct hass_view *view, int arg);
int hass_more_inactivity(json_t *component, const struct hass_view *view, int arg);
int hass_more_ranges(json_t *component, const struct hass_view *view, int arg);
int hass_more_presets(json_t *component, const struct hass_view *view, int arg);
int hass_more_events(json_t *component, const struct hass_view *view, int arg);

/* Sets a text; NULL is nothing to do. Non-zero without memory. */
int hass_put(json_t *object, const char *key, const char *text);

/* The same of a text that a device or a person wrote: what could do harm on a terminal becomes '?'. */
int hass_put_plain(json_t *object, const char *key, const char *text);

#endif
