/* Where the folder is. */
#include "bridge/store/store_own.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/err.h"
#include "common/private_file.h"

/* The value of a variable that names an absolute path, or NULL. systemd gives several, with colons between them. */
static const char *
variable(const char *name)
{
	const char *value = getenv(name);

	return value && value[0] == '/' ? value : NULL;
}

static int
choose(const char *configured, char out[PATH_MAX])
{
	const char *given = variable("STATE_DIRECTORY"), *state = variable("XDG_STATE_HOME"), *home = variable("HOME");

	if (configured)
		return snprintf(out, PATH_MAX, "%s", configured);
	if (given)
		return snprintf(out, PATH_MAX, "%.*s", (int)strcspn(given, ":"), given);
	if (geteuid() == 0)
		return snprintf(out, PATH_MAX, "/var/lib/kasad");
	if (state)
		return snprintf(out, PATH_MAX, "%s/kasad", state);
	if (home)
		return snprintf(out, PATH_MAX, "%s/.local/state/kasad", home);
	return 0;
}

int
store_find_folder(const char *configured, char out[PATH_MAX], struct kasa_err *err)
{
	struct stat st;
	int n = choose(configured, out);

	if (n <= 0)
		return kasa_err_set(err, KASA_EIO,
		                    "no folder to keep state in: there is no HOME, so name one as state_dir");
	if (n >= PATH_MAX)
		return kasa_err_set(err, KASA_EIO, "the path of a folder is too long");
	if (stat(out, &st) == 0 && S_ISDIR(st.st_mode))
		return KASA_OK;
	return private_dir_make(out, err);
}
