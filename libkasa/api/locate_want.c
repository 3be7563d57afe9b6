/* What is wanted: who fits, and what to say when nobody or more than one does. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "api/locate.h"

static bool
same_mac(const char *text, const char *normal)
{
	char other[KASA_MAC_TEXT];
	uint8_t mac[6];

	if (!kasa_mac_parse(text, mac))
		return false;
	kasa_mac_format(mac, other);
	return strcmp(other, normal) == 0;
}

bool
kasa_want_fits(const struct kasa_locate_want *want, const struct kasa_state *state)
{
	if (want->id && strcasecmp(want->id, state->id) != 0)
		return false;
	if (want->mac && !same_mac(want->mac, state->mac))
		return false;
	return want->id || want->mac;
}

bool
kasa_want_fits_unread(const struct kasa_locate_want *want, const struct kasa_state *state)
{
	return want->mac && same_mac(want->mac, state->mac);
}

void
kasa_want_forget_identity(struct kasa_locate_want *want)
{
	free(want->id);
	free(want->mac);
	want->id = want->mac = NULL;
}

/* Where a candidate goes: the first exact one displaces one that only begins so. */
static struct kasa_candidate *
slot(struct kasa_locate_want *want, int match)
{
	unsigned known = want->exact + want->partial;

	if (known < KASA_LOCATE_LISTED_MAX)
		return &want->candidates[known];
	return match == 2 && want->exact == 0 ? &want->candidates[0] : NULL;
}

/* True when the name holds the text anywhere: "tree" in "Christmas tree". */
static bool
holds(const char *alias, const char *text)
{
	for (; *alias; alias++)
		if (kasa_str_match(alias, text) > 0)
			return true;
	return false;
}

void
kasa_want_note(struct kasa_locate_want *want, const struct kasa_found *found)
{
	const struct kasa_state *state = found->state;
	int match = want->alias ? kasa_str_match(state->alias, want->alias) : 0;
	struct kasa_candidate *candidate;

	if (match == 0) {
		if (want->alias && strlen(want->alias) > 2 && holds(state->alias, want->alias))
			kasa_str_copy(want->near, sizeof want->near, state->alias);
		return;
	}
	candidate = slot(want, match);
	if (match == 2)
		want->exact++;
	else
		want->partial++;
	if (!candidate)
		return;
	*candidate = (struct kasa_candidate){
		.port = found->port,
		.transport = found->transport,
		.payload = found->payload,
		.match = match,
	};
	kasa_str_copy(candidate->host, sizeof candidate->host, found->host);
	kasa_str_copy(candidate->id, sizeof candidate->id, state->id);
	kasa_str_copy(candidate->mac, sizeof candidate->mac, state->mac);
	kasa_str_copy(candidate->alias, sizeof candidate->alias, state->alias);
}

static void
say_ambiguous(struct kasa_locate_want *want, unsigned fit, int match)
{
	char list[KASA_ERR_TEXT_MAX] = "";
	size_t n = 0;

	for (unsigned i = 0; i < KASA_LOCATE_LISTED_MAX; i++) {
		const struct kasa_candidate *c = &want->candidates[i];

		if (c->match == match && n < sizeof list - 1)
			n += (size_t)snprintf(list + n, sizeof list - n, "%s\"%.30s\" at %s with id %s", n ? ", " : "",
			                      c->alias, c->host, c->id[0] ? c->id : c->mac);
	}
	kasa_err_set(&want->err, KASA_EAMBIGUOUS, "\"%.60s\" fits %u devices: %s", want->alias, fit, list);
}

/* It may be one of those whose names nobody knows. */
static void
say_unread(struct kasa_locate_want *want)
{
	const struct kasa_locate *locate = want->locate;

	if (locate->unread > 0)
		kasa_err_append(&want->err, "; %u device%s could not be asked: %s", locate->unread,
		                locate->unread == 1 ? "" : "s", locate->why);
}

static void
say_not_found(struct kasa_locate_want *want)
{
	unsigned n = want->locate->answers;
	const char *wanted = want->alias ? want->alias : want->id ? want->id : want->mac;

	kasa_err_set(&want->err, KASA_ENOTFOUND, "no device answers to \"%.60s\" (%u device%s answered)", wanted, n,
	             n == 1 ? "" : "s");
	if (want->near[0])
		kasa_err_set(&want->err, KASA_ENOTFOUND, "no device answers to \"%.60s\": did you mean \"%s\"?", wanted,
		             want->near);
	say_unread(want);
}

/* Somebody is where it was last and does not let us in: that says more than that nobody answered to the name. */
static bool
is_locked(const struct kasa_locate_want *want)
{
	enum kasa_error code = want->hint_err.code;

	return code == KASA_EAUTH || code == KASA_ESIGNATURE || code == KASA_ERIVAL;
}

const struct kasa_candidate *
kasa_want_pick(struct kasa_locate_want *want)
{
	unsigned fit = want->exact > 0 ? want->exact : want->partial;
	int match = want->exact > 0 ? 2 : 1;
	const struct kasa_candidate *c = want->candidates;

	if (want->err.code != KASA_OK)
		return NULL;
	if (fit == 0 && is_locked(want))
		want->err = want->hint_err;
	else if (fit == 0)
		say_not_found(want);
	if (fit > 1)
		say_ambiguous(want, fit, match);
	if (fit != 1)
		return NULL;
	while (c->match != match)
		c++;
	return c;
}

static bool
copy_text(char **dst, const char *src)
{
	*dst = src ? strdup(src) : NULL;
	return !src || *dst;
}

static int
copy_want(struct kasa_locate *locate, const struct kasa_want *from, struct kasa_err *err)
{
	struct kasa_locate_want *want = &locate->wants[locate->count++];
	uint8_t mac[6];

	*want = (struct kasa_locate_want){ .locate = locate, .hint_port = from->hint_port };
	if (!from->id && !from->mac && !from->alias)
		return kasa_err_set(err, KASA_EINVAL, "neither an id nor a MAC nor a name to search for");
	if (from->mac && !kasa_mac_parse(from->mac, mac))
		return kasa_err_set(err, KASA_EINVAL, "\"%.40s\" is not a MAC, as AA:BB:CC:DD:EE:FF", from->mac);
	if (!copy_text(&want->id, from->id) || !copy_text(&want->mac, from->mac)
	    || !copy_text(&want->alias, from->alias) || !copy_text(&want->hint_host, from->hint_host)
	    || !copy_text(&want->hint_transport, from->hint_transport)
	    || !copy_text(&want->hint_payload, from->hint_payload))
		return kasa_err_set(err, KASA_ENOMEM, "no memory for a search");
	return KASA_OK;
}

/* The lists of the options are the caller's and may be gone when the search begins. */
static int
copy_options(struct kasa_locate *locate, const struct kasa_discover_options *opts, struct kasa_err *err)
{
	size_t targets = opts->targets ? opts->target_count : 0;
	size_t interfaces = opts->interfaces ? opts->interface_count : 0;

	locate->options = *opts;
	locate->options.announced_only = false; /* who is wanted must say who it is */
	locate->texts = calloc(targets + interfaces + 1, sizeof *locate->texts);
	for (size_t i = 0; locate->texts && i < targets + interfaces; i++)
		if (!copy_text(&locate->texts[i], i < targets ? opts->targets[i] : opts->interfaces[i - targets]))
			return kasa_err_set(err, KASA_ENOMEM, "no memory for a search");
	if (!locate->texts)
		return kasa_err_set(err, KASA_ENOMEM, "no memory for a search");
	locate->options.targets = targets ? (const char *const *)locate->texts : NULL;
	locate->options.interfaces = interfaces ? (const char *const *)locate->texts + targets : NULL;
	return KASA_OK;
}

int
kasa_locate_fill(struct kasa_locate *locate, const struct kasa_want *wants, size_t count,
                 const struct kasa_discover_options *opts, struct kasa_err *err)
{
	static const struct kasa_discover_options defaults = { .wait_ms = KASA_DISCOVER_MS };
	int rc = copy_options(locate, opts ? opts : &defaults, err);

	if (rc != KASA_OK)
		return rc;
	locate->wants = calloc(count + 1, sizeof *locate->wants);
	if (!locate->wants)
		return kasa_err_set(err, KASA_ENOMEM, "no memory for a search");
	for (size_t i = 0; i < count && rc == KASA_OK; i++)
		rc = copy_want(locate, &wants[i], err);
	return rc;
}

void
kasa_locate_clear(struct kasa_locate *locate)
{
	for (size_t i = 0; i < locate->count; i++) {
		struct kasa_locate_want *want = &locate->wants[i];

		kasa_want_forget_identity(want);
		free(want->alias);
		free(want->hint_host);
		free(want->hint_transport);
		free(want->hint_payload);
	}
	for (size_t i = 0; locate->texts && locate->texts[i]; i++)
		free(locate->texts[i]);
	free(locate->texts);
	free(locate->wants);
}
