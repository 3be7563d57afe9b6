#include "bridge/broker/broker_news.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"

void
broker_news_init(struct broker_news *news, struct broker_share *share)
{
	*news = (struct broker_news){ .share = share };
}

static void
tell(struct broker_news *news, enum broker_item_kind kind, int number, unsigned connection, const char *text)
{
	struct broker_item *item = broker_item_text(kind, number, text);

	if (!item)
		return;
	item->connection = connection;
	if (!broker_queue_put(news->share->in, item))
		free(item);
}

void
broker_news_up(struct broker_news *news, int version, unsigned connection)
{
	news->down = news->refusal = false;
	memset(news->told, 0, sizeof news->told);
	tell(news, BROKER_ITEM_UP, version, connection, "");
}

/* True the first time that this is the reason. */
static bool
is_new(struct broker_news *news, const char *why)
{
	for (unsigned i = 0; i < BROKER_NEWS_REASONS; i++)
		if (news->down && strcmp(news->told[i], why) == 0)
			return false;
	kasa_str_copy(news->told[news->next], BROKER_NEWS_TEXT, why);
	news->next = (news->next + 1) % BROKER_NEWS_REASONS;
	news->down = true;
	return true;
}

void
broker_news_down(struct broker_news *news, const char *why)
{
	news->kicked = false;
	if (is_new(news, why))
		tell(news, BROKER_ITEM_DOWN, 0, 0, why);
}

void
broker_news_kicked(struct broker_news *news, const char *client_id)
{
	char why[BROKER_NEWS_TEXT];

	snprintf(why, sizeof why, "another client uses the client id \"%.60s\", and the broker throws us out for it",
	         client_id);
	if (!news->kicked)
		broker_news_log(news, KASA_LOG_WARNING,
		                "another client uses the client id %s: tried once a minute from now on", client_id);
	if (is_new(news, why))
		tell(news, BROKER_ITEM_DOWN, 0, 0, why);
	news->kicked = true;
}

void
broker_news_refused(struct broker_news *news, const char *topic, const char *why)
{
	if (!news->refusal)
		broker_news_log(news, KASA_LOG_WARNING,
		                "the broker does not take what is published topic=%s reason=\"%s\"", topic, why);
	news->refusal = true;
}

void
broker_news_room(struct broker_news *news)
{
	tell(news, BROKER_ITEM_ROOM, 0, 0, "");
}

void
broker_news_log(struct broker_news *news, enum kasa_log_level level, const char *fmt, ...)
{
	char line[512];
	va_list args;

	va_start(args, fmt);
	vsnprintf(line, sizeof line, fmt, args);
	va_end(args);
	tell(news, BROKER_ITEM_LOG, (int)level, 0, line);
}
