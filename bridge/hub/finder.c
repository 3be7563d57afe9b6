/* Searches: when they are made, and what is made of an answer. */
#include "bridge/hub/finder.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/err.h"
#include "base/str.h"
#include "bridge/clock.h"
#include "bridge/hub/finder_parts.h"
#include "bridge/hub/poller.h"
#include "bridge/log.h"
#include "bridge/store/store.h"

enum {
	BUSY_MS = 1000, /* until a search is tried again while one goes on */
};

static void begin(struct finder *finder);

/* ---- who is wanted ---- */

bool
finder_is_fine(const struct device *device)
{
	return device->handle && device->availability == AVAILABILITY_ONLINE && device->poll.missed == 0;
}

/* Asked for the first time in this run, at the address that it had last: the answer is on its way, or is missed soon. */
static bool
is_new(const struct device *device)
{
	return device->handle && device->availability == AVAILABILITY_UNKNOWN && device->poll.missed == 0;
}

static const char *
known_text(const char *text)
{
	return text[0] ? text : NULL;
}

static bool
is_enabled(const struct finder *finder, const char *mac)
{
	const struct config_device *entry = config_find(finder->hub->config, NULL, mac, NULL);
	const struct store_options *options;
	char key[DEVICE_KEY];

	if (entry && entry->enabled != KASA_UNKNOWN)
		return entry->enabled;
	device_key(key, mac);
	options = store_options(finder->hub->store, key);
	return !options || options->enabled != 0;
}

/* Once it was told that it is not wanted, and if that is so still. */
static bool
is_ignored(struct finder *finder, const char *mac)
{
	const uint32_t *ignored = kasa_hash_get(&finder->ignored, finder_key(mac));

	return ignored && *ignored && !is_enabled(finder, mac);
}

struct device *
finder_add(struct finder *finder, const char *mac, const char *id)
{
	struct device *device = hub_add(finder->hub, mac, id);

	if (device || kasa_hash_get(&finder->ignored, finder_key(mac)))
		kasa_hash_put(&finder->ignored, finder_key(mac), !device);
	else
		kasa_hash_put(&finder->ignored, finder_key(mac), 1);
	return device;
}

/* Somebody whom nobody knows. With searches for strangers switched off only those are wanted that are configured. */
static bool
is_wanted(struct finder *finder, const struct kasa_found *found)
{
	const struct kasa_state *state = found->state;
	const struct config *config = finder->hub->config;
	const struct config_device *entry =
		config_find(config, known_text(state->id), known_text(state->mac), found->host);

	if (entry && entry->enabled != KASA_UNKNOWN)
		return entry->enabled;
	if (is_ignored(finder, state->mac))
		return false;
	return entry || config->discovery.enabled || (finder->ids_missing && !state->id[0]);
}

/* ---- what an answer means ---- */

static struct place
place_of(const struct kasa_found *found)
{
	struct place place = { .port = found->port };

	kasa_str_copy(place.mac, sizeof place.mac, found->state->mac);
	kasa_str_copy(place.id, sizeof place.id, found->state->id);
	kasa_str_copy(place.host, sizeof place.host, found->host);
	kasa_str_copy(place.transport, sizeof place.transport, found->transport);
	kasa_str_copy(place.payload, sizeof place.payload, found->payload);
	return place;
}

/* It is where it was, and was missed: perhaps it is back, perhaps it speaks another way by now. */
static void
found_here(struct finder *finder, struct device *device, const struct place *place)
{
	if (finder_is_fine(device))
		return;
	kasa_device_heard(device->handle);
	if (device->poll.missed > 0 && strcmp(place->transport, kasa_device_transport(device->handle)) != 0)
		finder_try(finder, place, true);
	else if (device->poll.missed > 0)
		poller_hurry(finder->hub->poller, device, CHANGE_STATE);
}

static void
found_known(struct finder *finder, struct device *device, const struct kasa_found *found)
{
	const struct place place = place_of(found);
	bool here = device->handle && strcmp(kasa_device_host(device->handle), found->host) == 0;

	if (found->err->code != KASA_OK) {
		if (!finder_is_fine(device))
			finder_refused(finder, device, &place, found->err);
	} else if (here) {
		found_here(finder, device, &place);
	} else if (finder_is_fine(device)) {
		finder_claim(finder, device, &place);
	} else if (!device->moving && !is_new(device) && !finder_is_refused(finder, device->mac)) {
		finder_try(finder, &place, true);
	}
}

static void
found_stranger(struct finder *finder, const struct kasa_found *found)
{
	const struct place place = place_of(found);

	if (!is_wanted(finder, found))
		return;
	if (found->err->code != KASA_OK)
		finder_refused(finder, NULL, &place, found->err);
	else if (!finder_is_refused(finder, place.mac[0] ? place.mac : place.host))
		finder_try(finder, &place, false);
}

static void
on_found(const struct kasa_found *found, void *arg)
{
	struct finder *finder = arg;
	struct device *device = found->state->mac[0] ? hub_find_mac(finder->hub, found->state->mac) : NULL;

	if (finder->hub->leaving)
		return;
	if (device)
		found_known(finder, device, found);
	else
		found_stranger(finder, found);
}

/* ---- searches ---- */

static void
arm(struct finder *finder, uint64_t due_ms)
{
	struct ev_loop *loop = finder->hub->loop;
	uint64_t now_ms = clock_ms();

	finder->due_ms = due_ms;
	ev_now_update(loop);
	ev_timer_stop(loop, &finder->timer);
	ev_timer_set(&finder->timer, due_ms > now_ms ? (ev_tstamp)(due_ms - now_ms) / 1e3 : 0., 0.);
	ev_timer_start(loop, &finder->timer);
}

/* A tenth to either side, so that two bridges do not ask at the same moment for ever. */
static void
arm_next(struct finder *finder)
{
	uint32_t every_ms = finder->hub->config->discovery.every_ms;

	arm(finder, clock_ms() + every_ms - every_ms / 10 + kasa_rng_below(&finder->rng, every_ms / 5 + 1));
}

static void
tell_missing(struct finder *finder, struct device *device)
{
	struct kasa_err err;

	kasa_err_set(&err, KASA_ENOTFOUND, "nothing answers with this MAC");
	if (device->config && finder_may_say(finder, device->mac, KASA_ENOTFOUND))
		log_warning("configured device was not found device=%s name=\"%s\"", device->key, device->name);
	hub_missed(finder->hub, device, &err, true);
}

/* Of those that nobody can ask, for nobody knows where they are. */
static void
look_for_missing(struct finder *finder)
{
	HUB_EACH(finder->hub, device)
	if (!device->handle && !device->moving && !finder_is_refused(finder, device->mac))
		tell_missing(finder, device);
}

static void
note_failure(struct finder *finder, const struct kasa_err *err)
{
	if (err->code != KASA_OK && !finder->failing)
		log_warning("devices cannot be searched for error=\"%s\"", err->text);
	if (err->code == KASA_OK && finder->failing)
		log_info("devices are searched for again");
	finder->failing = err->code != KASA_OK;
}

static void
on_over(const struct kasa_discover_report *report, const struct kasa_err *err, void *arg)
{
	struct finder *finder = arg;

	finder->search = NULL;
	finder->searched = true;
	log_debug("search over found=%u sent=%u refused=%u garbage=%u", report->found, report->sent,
	          report->send_failed, report->garbage);
	note_failure(finder, err);
	look_for_missing(finder);
}

static size_t
count(char **texts)
{
	size_t n = 0;

	while (texts && texts[n])
		n++;
	return n;
}

/* Nobody is logged in to by a search: those who are known have a session, which another log-in might end. */
static struct kasa_discover_options
options_of(const struct config_discovery *discovery)
{
	return (struct kasa_discover_options){
		.targets = (const char *const *)discovery->targets,
		.target_count = count(discovery->targets),
		.interfaces = (const char *const *)discovery->interfaces,
		.interface_count = count(discovery->interfaces),
		.port = discovery->port,
		.tdp_port = discovery->tdp_port,
		.announced_only = true,
	};
}

/* Counted from both ends: with thousands on each, nobody may look for each of them among all others. */
static bool
is_id_missing(const struct finder *finder)
{
	const struct config *config = finder->hub->config;
	size_t wanted = 0, seen = 0;

	for (size_t i = 0; i < config->device_count; i++)
		wanted += config->devices[i].id && config->devices[i].enabled != 0;
	if (wanted == 0)
		return false;
	HUB_EACH(finder->hub, device)
	{
		const struct config_device *entry = config_find(config, device->id, NULL, NULL);

		seen += entry && entry->enabled != 0;
	}
	return seen < wanted;
}

static bool
is_anybody_missing(const struct finder *finder)
{
	HUB_EACH(finder->hub, device)
	if (!device->handle || device->availability == AVAILABILITY_OFFLINE)
		return true;
	return finder->ids_missing;
}

static void
begin(struct finder *finder)
{
	const struct config_discovery *discovery = &finder->hub->config->discovery;
	const struct kasa_discover_options options = options_of(discovery);
	struct kasa_err err;

	finder->ids_missing = !discovery->enabled && is_id_missing(finder);
	if (!discovery->enabled && !finder->wished && !is_anybody_missing(finder)) {
		finder->searched = true;
		return;
	}
	finder->wished = false;
	finder->searched_ms = clock_ms();
	if (kasa_discover_start(finder->hub->ctx, &options, on_found, on_over, finder, &finder->search, &err)
	    == KASA_OK)
		return;
	finder->search = NULL;
	finder->searched = true;
	note_failure(finder, &err);
}

static void
on_timer(struct ev_loop *loop, ev_timer *timer, int events)
{
	struct finder *finder = timer->data;

	(void)loop;
	(void)events;
	if (finder->hub->leaving)
		return;
	if (finder->search) {
		arm(finder, clock_ms() + BUSY_MS);
		return;
	}
	arm_next(finder);
	begin(finder);
}

void
finder_search(struct finder *finder)
{
	uint64_t now_ms = clock_ms(), at_ms = now_ms;

	if (!finder || finder->hub->leaving)
		return;
	if (finder->searched_ms != 0 && at_ms < finder->searched_ms + FINDER_SEARCH_GAP_MS)
		at_ms = finder->searched_ms + FINDER_SEARCH_GAP_MS;
	finder->wished = true;
	if (at_ms < finder->due_ms)
		arm(finder, at_ms);
}

/* ---- who was there before ---- */

static void
recall(struct finder *finder, const struct store_device *known)
{
	struct device *device = hub_find_mac(finder->hub, known->mac);
	struct place place = { .port = known->port };
	struct kasa_err err;

	if (!device || device->handle || !known->host[0])
		return;
	kasa_str_copy(place.host, sizeof place.host, known->host);
	kasa_str_copy(place.transport, sizeof place.transport, known->transport);
	kasa_str_copy(place.payload, sizeof place.payload, known->payload);
	device->handle = finder_open(finder, &place, &err);
	if (!device->handle)
		return;
	kasa_device_expect(device->handle, known_text(device->id), device->mac);
	finder_note_address(finder, device);
	poller_start(finder->hub->poller, device);
}

static void
recall_all(struct finder *finder)
{
	struct store_device known;

	for (size_t i = 0; store_device_at(finder->hub->store, i, &known); i++)
		recall(finder, &known);
}

/* Those that are configured by MAC are there, if only to be missed. */
static void
add_configured(struct finder *finder)
{
	const struct config *config = finder->hub->config;

	for (size_t i = 0; i < config->device_count; i++) {
		const struct config_device *entry = &config->devices[i];

		if (entry->mac && entry->enabled != 0)
			finder_add(finder, entry->mac, entry->id ? entry->id : "");
	}
}

/* ---- the whole ---- */

struct finder *
finder_new(struct hub *hub)
{
	struct finder *finder = calloc(1, sizeof *finder);

	if (!finder)
		return NULL;
	finder->hub = hub;
	finder->rng.state = clock_ms() ^ (uint64_t)getpid() << 24;
	kasa_list_init(&finder->waiting);
	kasa_list_init(&finder->asked);
	kasa_list_init(&finder->hosts);
	kasa_hash_init(&finder->pending, FINDER_KNOWN_MAX);
	kasa_hash_init(&finder->said, FINDER_KNOWN_MAX);
	kasa_hash_init(&finder->ignored, FINDER_KNOWN_MAX);
	kasa_hash_init(&finder->addresses, FINDER_KNOWN_MAX);
	ev_init(&finder->timer, on_timer);
	finder->timer.data = finder;
	finder->resolver = resolver_new(hub->loop, NULL);
	if (!finder->resolver) {
		finder_free(finder);
		return NULL;
	}
	recall_all(finder);
	add_configured(finder);
	hosts_configure(finder);
	arm(finder, clock_ms());
	return finder;
}

void
finder_free(struct finder *finder)
{
	if (!finder)
		return;
	ev_timer_stop(finder->hub->loop, &finder->timer);
	kasa_discover_stop(finder->search);
	finder_stop_trying(finder);
	hosts_free(finder);
	resolver_free(finder->resolver);
	kasa_hash_finish(&finder->pending);
	kasa_hash_finish(&finder->said);
	kasa_hash_finish(&finder->ignored);
	kasa_hash_finish(&finder->addresses);
	free(finder);
}

/* Accounts may be others: who refused is asked again. */
void
finder_configured(struct finder *finder)
{
	kasa_hash_finish(&finder->said);
	kasa_hash_init(&finder->said, FINDER_KNOWN_MAX);
	add_configured(finder);
	hosts_configure(finder);
	arm_next(finder);
	finder_search(finder);
}

static bool
is_any_new(const struct finder *finder)
{
	HUB_EACH(finder->hub, device)
	if (is_new(device))
		return true;
	return false;
}

bool
finder_settled(const struct finder *finder)
{
	return finder->searched && !finder->search && kasa_list_empty(&finder->waiting)
	       && kasa_list_empty(&finder->asked) && hosts_settled(finder) && !is_any_new(finder);
}
