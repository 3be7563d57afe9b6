/* Requests that become an order to a device. */
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "bridge/clock.h"
#include "bridge/command/command.h"
#include "bridge/request/request_own.h"

static json_t *
data_of(const struct device *device, const struct request *request, const char *reply)
{
	json_t *data = json_pack("{ss sI}", "name", device->name, "ms", (json_int_t)(clock_ms() - request->since_ms));

	if (reply)
		json_object_set_new(data, "reply", json_loads(reply, JSON_DECODE_ANY, NULL));
	return data;
}

static void
on_end(const struct order *order, struct device *device, const struct kasa_err *err, const char *reply, void *arg)
{
	struct request *request = arg;

	(void)order;
	if (err->code == KASA_OK)
		request_ok(request, data_of(device, request, reply));
	else
		request_fail(request, command_code_of(device, err), err);
}

static void
give(struct request *request, struct device *device, struct order *order)
{
	order->deadline_ms = clock_ms() + request->hub->config->mqtt.command_ttl_ms;
	order->done = on_end;
	order->arg = request;
	hub_execute(request->hub, device, order);
}

/* False, and it is ended, when `outlet` is none of the device. */
static bool
read_outlet(struct request *request, const struct device *device, unsigned *outlet)
{
	json_t *value = json_object_get(request->args, "outlet");
	json_int_t number = json_integer_value(value);
	struct kasa_err err;

	*outlet = 0;
	if (!value)
		return true;
	if (json_is_integer(value) && number >= 1 && number <= (json_int_t)device->part_count) {
		*outlet = (unsigned)number;
		return true;
	}
	kasa_err_set(&err, KASA_EINVAL, "outlet: %s has %u of them", device->name, device->part_count);
	request_fail(request, NULL, &err);
	return false;
}

static void
simple(struct request *request, enum order_kind kind)
{
	static const char *const keys[] = { "id", "outlet", NULL };
	struct device *device = request_only(request, keys) ? request_device(request) : NULL;
	struct order order;
	unsigned outlet;

	/* A request that was ended by one of these is gone. */
	if (!device || !read_outlet(request, device, &outlet))
		return;
	order_init(&order, kind);
	order.outlet = outlet;
	give(request, device, &order);
}

void
request_reboot(struct request *request)
{
	simple(request, ORDER_RESTART);
}

void
request_clock(struct request *request)
{
	simple(request, ORDER_CLOCK);
}

void
request_energy_reset(struct request *request)
{
	simple(request, ORDER_ENERGY_RESET);
}

/* ---- raw ---- */

/* `request` is an object, or the text of one. */
static json_t *
read_raw(const struct request *request)
{
	json_t *given = json_object_get(request->args, "request");

	if (json_is_string(given))
		return json_loads(json_string_value(given), JSON_REJECT_DUPLICATES, NULL);
	return json_incref(given);
}

static int
check_raw(const struct request *request, const json_t *raw, struct kasa_err *err)
{
	char word[64];

	if (!request->hub->config->mqtt.raw)
		return kasa_err_set(err, KASA_EDENIED,
		                    "raw requests are off; mqtt: {raw: true} in the configuration allows them");
	if (!json_is_object(raw))
		return kasa_err_set(err, KASA_EINVAL, "request: a JSON object, or the text of one, is missing");
	if (raw_denied(raw, word))
		return kasa_err_set(
			err, KASA_EDENIED,
			"\"%s\" is not sent from here: it could cost you the device; `kasa raw` would, after asking",
			word);
	return KASA_OK;
}

static void
send_raw(struct request *request, struct device *device, const json_t *raw)
{
	struct kasa_err err;
	struct order order;

	order_init(&order, ORDER_RAW);
	order.text = json_dumps(raw, JSON_COMPACT | JSON_REAL_PRECISION(17));
	if (order.text) {
		give(request, device, &order);
	} else {
		kasa_err_set(&err, KASA_ENOMEM, "out of memory");
		request_fail(request, NULL, &err);
	}
	order_finish(&order);
}

void
request_raw(struct request *request)
{
	static const char *const keys[] = { "id", "request", NULL };
	struct device *device;
	struct kasa_err err;
	json_t *raw;

	if (!request_only(request, keys))
		return;
	raw = read_raw(request);
	if (check_raw(request, raw, &err) != KASA_OK) {
		request_fail(request, NULL, &err);
	} else {
		device = request_device(request);
		if (device)
			send_raw(request, device, raw);
	}
	json_decref(raw);
}
