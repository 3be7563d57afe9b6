/* All devices of a run, by address. */
#ifndef KASA_SIM_HOUSE_H
#define KASA_SIM_HOUSE_H

#include "base/backoff.h"
#include "base/hash.h"

#include "device.h"

enum {
	SIM_DEVICES_MAX = 100000,
	SIM_ADDRESS_TEXT = 16,
};

struct sim_house {
	struct sim_device **devices;
	size_t count, cap;
	struct kasa_hash by_address;
	struct kasa_hash by_mac;
	uint32_t next; /* the address that the next device tries first, host byte order */
	uint64_t seed;
	struct kasa_rng rng;
};

void sim_house_init(struct sim_house *house, uint32_t first_address, uint64_t seed);
void sim_house_finish(struct sim_house *house);

/*
 * Adds a device, which it owns from then on also when it fails. With @p address 0 it gets the next free
 * one whose last number is neither 0 nor 255. A hardware address that is there already is counted up.
 */
int sim_house_add(struct sim_house *house, struct sim_device *dev, uint32_t address, struct kasa_err *err);

/* Sets the clocks of all devices, at their start: @p utc_ms is the time now, in milliseconds since 1970. */
void sim_house_wind(struct sim_house *house, int64_t utc_ms, int64_t now_ms);

/* NULL: no device there. */
struct sim_device *sim_house_at(const struct sim_house *house, uint32_t address);

int sim_house_move(struct sim_house *house, struct sim_device *dev, uint32_t address, struct kasa_err *err);

/* Unplugged for good: its address is free. */
void sim_house_remove(struct sim_house *house, struct sim_device *dev);

/* The next device from *@p index on that @p who means: an address, an alias, an id, or "all". NULL: no more. */
struct sim_device *sim_house_match(const struct sim_house *house, const char *who, size_t *index);

/* The one device that @p who means; NULL with a sentence for none or several. */
struct sim_device *sim_house_one(const struct sim_house *house, const char *who, struct kasa_err *err);

/* "192.0.2.4" to a number in host byte order. False: it is no address of a host. */
bool sim_address_parse(const char *text, uint32_t *address);
void sim_address_format(uint32_t address, char out[SIM_ADDRESS_TEXT]);

#endif
