#include "bridge/broker/broker_filters.h"

#include <stdlib.h>
#include <string.h>

#define EACH(filters, at) \
	for (struct kasa_list * (at) = (filters)->list.next; (at) != &(filters)->list; (at) = (at)->next)

static struct broker_filter *
filter_of(struct kasa_list *node)
{
	return KASA_CONTAINER(node, struct broker_filter, node);
}

static struct broker_filter *
find(struct broker_filters *filters, const char *text)
{
	EACH(filters, at)
	if (strcmp(filter_of(at)->text, text) == 0)
		return filter_of(at);
	return NULL;
}

void
broker_filters_init(struct broker_filters *filters)
{
	*filters = (struct broker_filters){ .unanswered = 0 };
	kasa_list_init(&filters->list);
}

static void
discard(struct broker_filters *filters, struct broker_filter *filter)
{
	broker_filters_ask(filters, filter, -1);
	kasa_list_remove(&filter->node);
	free(filter);
}

void
broker_filters_finish(struct broker_filters *filters)
{
	struct kasa_list *next;

	for (struct kasa_list *at = filters->list.next; at != &filters->list; at = next) {
		next = at->next;
		free(filter_of(at));
	}
	broker_filters_init(filters);
}

struct broker_filter *
broker_filters_add(struct broker_filters *filters, const char *text, int qos)
{
	struct broker_filter *filter = find(filters, text);
	size_t size = strlen(text) + 1;

	if (!filter) {
		filter = malloc(sizeof *filter + size);
		if (!filter)
			return NULL;
		filter->mid = -1;
		memcpy(filter->text, text, size);
		kasa_list_append(&filters->list, &filter->node);
	}
	filter->qos = qos;
	return filter;
}

void
broker_filters_remove(struct broker_filters *filters, const char *text)
{
	struct broker_filter *filter = find(filters, text);

	if (filter)
		discard(filters, filter);
}

void
broker_filters_ask(struct broker_filters *filters, struct broker_filter *filter, int mid)
{
	if (filter->mid >= 0)
		filters->unanswered--;
	filter->mid = mid;
	if (mid >= 0)
		filters->unanswered++;
}

struct broker_filter *
broker_filters_answer(struct broker_filters *filters, int mid)
{
	EACH(filters, at)
	if (filter_of(at)->mid == mid) {
		broker_filters_ask(filters, filter_of(at), -1);
		return filter_of(at);
	}
	return NULL;
}

void
broker_filters_forget(struct broker_filters *filters)
{
	EACH(filters, at)
	broker_filters_ask(filters, filter_of(at), -1);
}
