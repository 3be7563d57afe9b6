/* Values as JSON objects: the one place that knows the names of the keys. */
#ifndef KASA_CLI_JSON_OBJECT_H
#define KASA_CLI_JSON_OBJECT_H

#include <jansson.h>

#include "cli/writer.h"

/* Each gives a new reference, or NULL without memory. What is unknown is left out. */
json_t *json_device(const struct writer_row *row);
json_t *json_failure(const struct writer_failure *failure);
json_t *json_error(const struct kasa_err *err);
json_t *json_checkup(const struct writer_checkup *checkup);
json_t *json_visit(const struct writer_visit *visit);
json_t *json_sheet(const struct sheet *sheet);
json_t *json_device_sheet(const struct writer_row *row, const struct sheet *sheet);
json_t *json_reading(const struct writer_reading *reading);

/* A string of any bytes: what is not UTF-8 becomes U+FFFD. */
json_t *json_text(const char *text);

#endif
