/* One set of all names and identities, each with the line in which it stands: ten thousand devices are checked at once. */
#include <stdio.h>
#include <string.h>

#include "base/hash.h"
#include "base/str.h"
#include "bridge/config/config_cross.h"
#include "bridge/config/config_index.h"
#include "bridge/config/config_text.h"
#include "common/text_show.h"

enum {
	NAMES_MAX = 1 << 20,
	PLACE_MAX = 300, /* a host and its port; longer ones are refused elsewhere */
};

struct names {
	struct kasa_hash seen;
	struct mistakes *mistakes;
};

/* The line where it stood before, or 0; from now on it stands in @p line. */
static unsigned
note(struct names *names, unsigned about, const char *text, unsigned line)
{
	uint64_t h = config_key(about, text);
	const uint32_t *before = kasa_hash_get(&names->seen, h);

	if (before)
		return *before;
	if (kasa_hash_put(&names->seen, h, line) != KASA_OK)
		names->mistakes->lost = true;
	return 0;
}

static void
note_once(struct names *names, unsigned about, const char *text, const struct yaml_node *node, const char *why)
{
	unsigned line = note(names, about, text, node->line);
	char shown[TEXT_SHOWN];

	if (line)
		mistakes_add(names->mistakes, node->line, node->column, "%s: \"%s\" stands in line %u already%s",
		             node->key ? node->key->text : "members", text_show(shown, node->text), line, why);
}

static const struct yaml_node *
text_of(const struct yaml_node *mapping, const char *name)
{
	const struct yaml_node *node = yaml_get(mapping, name);

	return node && node->kind == YAML_TEXT && node->text[0] ? node : NULL;
}

static const struct yaml_node *
items_of(const struct yaml_node *root, const char *name)
{
	const struct yaml_node *list = yaml_get(root, name);

	return list && list->kind == YAML_SEQUENCE ? list->first : NULL;
}

/* ---- devices ---- */

static void
note_mac(struct names *names, const struct yaml_node *node)
{
	char text[KASA_MAC_TEXT];
	uint8_t mac[6];

	if (!node || !kasa_mac_parse(node->text, mac))
		return;
	kasa_mac_format(mac, text);
	note_once(names, CONFIG_ABOUT_MAC, text, node, "");
}

/* Several may be behind one address, each with its port. */
static void
note_host(struct names *names, const struct yaml_node *host, const struct yaml_node *port)
{
	char place[PLACE_MAX];
	int n;

	if (!host)
		return;
	n = snprintf(place, sizeof place, "%s %s", host->text, port ? port->text : "");
	if (n > 0 && (size_t)n < sizeof place)
		note_once(names, CONFIG_ABOUT_HOST, place, host, "; several devices there differ in their ports");
}

static void
note_device(struct names *names, const struct yaml_node *device)
{
	const struct yaml_node *name = text_of(device, "name"), *id = text_of(device, "id");
	bool can_tell = device->kind == YAML_MAPPING || device->kind == YAML_NOTHING;

	if (can_tell && !yaml_get(device, "host") && !yaml_get(device, "mac") && !yaml_get(device, "id"))
		mistakes_add(names->mistakes, device->line, device->column,
		             "nothing says which device this is; wanted: host, mac or id");
	note_host(names, text_of(device, "host"), text_of(device, "port"));
	note_mac(names, text_of(device, "mac"));
	if (id)
		note_once(names, CONFIG_ABOUT_ID, id->text, id, "");
	if (name)
		note_once(names, CONFIG_ABOUT_NAME, name->text, name, "");
}

/* ---- groups ---- */

static void
note_group(struct names *names, const struct yaml_node *group)
{
	const struct yaml_node *name = text_of(group, "name");

	if (!name)
		return;
	note_once(names, CONFIG_ABOUT_NAME, name->text, name, ", and devices and groups share their names");
	note(names, CONFIG_ABOUT_GROUP, name->text, name->line);
}

/* A MAC in the one way to write it, so that two ways of it are seen. */
static void
plain_member(char out[PLACE_MAX], const char *text)
{
	const char *slash = strchr(text, '/');
	char name[KASA_MAC_TEXT];
	uint8_t mac[6];

	snprintf(out, PLACE_MAX, "%s", text);
	if (slash && (size_t)(slash - text) < PLACE_MAX)
		out[slash - text] = '\0';
	if (!kasa_mac_parse(out, mac))
		snprintf(out, PLACE_MAX, "%s", text);
	else {
		kasa_mac_format(mac, name);
		snprintf(out, PLACE_MAX, "%s%s", name, slash ? slash : "");
	}
}

static void
note_member(struct names *names, unsigned group, const struct yaml_node *member)
{
	char shown[TEXT_SHOWN], plain[PLACE_MAX];

	if (kasa_hash_get(&names->seen, config_key(CONFIG_ABOUT_GROUP, member->text)))
		mistakes_add(names->mistakes, member->line, member->column,
		             "members: \"%s\" is a group; a group has devices and outlets",
		             text_show(shown, member->text));
	plain_member(plain, member->text);
	note_once(names, CONFIG_ABOUT_MEMBER + group, plain, member, "");
}

static void
note_members(struct names *names, unsigned group, const struct yaml_node *members)
{
	if (!members)
		return;
	if (members->kind == YAML_SEQUENCE && !members->first)
		mistakes_add(names->mistakes, members->line, members->column, "members: a group has one at least");
	for (const struct yaml_node *at = yaml_next(members, NULL); at; at = yaml_next(members, at))
		if (at->kind == YAML_TEXT)
			note_member(names, group, at);
}

void
config_check_names(const struct yaml_node *root, struct mistakes *mistakes)
{
	struct names names = { .mistakes = mistakes };
	unsigned group = 0;

	kasa_hash_init(&names.seen, NAMES_MAX);
	for (const struct yaml_node *at = items_of(root, "devices"); at; at = at->next)
		note_device(&names, at);
	for (const struct yaml_node *at = items_of(root, "groups"); at; at = at->next)
		note_group(&names, at);
	for (const struct yaml_node *at = items_of(root, "groups"); at; at = at->next)
		note_members(&names, group++, yaml_get(at, "members"));
	kasa_hash_finish(&names.seen);
}
