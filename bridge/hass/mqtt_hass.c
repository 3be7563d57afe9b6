#include "bridge/hass/mqtt_hass.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "bridge/hass/mqtt_hass_own.h"

/* ---- what waits ---- */

void
mqtt_hass_wake(struct mqtt_hass *hass, uint64_t after_ms)
{
	double after = (double)after_ms / 1000;

	if (ev_is_active(&hass->pump) && ev_timer_remaining(hass->hub->loop, &hass->pump) <= after)
		return;
	ev_timer_stop(hass->hub->loop, &hass->pump);
	ev_timer_set(&hass->pump, after, 0);
	ev_timer_start(hass->hub->loop, &hass->pump);
}

static void
on_pump(struct ev_loop *loop, ev_timer *timer, int events)
{
	(void)loop, (void)events;
	mqtt_hass_pump(timer->data);
}

void
mqtt_hass_dirty(struct mqtt_hass *hass, struct hass_keep *keep)
{
	if (kasa_list_empty(&keep->node))
		kasa_list_append(&hass->dirty, &keep->node);
	keep->due_ms = 0;
	mqtt_hass_wake(hass, 0);
}

static void
force_groups(struct mqtt_hass *hass, bool force, bool release)
{
	for (struct kasa_list *at = hass->groups.next; at != &hass->groups; at = at->next) {
		struct hass_paper *paper = &KASA_CONTAINER(at, struct hass_group_keep, node)->paper;

		paper->force |= force;
		paper->held &= !release;
	}
	hass->groups_dirty = true;
}

static void
all_dirty(struct mqtt_hass *hass, bool force, bool release)
{
	HUB_EACH(hass->hub, device)
	{
		struct hass_keep *keep = mqtt_hass_keep(hass, device);

		for (unsigned i = 0; keep && i < keep->count; i++) {
			keep->papers[i].force |= force;
			keep->papers[i].held &= !release;
		}
		if (keep)
			mqtt_hass_dirty(hass, keep);
	}
	force_groups(hass, force, release);
	hass->bridge.force |= force;
	hass->bridge_dirty = true;
	mqtt_hass_wake(hass, 0);
}

/* ---- devices ---- */

static bool
fit(struct hass_keep *keep)
{
	unsigned count = keep->device->part_count + 1;
	struct hass_paper *papers;

	if (count <= keep->count)
		return true;
	papers = realloc(keep->papers, count * sizeof *papers);
	if (!papers)
		return false;
	memset(papers + keep->count, 0, (count - keep->count) * sizeof *papers);
	keep->papers = papers;
	keep->count = count;
	return true;
}

struct hass_keep *
mqtt_hass_keep(struct mqtt_hass *hass, struct device *device)
{
	struct hass_keep *keep = device->of_port[hass->port.index];

	if (!keep) {
		keep = calloc(1, sizeof *keep);
		if (!keep)
			return NULL;
		kasa_list_init(&keep->node);
		keep->device = device;
		device->of_port[hass->port.index] = keep;
	}
	return fit(keep) ? keep : NULL;
}

static void
keep_free(struct mqtt_hass *hass, struct device *device)
{
	struct hass_keep *keep = device->of_port[hass->port.index];

	if (!keep)
		return;
	kasa_list_remove(&keep->node);
	free(keep->papers);
	free(keep);
	device->of_port[hass->port.index] = NULL;
}

/* ---- the port ---- */

/* A meter is read all the time, but seldom tells something that it never told before. */
static bool
has_more(const struct hass_keep *keep, unsigned outlet)
{
	const struct hass_paper *paper = &keep->papers[outlet];

	return hass_entities(keep->device, outlet, paper->entities) != paper->entities;
}

static void
changed(struct port *port, struct device *device, unsigned outlet, unsigned what)
{
	struct mqtt_hass *hass = KASA_CONTAINER(port, struct mqtt_hass, port);
	struct hass_keep *keep = hass->enabled ? mqtt_hass_keep(hass, device) : NULL;

	if (!keep || outlet >= keep->count)
		return;
	if (what & CHANGE_SHAPE)
		hass->groups_dirty = true;
	if ((what & (CHANGE_SHAPE | CHANGE_SETTINGS)) || has_more(keep, outlet) || (outlet > 0 && has_more(keep, 0)))
		mqtt_hass_dirty(hass, keep);
}

static void
gone(struct port *port, struct device *device)
{
	struct mqtt_hass *hass = KASA_CONTAINER(port, struct mqtt_hass, port);

	keep_free(hass, device);
	if (hass->hub->leaving)
		return;
	/* A reload may remove thousands: what they leave is looked for once, when all of them are gone. */
	hass->bereft = true;
	mqtt_hass_wake(hass, 0);
}

/* ---- the configuration ---- */

static char *
filter_of(const struct mqtt_hass *hass)
{
	const char *levels = hass->mode == CONFIG_HASS_DEVICE ? "/device/+/config" : "/+/+/+/config";
	size_t size = strlen(hass->prefix) + strlen(levels) + 1;
	char *filter = malloc(size);

	if (filter)
		snprintf(filter, size, "%s%s", hass->prefix, levels);
	return filter;
}

static void
forget_config(struct mqtt_hass *hass)
{
	if (hass->filter && hass->enabled) {
		hass->ways.unsubscribe(hass->filter, hass->ways.arg);
		hass->ways.unsubscribe(hass->status, hass->ways.arg);
	}
	free(hass->prefix);
	free(hass->status);
	free(hass->filter);
	hass->prefix = hass->status = hass->filter = NULL;
}

static bool
take_config(struct mqtt_hass *hass)
{
	const struct config_hass *config = &hass->hub->config->hass;

	forget_config(hass);
	hass->enabled = config->enabled;
	hass->mode = config->mode;
	hass->prefix = strdup(config->discovery_prefix);
	hass->status = strdup(config->status_topic);
	hass->filter = hass->prefix ? filter_of(hass) : NULL;
	hass->config.hass.discovery_prefix = hass->prefix;
	if (!hass->status || !hass->filter)
		return false;
	if (hass->enabled) {
		hass->ways.subscribe(hass->status, 1, hass->ways.arg);
		/* With thousands of devices the echo of our own documents would be most of what comes in. */
		hass->ways.subscribe(hass->filter, 1 | BROKER_NOT_OURS, hass->ways.arg);
	}
	return true;
}

/* In another form all documents are new ones. */
static void
begin_anew(struct mqtt_hass *hass)
{
	HUB_EACH(hass->hub, device)
	{
		struct hass_keep *keep = mqtt_hass_keep(hass, device);

		for (unsigned i = 0; keep && i < keep->count; i++)
			keep->papers[i] = (struct hass_paper){ .entities = keep->papers[i].entities };
	}
	for (struct kasa_list *at = hass->groups.next; at != &hass->groups; at = at->next)
		KASA_CONTAINER(at, struct hass_group_keep, node)->paper = (struct hass_paper){ .hash = 0 };
	hass->bridge = (struct hass_paper){ .hash = 0 };
	mqtt_hass_recall(hass);
}

static void
configured(struct port *port)
{
	struct mqtt_hass *hass = KASA_CONTAINER(port, struct mqtt_hass, port);
	const struct config_hass *config = &hass->hub->config->hass;
	bool same = hass->enabled == config->enabled && hass->mode == config->mode
	            && strcmp(hass->prefix, config->discovery_prefix) == 0
	            && strcmp(hass->status, config->status_topic) == 0;

	if (!same && take_config(hass))
		begin_anew(hass);
	all_dirty(hass, false, false);
}

/* ---- the connection ---- */

void
mqtt_hass_up(struct mqtt_hass *hass)
{
	hass->up = true;
	all_dirty(hass, true, false);
}

void
mqtt_hass_down(struct mqtt_hass *hass)
{
	hass->up = false;
	hass->telling = false;
	ev_timer_stop(hass->hub->loop, &hass->pump);
	ev_timer_stop(hass->hub->loop, &hass->birth);
}

void
mqtt_hass_room(struct mqtt_hass *hass)
{
	mqtt_hass_wake(hass, 0);
}

void
mqtt_hass_republish(struct mqtt_hass *hass)
{
	all_dirty(hass, true, true);
}

static void
on_birth(struct ev_loop *loop, ev_timer *timer, int events)
{
	struct mqtt_hass *hass = timer->data;

	(void)loop, (void)events;
	hass->telling = true;
	mqtt_hass_republish(hass);
}

void
mqtt_hass_groups(struct mqtt_hass *hass)
{
	hass->groups_dirty = true;
	mqtt_hass_wake(hass, 0);
}

void
mqtt_hass_clear(struct mqtt_hass *hass)
{
	mqtt_hass_sweep(hass);
}

bool
mqtt_hass_drained(const struct mqtt_hass *hass)
{
	bool empty = kasa_list_empty(&hass->dirty) && !hass->bridge_dirty && !hass->groups_dirty;

	return kasa_list_empty(&hass->removals) && !hass->bereft && (!hass->enabled || empty);
}

/* ---- its life ---- */

int
mqtt_hass_new(struct hub *hub, const struct mqtt_hass_ways *ways, struct mqtt_hass **out, struct kasa_err *err)
{
	struct mqtt_hass *hass = calloc(1, sizeof *hass);

	if (!hass)
		return kasa_err_set(err, KASA_ENOMEM, "no memory for discovery");
	hass->hub = hub;
	hass->ways = *ways;
	hass->port = (struct port){ .changed = changed, .gone = gone, .configured = configured, .grouped = configured };
	kasa_list_init(&hass->port.node);
	kasa_list_init(&hass->dirty);
	kasa_list_init(&hass->removals);
	kasa_list_init(&hass->strays);
	kasa_list_init(&hass->groups);
	ev_init(&hass->pump, on_pump);
	ev_init(&hass->birth, on_birth);
	hass->pump.data = hass->birth.data = hass;
	hass->config.mqtt.base_topic = strdup(hub->config->mqtt.base_topic);
	hass->config.mqtt.instance = strdup(hub->config->mqtt.instance);
	if (!hass->config.mqtt.base_topic || !hass->config.mqtt.instance || !take_config(hass)) {
		mqtt_hass_free(hass);
		return kasa_err_set(err, KASA_ENOMEM, "no memory for discovery");
	}
	hub_add_port(hub, &hass->port);
	mqtt_hass_recall(hass);
	*out = hass;
	return KASA_OK;
}

static void
groups_free(struct mqtt_hass *hass)
{
	while (!kasa_list_empty(&hass->groups)) {
		struct hass_group_keep *keep = KASA_CONTAINER(hass->groups.next, struct hass_group_keep, node);

		kasa_list_remove(&keep->node);
		free(keep);
	}
}

void
mqtt_hass_free(struct mqtt_hass *hass)
{
	if (!hass)
		return;
	mqtt_hass_down(hass);
	kasa_list_remove(&hass->port.node);
	if (hass->hub->devices.next)
		HUB_EACH(hass->hub, device)
	keep_free(hass, device);
	groups_free(hass);
	mqtt_hass_topics_free(&hass->removals);
	mqtt_hass_topics_free(&hass->strays);
	mqtt_hass_olds_free(hass);
	hass->enabled = false;
	forget_config(hass);
	free(hass->config.mqtt.base_topic);
	free(hass->config.mqtt.instance);
	free(hass);
}
