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

json_t *
document_event(const struct event *event, int64_t now_s)
{
	json_t *object = json_object();
	int rc = put_text(object, "event_type", event_word(event->kind)) | put_who(object, event);

	rc |= put_text(object, "from", event->before);
	rc |= put_text(object, key_of_after(event->kind), event->after);
	if (event->err && event->err->code != KASA_OK)
		rc |= put_text(object, "code", code_of(event)) | put_text(object, "error", event->err->text);
	return put_done(object, rc | put_time(object, "time", now_s));
}
