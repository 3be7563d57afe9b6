/* Devices by request: added, removed, renamed. What is set that way lives in the store; the file wins for each key. */
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/str.h"
#include "bridge/documents/documents.h"
#include "bridge/hub/finder.h"
#include "bridge/hub/groups.h"
#include "bridge/request/request_own.h"
#include "bridge/store/store.h"

enum {
	LOOK_MS = 5000, /* for an answer of a device that is to be added */
};

static void
fail(struct request *request, int code, const char *text)
{
	struct kasa_err err;

	kasa_err_set(&err, code, "%s", text);
	request_fail(request, NULL, &err);
}

/* ---- names ---- */

static int
check_rename(const struct request *request, const struct device *device, const char *to, struct kasa_err *err)
{
	if (device->config && device->config->name)
		return kasa_err_set(err, KASA_EINVAL,
		                    "its name stands in the configuration file, line %u, which wins: change it there",
		                    device->config->line);
	if (groups_known(request->hub, to))
		return kasa_err_set(err, KASA_EINVAL, "a group is called \"%s\" already", to);
	return KASA_OK;
}

static int
rename_device(const struct request *request, struct device *device, const char *to, struct kasa_err *err)
{
	struct store_options *options = store_options(request->hub->store, device->key);
	char *name = strdup(to);
	int rc = check_rename(request, device, to, err);

	if (rc == KASA_OK && !name)
		rc = kasa_err_set(err, KASA_ENOMEM, "out of memory");
	if (rc == KASA_OK)
		rc = hub_rename(request->hub, device, to, err);
	if (rc != KASA_OK || !options) {
		free(name);
		return rc;
	}
	free(options->name);
	options->name = name;
	store_commit(request->hub->store);
	return KASA_OK;
}

void
request_rename(struct request *request)
{
	static const char *const keys[] = { "id", "to", NULL };
	struct device *device = request_only(request, keys) ? request_device(request) : NULL;
	const char *to = device ? request_text(request, "to") : NULL;
	char before[DEVICE_NAME_MAX];
	struct kasa_err err;

	if (!device)
		return;
	if (!to) {
		fail(request, KASA_EINVAL, "to: the new name is missing");
		return;
	}
	memcpy(before, device->name, sizeof before);
	if (rename_device(request, device, to, &err) == KASA_OK)
		request_ok(request, json_pack("{ss ss}", "from", before, "to", device->name));
	else
		request_fail(request, NULL, &err);
}

void
request_remove(struct request *request)
{
	static const char *const keys[] = { "id", NULL };
	struct device *device = request_only(request, keys) ? request_device(request) : NULL;
	json_t *data;

	if (!device)
		return;
	if (device->config) {
		fail(request, KASA_EINVAL,
		     "it stands in the configuration file: remove it there, or set `enabled: false`");
		return;
	}
	data = json_pack("{ss ss}", "name", device->name, "note",
	                 "it comes back when it is found again; device/options with {\"enabled\":false} keeps it away");
	hub_remove(request->hub, device);
	request_ok(request, data);
}

/* ---- adding ---- */

/* It is there: its name, and the answer. */
static void
added(struct request *request, struct device *device)
{
	const char *name = request_text(request, "name");
	struct kasa_err err;

	if (name && strcmp(name, device->name) != 0 && rename_device(request, device, name, &err) != KASA_OK)
		request_fail(request, NULL, &err);
	else
		request_ok(request, document_device(device));
}

static void
add_by_mac(struct request *request, const char *mac)
{
	struct device *device;
	uint8_t bytes[6];

	if (!kasa_mac_parse(mac, bytes)) {
		fail(request, KASA_EINVAL, "mac: it is no hardware address; 50:C7:BF:00:01:00 would be one");
		return;
	}
	device = hub_add(request->hub, mac, "");
	if (!device) {
		fail(request, KASA_ENOTSUP, "it is not enabled, or there is no room for it");
		return;
	}
	if (!device->handle)
		finder_search(request->hub->finder);
	added(request, device);
}

/* Devices are told apart by their MAC: what is known by an id alone has to be seen first. */
static void
add_by_id(struct request *request, const char *id)
{
	struct device *device = hub_find(request->hub, id, NULL);

	if (device) {
		added(request, device);
		return;
	}
	finder_search(request->hub->finder);
	fail(request, KASA_ENOTFOUND,
	     "nobody with this id was seen yet; a search has begun, and what it finds appears by itself");
}

/* Whoever answers there says who it is; the finder then takes it in, as it does with all others. */
static void
on_look(struct kasa_device *handle, const struct kasa_err *err, void *arg)
{
	struct request *request = arg;
	const struct kasa_state *state = kasa_device_state(handle);
	struct device *device = err->code == KASA_OK && state ? hub_add(request->hub, state->mac, state->id) : NULL;

	if (device && !device->handle)
		finder_look(request->hub->finder, kasa_device_host(handle),
		            kasa_device_port(handle) == KASA_PORT ? 0 : kasa_device_port(handle));
	if (err->code != KASA_ECANCELED)
		kasa_device_free(handle);
	if (device)
		added(request, device);
	else if (err->code != KASA_OK)
		request_fail(request, NULL, err);
	else
		fail(request, KASA_ENOTSUP, "it tells no MAC, is not enabled, or there is no room for it");
}

static void
add_by_host(struct request *request, const char *host)
{
	json_int_t port = json_integer_value(json_object_get(request->args, "port"));
	struct kasa_device *handle = NULL;
	struct kasa_err err;
	int rc;

	if (port < 0 || port > UINT16_MAX) {
		fail(request, KASA_EINVAL, "port: 1 to 65535 are possible");
		return;
	}
	rc = kasa_device_new(request->hub->ctx, host, (uint16_t)port, &handle, &err);
	if (rc != KASA_OK) {
		kasa_err_append(&err, " (names of hosts go into the configuration file)");
		request_fail(request, NULL, &err);
		return;
	}
	kasa_device_timeout(handle, LOOK_MS);
	rc = kasa_device_refresh(handle, on_look, request);
	if (rc == KASA_OK)
		return;
	kasa_device_free(handle);
	fail(request, rc, "it cannot be asked now");
}

void
request_add(struct request *request)
{
	static const char *const keys[] = { "host", "port", "mac", "id", "name", NULL };
	const char *host, *mac, *id;

	if (!request_only(request, keys))
		return;
	host = request_text(request, "host");
	mac = request_text(request, "mac");
	id = request_text(request, "id");
	if (host)
		add_by_host(request, host);
	else if (mac)
		add_by_mac(request, mac);
	else if (id)
		add_by_id(request, id);
	else
		fail(request, KASA_EINVAL, "one of host, mac and id is missing");
}
