/* Nothing that was read stays behind in memory that is given back. */
#include "bridge/config/secrets.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/err.h"
#include "common/account_file.h"
#include "common/accounts.h"
#include "common/guard.h"
#include "common/host.h"
#include "common/login_file.h"
#include "common/private_file.h"

enum {
	SECRET_MAX = 1024,      /* bytes of one; MQTT takes more, and nobody has it */
	ACCOUNTS_TEXT = 8 << 10 /* as in a file of accounts */
};

/* ---- files ---- */

/* Where systemd has put a credential; false when it was handed none of that name. */
static bool
credential_path(char path[PATH_MAX], const char *name)
{
	const char *folder = getenv("CREDENTIALS_DIRECTORY");
	int n = folder && folder[0] == '/' && name ? snprintf(path, PATH_MAX, "%s/%s", folder, name) : -1;

	return n > 0 && n < PATH_MAX && access(path, F_OK) == 0;
}

static void
wipe(struct kasa_buf *buf)
{
	if (buf->data)
		explicit_bzero(buf->data, buf->cap);
	kasa_buf_finish(buf);
}

/* In memory of its full size from the beginning, so that nothing is left where it was moved from. */
static int
read_file(const char *path, size_t max, struct kasa_buf *buf, struct kasa_err *err)
{
	int rc = KASA_OK;

	kasa_buf_init(buf, max);
	if (!kasa_buf_room(buf, max))
		rc = kasa_err_set(err, KASA_ENOMEM, "%s: no memory", path);
	if (rc == KASA_OK)
		rc = private_file_read(path, buf, err);
	return rc == KASA_OK || rc == KASA_ENOMEM ? rc : (int)(err->code = KASA_EINVAL);
}

/* ---- one secret ---- */

/* The line without its end; refuses what is none. */
static int
take_line(struct kasa_buf *buf, const char *path, char **out, struct kasa_err *err)
{
	char *line = (char *)buf->data;
	size_t n = buf->len;

	if (n > 0 && line[n - 1] == '\n')
		n--;
	if (n > 0 && line[n - 1] == '\r')
		n--;
	if (n == 0)
		return kasa_err_set(err, KASA_EINVAL, "%s: it is empty", path);
	if (memchr(line, '\n', n) || memchr(line, '\0', n))
		return kasa_err_set(err, KASA_EINVAL, "%s: one line is wanted, without a NUL", path);
	*out = strndup(line, n);
	return *out ? KASA_OK : kasa_err_set(err, KASA_ENOMEM, "%s: no memory", path);
}

static int
read_line(const char *path, char **out, struct kasa_err *err)
{
	struct kasa_buf buf;
	int rc = read_file(path, SECRET_MAX, &buf, err);

	if (rc == KASA_OK)
		rc = take_line(&buf, path, out, err);
	wipe(&buf);
	return rc;
}

static int
read_variable(const char *name, char **out, struct kasa_err *err)
{
	const char *value = name ? getenv(name) : NULL;

	if (!value || !value[0])
		return KASA_OK;
	*out = strdup(value);
	return *out ? KASA_OK : kasa_err_set(err, KASA_ENOMEM, "%s: no memory", name);
}

int
secret_read(const char *credential, const char *file, const char *variable, char **out, struct kasa_err *err)
{
	char path[PATH_MAX];
	int rc;

	secrets_guard();
	*out = NULL;
	if (credential_path(path, credential))
		rc = read_line(path, out, err); /* who may read it is systemd's business */
	else if (!file)
		rc = read_variable(variable, out, err);
	else if (private_file_check(file, err) == KASA_OK)
		rc = read_line(file, out, err);
	else
		rc = KASA_EINVAL;
	if (variable)
		environment_forget(variable);
	return rc;
}

int
secret_text(const char *credential, const char *file, size_t max, struct kasa_buf *out, bool *found,
            struct kasa_err *err)
{
	char path[PATH_MAX];
	bool given = credential_path(path, credential);

	secrets_guard();
	kasa_buf_init(out, max);
	*found = given || file;
	if (!*found)
		return KASA_OK;
	if (!given && private_file_check(file, err) != KASA_OK)
		return KASA_EINVAL;
	return read_file(given ? path : file, max, out, err);
}

void
secret_text_free(struct kasa_buf *text)
{
	wipe(text);
}

bool
secret_is_given(const char *credential)
{
	char path[PATH_MAX];

	return credential_path(path, credential);
}

static int
read_text(const char *path, char **out, struct kasa_err *err)
{
	struct kasa_buf buf;
	int rc = read_file(path, ACCOUNTS_TEXT, &buf, err);

	if (rc == KASA_OK && memchr(buf.data, '\0', buf.len))
		rc = kasa_err_set(err, KASA_EINVAL, "%s: there is a NUL in it", path);
	if (rc == KASA_OK) {
		*out = strndup((const char *)buf.data, buf.len);
		rc = *out ? KASA_OK : kasa_err_set(err, KASA_ENOMEM, "%s: no memory", path);
	}
	wipe(&buf);
	return rc;
}

int
secret_text_read(const char *credential, const char *file, char **out, struct kasa_err *err)
{
	char path[PATH_MAX];

	secrets_guard();
	*out = NULL;
	if (credential_path(path, credential))
		return read_text(path, out, err);
	if (!file)
		return KASA_OK;
	return private_file_check(file, err) == KASA_OK ? read_text(file, out, err) : KASA_EINVAL;
}

void
secret_free(char *secret)
{
	if (secret)
		explicit_bzero(secret, strlen(secret));
	free(secret);
}

int
secret_travels(const struct config_mqtt *mqtt, const char *password, struct kasa_err *err)
{
	if (!password || mqtt->tls || mqtt->allow_plaintext_password || host_is_local(mqtt->host))
		return KASA_OK;
	return kasa_err_set(
		err, KASA_EINVAL,
		"the password would cross the network to %s for everybody to read: mqtt.tls or mqtt.ca_file "
		"encrypts it, mqtt.allow_plaintext_password sends it nevertheless",
		mqtt->host);
}

/* ---- accounts ---- */

static int
add_credential(struct accounts *accounts, struct kasa_err *err)
{
	char path[PATH_MAX];
	struct kasa_buf buf;
	int rc;

	if (!credential_path(path, "kasa_account"))
		return KASA_OK;
	rc = read_file(path, ACCOUNTS_TEXT, &buf, err);
	if (rc == KASA_OK && account_text_read((char *)buf.data, buf.len, accounts, err) != KASA_OK)
		rc = kasa_err_wrap(err, "the credential kasa_account");
	wipe(&buf);
	return rc;
}

static int
add_configured(struct accounts *accounts, const struct config *config, struct kasa_err *err)
{
	int rc = KASA_OK;

	for (size_t i = 0; i < config->credentials_count && rc == KASA_OK; i++)
		rc = accounts_add(accounts, &config->credentials[i], err);
	return rc;
}

static int
add_file(struct accounts *accounts, const struct config *config, struct kasa_err *err)
{
	if (!config->credentials_file || account_file_read(config->credentials_file, accounts, err) == KASA_OK)
		return KASA_OK;
	return kasa_err_wrap(err, "credentials_file");
}

/* Of whoever runs kasad: a user of its own has none. */
static int
add_stored(struct accounts *accounts, struct kasa_err *err)
{
	char path[PATH_MAX];

	if (!login_file_path(path) || access(path, R_OK) != 0)
		return KASA_OK;
	return login_file_read(accounts, err);
}

/* An account that comes from two sources counts once: there is not much room. */
static int
give(struct kasa_context *ctx, const struct accounts *accounts, struct accounts *given, struct kasa_err *err)
{
	for (size_t i = 0; i < accounts->count; i++) {
		const struct kasa_credentials *account = &accounts->list[i];
		size_t n = 0;

		while (n < given->count && memcmp(&given->list[n], account, sizeof *account) != 0)
			n++;
		if (n < given->count)
			continue;
		if (accounts_add(given, account, err) != KASA_OK)
			return KASA_EINVAL;
		kasa_context_add_credentials(ctx, account);
	}
	return KASA_OK;
}

enum source {
	SOURCE_CREDENTIAL,
	SOURCE_CONFIG,
	SOURCE_FILE,
	SOURCE_ENVIRONMENT,
	SOURCE_STORE,
	SOURCE_END,
};

static int
read_source(enum source source, struct accounts *accounts, const struct config *config, struct kasa_err *err)
{
	switch (source) {
	case SOURCE_CREDENTIAL:
		return add_credential(accounts, err);
	case SOURCE_CONFIG:
		return add_configured(accounts, config, err);
	case SOURCE_FILE:
		return add_file(accounts, config, err);
	case SOURCE_ENVIRONMENT:
		return accounts_environment(accounts, err);
	case SOURCE_STORE:
		return add_stored(accounts, err);
	case SOURCE_END:
		break;
	}
	return KASA_OK;
}

int
secrets_accounts(struct kasa_context *ctx, const struct config *config, struct kasa_err *err)
{
	struct accounts given = { .count = 0 };
	int rc = KASA_OK;

	for (enum source source = SOURCE_CREDENTIAL; source < SOURCE_END; source++) {
		struct accounts accounts = { .count = 0 };
		struct kasa_err why;

		if ((read_source(source, &accounts, config, &why) != KASA_OK
		     || give(ctx, &accounts, &given, &why) != KASA_OK)
		    && rc == KASA_OK) {
			*err = why;
			rc = (int)why.code;
		}
		accounts_wipe(&accounts);
	}
	accounts_wipe(&given);
	kasa_context_try_default_credentials(ctx, config->try_default_credentials);
	kasa_context_ignore_signatures(ctx, config->ignore_signatures);
	return rc;
}

int
secrets_environment(struct kasa_context *ctx, struct kasa_err *err)
{
	struct accounts accounts = { .count = 0 };
	int rc = accounts_environment(&accounts, err);

	for (size_t i = 0; i < accounts.count; i++)
		kasa_context_add_credentials(ctx, &accounts.list[i]);
	accounts_wipe(&accounts);
	return rc;
}
