/* The last hours of each meter: a ring for each part, made when its first reading comes. */
#include <stdlib.h>

#include "bridge/clock.h"
#include "bridge/rest/rest_own.h"

/* What the interface keeps with a device. */
struct rings {
	unsigned count; /* parts: the device itself, and its outlets */
	struct recent *of[];
};

static struct rings *
rings_of(const struct rest *rest, const struct device *device)
{
	return device->of_port[rest->port.index];
}

/* Its outlets may have become known after its first reading. */
static struct rings *
rings_for(struct rest *rest, struct device *device)
{
	struct rings *rings = rings_of(rest, device), *more;
	unsigned count = device->part_count + 1, had = rings ? rings->count : 0;

	if (had >= count)
		return rings;
	more = realloc(rings, sizeof *more + count * sizeof(struct recent *));
	if (!more)
		return NULL;
	for (unsigned i = had; i < count; i++)
		more->of[i] = NULL;
	more->count = count;
	device->of_port[rest->port.index] = more;
	return more;
}

static struct recent *
ring_for(struct rest *rest, struct device *device, unsigned outlet)
{
	struct rings *rings = rings_for(rest, device);

	if (!rings || outlet >= rings->count)
		return NULL;
	if (!rings->of[outlet]) {
		rings->of[outlet] = malloc(sizeof(struct recent));
		if (rings->of[outlet])
			recent_init(rings->of[outlet]);
	}
	return rings->of[outlet];
}

void
rest_recent_take(struct rest *rest, struct device *device, unsigned outlet)
{
	const struct meter *meter = device_meter(device, outlet);
	struct recent *recent;

	if (!meter || !meter->live || meter->read_s == 0)
		return;
	recent = ring_for(rest, device, outlet);
	if (recent)
		recent_add(recent, clock_utc_s(), meter->energy.power_w);
}

const struct recent *
rest_recent_of(const struct rest *rest, const struct device *device, unsigned outlet)
{
	const struct rings *rings = rings_of(rest, device);

	return rings && outlet < rings->count ? rings->of[outlet] : NULL;
}

void
rest_recent_free(struct rest *rest, struct device *device)
{
	struct rings *rings = rings_of(rest, device);

	for (unsigned i = 0; rings && i < rings->count; i++)
		free(rings->of[i]);
	free(rings);
	device->of_port[rest->port.index] = NULL;
}
