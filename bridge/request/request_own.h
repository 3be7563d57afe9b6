/* What the files of requests share. */
#ifndef KASA_BRIDGE_REQUEST_OWN_H
#define KASA_BRIDGE_REQUEST_OWN_H

#include <kasa/device.h>

#include "bridge/request/requests.h"

enum {
	REQUEST_PAYLOAD_MAX = 16 << 10,
	REQUEST_COMMAND_MAX = 64,
};

/* One request on its way. Whoever serves it ends it with one of the two functions below, at once or later. */
struct request {
	struct hub *hub;
	struct request_powers powers;
	char command[REQUEST_COMMAND_MAX];
	json_t *args; /* an object */
	uint64_t since_ms;
	void *own; /* of who serves it; free()d at the end */
	request_done_fn *done;
	void *arg;
};

/* Ends it; @p data is stolen, NULL is {}. */
void request_ok(struct request *request, json_t *data);

/* Ends it with a failure; @p code NULL: what command_code() says. */
void request_fail(struct request *request, const char *code, const struct kasa_err *err);

/* A text argument, or NULL. */
const char *request_text(const struct request *request, const char *key);

/* Whether all keys are among these, ended by NULL; `transaction` always is. Else it is ended. */
bool request_only(struct request *request, const char *const keys[]);

/* The device that `id` names, or NULL, and the request is ended. */
struct device *request_device(struct request *request);

/* ---- those who serve ---- */

typedef void request_fn(struct request *request);

request_fn request_discover, request_options, request_log_level, request_reload, request_restart, request_backup,
	request_health, request_clear, request_republish;
request_fn request_add, request_remove, request_rename, request_device_options;
request_fn request_raw, request_reboot, request_clock, request_energy_reset;
request_fn request_group_add, request_group_remove, request_group_rename, request_group_options;

/* ---- request_raw.c, pure ---- */

/* The first thing in it that would break a device or give it away, or NULL when it may be sent. @p out holds its name. */
const char *raw_denied(const json_t *request, char out[64]);

#endif
