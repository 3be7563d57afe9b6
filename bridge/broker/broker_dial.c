#include "bridge/broker/broker_dial.h"

enum {
	ASK_AGAIN_MS = 5000, /* a name that does not work is not looked up more often */
};

/* Old addresses are better than none: what the name server does not know today may still be where it was. */
static bool
look_up(struct broker_dial *dial, const char *host, uint64_t now_ms, struct broker_end *end)
{
	if (dial->addresses.count && (!dial->stale || now_ms - dial->asked_ms < ASK_AGAIN_MS))
		return true;
	dial->asked_ms = now_ms;
	if (broker_addresses_find(host, &dial->addresses, end)) {
		dial->stale = false;
		dial->at = 0;
	}
	return dial->addresses.count > 0;
}

const char *
broker_dial_address(struct broker_dial *dial, const char *host, uint64_t now_ms, struct broker_end *end)
{
	if (dial->tried == 0 && !look_up(dial, host, now_ms, end))
		return NULL;
	return dial->addresses.text[dial->at];
}

bool
broker_dial_last(const struct broker_dial *dial)
{
	return dial->tried + 1 >= dial->addresses.count;
}

bool
broker_dial_failed(struct broker_dial *dial)
{
	if (!broker_dial_last(dial)) {
		dial->tried++;
		dial->at = (dial->at + 1) % dial->addresses.count;
		return true;
	}
	dial->tried = 0;
	dial->at = dial->addresses.count ? (dial->at + 1) % dial->addresses.count : 0;
	dial->stale = true;
	return false;
}

void
broker_dial_worked(struct broker_dial *dial)
{
	dial->tried = 0;
}
