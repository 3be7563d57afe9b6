/* Topics of earlier runs: which are of things that are gone, which are in the other form, and how they are emptied. */
#include <stdlib.h>
#include <string.h>

#include "bridge/hass/mqtt_hass_own.h"
#include "bridge/log.h"
#include "bridge/store/store.h"

/* ---- emptying ---- */

bool
mqtt_hass_topic_append(struct kasa_list *list, const char *text)
{
	size_t n = strlen(text) + 1;
	struct hass_topic *topic = malloc(sizeof *topic + n);

	if (!topic)
		return false;
	memcpy(topic->text, text, n);
	kasa_list_append(list, &topic->node);
	return true;
}

void
mqtt_hass_topics_free(struct kasa_list *list)
{
	while (!kasa_list_empty(list)) {
		struct hass_topic *topic = KASA_CONTAINER(list->next, struct hass_topic, node);

		kasa_list_remove(&topic->node);
		free(topic);
	}
}

/* Lines up all topics of the store for which @p wanted holds. Its last topic takes the place of one that is removed. */
static size_t
remove_where(struct mqtt_hass *hass, bool (*wanted)(struct mqtt_hass *, const struct hass_parsed *, const char *),
             const char *object_id)
{
	struct hass_parsed parsed;
	const char *topic;
	size_t at = 0, count = 0;

	while ((topic = store_topic_at(hass->hub->store, at))) {
		/* Without memory it stays in the store, and is found again by the next run. */
		if (!mqtt_hass_parse(&parsed, topic) || !wanted(hass, &parsed, object_id)
		    || !mqtt_hass_topic_append(&hass->removals, topic)) {
			at++;
			continue;
		}
		store_topic_remove(hass->hub->store,
		                   KASA_CONTAINER(hass->removals.prev, struct hass_topic, node)->text);
		count++;
	}
	if (count > 0)
		mqtt_hass_wake(hass, 0);
	return count;
}

static bool
is_of(struct mqtt_hass *hass, const struct hass_parsed *parsed, const char *object_id)
{
	(void)hass;
	return strcmp(parsed->object_id, object_id) == 0;
}

static bool
is_of_or_outlet(struct mqtt_hass *hass, const struct hass_parsed *parsed, const char *object_id)
{
	size_t n = strlen(object_id);

	(void)hass;
	return strncmp(parsed->object_id, object_id, n) == 0
	       && (parsed->object_id[n] == '\0' || parsed->object_id[n] == '_');
}

static bool
is_dead(struct mqtt_hass *hass, const struct hass_parsed *parsed, const char *object_id)
{
	(void)object_id;
	return !mqtt_hass_lives(hass, parsed, false);
}

static bool
is_strictly_dead(struct mqtt_hass *hass, const struct hass_parsed *parsed, const char *object_id)
{
	(void)object_id;
	return !mqtt_hass_lives(hass, parsed, true);
}

void
mqtt_hass_withdraw(struct mqtt_hass *hass, const char *object_id, bool and_outlets)
{
	remove_where(hass, and_outlets ? is_of_or_outlet : is_of, object_id);
}

size_t
mqtt_hass_bury(struct mqtt_hass *hass)
{
	hass->bereft = false;
	return remove_where(hass, is_dead, NULL);
}

void
mqtt_hass_sweep(struct mqtt_hass *hass)
{
	size_t count = remove_where(hass, is_strictly_dead, NULL);
	struct kasa_list *at = hass->strays.next, *next;
	struct hass_parsed parsed;

	for (; at != &hass->strays; at = next) {
		struct hass_topic *topic = KASA_CONTAINER(at, struct hass_topic, node);

		next = at->next;
		kasa_list_remove(at);
		if (mqtt_hass_parse(&parsed, topic->text) && !mqtt_hass_lives(hass, &parsed, true)) {
			kasa_list_append(&hass->removals, at);
			count++;
		} else {
			free(topic);
		}
	}
	hass->stray_count = 0;
	log_info("discovery cleared documents=%zu", count);
	mqtt_hass_wake(hass, 0);
}

/* ---- the other form ---- */

void
mqtt_hass_olds_free(struct mqtt_hass *hass)
{
	for (size_t i = 0; i < hass->old_count; i++) {
		free(hass->olds[i].topic);
		free(hass->olds[i].object_id);
	}
	free(hass->olds);
	hass->olds = NULL;
	hass->old_count = 0;
}

static int
by_object(const void *a, const void *b)
{
	return strcmp(((const struct hass_old *)a)->object_id, ((const struct hass_old *)b)->object_id);
}

/* Without memory it is not migrated: both forms stand there, and Home Assistant takes the first. */
static void
add_old(struct mqtt_hass *hass, const struct hass_parsed *parsed, const char *topic, bool other_prefix)
{
	struct hass_old *olds = realloc(hass->olds, (hass->old_count + 1) * sizeof *olds);
	struct hass_old old = { strdup(topic), strdup(parsed->object_id), other_prefix, false };

	if (olds)
		hass->olds = olds;
	if (olds && old.topic && old.object_id) {
		hass->olds[hass->old_count++] = old;
		return;
	}
	free(old.topic);
	free(old.object_id);
}

struct hass_old *
mqtt_hass_olds(struct mqtt_hass *hass, const char *object_id, size_t *count)
{
	size_t low = 0, high = hass->old_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (strcmp(hass->olds[middle].object_id, object_id) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	for (high = low; high < hass->old_count && strcmp(hass->olds[high].object_id, object_id) == 0; high++)
		;
	/* They are emptied together. */
	*count = low < high && hass->olds[low].done ? 0 : high - low;
	return *count > 0 ? hass->olds + low : NULL;
}

void
mqtt_hass_recall(struct mqtt_hass *hass)
{
	bool by_device = hass->mode == CONFIG_HASS_DEVICE;
	size_t prefix = strlen(hass->prefix), dead = mqtt_hass_bury(hass);
	struct hass_parsed parsed;
	const char *topic;

	if (dead > 0)
		log_info("discovery of what is gone is removed documents=%zu", dead);
	mqtt_hass_olds_free(hass);
	for (size_t i = 0; (topic = store_topic_at(hass->hub->store, i)); i++) {
		bool other_prefix;

		if (!mqtt_hass_parse(&parsed, topic))
			continue;
		other_prefix = parsed.prefix_length != prefix || strncmp(topic, hass->prefix, prefix) != 0;
		if (other_prefix || parsed.device_form != by_device)
			add_old(hass, &parsed, topic, other_prefix);
	}
	if (hass->olds)
		qsort(hass->olds, hass->old_count, sizeof *hass->olds, by_object);
}
