/* What is kept on disk, as values in memory. Pure. */
#ifndef KASA_BRIDGE_STORE_VALUES_H
#define KASA_BRIDGE_STORE_VALUES_H

#include <stdint.h>

#include "bridge/hub/counter.h"
#include "bridge/store/store.h"
#include "bridge/store/store_table.h"

enum {
	STORE_DEVICES_MAX = 1 << 16,
	STORE_TOPICS_MAX = 1 << 18,
	STORE_TEXTS_MAX = 64,
	STORE_OUTLETS = KASA_OUTLETS_MAX + 1, /* the device itself is number 0 */
	STORE_TOPIC_MAX = 512,                /* bytes with the NUL */
	STORE_RECORD_MAX = 1024,              /* all texts of a device */
};

enum store_word {
	STORE_KEY,
	STORE_ID,
	STORE_MAC,
	STORE_ALIAS,
	STORE_MODEL,
	STORE_HOST,
	STORE_TRANSPORT,
	STORE_PAYLOAD,
	STORE_WORDS,
};

/* A device: about 150 bytes and its texts; 50 more for each meter. */
struct store_record {
	struct store_item item; /* its key */
	char *words;            /* STORE_WORDS texts one after the other, each with its NUL */
	size_t length;
	int64_t seen_s;
	uint16_t port;
	unsigned counter_count; /* the largest outlet with a counter, and 1 */
	struct counter *counters;
};

struct store_topic {
	struct store_item item;
	char text[];
};

struct store_setting {
	struct store_item item; /* the key of the device */
	struct store_options options;
	char key[];
};

struct store_text {
	struct store_item item;
	char *json;
	char name[];
};

struct store_values {
	struct store_table records, topics; /* of state.json */
	struct store_table settings, texts; /* of settings.json */
};

void store_values_init(struct store_values *values);
void store_values_finish(struct store_values *values);

/* All of these: KASA_ENOMEM, KASA_EBUSY when there are too many, KASA_EINVAL when it is too long. */
int store_record_put(struct store_values *values, const struct store_device *device, struct store_record **out);
int store_record_count(struct store_record *record, unsigned outlet, const struct counter *counter);
int store_topic_put(struct store_values *values, const char *topic);
int store_setting_put(struct store_values *values, const char *key, struct store_setting **out);
int store_text_put(struct store_values *values, const char *name, const char *json);

/* The record as callers see it, with texts that live until it is changed. */
void store_record_show(const struct store_record *record, struct store_device *out);

/* Out of all tables. */
void store_record_remove(struct store_values *values, const char *key);
bool store_topic_drop(struct store_values *values, const char *topic);
void store_text_remove(struct store_values *values, const char *name);

/* Whether anything was set at all. */
bool store_options_set(const struct store_options *options);

#endif
