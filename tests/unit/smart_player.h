/* A device that speaks SMART, for tests: it answers what a recording answers, and another reader of JSON reads what it is asked. */
#ifndef KASA_TESTS_UNIT_SMART_PLAYER_H
#define KASA_TESTS_UNIT_SMART_PLAYER_H

#include <jansson.h>
#include <stdbool.h>

#include "model/payload.h"

struct smart_player {
	const json_t *recording; /* its members are methods; those of outlets stand in `child_devices` */
	unsigned page;           /* children to a page; 0: all */
	bool no_batches;         /* as P100: -1003 for messages with several requests */
	bool stops;              /* it does not answer what stands behind a refusal in one message */
	unsigned messages;       /* that it got */
};

/* What it says to a request; free() it. */
char *smart_player_answer(struct smart_player *player, const char *request);

/* Words an order, lets the player answer, and so on until there is a verdict that ends it. */
enum kasa_verdict smart_player_run(struct smart_player *player, struct kasa_order *order, struct kasa_record *record,
                                   struct kasa_answer *answer, struct kasa_err *err);

#endif
