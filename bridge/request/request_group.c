/* Groups by request. */
#include "base/err.h"
#include "bridge/hub/groups.h"
#include "bridge/request/request_own.h"

static const char *
name_of(struct request *request)
{
	const char *name = request_text(request, "name");
	struct kasa_err err;

	if (name)
		return name;
	kasa_err_set(&err, KASA_EINVAL, "name: the name of a group is missing");
	request_fail(request, NULL, &err);
	return NULL;
}

/* The name is inside the arguments, which go with the request: so the data is made before. */
static void
ended(struct request *request, int rc, const char *name, const struct kasa_err *err)
{
	if (rc == KASA_OK)
		request_ok(request, json_pack("{ss}", "name", name));
	else
		request_fail(request, rc == KASA_ENOTFOUND ? "unknown_group" : NULL, err);
}

void
request_group_add(struct request *request)
{
	static const char *const keys[] = { "name", "members", NULL };
	const char *name = request_only(request, keys) ? name_of(request) : NULL;
	struct kasa_err err;

	if (name)
		ended(request, groups_add(request->hub, name, json_object_get(request->args, "members"), &err), name,
		      &err);
}

void
request_group_options(struct request *request)
{
	static const char *const keys[] = { "name", "members", NULL };
	const char *name = request_only(request, keys) ? name_of(request) : NULL;
	struct kasa_err err;

	if (name)
		ended(request, groups_set(request->hub, name, json_object_get(request->args, "members"), &err), name,
		      &err);
}

void
request_group_remove(struct request *request)
{
	static const char *const keys[] = { "name", NULL };
	const char *name = request_only(request, keys) ? name_of(request) : NULL;
	struct kasa_err err;

	if (name)
		ended(request, groups_remove(request->hub, name, &err), name, &err);
}

void
request_group_rename(struct request *request)
{
	static const char *const keys[] = { "name", "to", NULL };
	const char *name = request_only(request, keys) ? name_of(request) : NULL;
	const char *to = name ? request_text(request, "to") : NULL;
	struct kasa_err err;

	if (!name)
		return;
	if (to) {
		ended(request, groups_rename(request->hub, name, to, &err), to, &err);
		return;
	}
	kasa_err_set(&err, KASA_EINVAL, "to: the new name is missing");
	request_fail(request, NULL, &err);
}
