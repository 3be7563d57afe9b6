/* How a device that speaks SMART describes itself: its components, and `get_device_info`. */
#ifndef KASA_MODEL_SMART_INFO_H
#define KASA_MODEL_SMART_INFO_H

#include "model/jx.h"
#include "model/record.h"

/* Bits of enum kasa_smart_component for a `component_list`, without KASA_SMART_ASKED. */
uint32_t kasa_smart_components(const struct kasa_jx *list);

/*
 * Reads `get_device_info` into the record, whose components say what it means. What that does not tell stays: outlets,
 * and whether the LED may shine. KASA_EPROTO: it describes no device.
 */
int kasa_smart_info_read(const struct kasa_jx *info, struct kasa_record *record, struct kasa_err *err);

#endif
