/* Secrets of kasad: which source wins, what is refused, and that nothing of it stays where others look. */
#include "unit/unit.h"

#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "api/context.h"
#include "bridge/config/secrets.h"

static char folder[] = "/tmp/kasa-test-XXXXXX";

static void
make_file(const char *name, const char *text, size_t n, mode_t mode)
{
	FILE *file = fopen(name, "w");

	ck_assert_ptr_nonnull(file);
	ck_assert_uint_eq(fwrite(text, 1, n, file), n);
	fclose(file);
	ck_assert_int_eq(chmod(name, mode), 0);
}

static void
make_text(const char *name, const char *text, mode_t mode)
{
	make_file(name, text, strlen(text), mode);
}

static void
make_folder(void)
{
	ck_assert_ptr_nonnull(mkdtemp(folder));
	ck_assert_int_eq(chdir(folder), 0);
	ck_assert_int_eq(mkdir("kasa", 0700), 0);
	setenv("XDG_CONFIG_HOME", folder, 1);
	unsetenv("CREDENTIALS_DIRECTORY");
	unsetenv("KASA_USERNAME");
	unsetenv("KASA_PASSWORD");
}

static void
remove_folder(void)
{
	static const char *const names[] = { "word",     "mqtt_password", "kasa_account",
		                             "accounts", "kasad.yaml",    "kasa/credentials" };

	for (size_t i = 0; i < UNIT_COUNT(names); i++)
		unlink(names[i]);
	rmdir("kasa");
	rmdir(folder);
}

/* ---- one ---- */

static void
check_read(const char *file, const char *wanted)
{
	struct kasa_err err = { 0 };
	char *secret;

	ck_assert_msg(secret_read("mqtt_password", file, "KASAD_MQTT_PASSWORD", &secret, &err) == KASA_OK, "%s",
	              err.text);
	if (wanted)
		ck_assert_str_eq(secret, wanted);
	else
		ck_assert_ptr_null(secret);
	ck_assert_ptr_null(getenv("KASAD_MQTT_PASSWORD"));
	secret_free(secret);
}

START_TEST(a_credential_comes_before_a_file_before_the_environment)
{
	char variable[] = "KASAD_MQTT_PASSWORD=of the environment";
	static const char empty[sizeof "of the environment"];

	make_folder();
	make_text("word", "of the file\r\n", 0600);
	make_text("mqtt_password", "of systemd\n", 0440); /* as one with an access list looks */
	check_read(NULL, NULL);
	putenv(variable);
	check_read(NULL, "of the environment");
	ck_assert_mem_eq(variable + strlen("KASAD_MQTT_PASSWORD="), empty, sizeof empty);
	setenv("KASAD_MQTT_PASSWORD", "of the environment", 1);
	check_read("word", "of the file");
	setenv("CREDENTIALS_DIRECTORY", folder, 1);
	setenv("KASAD_MQTT_PASSWORD", "of the environment", 1);
	check_read("word", "of systemd");
	unlink("mqtt_password");
	check_read("word", "of the file");
	check_read(NULL, NULL);
	remove_folder();
}
END_TEST

START_TEST(a_secret_is_one_line_byte_for_byte)
{
	make_folder();
	make_text("word", " s3cret \xc3\xa9\xff # ", 0400);
	check_read("word", " s3cret \xc3\xa9\xff # ");
	make_text("word", "x\n", 0600);
	check_read("word", "x");
	remove_folder();
}
END_TEST

// clang-format off
static const struct {
	const char *text;
	size_t n;
	mode_t mode;
	const char *told;
} bad[] = {
	{ "", 0, 0600, "word: it is empty" },
	{ "\n", 1, 0600, "word: it is empty" },
	{ "canary\ncanary\n", 14, 0600, "word: one line is wanted, without a NUL" },
	{ "canary\0canary", 13, 0600, "word: one line is wanted, without a NUL" },
	{ "canary\n", 7, 0640, "word is open to others: chmod 600 closes it" },
	{ "canary\n", 7, 0604, "word is open to others: chmod 600 closes it" },
};
// clang-format on

START_TEST(what_is_no_secret_is_refused)
{
	static const char large[2000] = "canary";
	struct kasa_err err;
	char *secret;

	make_folder();
	for (size_t i = 0; i < UNIT_COUNT(bad); i++) {
		unlink("word");
		make_file("word", bad[i].text, bad[i].n, bad[i].mode);
		ck_assert_int_eq(secret_read(NULL, "word", NULL, &secret, &err), KASA_EINVAL);
		ck_assert_str_eq(err.text, bad[i].told);
		ck_assert_ptr_null(secret);
	}
	unlink("word");
	make_file("word", large, sizeof large, 0600);
	ck_assert_int_eq(secret_read(NULL, "word", NULL, &secret, &err), KASA_EINVAL);
	ck_assert_str_eq(err.text, "word: larger than such a file ever is");
	ck_assert_int_eq(secret_read(NULL, "missing", NULL, &secret, &err), KASA_EINVAL);
	ck_assert_str_eq(err.text, "missing: No such file or directory");
	ck_assert_int_eq(secret_read(NULL, "kasa", NULL, &secret, &err), KASA_EINVAL);
	ck_assert_str_eq(err.text, "kasa: not a regular file");
	secret_free(NULL);
	remove_folder();
}
END_TEST

START_TEST(a_password_does_not_cross_the_network_unasked)
{
	char here[] = "localhost", there[] = "broker.example";
	struct config_mqtt mqtt = { .host = there };
	struct kasa_err err;

	ck_assert_int_eq(secret_travels(&mqtt, NULL, &err), KASA_OK);
	ck_assert_int_eq(secret_travels(&mqtt, "secret", &err), KASA_EINVAL);
	ck_assert_ptr_nonnull(strstr(err.text, "allow_plaintext_password"));
	ck_assert_ptr_null(strstr(err.text, "secret"));
	mqtt.tls = true;
	ck_assert_int_eq(secret_travels(&mqtt, "secret", &err), KASA_OK);
	mqtt = (struct config_mqtt){ .host = there, .allow_plaintext_password = true };
	ck_assert_int_eq(secret_travels(&mqtt, "secret", &err), KASA_OK);
	mqtt = (struct config_mqtt){ .host = here };
	ck_assert_int_eq(secret_travels(&mqtt, "secret", &err), KASA_OK);
}
END_TEST

START_TEST(who_asks_for_a_secret_leaves_no_core)
{
	struct rlimit limit;
	struct kasa_err err;
	char *secret;

	ck_assert_int_eq(secret_read(NULL, NULL, "KASAD_MQTT_PASSWORD", &secret, &err), KASA_OK);
	ck_assert_int_eq(getrlimit(RLIMIT_CORE, &limit), 0);
	ck_assert_uint_eq(limit.rlim_max, 0);
}
END_TEST

/* ---- accounts ---- */

static struct config *
read_config(const char *text)
{
	struct mistakes mistakes = { 0 };
	struct config *config = NULL;
	struct kasa_err err;

	make_text("kasad.yaml", text, 0600);
	ck_assert_msg(config_load("kasad.yaml", &config, &mistakes, &err) == KASA_OK, "%s: %s", err.text,
	              mistakes.count > 0 ? mistakes.item[0].text : "");
	return config;
}

/* Accounts whose user names and passwords are these letters. */
static void
check_accounts(const struct config *config, const char *wanted, const char *told)
{
	struct kasa_context *ctx = kasa_context_new(NULL);
	struct kasa_err err = { 0 };

	ck_assert_int_eq(secrets_accounts(ctx, config, &err), told ? KASA_EINVAL : KASA_OK);
	ck_assert_str_eq(err.text, told ? told : "");
	ck_assert_uint_eq(ctx->account_count, strlen(wanted));
	for (size_t i = 0; wanted[i]; i++) {
		char word[2] = { wanted[i], '\0' };
		struct kasa_credentials account;

		kasa_credentials_derive(&account, word, word);
		ck_assert_mem_eq(&ctx->accounts[i], &account, sizeof account);
	}
	ck_assert(ctx->defaults == config->try_default_credentials);
	kasa_context_free(ctx);
}

START_TEST(accounts_come_from_all_sources_in_their_order)
{
	struct config *config;

	make_folder();
	make_text("accounts", "f\nf\n", 0600);
	make_text("kasa_account", "s\ns\n", 0440);
	config = read_config("credentials: [{username: c, password: c}, {username: d, password: d}]\n"
	                     "credentials_file: accounts\ntry_default_credentials: yes\n");
	check_accounts(config, "cdf", NULL);
	setenv("KASA_USERNAME", "e", 1);
	setenv("KASA_PASSWORD", "e", 1);
	setenv("CREDENTIALS_DIRECTORY", folder, 1);
	check_accounts(config, "scdfe", NULL);
	ck_assert_ptr_null(getenv("KASA_PASSWORD"));
	setenv("KASA_USERNAME", "d", 1); /* the same once more */
	setenv("KASA_PASSWORD", "d", 1);
	check_accounts(config, "scdf", NULL);
	config_free(config);
	remove_folder();
}
END_TEST

START_TEST(what_is_wrong_with_one_source_keeps_no_other_away)
{
	struct config *config;

	make_folder();
	make_text("accounts", "f\nf\n", 0600);
	config = read_config("credentials: {username: c, password: c}\ncredentials_file: accounts\n");
	make_text("accounts", "canary\n", 0600);
	setenv("KASA_PASSWORD", "canary", 1);
	check_accounts(config, "c",
	               "credentials_file: two lines are wanted, the user name of the account and its password");
	make_text("kasa/credentials", "version: 1\naccounts: []\n", 0600);
	make_text("accounts", "f\nf\n", 0600);
	check_accounts(config, "cf", NULL);
	unlink("accounts");
	check_accounts(config, "c", "credentials_file: accounts: No such file or directory");
	config_free(config);
	remove_folder();
}
END_TEST

START_TEST(accounts_of_the_configuration_want_a_private_file)
{
	struct mistakes mistakes = { 0 };
	struct config *config = NULL;
	struct kasa_err err;

	make_folder();
	make_text("kasad.yaml", "credentials:\n  username: canary\n  pasword: canary\n", 0644);
	ck_assert_int_eq(config_load("kasad.yaml", &config, &mistakes, &err), KASA_EINVAL);
	ck_assert_uint_eq(mistakes.count, 3);
	ck_assert_str_eq(mistakes.item[0].text,
	                 "credentials: kasad.yaml is open to others: chmod 600 closes it, or credentials_file names a "
	                 "file of their own");
	ck_assert_str_eq(mistakes.item[1].text,
	                 "password is missing; wanted: the password of the account, in quotes where YAML wants them");
	ck_assert_str_eq(mistakes.item[2].text,
	                 "there is no key \"pasword\": did you mean \"password\"? (allowed: username, password)");
	mistakes_finish(&mistakes);
	remove_folder();
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_credential_comes_before_a_file_before_the_environment,
		a_secret_is_one_line_byte_for_byte,
		what_is_no_secret_is_refused,
		a_password_does_not_cross_the_network_unasked,
		who_asks_for_a_secret_leaves_no_core,
		accounts_come_from_all_sources_in_their_order,
		what_is_wrong_with_one_source_keeps_no_other_away,
		accounts_of_the_configuration_want_a_private_file,
	};

	return unit_run("bridge secrets", tests, UNIT_COUNT(tests));
}
