/* Accounts as they are written down and stored: what is taken, byte for byte, and what is refused without being told. */
#include "unit/unit.h"

#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/account_file.h"
#include "common/account_yaml.h"
#include "common/login_file.h"

#define USER "Me@Example.com"
#define PASSWORD "s3cret \xc3\xa9 # \"x\""

static char folder[] = "/tmp/kasa-test-XXXXXX";

static void
make_home(void)
{
	ck_assert_ptr_nonnull(mkdtemp(folder));
	setenv("XDG_CONFIG_HOME", folder, 1);
}

static void
remove_home(void)
{
	char path[PATH_MAX];

	ck_assert(login_file_path(path));
	unlink(path);
	*strrchr(path, '/') = '\0';
	rmdir(path);
	rmdir(folder);
}

static void
write_store(const char *text, mode_t mode)
{
	char path[PATH_MAX];
	FILE *file;

	ck_assert(login_file_path(path));
	file = fopen(path, "w");
	ck_assert_ptr_nonnull(file);
	fputs(text, file);
	fclose(file);
	ck_assert_int_eq(chmod(path, mode), 0);
}

static int
read_text(const char *text, struct accounts *accounts, struct kasa_err *err)
{
	char copy[1024];

	*accounts = (struct accounts){ .count = 0 };
	strcpy(copy, text);
	return account_text_read(copy, strlen(copy), accounts, err);
}

static void
check_account(const struct accounts *accounts, size_t index, const char *user, const char *password)
{
	struct kasa_credentials wanted;

	kasa_credentials_derive(&wanted, user, password);
	ck_assert_uint_gt(accounts->count, index);
	ck_assert_mem_eq(&accounts->list[index], &wanted, sizeof wanted);
}

// clang-format off
static const char *const good[] = {
	USER "\n" PASSWORD "\n",
	USER "\n" PASSWORD,
	USER "\r\n" PASSWORD "\r\n",
	USER "\n" PASSWORD "\n\n",
	"username: " USER "\npassword: 's3cret \xc3\xa9 # \"x\"'\n",
	"password: 's3cret \xc3\xa9 # \"x\"'\nusername: " USER "\n",
	"- username: " USER "\n  password: 's3cret \xc3\xa9 # \"x\"'\n",
	"{\"username\": \"" USER "\", \"password\": \"s3cret \xc3\xa9 # \\\"x\\\"\"}\n",
	"\xef\xbb\xbf" USER "\r\n" PASSWORD "\r\n",
	"\xef\xbb\xbfusername: " USER "\npassword: 's3cret \xc3\xa9 # \"x\"'\n",
	"---\ncredentials:\n  - username: " USER "\n    password: 's3cret \xc3\xa9 # \"x\"'\n",
};

static const struct {
	const char *text, *told;
} bad[] = {
	{ "", "two lines are wanted, the user name of the account and its password" },
	{ "canary", "two lines are wanted, the user name of the account and its password" },
	{ "\ncanary\n", "two lines are wanted, the user name of the account and its password" },
	{ "canary\n\n", "two lines are wanted, the user name of the account and its password" },
	{ "canary\ncanary\ncanary\n", "two lines are wanted, the user name of the account and its password" },
	{ "username: canary\n", "line 1: password is missing; wanted: the password of the account, in quotes where YAML wants them" },
	{ "username: canary\npassword: ''\n", "line 2: password: it is empty" },
	{ "username: canary\npassword: [canary]\n", "line 2: password: a list stands here; wanted: the password of the account, in quotes where YAML wants them" },
	{ "username: {canary: canary}\npassword: x\n", "line 1: username: a mapping stands here; wanted: the user name of the account, its e-mail address in the right case" },
	{ "username: canary\npassword: @canary\n", "line 2: a word that begins with @ is put into quotes, as \"@...\"" },
	{ "klap1: canary\n", "line 1: klap1: 32 hexadecimal digits are wanted, as kasa login stores them" },
	{ "credentials: []\n", "there is no account in it" },
	{ "credentials: canary\n", "line 1: credentials: username: and password: are wanted, or a list of such accounts" },
	{ "credentials:\n  - canary\n", "line 2: credentials: username: and password: are wanted, or a list of such accounts" },
};

static const struct {
	const char *text, *part;
	mode_t mode;
} unusable[] = {
	{ "", "version is missing", 0600 },
	{ "canary", "kasa logout removes", 0600 },
	{ "version: 2\naccounts: []\n", "another version of kasa wrote it; kasa logout", 0600 },
	{ "accounts: []\n", "version is missing", 0600 },
	{ "version: 1\n", "accounts is missing", 0600 },
	{ "version: 1\naccounts:\n  - {klap1: canary}\n", "klap1: 32 hexadecimal digits", 0600 },
	{ "version: 1\naccounts: [", "kasa logout", 0600 },
	{ "version: 1\naccounts: []\n", "is open to others: chmod 600 closes it", 0644 },
	{ "version: 1\naccounts: []\n", "is open to others: chmod 600 closes it", 0620 },
};
// clang-format on

START_TEST(an_account_is_taken_byte_for_byte)
{
	for (size_t i = 0; i < UNIT_COUNT(good); i++) {
		struct accounts accounts;
		struct kasa_err err;

		ck_assert_msg(read_text(good[i], &accounts, &err) == KASA_OK, "%zu: %s", i, err.text);
		ck_assert_uint_eq(accounts.count, 1);
		check_account(&accounts, 0, USER, PASSWORD);
	}
}
END_TEST

START_TEST(what_is_none_is_refused_and_not_told)
{
	for (size_t i = 0; i < UNIT_COUNT(bad); i++) {
		struct accounts accounts;
		struct kasa_err err;

		ck_assert_int_eq(read_text(bad[i].text, &accounts, &err), KASA_EINVAL);
		ck_assert_str_eq(err.text, bad[i].told);
		ck_assert_uint_eq(accounts.count, 0);
	}
}
END_TEST

START_TEST(the_environment_is_taken_and_emptied)
{
	struct accounts accounts = { .count = 0 };
	char user[] = "KASA_USERNAME=" USER, password[] = "KASA_PASSWORD=" PASSWORD;
	static const char empty[sizeof PASSWORD];
	struct kasa_err err;

	putenv(user);
	putenv(password);
	ck_assert_int_eq(accounts_environment(&accounts, &err), KASA_OK);
	check_account(&accounts, 0, USER, PASSWORD);
	ck_assert_ptr_null(getenv("KASA_USERNAME"));
	ck_assert_ptr_null(getenv("KASA_PASSWORD"));
	ck_assert_mem_eq(password + strlen("KASA_PASSWORD="), empty, sizeof empty);
	ck_assert_int_eq(accounts_environment(&accounts, &err), KASA_OK);
	ck_assert_uint_eq(accounts.count, 1);
	setenv("KASA_PASSWORD", "canary", 1);
	ck_assert_int_eq(accounts_environment(&accounts, &err), KASA_EINVAL);
	ck_assert_str_eq(err.text, "KASA_PASSWORD is set and KASA_USERNAME is not: an account has both");
	ck_assert_ptr_null(getenv("KASA_PASSWORD"));
}
END_TEST

START_TEST(who_holds_an_account_leaves_no_core)
{
	struct accounts accounts = { .count = 0 };
	struct rlimit limit;
	struct kasa_err err;

	ck_assert_int_eq(accounts_add_pair(&accounts, USER, PASSWORD, &err), KASA_OK);
	ck_assert_int_eq(getrlimit(RLIMIT_CORE, &limit), 0);
	ck_assert_uint_eq(limit.rlim_cur, 0);
	ck_assert_uint_eq(limit.rlim_max, 0);
	accounts_wipe(&accounts);
	ck_assert_uint_eq(accounts.list[0].klap2[0] | accounts.list[0].klap2[31] | accounts.count, 0);
}
END_TEST

/* Adds the account, and the file has @p count then. */
static void
store(const char *user, const char *password, size_t count)
{
	struct kasa_credentials account;
	struct kasa_err err;
	size_t told;

	kasa_credentials_derive(&account, user, password);
	ck_assert_int_eq(login_file_add(&account, &told, &err), KASA_OK);
	ck_assert_uint_eq(told, count);
}

START_TEST(what_is_stored_is_read_and_one_user_has_one_account)
{
	struct accounts accounts = { .count = 0 };
	struct kasa_err err;
	char path[PATH_MAX];
	struct stat st;
	size_t count;

	make_home();
	ck_assert_int_eq(login_file_read(&accounts, &err), KASA_OK);
	ck_assert_uint_eq(accounts.count, 0);
	store(USER, "before", 1);
	store("other", "x", 2);
	store(USER, PASSWORD, 2);
	ck_assert_int_eq(login_file_read(&accounts, &err), KASA_OK);
	check_account(&accounts, 0, USER, PASSWORD);
	check_account(&accounts, 1, "other", "x");
	ck_assert(login_file_path(path));
	ck_assert_int_eq(stat(path, &st), 0);
	ck_assert_uint_eq(st.st_mode & 0777, 0600);
	ck_assert_int_eq(login_file_remove("nobody", &count, &err), KASA_ENOTFOUND);
	ck_assert_int_eq(login_file_remove("other", &count, &err), KASA_OK);
	ck_assert_uint_eq(count, 1);
	ck_assert_int_eq(login_file_remove(NULL, &count, &err), KASA_OK);
	ck_assert_uint_eq(count, 1);
	ck_assert_int_ne(stat(path, &st), 0);
	remove_home();
}
END_TEST

START_TEST(a_store_that_is_damaged_or_open_is_refused_and_kept)
{
	struct kasa_credentials account;
	struct kasa_err err;
	size_t count;

	make_home();
	store(USER, PASSWORD, 1);
	kasa_credentials_derive(&account, USER, PASSWORD);
	for (size_t i = 0; i < UNIT_COUNT(unusable); i++) {
		struct accounts accounts = { .count = 0 };

		write_store(unusable[i].text, unusable[i].mode);
		ck_assert_int_eq(login_file_read(&accounts, &err), KASA_EINVAL);
		ck_assert_msg(strstr(err.text, unusable[i].part) && !strstr(err.text, "canary"), "%zu: %s", i,
		              err.text);
		ck_assert_uint_eq(accounts.count, 0);
		ck_assert_int_eq(login_file_add(&account, &count, &err), KASA_EINVAL);
		ck_assert_int_eq(login_file_remove("me", &count, &err), KASA_EINVAL);
	}
	ck_assert_int_eq(login_file_remove(NULL, &count, &err), KASA_OK);
	store(USER, PASSWORD, 1);
	remove_home();
}
END_TEST

START_TEST(an_account_survives_being_written_and_read)
{
	struct accounts accounts = { .count = 0 };
	struct kasa_credentials account;
	struct mistakes mistakes = { 0 };
	struct kasa_err err;
	struct yaml yaml;
	struct kasa_buf text;

	for (size_t i = 0; i < sizeof account; i++)
		((uint8_t *)&account)[i] = (uint8_t)(i * 37 + 11);
	kasa_buf_init(&text, 4096);
	ck_assert_int_eq(account_yaml_format(&text, &account), KASA_OK);
	ck_assert_int_eq(yaml_parse(&yaml, (const char *)text.data, text.len, &mistakes), KASA_OK);
	account_yaml_check(yaml.root, &mistakes);
	ck_assert(mistakes_none(&mistakes));
	ck_assert_int_eq(account_yaml_take(yaml.root, &accounts, &err), KASA_OK);
	ck_assert_mem_eq(&accounts.list[0], &account, sizeof account);
	yaml_finish(&yaml);
	kasa_buf_finish(&text);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		an_account_is_taken_byte_for_byte,
		what_is_none_is_refused_and_not_told,
		the_environment_is_taken_and_emptied,
		who_holds_an_account_leaves_no_core,
		what_is_stored_is_read_and_one_user_has_one_account,
		a_store_that_is_damaged_or_open_is_refused_and_kept,
		an_account_survives_being_written_and_read,
	};

	return unit_run("cli accounts", tests, UNIT_COUNT(tests));
}
