/* A relative path in these variables counts as none, as the specification wants it. */
#include "common/home.h"

#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

static const char *
absolute(const char *variable)
{
	const char *value = getenv(variable);

	return value && value[0] == '/' ? value : NULL;
}

bool
home_path(char path[PATH_MAX], const char *variable, const char *standard, const char *name)
{
	const char *base = absolute(variable);
	const char *home = base ? NULL : absolute("HOME");
	const char *slash = name[0] ? "/" : "";
	int n = -1;

	if (base)
		n = snprintf(path, PATH_MAX, "%s/kasa%s%s", base, slash, name);
	else if (home)
		n = snprintf(path, PATH_MAX, "%s/%s/kasa%s%s", home, standard, slash, name);
	return n > 0 && n < PATH_MAX;
}
