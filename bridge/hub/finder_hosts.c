/* The hosts of the configuration: addresses, and names that lead to one. Who is there is learned at the first contact. */
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/str.h"
#include "bridge/hub/finder_parts.h"
#include "bridge/log.h"

enum {
	FIRST_MS = 1000,   /* the longest that a host waits for its first try, and after which it is tried again */
	TRYING_MS = 15000, /* until one that waits for its turn, or whose answer went astray, is looked at again */
};

struct host {
	struct kasa_list node;
	struct finder *finder;
	ev_timer timer;
	char text[RESOLVER_NAME_MAX];
	char address[RESOLVER_ADDRESS]; /* "" while a name was not looked up */
	uint16_t port;
	char transport[12], payload[8];
	char wanted_mac[18], wanted_id[KASA_ID_MAX]; /* who must be there, or "" */
	char mac[18];                                /* who was there last, or "" */
	unsigned tries;                              /* in vain, in a row */
	bool numeric, tried, failing, kept;
};

static void
again_in(struct host *host, uint32_t ms)
{
	struct ev_loop *loop = host->finder->hub->loop;

	ev_timer_stop(loop, &host->timer);
	ev_timer_set(&host->timer, ms / 1e3, 0.);
	ev_timer_start(loop, &host->timer);
}

/* Half of it for sure, the rest by chance. */
static uint32_t
backoff_ms(struct host *host)
{
	uint64_t ms = (uint64_t)FIRST_MS << (host->tries < 16 ? host->tries : 16);

	if (ms > FINDER_HOST_CAP_MS)
		ms = FINDER_HOST_CAP_MS;
	return (uint32_t)(ms / 2) + kasa_rng_below(&host->finder->rng, (uint32_t)(ms / 2) + 1);
}

/* ---- how it ends ---- */

static void
succeeded(struct host *host, const struct device *device)
{
	if (host->failing)
		log_info("configured host is there host=%s device=%s", host->text, device->key);
	host->failing = false;
	host->tries = 0;
	kasa_str_copy(host->mac, sizeof host->mac, device->mac);
	again_in(host, FINDER_HOST_CAP_MS);
}

static void
failed(struct host *host, const struct kasa_err *err)
{
	if (!host->failing)
		log_warning("configured host cannot be used host=%s code=%s error=\"%s\"", host->text,
		            kasa_error_word((int)err->code), err->text);
	host->failing = true;
	host->tries++;
	again_in(host, backoff_ms(host));
}

void
host_tried(struct finder *finder, struct host *host, struct device *device, const struct kasa_err *err)
{
	(void)finder;
	host->tried = true;
	if (device)
		succeeded(host, device);
	else
		failed(host, err);
}

/* ---- a try ---- */

void
finder_note_address(struct finder *finder, const struct device *device)
{
	uint64_t key = finder_key(kasa_device_host(device->handle));

	if (kasa_hash_put(&finder->addresses, key, device->at) == KASA_EBUSY)
		kasa_hash_finish(&finder->addresses);
}

/* Ten thousand hosts may ask at once. Who is overlooked, for it has another place by now, is asked once more, no worse. */
static struct device *
device_at(const struct finder *finder, const char *address)
{
	const struct hub *hub = finder->hub;
	const uint32_t *at = kasa_hash_get(&finder->addresses, finder_key(address));
	struct device *device = at && *at < hub->table_count ? hub->table[*at] : NULL;

	return device && device->handle && strcmp(kasa_device_host(device->handle), address) == 0 ? device : NULL;
}

static void
ask(struct host *host)
{
	struct place place = { .port = host->port, .of = host };

	kasa_str_copy(place.host, sizeof place.host, host->address);
	kasa_str_copy(place.mac, sizeof place.mac, host->wanted_mac);
	kasa_str_copy(place.id, sizeof place.id, host->wanted_id);
	kasa_str_copy(place.transport, sizeof place.transport, host->transport);
	kasa_str_copy(place.payload, sizeof place.payload, host->payload);
	again_in(host, TRYING_MS);
	finder_try(host->finder, &place, true);
}

/* It has an address. Somebody who is known may be there, and is polled. */
static void
try_address(struct host *host)
{
	struct device *device = device_at(host->finder, host->address);

	if (device && finder_is_fine(device))
		host_tried(host->finder, host, device, NULL);
	else if (device && device->availability == AVAILABILITY_UNKNOWN && device->poll.missed == 0)
		again_in(host, FIRST_MS);
	else
		ask(host);
}

static void
on_address(const char *address, const struct kasa_err *err, void *arg)
{
	struct host *host = arg;

	if (err->code != KASA_OK) {
		host->tried = true;
		failed(host, err);
		return;
	}
	if (strcmp(host->address, address) != 0)
		log_info("configured host has an address host=%s address=%s", host->text, address);
	kasa_str_copy(host->address, sizeof host->address, address);
	try_address(host);
}

/* The device that was there last answers, here or wherever it moved. */
static bool
is_well(const struct host *host)
{
	const struct device *device = host->mac[0] ? hub_find_mac(host->finder->hub, host->mac) : NULL;

	return device && device->handle && device->availability == AVAILABILITY_ONLINE;
}

static void
on_timer(struct ev_loop *loop, ev_timer *timer, int events)
{
	struct host *host = timer->data;

	(void)loop;
	(void)events;
	if (host->finder->hub->leaving)
		return;
	if (is_well(host)) {
		again_in(host, FINDER_HOST_CAP_MS);
	} else if (host->numeric) {
		try_address(host);
	} else {
		again_in(host, FINDER_HOST_CAP_MS); /* DNS may take long: one question at a time */
		resolver_forget(host->finder->resolver, host);
		if (resolver_ask(host->finder->resolver, host->text, on_address, host) != KASA_OK)
			again_in(host, backoff_ms(host));
	}
}

/* ---- which hosts there are ---- */

static bool
is_numeric(const char *text)
{
	unsigned char address[sizeof(struct in6_addr)];

	return inet_pton(AF_INET, text, address) == 1 || inet_pton(AF_INET6, text, address) == 1;
}

static void
copy(char *out, size_t size, const char *text)
{
	kasa_str_copy(out, size, text ? text : "");
}

static bool
is_like(const struct host *host, const struct config_device *entry)
{
	return host->port == entry->port && strcmp(host->text, entry->host) == 0
	       && strcmp(host->wanted_mac, entry->mac ? entry->mac : "") == 0
	       && strcmp(host->wanted_id, entry->id ? entry->id : "") == 0
	       && strcmp(host->transport, entry->transport ? entry->transport : "") == 0
	       && strcmp(host->payload, entry->payload ? entry->payload : "") == 0;
}

static struct host *
make(struct finder *finder, const struct config_device *entry)
{
	struct host *host = calloc(1, sizeof *host);

	if (!host)
		return NULL;
	host->finder = finder;
	host->port = entry->port;
	copy(host->text, sizeof host->text, entry->host);
	copy(host->wanted_mac, sizeof host->wanted_mac, entry->mac);
	copy(host->wanted_id, sizeof host->wanted_id, entry->id);
	copy(host->transport, sizeof host->transport, entry->transport);
	copy(host->payload, sizeof host->payload, entry->payload);
	host->numeric = is_numeric(entry->host);
	if (host->numeric)
		copy(host->address, sizeof host->address, entry->host);
	finder->name_count += !host->numeric;
	ev_init(&host->timer, on_timer);
	host->timer.data = host;
	kasa_list_append(&finder->hosts, &host->node);
	return host;
}

static void
drop(struct host *host)
{
	struct finder *finder = host->finder;

	ev_timer_stop(finder->hub->loop, &host->timer);
	resolver_forget(finder->resolver, host);
	finder_forget_host(finder, host);
	finder->name_count -= !host->numeric;
	kasa_list_remove(&host->node);
	free(host);
}

static struct host *
host_in(const struct kasa_list *at)
{
	return KASA_CONTAINER(at, struct host, node);
}

/* Entries keep their order mostly, so the search begins behind the one that was found last. */
static struct host *
find(struct finder *finder, const struct config_device *entry, struct kasa_list **from)
{
	struct kasa_list *at = *from;

	do {
		at = at->next;
		if (at != &finder->hosts && is_like(host_in(at), entry)) {
			*from = at;
			return host_in(at);
		}
	} while (at != *from);
	return NULL;
}

static void
drop_others(struct finder *finder)
{
	struct kasa_list *at = finder->hosts.next, *after;

	for (; at != &finder->hosts; at = after) {
		after = at->next;
		if (!host_in(at)->kept)
			drop(host_in(at));
		else
			host_in(at)->kept = false;
	}
}

/* Not all at once, but soon. */
static void
begin(struct host *host, size_t count)
{
	uint32_t within_ms = count < FIRST_MS ? (uint32_t)count : FIRST_MS;

	again_in(host, kasa_rng_below(&host->finder->rng, within_ms));
}

void
hosts_configure(struct finder *finder)
{
	const struct config *config = finder->hub->config;
	struct kasa_list *from = &finder->hosts;
	bool first = kasa_list_empty(&finder->hosts);

	for (size_t i = 0; i < config->device_count; i++) {
		const struct config_device *entry = &config->devices[i];
		struct host *host;

		if (!entry->host || entry->enabled == 0)
			continue;
		host = first ? NULL : find(finder, entry, &from);
		if (!host) {
			host = make(finder, entry);
			if (host)
				begin(host, config->device_count);
		}
		if (host)
			host->kept = true;
	}
	drop_others(finder);
}

void
hosts_free(struct finder *finder)
{
	while (!kasa_list_empty(&finder->hosts))
		drop(host_in(finder->hosts.next));
}

bool
hosts_settled(const struct finder *finder)
{
	for (const struct kasa_list *at = finder->hosts.next; at != &finder->hosts; at = at->next)
		if (!host_in(at)->tried)
			return false;
	return true;
}

const char *
finder_host(const struct finder *finder, const char *address)
{
	if (!finder || finder->name_count == 0)
		return address;
	for (const struct kasa_list *at = finder->hosts.next; at != &finder->hosts; at = at->next)
		if (!host_in(at)->numeric && strcmp(host_in(at)->address, address) == 0)
			return host_in(at)->text;
	return address;
}
