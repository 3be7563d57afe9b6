/* What the thread of the broker tells the loop, each thing once: what is said already is not said again. */
#ifndef KASA_BRIDGE_BROKER_NEWS_H
#define KASA_BRIDGE_BROKER_NEWS_H

#include <stdbool.h>

#include <kasa/context.h>

#include "bridge/broker/broker_share.h"

enum {
	BROKER_NEWS_REASONS = 4, /* different reasons that are remembered while the connection is down */
	BROKER_NEWS_TEXT = 160,
};

struct broker_news {
	struct broker_share *share;
	bool down;
	char told[BROKER_NEWS_REASONS][BROKER_NEWS_TEXT];
	unsigned next; /* which is forgotten first */
	bool refusal;  /* told, in this connection */
	bool kicked;   /* told */
};

void broker_news_init(struct broker_news *news, struct broker_share *share);

void broker_news_up(struct broker_news *news, int version, unsigned connection);
void broker_news_down(struct broker_news *news, const char *why);

/* Another client has our id: down, and a warning. */
void broker_news_kicked(struct broker_news *news, const char *client_id);

/* The broker does not take what is published: a warning, once for each connection. */
void broker_news_refused(struct broker_news *news, const char *topic, const char *why);

void broker_news_room(struct broker_news *news);

void broker_news_log(struct broker_news *news, enum kasa_log_level level, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

#endif
