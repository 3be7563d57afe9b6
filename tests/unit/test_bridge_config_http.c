/* The section http: what holds where nothing is said, what contradicts itself, and what a reload cannot change. */
#include "unit/unit.h"

#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "bridge/config/config.h"

static struct config *
parse(const char *text)
{
	struct mistakes mistakes = { 0 };
	struct config *config = NULL;
	struct kasa_err err;
	int rc = config_parse(text, strlen(text), "", &config, &mistakes, &err);

	ck_assert_msg(rc == KASA_OK, "%s", mistakes.count > 0 ? mistakes.item[0].text : err.text);
	return config;
}

START_TEST(without_the_section_nothing_listens)
{
	struct config *config = parse("mqtt: {enabled: no}\n"), *standard;

	ck_assert(!config->http.enabled);
	ck_assert_int_eq(config_default(&standard, NULL), KASA_OK);
	ck_assert(!standard->http.enabled);
	config_free(standard);
	config_free(config);
}
END_TEST

START_TEST(the_section_alone_has_all_it_needs)
{
	static const char *const texts[] = { "http:\n", "http: {}\n", "http: {enabled: yes}\n" };

	for (size_t i = 0; i < UNIT_COUNT(texts); i++) {
		struct config *config = parse(texts[i]);
		const struct config_http *http = &config->http;

		ck_assert(http->enabled && !http->open_metrics && !http->exporter_names);
		ck_assert_str_eq(http->listen[0], "127.0.0.1:9980");
		ck_assert_ptr_null(http->listen[1]);
		ck_assert_uint_eq(http->limits.connections, 512);
		ck_assert_uint_eq(http->limits.body, 65536);
		ck_assert_uint_eq(http->limits.header_ms, 5000);
		ck_assert_ptr_null(http->hosts);
		config_free(config);
	}
}
END_TEST

/* With proxies there are tokens: in a file that is nobody else's. */
static struct config *
parse_with_tokens(const char *lines)
{
	char path[] = "/tmp/kasa-tokens-XXXXXX", text[600];
	int fd = mkstemp(path);
	struct config *config;

	ck_assert_int_ge(fd, 0);
	ck_assert_int_gt(dprintf(fd, "read grafana 0123456789abcdef0123456789abcdef\n"), 0);
	close(fd);
	snprintf(text, sizeof text, "%s  tokens_file: %s\n", lines, path);
	config = parse(text);
	unlink(path);
	return config;
}

START_TEST(all_of_it_can_be_said)
{
	struct config *config =
		parse_with_tokens("http:\n  listen: ['127.0.0.2:80', '[::1]:81']\n  hosts: kasa.example\n"
	                          "  origins: [https://a.example, 'http://b.example:8080']\n  proxies: ['::1']\n"
	                          "  open_metrics: yes\n  limits: {streams: 7, body_deadline: 250ms}\n");
	const struct config_http *http = &config->http;

	ck_assert_str_eq(http->listen[1], "[::1]:81");
	ck_assert_str_eq(http->hosts[0], "kasa.example");
	ck_assert_str_eq(http->origins[1], "http://b.example:8080");
	ck_assert_str_eq(http->proxies[0], "::1");
	ck_assert(http->open_metrics);
	ck_assert_uint_eq(http->limits.streams, 7);
	ck_assert_uint_eq(http->limits.body_ms, 250);
	config_free(config);
}
END_TEST

/* Else it is told by a start that fails. */
START_TEST(what_is_wrong_in_the_file_of_tokens_is_told)
{
	char path[] = "/tmp/kasa-tokens-XXXXXX", text[600];
	struct mistakes mistakes = { 0 };
	struct config *config = NULL;
	struct kasa_err err;
	int fd = mkstemp(path);

	ck_assert_int_gt(dprintf(fd, "# mine\nreed grafana 0123456789abcdef0123456789abcdef\n"), 0);
	close(fd);
	snprintf(text, sizeof text, "http: {tokens_file: %s}\n", path);
	ck_assert_int_ne(config_parse(text, strlen(text), "", &config, &mistakes, &err), KASA_OK);
	unlink(path);
	ck_assert_uint_eq(mistakes.count, 1);
	ck_assert_ptr_nonnull(strstr(mistakes.item[0].text, "line 2: the scope is read, control or admin"));
	ck_assert_ptr_null(strstr(mistakes.item[0].text, "0123"));
	mistakes_finish(&mistakes);
}
END_TEST

START_TEST(what_is_wrong_is_told)
{
	static const struct {
		const char *text, *told;
	} bad[] = {
		{ "http: {listen: '0.0.0.0:9980'}\n", "only with tokens" },
		{ "http: {listen: ['127.0.0.1:9980', '[::]:9980']}\n", "only with tokens" },
		{ "http: {listen: '9980'}\n", "listen: an address and a port" },
		{ "http: {listen: 'attic:9980'}\n", "listen: an address and a port" },
		{ "http: {listen: '127.0.0.1:0'}\n", "listen: an address and a port" },
		{ "http: {listen: '::1:9980'}\n", "listen: an address and a port" },
		{ "http: {hosts: 'https://kasa.example'}\n", "hosts: a name without a port" },
		{ "http: {origins: ['*']}\n", "origins: where a web page is from" },
		{ "http: {origins: ['https://a.example/']}\n", "origins: where a web page is from" },
		{ "http: {proxies: [squid]}\n", "proxies: an address" },
		{ "http: {proxies: ['127.0.0.1']}\n", "that goes only with tokens" },
		{ "http:\n  listen: [127.0.0.1:1, 127.0.0.1:2, 127.0.0.1:3, 127.0.0.1:4,\n"
		  "    127.0.0.1:5, 127.0.0.1:6, 127.0.0.1:7, 127.0.0.1:8, 127.0.0.1:9]\n",
		  "more than 8" },
		{ "http: {cert_file: /dev/null}\n", "it wants its key" },
		{ "http: {key_file: /dev/null}\n", "it belongs to a certificate" },
		{ "http: {tokens: [abc]}\n", "tokens do not stand here" },
		{ "http: {limits: {connections: 0}}\n", "connections" },
	};

	for (size_t i = 0; i < UNIT_COUNT(bad); i++) {
		struct mistakes mistakes = { 0 };
		struct config *config = NULL;
		bool told = false;

		ck_assert_int_eq(config_parse(bad[i].text, strlen(bad[i].text), "", &config, &mistakes, NULL),
		                 KASA_EINVAL);
		for (size_t k = 0; k < mistakes.count; k++)
			told |= strstr(mistakes.item[k].text, bad[i].told) != NULL;
		ck_assert_msg(told, "%s: %s", bad[i].text, mistakes.count > 0 ? mistakes.item[0].text : "");
		mistakes_finish(&mistakes);
	}
}
END_TEST

START_TEST(another_section_wants_a_restart)
{
	static const char *const others[] = { "mqtt:\n", "http: {listen: '127.0.0.1:81'}\n",
		                              "http: {limits: {body: 2048}}\n", "http: {hosts: [a]}\n",
		                              "http: {open_metrics: yes}\n" };
	struct config *now = parse("http:\n"), *same = parse("http: {listen: ['127.0.0.1:9980']}\n");
	char keys[200];

	ck_assert_str_eq(config_restart(now, same, keys, sizeof keys), "");
	for (size_t i = 0; i < UNIT_COUNT(others); i++) {
		struct config *next = parse(others[i]);

		ck_assert_str_eq(config_restart(now, next, keys, sizeof keys), "http");
		config_free(next);
	}
	config_free(same);
	config_free(now);
}
END_TEST

START_TEST(addresses_are_this_hosts_or_not)
{
	static const char *const own[] = { "127.0.0.1:1", "127.255.0.9:65535", "[::1]:80", "localhost:80" };
	static const char *const others[] = { "0.0.0.0:1", "192.0.2.7:80", "[::]:80", "[2001:db8::1]:80" };
	struct sockaddr_storage address;

	for (size_t i = 0; i < UNIT_COUNT(own); i++)
		ck_assert_msg(config_http_address(own[i], &address) && config_http_is_local(&address), "%s", own[i]);
	for (size_t i = 0; i < UNIT_COUNT(others); i++)
		ck_assert_msg(config_http_address(others[i], &address) && !config_http_is_local(&address), "%s",
		              others[i]);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		without_the_section_nothing_listens,
		the_section_alone_has_all_it_needs,
		all_of_it_can_be_said,
		what_is_wrong_in_the_file_of_tokens_is_told,
		what_is_wrong_is_told,
		another_section_wants_a_restart,
		addresses_are_this_hosts_or_not,
	};

	return unit_run("bridge config http", tests, UNIT_COUNT(tests));
}
