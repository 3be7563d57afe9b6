/* What is asked of a device: typed orders that know no language, and when they count as carried out. */
#ifndef KASA_MODEL_ORDER_H
#define KASA_MODEL_ORDER_H

#include <stdbool.h>
#include <stdint.h>

#include <kasa/clock.h>
#include <kasa/dimmer.h>
#include <kasa/light.h>
#include <kasa/rule.h>
#include <kasa/state.h>
#include <kasa/system.h>

#include "model/answer.h"

enum kasa_order_kind {
	KASA_ORDER_LOOK,   /* who are you and how do you stand */
	KASA_ORDER_RELAY,  /* be on, or off */
	KASA_ORDER_LED,    /* let the LED shine, or not */
	KASA_ORDER_ALIAS,  /* be called this */
	KASA_ORDER_ENERGY, /* what does the meter show */
	KASA_ORDER_REBOOT,
	KASA_ORDER_RULES,        /* which rules do you have */
	KASA_ORDER_RULE_ADD,     /* have this one, too */
	KASA_ORDER_RULE_EDIT,    /* have it this way */
	KASA_ORDER_RULE_REMOVE,  /* do not have this one */
	KASA_ORDER_RULES_CLEAR,  /* have none */
	KASA_ORDER_RULES_ENABLE, /* follow them, or none of them */
	KASA_ORDER_COUNTDOWN,    /* how does it stand */
	KASA_ORDER_COUNTDOWN_SET,
	KASA_ORDER_COUNTDOWN_CANCEL,
	KASA_ORDER_RAW, /* this text, as it is */
	KASA_ORDER_LIGHT,
	KASA_ORDER_PRESETS,
	KASA_ORDER_PRESET_SET,
	KASA_ORDER_EFFECT,
	KASA_ORDER_EFFECT_SET,
	KASA_ORDER_EFFECT_STOP,
	KASA_ORDER_LIGHT_DEFAULTS,
	KASA_ORDER_LIGHT_DEFAULTS_SET,
	KASA_ORDER_LIGHT_DETAILS,
	KASA_ORDER_DIMMER,
	KASA_ORDER_DIMMER_SET,
	KASA_ORDER_BUTTON_SET,
	KASA_ORDER_MOTION,
	KASA_ORDER_MOTION_SET,
	KASA_ORDER_AMBIENT,
	KASA_ORDER_AMBIENT_SET,
	KASA_ORDER_CLOCK,
	KASA_ORDER_CLOCK_SET,
	KASA_ORDER_HISTORY,
	KASA_ORDER_ENERGY_ERASE,
	KASA_ORDER_USAGE_ERASE,
	KASA_ORDER_CLOUD,
	KASA_ORDER_CLOUD_BIND,
	KASA_ORDER_CLOUD_UNBIND,
	KASA_ORDER_CLOUD_SERVER,
	KASA_ORDER_FIRMWARE,
	KASA_ORDER_WIFI,
	KASA_ORDER_WIFI_SCAN,
	KASA_ORDER_WIFI_JOIN,
	KASA_ORDER_RESET,
	KASA_ORDER_LOCATION,
	KASA_ORDER_LOCATION_SET,
	KASA_ORDER_KINDS,
};

enum kasa_sensor_setting {
	KASA_SENSOR_ENABLED,    /* values: 0 or 1 */
	KASA_SENSOR_RANGE,      /* motion; values: enum kasa_motion_range, threshold */
	KASA_SENSOR_INACTIVITY, /* motion; values: milliseconds */
	KASA_SENSOR_DARK,       /* ambient light; values: position of the level */
	KASA_SENSOR_LEVEL,      /* ambient light; values: position, percent */
};

/* Where a rule stands. */
enum kasa_rule_book {
	KASA_BOOK_SCHEDULE,
	KASA_BOOK_AWAY,
};

struct kasa_rules_order {
	enum kasa_rule_book book;
	bool on;                      /* RULES_ENABLE */
	const struct kasa_rule *rule; /* RULE_ADD, RULE_EDIT; RULE_REMOVE: its id */
};

struct kasa_countdown_order {
	bool on;
	int delay_s;
};

enum kasa_history_kind {
	KASA_HISTORY_ENERGY_DAYS,
	KASA_HISTORY_ENERGY_MONTHS,
	KASA_HISTORY_USAGE_DAYS,
	KASA_HISTORY_USAGE_MONTHS,
};

/* Who asks, and when: what some languages want to be told with each request. */
struct kasa_asker {
	uint64_t utc_ms;   /* since 1970 */
	char terminal[25]; /* base64 of 16 bytes, the same for all requests of a program */
};

struct kasa_order {
	enum kasa_order_kind kind;
	int outlet;                     /* 0: the device; else a position from 1 */
	const struct kasa_asker *asker; /* NULL: nobody in particular */
	const char *kept;               /* of the answer's list: what was read and goes back with a change */
	const char *text; /* ALIAS, COUNTDOWN_SET: the name; RULE_EDIT: the rule as given; RAW: the request; ... */
	union {
		bool on;         /* RELAY, LED; WIFI_SCAN: anew */
		bool with_state; /* ENERGY: read the state in the same message */
		struct kasa_light_change light;
		struct kasa_preset preset;           /* PRESET_SET */
		char effect[KASA_EFFECT_MAX];        /* EFFECT_SET: its name; text: all of it */
		struct kasa_light_defaults defaults; /* LIGHT_DEFAULTS_SET */
		struct {
			enum kasa_dimmer_setting setting;
			int value;
		} dimmer; /* DIMMER_SET */
		struct {
			enum kasa_button button;
			struct kasa_button_press press;
		} button; /* BUTTON_SET */
		struct {
			enum kasa_sensor_setting setting;
			int values[2];
		} sensor;                      /* MOTION_SET, AMBIENT_SET */
		struct kasa_rules_order rules; /* RULES to RULES_ENABLE */
		struct kasa_countdown_order countdown;
		struct {
			enum kasa_history_kind what;
			int year, month;
		} history;                     /* HISTORY, USAGE_ERASE */
		struct kasa_location location; /* LOCATION_SET */
		struct kasa_clock clock;       /* CLOCK_SET */
		int key_type;                  /* WIFI_JOIN; text: SSID and password, see model/secret.h */
	};
	/* what was learned on the way, see KASA_VERDICT_AGAIN */
	bool other_outlet_id; /* the device does not know the form of id that it gave itself */
	bool each_outlet;     /* it does not take "all" for an answer: name each outlet */
	bool other_module;    /* it does not know the module by its usual name */
	bool unanswered;      /* the setter was not in the answer: not supported, unless the state says otherwise */
	/* how far it is, where it needs several messages */
	uint8_t from;  /* where the next page of a list begins */
	uint8_t part;  /* questions that were answered */
	uint8_t asked; /* questions of the message under way; 0: it was not built here, and holds all */
};

/* The order that reads back what @p order sets. */
struct kasa_order kasa_order_read_back(const struct kasa_order *order);

/* What to say of an order that was acknowledged, when what was read is not what it wanted. */
const char *kasa_order_unlike(const struct kasa_order *order);

/* The rule that it points to, or NULL. */
const struct kasa_rule *kasa_order_rule(const struct kasa_order *order);

/* How long an answer may take: most come at once, some are asked of the cloud, or of the air. */
uint32_t kasa_order_reply_ms(const struct kasa_order *order);

/* True when its text is a secret, which is wiped where it is not needed any more. */
bool kasa_order_secret(const struct kasa_order *order);

/* True when what was read is what the order wanted; orders that only read are always confirmed. */
bool kasa_order_confirmed(const struct kasa_order *order, const struct kasa_state *state,
                          const struct kasa_answer *answer);

#endif
