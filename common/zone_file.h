/* One zone from one file. */
#ifndef KASA_COMMON_ZONE_FILE_H
#define KASA_COMMON_ZONE_FILE_H

#include <stddef.h>

#include "common/zone.h"

extern const struct zone zone_utc;

/* False for a name that no zone can have: with another character than tzdata's, or one that leaves the folder. */
bool zone_name_valid(const char *name);

/* What the bytes of a file of tzdata tell; the name is left "". False when they are none. */
bool zone_read(const uint8_t *data, size_t len, struct zone *out);

/* The same of a file. KASA_ENOTFOUND, KASA_EIO, KASA_EPROTO when it is no file of tzdata, KASA_ENOMEM. */
int zone_load_path(const char *path, struct zone *out, struct kasa_err *err);

/* The same of a valid name below @p folder; "UTC" is known without a file. */
int zone_load(const char *folder, const char *name, struct zone *out, struct kasa_err *err);

#endif
