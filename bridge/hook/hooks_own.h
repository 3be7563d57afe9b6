/* What the files of webhooks share: the hooks as they are known now, and the calls that are on their way. */
#ifndef KASA_BRIDGE_HOOKS_OWN_H
#define KASA_BRIDGE_HOOKS_OWN_H

#include "base/list.h"
#include "bridge/command/errand.h"
#include "bridge/hook/hook_auth.h"
#include "bridge/hook/hook_rate.h"
#include "bridge/hook/hooks.h"
#include "bridge/hook/replay.h"
#include "bridge/hook/source.h"
#include "bridge/http/idempotency.h"

enum {
	HOOK_CODES_MAX = 16,    /* statuses that are counted, of each hook */
	HOOK_CALLS_MAX = 256,   /* on their way at a time */
	HOOK_ANSWERS_MAX = 512, /* kept for those that come twice */
	HOOK_ANSWERS_BYTES = 256 << 10,
};

struct hook {
	const struct config_hook *config; /* of the hub's */
	char id[CONFIG_HOOK_ID_MAX + 1];
	struct hook_secrets secrets;
	struct source *from;
	size_t from_count; /* 0: from everywhere */
	struct hook_rate rate;
	uint64_t obeyed_ms; /* when something was done last; 0: not yet */
	struct hook_count {
		int status;
		uint64_t count;
	} counts[HOOK_CODES_MAX];
};

struct hooks {
	struct port port;
	struct hub *hub;
	struct hook *list;
	size_t count;
	struct idempotency *answers;
	struct replay replay;
	struct kasa_list calls;
	unsigned call_count;
	uint64_t refused; /* of hooks that are not there */
};

/* One call, from the moment when its caller was believed until the last of its orders was told. */
struct call {
	struct kasa_list node;
	struct hooks *hooks;  /* NULL once they are gone */
	struct http_req *req; /* NULL once it was answered */
	char id[CONFIG_HOOK_ID_MAX + 1];
	char key[IDEMPOTENCY_KEY_MAX + 1]; /* what tells it from others; "" for nothing */
	bool wait, toggle;
	unsigned open; /* errands, and one for who starts them */
	unsigned orders, ms;
	const char *code; /* of the first failure, or NULL; lives for ever */
	struct kasa_err err;
};

/* ---- hooks.c ---- */

/* NULL: there is none of that id. */
struct hook *hooks_find(const struct hooks *hooks, const char *id);

/* Counts an answer; @p id may be of none. */
void hooks_count(struct hooks *hooks, const char *id, int status);

/* ---- hook_serve.c ---- */

/* The function of its routes; @p arg is struct hooks. */
void hook_serve(struct http_req *req, void *arg);

/* ---- hook_values.c ---- */

/* Where templates look things up. */
struct hook_values {
	const struct http_req *req; /* whose query it is, or NULL: .body has them */
	json_t *body;
};

/* Reads them. On failure it answers @p status with a sentence: 400 broken, 415 of another kind. */
int hook_values_read(struct hook_values *values, const struct http_req *req, int *status, struct kasa_err *err);
json_t *hook_values_at(const char *pointer, void *arg); /* of struct hook_values */
void hook_values_finish(struct hook_values *values);

/* ---- hook_call.c ---- */

/* Answers a call that came to nothing; its key may be used again. Takes it over. */
void hook_call_refuse(struct call *call, int status, const char *code, const char *why);

/* Answers what was answered before, or why there is nothing to say yet. False: it is new. Takes it over if not. */
bool hook_call_again(struct call *call, const void *body, size_t length);

/* Answers that there was nothing to do. Takes it over. */
void hook_call_ignore(struct call *call);

/* Carries its orders out and answers, now or later. Takes it over. */
void hook_call_run(struct call *call, struct hook *hook, struct hook_values *values);

struct call *hook_call_new(struct hooks *hooks, const struct hook *hook, struct http_req *req);

#endif
