/* The example of a configuration is one, its comments as well, and no key is missing there or in the manual. */
#include "unit/unit.h"

#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "bridge/config/config.h"
#include "common/private_file.h"

enum {
	TEXT_MAX = 64 << 10,
};

static char folder[] = "/tmp/kasa-test-XXXXXX";
static const char *const named[] = {
	"mqtt.password", "ca.crt", "kasad.crt", "kasad.key", "account", "http.tokens", "party.secret", "webhook.secret",
};

static char *
read_source(const char *name, struct kasa_buf *buf)
{
	struct kasa_err err;
	char path[4096];

	ck_assert_ptr_nonnull(getenv("KASA_SOURCE_DIR"));
	snprintf(path, sizeof path, "%s/%s", getenv("KASA_SOURCE_DIR"), name);
	kasa_buf_init(buf, TEXT_MAX);
	ck_assert_msg(private_file_read(path, buf, &err) == KASA_OK, "%s", err.text);
	return (char *)buf->data;
}

static struct config *
parse(const char *text)
{
	struct mistakes mistakes = { 0 };
	struct config *config = NULL;
	struct kasa_err err;
	int rc = config_parse(text, strlen(text), "kasad.yaml", &config, &mistakes, &err);

	ck_assert_msg(rc == KASA_OK, "%u: %s", mistakes.count > 0 ? mistakes.item[0].line : 0,
	              mistakes.count > 0 ? mistakes.item[0].text : err.text);
	return config;
}

/* Comments that are keys become keys, and the files that they name lie beside. */
static void
uncomment(char *text)
{
	static const char away[] = "/etc/kasa/";
	char *to = text;

	for (const char *at = text; *at;) {
		bool begins = at == text || at[-1] == '\n', same;

		at += begins && at[0] == '#' && (at[1] >= 'a' && at[1] <= 'z');
		at += begins && at[0] == '#' && strncmp(at + 1, "  ", 2) == 0;
		same = strncmp(at, away, strlen(away)) != 0;
		at += same ? 0 : strlen(away);
		*to++ = *at++;
	}
	*to = '\0';
}

static void
make_folder(void)
{
	ck_assert_ptr_nonnull(mkdtemp(folder));
	ck_assert_int_eq(chdir(folder), 0);
	for (size_t i = 0; i < UNIT_COUNT(named); i++) {
		FILE *file = fopen(named[i], "w");

		ck_assert_ptr_nonnull(file);
		fputs("read grafana 0123456789abcdef0123456789abcdef\n", file);
		fclose(file);
		ck_assert_int_eq(chmod(named[i], 0600), 0);
	}
}

static void
remove_folder(void)
{
	for (size_t i = 0; i < UNIT_COUNT(named); i++)
		unlink(named[i]);
	rmdir(folder);
}

START_TEST(the_example_is_a_configuration)
{
	struct config *config, *standard;
	struct kasa_err err;
	struct kasa_buf buf;
	char keys[256];

	config = parse(read_source("contrib/examples/kasad.yaml", &buf));
	ck_assert_uint_eq(config->device_count, 2);
	ck_assert_str_eq(config->groups[0].members[1], "strip/2");
	ck_assert_int_eq(config_default(&standard, &err), KASA_OK);
	ck_assert_str_eq(config_restart(standard, config, keys, sizeof keys), "");
	config_free(standard);
	config_free(config);
	kasa_buf_finish(&buf);
}
END_TEST

START_TEST(its_comments_are_keys_and_tell_the_defaults)
{
	struct config *config, *standard;
	struct kasa_err err;
	struct kasa_buf buf;
	char keys[256], *text = read_source("contrib/examples/kasad.yaml", &buf);

	make_folder();
	uncomment(text);
	config = parse(text);
	ck_assert_int_eq(config_default(&standard, &err), KASA_OK);
	ck_assert_str_eq(config->mqtt.key_file, "kasad.key");
	ck_assert_uint_eq(config->device_count, 3);
	ck_assert_uint_eq(config->credentials_count, 1);
	ck_assert_uint_eq(config->hooks.count, 2);
	ck_assert_str_eq(config_restart(standard, config, keys, sizeof keys),
	                 "mqtt.username, mqtt.password_file, mqtt.tls, mqtt.ca_file, mqtt.cert_file, mqtt.key_file, "
	                 "credentials, credentials_file, http, state_dir");
	ck_assert_uint_eq(config->discovery.every_ms, standard->discovery.every_ms);
	ck_assert_uint_eq(config->relay.least_ms, standard->relay.least_ms);
	ck_assert_uint_eq(config->relay.burst, standard->relay.burst);
	config_free(standard);
	config_free(config);
	kasa_buf_finish(&buf);
	remove_folder();
}
END_TEST

/* What the keys of a mapping are is told to who mistypes one. */
static void
list_keys(const char *text, char *keys, size_t size)
{
	struct mistakes mistakes = { 0 };
	struct config *config = NULL;
	const char *allowed = NULL;

	ck_assert_int_eq(config_parse(text, strlen(text), "", &config, &mistakes, NULL), KASA_EINVAL);
	for (size_t i = 0; i < mistakes.count && !allowed; i++)
		allowed = strstr(mistakes.item[i].text, "(allowed: ");
	ck_assert_ptr_nonnull(allowed);
	snprintf(keys, size, "%s", allowed + strlen("(allowed: "));
	mistakes_finish(&mistakes);
}

START_TEST(no_key_is_missing_in_the_example_and_in_the_manual)
{
	static const char *const sections[] = {
		"x: 1\n",
		"mqtt: {x: 1}\n",
		"homeassistant: {x: 1}\n",
		"discovery: {x: 1}\n",
		"poll: {x: 1}\n",
		"relay: {x: 1}\n",
		"devices: [{x: 1}]\n",
		"groups: [{x: 1}]\n",
		"http: {x: 1}\n",
		"http: {limits: {x: 1}}\n",
		"hooks: [{x: 1}]\n",
		"hooks: [{order: {x: 1}}]\n",
		"watch: [{x: 1}]\n",
		"watch: [{power_above: {x: 1}}]\n",
		"watch: [{cycle: {x: 1}}]\n",
		"watch: [{budget: {x: 1}}]\n",
		"rules: [{x: 1}]\n",
		"rules: [{name: a, when: {x: 1}, then: []}]\n",
		"rules: [{name: a, when: {time: {x: 1}}, then: []}]\n",
		"webhooks: [{x: 1}]\n",
		"webhooks: [{queue: {x: 1}}]\n",
		"webhooks: [{retry: {x: 1}}]\n",
		"webhooks: [{breaker: {x: 1}}]\n",
	};
	struct kasa_buf example, manual;

	read_source("contrib/examples/kasad.yaml", &example);
	read_source("bridge/kasad.yaml.5.in", &manual);
	for (size_t i = 0; i < UNIT_COUNT(sections); i++) {
		char keys[1024];

		list_keys(sections[i], keys, sizeof keys);
		for (char *key = strtok(keys, ", )"); key; key = strtok(NULL, ", )")) {
			char wanted[64];

			ck_assert_msg(strstr((char *)manual.data, key), "%s is not in the manual", key);
			snprintf(wanted, sizeof wanted, "%s:", key);
			ck_assert_msg(strstr((char *)example.data, wanted), "%s is not in the example", key);
		}
	}
	kasa_buf_finish(&example);
	kasa_buf_finish(&manual);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		the_example_is_a_configuration,
		its_comments_are_keys_and_tell_the_defaults,
		no_key_is_missing_in_the_example_and_in_the_manual,
	};

	return unit_run("bridge example", tests, UNIT_COUNT(tests));
}
