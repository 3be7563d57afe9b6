/* What the files of discovery over MQTT share. Private to mqtt_hass*.c. */
#ifndef KASA_BRIDGE_MQTT_HASS_OWN_H
#define KASA_BRIDGE_MQTT_HASS_OWN_H

#include <ev.h>
#include <jansson.h>

#include "base/list.h"
#include "bridge/hass/hass.h"
#include "bridge/hass/mqtt_hass.h"

enum {
	MQTT_HASS_BATCH = 32,        /* devices of one turn of the loop: a document costs some 100 us, ... */
	MQTT_HASS_BATCH_MS = 10,     /* ... and where it costs more, fewer of them */
	MQTT_HASS_STRAYS_MAX = 4096, /* documents of devices that nobody knows, kept in mind until a clear */
	MQTT_HASS_PLATFORM_MAX = 32,
};

/* A document as it was published in this run. */
struct hass_paper {
	uint64_t hash;     /* of its last version; 0: none */
	uint64_t sent_ms;  /* when that was */
	uint64_t since_ms; /* since when it waits for the first one */
	uint64_t entities; /* in it */
	uint64_t gone;     /* told to go in it */
	uint64_t before;   /* that an earlier run left there: what was told then was told */
	bool force;        /* goes out although it is the same */
	bool held;         /* a person deleted it in Home Assistant: until that is born again */
	bool cleaning;     /* the other form is to be emptied once Home Assistant had time to see this one */
};

/* The documents of a device: its own, and one of each outlet. */
struct hass_keep {
	struct kasa_list node; /* among those with something to do */
	struct device *device;
	uint64_t due_ms; /* not before */
	bool withdrawn;  /* hidden, and its documents were taken back */
	unsigned count;  /* of papers */
	struct hass_paper *papers;
};

struct hass_group_keep {
	struct kasa_list node;
	char name[DEVICE_NAME_MAX];
	bool light;
	struct hass_paper paper;
};

/* A topic that waits to be emptied, or is kept in mind. */
struct hass_topic {
	struct kasa_list node;
	char text[];
};

/* A document in the other form, or under another prefix, from before. */
struct hass_old {
	char *topic, *object_id;
	bool other_prefix; /* nobody there listens, so nobody is told that it migrates */
	bool done;         /* it was emptied */
};

struct mqtt_hass {
	struct port port;
	struct hub *hub;
	struct mqtt_hass_ways ways;
	bool enabled;
	enum config_hass_mode mode;
	char *prefix, *status, *filter;
	/*
	 * What documents are made by. The base topic and the instance are those of the connection, for they cannot
	 * change while it runs.
	 */
	struct config config;

	bool up, telling; /* telling: once all documents are out, .born is to be told */
	bool warned;      /* of another bridge, once */
	bool bereft;      /* devices are gone, and what is left of them is to be taken back */
	struct kasa_list dirty, removals, strays;
	size_t stray_count;
	struct hass_paper bridge;
	bool bridge_dirty, groups_dirty;
	struct kasa_list groups;
	struct hass_old *olds;
	size_t old_count;
	ev_timer pump, birth;
};

/* A discovery topic, taken apart. */
struct hass_parsed {
	char object_id[HASS_ID_MAX];
	char platform[MQTT_HASS_PLATFORM_MAX]; /* "device": the device form */
	size_t prefix_length;
	bool device_form;
};

enum hass_sent {
	HASS_SENT,
	HASS_LATER,   /* at .sent_ms + MQTT_HASS_SETTLE_MS */
	HASS_NO_ROOM, /* nothing more can be sent now */
};

/* ---- mqtt_hass.c ---- */

/* Something is to be published, in so many milliseconds. */
void mqtt_hass_wake(struct mqtt_hass *hass, uint64_t after_ms);

/* What is kept of a device; NULL without memory. */
struct hass_keep *mqtt_hass_keep(struct mqtt_hass *hass, struct device *device);
void mqtt_hass_dirty(struct mqtt_hass *hass, struct hass_keep *keep);

/* ---- mqtt_hass_pump.c ---- */

void mqtt_hass_pump(struct mqtt_hass *hass);

/* ---- mqtt_hass_send.c ---- */

/* Publishes one document, which is stolen, if it is new and its time has come. NULL is without memory. */
enum hass_sent mqtt_hass_send(struct mqtt_hass *hass, struct hass_paper *paper, const char *object_id,
                              json_t *document);

/* Publishes an empty retained message. False: no room. */
bool mqtt_hass_empty(struct mqtt_hass *hass, const char *topic);

uint64_t mqtt_hass_hash(const char *text, size_t length);

/* ---- mqtt_hass_about.c: what a topic is about ---- */

/* False: not a discovery topic of a thing of ours, whatever its prefix. */
bool mqtt_hass_parse(struct hass_parsed *parsed, const char *topic);

/* Whether what a document is about is there; @p strict: an outlet that the strip does not have is not. */
bool mqtt_hass_lives(struct mqtt_hass *hass, const struct hass_parsed *parsed, bool strict);

/* The paper of a document; NULL where there is none in this run. */
struct hass_paper *mqtt_hass_paper(struct mqtt_hass *hass, const struct hass_parsed *parsed);

/* ---- mqtt_hass_old.c: what earlier runs left ---- */

/* Reads the store: what is dead waits to be emptied, what is in the other form is found by mqtt_hass_olds(). */
void mqtt_hass_recall(struct mqtt_hass *hass);
void mqtt_hass_olds_free(struct mqtt_hass *hass);

/* The first of the old documents of an object, and how many there are; NULL for none. */
struct hass_old *mqtt_hass_olds(struct mqtt_hass *hass, const char *object_id, size_t *count);

/* Empties all topics of a device or another object, whatever their form. */
void mqtt_hass_withdraw(struct mqtt_hass *hass, const char *object_id, bool and_outlets);

/* Lines up what is of things that are gone, to be emptied. Returns how many they are. */
size_t mqtt_hass_bury(struct mqtt_hass *hass);

/* Removes what is dead by a strict look, and strays. */
void mqtt_hass_sweep(struct mqtt_hass *hass);
void mqtt_hass_topics_free(struct kasa_list *list);
bool mqtt_hass_topic_append(struct kasa_list *list, const char *topic);

#endif
