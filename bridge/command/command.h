/*
 * Commands as people and programs write them into MQTT and hooks, read into orders: `ON`, `{"state":"ON","brightness":40}`,
 * or an attribute and its value. Pure.
 */
#ifndef KASA_BRIDGE_COMMAND_H
#define KASA_BRIDGE_COMMAND_H

#include <stdbool.h>
#include <stddef.h>

#include "bridge/hub/device.h"
#include "bridge/hub/order.h"

enum {
	COMMAND_ORDERS_MAX = 16,      /* of one message */
	COMMAND_BARE_MAX = 256,       /* bytes of a payload that is no JSON object */
	COMMAND_JSON_MAX = 8 << 10,   /* the longest effect that is known has 1 KiB */
	COMMAND_TRANSACTION_MAX = 256 /* bytes of it as JSON */
};

/* What one message asks for. */
struct command {
	struct order orders[COMMAND_ORDERS_MAX];
	unsigned count;
	char *transaction; /* JSON text of its `transaction`, or NULL */
	char *text; /* JSON text of the command without it, to be shown in its result; NULL when it was unreadable */
	const char *code; /* of a refusal: "unknown_attribute", "bad_value", "not_supported"; lives for ever */
};

/*
 * Reads the payload of <dev>/set, or of <dev>/set/<attr> when @p attr is not NULL. What the device is known to be unable to
 * do is refused here already.
 *
 * @param device  whose state and settings say what is possible; of one that said nothing yet, or of NULL, all is
 * KASA_EINVAL, KASA_ENOTSUP with a sentence and .code, KASA_ENOMEM; .transaction and .text are set as far as they could
 * be read. Give it to command_finish() in any case.
 */
int command_parse(struct command *command, const struct device *device, unsigned outlet, const char *attr,
                  const char *payload, size_t length, struct kasa_err *err);

void command_finish(struct command *command);

/* Whether one of its orders toggles; and what they do instead: several parts toggle to the same, or not at all. */
bool command_toggles(const struct command *command);
void command_settle(struct command *command, int on);

/*
 * The code of a failure as it stands in results. What results promise goes before the library's own word: timeout,
 * device_error, not_supported, bad_value, busy, denied; all else is kasa_error_word(). Lives for ever.
 */
const char *command_code(const struct kasa_err *err);

/* The same of an order for this device: device_offline where it was known before that nobody would answer. */
const char *command_code_of(const struct device *device, const struct kasa_err *err);

#endif
