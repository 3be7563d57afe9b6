/*
 * A device as text, kept until anything of it may be another: who asks often is answered from memory. To make it costs ten
 * times as much as all the rest of a request.
 */
#include <stdlib.h>

#include "bridge/clock.h"
#include "bridge/documents/documents.h"
#include "bridge/rest/rest_object.h"
#include "bridge/rest/rest_own.h"

enum {
	KEPT_MS = 1000, /* should anything change that nobody tells of */
};

static struct rest_text *
slot_of(struct rest *rest, const struct device *device)
{
	return &rest->texts[device->at % REST_TEXTS];
}

static void
forget(struct rest_text *kept)
{
	free(kept->text);
	*kept = (struct rest_text){ .device = NULL };
}

static bool
is_fresh(const struct rest_text *kept, const struct device *device)
{
	return kept->device == device && kept->told == device->told && clock_ms() - kept->made_ms < KEPT_MS;
}

static void
make(struct rest_text *kept, const struct device *device)
{
	json_auto_t *object = rest_device_object(device);

	forget(kept);
	kept->text = object ? document_text(object, &kept->length) : NULL;
	kept->device = kept->text ? device : NULL;
	kept->told = device->told;
	kept->made_ms = clock_ms();
}

const char *
rest_text_of(struct rest *rest, const struct device *device, size_t *length)
{
	struct rest_text *kept = slot_of(rest, device);

	if (!is_fresh(kept, device))
		make(kept, device);
	*length = kept->length;
	return kept->text;
}

void
rest_text_forget(struct rest *rest, const struct device *device)
{
	struct rest_text *kept = slot_of(rest, device);

	if (kept->device == device)
		forget(kept);
}

void
rest_text_finish(struct rest *rest)
{
	for (unsigned i = 0; i < REST_TEXTS; i++)
		forget(&rest->texts[i]);
}
