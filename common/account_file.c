/* What was read is wiped, whatever comes of it. */
#include "common/account_file.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/err.h"
#include "common/account_yaml.h"
#include "common/guard.h"
#include "common/private_file.h"

enum {
	ACCOUNT_TEXT = 8 << 10, /* eight accounts by their hashes have less than three */
};

/* ---- two lines ---- */

/* Ends a line and returns what follows it; NULL when it was the last. */
static char *
cut_line(char *line)
{
	char *end = strchr(line, '\n');
	size_t n = end ? (size_t)(end - line) : strlen(line);

	if (n > 0 && line[n - 1] == '\r')
		line[n - 1] = '\0';
	if (end)
		*end = '\0';
	return end ? end + 1 : NULL;
}

static int
read_lines(char *text, struct accounts *accounts, struct kasa_err *err)
{
	char *user = text, *password = cut_line(user), *rest = password ? cut_line(password) : NULL;

	if (user[0] && password && password[0] && (!rest || !rest[strspn(rest, "\r\n")]))
		return accounts_add_pair(accounts, user, password, err);
	return kasa_err_set(err, KASA_EINVAL, "two lines are wanted, the user name of the account and its password");
}

/* ---- YAML ---- */

static bool
begins_with(const char *text, const char *with)
{
	return strncmp(text, with, strlen(with)) == 0;
}

/* No e-mail address begins so. */
static bool
is_yaml(const char *text)
{
	static const char *const begins[] = { "username:", "password:", "credentials:", "accounts:",
		                              "version:",  "owner:",    "klap1:",       "klap2:",
		                              "#",         "---",       "- ",           "{\"" };

	for (size_t i = 0; i < sizeof begins / sizeof begins[0]; i++)
		if (begins_with(text, begins[i]))
			return true;
	return false;
}

/* Those of a configuration, of the file of `kasa login`, or the mapping itself. */
static const struct yaml_node *
inside(const struct yaml_node *root)
{
	const struct yaml_node *node = yaml_get(root, "credentials");

	if (!node)
		node = yaml_get(root, "accounts");
	return node ? node : root;
}

static int
read_yaml(const char *text, size_t n, struct accounts *accounts, struct kasa_err *err)
{
	struct mistakes mistakes = { 0 };
	struct yaml yaml;
	int rc = yaml_parse(&yaml, text, n, &mistakes);

	if (rc == KASA_OK)
		account_yaml_check(inside(yaml.root), &mistakes);
	if (rc == KASA_OK && mistakes_none(&mistakes))
		rc = account_yaml_take(inside(yaml.root), accounts, err);
	else if (rc == KASA_ENOMEM || mistakes.count == 0)
		rc = kasa_err_set(err, KASA_ENOMEM, "no memory");
	else
		rc = kasa_err_set(err, KASA_EINVAL, "line %u: %s", mistakes.item[0].line, mistakes.item[0].text);
	yaml_finish(&yaml);
	mistakes_finish(&mistakes);
	if (rc == KASA_OK && accounts->count == 0)
		rc = kasa_err_set(err, KASA_EINVAL, "there is no account in it");
	return rc;
}

/* ---- both ---- */

/* Editors of some systems mark UTF-8 with three bytes in front, which nobody has typed. */
static size_t
mark_length(const char *text)
{
	static const char mark[] = "\xef\xbb\xbf";

	return begins_with(text, mark) ? sizeof mark - 1 : 0;
}

int
account_text_read(char *text, size_t n, struct accounts *accounts, struct kasa_err *err)
{
	size_t mark;

	if (memchr(text, '\0', n))
		return kasa_err_set(err, KASA_EINVAL, "it holds a NUL, and no text does");
	mark = mark_length(text);
	text += mark;
	n -= mark;
	return is_yaml(text) ? read_yaml(text, n, accounts, err) : read_lines(text, accounts, err);
}

/* Into memory that is there from the beginning, so that nothing is left where it was moved from. */
static int
read_input(struct kasa_buf *buf, struct kasa_err *err)
{
	char *room = (char *)kasa_buf_room(buf, ACCOUNT_TEXT);
	ssize_t n = 1;

	if (!room)
		return kasa_err_set(err, KASA_ENOMEM, "no memory");
	if (isatty(STDIN_FILENO))
		return kasa_err_set(err, KASA_EINVAL, "standard input is a terminal; kasa login asks there");
	while (n > 0 && buf->len < ACCOUNT_TEXT - 1) {
		n = read(STDIN_FILENO, room + buf->len, ACCOUNT_TEXT - 1 - buf->len);
		buf->len += n > 0 ? (size_t)n : 0;
	}
	room[buf->len] = '\0';
	if (n == 0)
		return KASA_OK;
	return kasa_err_set(err, KASA_EINVAL, "%s", n < 0 ? strerror(errno) : "longer than such a file ever is");
}

static int
read_text(const char *path, struct kasa_buf *buf, struct kasa_err *err)
{
	int rc;

	if (strcmp(path, "-") == 0)
		return read_input(buf, err);
	rc = private_file_check(path, err);
	return rc == KASA_OK ? private_file_read(path, buf, err) : rc;
}

int
account_file_read(const char *path, struct accounts *accounts, struct kasa_err *err)
{
	struct kasa_buf buf;
	int rc;

	secrets_guard();
	kasa_buf_init(&buf, ACCOUNT_TEXT);
	rc = read_text(path, &buf, err);
	if (rc == KASA_OK)
		rc = account_text_read((char *)buf.data, buf.len, accounts, err);
	if (buf.data)
		explicit_bzero(buf.data, buf.len);
	kasa_buf_finish(&buf);
	return rc == KASA_OK || rc == KASA_ENOMEM ? rc : (int)(err->code = KASA_EINVAL);
}
