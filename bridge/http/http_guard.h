/* Who showed wrong secrets too often: a bucket for each address, of a bounded number of addresses. Pure. */
#ifndef KASA_BRIDGE_HTTP_GUARD_H
#define KASA_BRIDGE_HTTP_GUARD_H

#include <stdint.h>

enum {
	HTTP_GUARD_MAX = 256, /* addresses; the one that was quiet longest makes room */
};

struct http_guard_slot {
	uint64_t key; /* 0: free */
	uint64_t at_ms;
	uint32_t spent_ms; /* of a minute: each wrong secret costs its share */
};

/* All zero is nobody. */
struct http_guard {
	struct http_guard_slot slot[HTTP_GUARD_MAX];
};

/* Notes a wrong secret. 0: it may be told so; else in how many seconds it is worth while again. */
unsigned http_guard_wrong(struct http_guard *guard, uint64_t key, unsigned per_minute, uint64_t now_ms);

#endif
