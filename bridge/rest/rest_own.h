/* What the files of the REST interface share. */
#ifndef KASA_BRIDGE_REST_OWN_H
#define KASA_BRIDGE_REST_OWN_H

#include <jansson.h>

#include "base/list.h"
#include "bridge/http/http.h"
#include "bridge/http/idempotency.h"
#include "bridge/rest/recent.h"
#include "bridge/rest/rest.h"

struct errand_end;

enum {
	REST_PATH_MAX = 512, /* of a request that bears an Idempotency-Key */
	REST_MEMORY = 512,   /* answers that are kept for repetitions, ... */
	REST_MEMORY_BYTES = 1 << 20,
	REST_PENDING_MAX = 256, /* requests that wait for a device */
	REST_TEXTS = 64,        /* devices whose text is kept */
};

/* A device as it was told of last. */
struct rest_text {
	const struct device *device; /* NULL: of none */
	unsigned told;               /* device->told, as it was made */
	uint64_t made_ms;
	char *text;
	size_t length;
};

struct rest {
	struct port port;
	struct hub *hub;
	struct request_powers powers;
	struct idempotency *memory;
	struct kasa_list pending; /* of struct rest_pending */
	unsigned pending_count;
	struct rest_text texts[REST_TEXTS]; /* by device->at, modulo */
};

/* A request whose answer comes later. */
struct rest_pending {
	struct kasa_list node;
	struct rest *rest; /* NULL: the interface is gone, and the request with it */
	struct http_req *req;
	char *scope; /* of its Idempotency-Key; NULL: it bears none */
	char *key;
	bool toggles;    /* to be carried out twice would undo it */
	unsigned outlet; /* as the path says */
	char group[DEVICE_NAME_MAX];
	void *own; /* of who serves it; free()d at the end */
};

/* ---- rest_pending.c ---- */

/*
 * NULL: it was answered already, by what it was answered before or by why it cannot be served. Else it is ended by one of the
 * two below.
 */
struct rest_pending *rest_pending(struct rest *rest, struct http_req *req);

/* Answers with 200; steals @p json. */
void rest_pending_answer(struct rest_pending *pending, json_t *json);

/* @p tried: the device may have done it all the same. */
void rest_pending_fail(struct rest_pending *pending, const char *code, const struct kasa_err *err, bool tried);

/* Whoever waits is answered: the bridge ends. */
void rest_pending_forget(struct rest *rest);

/* ---- rest_find.c ---- */

/* The device of the path's first part; or NULL, and it was answered. */
struct device *rest_device(struct rest *rest, struct http_req *req);

/* The outlet of the second part, 0 when the path has none; false, and it was answered. */
bool rest_outlet(const struct device *device, struct http_req *req, unsigned *outlet);

/* A JSON answer that is no problem; steals @p json. */
void rest_answer(struct http_req *req, json_t *json);

/* ---- rest_recent.c ---- */

/* A meter was read. */
void rest_recent_take(struct rest *rest, struct device *device, unsigned outlet);
void rest_recent_free(struct rest *rest, struct device *device);

/* Those of a part, or NULL while there are none. */
const struct recent *rest_recent_of(const struct rest *rest, const struct device *device, unsigned outlet);

/* ---- rest_text.c ---- */

/* rest_device_object() as text, until the next call; NULL without memory. */
const char *rest_text_of(struct rest *rest, const struct device *device, size_t *length);
void rest_text_forget(struct rest *rest, const struct device *device);
void rest_text_finish(struct rest *rest);

/* ---- what serves ---- */

http_fn rest_list;                                                               /* rest_list.c */
http_fn rest_get_device, rest_get_outlets, rest_get_outlet, rest_get_energy;     /* rest_get.c */
http_fn rest_put_state, rest_post_toggle, rest_post_refresh;                     /* rest_set.c */
http_fn rest_get_history;                                                        /* rest_history.c */
http_fn rest_get_groups, rest_get_group, rest_put_group, rest_post_group_toggle; /* rest_groups.c */
http_fn rest_get_info, rest_get_health, rest_post_request, rest_get_openapi;     /* rest_bridge.c */

/* ---- rest_set.c ---- */

/* Runs a command for a device or a group, and answers with what it is then. */
void rest_errand(struct rest_pending *pending, const char *device, const char *attr, const char *payload);

#endif
