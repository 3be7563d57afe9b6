/*
 * GET /api/v1/devices. Of a house of thousands the answer is written device by device, as its client takes it: the loop is
 * never held up by it.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "bridge/documents/documents.h"
#include "bridge/hub/groups.h"
#include "bridge/rest/rest_object.h"
#include "bridge/rest/rest_own.h"
#include "bridge/rest/rest_query.h"

enum {
	AT_ONCE = 100, /* devices that are written in one go: a millisecond or two */
	LIMIT_MAX = 100000,
	HEAD_MAX = 64,
};

struct listing {
	struct hub *hub;
	int availability; /* or -1 */
	unsigned offset, limit, total;
	struct group_member members[GROUP_MEMBERS_MAX]; /* of a group */
	size_t member_count;
	bool of_group;

	size_t at;     /* the next to look at: a position in the hub's table */
	unsigned left; /* to be written */
	unsigned skip; /* before the first of them */
	unsigned wrote;
	char *text; /* what the client has yet to take */
	size_t length, taken;
	bool ended;
};

/* ---- which ---- */

static bool
is_member(const struct listing *listing, const struct device *device)
{
	for (size_t i = 0; i < listing->member_count; i++)
		if (listing->members[i].device == device)
			return true;
	return false;
}

static bool
is_wanted(const struct listing *listing, const struct device *device)
{
	if (listing->availability >= 0 && (int)device->availability != listing->availability)
		return false;
	return !listing->of_group || is_member(listing, device);
}

static const struct device *
next(struct listing *listing)
{
	while (listing->at < listing->hub->table_count) {
		const struct device *device = listing->hub->table[listing->at++];

		if (!device || !is_wanted(listing, device))
			continue;
		if (listing->skip == 0)
			return device;
		listing->skip--;
	}
	return NULL;
}

static unsigned
count(const struct listing *listing)
{
	unsigned n = 0;

	for (size_t i = 0; i < listing->hub->table_count; i++)
		n += listing->hub->table[i] && is_wanted(listing, listing->hub->table[i]);
	return n;
}

static void
begin(struct listing *listing)
{
	listing->total = count(listing);
	listing->skip = listing->offset;
	listing->left = listing->offset < listing->total ? listing->total - listing->offset : 0;
	if (listing->left > listing->limit)
		listing->left = listing->limit;
}

/* ---- in one go ---- */

static json_t *
whole(struct listing *listing)
{
	json_t *list = json_array();
	const struct device *device;
	int rc = 0;

	while (listing->left-- > 0 && (device = next(listing)))
		rc |= json_array_append_new(list, rest_device_object(device));
	if (rc == 0)
		return json_pack("{si si so}", "total", (int)listing->total, "offset", (int)listing->offset, "devices",
		                 list);
	json_decref(list);
	return NULL;
}

/* ---- device by device ---- */

static void
release(void *arg)
{
	struct listing *listing = arg;

	free(listing->text);
	free(listing);
}

static char *
printed(const char *text, size_t *length)
{
	*length = strlen(text);
	return strdup(text);
}

/* A device that is gone meanwhile is left out. */
static char *
next_text(struct listing *listing, size_t *length)
{
	const struct device *device = listing->left > 0 ? next(listing) : NULL;
	json_auto_t *json = device ? rest_device_object(device) : NULL;
	char *text = json ? document_text(json, length) : NULL, *more;

	if (!device) {
		listing->ended = true;
		return printed("]}\n", length);
	}
	listing->left--;
	if (!text || listing->wrote++ == 0)
		return text;
	more = realloc(text, *length + 2);
	if (!more) {
		free(text);
		return NULL;
	}
	memmove(more + 1, more, *length + 1);
	more[0] = ',';
	++*length;
	return more;
}

static size_t
take(struct listing *listing, char *out, size_t room)
{
	size_t n = listing->length - listing->taken;

	n = n < room ? n : room;
	if (n > 0)
		memcpy(out, listing->text + listing->taken, n);
	listing->taken += n;
	if (listing->taken == listing->length) {
		free(listing->text);
		listing->text = NULL;
		listing->length = listing->taken = 0;
	}
	return n;
}

static ssize_t
fill(void *arg, char *out, size_t room)
{
	struct listing *listing = arg;
	size_t n = 0;

	while (n < room) {
		n += take(listing, out + n, room - n);
		if (n == room || listing->ended)
			break;
		listing->text = next_text(listing, &listing->length);
		if (!listing->text)
			return -1; /* no memory: better cut off than wrong */
	}
	return n > 0 ? (ssize_t)n : -1;
}

static void
stream(struct listing *listing, struct http_req *req)
{
	static const struct http_stream_ops ops = { .fill = fill, .closed = release };
	char head[HEAD_MAX];

	snprintf(head, sizeof head, "{\"total\":%u,\"offset\":%u,\"devices\":[", listing->total, listing->offset);
	listing->text = printed(head, &listing->length);
	if (!listing->text)
		http_problem(req, 503, "busy", "out of memory");
	else if (http_stream(req, 200, "application/json", &ops, listing))
		return;
	release(listing);
}

/* ---- the query ---- */

static int
read_group(struct listing *listing, const char *name, struct kasa_err *err)
{
	if (!name)
		return KASA_OK;
	if (!groups_known(listing->hub, name))
		return kasa_err_set(err, KASA_EINVAL, "group: no group has this name");
	listing->of_group = true;
	listing->member_count = groups_members(listing->hub, name, listing->members, GROUP_MEMBERS_MAX);
	if (listing->member_count > GROUP_MEMBERS_MAX)
		listing->member_count = GROUP_MEMBERS_MAX;
	return KASA_OK;
}

static int
read_query(struct listing *listing, const struct http_req *req, struct kasa_err *err)
{
	int rc = query_availability(http_query(req, "availability"), &listing->availability, err);

	if (rc == KASA_OK)
		rc = query_number("offset", http_query(req, "offset"), 0, LIMIT_MAX, 0, &listing->offset, err);
	if (rc == KASA_OK)
		rc = query_number("limit", http_query(req, "limit"), 0, LIMIT_MAX, LIMIT_MAX, &listing->limit, err);
	return rc == KASA_OK ? read_group(listing, http_query(req, "group"), err) : rc;
}

void
rest_list(struct http_req *req, void *arg)
{
	const struct rest *rest = arg;
	struct listing *listing = calloc(1, sizeof *listing);
	struct kasa_err err;

	if (!listing) {
		http_problem(req, 503, "busy", "out of memory");
		return;
	}
	listing->hub = rest->hub;
	if (read_query(listing, req, &err) != KASA_OK) {
		http_problem_err(req, "bad_value", &err);
		release(listing);
		return;
	}
	begin(listing);
	if (listing->left > AT_ONCE) {
		stream(listing, req);
		return;
	}
	rest_answer(req, whole(listing));
	release(listing);
}
