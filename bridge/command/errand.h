/*
 * A command for a device, an outlet or a group from somebody who wants to hear how it ended: read, made into orders, given
 * to the hub, and told once when the last of them has ended. What MQTT does with a topic of its own, all others do with this.
 */
#ifndef KASA_BRIDGE_ERRAND_H
#define KASA_BRIDGE_ERRAND_H

#include <stddef.h>
#include <stdint.h>

#include "bridge/hub/hub.h"

/* What is wanted. All is lent for the call. */
struct errand {
	const char *device;  /* its name, MAC or id, perhaps with "/" and an outlet; NULL for a group */
	const char *group;   /* or a group */
	const char *attr;    /* as in command_parse(), or NULL */
	const char *payload; /* as in command_parse() */
	size_t length;
	enum order_source source;
	const char *by;       /* the hook, the rule, the token; or NULL */
	bool toggles;         /* it may toggle: who is not sure to come once may not */
	bool refresh;         /* no command: everything of it is read anew, and .payload is not looked at */
	uint32_t patience_ms; /* what waited longer is dropped; 0: as commands of MQTT */
};

/* How it ended. Lent for the call. */
struct errand_end {
	const char *code; /* NULL: it was done; else as in results: "not_supported", "timeout", ... */
	struct kasa_err err;
	unsigned orders, failed;
	unsigned ms;
	struct device *device; /* whose it was; NULL for a group, or when it is gone */
	unsigned outlet;
};

typedef void errand_done_fn(const struct errand_end *end, void *arg);

/*
 * @p done runs once, from the loop, or before this returns when there was nothing to carry out: KASA_ENOTFOUND and
 * KASA_EAMBIGUOUS of a device ("unknown_device"), of a group ("unknown_group"), what command_parse() says, a toggle that is
 * not allowed ("denied"), KASA_EBUSY when there are too many, or the bridge ends.
 */
void errand_run(struct hub *hub, const struct errand *errand, errand_done_fn *done, void *arg);

#endif
