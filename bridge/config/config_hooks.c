#include "bridge/config/config_hooks.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "bridge/config/config_file.h"
#include "bridge/config/config_section.h"
#include "bridge/config/config_text.h"
#include "bridge/hook/hook_auth.h"
#include "bridge/hook/source.h"
#include "common/answer.h"
#include "common/guard.h"
#include "common/private_file.h"
#include "common/text_show.h"

enum {
	RATE_USUAL = 60,
	RATE_MOST = 6000,
	INTERVAL_MOST = 60 * 60 * 1000,
	HEADER_MAX = 64,
};

static const char *const auths[] = { "path", "header", "bearer", "github", "stripe", "standard", NULL };
static const char word_letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-";

/* ---- texts ---- */

static bool
is_word(const char *text, size_t most)
{
	size_t n = strspn(text, word_letters);

	return n > 0 && n <= most && !text[n];
}

static int
check_id(const struct schema *row, const struct yaml_node *text, const void *arg, struct kasa_err *err)
{
	char shown[TEXT_SHOWN];

	(void)arg;
	if (is_word(text->text, CONFIG_HOOK_ID_MAX))
		return KASA_OK;
	return kasa_err_set(err, KASA_EINVAL, "%s: \"%s\" is no word of 1 to %d letters, digits, _ and -", row->name,
	                    text_show(shown, text->text), CONFIG_HOOK_ID_MAX);
}

static int
check_header(const struct schema *row, const struct yaml_node *text, const void *arg, struct kasa_err *err)
{
	char shown[TEXT_SHOWN];

	(void)arg;
	if (is_word(text->text, HEADER_MAX))
		return KASA_OK;
	return kasa_err_set(err, KASA_EINVAL, "%s: \"%s\" is no name of a header, as X-Kasa-Secret", row->name,
	                    text_show(shown, text->text));
}

static int
check_source(const struct schema *row, const struct yaml_node *text, const void *arg, struct kasa_err *err)
{
	struct source source;
	char shown[TEXT_SHOWN];

	(void)arg;
	if (source_parse(&source, text->text))
		return KASA_OK;
	return kasa_err_set(err, KASA_EINVAL, "%s: \"%s\" is neither an address nor a network, as 192.0.2.0/24",
	                    row->name, text_show(shown, text->text));
}

// clang-format off
static const struct schema order_item[] = {
	{ .kind = SCHEMA_MAPPING, .inside = config_order_keys, .help = CONFIG_ORDER_HELP },
	{ .kind = SCHEMA_END },
};
static const struct schema hook[] = {
	{ .name = "id", .kind = SCHEMA_TEXT, .needed = true, .check = check_id, .help = "a word that names it, as washer" },
	{ .name = "auth", .kind = SCHEMA_CHOICE, .needed = true, .choices = auths },
	{ .name = "header", .kind = SCHEMA_TEXT, .check = check_header, .help = "the header that has the secret, as X-Kasa-Secret" },
	{ .name = "secret", .kind = SCHEMA_TEXTS, .help = "a secret of 16 bytes or more, or a list of such" },
	{ .name = "secret_file", .kind = SCHEMA_TEXT, .check = config_check_filled, .help = "the path of a file" },
	{ .name = "order", .kind = SCHEMA_MAPPING, .inside = config_order_keys, .help = CONFIG_ORDER_HELP },
	{ .name = "orders", .kind = SCHEMA_SEQUENCE, .inside = order_item, .help = "a list of orders, each with a hyphen before it" },
	{ .name = "devices", .kind = SCHEMA_TEXTS, .check = config_check_member, .help = "the devices that a request may name, as [tree, strip/2]" },
	{ .name = "from", .kind = SCHEMA_TEXTS, .check = check_source, .help = "addresses and networks, as [192.0.2.0/24]" },
	{ .name = "rate", .kind = SCHEMA_INTEGER, .most = RATE_MOST },
	{ .name = "interval", .kind = SCHEMA_DURATION, .most = INTERVAL_MOST },
	{ .name = "get", .kind = SCHEMA_BOOL },
	{ .name = "toggle", .kind = SCHEMA_BOOL },
	{ .name = "wait", .kind = SCHEMA_BOOL },
	{ .kind = SCHEMA_END },
};
static const struct schema hook_item[] = {
	{ .kind = SCHEMA_MAPPING, .inside = hook, .help = "a hook, as {id: washer, auth: bearer, secret_file: washer.secret, order: {device: washer, set: ON}}" },
	{ .kind = SCHEMA_END },
};

#define HOOK(member) offsetof(struct config_hook, member)
static const struct field fields[] = {
	{ "id", AS_TEXT, HOOK(id), NULL },
	{ "auth", AS_CHOICE, HOOK(auth), auths },
	{ "header", AS_TEXT, HOOK(header), NULL },
	{ "secret", AS_TEXTS, HOOK(secrets), NULL },
	{ "secret_file", AS_PATH, HOOK(secret_file), NULL },
	{ "order", AS_MORE, 0, NULL },
	{ "orders", AS_MORE, 0, NULL },
	{ "devices", AS_TEXTS, HOOK(devices), NULL },
	{ "from", AS_TEXTS, HOOK(from), NULL },
	{ "rate", AS_NUMBER, HOOK(rate), NULL },
	{ "interval", AS_MS, HOOK(interval_ms), NULL },
	{ "get", AS_BOOL, HOOK(get), NULL },
	{ "toggle", AS_BOOL, HOOK(toggle), NULL },
	{ "wait", AS_BOOL, HOOK(wait), NULL },
	{ 0 },
};
// clang-format on

/* ---- what contradicts itself ---- */

static const struct yaml_node *
text_of(const struct yaml_node *mapping, const char *name)
{
	const struct yaml_node *node = yaml_get(mapping, name);

	return node && node->kind == YAML_TEXT ? node : NULL;
}

static bool
says_yes(const struct yaml_node *mapping, const char *name)
{
	const struct yaml_node *node = text_of(mapping, name);
	bool yes = false;

	return node && answer_parse(node->text, &yes) && yes;
}

static void
say(struct mistakes *mistakes, const struct yaml_node *node, const char *why)
{
	mistakes_add(mistakes, node->line, node->column, "%s: %s", node->key ? node->key->text : "a hook", why);
}

/* CONFIG_HOOK_AUTHS where it is none. */
static enum config_hook_auth
auth_of(const struct yaml_node *hook_node)
{
	const struct yaml_node *node = text_of(hook_node, "auth");
	unsigned i = 0;

	while (auths[i] && !(node && strcmp(auths[i], node->text) == 0))
		i++;
	return (enum config_hook_auth)i;
}

/* What stands in a file that others can read is no secret. None of it is shown. */
static void
check_inline(const struct yaml_node *secret, enum config_hook_auth auth, const char *path, struct mistakes *mistakes)
{
	size_t count = 0;
	struct kasa_err err;

	secrets_guard();
	for (const struct yaml_node *at = yaml_next(secret, NULL); at; at = yaml_next(secret, at), count++) {
		const char *fault = at->kind == YAML_TEXT ? hook_secret_fault(auth, at->text) : NULL;

		if (fault)
			mistakes_add(mistakes, at->line, at->column, "secret: %s", fault);
	}
	if (count > CONFIG_HOOK_SECRETS_MAX)
		say(mistakes, secret, "four are valid at a time, at most");
	if (private_file_check(path, &err) != KASA_OK)
		mistakes_add(mistakes, secret->key->line, secret->key->column,
		             "secret: %s, or secret_file names a file of its own", err.text);
}

static void
check_secrets(const struct yaml_node *node, const char *path, struct mistakes *mistakes)
{
	const struct yaml_node *secret = yaml_get(node, "secret"), *file = yaml_get(node, "secret_file");
	const struct yaml_node *header = yaml_get(node, "header");

	if (secret && file)
		say(mistakes, file, "secret is there as well, and one of both is enough");
	if (secret)
		check_inline(secret, auth_of(node), path, mistakes);
	config_file_check(file, path, true, mistakes);
	if (header && auth_of(node) != CONFIG_HOOK_HEADER)
		say(mistakes, header, "it is of use with auth: header alone");
}

static bool
is_signed(enum config_hook_auth auth)
{
	return auth == CONFIG_HOOK_GITHUB || auth == CONFIG_HOOK_STRIPE || auth == CONFIG_HOOK_STANDARD;
}

/* Whether its device is for the request to say. */
static bool
names_device(const struct yaml_node *order)
{
	const struct yaml_node *device = text_of(order, "device");

	return device && strstr(device->text, "{{");
}

static void
check_order(const struct yaml_node *node, const struct yaml_node *order, struct mistakes *mistakes)
{
	size_t before = mistakes->count;
	struct filler filler = { .path = "" };
	struct config_order filled;

	config_order_check(order, true, mistakes);
	if (order->kind == YAML_MAPPING && names_device(order) && !yaml_get(node, "devices"))
		say(mistakes, yaml_get(order, "device"),
		    "a request may name what stands in devices, and that is missing");
	if (order->kind != YAML_MAPPING || mistakes->count > before || says_yes(node, "toggle"))
		return;
	config_order_fill(&filler, &filled, order);
	if (filled.toggles)
		say(mistakes, yaml_get(order, "set"),
		    "a call that comes twice would undo it: ON or OFF says what is wanted, toggle: yes allows it");
	config_order_release(&filled);
}

static void
check_orders(const struct yaml_node *node, struct mistakes *mistakes)
{
	const struct yaml_node *order = yaml_get(node, "order"), *orders = yaml_get(node, "orders");
	const struct yaml_node *devices = yaml_get(node, "devices");
	bool named = order && names_device(order);

	if (!order && !orders)
		say(mistakes, node, "nothing says what it does; wanted: order or orders");
	if (order && orders)
		say(mistakes, orders, "order is there as well, and one of both is enough");
	if (orders && orders->kind == YAML_SEQUENCE && !orders->first)
		say(mistakes, orders, "there is no order in it");
	if (order)
		check_order(node, order, mistakes);
	for (const struct yaml_node *at = orders && orders->kind == YAML_SEQUENCE ? orders->first : NULL; at;
	     at = at->next) {
		check_order(node, at, mistakes);
		named |= names_device(at);
	}
	if (devices && !named)
		say(mistakes, devices, "it is of use with device: \"{{/plug}}\" alone");
}

static void
check_hook(const struct yaml_node *node, const char *path, struct mistakes *mistakes)
{
	check_secrets(node, path, mistakes);
	check_orders(node, mistakes);
	if (says_yes(node, "get") && is_signed(auth_of(node)))
		say(mistakes, yaml_get(node, "get"), "what is signed is the body, and GET has none");
}

/* There are few: each is compared with those before it. */
static void
check_once(const struct yaml_node *list, const struct yaml_node *node, struct mistakes *mistakes)
{
	const struct yaml_node *id = text_of(node, "id");

	for (const struct yaml_node *at = list->first; id && at != node; at = at->next) {
		const struct yaml_node *other = text_of(at, "id");

		if (other && strcmp(other->text, id->text) == 0) {
			mistakes_add(mistakes, id->line, id->column, "id: \"%s\" stands in line %u already", id->text,
			             other->line);
			return;
		}
	}
}

static void
check(const struct yaml_node *root, const char *path, struct mistakes *mistakes)
{
	const struct yaml_node *list = yaml_get(root, "hooks");

	if (!list || list->kind != YAML_SEQUENCE)
		return;
	for (const struct yaml_node *at = list->first; at; at = at->next) {
		if (at->kind != YAML_MAPPING)
			continue;
		check_hook(at, path, mistakes);
		check_once(list, at, mistakes);
	}
}

/* ---- filling in ---- */

static void
fill_orders(struct filler *filler, struct config_hook *hook_out, const struct yaml_node *node)
{
	const struct yaml_node *one = yaml_get(node, "order"), *list = yaml_get(node, "orders");
	const struct yaml_node *at = one ? one : list->first;

	if (one) {
		hook_out->orders = calloc(1, sizeof *hook_out->orders);
		hook_out->order_count = hook_out->orders ? 1 : 0;
		filler->no_memory |= !hook_out->orders;
	} else {
		hook_out->orders = config_fill_room(filler, list, sizeof *hook_out->orders, &hook_out->order_count);
	}
	for (size_t i = 0; i < hook_out->order_count; i++, at = at->next)
		config_order_fill(filler, &hook_out->orders[i], at);
}

static void
fill_hook(struct filler *filler, struct config_hook *hook_out, const struct yaml_node *node)
{
	*hook_out = (struct config_hook){ .rate = RATE_USUAL };
	config_fill_rows(filler, hook_out, fields, node);
	if (hook_out->auth == CONFIG_HOOK_HEADER && !hook_out->header)
		hook_out->header = config_fill_text(filler, "X-Kasa-Secret");
	fill_orders(filler, hook_out, node);
}

static void
fill(struct filler *filler, struct config *config, const struct yaml_node *list)
{
	struct config_hooks *hooks = &config->hooks;
	const struct yaml_node *at = list ? list->first : NULL;

	hooks->list = config_fill_room(filler, list, sizeof *hooks->list, &hooks->count);
	for (size_t i = 0; i < hooks->count; i++, at = at->next)
		fill_hook(filler, &hooks->list[i], at);
}

static void
release_hook(struct config_hook *hook_in)
{
	for (char **at = hook_in->secrets; at && *at; at++)
		explicit_bzero(*at, strlen(*at));
	config_free_texts(hook_in->secrets);
	config_free_texts(hook_in->devices);
	config_free_texts(hook_in->from);
	for (size_t i = 0; i < hook_in->order_count; i++)
		config_order_release(&hook_in->orders[i]);
	free(hook_in->orders);
	free(hook_in->id);
	free(hook_in->header);
	free(hook_in->secret_file);
}

static void
release(struct config *config)
{
	for (size_t i = 0; i < config->hooks.count; i++)
		release_hook(&config->hooks.list[i]);
	free(config->hooks.list);
	config->hooks = (struct config_hooks){ .list = NULL };
}

const struct config_section config_hooks_section = {
	.row = { .name = "hooks",
	         .kind = SCHEMA_SEQUENCE,
	         .inside = hook_item,
	         .help = "a list of hooks, each with a hyphen before it" },
	.check = check,
	.fill = fill,
	.release = release,
	.at = offsetof(struct config, hooks),
	.size = sizeof(struct config_hooks),
};
