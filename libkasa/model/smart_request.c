/* Wording requests of the SMART language: the questions of a row, as many as one message may hold. */
#include <inttypes.h>
#include <string.h>

#include "base/err.h"
#include "model/smart.h"

/* The question at a place of the row. False past the end. */
static bool
find_item(const struct kasa_order *order, const struct kasa_record *record, const struct kasa_smart_row *row,
          unsigned index, struct kasa_smart_item *item)
{
	const struct kasa_smart_ask *ask = row->asks;
	unsigned at = index, count;

	for (; ask->method; ask++, at -= count) {
		count = ask->flags & KASA_SMART_EACH ? record->state.outlet_count : 1;
		if (at >= count)
			continue;
		*item = (struct kasa_smart_item){ .ask = ask, .index = index };
		if (ask->flags & KASA_SMART_EACH)
			item->outlet = at + 1;
		else if (ask->flags & KASA_SMART_CHILD)
			item->outlet = (unsigned)order->outlet;
		return true;
	}
	return false;
}

/* A question waits for the answers to those before it: it is worded with them, or what the device has is not known yet. */
static bool
waits(const struct kasa_record *record, const struct kasa_smart_item *first, const struct kasa_smart_item *item)
{
	bool settled =
		record->known && (record->components & (KASA_SMART_ASKED | KASA_SMART_STALE)) == KASA_SMART_ASKED;

	if (item->ask->flags & KASA_SMART_THEN)
		return true;
	return !settled && item->ask->flags & KASA_SMART_AFTER && !(first->ask->flags & KASA_SMART_AFTER);
}

unsigned
kasa_smart_items(struct kasa_order *order, const struct kasa_record *record, const struct kasa_smart_row *row,
                 bool sent, struct kasa_smart_item items[KASA_SMART_BATCH])
{
	unsigned most = record->one_by_one ? 1 : KASA_SMART_BATCH, count = 0, index = order->part;
	unsigned end = sent ? order->part + order->asked : UINT8_MAX;
	struct kasa_smart_item item;

	for (; index < end && count < most && find_item(order, record, row, index, &item); index++) {
		if (count > 0 && waits(record, &items[0], &item))
			break;
		if (!item.ask->when || item.ask->when(order, record))
			items[count++] = item;
	}
	/* what follows may be asked once these are answered */
	if (!sent)
		order->asked = (uint8_t)(count > 0 ? items[count - 1].index + 1 - order->part : 0);
	return count;
}

unsigned
kasa_smart_start(const struct kasa_order *order, const struct kasa_smart_item *item)
{
	return item->index == order->part ? order->from : 0;
}

static int
build_params(const struct kasa_order *order, const struct kasa_record *record, const struct kasa_smart_item *item,
             struct kasa_buf *out)
{
	const struct kasa_smart_ask *ask = item->ask;
	unsigned start = kasa_smart_start(order, item);
	int rc;

	if (ask->flags & KASA_SMART_PAGED && (start > 0 || !(ask->flags & KASA_SMART_BARE)))
		return kasa_buf_printf(out, ",\"params\":{\"start_index\":%u}", start);
	if (!ask->params) /* an empty object, or null, upsets some */
		return KASA_OK;
	rc = kasa_buf_printf(out, ",\"params\":");
	return rc == KASA_OK ? ask->params(order, record, out) : rc;
}

/* `"method":"x","params":{..}`, without the braces. */
static int
build_question(const struct kasa_order *order, const struct kasa_record *record, const struct kasa_smart_item *item,
               struct kasa_buf *out)
{
	int rc = kasa_buf_printf(out, "\"method\":\"%s\"", item->ask->method);

	return rc == KASA_OK ? build_params(order, record, item, out) : rc;
}

/* The same, handed on to an outlet where one is asked. */
static int
build_item(const struct kasa_order *order, const struct kasa_record *record, const struct kasa_smart_item *item,
           struct kasa_buf *out, struct kasa_err *err)
{
	const struct kasa_outlet *outlet;
	int rc;

	if (item->outlet == 0)
		return build_question(order, record, item, out);
	outlet = kasa_record_outlet(record, (int)item->outlet, err);
	if (!outlet)
		return KASA_ENOTSUP;
	rc = kasa_buf_printf(out, "\"method\":\"control_child\",\"params\":{\"device_id\":");
	if (rc == KASA_OK)
		rc = kasa_jx_quote(out, outlet->id);
	if (rc == KASA_OK)
		rc = kasa_buf_printf(out, ",\"requestData\":{");
	if (rc == KASA_OK)
		rc = build_question(order, record, item, out);
	return rc == KASA_OK ? kasa_buf_printf(out, "}}") : rc;
}

static int
build_batch(const struct kasa_order *order, const struct kasa_record *record, const struct kasa_smart_item *items,
            unsigned count, struct kasa_buf *out, struct kasa_err *err)
{
	int rc = kasa_buf_printf(out, "\"method\":\"multipleRequest\",\"params\":{\"requests\":[");

	for (unsigned i = 0; i < count && rc == KASA_OK; i++) {
		rc = kasa_buf_printf(out, i == 0 ? "{" : "},{");
		if (rc == KASA_OK)
			rc = build_item(order, record, &items[i], out, err);
	}
	return rc == KASA_OK ? kasa_buf_printf(out, "}]}") : rc;
}

static int
build_asker(const struct kasa_asker *asker, struct kasa_buf *out)
{
	int rc;

	if (!asker)
		return kasa_buf_printf(out, "}");
	rc = kasa_buf_printf(out, ",\"request_time_milis\":%" PRIu64 ",\"terminal_uuid\":", asker->utc_ms);
	if (rc == KASA_OK)
		rc = kasa_jx_quote(out, asker->terminal);
	return rc == KASA_OK ? kasa_buf_printf(out, "}") : rc;
}

static int
build_items(struct kasa_order *order, const struct kasa_record *record, const struct kasa_smart_row *row,
            struct kasa_buf *out, struct kasa_err *err)
{
	struct kasa_smart_item items[KASA_SMART_BATCH];
	unsigned count = kasa_smart_items(order, record, row, false, items);
	int rc;

	if (count == 0)
		return kasa_err_set(err, KASA_ENOTSUP, "there is nothing to ask %s", record->state.model);
	rc = kasa_buf_printf(out, "{");
	if (rc == KASA_OK && count == 1)
		rc = build_item(order, record, items, out, err);
	else if (rc == KASA_OK)
		rc = build_batch(order, record, items, count, out, err);
	return rc == KASA_OK ? build_asker(order->asker, out) : rc;
}

static int
build_row(struct kasa_order *order, const struct kasa_record *record, struct kasa_buf *out, struct kasa_err *err)
{
	const struct kasa_smart_row *row = kasa_smart_row(order, record);
	int rc = kasa_smart_able(order, row, record, err);

	if (rc == KASA_OK && order->outlet > 0 && !kasa_record_outlet(record, order->outlet, err))
		rc = KASA_ENOTSUP;
	if (rc == KASA_OK && row->check)
		rc = row->check(order, record, err);
	if (rc == KASA_OK && row->each && order->outlet == 0 && record->state.outlet_count > 0)
		rc = kasa_err_set(err, KASA_ENOTSUP, "%s %s", record->state.model, row->each);
	return rc == KASA_OK ? build_items(order, record, row, out, err) : rc;
}

int
kasa_smart_build(struct kasa_order *order, const struct kasa_record *record, struct kasa_buf *out, struct kasa_err *err)
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

int
kasa_smart_put_int(struct kasa_buf *out, const char *key, int value)
{
	if (value == KASA_UNKNOWN)
		return KASA_OK;
	return kasa_buf_printf(out, "%s\"%s\":%d", out->data[out->len - 1] == '{' ? "" : ",", key, value);
}
