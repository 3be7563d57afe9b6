/*
 * A body and a query as anybody may send them to REST: what is taken is a command without a toggle, what is not has a sentence;
 * and a file of kept answers that somebody broke.
 */
#include <jansson.h>

#include "base/str.h"
#include "bridge/command/command.h"
#include "bridge/http/idempotency.h"
#include "bridge/rest/rest_body.h"
#include "bridge/rest/rest_query.h"
#include "fuzz/fuzz.h"
#include "unit/bridge_device.h"

enum {
	NOW = 1795824000,
	TODAY = 20261128,
};

static void
check_sentence(const struct kasa_err *err)
{
	PROMISE(err->text[0] && kasa_utf8_valid(err->text, strlen(err->text)));
}

/* What a body became is what commands are read from. */
static void
check_command(const struct device *device, const char *text)
{
	struct command command;
	struct kasa_err err;

	if (command_parse(&command, device, 0, NULL, text, strlen(text), &err) != KASA_OK)
		check_sentence(&err);
	for (unsigned i = 0; i < command.count; i++)
		PROMISE(command.orders[i].kind != ORDER_SWITCH || command.orders[i].on != ORDER_TOGGLE);
	command_finish(&command);
}

static void
take_body(const char *body, size_t length)
{
	static struct made bulb, strip;
	struct kasa_err err = { .text = "" };
	char *text = NULL;

	made_bulb(&bulb);
	made_strip(&strip);
	if (rest_body_read(body, length, &text, &err) == KASA_OK) {
		json_t *json = json_loads(text, 0, NULL);

		PROMISE(json_is_object(json) && !json_object_get(json, "on"));
		check_command(&bulb.device, text);
		check_command(&strip.device, text);
		json_decref(json);
	} else {
		PROMISE(!text);
		check_sentence(&err);
	}
	free(text);
}

static void
take_query(const char *text)
{
	struct kasa_err err = { .text = "" };
	struct history_query query;
	unsigned number;
	int availability;

	if (query_history("day", text, NULL, NULL, TODAY, &query, &err) == KASA_OK)
		PROMISE(query.year >= 2000 && query.year <= 2099 && query.month >= 1 && query.month <= 12);
	else
		check_sentence(&err);
	if (query_history("month", NULL, text, NULL, TODAY, &query, &err) == KASA_OK)
		PROMISE(query.year >= 2000 && query.year <= 2099 && query.month == 0);
	if (query_history(text, NULL, NULL, text, TODAY, &query, &err) == KASA_OK)
		PROMISE(query.minutes >= 1);
	if (query_number("limit", text, 3, 70, 5, &number, &err) == KASA_OK)
		PROMISE(number >= 3 && number <= 70);
	else
		check_sentence(&err);
	if (query_availability(text, &availability, &err) != KASA_OK)
		check_sentence(&err);
}

static void
take_answers(const char *text, size_t length)
{
	struct idempotency *memory = idempotency_new(8, 4096);
	struct kasa_err err = { .text = "" };
	char *again;

	if (idempotency_load(memory, text, length, NOW, &err) != KASA_OK)
		check_sentence(&err);
	PROMISE(idempotency_count(memory) <= 8);
	again = idempotency_save(memory, NOW);
	PROMISE(again);
	PROMISE(idempotency_load(memory, again, strlen(again), NOW, &err) == KASA_OK);
	free(again);
	idempotency_free(memory);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = fuzz_text(data, size);

	take_body(text, size);
	take_query(text);
	take_answers(text, size);
	free(text);
	return 0;
}
