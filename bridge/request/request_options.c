/* Options of one device by request. All of them are checked before the first is set. */
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/str.h"
#include "bridge/command/command_value.h"
#include "bridge/documents/documents.h"
#include "bridge/hub/finder.h"
#include "bridge/request/request_own.h"
#include "bridge/store/store.h"

enum {
	POLL_LEAST_MS = 1000,
	POLL_MOST_MS = 86400000,
	THROTTLE_MOST_MS = 3600000,
};

/* What is to be set; what was not given is as in the store. */
struct wish {
	struct store_options set; /* its texts are borrowed */
	const struct config_device *file;
	bool renamed;
};

typedef int take_fn(struct wish *wish, const json_t *value, struct kasa_err *err);

static int
of_file(const struct wish *wish, struct kasa_err *err)
{
	return kasa_err_set(err, KASA_EINVAL,
	                    "it stands in the configuration file, line %u, which wins: change it there",
	                    wish->file->line);
}

/* ---- each option ---- */

static int
take_area(struct wish *wish, const json_t *value, struct kasa_err *err)
{
	const char *text = json_string_value(value);

	if (wish->file && wish->file->area)
		return of_file(wish, err);
	if (!text || strlen(text) >= DEVICE_NAME_MAX)
		return kasa_err_set(err, KASA_EINVAL, "a text of at most %d bytes is possible", DEVICE_NAME_MAX - 1);
	wish->set.area = (char *)(uintptr_t)text;
	return KASA_OK;
}

static int
take_flag(const json_t *value, bool by_file, const struct wish *wish, int *out, struct kasa_err *err)
{
	return by_file ? of_file(wish, err) : value_switch(value, false, out, err);
}

static int
take_enabled(struct wish *wish, const json_t *value, struct kasa_err *err)
{
	return take_flag(value, wish->file && wish->file->enabled != KASA_UNKNOWN, wish, &wish->set.enabled, err);
}

static int
take_disabled(struct wish *wish, const json_t *value, struct kasa_err *err)
{
	int rc = take_enabled(wish, value, err);

	if (rc == KASA_OK)
		wish->set.enabled = !wish->set.enabled;
	return rc;
}

static int
take_hidden(struct wish *wish, const json_t *value, struct kasa_err *err)
{
	return take_flag(value, wish->file && wish->file->hidden != KASA_UNKNOWN, wish, &wish->set.hidden, err);
}

static int
take_protected(struct wish *wish, const json_t *value, struct kasa_err *err)
{
	return take_flag(value, wish->file && wish->file->protected != KASA_UNKNOWN, wish, &wish->set.protected, err);
}

static int
take_throttle(struct wish *wish, const json_t *value, struct kasa_err *err)
{
	int ms, rc;

	if (wish->file && wish->file->throttle_ms)
		return of_file(wish, err);
	rc = value_seconds(value, 0, THROTTLE_MOST_MS, &ms, err);
	if (rc == KASA_OK)
		wish->set.throttle_ms = (uint32_t)ms;
	return rc;
}

static int
take_interval(const struct wish *wish, const json_t *value, uint32_t by_file, uint32_t *out, struct kasa_err *err)
{
	int ms, rc;

	if (by_file)
		return of_file(wish, err);
	rc = value_seconds(value, POLL_LEAST_MS, POLL_MOST_MS, &ms, err);
	if (rc == KASA_OK)
		*out = (uint32_t)ms;
	return rc;
}

/* A number is how often its state is read; an object has state, meter, outlets and settings. All in seconds. */
static int
take_poll(struct wish *wish, const json_t *value, struct kasa_err *err)
{
	static const struct config_poll nothing = { 0 };
	const struct config_poll *file = wish->file ? &wish->file->poll : &nothing;
	struct config_poll *set = &wish->set.poll;
	const char *key;
	json_t *item;
	int rc = KASA_OK;

	if (!json_is_object(value))
		return take_interval(wish, value, file->state_ms, &set->state_ms, err);
	json_object_foreach((json_t *)(uintptr_t)value, key, item) {
		if (rc != KASA_OK)
			break;
		if (strcmp(key, "state") == 0)
			rc = take_interval(wish, item, file->state_ms, &set->state_ms, err);
		else if (strcmp(key, "meter") == 0)
			rc = take_interval(wish, item, file->meter_ms, &set->meter_ms, err);
		else if (strcmp(key, "outlets") == 0)
			rc = take_interval(wish, item, file->outlets_ms, &set->outlets_ms, err);
		else if (strcmp(key, "settings") == 0)
			rc = take_interval(wish, item, file->settings_ms, &set->settings_ms, err);
		else
			rc = kasa_err_set(err, KASA_EINVAL, "state, meter, outlets and settings are possible");
	}
	return rc;
}

static int
take_name(struct wish *wish, const json_t *value, struct kasa_err *err)
{
	(void)wish;
	(void)value;
	return kasa_err_set(err, KASA_EINVAL, "device/rename does that");
}

static const struct {
	const char *key;
	take_fn *take;
} options[] = {
	{ "area", take_area },           { "poll", take_poll },         { "throttle", take_throttle },
	{ "enabled", take_enabled },     { "hidden", take_hidden },     { "name", take_name },
	{ "protected", take_protected }, { "disabled", take_disabled },
};

enum {
	OPTIONS = sizeof options / sizeof options[0]
};

/* ---- all of them ---- */

static int
take_all(struct wish *wish, const struct request *request, struct kasa_err *err)
{
	for (size_t i = 0; i < OPTIONS; i++) {
		json_t *value = json_object_get(request->args, options[i].key);

		if (value && options[i].take(wish, value, err) != KASA_OK)
			return kasa_err_wrap(err, "%s", options[i].key);
	}
	return KASA_OK;
}

/* Puts what was wished into the store; the texts become its own. */
static int
keep(struct hub *hub, const char *key, const struct store_options *set, struct kasa_err *err)
{
	struct store_options *kept = store_options(hub->store, key);
	char *name = kept && set->name ? strdup(set->name) : NULL, *area = kept && set->area ? strdup(set->area) : NULL;

	if (!kept || (set->name && !name) || (set->area && !area)) {
		free(name);
		free(area);
		return kasa_err_set(err, KASA_ENOMEM, "out of memory");
	}
	free(kept->name);
	free(kept->area);
	*kept = *set;
	kept->name = name;
	kept->area = area;
	store_commit(hub->store);
	return KASA_OK;
}

/* Out of the hub, but what was set for it stays: so it does not come back by itself. */
static void
disable(struct request *request, struct device *device, const struct wish *wish)
{
	char key[DEVICE_KEY], *name = wish->set.name ? strdup(wish->set.name) : NULL;
	struct store_options set = wish->set;
	struct kasa_err err;
	int rc;

	memcpy(key, device->key, sizeof key);
	set.name = name;
	hub_remove(request->hub, device);
	rc = keep(request->hub, key, &set, &err);
	free(name);
	if (rc == KASA_OK)
		request_ok(request, json_pack("{ss sb}", "id", key, "disabled", 1));
	else
		request_fail(request, NULL, &err);
}

static void
set_device(struct request *request, struct device *device)
{
	const struct store_options *kept = store_options(request->hub->store, device->key);
	struct wish wish = { .file = device->config };
	char *area = NULL;
	struct kasa_err err;

	wish.set = kept ? *kept
	                : (struct store_options){ .enabled = KASA_UNKNOWN,
		                                  .hidden = KASA_UNKNOWN,
		                                  .protected = KASA_UNKNOWN };
	if (take_all(&wish, request, &err) != KASA_OK) {
		request_fail(request, NULL, &err);
		return;
	}
	area = wish.set.area ? strdup(wish.set.area) : NULL;
	wish.set.area = area;
	if (wish.set.enabled == 0) {
		disable(request, device, &wish);
	} else if (keep(request->hub, device->key, &wish.set, &err) == KASA_OK) {
		hub_configure_device(request->hub, device);
		request_ok(request, document_device(device));
	} else {
		request_fail(request, NULL, &err);
	}
	free(area);
}

/* Of a device that is not there: by its MAC, or by the name that a request gave it. */
static bool
absent_key(const struct request *request, const char *id, char key[DEVICE_KEY])
{
	const char *kept = store_named(request->hub->store, id);
	char text[KASA_MAC_TEXT];
	uint8_t mac[6];

	if (hub_find(request->hub, id, NULL))
		return false;
	if (kasa_mac_parse(id, mac)) {
		kasa_mac_format(mac, text);
		device_key(key, text);
		return true;
	}
	return kept && kasa_str_copy(key, DEVICE_KEY, kept);
}

/* One that was disabled may come back. */
static bool
enable_absent(struct request *request)
{
	const char *id = request_text(request, "id");
	struct store_options *kept;
	char key[DEVICE_KEY];

	if (!json_is_true(json_object_get(request->args, "enabled"))
	    && !json_is_false(json_object_get(request->args, "disabled")))
		return false;
	if (!id || !absent_key(request, id, key))
		return false;
	kept = store_options(request->hub->store, key);
	if (!kept)
		return false;
	kept->enabled = KASA_UNKNOWN;
	store_commit(request->hub->store);
	finder_configured(request->hub->finder);
	finder_search(request->hub->finder);
	request_ok(request, json_pack("{ss sb}", "id", key, "disabled", 0));
	return true;
}

void
request_device_options(struct request *request)
{
	static const char *const keys[] = { "id",     "area",      "poll",     "throttle", "enabled",
		                            "hidden", "protected", "disabled", "name",     NULL };
	struct device *device;

	if (!request_only(request, keys) || enable_absent(request))
		return;
	device = request_device(request);
	if (device)
		set_device(request, device);
}
