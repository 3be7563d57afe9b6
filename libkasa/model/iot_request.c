/* Wording requests of the IOT language: the questions of a row, as many as one message may hold. */
#include <string.h>

#include "base/err.h"
#include "model/iot.h"

enum {
	REQUEST_MAX = 1024, /* plugs take more; nothing of ours needs it */
	/* KL125, KL130: silent or crashed beyond about 256 bytes, python-kasa issue 502 */
	LIGHT_REQUEST_MAX = 255,
	LIGHT_QUESTIONS = 3, /* their answers are large, and one beyond 4096 bytes crashes a KL125, the same issue */
};

struct limits {
	size_t bytes;
	unsigned questions;
};

static bool
is_light(const struct kasa_state *state)
{
	return state->family == KASA_FAMILY_BULB || state->family == KASA_FAMILY_LIGHTSTRIP;
}

static struct limits
limits_of(const struct kasa_state *state)
{
	if (is_light(state))
		return (struct limits){ LIGHT_REQUEST_MAX, LIGHT_QUESTIONS };
	return (struct limits){ REQUEST_MAX, KASA_IOT_ASKS };
}

/* The id as the device itself gives it, or the other form where it did not know that one. */
static const char *
outlet_id(const struct kasa_order *order, const struct kasa_record *record, const struct kasa_outlet *outlet)
{
	size_t n = strlen(outlet->id);
	bool brief = record->short_outlet_ids != order->other_outlet_id;

	return brief && n > 2 ? outlet->id + n - 2 : outlet->id;
}

/* Appends `"context":{"child_ids":[..]},` for one outlet, for each, or nothing for the device. */
static int
build_context(const struct kasa_order *order, const struct kasa_record *record, struct kasa_buf *out,
              struct kasa_err *err)
{
	unsigned first = (unsigned)order->outlet, last = first;
	int rc = KASA_OK;

	if (order->outlet == 0) {
		if (!order->each_outlet)
			return KASA_OK;
		first = 1;
		last = record->state.outlet_count;
	} else if (!kasa_record_outlet(record, order->outlet, err)) {
		return KASA_ENOTSUP;
	}
	for (unsigned i = first; i <= last && rc == KASA_OK; i++) {
		rc = kasa_buf_printf(out, i == first ? "\"context\":{\"child_ids\":[" : ",");
		if (rc == KASA_OK)
			rc = kasa_jx_quote(out, outlet_id(order, record, &record->outlets[i - 1]));
	}
	return rc == KASA_OK ? kasa_buf_printf(out, "]},") : rc;
}

int
kasa_iot_put_int(struct kasa_buf *out, const char *key, int value)
{
	if (value == KASA_UNKNOWN)
		return KASA_OK;
	return kasa_buf_printf(out, "%s\"%s\":%d", out->data[out->len - 1] == '{' ? "" : ",", key, value);
}

/* Appends one question, into the module that is open already where it belongs there. */
static int
build_ask(const struct kasa_order *order, const struct kasa_record *record, const struct kasa_iot_ask *ask,
          const char *open, struct kasa_buf *out)
{
	const char *module = kasa_iot_module(ask->module, &record->state, order->other_module);
	int rc;

	if (open && strcmp(open, module) == 0)
		rc = kasa_buf_printf(out, ",\"%s\":", ask->method);
	else
		rc = kasa_buf_printf(out, "%s\"%s\":{\"%s\":", open ? "}," : "", module, ask->method);
	if (rc != KASA_OK)
		return rc;
	return ask->args ? ask->args(order, record, out) : kasa_buf_printf(out, "{}");
}

/* One that alone is too long cannot be divided; a light strip takes its long effects whole. */
static int
check_length(const struct kasa_state *state, size_t len, const struct limits *limits, struct kasa_err *err)
{
	if (len <= limits->bytes || state->family != KASA_FAMILY_BULB)
		return KASA_OK;
	return kasa_err_set(err, KASA_ENOTSUP, "%s takes requests of up to %zu bytes; this one has %zu", state->model,
	                    limits->bytes, len);
}

/* Appends the questions from order->part on, as many as fit, and notes how many. */
static int
build_asks(struct kasa_order *order, const struct kasa_record *record, const struct kasa_iot_row *row,
           struct kasa_buf *out, struct kasa_err *err)
{
	const struct limits limits = limits_of(&record->state);
	const struct kasa_iot_ask *ask = &row->asks[order->part];
	const char *open = NULL;
	size_t begin = out->len;
	int rc;

	for (order->asked = 0; ask->method && order->asked < limits.questions; ask++, order->asked++) {
		size_t before = out->len;

		rc = build_ask(order, record, ask, open, out);
		if (rc != KASA_OK)
			return rc;
		if (order->asked > 0 && out->len + sizeof "{}}" - 1 - begin > limits.bytes) {
			out->len = before;
			break;
		}
		open = kasa_iot_module(ask->module, &record->state, order->other_module);
	}
	rc = kasa_buf_printf(out, "}}");
	return rc == KASA_OK ? check_length(&record->state, out->len - begin + 1, &limits, err) : rc;
}

static int
build_row(struct kasa_order *order, const struct kasa_record *record, struct kasa_buf *out, struct kasa_err *err)
{
	const struct kasa_iot_row *row = kasa_iot_row(order, &record->state);
	int rc = kasa_iot_able(row, record, err);

	if (rc == KASA_OK && row->check)
		rc = row->check(order, record, err);
	if (rc == KASA_OK && row->each && order->outlet == 0 && record->state.outlet_count > 0)
		rc = kasa_err_set(err, KASA_ENOTSUP, "%s %s", record->state.model, row->each);
	if (rc == KASA_OK)
		rc = kasa_buf_printf(out, "{");
	if (rc == KASA_OK)
		rc = build_context(order, record, out, err);
	return rc == KASA_OK ? build_asks(order, record, row, out, err) : rc;
}

int
kasa_iot_build(struct kasa_order *order, const struct kasa_record *record, struct kasa_buf *out, struct kasa_err *err)
{
	int rc;

	kasa_err_clear(err);
	if (order->kind == KASA_ORDER_RAW)
		rc = kasa_buf_add(out, order->text, strlen(order->text));
	else
		rc = build_row(order, record, out, err);
	if (rc != KASA_OK && err && err->code == KASA_OK)
		kasa_err_set(err, rc, "no memory for a request");
	return rc;
}
