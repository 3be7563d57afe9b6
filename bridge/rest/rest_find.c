/* What a path names, and what is answered when there is no such thing. */
#include <stdlib.h>

#include "base/err.h"
#include "bridge/documents/documents.h"
#include "bridge/hub/groups.h"
#include "bridge/rest/rest_object.h"
#include "bridge/rest/rest_own.h"
#include "bridge/rest/rest_query.h"

struct device *
rest_device(struct rest *rest, struct http_req *req)
{
	struct kasa_err err;
	struct device *device = groups_find(rest->hub, req->part[0], &err);

	if (!device)
		http_problem_err(req, err.code == KASA_ENOTFOUND ? "unknown_device" : NULL, &err);
	return device;
}

bool
rest_outlet(const struct device *device, struct http_req *req, unsigned *outlet)
{
	unsigned count = rest_outlets(device);

	*outlet = 0;
	if (!req->part[1])
		return true;
	if (count > 0 && query_number("outlet", req->part[1], 1, count, 0, outlet, NULL) == KASA_OK)
		return true;
	if (count > 0)
		http_problem(req, 404, "unknown_outlet", "%s has the outlets 1 to %u", device->name, count);
	else
		http_problem(req, 404, "unknown_outlet", "%s has no outlets to address one by one", device->name);
	return false;
}

void
rest_answer(struct http_req *req, json_t *json)
{
	size_t length = 0;
	char *text = json ? document_text(json, &length) : NULL;

	if (text)
		http_answer(req, 200, "application/json", text, length);
	else
		http_problem(req, 500, "nomem", "out of memory");
	free(text);
	json_decref(json);
}
