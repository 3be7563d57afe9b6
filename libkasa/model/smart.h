/*
 * The SMART language: {"method":"get_device_info","params":{arguments}}, several of them in a multipleRequest. An order
 * is a row of questions, each a method; a feature is a file of such rows. Wording them, packing them into messages and
 * finding their answers is done once, for all rows, in smart_request.c and smart_answer.c.
 */
#ifndef KASA_MODEL_SMART_H
#define KASA_MODEL_SMART_H

#include "model/jx.h"
#include "model/payload.h"

/* What a device has, as it tells when it is asked for its components; bits of record->components. */
enum kasa_smart_component {
	KASA_SMART_ASKED = 1u << 0, /* it was asked; firmware that does not know the question has none below */
	KASA_SMART_CHILDREN = 1u << 1,
	KASA_SMART_LED = 1u << 2,
	KASA_SMART_METER = 1u << 3,        /* its own, or that of a strip as a whole */
	KASA_SMART_METER_2 = 1u << 4,      /* which may tell volts and amperes */
	KASA_SMART_OUTLET_METER = 1u << 5, /* each outlet has one */
	KASA_SMART_SCHEDULE = 1u << 6,
	KASA_SMART_COUNTDOWN = 1u << 7,
	KASA_SMART_AWAY = 1u << 8,
	KASA_SMART_BRIGHTNESS = 1u << 9,
	KASA_SMART_COLOR = 1u << 10,
	KASA_SMART_COLOR_TEMP = 1u << 11,
	KASA_SMART_LIGHTSTRIP = 1u << 12,
	KASA_SMART_EFFECTS = 1u << 13, /* of light strips; those of bulbs are others */
	KASA_SMART_PRESETS = 1u << 14,
	KASA_SMART_TIME = 1u << 15,
	KASA_SMART_AUTO_OFF = 1u << 16,
	/* learned from answers */
	KASA_SMART_NO_METER_DATA = 1u << 24,  /* it announces METER_2 and does not tell volts and amperes */
	KASA_SMART_LED_ASKED = 1u << 25,      /* once: it crashed a P100, python-kasa issue 819 */
	KASA_SMART_OUTLETS_ASKED = 1u << 26,  /* for their components */
	KASA_SMART_STALE = 1u << 27,          /* the firmware, or the device, is another one now */
	KASA_SMART_METER_DATA = 1u << 28,     /* it does tell them */
	KASA_SMART_NO_USAGE_POWER = 1u << 29, /* its usage does not tell the power */
};

/* An answer being read: to what order, of whom, and where its values go. */
struct kasa_smart_talk {
	struct kasa_order *order;
	struct kasa_record *record;
	struct kasa_answer *answer;
	struct kasa_err *err;
	int outlet;     /* that was asked; 0: the device */
	unsigned start; /* of the page that was asked for */
	unsigned next;  /* set where a list goes on: where its next page begins */
};

enum kasa_smart_question {
	KASA_SMART_SETS = 1u << 0,     /* changes something; what is asked behind it reads that back */
	KASA_SMART_ONCE = 1u << 1,     /* executing it twice does harm */
	KASA_SMART_MAY_LACK = 1u << 2, /* not every device that knows the rest of the row knows this */
	KASA_SMART_CHILD = 1u << 3,    /* is asked of the order's outlet, where it has one */
	KASA_SMART_EACH = 1u << 4,     /* is asked of each outlet; not in a row with ONCE */
	KASA_SMART_PAGED = 1u << 5,    /* its answer is a page of a list; the params are where that begins */
	KASA_SMART_AFTER = 1u << 6,    /* of a device that is not known yet: in a message behind those before it */
	KASA_SMART_THEN = 1u << 7,     /* always so, for it is worded with their answers */
	KASA_SMART_BARE = 1u << 8,     /* PAGED: the first page is asked for without params */
};

struct kasa_smart_ask {
	const char *method;

	/* Appends the params, an object; NULL: there are none. */
	int (*params)(const struct kasa_order *order, const struct kasa_record *record, struct kasa_buf *out);

	/*
	 * Takes the values out of the result; NULL: the acknowledgement is all. The result is NULL where the question
	 * MAY_LACK and was refused: talk->err tells how.
	 */
	int (*read)(const struct kasa_jx *result, struct kasa_smart_talk *talk);

	unsigned flags; /* of enum kasa_smart_question */

	/* Whether it is asked at all; NULL: always. */
	bool (*when)(const struct kasa_order *order, const struct kasa_record *record);
};

enum {
	KASA_SMART_ASKS = 5,  /* of a row; the last one stays empty */
	KASA_SMART_BATCH = 5, /* of a message: python-kasa sends no more */
};

struct kasa_smart_row {
	struct kasa_smart_ask asks[KASA_SMART_ASKS + 1];
	unsigned needs;    /* bits of enum kasa_feature */
	unsigned families; /* bits, 1u << enum kasa_family; 0: any */
	const char *lacks; /* said of a device that lacks those: "has no energy meter" */

	/* Looks at the order itself, with what is known of the device: KASA_EINVAL, KASA_ENOTSUP; NULL: all are well. */
	int (*check)(const struct kasa_order *order, const struct kasa_record *record, struct kasa_err *err);

	/* What a refusal with that number may mean, as the end of a sentence, or NULL; may be NULL itself. */
	const char *(*explain)(const struct kasa_order *order, int device_code);
	const char *each; /* said of a strip as a whole where an outlet must be chosen; NULL: it may stand for all */
};

/* The rows of the orders, each in the file of its feature; functions where the device or the order decide. */
extern const struct kasa_smart_row kasa_smart_look, kasa_smart_led, kasa_smart_alias, kasa_smart_reboot,
	kasa_smart_reset;
extern const struct kasa_smart_row kasa_smart_location, kasa_smart_location_set;
extern const struct kasa_smart_row kasa_smart_light, kasa_smart_presets;
extern const struct kasa_smart_row kasa_smart_countdown, kasa_smart_countdown_set, kasa_smart_countdown_cancel;
extern const struct kasa_smart_row kasa_smart_wifi, kasa_smart_wifi_scan, kasa_smart_cloud, kasa_smart_firmware;
extern const struct kasa_smart_row kasa_smart_clock, kasa_smart_clock_set;

typedef const struct kasa_smart_row *kasa_smart_pick_fn(const struct kasa_order *order,
                                                        const struct kasa_record *record);
kasa_smart_pick_fn kasa_smart_relay, kasa_smart_energy, kasa_smart_rules;

/* The row of an order; NULL where the language has no words for it, or is not known to have any. */
const struct kasa_smart_row *kasa_smart_row(const struct kasa_order *order, const struct kasa_record *record);

/* KASA_ENOTSUP with a sentence when the device, as far as it is known, cannot do what the row asks; that may be NULL. */
int kasa_smart_able(const struct kasa_order *order, const struct kasa_smart_row *row, const struct kasa_record *record,
                    struct kasa_err *err);

/* One question of a message: to whom. */
struct kasa_smart_item {
	const struct kasa_smart_ask *ask;
	unsigned index;  /* in the row, each outlet counted where each is asked */
	unsigned outlet; /* 0: the device */
};

/*
 * The questions of the message that begins at order->part, and there is always room for them: KASA_SMART_BATCH. Notes
 * in order->asked how far they go, unless @p sent: then it was noted. Tells how many.
 */
unsigned kasa_smart_items(struct kasa_order *order, const struct kasa_record *record, const struct kasa_smart_row *row,
                          bool sent, struct kasa_smart_item items[KASA_SMART_BATCH]);

/* Where the page begins that is asked for by this question of a message. */
unsigned kasa_smart_start(const struct kasa_order *order, const struct kasa_smart_item *item);

/* Questions that read the state back: of the device, and of the outlets, for an order that is about one of them. */
int kasa_smart_read_info(const struct kasa_jx *info, struct kasa_smart_talk *talk);
int kasa_smart_read_children(const struct kasa_jx *page, struct kasa_smart_talk *talk);
bool kasa_smart_of_device(const struct kasa_order *order, const struct kasa_record *record);
bool kasa_smart_of_outlet(const struct kasa_order *order, const struct kasa_record *record);
bool kasa_smart_has_outlets(const struct kasa_order *order, const struct kasa_record *record);

/* `get_led_info`, and whether it was not asked yet. */
int kasa_smart_read_led(const struct kasa_jx *result, struct kasa_smart_talk *talk);
bool kasa_smart_led_unasked(const struct kasa_order *order, const struct kasa_record *record);

// clang-format off
#define KASA_SMART_INFO_WHEN(when)     { "get_device_info", NULL, kasa_smart_read_info, 0, when }
#define KASA_SMART_CHILDREN_WHEN(when) { "get_child_device_list", NULL, kasa_smart_read_children, KASA_SMART_PAGED, when }
// clang-format on

int kasa_smart_build(struct kasa_order *order, const struct kasa_record *record, struct kasa_buf *out,
                     struct kasa_err *err);

enum kasa_verdict kasa_smart_parse(struct kasa_order *order, const char *text, size_t len, struct kasa_record *record,
                                   struct kasa_answer *answer, struct kasa_err *err);

/* The error that an object holds, or KASA_OK; @p method was asked. */
int kasa_smart_refusal(const struct kasa_jx *object, const char *method, struct kasa_err *err);

/* True, false, 1 or 0 as a number of @p object, else KASA_UNKNOWN. */
int kasa_smart_flag(const struct kasa_jx *object, const char *key);

/* Text that people typed, behind base64; "" and false when there is none. */
bool kasa_smart_text(const struct kasa_jx *object, const char *key, char *dst, size_t size);

/*
 * Keeps a result in the answer's list, for order->kept: what of it is not changed goes back as it came. KASA_ENOMEM,
 * with a sentence.
 */
int kasa_smart_keep(const struct kasa_jx *result, struct kasa_smart_talk *talk);

/* Appends a member to the object that is being written; nothing when the value is KASA_UNKNOWN. */
int kasa_smart_put_int(struct kasa_buf *out, const char *key, int value);

/* The same questions for a request in the caller's own words. */
bool kasa_smart_raw_repeatable(const char *request);
enum kasa_verdict kasa_smart_raw_parse(const struct kasa_jx *root, struct kasa_err *err);

#endif
