/* The way from the hub into the store: the one file of it that knows devices. */
#include "bridge/store/store_own.h"

#include <kasa/device.h>

#include "bridge/hub/hub.h"

/* What the hub knows goes over what was kept, which stays where the hub knows nothing. */
static void
describe(const struct device *device, struct store_device *out)
{
	const struct kasa_state *state = device_state(device);

	out->key = device->key;
	out->mac = device->mac;
	if (device->id[0])
		out->id = device->id;
	if (device->seen_s > 0)
		out->seen_s = device->seen_s;
	if (state && state->alias[0])
		out->alias = state->alias;
	if (state && state->model[0])
		out->model = state->model;
	if (!device->handle)
		return;
	out->host = kasa_device_host(device->handle);
	out->port = kasa_device_port(device->handle);
	out->transport = kasa_device_transport(device->handle);
	out->payload = kasa_device_payload(device->handle);
}

static void
gather_counters(struct store_record *record, const struct device *device)
{
	for (unsigned i = 0; device->parts && i <= device->part_count; i++)
		if (device->parts[i].meter)
			(void)store_record_count(record, i, &device->parts[i].meter->counter);
}

/* One that finds no memory now is written the next time. */
static void
gather_device(struct store *store, const struct device *device)
{
	struct store_record *record = (void *)store_table_find(&store->values.records, device->key);
	struct store_device kept = { .key = device->key };

	if (!record && device->seen_s == 0)
		return; /* somebody configured it, and it may never have been there */
	if (record)
		store_record_show(record, &kept);
	describe(device, &kept);
	if (store_record_put(&store->values, &kept, &record) == KASA_OK)
		gather_counters(record, device);
}

static void
gather(struct store *store)
{
	HUB_EACH(store->hub, device)
	gather_device(store, device);
}

void
store_follow(struct store *store, struct hub *hub)
{
	if (!store)
		return;
	if (store->hub)
		gather(store);
	store->hub = hub;
	store->gather = hub ? gather : NULL;
}
