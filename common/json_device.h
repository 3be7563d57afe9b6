/*
 * A device as a JSON object: the one place that knows the names of its members, for `kasa --json` and for REST. Their
 * description is bridge/rest/openapi.json.
 */
#ifndef KASA_COMMON_JSON_DEVICE_H
#define KASA_COMMON_JSON_DEVICE_H

#include <jansson.h>

#include "common/device_row.h"

/* Each gives a new reference, or NULL without memory. What is unknown is left out. */
json_t *json_device(const struct device_row *row);

/* Outlet @p index, from 1, with its meter where row->meters has it. */
json_t *json_outlet(const struct device_row *row, unsigned index);

/* What a meter shows, with its cost where the row is priced. */
json_t *json_energy(const struct device_row *row, const struct kasa_energy *energy);

json_t *json_error(const struct kasa_err *err);

#endif
