/* The joint states of groups. */
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "bridge/documents/documents.h"
#include "bridge/hub/groups.h"
#include "bridge/mqtt/mqtt_own.h"

static struct mqtt_group *
find(struct mqtt *mqtt, const char *name)
{
	for (size_t i = 0; i < mqtt->group_count; i++)
		if (strcmp(mqtt->groups[i].name, name) == 0)
			return &mqtt->groups[i];
	return NULL;
}

static struct mqtt_group *
add(struct mqtt *mqtt, const char *name)
{
	struct mqtt_group *groups = realloc(mqtt->groups, (mqtt->group_count + 1) * sizeof *groups);

	if (!groups)
		return NULL;
	mqtt->groups = groups;
	groups += mqtt->group_count++;
	*groups = (struct mqtt_group){ .shown = 0 };
	kasa_str_copy(groups->name, sizeof groups->name, name);
	mqtt_stale_remember(mqtt, name, 0);
	return groups;
}

static void
drop_unkept(struct mqtt *mqtt)
{
	size_t kept = 0;

	for (size_t i = 0; i < mqtt->group_count; i++)
		if (mqtt->groups[i].kept)
			mqtt->groups[kept++] = mqtt->groups[i];
		else
			mqtt_stale_add(mqtt, mqtt->groups[i].name, 0);
	mqtt->group_count = kept;
}

/* Brings the list in line with what there is; all of them are published. */
void
mqtt_groups_load(struct mqtt *mqtt)
{
	const char *name;

	for (size_t i = 0; i < mqtt->group_count; i++)
		mqtt->groups[i].kept = false;
	for (size_t i = 0; (name = groups_name_at(mqtt->hub, i)); i++) {
		struct mqtt_group *group = find(mqtt, name);

		if (!group)
			group = add(mqtt, name);
		if (!group)
			continue;
		group->kept = group->dirty = mqtt->groups_dirty = true;
		group->shown = 0;
	}
	drop_unkept(mqtt);
}

void
mqtt_groups_dirty(struct mqtt *mqtt)
{
	for (size_t i = 0; i < mqtt->group_count; i++)
		mqtt->groups[i].dirty = mqtt->groups_dirty = true;
}

void
mqtt_groups_touch(struct mqtt *mqtt, const struct device *device, unsigned outlet)
{
	for (size_t i = 0; i < mqtt->group_count; i++)
		if (!mqtt->groups[i].dirty && groups_has(mqtt->hub, mqtt->groups[i].name, device, outlet))
			mqtt->groups[i].dirty = mqtt->groups_dirty = true;
}

void
mqtt_groups_finish(struct mqtt *mqtt)
{
	free(mqtt->groups);
	mqtt->groups = NULL;
	mqtt->group_count = 0;
}

/* False when there was no room. */
static bool
publish(struct mqtt *mqtt, struct mqtt_group *group)
{
	json_t *json = groups_state(mqtt->hub, group->name);
	char topic[TOPIC_MAX];
	size_t length = 0;
	char *text = json ? document_text(json, &length) : NULL;
	uint64_t hash = text ? mqtt_hash(text, length) : 0;
	bool done = true;

	if (text && hash != group->shown)
		done = mqtt_publish(mqtt, topic_device(topic, mqtt->config.base_topic, group->name, 0, ""), text,
		                    length, 0, mqtt->hub->config->mqtt.retain);
	if (done)
		group->shown = hash;
	free(text);
	json_decref(json);
	return done;
}

unsigned
mqtt_pump_groups(struct mqtt *mqtt)
{
	unsigned sent = 0;

	if (!mqtt->groups_dirty)
		return 0;
	for (size_t i = 0; i < mqtt->group_count; i++) {
		if (!mqtt->groups[i].dirty)
			continue;
		if (!mqtt_has_room(mqtt, 1) || !publish(mqtt, &mqtt->groups[i]))
			return sent;
		mqtt->groups[i].dirty = false;
		sent++;
	}
	mqtt->groups_dirty = false;
	return sent;
}
