/* All entities. Names are those of Home Assistant's own tplink integration where it has them. */
#include "bridge/hass/hass_row.h"

#include <kasa/dimmer.h>

static const struct hass_kind watts = { "power", "W", "measurement", 1 };
static const struct hass_kind volts = { "voltage", "V", "measurement", 1 };
static const struct hass_kind amperes = { "current", "A", "measurement", 2 };
static const struct hass_kind apparent = { "apparent_power", "VA", "measurement", 1 };
static const struct hass_kind factor = { "power_factor", "%", "measurement", 0 };
static const struct hass_kind kwh = { "energy", "kWh", "total_increasing", 3 };
static const struct hass_kind dbm = { "signal_strength", "dBm", "measurement", NO_PRECISION };
static const struct hass_kind millis = { "duration", "ms", NULL, NO_PRECISION };
static const struct hass_kind seconds = { "duration", "s", NULL, NO_PRECISION };
/* Without a class: illuminance in per cent is refused. */
static const struct hass_kind share = { NULL, "%", "measurement", NO_PRECISION };
static const struct hass_kind level = { NULL, "%", NULL, NO_PRECISION };
static const struct hass_kind count = { NULL, NULL, "measurement", NO_PRECISION };
static const struct hass_kind timestamp = { "timestamp", NULL, NULL, NO_PRECISION };
static const struct hass_kind connectivity = { "connectivity", NULL, NULL, NO_PRECISION };
static const struct hass_kind motion = { "motion", NULL, NULL, NO_PRECISION };
static const struct hass_kind restart = { "restart", NULL, NULL, NO_PRECISION };

#define KNOWN(key) "value_json." key " is number"
#define VOLT_AMPERES "value_json.voltage * value_json.current"
/* What the energy document does not say itself. Its keys may be missing, and null while a meter was not heard. */
#define APPARENT "{{ (" VOLT_AMPERES ") | round(1) if " KNOWN("voltage") " and " KNOWN("current") " else none }}"
#define FACTOR                                                                                                     \
	"{{ [100, 100 * value_json.power / (" VOLT_AMPERES ")] | min | round(0) if " KNOWN("power") " and " KNOWN( \
		"voltage") " and " KNOWN("current") " and " VOLT_AMPERES " > 0 else none }}"

enum {
	WHOLE = ON_DEVICE | ON_STRIP,
	ANYWHERE = WHOLE | ON_OUTLET,
	METER = KASA_FEATURE_ENERGY,
	DIMS = KASA_FEATURE_BRIGHTNESS | KASA_FEATURE_COLOR_TEMP | KASA_FEATURE_COLOR,
	SETTING = SHOW_CONFIG,
	INFO = SHOW_DIAGNOSTIC,
	DEBUG = SHOW_DIAGNOSTIC | SHOW_NOT,
};

/* The place of a row is what hass_entities() calls it by, within one run: any order will do. */
// clang-format off
const struct hass_row hass_rows[] = {
	/* platform, key, name, kind, show,  leaf, value, attr,  where, features, arg, told, more */
	{ "switch", "state", NULL, NULL, 0,  "", NULL, "state",  ON_DEVICE | ON_OUTLET, 0, 0, hass_told_light, hass_more_switch },
	{ "light", "light", NULL, NULL, 0,  "", NULL, "",  ON_DEVICE, 0, 1, hass_told_light, hass_more_light },

	{ "sensor", "power", "Current consumption", &watts, SHOW_LIVE,  "energy", NULL, NULL,  ANYWHERE, METER, FIGURE_POWER, hass_told_figure, NULL },
	{ "sensor", "voltage", "Voltage", &volts, SHOW_LIVE,  "energy", NULL, NULL,  ANYWHERE, METER, FIGURE_VOLTAGE, hass_told_figure, NULL },
	{ "sensor", "current", "Current", &amperes, SHOW_LIVE,  "energy", NULL, NULL,  ANYWHERE, METER, FIGURE_CURRENT, hass_told_figure, NULL },
	{ "sensor", "energy", "Total consumption", &kwh, 0,  "energy", NULL, NULL,  ANYWHERE, METER, FIGURE_ENERGY, hass_told_figure, NULL },
	{ "sensor", "energy_today", "Today's consumption", &kwh, INFO,  "energy", NULL, NULL,  ANYWHERE, METER, FIGURE_TODAY, hass_told_figure, NULL },
	{ "sensor", "energy_month", "This month's consumption", &kwh, INFO,  "energy", NULL, NULL,  ANYWHERE, METER, FIGURE_MONTH, hass_told_figure, NULL },
	{ "sensor", "energy_device", "Total of the device's own meter", &kwh, DEBUG,  "energy", NULL, NULL,  ON_DEVICE | ON_OUTLET, METER, FIGURE_DEVICE, hass_told_figure, NULL },
	{ "sensor", "apparent_power", "Apparent power", &apparent, DEBUG | SHOW_LIVE,  "energy", APPARENT, NULL,  ON_DEVICE | ON_OUTLET, METER, 0, hass_told_apparent, NULL },
	{ "sensor", "power_factor", "Power factor", &factor, DEBUG | SHOW_LIVE,  "energy", FACTOR, NULL,  ON_DEVICE | ON_OUTLET, METER, 0, hass_told_apparent, NULL },
	{ "button", "energy_reset", "Reset energy counter", NULL, SETTING | SHOW_NOT,  NULL, NULL, "energy_reset",  ON_DEVICE | ON_OUTLET, METER, 0, NULL, NULL },

	{ "switch", "led", "LED", NULL, SETTING,  "", NULL, "led",  WHOLE, KASA_FEATURE_LED, 0, hass_told_led, NULL },
	{ "sensor", "rssi", "Signal strength", &dbm, DEBUG,  "", NULL, NULL,  WHOLE, 0, 0, NULL, NULL },
	{ "sensor", "on_since", "On since", &timestamp, DEBUG,  "", NULL, NULL,  ANYWHERE, 0, 0, hass_told_on_since, NULL },
	{ "sensor", "last_seen", "Last seen", &timestamp, DEBUG,  "", NULL, NULL,  WHOLE, 0, 0, NULL, NULL },
	{ "binary_sensor", "cloud", "Cloud connection", &connectivity, INFO,  "", NULL, NULL,  WHOLE, 0, 0, hass_told_cloud, NULL },
	{ "button", "restart", "Restart", &restart, SETTING | SHOW_NOT,  NULL, NULL, "restart",  WHOLE, 0, 0, NULL, NULL },
	{ "button", "clock", "Set clock", NULL, SETTING | SHOW_NOT,  NULL, NULL, "clock",  WHOLE, 0, 0, NULL, NULL },
	{ "event", "event", "Event", NULL, DEBUG,  "event", NULL, NULL,  WHOLE, 0, 0, NULL, hass_more_events },

	{ "select", "preset", "Light preset", NULL, SETTING,  "", NULL, "preset",  ON_DEVICE, DIMS, 0, hass_told_presets, hass_more_presets },
	{ "sensor", "effect", "Light effect", NULL, INFO,  "", NULL, NULL,  ON_DEVICE, KASA_FEATURE_EFFECTS, 0, NULL, NULL },

	{ "number", "threshold_min", "Minimum level", NULL, SETTING,  "config", NULL, "threshold_min",  ON_DEVICE, DIMS, KASA_DIMMER_THRESHOLD, hass_told_dimmer, hass_more_dimmer },
	{ "number", "fade_on", "Fade on", &millis, SETTING,  "config", NULL, "fade_on",  ON_DEVICE, DIMS, KASA_DIMMER_FADE_ON, hass_told_dimmer, hass_more_dimmer },
	{ "number", "fade_off", "Fade off", &millis, SETTING,  "config", NULL, "fade_off",  ON_DEVICE, DIMS, KASA_DIMMER_FADE_OFF, hass_told_dimmer, hass_more_dimmer },
	{ "number", "gentle_on", "Gentle on", &millis, SETTING,  "config", NULL, "gentle_on",  ON_DEVICE, DIMS, KASA_DIMMER_GENTLE_ON, hass_told_dimmer, hass_more_dimmer },
	{ "number", "gentle_off", "Gentle off", &millis, SETTING,  "config", NULL, "gentle_off",  ON_DEVICE, DIMS, KASA_DIMMER_GENTLE_OFF, hass_told_dimmer, hass_more_dimmer },
	{ "number", "ramp_rate", "Ramp rate", NULL, SETTING,  "config", NULL, "ramp_rate",  ON_DEVICE, DIMS, KASA_DIMMER_RAMP_RATE, hass_told_dimmer, hass_more_dimmer },

	{ "binary_sensor", "motion", "Motion", &motion, 0,  "", NULL, NULL,  ON_DEVICE, KASA_FEATURE_MOTION, 0, hass_told_motion, NULL },
	{ "switch", "motion_sensor", "Motion sensor", NULL, SETTING,  "config", "motion", "motion",  ON_DEVICE, KASA_FEATURE_MOTION, 0, hass_told_motion, NULL },
	{ "select", "motion_range", "Motion range", NULL, SETTING,  "config", NULL, "motion_range",  ON_DEVICE, KASA_FEATURE_MOTION, 0, hass_told_motion, hass_more_ranges },
	{ "number", "motion_threshold", "Motion threshold", &level, SETTING,  "config", NULL, "motion_threshold",  ON_DEVICE, KASA_FEATURE_MOTION, 0, hass_told_motion, hass_more_percent },
	{ "number", "inactivity", "Motion time-out", &seconds, SETTING,  "config", NULL, "inactivity",  ON_DEVICE, KASA_FEATURE_MOTION, 0, hass_told_motion, hass_more_inactivity },
	{ "sensor", "motion_value", "Motion reading", &count, DEBUG,  "", NULL, NULL,  ON_DEVICE, KASA_FEATURE_MOTION, 0, hass_told_motion, NULL },
	{ "sensor", "motion_percent", "Motion level", &share, DEBUG,  "", NULL, NULL,  ON_DEVICE, KASA_FEATURE_MOTION, 0, hass_told_motion, NULL },
	{ "sensor", "ambient_light", "Ambient light", &share, 0,  "", NULL, NULL,  ON_DEVICE, KASA_FEATURE_AMBIENT_LIGHT, 0, hass_told_ambient, NULL },
	{ "switch", "ambient", "Ambient light sensor", NULL, SETTING,  "config", NULL, "ambient",  ON_DEVICE, KASA_FEATURE_AMBIENT_LIGHT, 0, hass_told_ambient, NULL },
};
// clang-format on

const unsigned hass_row_count = sizeof hass_rows / sizeof hass_rows[0];

_Static_assert(sizeof hass_rows / sizeof hass_rows[0] <= 64, "a set of entities has 64 bits");
