/* Where a person's files are: the folders of the XDG base directory specification. */
#ifndef KASA_COMMON_HOME_H
#define KASA_COMMON_HOME_H

#include <limits.h>
#include <stdbool.h>

/*
 * Puts "$VARIABLE/kasa/NAME", or "$HOME/STANDARD/kasa/NAME" where the variable says nothing, into @p path.
 * False when neither is an absolute path, or the result too long. An empty name gives the folder alone.
 */
bool home_path(char path[PATH_MAX], const char *variable, const char *standard, const char *name);

#endif
