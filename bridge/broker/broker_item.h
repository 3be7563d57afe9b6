/* What crosses between the thread of the broker and the loop: a message, a wish or a piece of news, in one allocation. */
#ifndef KASA_BRIDGE_BROKER_ITEM_H
#define KASA_BRIDGE_BROKER_ITEM_H

#include "base/list.h"
#include "bridge/broker/broker.h"

enum broker_item_kind {
	BROKER_ITEM_MESSAGE,     /* both ways */
	BROKER_ITEM_SUBSCRIBE,   /* to the thread: .message.topic is the filter */
	BROKER_ITEM_UNSUBSCRIBE, /* to the thread */
	BROKER_ITEM_UP,          /* to the loop: .number is the version */
	BROKER_ITEM_DOWN,        /* to the loop: .message.topic is the sentence */
	BROKER_ITEM_ROOM,        /* to the loop */
	BROKER_ITEM_LOG,         /* to the loop: .number is the level, .message.topic the line */
};

struct broker_item {
	struct kasa_list node;
	enum broker_item_kind kind;
	int number;
	unsigned connection;           /* the connection that it belongs to, counted */
	size_t bytes;                  /* of all of it */
	struct broker_message message; /* points behind this */
};

/* Copies a message. NULL: no memory. Give it to free(). */
struct broker_item *broker_item_message(const struct broker_message *message);

/* One with a text. */
struct broker_item *broker_item_text(enum broker_item_kind kind, int number, const char *text);

#endif
