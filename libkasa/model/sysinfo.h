/* From `get_sysinfo` to typed state: what a device of the IOT language is, and how it stands. */
#ifndef KASA_MODEL_SYSINFO_H
#define KASA_MODEL_SYSINFO_H

#include "base/err.h"
#include "model/jx.h"
#include "model/record.h"

/*
 * Reads the object into @p record. A value of the wrong type is unknown, the rest is used.
 * KASA_EPROTO when it describes no device, KASA_ENOMEM; @p record is unchanged then.
 */
int kasa_sysinfo_read(const struct kasa_jx *sysinfo, struct kasa_record *record, struct kasa_err *err);

#endif
