/* From what a device announces to how it is spoken to: language and transport, and why not where there is no way. */
#ifndef KASA_CORE_WAY_H
#define KASA_CORE_WAY_H

#include <stdbool.h>
#include <stdint.h>

#include <kasa/discover.h>

#include "base/err.h"
#include "model/payload.h"
#include "wire/wire.h"

struct kasa_way {
	const struct kasa_payload *payload;
	const struct kasa_wire *wire; /* NULL: not supported */
	const char *transport;        /* its word, also where there is no row for it; lives for ever */
	const char *name;             /* the same for people: "AES transport" */
	const char *kind;             /* of a device that is none of ours, "hub", or NULL */
	uint16_t port;
	bool untold; /* not as announced, which is not supported: this may work all the same */
};

/* Finds the way. Its @ref wire is NULL where there is none; kasa_way_why() tells the reason. */
void kasa_way_find(struct kasa_way *way, const struct kasa_announcement *announcement);

/* Why there is no way, with the firmware where @p said tells it. KASA_ENOTSUP. */
int kasa_way_why(const struct kasa_way *way, const struct kasa_state *said, struct kasa_err *err);

/*
 * Makes of what came of trying a way what people can use: how it was announced, on which port, the firmware's version,
 * and what is likely behind it. @p ours: its owner is among the accounts, or may be.
 */
int kasa_way_failed(const struct kasa_way *way, const struct kasa_announcement *announcement,
                    const struct kasa_state *said, bool ours, struct kasa_err *err);

#endif
