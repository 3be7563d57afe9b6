#include "bridge/request/requests.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/str.h"
#include "bridge/clock.h"
#include "bridge/command/command.h"
#include "bridge/documents/documents.h"
#include "bridge/log.h"
#include "bridge/request/request_own.h"
#include "common/suggest.h"
#include "common/text_show.h"

struct row {
	const char *command;
	request_fn *serve;
	const char *bare; /* what a payload that is no object is the value of; NULL: only PRESS is possible */
};

// clang-format off
static const struct row rows[] = {
	{ "discover",            request_discover,       NULL },
	{ "device/add",          request_add,            "host" },
	{ "device/remove",       request_remove,         "id" },
	{ "device/rename",       request_rename,         NULL },
	{ "device/options",      request_device_options, NULL },
	{ "device/raw",          request_raw,            NULL },
	{ "device/reboot",       request_reboot,         "id" },
	{ "device/clock",        request_clock,          "id" },
	{ "device/energy_reset", request_energy_reset,   "id" },
	{ "group/add",           request_group_add,      NULL },
	{ "group/remove",        request_group_remove,   "name" },
	{ "group/rename",        request_group_rename,   NULL },
	{ "group/options",       request_group_options,  NULL },
	{ "options",             request_options,        NULL },
	{ "options/log_level",   request_log_level,      "log_level" },
	{ "reload",              request_reload,         NULL },
	{ "restart",             request_restart,        NULL },
	{ "backup",              request_backup,         NULL },
	{ "health_check",        request_health,         NULL },
	{ "discovery/clear",     request_clear,          NULL },
	{ "discovery/republish", request_republish,      NULL },
};
// clang-format on

enum {
	ROWS = sizeof rows / sizeof rows[0],
	BARE_MAX = 128,
};

/* ---- answers ---- */

static void
end(struct request *request)
{
	json_decref(request->args);
	free(request->own);
	free(request);
}

/* @p answer is stolen. */
static void
answer(struct request *request, json_t *answer)
{
	static const char nomem[] = "{\"status\":\"error\",\"code\":\"nomem\"}";
	json_t *transaction = json_object_get(request->args, "transaction");
	size_t length = sizeof nomem - 1;
	char *text;

	if (answer && transaction)
		json_object_set(answer, "transaction", transaction);
	text = answer ? document_text(answer, &length) : NULL;
	request->done(request->command, text ? text : nomem, length, request->arg);
	free(text);
	json_decref(answer);
	end(request);
}

void
request_ok(struct request *request, json_t *data)
{
	log_info("request done command=%s ms=%u", request->command, (unsigned)(clock_ms() - request->since_ms));
	answer(request, json_pack("{ss so}", "status", "ok", "data", data ? data : json_object()));
}

void
request_fail(struct request *request, const char *code, const struct kasa_err *err)
{
	json_t *json =
		json_pack("{ss ss ss}", "status", "error", "code", code ? code : command_code(err), "error", err->text);

	log_warning("request failed command=%s error=\"%s\"", request->command, err->text);
	if (json && err->device_code != 0)
		json_object_set_new(json, "err_code", json_integer(err->device_code));
	answer(request, json);
}

/* ---- arguments ---- */

const char *
request_text(const struct request *request, const char *key)
{
	return json_string_value(json_object_get(request->args, key));
}

static bool
is_among(const char *key, const char *const keys[])
{
	for (size_t i = 0; keys[i]; i++)
		if (strcmp(keys[i], key) == 0)
			return true;
	return strcmp(key, "transaction") == 0;
}

static void
refuse_key(struct request *request, const char *key, const char *const keys[])
{
	char shown[TEXT_SHOWN];
	struct kasa_err err;

	kasa_err_set(&err, KASA_EINVAL, "\"%.40s\" is nothing that it takes", text_show(shown, key));
	for (size_t i = 0; keys[i]; i++)
		kasa_err_append(&err, "%s%s", i == 0 ? "; these are: " : ", ", keys[i]);
	request_fail(request, "unknown_attribute", &err);
}

bool
request_only(struct request *request, const char *const keys[])
{
	const char *key;
	json_t *value;

	json_object_foreach(request->args, key, value) {
		if (is_among(key, keys))
			continue;
		refuse_key(request, key, keys);
		return false;
	}
	return true;
}

struct device *
request_device(struct request *request)
{
	const char *id = request_text(request, "id");
	struct device *device;
	struct kasa_err err;

	if (!id) {
		kasa_err_set(&err, KASA_EINVAL, "id: the name, MAC or id of a device is missing");
		request_fail(request, NULL, &err);
		return NULL;
	}
	device = hub_find(request->hub, id, &err);
	if (!device)
		request_fail(request, err.code == KASA_ENOTFOUND ? "unknown_device" : NULL, &err);
	return device;
}

/* ---- the payload ---- */

static int
read_bare(const struct row *row, const char *payload, size_t length, json_t **out, struct kasa_err *err)
{
	bool press = length == 0 || (length == 5 && memcmp(payload, "PRESS", 5) == 0);

	if (press && !row->bare)
		*out = json_object();
	else if (!row->bare || length == 0 || length > BARE_MAX || !kasa_utf8_valid(payload, length)
	         || memchr(payload, '\0', length))
		return kasa_err_set(err, KASA_EINVAL, "%s takes a JSON object%s%s", row->command,
		                    row->bare ? ", or as a bare text its " : "", row->bare ? row->bare : "");
	else
		*out = json_pack("{ss%}", row->bare, payload, length);
	return *out ? KASA_OK : kasa_err_set(err, KASA_ENOMEM, "out of memory");
}

static int
read_args(const struct row *row, const char *payload, size_t length, json_t **out, struct kasa_err *err)
{
	json_error_t wrong;

	if (length > REQUEST_PAYLOAD_MAX)
		return kasa_err_set(err, KASA_EINVAL, "%zu bytes are too many; %d are possible", length,
		                    REQUEST_PAYLOAD_MAX);
	if (length == 0 || !strchr("{ \t\r\n", payload[0]))
		return read_bare(row, payload, length, out, err);
	*out = json_loadb(payload, length, JSON_REJECT_DUPLICATES, &wrong);
	if (!*out)
		return kasa_err_set(err, KASA_EINVAL, "not readable as JSON: %s, at byte %d", wrong.text,
		                    wrong.position);
	if (json_is_object(*out))
		return KASA_OK;
	json_decref(*out);
	*out = NULL;
	return kasa_err_set(err, KASA_EINVAL, "%s takes a JSON object", row->command);
}

/* ---- which one ---- */

static const struct row *
find(const char *command, struct kasa_err *err)
{
	char shown[TEXT_SHOWN];
	struct suggest suggest;

	for (size_t i = 0; i < ROWS; i++)
		if (strcmp(rows[i].command, command) == 0)
			return &rows[i];
	kasa_err_set(err, KASA_EINVAL, "\"%.60s\" is no request", text_show(shown, command));
	suggest_start(&suggest, command);
	for (size_t i = 0; i < ROWS; i++)
		suggest_offer(&suggest, rows[i].command);
	if (suggest.best)
		kasa_err_append(err, ": did you mean %s?", suggest.best);
	return NULL;
}

static struct request *
make(struct hub *hub, const struct request_powers *powers, const char *command, request_done_fn *done, void *arg)
{
	struct request *request = calloc(1, sizeof *request);

	if (!request)
		return NULL;
	request->hub = hub;
	request->powers = *powers;
	request->since_ms = clock_ms();
	request->done = done;
	request->arg = arg;
	kasa_str_copy(request->command, sizeof request->command, command);
	kasa_str_plain(request->command);
	return request;
}

/* A topic is answered under the same name: one that could be a wildcard, or has no end, is cut to what it may be. */
static void
plain_command(struct request *request)
{
	for (char *at = request->command; *at; at++)
		if (*at == '+' || *at == '#')
			*at = '?';
}

void
request_execute(struct hub *hub, const struct request_powers *powers, const char *command, const char *payload,
                size_t length, request_done_fn *done, void *arg)
{
	static const char nomem[] = "{\"status\":\"error\",\"code\":\"nomem\"}";
	struct request *request = make(hub, powers, command, done, arg);
	const struct row *row;
	struct kasa_err err;

	if (!request) {
		done("error", nomem, sizeof nomem - 1, arg);
		return;
	}
	plain_command(request);
	row = find(command, &err);
	if (!row) {
		/* for its transaction */
		request->args =
			length <= REQUEST_PAYLOAD_MAX ? json_loadb(length > 0 ? payload : "", length, 0, NULL) : NULL;
		request_fail(request, "unknown_attribute", &err);
		return;
	}
	if (read_args(row, payload, length, &request->args, &err) != KASA_OK)
		request_fail(request, NULL, &err);
	else
		row->serve(request);
}
