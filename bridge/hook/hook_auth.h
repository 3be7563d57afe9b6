/*
 * Whether a caller has proven himself: six ways, each over what came, as it came. The same work is done for whatever
 * comes, so that no time tells whether a hook is there, how it is kept, or how near a guess was. Pure.
 */
#ifndef KASA_BRIDGE_HOOK_AUTH_H
#define KASA_BRIDGE_HOOK_AUTH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <kasa/error.h>

#include "bridge/config/config_hooks.h"

/* The secrets of one hook; all zero is none, and lets nobody in. */
struct hook_secrets {
	char *text[CONFIG_HOOK_SECRETS_MAX];
	unsigned count;
};

/* What came with a request; what did not come is "". */
struct hook_proof {
	const char *path;   /* the secret behind the id */
	const char *header; /* the one that the hook names */
	const char *authorization;
	const char *github, *stripe;            /* their signatures */
	const char *id, *timestamp, *signature; /* of Standard Webhooks */
	const void *body;
	size_t length;
};

/* Why a text is no secret of this kind: a sentence without it; NULL when it is one. */
const char *hook_secret_fault(enum config_hook_auth auth, const char *secret);

/* Takes a copy. KASA_EINVAL with a sentence that does not show it; KASA_EBUSY when there are too many; KASA_ENOMEM. */
int hook_secrets_add(struct hook_secrets *secrets, enum config_hook_auth auth, const char *secret,
                     struct kasa_err *err);

/* The same for each line of a text that is not empty and does not begin with #. */
int hook_secrets_lines(struct hook_secrets *secrets, enum config_hook_auth auth, const char *text,
                       struct kasa_err *err);

/* Wipes them. */
void hook_secrets_finish(struct hook_secrets *secrets);

/* Whether it is right, and now. @p secrets NULL, of a hook that is not there: false, after the same work. */
bool hook_auth(const struct hook_secrets *secrets, enum config_hook_auth auth, const struct hook_proof *proof,
               int64_t now_s);

#endif
