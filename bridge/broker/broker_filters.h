/* The topic filters that were asked for, as the thread of the broker keeps them over all connections. Pure. */
#ifndef KASA_BRIDGE_BROKER_FILTERS_H
#define KASA_BRIDGE_BROKER_FILTERS_H

#include "base/list.h"

struct broker_filter {
	struct kasa_list node;
	int qos;
	int mid; /* of the SUBSCRIBE that is not answered yet, else -1 */
	char text[];
};

struct broker_filters {
	struct kasa_list list;
	unsigned unanswered;
};

void broker_filters_init(struct broker_filters *filters);
void broker_filters_finish(struct broker_filters *filters);

/* The one that is there already, with the new @p qos, or a new one; NULL: no memory. */
struct broker_filter *broker_filters_add(struct broker_filters *filters, const char *text, int qos);
void broker_filters_remove(struct broker_filters *filters, const char *text);

/* It was asked for; @p mid may be -1, then it was not. */
void broker_filters_ask(struct broker_filters *filters, struct broker_filter *filter, int mid);

/* An answer came: the filter it belongs to, or NULL. */
struct broker_filter *broker_filters_answer(struct broker_filters *filters, int mid);

/* The connection is gone, and with it all answers. */
void broker_filters_forget(struct broker_filters *filters);

#endif
