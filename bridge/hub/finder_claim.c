/* A device at two addresses: it moved a moment ago, or somebody says that he is it. */
#include <stdio.h>
#include <string.h>

#include "bridge/clock.h"
#include "bridge/hub/finder_parts.h"
#include "bridge/hub/poller.h"
#include "bridge/log.h"

static struct claim *
claim_of(struct finder *finder, const struct device *device)
{
	for (unsigned i = 0; i < FINDER_CLAIMS; i++)
		if (finder->claims[i].since_ms && strcmp(finder->claims[i].place.mac, device->mac) == 0)
			return &finder->claims[i];
	return NULL;
}

static void
keep(struct finder *finder, const struct device *device, const struct place *place)
{
	struct claim *claim = claim_of(finder, device);

	if (!claim)
		claim = &finder->claims[finder->claim++ % FINDER_CLAIMS];
	*claim = (struct claim){ .place = *place, .since_ms = clock_ms() };
}

/* At first it is asked where it was; what is seen in another search again is no move. */
void
finder_claim(struct finder *finder, struct device *device, const struct place *place)
{
	char subject[80];

	keep(finder, device, place);
	snprintf(subject, sizeof subject, "%s@%s", device->mac, place->host);
	if (finder_may_say(finder, subject, KASA_EBUSY)) {
		poller_hurry(finder->hub->poller, device, CHANGE_STATE);
		return;
	}
	subject[0] = '!';
	if (finder_may_say(finder, subject, KASA_EIDENTITY))
		log_warning("two devices say that they are the same one device=%s name=\"%s\" host=%s other=%s",
		            device->key, device->name, kasa_device_host(device->handle), place->host);
}

void
finder_missed(struct finder *finder, struct device *device)
{
	struct claim *claim = finder ? claim_of(finder, device) : NULL;

	if (!claim || device->moving)
		return;
	if (clock_ms() - claim->since_ms < FINDER_CLAIM_MS)
		finder_try(finder, &claim->place, true);
	claim->since_ms = 0;
}
