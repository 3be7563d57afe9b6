/* Hooks as people write them: what they come to, and all that would let strangers in or surprise somebody. */
#include "unit/unit.h"

#include <sys/stat.h>
#include <unistd.h>

#include "bridge/config/config.h"

#define SECRET "canary0123456789canary0123456789"
#define HOOK "hooks: [{id: a, auth: bearer, "
#define ORDER "order: {device: tree, set: ON}}]\n"

// clang-format off
static const struct { const char *text, *told; } bad[] = {
	{ "hooks: {}\n", "1:8: hooks: a mapping stands here; wanted: a list of hooks, each with a hyphen before it\n" },
	{ "hooks: [{auth: path, " ORDER, "1:9: id is missing; wanted: a word that names it, as washer\n" },
	{ "hooks: [{id: a, " ORDER, "1:9: auth is missing; wanted: path, header, bearer, github, stripe, standard\n" },
	{ "hooks: [{id: a b, auth: path, " ORDER, "1:14: id: \"a b\" is no word of 1 to 64 letters, digits, _ and -\n" },
	{ "hooks: [{id: '', auth: path, " ORDER, "1:14: id: \"\" is no word of 1 to 64 letters, digits, _ and -\n" },
	{ "hooks: [{id: a/b, auth: path, " ORDER, "1:14: id: \"a/b\" is no word of 1 to 64 letters, digits, _ and -\n" },
	{ "hooks: [{id: a, auth: none, " ORDER, "1:23: auth: \"none\" stands here; wanted: path, header, bearer, github, stripe, standard\n" },
	{ HOOK "secret: canary, " ORDER, "1:39: secret: a secret has 16 bytes at least, of which `openssl rand -hex 16` makes good ones\n" },
	{ HOOK "secret: [" SECRET ", canary], " ORDER, "1:74: secret: a secret has 16 bytes at least, of which `openssl rand -hex 16` makes good ones\n" },
	{ HOOK "secret: [" SECRET "1, " SECRET "2, " SECRET "3, " SECRET "4, " SECRET "5], " ORDER, "1:39: secret: four are valid at a time, at most\n" },
	{ "hooks: [{id: a, auth: path, secret: 'canary/canary/canary', " ORDER, "1:37: secret: a secret that stands in a path has letters, digits, - . _ and ~ only\n" },
	{ "hooks: [{id: a, auth: standard, secret: whsec_canary, " ORDER, "1:41: secret: behind whsec_ stands no base64 of 16 to 64 bytes\n" },
	{ HOOK "secret: " SECRET ", secret_file: private, " ORDER, "1:86: secret_file: secret is there as well, and one of both is enough\n" },
	{ HOOK "secret_file: open, " ORDER, "1:44: secret_file: open is open to others: chmod 600 closes it\n" },
	{ HOOK "secret_file: missing, " ORDER, "1:44: secret_file: missing: No such file or directory\n" },
	{ HOOK "header: X-Secret, " ORDER, "1:39: header: it is of use with auth: header alone\n" },
	{ "hooks: [{id: a, auth: header, header: 'X: y', " ORDER, "1:39: header: \"X: y\" is no name of a header, as X-Kasa-Secret\n" },
	{ HOOK "from: [192.0.2.0/33], " ORDER, "1:38: from: \"192.0.2.0/33\" is neither an address nor a network, as 192.0.2.0/24\n" },
	{ HOOK "from: [192.0.2.1/24], " ORDER, "1:38: from: \"192.0.2.1/24\" is neither an address nor a network, as 192.0.2.0/24\n" },
	{ HOOK "rate: 6001, " ORDER, "1:37: rate: \"6001\" stands here; wanted: a whole number from 0 to 6000\n" },
	{ HOOK "rate: 1}]\n", "1:9: a hook: nothing says what it does; wanted: order or orders\n" },
	{ HOOK "orders: [], " ORDER, "1:39: orders: order is there as well, and one of both is enough\n1:39: orders: there is no order in it\n" },
	{ HOOK "order: {device: tree, set: TOGGLE}}]\n", "1:58: set: a call that comes twice would undo it: ON or OFF says what is wanted, toggle: yes allows it\n" },
	{ HOOK "orders: [{device: tree, set: {state: toggle}}]}]\n", "1:60: set: a call that comes twice would undo it: ON or OFF says what is wanted, toggle: yes allows it\n" },
	{ HOOK "order: {device: '{{/plug}}', on: yes}}]\n", "1:47: device: a request may name what stands in devices, and that is missing\n" },
	{ HOOK "devices: [tree], " ORDER, "1:40: devices: it is of use with device: \"{{/plug}}\" alone\n" },
	{ HOOK "order: {device: tree, set: '{{value1}}'}}]\n", "1:58: set: between {{ and }} stands no JSON pointer, as /value1\n" },
	{ HOOK "order: {device: tree, set: '{{/value1'}}]\n", "1:58: set: a {{ has no }} behind it\n" },
	{ "hooks: [{id: a, auth: github, get: yes, " ORDER, "1:36: get: what is signed is the body, and GET has none\n" },
	{ "hooks:\n - {id: a, auth: path, order: {group: g, on: yes}}\n - {id: a, auth: path, order: {group: g, on: yes}}\n",
	  "3:9: id: \"a\" stands in line 2 already\n" },
};
// clang-format on

static char folder[] = "/tmp/kasa-test-XXXXXX";

static void
make_file(const char *name, mode_t mode)
{
	FILE *file = fopen(name, "w");

	ck_assert_ptr_nonnull(file);
	fputs("secret\n", file);
	fclose(file);
	ck_assert_int_eq(chmod(name, mode), 0);
}

static void
make_folder(void)
{
	ck_assert_ptr_nonnull(mkdtemp(folder));
	ck_assert_int_eq(chdir(folder), 0);
	make_file("private", 0600);
	make_file("open", 0644);
}

static void
remove_folder(void)
{
	unlink("private");
	unlink("open");
	rmdir(folder);
}

static struct config *
parse(const char *text, const char *path, char told[2000])
{
	struct mistakes mistakes = { 0 };
	struct config *config = NULL;
	struct kasa_err err = { 0 };
	size_t n = 0;

	config_parse(text, strlen(text), path, &config, &mistakes, &err);
	told[0] = '\0';
	for (size_t i = 0; i < mistakes.count && n < 2000; i++)
		n += (size_t)snprintf(told + n, 2000 - n, "%u:%u: %s\n", mistakes.item[i].line, mistakes.item[i].column,
		                      mistakes.item[i].text);
	mistakes_finish(&mistakes);
	return config;
}

START_TEST(what_is_wrong_is_told_and_no_secret_with_it)
{
	make_folder();
	for (size_t i = 0; i < UNIT_COUNT(bad); i++) {
		char told[2000];

		ck_assert_ptr_null(parse(bad[i].text, "kasad.yaml", told));
		ck_assert_str_eq(told, bad[i].told);
		ck_assert_ptr_null(strstr(told, "canary"));
	}
	remove_folder();
}
END_TEST

START_TEST(secrets_stand_in_no_file_that_others_read)
{
	char told[2000];

	make_folder();
	ck_assert_ptr_null(parse(HOOK "secret: " SECRET ", " ORDER, "open", told));
	ck_assert_str_eq(told,
	                 "1:31: secret: open is open to others: chmod 600 closes it, or secret_file names a file of "
	                 "its own\n");
	remove_folder();
}
END_TEST

START_TEST(a_hook_has_all_that_was_said_and_the_usual_else)
{
	static const char text[] =
		"hooks:\n"
		" - {id: one, auth: header, secret: " SECRET ", order: {device: tree, set: ON}}\n"
		" - id: other\n   auth: standard\n   secret_file: private\n   rate: 0\n   interval: 2s\n"
		"   toggle: yes\n   wait: yes\n   from: [192.0.2.0/24, 'fd00::/8']\n   devices: [a, b/2]\n"
		"   orders:\n    - {device: '{{/plug}}', set: TOGGLE}\n    - {group: g, on: no}\n";
	struct config *config;
	char told[2000];

	make_folder();
	config = parse(text, "private", told);
	ck_assert_str_eq(told, "");
	ck_assert_uint_eq(config->hooks.count, 2);
	ck_assert_str_eq(config->hooks.list[0].header, "X-Kasa-Secret");
	ck_assert_str_eq(config->hooks.list[0].secrets[0], SECRET);
	ck_assert_uint_eq(config->hooks.list[0].rate, 60);
	ck_assert(!config->hooks.list[0].get && !config->hooks.list[0].toggle && !config->hooks.list[0].wait);
	ck_assert_int_eq(config->hooks.list[1].auth, CONFIG_HOOK_STANDARD);
	ck_assert_uint_eq(config->hooks.list[1].rate, 0);
	ck_assert_uint_eq(config->hooks.list[1].interval_ms, 2000);
	ck_assert_uint_eq(config->hooks.list[1].order_count, 2);
	ck_assert(config->hooks.list[1].orders[0].toggles && config->hooks.list[1].orders[0].template);
	ck_assert_str_eq(config->hooks.list[1].orders[1].set, "OFF");
	ck_assert_str_eq(config->hooks.list[1].devices[1], "b/2");
	ck_assert_str_eq(config->hooks.list[1].from[1], "fd00::/8");
	config_free(config);
	remove_folder();
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		what_is_wrong_is_told_and_no_secret_with_it,
		secrets_stand_in_no_file_that_others_read,
		a_hook_has_all_that_was_said_and_the_usual_else,
	};

	return unit_run("bridge config hooks", tests, UNIT_COUNT(tests));
}
