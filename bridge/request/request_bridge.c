/* Requests about the bridge itself. */
#include <string.h>

#include <kasa/version.h>

#include "base/err.h"
#include "bridge/clock.h"
#include "bridge/command/command_value.h"
#include "bridge/documents/documents.h"
#include "bridge/hub/finder.h"
#include "bridge/hub/groups.h"
#include "bridge/hub/poller.h"
#include "bridge/log.h"
#include "bridge/request/request_own.h"
#include "bridge/store/store.h"

enum {
	BACKUP_MAX = 1000, /* devices: more take longer than a turn of the loop may, and the folder can be copied */
	POLL_LEAST_MS = 1000,
	POLL_MOST_MS = 86400000,
};

static const char *const nothing[] = { NULL };

void
request_discover(struct request *request)
{
	if (!request_only(request, nothing))
		return;
	finder_search(request->hub->finder);
	request_ok(request, NULL);
}

/* ---- options ---- */

static int
set_log_level(const json_t *value, struct kasa_err *err)
{
	const char *word = json_string_value(value);
	enum kasa_log_level level;
	char shown[VALUE_SHOWN];

	if (!word || !log_level_parse(word, &level))
		return kasa_err_set(err, KASA_EINVAL, "log_level: %s is none of error, warning, info and debug",
		                    value_show(shown, value));
	log_set_level(level);
	return KASA_OK;
}

/* The usual interval of states, where the file says nothing; until the next reload or restart. */
static int
set_poll(struct hub *hub, const json_t *value, struct kasa_err *err)
{
	int ms, rc = value_seconds(value, POLL_LEAST_MS, POLL_MOST_MS, &ms, err);

	if (rc != KASA_OK)
		return kasa_err_wrap(err, "poll");
	hub->config->poll.state_ms = (uint32_t)ms;
	HUB_EACH(hub, device)
	poller_intervals(device);
	return KASA_OK;
}

static json_t *
options(const struct hub *hub)
{
	return json_pack("{ss so}", "log_level", log_level_word(log_level()), "poll",
	                 document_real(hub->config->poll.state_ms / 1e3, 3));
}

void
request_options(struct request *request)
{
	static const char *const keys[] = { "log_level", "poll", NULL };
	json_t *level, *poll;
	struct kasa_err err;
	int rc = KASA_OK;

	if (!request_only(request, keys))
		return;
	level = json_object_get(request->args, "log_level");
	poll = json_object_get(request->args, "poll");
	if (level)
		rc = set_log_level(level, &err);
	if (rc == KASA_OK && poll)
		rc = set_poll(request->hub, poll, &err);
	if (rc == KASA_OK)
		request_ok(request, options(request->hub));
	else
		request_fail(request, NULL, &err);
}

void
request_log_level(struct request *request)
{
	static const char *const keys[] = { "log_level", NULL };
	struct kasa_err err;

	if (!request_only(request, keys))
		return;
	if (set_log_level(json_object_get(request->args, "log_level"), &err) == KASA_OK)
		request_ok(request, json_pack("{ss}", "log_level", log_level_word(log_level())));
	else
		request_fail(request, NULL, &err);
}

/* ---- the process ---- */

static void
no_power(struct request *request)
{
	struct kasa_err err;

	kasa_err_set(&err, KASA_ENOTSUP, "that cannot be asked for here");
	request_fail(request, NULL, &err);
}

void
request_reload(struct request *request)
{
	struct kasa_err err;

	if (!request_only(request, nothing))
		return;
	if (!request->powers.reload)
		no_power(request);
	else if (request->powers.reload(&err, request->powers.arg) == KASA_OK)
		request_ok(request, NULL);
	else
		request_fail(request, NULL, &err);
}

/* Answered first: afterwards nobody is there to do it. */
void
request_restart(struct request *request)
{
	struct request_powers powers = request->powers;

	if (!request_only(request, nothing))
		return;
	if (!powers.restart) {
		no_power(request);
		return;
	}
	request_ok(request, NULL);
	powers.restart(powers.arg);
}

void
request_health(struct request *request)
{
	json_t *data;

	if (!request_only(request, nothing))
		return;
	data = request->powers.health ? request->powers.health(request->powers.arg) : NULL;
	if (!data)
		data = json_object();
	json_object_set_new(data, "healthy", json_true());
	request_ok(request, data);
}

void
request_clear(struct request *request)
{
	struct request_powers powers = request->powers;

	if (!request_only(request, nothing))
		return;
	if (!powers.clear_discovery) {
		no_power(request);
		return;
	}
	powers.clear_discovery(powers.arg);
	request_ok(request, NULL);
}

void
request_republish(struct request *request)
{
	struct request_powers powers = request->powers;

	if (!request_only(request, nothing))
		return;
	if (!powers.republish) {
		no_power(request);
		return;
	}
	powers.republish(powers.arg);
	request_ok(request, NULL);
}

/* ---- backup ---- */

static json_t *
counters(const struct device *device)
{
	json_t *list = json_array();

	for (unsigned outlet = 0; outlet <= device->part_count; outlet++) {
		const struct meter *meter = device_meter(device, outlet);
		double sum = meter ? counter_sum(&meter->counter) : 0;

		if (meter && sum == sum) /* NAN is not itself */
			json_array_append_new(list, json_pack("{si sf sf}", "outlet", (int)outlet, "energy", sum,
			                                      "offset", meter->counter.offset_kwh));
	}
	return list;
}

static json_t *
kept_of(struct hub *hub, const struct device *device)
{
	const struct store_options *set = store_options(hub->store, device->key);
	json_t *json = document_device(device);

	json_object_set_new(json, "counters", counters(device));
	if (set && set->name)
		json_object_set_new(json, "named_by_request", json_string(set->name));
	if (set && set->area)
		json_object_set_new(json, "area_by_request", json_string(set->area));
	return json;
}

/* What is needed to know what was: names, options, counters, groups. No account and no password is part of it. */
void
request_backup(struct request *request)
{
	struct hub *hub = request->hub;
	json_t *devices;
	struct kasa_err err;

	if (!request_only(request, nothing))
		return;
	if (hub->device_count > BACKUP_MAX) {
		kasa_err_set(&err, KASA_ENOTSUP, "more than %d devices do not fit into a message: copy %s", BACKUP_MAX,
		             store_folder(hub->store));
		request_fail(request, NULL, &err);
		return;
	}
	devices = json_array();
	HUB_EACH(hub, device)
	json_array_append_new(devices, kept_of(hub, device));
	request_ok(request, json_pack("{ss so s{ss ss sb ss} so so}", "version", kasa_version(), "time",
	                              document_time(clock_utc_s()), "config", "path", hub->config->path, "base_topic",
	                              hub->config->mqtt.base_topic, "homeassistant", hub->config->hass.enabled,
	                              "discovery_prefix", hub->config->hass.discovery_prefix, "groups",
	                              groups_list(hub), "devices", devices));
}
