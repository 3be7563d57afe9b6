/* One table of hashes serves for reading, checking and writing. */
#include "common/account_yaml.h"

#include <string.h>

#include "base/err.h"
#include "common/schema.h"

static const struct {
	const char *name;
	size_t at, size;
} hashes[] = {
	{ "owner", offsetof(struct kasa_credentials, owner), sizeof(((struct kasa_credentials *)0)->owner) },
	{ "klap1", offsetof(struct kasa_credentials, klap1), sizeof(((struct kasa_credentials *)0)->klap1) },
	{ "klap2", offsetof(struct kasa_credentials, klap2), sizeof(((struct kasa_credentials *)0)->klap2) },
	{ "user_sha1", offsetof(struct kasa_credentials, user_sha1),
	  sizeof(((struct kasa_credentials *)0)->user_sha1) },
	{ "password_sha1", offsetof(struct kasa_credentials, password_sha1),
	  sizeof(((struct kasa_credentials *)0)->password_sha1) },
};

enum {
	HASHES = sizeof hashes / sizeof hashes[0]
};

/* ---- checking ---- */

static int
check_filled(const struct schema *row, const struct yaml_node *text, const void *arg, struct kasa_err *err)
{
	(void)arg;
	return text->text[0] ? KASA_OK : kasa_err_set(err, KASA_EINVAL, "%s: it is empty", row->name);
}

static bool
is_hash(const char *text, size_t size)
{
	return strlen(text) == 2 * size && text[strspn(text, "0123456789abcdefABCDEF")] == '\0';
}

static int
check_hash(const struct schema *row, const struct yaml_node *text, const void *arg, struct kasa_err *err)
{
	size_t i = 0;

	(void)arg;
	while (strcmp(hashes[i].name, row->name) != 0)
		i++;
	if (is_hash(text->text, hashes[i].size))
		return KASA_OK;
	return kasa_err_set(err, KASA_EINVAL, "%s: %zu hexadecimal digits are wanted, as kasa login stores them",
	                    row->name, 2 * hashes[i].size);
}

// clang-format off
static const struct schema pair[] = {
	{ "username", SCHEMA_TEXT, .needed = true, .check = check_filled, .help = "the user name of the account, its e-mail address in the right case" },
	{ "password", SCHEMA_TEXT, .needed = true, .check = check_filled, .help = "the password of the account, in quotes where YAML wants them" },
	{ 0 },
};
// clang-format on

static void
check_hashes(const struct yaml_node *account, struct mistakes *mistakes)
{
	struct schema rows[HASHES + 1];

	for (size_t i = 0; i < HASHES; i++)
		rows[i] = (struct schema){
			.name = hashes[i].name,
			.kind = SCHEMA_TEXT,
			.needed = true,
			.check = check_hash,
			.help = "hexadecimal digits, as kasa login stores them",
		};
	rows[HASHES] = (struct schema){ .kind = SCHEMA_END };
	schema_check(rows, account, NULL, mistakes);
}

static bool
has_hashes(const struct yaml_node *account)
{
	for (size_t i = 0; i < HASHES; i++)
		if (yaml_get(account, hashes[i].name))
			return true;
	return false;
}

static void
check_account(const struct yaml_node *account, struct mistakes *mistakes)
{
	if (account->kind == YAML_REFUSED)
		return;
	if (account->kind != YAML_MAPPING)
		mistakes_add(mistakes, account->line, account->column,
		             "credentials: username: and password: are wanted, or a list of such accounts");
	else if (has_hashes(account))
		check_hashes(account, mistakes);
	else
		schema_check(pair, account, NULL, mistakes);
}

void
account_yaml_check(const struct yaml_node *node, struct mistakes *mistakes)
{
	size_t count = 0;

	for (const struct yaml_node *account = yaml_next(node, NULL); account; account = yaml_next(node, account)) {
		check_account(account, mistakes);
		if (++count == KASA_CREDENTIALS_MAX + 1)
			mistakes_add(mistakes, account->line, account->column, "%d accounts are the most",
			             KASA_CREDENTIALS_MAX);
	}
}

/* ---- reading and writing ---- */

static uint8_t
nibble(char digit)
{
	return (uint8_t)((digit & 0x0f) + (digit > '9' ? 9 : 0));
}

static void
read_hashes(const struct yaml_node *account, struct kasa_credentials *out)
{
	for (size_t i = 0; i < HASHES; i++) {
		const char *text = yaml_get(account, hashes[i].name)->text;
		uint8_t *bytes = (uint8_t *)out + hashes[i].at;

		for (size_t n = 0; n < hashes[i].size; n++)
			bytes[n] = (uint8_t)(nibble(text[2 * n]) << 4 | nibble(text[2 * n + 1]));
	}
}

static int
take(const struct yaml_node *account, struct accounts *accounts, struct kasa_err *err)
{
	struct kasa_credentials credentials;
	int rc;

	if (!has_hashes(account))
		return accounts_add_pair(accounts, yaml_get(account, "username")->text,
		                         yaml_get(account, "password")->text, err);
	read_hashes(account, &credentials);
	rc = accounts_add(accounts, &credentials, err);
	kasa_credentials_wipe(&credentials);
	return rc;
}

int
account_yaml_take(const struct yaml_node *node, struct accounts *accounts, struct kasa_err *err)
{
	int rc = KASA_OK;

	for (const struct yaml_node *at = yaml_next(node, NULL); at && rc == KASA_OK; at = yaml_next(node, at))
		rc = take(at, accounts, err);
	return rc;
}

int
account_yaml_format(struct kasa_buf *out, const struct kasa_credentials *account)
{
	int rc = KASA_OK;

	for (size_t i = 0; i < HASHES && rc == KASA_OK; i++) {
		const uint8_t *bytes = (const uint8_t *)account + hashes[i].at;

		rc = kasa_buf_printf(out, "  %s %s: \"", i == 0 ? "-" : " ", hashes[i].name);
		for (size_t n = 0; n < hashes[i].size && rc == KASA_OK; n++)
			rc = kasa_buf_printf(out, "%02x", bytes[n]);
		if (rc == KASA_OK)
			rc = kasa_buf_printf(out, "\"\n");
	}
	return rc;
}
