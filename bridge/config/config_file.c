#include "bridge/config/config_file.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/err.h"
#include "common/private_file.h"
#include "common/text_show.h"

bool
config_file_path(char out[PATH_MAX], const char *config, const char *path)
{
	const char *slash = path[0] == '/' ? NULL : strrchr(config, '/');
	int folder = slash ? (int)(slash - config) + 1 : 0;
	int n = snprintf(out, PATH_MAX, "%.*s%s", folder, config, path);

	return n >= 0 && n < PATH_MAX;
}

/* Looks and does not open: what is named may be no file at all. */
static int
look(const char *path, bool private, struct kasa_err *err)
{
	struct stat st;
	char shown[TEXT_SHOWN];

	text_show(shown, path);
	if (stat(path, &st) != 0)
		return kasa_err_set(err, KASA_EINVAL, "%s: %s", shown, strerror(errno));
	if (!S_ISREG(st.st_mode))
		return kasa_err_set(err, KASA_EINVAL, "%s: it is no regular file", shown);
	if (private && private_file_check(path, err) != KASA_OK)
		return KASA_EINVAL;
	if (access(path, R_OK) != 0)
		return kasa_err_set(err, KASA_EINVAL, "%s: %s", shown, strerror(errno));
	return KASA_OK;
}

/* True when it is a path that can be looked at. */
static bool
is_path(char path[PATH_MAX], const struct yaml_node *file, const char *config, struct mistakes *mistakes)
{
	if (!file || file->kind != YAML_TEXT || !file->text[0])
		return false;
	if (config_file_path(path, config, file->text))
		return true;
	mistakes_add(mistakes, file->line, file->column, "%s: the path is too long", file->key->text);
	return false;
}

void
config_file_check(const struct yaml_node *file, const char *config, bool private, struct mistakes *mistakes)
{
	char path[PATH_MAX];
	struct kasa_err err;

	if (is_path(path, file, config, mistakes) && look(path, private, &err) != KASA_OK)
		mistakes_add(mistakes, file->line, file->column, "%s: %s", file->key->text, err.text);
}

void
config_path_check(const struct yaml_node *file, const char *config, struct mistakes *mistakes)
{
	char path[PATH_MAX];

	is_path(path, file, config, mistakes);
}
