/*
 * Commands as people and programs write them into MQTT and hooks, read into orders: `ON`, `{"state":"ON","brightness":40}`,
 * or an attribute and its value. Pure.
 */
#ifndef KASA_BRIDGE_WORDS_H
#define KASA_BRIDGE_WORDS_H

#include <stddef.h>

#include "bridge/device.h"
#include "bridge/order.h"

enum {
	WORDS_ORDERS_MAX = 16, /* of one message */
};

/* What one message asks for. */
struct words {
	struct order orders[WORDS_ORDERS_MAX];
	unsigned count;
	char *transaction; /* JSON text of its `transaction`, or NULL */
	char *command;     /* JSON text of the command itself, to be shown in its result; never NULL when it was read */
	const char *code;  /* of a refusal: "unknown_attribute", "bad_value", "not_supported"; lives for ever */
};

/*
 * Reads the payload of <dev>/set, or of <dev>/set/<attr> when @p attr is not NULL. What the device is known to be unable to
 * do is refused here already.
 *
 * @param device  whose state and settings say what is possible; of a device that said nothing yet all is
 * KASA_EINVAL, KASA_ENOTSUP with a sentence and .code; transaction and command are set as far as they could be read.
 * Give it to words_finish() in any case.
 */
int words_parse(struct words *words, const struct device *device, unsigned outlet, const char *attr,
                const char *payload, size_t length, struct kasa_err *err);

void words_finish(struct words *words);

/* The code of a failure as it stands in results: kasa_error_word() for what the library tells. Lives for ever. */
const char *words_code(const struct kasa_err *err);

#endif
