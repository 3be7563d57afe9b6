#include <stdlib.h>

#include "base/err.h"
#include "base/str.h"
#include "bridge/hub/groups.h"
#include "bridge/rest/rest_body.h"
#include "bridge/rest/rest_object.h"
#include "bridge/rest/rest_own.h"

void
rest_get_groups(struct http_req *req, void *arg)
{
	const struct rest *rest = arg;
	json_t *list = rest_groups_array(rest->hub);

	rest_answer(req, list ? json_pack("{so}", "groups", list) : NULL);
}

static bool
is_known(const struct rest *rest, struct http_req *req)
{
	if (groups_known(rest->hub, req->part[0]))
		return true;
	http_problem(req, 404, "unknown_group", "no group has this name");
	return false;
}

void
rest_get_group(struct http_req *req, void *arg)
{
	const struct rest *rest = arg;

	if (is_known(rest, req))
		rest_answer(req, rest_group_object(rest->hub, req->part[0]));
}

static struct rest_pending *
begin(struct rest *rest, struct http_req *req)
{
	struct rest_pending *pending = is_known(rest, req) ? rest_pending(rest, req) : NULL;

	if (pending)
		kasa_str_copy(pending->group, sizeof pending->group, req->part[0]);
	return pending;
}

void
rest_put_group(struct http_req *req, void *arg)
{
	struct rest_pending *pending = begin(arg, req);
	struct kasa_err err;
	char *payload = NULL;

	if (!pending)
		return;
	if (rest_body_read(req->body, req->length, &payload, &err) == KASA_OK)
		rest_errand(pending, NULL, NULL, payload);
	else
		rest_pending_fail(pending, NULL, &err, false);
	free(payload);
}

void
rest_post_group_toggle(struct http_req *req, void *arg)
{
	struct rest_pending *pending = begin(arg, req);

	if (!pending)
		return;
	pending->toggles = true;
	rest_errand(pending, NULL, "state", "TOGGLE");
}
