/* The names of tzdata's time zones, and the one that was meant. */
#ifndef KASA_COMMON_ZONE_NAMES_H
#define KASA_COMMON_ZONE_NAMES_H

#include "common/words.h"

/*
 * Appends the names of the files below @p folder, as "America/Argentina/Buenos_Aires"; none when there is no such
 * folder. They begin with a capital, which files of other kinds do not. KASA_ENOMEM.
 */
int zone_names_add(struct words *names, const char *folder);

/* The name that differs at most in capitals; NULL for none. Borrowed from @p names, as the next. */
const char *zone_names_find(const struct words *names, const char *typed);

/* The nearest name, or the one whose city is nearest; NULL when none is near. */
const char *zone_names_suggest(const struct words *names, const char *typed);

#endif
