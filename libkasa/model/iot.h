/*
 * The IOT language: {"namespace":{"method":{arguments}}}. An order is a row of questions, each the method of a module;
 * a feature is a file of such rows. Wording them, packing them into messages and finding their answers is done once,
 * for all rows, in iot_request.c and iot_answer.c.
 */
#ifndef KASA_MODEL_IOT_H
#define KASA_MODEL_IOT_H

#include "model/jx.h"
#include "model/payload.h"

/* What a module is called follows from the device's family: kasa_iot_module(). */
enum kasa_iot_module {
	KASA_IOT_SYSINFO, /* `system`, for all: who it is */
	KASA_IOT_SYSTEM,  /* name, restart */
	KASA_IOT_EMETER,
	KASA_IOT_SCHEDULE,
	KASA_IOT_COUNTDOWN,
	KASA_IOT_AWAY,
	KASA_IOT_BULB,
	KASA_IOT_LIGHTSTRIP,
	KASA_IOT_EFFECT,
	KASA_IOT_DIMMER,
	KASA_IOT_PIR,
	KASA_IOT_LAS,
	KASA_IOT_TIME,
	KASA_IOT_CLOUD,
	KASA_IOT_NETIF,
	KASA_IOT_MODULES,
};

/* An answer being read: to what order, of whom, and where its values go. */
struct kasa_iot_talk {
	struct kasa_order *order;
	struct kasa_record *record;
	struct kasa_answer *answer;
	struct kasa_err *err;
};

/* What the items of an array become. */
struct kasa_iot_list {
	const char *what; /* "presets", for the sentence */
	unsigned most;
	size_t size;
	void (*read)(const struct kasa_jx *object, void *item);
};

enum kasa_iot_question {
	KASA_IOT_SETS = 1u << 0,     /* changes something; what is asked behind it reads that back */
	KASA_IOT_ONCE = 1u << 1,     /* executing it twice does harm */
	KASA_IOT_MAY_LACK = 1u << 2, /* not every device that knows the rest of the row knows this */
	KASA_IOT_GONE = 1u << 3,     /* takes something away: it is as well when that is not there */
};

struct kasa_iot_ask {
	enum kasa_iot_module module;
	const char *method;

	/* Appends the arguments, an object; NULL: an empty one. */
	int (*args)(const struct kasa_order *order, const struct kasa_record *record, struct kasa_buf *out);

	/* Takes the values out of the method's reply; NULL: the acknowledgement is all. */
	int (*read)(const struct kasa_jx *reply, struct kasa_iot_talk *talk);

	unsigned flags; /* of enum kasa_iot_question */
};

enum {
	KASA_IOT_ASKS = 4, /* of a row; the last one stays empty */
};

struct kasa_iot_row {
	struct kasa_iot_ask asks[KASA_IOT_ASKS + 1];
	bool blind;        /* may be the first message that a device gets: it names `system` alone */
	unsigned needs;    /* bits of enum kasa_feature */
	unsigned families; /* bits, 1u << enum kasa_family; 0: any */
	const char *lacks; /* said of a device that lacks those: "has no energy meter" */
	/* Looks at the order itself, with what is known of the device: KASA_EINVAL, KASA_ENOTSUP; NULL: all are well. */
	int (*check)(const struct kasa_order *order, const struct kasa_record *record, struct kasa_err *err);

	/* What a refusal with that number may mean, as the end of a sentence, or NULL; may be NULL itself. */
	const char *(*explain)(const struct kasa_order *order, int device_code);
	const char *each; /* said of a strip as a whole where an outlet must be chosen; NULL: it may stand for all */
};

/* The rows of the orders, each in the file of its feature; functions where the device's family or the order decide. */
extern const struct kasa_iot_row kasa_iot_look, kasa_iot_led, kasa_iot_alias, kasa_iot_reboot;
extern const struct kasa_iot_row kasa_iot_presets, kasa_iot_effect, kasa_iot_effect_set, kasa_iot_effect_stop;
extern const struct kasa_iot_row kasa_iot_dimmer, kasa_iot_motion, kasa_iot_ambient;
extern const struct kasa_iot_row kasa_iot_countdown, kasa_iot_countdown_set, kasa_iot_countdown_cancel;
extern const struct kasa_iot_row kasa_iot_clock;
extern const struct kasa_iot_row kasa_iot_energy_erase, kasa_iot_usage_erase;
extern const struct kasa_iot_row kasa_iot_cloud, kasa_iot_bind, kasa_iot_unbind, kasa_iot_server, kasa_iot_firmware;
extern const struct kasa_iot_row kasa_iot_wifi, kasa_iot_wifi_scan, kasa_iot_wifi_join;
extern const struct kasa_iot_row kasa_iot_reset, kasa_iot_location, kasa_iot_location_set;

typedef const struct kasa_iot_row *kasa_iot_pick_fn(const struct kasa_order *order, const struct kasa_state *state);
kasa_iot_pick_fn kasa_iot_relay;
kasa_iot_pick_fn kasa_iot_energy;
kasa_iot_pick_fn kasa_iot_light, kasa_iot_preset_set, kasa_iot_lamp;
kasa_iot_pick_fn kasa_iot_dimmer_set, kasa_iot_button_set, kasa_iot_motion_set, kasa_iot_ambient_set;
kasa_iot_pick_fn kasa_iot_rules;
kasa_iot_pick_fn kasa_iot_history, kasa_iot_clock_set;

/* The row of any order but RAW, which has none: NULL. */
const struct kasa_iot_row *kasa_iot_row(const struct kasa_order *order, const struct kasa_state *state);

/* What this device calls a module; @p other: by its other name, the same where there is none. */
const char *kasa_iot_module(enum kasa_iot_module module, const struct kasa_state *state, bool other);

/* KASA_ENOTSUP with a sentence when the device, as far as it is known, cannot do what the row asks. */
int kasa_iot_able(const struct kasa_iot_row *row, const struct kasa_record *record, struct kasa_err *err);

/* `get_sysinfo`, for rows that read the state back. */
int kasa_iot_read_state(const struct kasa_jx *reply, struct kasa_iot_talk *talk);
#define KASA_IOT_STATE                                                                           \
	{                                                                                        \
		.module = KASA_IOT_SYSINFO, .method = "get_sysinfo", .read = kasa_iot_read_state \
	}

/* `get_realtime`, the same for the meter. */
int kasa_iot_read_meter(const struct kasa_jx *reply, struct kasa_iot_talk *talk);

int kasa_iot_build(struct kasa_order *order, const struct kasa_record *record, struct kasa_buf *out,
                   struct kasa_err *err);

enum kasa_verdict kasa_iot_parse(struct kasa_order *order, const char *text, size_t len, struct kasa_record *record,
                                 struct kasa_answer *answer, struct kasa_err *err);

/*
 * Reads the items of an array into a new list of the answer, at most so many, each with @p read. Tells how many.
 * KASA_ENOMEM, with a sentence.
 */
int kasa_iot_read_list(struct kasa_iot_talk *talk, const struct kasa_jx *array, const struct kasa_iot_list *list,
                       unsigned *count);

/* Appends a member to the object that is being written; nothing when the value is KASA_UNKNOWN. */
int kasa_iot_put_int(struct kasa_buf *out, const char *key, int value);

/* The error that an object holds, or KASA_OK; @p what and @p method name it. */
int kasa_iot_refusal(const struct kasa_jx *object, const char *what, const char *method, struct kasa_err *err);

/* What any answer may speak of. */
bool kasa_iot_always_belongs(const struct kasa_jx *member);

/* The same questions for a request in the caller's own words. */
bool kasa_iot_raw_repeatable(const char *request);
enum kasa_verdict kasa_iot_raw_parse(const struct kasa_jx *root, const char *request, struct kasa_err *err);

#endif
