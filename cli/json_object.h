/* Values as JSON objects, beside devices themselves, which are common/json_device.h. */
#ifndef KASA_CLI_JSON_OBJECT_H
#define KASA_CLI_JSON_OBJECT_H

#include <jansson.h>

#include "cli/writer.h"
#include "common/json_device.h"
#include "common/json_draft.h"

/* Each gives a new reference, or NULL without memory. What is unknown is left out. */
json_t *json_failure(const struct writer_failure *failure);
json_t *json_checkup(const struct writer_checkup *checkup);
json_t *json_visit(const struct writer_visit *visit);
json_t *json_sheet(const struct sheet *sheet);
json_t *json_device_sheet(const struct device_row *row, const struct sheet *sheet);
json_t *json_reading(const struct writer_reading *reading);

#endif
