#include "house.h"

#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/str.h"

enum {
	NOBODY = UINT32_MAX, /* what an address that was left maps to */
};

void
sim_house_init(struct sim_house *house, uint32_t first_address, uint64_t seed)
{
	*house = (struct sim_house){ .next = first_address, .seed = seed, .rng = { seed } };
	kasa_hash_init(&house->by_address, 2 * SIM_DEVICES_MAX); /* left addresses stay in it */
	kasa_hash_init(&house->by_mac, SIM_DEVICES_MAX);
}

void
sim_house_finish(struct sim_house *house)
{
	for (size_t i = 0; i < house->count; i++)
		sim_device_free(house->devices[i]);
	free(house->devices);
	kasa_hash_finish(&house->by_address);
	kasa_hash_finish(&house->by_mac);
}

struct sim_device *
sim_house_at(const struct sim_house *house, uint32_t address)
{
	const uint32_t *index = kasa_hash_get(&house->by_address, address);

	return index && *index != NOBODY ? house->devices[*index] : NULL;
}

static bool
is_host(uint32_t address)
{
	return (address & 0xff) != 0 && (address & 0xff) != 0xff;
}

static uint32_t
next_free(struct sim_house *house)
{
	while (!is_host(house->next) || sim_house_at(house, house->next))
		house->next++;
	return house->next++;
}

static int
grow(struct sim_house *house, struct kasa_err *err)
{
	size_t cap = house->cap ? 2 * house->cap : 16;
	struct sim_device **devices;

	if (house->count == SIM_DEVICES_MAX)
		return kasa_err_set(err, KASA_EINVAL, "too many devices; at most %d are possible",
		                    (int)SIM_DEVICES_MAX);
	if (house->count < house->cap)
		return KASA_OK;
	devices = realloc(house->devices, cap * sizeof(struct sim_device *));
	if (!devices)
		return kasa_err_set(err, KASA_ENOMEM, "no memory for %zu devices", cap);
	house->devices = devices;
	house->cap = cap;
	return KASA_OK;
}

/* Thousands of hashed names do meet in 24 bits. */
static void
make_unique(struct sim_house *house, struct sim_device *dev)
{
	struct sim_identity identity = dev->identity;

	if (!*identity.id)
		return;
	while (kasa_hash_get(&house->by_mac, sim_identity_key(&identity)))
		for (size_t i = 5; i > 2 && ++identity.mac[i] == 0; i--)
			continue;
	kasa_hash_put(&house->by_mac, sim_identity_key(&identity), 1);
	if (memcmp(&identity, &dev->identity, sizeof identity) != 0)
		sim_device_identify(dev, &identity);
}

static int
add(struct sim_house *house, struct sim_device *dev, uint32_t address, struct kasa_err *err)
{
	char text[SIM_ADDRESS_TEXT];
	int rc = grow(house, err);

	if (rc != KASA_OK)
		return rc;
	if (address && sim_house_at(house, address)) {
		sim_address_format(address, text);
		return kasa_err_set(err, KASA_EINVAL, "%s is the address of another device already", text);
	}
	dev->address = address ? address : next_free(house);
	if (kasa_hash_put(&house->by_address, dev->address, (uint32_t)house->count) != KASA_OK)
		return kasa_err_set(err, KASA_ENOMEM, "no memory for the device's address");
	make_unique(house, dev);
	house->devices[house->count++] = dev;
	return KASA_OK;
}

int
sim_house_add(struct sim_house *house, struct sim_device *dev, uint32_t address, struct kasa_err *err)
{
	int rc = add(house, dev, address, err);

	if (rc != KASA_OK)
		sim_device_free(dev);
	return rc;
}

static void
wind(const struct sim_house *house, struct sim_device *dev, int64_t utc_ms, int64_t now_ms)
{
	dev->clock.epoch_ms = utc_ms - now_ms;
	if (!dev->invented)
		return;
	dev->past.born = sim_clock_day(&dev->clock, now_ms);
	dev->past.seed = sim_identity_key(&dev->identity) ^ house->seed << 49; /* the key has 49 bits */
	for (size_t i = 0; i < dev->outlet_count; i++)
		sim_outlet_grow_up(&dev->outlets[i]);
}

void
sim_house_wind(struct sim_house *house, int64_t utc_ms, int64_t now_ms)
{
	for (size_t i = 0; i < house->count; i++)
		wind(house, house->devices[i], utc_ms, now_ms);
}

static uint32_t
index_of(const struct sim_house *house, const struct sim_device *dev)
{
	return *kasa_hash_get(&house->by_address, dev->address);
}

int
sim_house_move(struct sim_house *house, struct sim_device *dev, uint32_t address, struct kasa_err *err)
{
	uint32_t index = index_of(house, dev);
	char text[SIM_ADDRESS_TEXT];

	sim_address_format(address, text);
	if (sim_house_at(house, address))
		return kasa_err_set(err, KASA_EINVAL, "%s is the address of a device already", text);
	if (kasa_hash_put(&house->by_address, address, index) != KASA_OK)
		return kasa_err_set(err, KASA_ENOMEM, "no memory for the address %s", text);
	kasa_hash_put(&house->by_address, dev->address, NOBODY);
	dev->address = address;
	return KASA_OK;
}

void
sim_house_remove(struct sim_house *house, struct sim_device *dev)
{
	kasa_hash_put(&house->by_address, dev->address, NOBODY);
	dev->gone = true;
}

static bool
means(const char *who, const struct sim_device *dev)
{
	char address[SIM_ADDRESS_TEXT];

	sim_address_format(dev->address, address);
	return strcmp(who, "all") == 0 || strcmp(who, address) == 0 || strcasecmp(who, dev->identity.id) == 0
	       || kasa_str_match(sim_device_alias(dev), who) == 2;
}

struct sim_device *
sim_house_match(const struct sim_house *house, const char *who, size_t *index)
{
	while (*index < house->count) {
		struct sim_device *dev = house->devices[(*index)++];

		if (!dev->gone && *who && means(who, dev))
			return dev;
	}
	return NULL;
}

struct sim_device *
sim_house_one(const struct sim_house *house, const char *who, struct kasa_err *err)
{
	size_t index = 0;
	struct sim_device *dev = sim_house_match(house, who, &index);

	if (!dev)
		kasa_err_set(err, KASA_ENOTFOUND, "no device \"%.80s\"; name one by its address or its alias", who);
	else if (sim_house_match(house, who, &index)) {
		kasa_err_set(err, KASA_EAMBIGUOUS, "\"%.80s\" means several devices; name one by its address", who);
		return NULL;
	}
	return dev;
}

bool
sim_address_parse(const char *text, uint32_t *address)
{
	struct in_addr in;

	if (inet_pton(AF_INET, text, &in) != 1 || in.s_addr == INADDR_ANY || in.s_addr == INADDR_BROADCAST)
		return false;
	*address = ntohl(in.s_addr);
	return true;
}

void
sim_address_format(uint32_t address, char out[SIM_ADDRESS_TEXT])
{
	struct in_addr in = { .s_addr = htonl(address) };

	inet_ntop(AF_INET, &in, out, SIM_ADDRESS_TEXT);
}
