/* What was said of whom: a device that lets nobody in is worth one line, not one a minute. */
#include <stdio.h>

#include "base/hash.h"
#include "bridge/clock.h"
#include "bridge/hub/finder_parts.h"
#include "bridge/hub/poller.h"
#include "bridge/log.h"

enum {
	MINUTE_MS = 60000,
	CODE_BITS = 8, /* of a value; the minute is above */
};

uint64_t
finder_key(const char *text)
{
	return kasa_hash_text(text);
}

static uint32_t
minute(void)
{
	return (uint32_t)(clock_ms() / MINUTE_MS);
}

static uint32_t
value_of(int code)
{
	return minute() << CODE_BITS | (uint32_t)-code;
}

static uint32_t
code_in(uint32_t value)
{
	return value & ((1u << CODE_BITS) - 1);
}

/* When there is no room for more, a flood goes on, and the rest of it is not worth a line. */
bool
finder_may_say(struct finder *finder, const char *subject, int code)
{
	const uint32_t *known = kasa_hash_get(&finder->said, finder_key(subject));
	bool again = known && code_in(*known) == (uint32_t)-code;

	return kasa_hash_put(&finder->said, finder_key(subject), value_of(code)) == KASA_OK && !again;
}

void
finder_unsay(struct finder *finder, const char *subject)
{
	if (kasa_hash_get(&finder->said, finder_key(subject)))
		kasa_hash_put(&finder->said, finder_key(subject), 0);
}

/* The others are no answers of a device. */
static bool
is_refusal(uint32_t code)
{
	return code != 0 && code != (uint32_t)-KASA_ENOTFOUND && code != (uint32_t)-KASA_EIDENTITY;
}

bool
finder_is_refused(const struct finder *finder, const char *subject)
{
	const uint32_t *known = kasa_hash_get(&finder->said, finder_key(subject));

	return known && is_refusal(code_in(*known)) && minute() - (*known >> CODE_BITS) < FINDER_REFUSED_MIN;
}

void
finder_refused(struct finder *finder, struct device *device, const struct place *place, const struct kasa_err *err)
{
	struct hub *hub = finder->hub;

	if (!finder_may_say(finder, place->mac[0] ? place->mac : place->host, (int)err->code))
		return;
	log_warning("device cannot be used host=%s mac=%s code=%s error=\"%s\"", place->host, place->mac,
	            kasa_error_word((int)err->code), err->text);
	hub_event(hub, &(struct event){ .kind = EVENT_REFUSED, .device = device, .after = place->host, .err = err });
	if (device)
		hub_missed(hub, device, err, !device->handle || device->availability == AVAILABILITY_OFFLINE);
}
