/* An event as values for templates. Pure. */
#ifndef KASA_BRIDGE_WEBHOOK_VALUES_H
#define KASA_BRIDGE_WEBHOOK_VALUES_H

#include "bridge/hub/event.h"
#include "bridge/webhook/webhook_template.h"

/* Values, and the room for those that are made. Do not copy it: values point into it. Lives no longer than the event. */
struct webhook_sheet {
	struct webhook_values values;
	char number[WEBHOOK_VALUES][24];
	char time[40];
};

void webhook_sheet_fill(struct webhook_sheet *sheet, const struct event *event, const char *id, int64_t now_s);

#endif
