/* Places where somebody may be: whoever is there says over TCP who it is, and only then anything is believed. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/str.h"
#include "bridge/hub/finder_parts.h"
#include "bridge/hub/lane.h"
#include "bridge/hub/poller.h"
#include "bridge/log.h"

/* A place that waits, or is being asked. */
struct candidate {
	struct kasa_list node;
	struct finder *finder;
	struct place place;
	struct kasa_device *handle; /* NULL: it waits */
};

static uint64_t
key_of(const struct place *place)
{
	char text[RESOLVER_ADDRESS + 8];

	snprintf(text, sizeof text, "%s:%u", place->host, place->port);
	return finder_key(text);
}

static struct device *
device_of(const struct candidate *candidate)
{
	const struct place *place = &candidate->place;

	return place->mac[0] ? hub_find_mac(candidate->finder->hub, place->mac) : NULL;
}

/* ---- a device gets its handle ---- */

static void
expect(const struct device *device)
{
	kasa_device_expect(device->handle, device->id[0] ? device->id : NULL, device->mac);
}

/* Only now it is known that it is the one that the file describes by its host. */
static void
configure(struct hub *hub, struct device *device)
{
	const char *name = finder_host(hub->finder, kasa_device_host(device->handle));

	if (!device->config && config_find(hub->config, NULL, NULL, name))
		hub_configure_device(hub, device);
}

static void
tell_found(struct hub *hub, struct device *device)
{
	const struct kasa_state *state = device_state(device);

	log_info("device found device=%s name=\"%s\" host=%s model=%s transport=%s", device->key, device->name,
	         kasa_device_host(device->handle), state->model, kasa_device_transport(device->handle));
	hub_event(hub,
	          &(struct event){ .kind = EVENT_FOUND, .device = device, .after = kasa_device_host(device->handle) });
}

static void
tell_moved(struct hub *hub, struct device *device, const char *before)
{
	const char *after = kasa_device_host(device->handle);

	if (strcmp(before, after) == 0)
		return;
	log_info("device moved device=%s name=\"%s\" before=%s after=%s", device->key, device->name, before, after);
	hub_event(hub, &(struct event){ .kind = EVENT_MOVED, .device = device, .before = before, .after = after });
}

/* The handle is proven and has read the state. What was on its way on the old one is told so, and may try the new one. */
static void
give_handle(struct hub *hub, struct device *device, struct kasa_device *handle)
{
	struct kasa_device *old = device->handle;
	char before[RESOLVER_ADDRESS] = "";

	if (old)
		kasa_str_copy(before, sizeof before, kasa_device_host(old));
	poller_stop(hub->poller, device);
	device->handle = handle;
	kasa_device_free(old);
	expect(device);
	finder_note_address(hub->finder, device);
	configure(hub, device);
	poller_start(hub->poller, device);
	hub_state(hub, device, NULL);
	lane_kick(&device->lane);
	if (old)
		tell_moved(hub, device, before);
	else
		tell_found(hub, device);
}

/* ---- who is there ---- */

static bool
is_elsewhere(const struct device *device, const char *host)
{
	return device->handle && strcmp(kasa_device_host(device->handle), host) != 0;
}

/* The device that answered, with its handle; NULL where it is not wanted, and the handle is gone. */
static struct device *
take_in(struct finder *finder, struct candidate *candidate, struct kasa_err *err)
{
	struct hub *hub = finder->hub;
	const struct kasa_state *state = kasa_device_state(candidate->handle);
	struct device *device = hub_find_mac(hub, state->mac);

	kasa_err_clear(err);
	if (device && finder_is_fine(device)) {
		if (is_elsewhere(device, candidate->place.host))
			finder_claim(finder, device, &candidate->place);
		kasa_device_free(candidate->handle);
		return device;
	}
	if (!device)
		device = finder_add(finder, state->mac, state->id);
	if (!device) {
		kasa_err_set(err, KASA_ENOTSUP, "%s is not enabled, or there is no room for it", state->mac);
		kasa_device_free(candidate->handle);
		return NULL;
	}
	if (!device->id[0])
		kasa_str_copy(device->id, sizeof device->id, state->id);
	give_handle(hub, device, candidate->handle);
	return device;
}

static void
answered(struct candidate *candidate)
{
	struct finder *finder = candidate->finder;
	const struct kasa_state *state = kasa_device_state(candidate->handle);
	struct kasa_err err;
	struct device *device = NULL;

	if (state->mac[0]) {
		finder_unsay(finder, state->mac);
		finder_unsay(finder, candidate->place.host);
		device = take_in(finder, candidate, &err);
	} else {
		kasa_err_set(&err, KASA_ENOTSUP, "it does not tell its MAC, by which devices are told apart");
		finder_refused(finder, NULL, &candidate->place, &err);
		kasa_device_free(candidate->handle);
	}
	if (candidate->place.of)
		host_tried(finder, candidate->place.of, device, &err);
}

/* It is there, and does not want us: that will not be otherwise in a minute. */
static bool
is_refusal(const struct kasa_err *err)
{
	return err->code == KASA_EAUTH || err->code == KASA_ENOTSUP || err->code == KASA_ESIGNATURE
	       || err->code == KASA_EPROTO || err->code == KASA_EDEVICE;
}

static void
failed(struct candidate *candidate, const struct kasa_err *err)
{
	struct finder *finder = candidate->finder;
	const struct place *place = &candidate->place;
	struct device *device = device_of(candidate);

	log_debug("place failed host=%s mac=%s code=%s error=\"%s\"", place->host, place->mac,
	          kasa_error_word((int)err->code), err->text);
	if (is_refusal(err) && !(device && finder_is_fine(device)))
		finder_refused(finder, device, place, err);
	if (place->of)
		host_tried(finder, place->of, NULL, err);
	kasa_device_free(candidate->handle);
}

/* ---- asking ---- */

static void begin_next(struct finder *finder);

static void
end(struct candidate *candidate)
{
	struct finder *finder = candidate->finder;

	kasa_hash_put(&finder->pending, key_of(&candidate->place), 0);
	free(candidate);
}

static void
on_refreshed(struct kasa_device *dev, const struct kasa_err *err, void *arg)
{
	struct candidate *candidate = arg;
	struct finder *finder = candidate->finder;
	struct device *device = device_of(candidate);

	kasa_list_remove(&candidate->node);
	finder->asked_count--;
	if (device && device->moving == dev)
		device->moving = NULL;
	if (err->code == KASA_OK)
		answered(candidate);
	else if (err->code != KASA_ECANCELED) /* else whoever did it frees the handle */
		failed(candidate, err);
	end(candidate);
	begin_next(finder);
}

struct kasa_device *
finder_open(struct finder *finder, const struct place *place, struct kasa_err *err)
{
	bool usual = strcmp(place->transport, "xor") == 0 && (place->port == 0 || place->port == KASA_PORT);
	const struct kasa_device_options options = {
		.host = place->host,
		.port = usual ? 0 : place->port,
		/* one that spoke XOR may announce another transport by now, and is asked, where nothing is said */
		.transport = usual || !place->transport[0] ? NULL : place->transport,
		.payload = usual || !place->payload[0] ? NULL : place->payload,
		.tdp_port = finder->hub->config->discovery.tdp_port,
	};
	struct kasa_device *handle = NULL;

	kasa_device_open(finder->hub->ctx, &options, &handle, err);
	return handle;
}

/* Who is known must be who it is by what is known, not by what it says. */
static void
expect_at(struct candidate *candidate, const struct device *device)
{
	const struct place *place = &candidate->place;

	if (device)
		kasa_device_expect(candidate->handle, device->id[0] ? device->id : NULL, device->mac);
	else if (place->of && (place->id[0] || place->mac[0]))
		kasa_device_expect(candidate->handle, place->id[0] ? place->id : NULL,
		                   place->mac[0] ? place->mac : NULL);
}

static bool
begin(struct candidate *candidate, struct kasa_err *err)
{
	struct device *device = device_of(candidate);
	int rc;

	if (device && device->moving)
		return kasa_err_set(err, KASA_EBUSY, "it is asked at another address"), false;
	candidate->handle = finder_open(candidate->finder, &candidate->place, err);
	if (!candidate->handle)
		return false;
	expect_at(candidate, device);
	kasa_device_timeout(candidate->handle, FINDER_CALL_MS);
	rc = kasa_device_refresh(candidate->handle, on_refreshed, candidate);
	if (rc != KASA_OK)
		return kasa_err_set(err, rc, "no memory to ask it"), false;
	if (device)
		device->moving = candidate->handle;
	return true;
}

static void
begin_next(struct finder *finder)
{
	struct kasa_err err;

	while (finder->asked_count < FINDER_ASKED_MAX && !kasa_list_empty(&finder->waiting)) {
		struct candidate *candidate = KASA_CONTAINER(finder->waiting.next, struct candidate, node);

		kasa_list_remove(&candidate->node);
		finder->waiting_count--;
		if (begin(candidate, &err)) {
			kasa_list_append(&finder->asked, &candidate->node);
			finder->asked_count++;
			continue;
		}
		failed(candidate, &err);
		end(candidate);
	}
}

bool
finder_try(struct finder *finder, const struct place *place, bool first)
{
	const uint32_t *pending = kasa_hash_get(&finder->pending, key_of(place));
	struct candidate *candidate;

	if (pending && *pending)
		return true;
	candidate = finder->waiting_count < FINDER_WAITING_MAX ? malloc(sizeof *candidate) : NULL;
	if (!candidate)
		return false;
	*candidate = (struct candidate){ .finder = finder, .place = *place };
	if (kasa_hash_put(&finder->pending, key_of(place), 1) == KASA_EBUSY)
		kasa_hash_finish(&finder->pending); /* somebody may be asked twice then, no more */
	kasa_list_append(first ? finder->waiting.next : &finder->waiting, &candidate->node);
	finder->waiting_count++;
	begin_next(finder);
	return true;
}

bool
finder_look(struct finder *finder, const char *host, uint16_t port)
{
	struct place place = { .port = port };

	kasa_str_copy(place.host, sizeof place.host, host);
	return finder_try(finder, &place, true);
}

void
finder_stop_trying(struct finder *finder)
{
	while (!kasa_list_empty(&finder->waiting)) {
		struct candidate *candidate = KASA_CONTAINER(finder->waiting.next, struct candidate, node);

		kasa_list_remove(&candidate->node);
		free(candidate);
	}
	finder->waiting_count = 0;
	while (!kasa_list_empty(&finder->asked))
		kasa_device_free(KASA_CONTAINER(finder->asked.next, struct candidate, node)->handle);
}

static void
forget_host(struct kasa_list *list, const struct host *host)
{
	for (struct kasa_list *at = list->next; at != list; at = at->next) {
		struct place *place = &KASA_CONTAINER(at, struct candidate, node)->place;

		if (place->of == host)
			place->of = NULL;
	}
}

void
finder_forget_host(struct finder *finder, const struct host *host)
{
	forget_host(&finder->waiting, host);
	forget_host(&finder->asked, host);
}
