#include "bridge/webhook/webhook_values.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/str.h"
#include "bridge/command/command.h"
#include "bridge/documents/documents.h"
#include "bridge/hub/device.h"

static void
put_text(struct webhook_sheet *sheet, enum webhook_value value, const char *text)
{
	sheet->values.text[value] = text && text[0] ? text : NULL;
}

static void
put_whole(struct webhook_sheet *sheet, enum webhook_value value, int64_t number)
{
	snprintf(sheet->number[value], sizeof sheet->number[value], "%lld", (long long)number);
	sheet->values.text[value] = sheet->number[value];
}

/* At most four digits behind the point, as in documents. */
static void
put_real(struct webhook_sheet *sheet, enum webhook_value value, double number)
{
	char *text = sheet->number[value], *last;

	if (!isfinite(number) || fabs(number) > 1e12)
		return;
	snprintf(text, sizeof sheet->number[value], "%.4f", number);
	last = text + strlen(text) - 1;
	while (*last == '0')
		*last-- = '\0';
	if (*last == '.')
		*last = '\0';
	sheet->values.text[value] = strcmp(text, "-0") == 0 ? "0" : text;
}

static void
put_meter(struct webhook_sheet *sheet, const struct meter *meter)
{
	if (!meter)
		return;
	if (meter->live)
		put_real(sheet, WEBHOOK_POWER_W, meter->energy.power_w);
	put_real(sheet, WEBHOOK_ENERGY_KWH, meter->energy.total_kwh);
	put_real(sheet, WEBHOOK_ENERGY_TODAY_KWH, meter->energy.today_kwh);
}

static void
put_device(struct webhook_sheet *sheet, const struct device *device, unsigned outlet)
{
	int on = device_on(device, outlet);

	put_text(sheet, WEBHOOK_DEVICE_ALIAS, device_alias(device, outlet));
	put_text(sheet, WEBHOOK_DEVICE_NAME, device->name);
	put_text(sheet, WEBHOOK_DEVICE_ID, device->id);
	put_text(sheet, WEBHOOK_DEVICE_MAC, device->mac);
	put_text(sheet, WEBHOOK_DEVICE_AREA, device->area);
	if (outlet > 0)
		put_whole(sheet, WEBHOOK_OUTLET, outlet);
	if (on != KASA_UNKNOWN)
		put_text(sheet, WEBHOOK_STATE, on ? "ON" : "OFF");
	put_meter(sheet, device_meter(device, outlet));
}

static void
put_facts(struct webhook_sheet *sheet, const struct event_facts *facts)
{
	put_real(sheet, WEBHOOK_POWER_W, facts->power_w);
	put_real(sheet, WEBHOOK_LIMIT_W, facts->limit_w);
	put_real(sheet, WEBHOOK_ENERGY_KWH, facts->energy_kwh);
	put_real(sheet, WEBHOOK_LIMIT_KWH, facts->limit_kwh);
	if (facts->duration_s > 0)
		put_whole(sheet, WEBHOOK_DURATION_S, facts->duration_s);
	put_text(sheet, WEBHOOK_PERIOD, facts->period);
}

static void
put_failure(struct webhook_sheet *sheet, const struct event *event)
{
	if (!event->err || event->err->code == KASA_OK)
		return;
	put_text(sheet, WEBHOOK_ERROR, event->err->text);
	put_text(sheet, WEBHOOK_CODE, event->code ? event->code : command_code(event->err));
}

static void
put_time(struct webhook_sheet *sheet, int64_t now_s)
{
	json_auto_t *time = document_time(now_s);

	put_whole(sheet, WEBHOOK_TIMESTAMP_S, now_s);
	if (json_is_string(time) && kasa_str_copy(sheet->time, sizeof sheet->time, json_string_value(time)))
		put_text(sheet, WEBHOOK_TIMESTAMP, sheet->time);
}

void
webhook_sheet_fill(struct webhook_sheet *sheet, const struct event *event, const char *id, int64_t now_s)
{
	bool switched = event->kind == EVENT_STATE_CHANGED || event->kind == EVENT_CHANGED_LOCALLY;

	*sheet = (struct webhook_sheet){ 0 };
	if (event->device)
		put_device(sheet, event->device, event->outlet);
	put_text(sheet, WEBHOOK_EVENT_TYPE, event_name(event));
	put_text(sheet, WEBHOOK_EVENT_ID, id);
	if (switched)
		put_text(sheet, WEBHOOK_STATE, event->after);
	if (event->facts)
		put_facts(sheet, event->facts);
	put_text(sheet, WEBHOOK_CAUSE, order_source_word(event->source));
	put_text(sheet, WEBHOOK_BY, event->by);
	put_text(sheet, WEBHOOK_FROM, event->before);
	put_text(sheet, WEBHOOK_TO, event->after);
	put_failure(sheet, event);
	put_time(sheet, now_s);
}
