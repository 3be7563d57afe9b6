/**
 * @file
 * Rules that a device carries out by itself, as schedules and the away mode have them: plain values.
 *
 * Zero is a good start for a new rule: `struct kasa_rule rule = { .enabled = 1, .days = KASA_DAYS_ALL, ... }`. What
 * the device did not give is KASA_UNKNOWN or "". Sources: `get_rules` in the recordings of python-kasa's test data,
 * and requests of the app as other programs recorded them.
 */
#ifndef KASA_RULE_H
#define KASA_RULE_H

#include <stdbool.h>

#include <kasa/device.h>
#include <kasa/error.h>
#include <kasa/export.h>
#include <kasa/state.h>

#ifdef __cplusplus
extern "C" {
#endif

enum {
	KASA_RULE_ID_MAX = 48,   /**< 32 hex digits, given by the device */
	KASA_RULE_NAME_MAX = 64, /**< longer ones are cut at a character */
	KASA_OFFSET_MAX = 720,   /**< minutes before or after sunrise or sunset */
};

/** Days of the week, as bits. */
enum kasa_day {
	KASA_DAY_SUNDAY = 1u << 0,
	KASA_DAY_MONDAY = 1u << 1,
	KASA_DAY_TUESDAY = 1u << 2,
	KASA_DAY_WEDNESDAY = 1u << 3,
	KASA_DAY_THURSDAY = 1u << 4,
	KASA_DAY_FRIDAY = 1u << 5,
	KASA_DAY_SATURDAY = 1u << 6,
	KASA_DAYS_ALL = 0x7f
};

/** What a moment of the day is told by. */
enum kasa_moment_kind {
	KASA_MOMENT_NONE,    /**< there is none: the end of a rule that has no end */
	KASA_MOMENT_CLOCK,   /**< by the device's clock */
	KASA_MOMENT_SUNRISE, /**< by the sun, where the device believes to be */
	KASA_MOMENT_SUNSET,
	KASA_MOMENT_OTHER /**< by something that this library does not know */
};

/** A moment of any day. */
struct kasa_moment {
	enum kasa_moment_kind kind;
	int minute;     /**< of the day, from 0; the sun's: as the device worked it out, or KASA_UNKNOWN */
	int offset_min; /**< after sunrise or sunset; negative: before */
};

/** What happens at a moment. */
enum kasa_act_kind {
	KASA_ACT_NONE,
	KASA_ACT_OFF,
	KASA_ACT_ON,
	KASA_ACT_OTHER /**< something that this library does not know */
};

/** What happens, and how a light comes on. */
struct kasa_act {
	enum kasa_act_kind kind;
	bool has_light;          /**< it comes on with these values; else as it was */
	struct kasa_light light; /**< each of them may be KASA_UNKNOWN: as it was */
};

/** One rule. */
struct kasa_rule {
	char id[KASA_RULE_ID_MAX];     /**< "" until the device has given one */
	char name[KASA_RULE_NAME_MAX]; /**< UTF-8, may hold control characters: escape before a terminal */
	int enabled;                   /**< 1, 0 or KASA_UNKNOWN */
	bool once;                     /**< on one date, else every week */
	unsigned days;                 /**< bits of enum kasa_day; of a rule for once the library sets it */
	int year, month, day;          /**< of a rule for once: written as people do; else 0 */
	struct kasa_moment start;      /**< its minute, or when a period begins */
	struct kasa_act action;        /**< the away mode has none */
	struct kasa_moment end;        /**< when a period ends */
	struct kasa_act end_action;
	/**
	 * The rule in the device's own words. What this struct has no member for stands there, and an edit sends it
	 * back. NULL for a rule that the caller made. Valid as long as the list that it came with.
	 */
	const char *given;
};

/** All rules of one kind, of a device or of one outlet. */
struct kasa_rules {
	int enabled; /**< 0: all are switched off as a whole, as they are in a new device; 1, or KASA_UNKNOWN */
	unsigned count;
	const struct kasa_rule *rules;   /**< in the order in which the device lists them */
	struct kasa_next next;           /**< what comes next; only schedules tell */
	char next_id[KASA_RULE_ID_MAX];  /**< by which rule, or "" */
	char added_id[KASA_RULE_ID_MAX]; /**< of an add: the rule that it made, or "" */
};

/**
 * Told once what rules there are, after a change as well.
 *
 * @param rules  NULL on failure; else valid during the call only
 * @param err    never NULL
 */
typedef void kasa_rules_fn(struct kasa_device *dev, const struct kasa_rules *rules, const struct kasa_err *err,
                           void *arg);

/**
 * Tells whether a rule could be one: a day, a moment that there is, a name that fits.
 *
 * @retval KASA_EINVAL  it could not; the sentence in @p err says why and what is allowed
 */
KASA_API int kasa_rule_check(const struct kasa_rule *rule, struct kasa_err *err);

#ifdef __cplusplus
}
#endif

#endif
