/* What happened. */
#include "bridge/command/command.h"
#include "bridge/documents/documents.h"
#include "bridge/documents/documents_put.h"

static int
put_who(json_t *object, const struct event *event)
{
	const struct device *device = event->device;
	int rc;

	if (!device)
		return 0;
	rc = put_text(object, "device", device->name) | put_text(object, "mac", device->mac);
	if (device_state(device))
		rc |= put_text(object, "alias", device_alias(device, event->outlet));
	return rc | (event->outlet > 0 ? put_int(object, "outlet", (int)event->outlet) : 0);
}

/* What .after is depends on what happened. */
static const char *
key_of_after(enum event_kind kind)
{
	switch (kind) {
	case EVENT_CHANGED_LOCALLY:
	case EVENT_STATE_CHANGED:
		return "state";
	case EVENT_COMMAND_FAILED:
		return "command";
	case EVENT_REFUSED:
		return "host";
	case EVENT_FOUND:
	case EVENT_ONLINE:
	case EVENT_OFFLINE:
	case EVENT_RENAMED:
	case EVENT_ALIAS:
	case EVENT_MOVED:
	case EVENT_FIRMWARE:
	case EVENT_REMOVED:
	case EVENT_POWER_ABOVE:
	case EVENT_POWER_BELOW:
	case EVENT_CYCLE_STARTED:
	case EVENT_CYCLE_FINISHED:
	case EVENT_ENERGY_BUDGET:
	case EVENT_RULE:
	case EVENT_KINDS:
		break;
	}
	return "to";
}

static const char *
code_of(const struct event *event)
{
	if (event->code)
		return event->code;
	return event->kind == EVENT_COMMAND_FAILED && event->device ? command_code_of(event->device, event->err)
	                                                            : command_code(event->err);
}

static int
put_facts(json_t *object, const struct event_facts *facts)
{
	int rc;

	if (!facts)
		return 0;
	rc = put_real(object, "power_w", facts->power_w, 3) | put_real(object, "limit_w", facts->limit_w, 3);
	rc |= put_real(object, "energy_kwh", facts->energy_kwh, 4) | put_real(object, "limit_kwh", facts->limit_kwh, 4);
	if (facts->started_s > 0)
		rc |= put_time(object, "started", facts->started_s);
	if (facts->duration_s > 0)
		rc |= json_object_set_new(object, "duration_s", json_integer((json_int_t)facts->duration_s));
	return rc | put_text(object, "period", facts->period);
}

/* What both forms have. */
static int
put_what(json_t *object, const struct event *event)
{
	int rc = put_text(object, "from", event->before);

	rc |= put_text(object, key_of_after(event->kind), event->after);
	rc |= put_facts(object, event->facts);
	if (event->err && event->err->code != KASA_OK)
		rc |= put_text(object, "code", code_of(event)) | put_text(object, "error", event->err->text);
	return rc;
}

json_t *
document_event(const struct event *event, int64_t now_s)
{
	json_t *object = json_object();
	int rc = put_text(object, "event_type", event_word(event->kind)) | put_who(object, event);

	rc |= put_text(object, "name", event->name) | put_what(object, event);
	return put_done(object, rc | put_time(object, "time", now_s));
}

/* Whether somebody has done it, so that it is told who. */
static bool
has_source(const struct event *event)
{
	return event->kind == EVENT_STATE_CHANGED || event->source != ORDER_FROM_NOBODY;
}

json_t *
document_report(const struct event *event, int64_t now_s)
{
	json_t *object = json_object();
	int rc = put_text(object, "event", event_name(event)) | put_who(object, event);

	if (event->device)
		rc |= put_text(object, "id", event->device->id);
	rc |= put_what(object, event);
	if (has_source(event))
		rc |= put_text(object, "cause", order_source_word(event->source));
	rc |= put_text(object, "by", event->by);
	return put_done(object, rc | put_time(object, "time", now_s));
}
