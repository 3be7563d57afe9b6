/* Topics of the bridge, both ways. Pure. */
#ifndef KASA_BRIDGE_TOPICS_H
#define KASA_BRIDGE_TOPICS_H

#include <stdbool.h>
#include <stddef.h>

#include "bridge/hub/device.h"

enum {
	TOPIC_MAX = 256,        /* base (64), name (64), levels of ours */
	TOPIC_ANSWER_MAX = 512, /* a response topic that somebody asks us to answer to */
};

/* What a topic under the base is about. */
enum topic_kind {
	TOPIC_NONE,     /* nothing that the bridge listens to */
	TOPIC_SET,      /* <dev>/set, or <dev>/outlet/<n>/set */
	TOPIC_SET_ATTR, /* .../set/<attr> */
	TOPIC_GET,      /* .../get */
	TOPIC_REQUEST,  /* bridge/request/<command> */
	TOPIC_CANARY,   /* bridge/canary */
};

struct topic {
	enum topic_kind kind;
	char name[DEVICE_NAME_MAX]; /* of the device or the group */
	unsigned outlet;            /* 0: the device */
	const char *attr; /* of TOPIC_SET_ATTR the attribute, of TOPIC_REQUEST the command; inside the text parsed */
};

/* Reads a topic; TOPIC_NONE for what is not ours. A name is any one level: whether somebody has it, others know. */
void topic_parse(struct topic *topic, const char *base, const char *text);

/* "<base>/<name>[/outlet/<n>][/<leaf>]"; @p leaf may be "". Returns @p out. */
const char *topic_device(char out[TOPIC_MAX], const char *base, const char *name, unsigned outlet, const char *leaf);

/* "<base>/bridge/<leaf>" */
const char *topic_bridge(char out[TOPIC_MAX], const char *base, const char *leaf);

/*
 * Whether an answer may go to a topic that a stranger named: no wildcard, nothing of the broker's own, and none that we
 * listen to, for an answer must not become a command.
 */
bool topic_answerable(const char *base, const char *text);

#endif
