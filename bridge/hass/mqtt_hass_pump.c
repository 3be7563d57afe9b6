/* What waits is published as far as there is room: what is taken back first, then the bridge, devices, groups. */
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "bridge/clock.h"
#include "bridge/hass/mqtt_hass_own.h"
#include "bridge/hub/groups.h"

enum {
	GROUP_MEMBERS = 256, /* that are told to Home Assistant; more are in it all the same */
};

static bool
pump_removals(struct mqtt_hass *hass)
{
	while (!kasa_list_empty(&hass->removals)) {
		struct hass_topic *topic = KASA_CONTAINER(hass->removals.next, struct hass_topic, node);

		if (!mqtt_hass_empty(hass, topic->text))
			return false;
		kasa_list_remove(&topic->node);
		free(topic);
	}
	return true;
}

static enum hass_sent
pump_bridge(struct mqtt_hass *hass)
{
	char object_id[HASS_ID_MAX];
	enum hass_sent sent;

	if (!hass->bridge_dirty)
		return HASS_SENT;
	hass_bridge_id(object_id, &hass->config);
	sent = mqtt_hass_send(hass, &hass->bridge, object_id, hass_bridge(&hass->config));
	hass->bridge_dirty = sent != HASS_SENT;
	return sent;
}

/* ---- devices ---- */

/* What it had and has no more goes in two steps: told to go, then away. */
static uint64_t
told_to_go(const struct hass_paper *paper, uint64_t entities)
{
	uint64_t had = paper->entities | paper->before;

	if (paper->hash && clock_ms() < paper->sent_ms + MQTT_HASS_SETTLE_MS)
		had |= paper->gone; /* not yet away */
	return had & ~entities;
}

static enum hass_sent
pump_paper(struct mqtt_hass *hass, struct device *device, struct hass_paper *paper, unsigned outlet)
{
	uint64_t entities = hass_entities(device, outlet, paper->entities | paper->before), gone, now_ms = clock_ms();
	char object_id[HASS_ID_MAX];
	enum hass_sent sent;
	uint64_t hash = paper->hash;
	bool force = paper->force;

	if (entities == 0 || paper->held)
		return HASS_SENT;
	if (paper->since_ms == 0)
		paper->since_ms = now_ms;
	/* It is about to be told: one document instead of two. */
	if (!hash && !hass_complete(device, outlet) && now_ms < paper->since_ms + MQTT_HASS_SETTLE_MS)
		return HASS_LATER;
	gone = told_to_go(paper, entities);
	hass_object_id(object_id, device, outlet);
	sent = mqtt_hass_send(hass, paper, object_id, hass_document(&hass->config, device, outlet, entities, gone));
	if (paper->hash != hash || (force && !paper->force)) {
		paper->entities = entities;
		paper->gone = gone;
		paper->before = 0;
	}
	return sent == HASS_SENT && paper->gone ? HASS_LATER : sent;
}

static uint64_t
earlier(uint64_t a, uint64_t b)
{
	return a < b ? a : b;
}

/* When a paper that could not go now may go. */
static uint64_t
due(const struct hass_paper *paper)
{
	return (paper->hash ? paper->sent_ms : paper->since_ms) + MQTT_HASS_SETTLE_MS;
}

static void
hide(struct mqtt_hass *hass, struct hass_keep *keep)
{
	char object_id[HASS_ID_MAX];

	if (!keep->withdrawn)
		mqtt_hass_withdraw(hass, hass_object_id(object_id, keep->device, 0), true);
	keep->withdrawn = true;
	for (unsigned i = 0; i < keep->count; i++)
		keep->papers[i] = (struct hass_paper){ .hash = 0 };
}

/* HASS_LATER: at keep->due_ms. */
static enum hass_sent
pump_keep(struct mqtt_hass *hass, struct hass_keep *keep)
{
	keep->due_ms = UINT64_MAX;
	if (keep->device->hidden) {
		hide(hass, keep);
		return HASS_SENT;
	}
	keep->withdrawn = false;
	for (unsigned outlet = 0; outlet < keep->count; outlet++) {
		struct hass_paper *paper = &keep->papers[outlet];
		enum hass_sent sent = pump_paper(hass, keep->device, paper, outlet);

		if (sent == HASS_NO_ROOM) {
			keep->due_ms = 0;
			return sent;
		}
		if (sent == HASS_LATER) {
			keep->due_ms = earlier(keep->due_ms, due(paper));
			/* Home Assistant makes up a parent that it was not told of. */
			if (outlet == 0 && !paper->hash)
				break;
		}
	}
	return keep->due_ms == UINT64_MAX ? HASS_SENT : HASS_LATER;
}

/* Returns when to come again, UINT64_MAX for no need; 0 says at once, for the turn was long enough. */
static uint64_t
pump_devices(struct mqtt_hass *hass, bool *room)
{
	struct kasa_list *at = hass->dirty.next, *next;
	uint64_t now_ms = clock_ms(), again_ms = UINT64_MAX;
	unsigned left = MQTT_HASS_BATCH;

	for (; at != &hass->dirty; at = next) {
		struct hass_keep *keep = KASA_CONTAINER(at, struct hass_keep, node);

		next = at->next;
		if (keep->due_ms > now_ms) {
			again_ms = earlier(again_ms, keep->due_ms);
			continue;
		}
		if (left-- == 0 || clock_ms() >= now_ms + MQTT_HASS_BATCH_MS)
			return 0;
		switch (pump_keep(hass, keep)) {
		case HASS_SENT:
			kasa_list_remove(&keep->node);
			break;
		case HASS_LATER:
			again_ms = earlier(again_ms, keep->due_ms);
			break;
		case HASS_NO_ROOM:
			*room = false;
			return UINT64_MAX;
		}
	}
	return again_ms;
}

/* ---- groups ---- */

static struct hass_group_keep *
group_keep(struct mqtt_hass *hass, const char *name)
{
	struct hass_group_keep *keep;

	for (struct kasa_list *at = hass->groups.next; at != &hass->groups; at = at->next) {
		keep = KASA_CONTAINER(at, struct hass_group_keep, node);
		if (strcmp(keep->name, name) == 0)
			return keep;
	}
	keep = calloc(1, sizeof *keep);
	if (!keep)
		return NULL;
	kasa_str_copy(keep->name, sizeof keep->name, name);
	kasa_list_append(&hass->groups, &keep->node);
	return keep;
}

static void
forget_groups(struct mqtt_hass *hass)
{
	struct kasa_list *at = hass->groups.next, *next;
	char object_id[HASS_ID_MAX];

	for (; at != &hass->groups; at = next) {
		struct hass_group_keep *keep = KASA_CONTAINER(at, struct hass_group_keep, node);

		next = at->next;
		if (groups_known(hass->hub, keep->name))
			continue;
		mqtt_hass_withdraw(hass, hass_group_id(object_id, &hass->config, keep->name), false);
		kasa_list_remove(&keep->node);
		free(keep);
	}
}

/* Whether one is a light is known once it was heard. */
static size_t
heard_members(const struct mqtt_hass *hass, const char *name, struct group_member members[GROUP_MEMBERS])
{
	size_t count = groups_members(hass->hub, name, members, GROUP_MEMBERS), heard = 0;

	for (size_t i = 0; i < count && i < GROUP_MEMBERS; i++)
		if (device_state(members[i].device))
			members[heard++] = members[i];
	return heard;
}

static enum hass_sent
pump_group(struct mqtt_hass *hass, const char *name)
{
	struct hass_group_keep *keep = group_keep(hass, name);
	struct group_member members[GROUP_MEMBERS];
	char object_id[HASS_ID_MAX];
	json_t *document;
	size_t count;
	bool light;

	if (!keep || keep->paper.held)
		return HASS_SENT;
	count = heard_members(hass, name, members);
	if (count == 0)
		return HASS_SENT;
	hass_group_id(object_id, &hass->config, name);
	document = hass_group(&hass->config, name, members, count);
	light = json_object_get(json_object_get(document, "components"), "light") != NULL;
	if (keep->paper.hash && light != keep->light) {
		/* Another thing under the same name: the old one goes first. */
		json_decref(document);
		mqtt_hass_withdraw(hass, object_id, false);
		keep->paper = (struct hass_paper){ .hash = 0 };
		return HASS_LATER;
	}
	keep->light = light;
	return mqtt_hass_send(hass, &keep->paper, object_id, document);
}

static enum hass_sent
pump_groups(struct mqtt_hass *hass)
{
	enum hass_sent all = HASS_SENT;
	const char *name;

	if (!hass->groups_dirty)
		return HASS_SENT;
	forget_groups(hass);
	for (size_t i = 0; (name = groups_name_at(hass->hub, i)); i++) {
		enum hass_sent sent = pump_group(hass, name);

		if (sent == HASS_NO_ROOM)
			return sent;
		if (sent == HASS_LATER)
			all = sent;
	}
	hass->groups_dirty = all != HASS_SENT;
	return all;
}

/* ---- all ---- */

void
mqtt_hass_pump(struct mqtt_hass *hass)
{
	uint64_t again_ms, now_ms = clock_ms();
	enum hass_sent bridge, groups;
	bool room = true;

	if (hass->bereft)
		mqtt_hass_bury(hass);
	if (!hass->up || !pump_removals(hass) || !hass->enabled)
		return;
	bridge = pump_bridge(hass);
	if (bridge == HASS_NO_ROOM)
		return;
	again_ms = pump_devices(hass, &room);
	if (!room)
		return;
	if (again_ms == 0) {
		mqtt_hass_wake(hass, 0);
		return;
	}
	groups = pump_groups(hass);
	if (groups == HASS_NO_ROOM)
		return;
	if (bridge == HASS_LATER || groups == HASS_LATER)
		again_ms = earlier(again_ms, now_ms + MQTT_HASS_SETTLE_MS);
	if (again_ms != UINT64_MAX)
		mqtt_hass_wake(hass, again_ms > now_ms ? again_ms - now_ms : 1);
	if (!kasa_list_empty(&hass->removals))
		mqtt_hass_wake(hass, 0);
	if (hass->telling) {
		hass->telling = false;
		hass->ways.born(hass->ways.arg);
	}
}
