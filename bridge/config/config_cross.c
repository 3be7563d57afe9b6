/* Nodes of the wrong kind were told already: they count as not there. */
#include "bridge/config/config_cross.h"

#include <string.h>

#include "bridge/config/config_file.h"
#include "common/account_yaml.h"
#include "common/answer.h"
#include "common/guard.h"
#include "common/host.h"
#include "common/private_file.h"

static const struct yaml_node *
text_of(const struct yaml_node *mapping, const char *name)
{
	const struct yaml_node *node = yaml_get(mapping, name);

	return node && node->kind == YAML_TEXT ? node : NULL;
}

static bool
says(const struct yaml_node *mapping, const char *name, bool otherwise)
{
	const struct yaml_node *node = text_of(mapping, name);
	bool yes = otherwise;

	if (node)
		answer_parse(node->text, &yes);
	return yes;
}

static void
say(struct mistakes *mistakes, const struct yaml_node *node, const char *why)
{
	mistakes_add(mistakes, node->line, node->column, "%s: %s", node->key->text, why);
}

/* ---- TLS ---- */

static void
check_tls(const struct yaml_node *mqtt, struct mistakes *mistakes)
{
	static const char *const files[] = { "ca_file", "cert_file", "key_file" };
	const struct yaml_node *cert = yaml_get(mqtt, "cert_file"), *key = yaml_get(mqtt, "key_file");

	if (key && !cert)
		say(mistakes, key, "it belongs to a certificate, which cert_file names");
	if (cert && !key)
		say(mistakes, cert, "it wants its key as well, which key_file names");
	for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
		const struct yaml_node *file = yaml_get(mqtt, files[i]);

		if (file && !says(mqtt, "tls", true))
			say(mistakes, file, "it is of no use with tls: no");
	}
}

static bool
is_encrypted(const struct yaml_node *mqtt)
{
	return says(mqtt, "tls", yaml_get(mqtt, "ca_file") || yaml_get(mqtt, "cert_file"));
}

/* Whoever listens on the way reads it, and has the broker. */
static void
check_password(const struct yaml_node *mqtt, struct mistakes *mistakes)
{
	const struct yaml_node *file = yaml_get(mqtt, "password_file"), *host = text_of(mqtt, "host");

	if (!file)
		return;
	if (!yaml_get(mqtt, "username"))
		say(mistakes, file, "a password belongs to a user name, which username tells");
	if (host && !host_is_local(host->text) && !is_encrypted(mqtt) && !says(mqtt, "allow_plaintext_password", false))
		say(mistakes, file,
		    "the password would cross the network for everybody to read: tls: yes or ca_file encrypts it, "
		    "allow_plaintext_password: yes sends it nevertheless");
}

static void
check_files(const struct yaml_node *mqtt, const char *path, struct mistakes *mistakes)
{
	config_file_check(yaml_get(mqtt, "password_file"), path, true, mistakes);
	config_file_check(yaml_get(mqtt, "ca_file"), path, false, mistakes);
	config_file_check(yaml_get(mqtt, "cert_file"), path, false, mistakes);
	config_file_check(yaml_get(mqtt, "key_file"), path, false, mistakes);
}

/* ---- Home Assistant ---- */

static const char *
topic_of(const struct yaml_node *mapping, const char *name, const char *otherwise)
{
	const struct yaml_node *node = text_of(mapping, name);

	return node ? node->text : otherwise;
}

static void
check_hass(const struct yaml_node *root, const struct yaml_node *mqtt, struct mistakes *mistakes)
{
	const struct yaml_node *hass = yaml_get(root, "homeassistant"), *output = text_of(mqtt, "output");
	const struct yaml_node *base = text_of(mqtt, "base_topic"), *prefix = text_of(hass, "discovery_prefix");
	bool same =
		strcmp(topic_of(mqtt, "base_topic", "kasa"), topic_of(hass, "discovery_prefix", "homeassistant")) == 0;

	if (!says(hass, "enabled", true))
		return;
	if (same && (prefix || base))
		say(mistakes, prefix ? prefix : base,
		    prefix ? "it is that of mqtt.base_topic: they must differ"
		           : "it is Home Assistant's discovery_prefix: they must differ");
	if (output && strcmp(output->text, "attribute") == 0)
		say(mistakes, output,
		    "Home Assistant reads the documents: json or both is wanted, or homeassistant: {enabled: no}");
}

void
config_check_broker(const struct yaml_node *root, const char *path, struct mistakes *mistakes)
{
	const struct yaml_node *mqtt = yaml_get(root, "mqtt");

	check_tls(mqtt, mistakes);
	check_password(mqtt, mistakes);
	check_files(mqtt, path, mistakes);
	check_hass(root, mqtt, mistakes);
	config_file_check(yaml_get(root, "credentials_file"), path, true, mistakes);
	config_path_check(yaml_get(root, "state_dir"), path, mistakes);
}

void
config_check_accounts(const struct yaml_node *root, const char *path, struct mistakes *mistakes)
{
	const struct yaml_node *section = yaml_get(root, "credentials");
	struct kasa_err err;

	if (!section || section->kind == YAML_NOTHING)
		return;
	secrets_guard();
	account_yaml_check(section, mistakes);
	if (private_file_check(path, &err) != KASA_OK)
		mistakes_add(mistakes, section->key->line, section->key->column,
		             "credentials: %s, or credentials_file names a file of their own", err.text);
}
