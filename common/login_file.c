/* Read without a lock, for the file is replaced as a whole; changed under one, that of the folder. */
#include "common/login_file.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/str.h"
#include "common/account_yaml.h"
#include "common/atomic_file.h"
#include "common/home.h"
#include "common/private_file.h"
#include "common/schema.h"

#define VERSION "1" /* changes with the format */

enum {
	FILE_MAX = 16 << 10, /* eight accounts have less than three */
};

bool
login_file_path(char path[PATH_MAX])
{
	return home_path(path, "XDG_CONFIG_HOME", ".config", "credentials");
}

/* ---- reading ---- */

static void
check(const struct yaml_node *root, struct mistakes *mistakes)
{
	static const struct schema rows[] = {
		{ "version", SCHEMA_TEXT, .needed = true, .help = "the number that kasa login writes" },
		{ "accounts", SCHEMA_ANY, .needed = true, .help = "those of kasa login" },
		{ 0 },
	};
	const struct yaml_node *version = yaml_get(root, "version"), *accounts = yaml_get(root, "accounts");

	schema_check(rows, root, NULL, mistakes);
	if (version && version->kind == YAML_TEXT && strcmp(version->text, VERSION) != 0)
		mistakes_add(mistakes, version->line, version->column, "another version of kasa wrote it");
	else if (accounts)
		account_yaml_check(accounts, mistakes);
}

static int
say_damaged(const char *path, const struct mistakes *mistakes, struct kasa_err *err)
{
	if (mistakes->count == 0)
		return kasa_err_set(err, KASA_ENOMEM, "%s: no memory", path);
	return kasa_err_set(err, KASA_EINVAL,
	                    "%.200s:%u: %.150s; kasa logout removes the file, kasa login stores the account anew", path,
	                    mistakes->item[0].line, mistakes->item[0].text);
}

static int
read_accounts(const char *path, struct accounts *accounts, struct kasa_err *err)
{
	struct mistakes mistakes = { 0 };
	struct yaml yaml;
	int rc = yaml_read(&yaml, path, FILE_MAX, &mistakes, err);

	if (rc == KASA_OK)
		check(yaml.root, &mistakes);
	if (rc == KASA_EINVAL || (rc == KASA_OK && !mistakes_none(&mistakes)))
		rc = say_damaged(path, &mistakes, err);
	else if (rc == KASA_OK)
		rc = account_yaml_take(yaml_get(yaml.root, "accounts"), accounts, err);
	yaml_finish(&yaml);
	mistakes_finish(&mistakes);
	return rc;
}

int
login_file_read(struct accounts *accounts, struct kasa_err *err)
{
	char path[PATH_MAX];
	int rc;

	if (!login_file_path(path) || access(path, F_OK) != 0)
		return KASA_OK;
	rc = private_file_check(path, err);
	return rc == KASA_OK ? read_accounts(path, accounts, err) : rc;
}

/* ---- changing ---- */

static bool
is_of(const struct kasa_credentials *account, const struct kasa_credentials *other)
{
	return memcmp(account->owner, other->owner, sizeof account->owner) == 0;
}

static int
write_accounts(const char *path, const struct accounts *accounts, struct kasa_err *err)
{
	struct kasa_buf text;
	int rc;

	kasa_buf_init(&text, FILE_MAX);
	rc = kasa_buf_printf(&text, "# Of kasa login. Who has these hashes has the devices: keep them as a password. "
	                            "kasa logout removes them.\nversion: " VERSION "\naccounts:\n");
	for (size_t i = 0; i < accounts->count && rc == KASA_OK; i++)
		rc = account_yaml_format(&text, &accounts->list[i]);
	rc = rc != KASA_OK ? kasa_err_set(err, KASA_ENOMEM, "no memory for the accounts")
	                   : atomic_file_write(path, text.data, text.len, err);
	if (text.data)
		explicit_bzero(text.data, text.len);
	kasa_buf_finish(&text);
	return rc;
}

static int
replace(const char *path, const struct kasa_credentials *account, size_t *count, struct kasa_err *err)
{
	struct accounts accounts = { .count = 0 };
	int rc = login_file_read(&accounts, err);
	size_t i = 0;

	while (i < accounts.count && !is_of(&accounts.list[i], account))
		i++;
	if (rc == KASA_OK && i < accounts.count)
		accounts.list[i] = *account;
	else if (rc == KASA_OK)
		rc = accounts_add(&accounts, account, err);
	if (rc == KASA_OK)
		rc = write_accounts(path, &accounts, err);
	*count = accounts.count;
	accounts_wipe(&accounts);
	return rc;
}

static int
forget_all(const char *path, size_t *count, struct kasa_err *err)
{
	struct accounts accounts = { .count = 0 };
	struct kasa_err unreadable;

	if (login_file_read(&accounts, &unreadable) != KASA_OK)
		accounts.count = 1; /* at least, and it goes as well */
	*count = accounts.count;
	accounts_wipe(&accounts);
	if (unlink(path) == 0 || errno == ENOENT)
		return KASA_OK;
	return kasa_err_set(err, KASA_EIO, "%s: %s", path, strerror(errno));
}

static int
forget_one(const char *path, const char *user, size_t *count, struct kasa_err *err)
{
	struct accounts accounts = { .count = 0 }, left = { .count = 0 };
	struct kasa_credentials wanted;
	int rc = login_file_read(&accounts, err);

	kasa_credentials_derive(&wanted, user, "");
	for (size_t i = 0; rc == KASA_OK && i < accounts.count; i++)
		if (!is_of(&accounts.list[i], &wanted))
			left.list[left.count++] = accounts.list[i];
	*count = accounts.count - left.count;
	if (rc == KASA_OK && *count == 0)
		rc = kasa_err_set(err, KASA_ENOTFOUND, "no account of that user name is stored; its case matters");
	else if (rc == KASA_OK && left.count == 0)
		rc = forget_all(path, count, err);
	else if (rc == KASA_OK)
		rc = write_accounts(path, &left, err);
	accounts_wipe(&accounts);
	accounts_wipe(&left);
	return rc;
}

/* The folder, locked: a descriptor to close, or -1. */
static int
lock(const char *path, struct kasa_err *err)
{
	char folder[PATH_MAX];
	int fd;

	kasa_str_copy(folder, sizeof folder, path);
	*strrchr(folder, '/') = '\0';
	if (private_dir_make(folder, err) != KASA_OK)
		return -1;
	fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd >= 0 && flock(fd, LOCK_EX) == 0)
		return fd;
	kasa_err_set(err, KASA_EIO, "%s: %s", folder, strerror(errno));
	if (fd >= 0)
		close(fd);
	return -1;
}

static int
begin(char path[PATH_MAX], struct kasa_err *err)
{
	if (login_file_path(path))
		return lock(path, err);
	kasa_err_set(err, KASA_EIO, "there is no home to keep accounts in: HOME, or XDG_CONFIG_HOME, names it");
	return -1;
}

int
login_file_add(const struct kasa_credentials *account, size_t *count, struct kasa_err *err)
{
	char path[PATH_MAX];
	int rc, fd = begin(path, err);

	if (fd < 0)
		return err->code;
	rc = replace(path, account, count, err);
	close(fd);
	return rc;
}

int
login_file_remove(const char *user, size_t *count, struct kasa_err *err)
{
	char path[PATH_MAX];
	int rc, fd;

	*count = 0;
	if (!user && (!login_file_path(path) || access(path, F_OK) != 0))
		return KASA_OK;
	fd = begin(path, err);
	if (fd < 0)
		return err->code;
	rc = user ? forget_one(path, user, count, err) : forget_all(path, count, err);
	close(fd);
	return rc;
}
