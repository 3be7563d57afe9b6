/**
 * @file
 * What a device is and how it stands: plain values, copied out of its answers.
 *
 * A value that the device did not give is KASA_UNKNOWN, an empty string or NAN,
 * never 0. Sources: `system.get_sysinfo` and the meter's `get_realtime`, and
 * `get_device_info` and its kin in SMART, of the recordings in python-kasa's
 * test data.
 */
#ifndef KASA_STATE_H
#define KASA_STATE_H

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <kasa/export.h>

#ifdef __cplusplus
extern "C" {
#endif

enum {
	KASA_UNKNOWN = INT_MIN, /**< an integer that the device did not give */
};

enum {
	KASA_ID_MAX = 48,      /**< a deviceId has 40 hex digits, an outlet's 42 */
	KASA_ALIAS_MAX = 128,  /**< the app allows 31 characters; longer ones are cut at a character */
	KASA_OUTLETS_MAX = 16, /**< the largest strip known has 6 */
	KASA_EFFECT_MAX = 48   /**< room for the name of an effect, or its id */
};

/** What kind of thing it is, from its answers, never from its model name. */
enum kasa_family {
	KASA_FAMILY_UNKNOWN,
	KASA_FAMILY_PLUG,
	KASA_FAMILY_SWITCH,
	KASA_FAMILY_DIMMER,
	KASA_FAMILY_STRIP,
	KASA_FAMILY_BULB,
	KASA_FAMILY_LIGHTSTRIP,
};

/** What it can do, as bits; see kasa_feature_word(). */
enum kasa_feature {
	KASA_FEATURE_RELAY = 1u << 0,         /**< switches on and off */
	KASA_FEATURE_OUTLETS = 1u << 1,       /**< has outlets that switch one by one */
	KASA_FEATURE_LED = 1u << 2,           /**< has a status LED that can be turned off */
	KASA_FEATURE_ENERGY = 1u << 3,        /**< has a meter, or estimates its power */
	KASA_FEATURE_TIMER = 1u << 4,         /**< keeps schedules and countdowns */
	KASA_FEATURE_BRIGHTNESS = 1u << 5,    /**< dims */
	KASA_FEATURE_COLOR_TEMP = 1u << 6,    /**< has a white of variable temperature */
	KASA_FEATURE_COLOR = 1u << 7,         /**< has hue and saturation */
	KASA_FEATURE_EFFECTS = 1u << 8,       /**< plays lighting effects */
	KASA_FEATURE_MOTION = 1u << 9,        /**< has a motion sensor */
	KASA_FEATURE_AMBIENT_LIGHT = 1u << 10 /**< has an ambient light sensor */
};

/** What makes a device switch by itself; see kasa_mode_word(). */
enum kasa_mode {
	KASA_MODE_UNKNOWN, /**< it does not tell */
	KASA_MODE_NONE,
	KASA_MODE_SCHEDULE,
	KASA_MODE_COUNTDOWN,
	KASA_MODE_OTHER /**< something that this library does not know */
};

/** What a device does next by itself. */
struct kasa_next {
	enum kasa_mode by; /**< KASA_MODE_NONE: nothing */
	int on;            /**< 1: it goes on; 0: off; KASA_UNKNOWN: something else, or it does not tell */
	int at_s;          /**< second of the day by its own clock, or KASA_UNKNOWN */
};

/** One outlet of a strip, a twin outlet or a multiple switch. */
struct kasa_outlet {
	char id[KASA_ID_MAX];       /**< as the device calls it; of IOT in the long form, deviceId and two digits */
	char alias[KASA_ALIAS_MAX]; /**< UTF-8, may hold control characters: escape before a terminal */
	int on;                     /**< 1, 0 or KASA_UNKNOWN */
	int on_time_s;              /**< seconds since switched on, or KASA_UNKNOWN */
	struct kasa_next next;      /**< what it does next by itself */
};

/** Values of a light; a bulb that is off tells the values it will have when on. */
struct kasa_light {
	int brightness;   /**< percent */
	int color_temp_k; /**< kelvin; 0 is the device's word for "shows a colour" */
	int hue;          /**< degrees, 0 to 360 */
	int saturation;   /**< percent */
};

/** A device as it last described itself. */
struct kasa_state {
	char id[KASA_ID_MAX];       /**< `deviceId` or `device_id`, as given */
	char mac[18];               /**< "AA:BB:CC:DD:EE:FF" */
	char alias[KASA_ALIAS_MAX]; /**< UTF-8, may hold control characters: escape before a terminal */
	char model[32];             /**< with its region where that is told: "HS110(EU)" */
	char hw[16];                /**< hardware version */
	char fw[48];                /**< firmware version and build */
	enum kasa_family family;
	unsigned features; /**< bits of enum kasa_feature */
	int on;            /**< 1, 0 or KASA_UNKNOWN; a strip is on when one of its outlets is */
	int on_time_s;     /**< seconds since switched on, or KASA_UNKNOWN */
	int led;           /**< 1 when the status LED may shine, 0, or KASA_UNKNOWN */
	int rssi_dbm;      /**< signal strength, or KASA_UNKNOWN */
	int located; /**< 1: it knows a place, by which it tells sunrise and sunset; 0: it has none; or KASA_UNKNOWN */
	enum kasa_mode mode;   /**< what it is switched by at this time, beside people */
	struct kasa_next next; /**< what it does next by itself; of strips the outlets tell */
	struct kasa_light light;
	int white_least_k;                 /**< kelvin: the whites that it says it shows, from, ... */
	int white_most_k;                  /**< ... and to; or KASA_UNKNOWN: see kasa_light_whites() */
	char effect[32];                   /**< what a light strip plays, UTF-8 as an alias is; "" for nothing */
	unsigned outlet_count;             /**< 0 but for strips and multiple switches */
	const struct kasa_outlet *outlets; /**< sorted by position; NULL where there are none */
};

/** What a meter shows now. Each is NAN when the device did not give it. */
struct kasa_energy {
	double power_w;
	double voltage_v;
	double current_a;
	double total_kwh; /**< since the meter was erased; some models also lose it with the mains */
	double today_kwh; /**< since midnight, by the device's own clock */
	double month_kwh; /**< since the month began */
};

/** All values NAN. */
KASA_API void kasa_energy_init(struct kasa_energy *energy);

/** "plug", "switch", "dimmer", "strip", "bulb", "lightstrip" or "unknown". Lives for ever. */
KASA_API const char *kasa_family_word(enum kasa_family family);

/** "none", "schedule", "countdown", "other" or "unknown". Lives for ever. */
KASA_API const char *kasa_mode_word(enum kasa_mode mode);

/**
 * The word of one feature, for lists: "relay", "energy", ...
 *
 * @param bit  the position, from 0
 * @return NULL past the last one, which ends a loop
 */
KASA_API const char *kasa_feature_word(unsigned bit);

#ifdef __cplusplus
}
#endif

#endif
