/* What the two files of it share: an answer as it is kept. */
#ifndef KASA_BRIDGE_IDEMPOTENCY_OWN_H
#define KASA_BRIDGE_IDEMPOTENCY_OWN_H

#include <stdbool.h>

#include "base/list.h"
#include "bridge/http/idempotency.h"

struct kept {
	struct kasa_list node;
	uint64_t whose;  /* a hash of .name, to compare it seldom */
	uint64_t sum[2]; /* of the body */
	int64_t at_s;
	int status;   /* 0: it is running */
	size_t bytes; /* that it costs */
	char *type, *body;
	size_t length;
	char name[]; /* scope, a line feed, key */
};

struct idempotency {
	struct kasa_list list; /* the least recent first */
	size_t count, bytes;
	size_t most, bytes_most;
};

/* Adds one under this name, as the most recent; NULL when there is no room. */
struct kept *kept_add(struct idempotency *memory, const char *name, const uint64_t sum[2], int64_t now_s);

/* Copies an answer into it; false without memory, or when it is too long, and nothing changed. */
bool kept_answer(struct idempotency *memory, struct kept *kept, const struct idempotency_answer *answer);

void kept_remove(struct idempotency *memory, struct kept *kept);

#define KEPT_OF(at) KASA_CONTAINER(at, struct kept, node)

#endif
