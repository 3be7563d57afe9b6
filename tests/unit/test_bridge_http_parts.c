/* What the server computes without a socket: targets, routes, names of hosts, pages, addresses, buckets, tokens. */
#include "unit/unit.h"

#include "bridge/http/http_check.h"
#include "bridge/http/http_guard.h"
#include "bridge/http/http_host.h"
#include "bridge/http/http_peer.h"
#include "bridge/http/http_problem.h"
#include "bridge/http/http_route.h"
#include "bridge/http/http_tokens.h"

/* ---- targets ---- */

START_TEST(a_target_is_taken_apart_before_it_is_decoded)
{
	struct http_uri uri = { 0 };

	ck_assert_int_eq(http_uri_parse(&uri, "/a%20b/c%2Fd?x=/y/z"), HTTP_URI_FINE);
	ck_assert_uint_eq(uri.count, 2);
	ck_assert_str_eq(uri.segment[0], "a b");
	ck_assert_str_eq(uri.segment[1], "c/d");
	ck_assert_str_eq(uri.path, "/a b/c/d");
	ck_assert_str_eq(http_uri_rest(&uri, 1), "c/d");
	ck_assert_int_eq(http_uri_parse(&uri, "/"), HTTP_URI_FINE);
	ck_assert_uint_eq(uri.count, 0);
	ck_assert_int_eq(http_uri_parse(&uri, "http://Host:80/x"), HTTP_URI_FINE);
	ck_assert_str_eq(uri.authority, "Host:80");
	ck_assert_str_eq(uri.segment[0], "x");
	ck_assert_int_eq(http_uri_parse(&uri, "*"), HTTP_URI_FINE);
	ck_assert(uri.asterisk);
	http_uri_finish(&uri);
}
END_TEST

START_TEST(what_leads_nowhere_is_told_from_what_is_broken)
{
	static const char *const nowhere[] = {
		"//", "/a//b", "/a/", "/.", "/..", "/a/%2e./b", "/1/2/3/4/5/6/7/8/9/10/11/12/13"
	};
	static const char *const broken[] = { "",      "a",           "/%",     "/%4",  "/%zz",
		                              "/%00",  "/a%7f",       "/\x01",  "/a#b", "/?a%0",
		                              "/?%00", "http://host", "https:", "?x",   "*x" };
	struct http_uri uri = { 0 };

	for (size_t i = 0; i < UNIT_COUNT(nowhere); i++)
		ck_assert_msg(http_uri_parse(&uri, nowhere[i]) == HTTP_URI_NOWHERE, "%s", nowhere[i]);
	for (size_t i = 0; i < UNIT_COUNT(broken); i++)
		ck_assert_msg(http_uri_parse(&uri, broken[i]) == HTTP_URI_BROKEN, "%s", broken[i]);
	http_uri_finish(&uri);
}
END_TEST

/* ---- routes ---- */

static void
serve(struct http_req *req, void *arg)
{
	(void)req;
	(void)arg;
}

static const struct http_route rows[] = {
	{ "GET", "/things/{thing}", HTTP_READ, 0, serve },
	{ "GET", "/things/all", HTTP_READ, 0, serve },
	{ "POST", "/things/{thing}", HTTP_READ, 0, serve },
	{ "GET", "/things/{thing}/{rest}", HTTP_READ, HTTP_LONG_PATH, serve },
	{ "GET", "/things/{thing}/state", HTTP_READ, 0, serve },
	{ 0 },
};

static int
found(const struct http_routes *routes, const char *method, const char *target, const char *part[], const char **allow)
{
	static struct http_uri uri;
	const struct http_row *row;

	ck_assert_int_eq(http_uri_parse(&uri, target), HTTP_URI_FINE);
	row = http_routes_find(routes, method, &uri, part, allow);
	return row ? (int)(row->route - rows) : -1;
}

START_TEST(words_go_before_parts_and_parts_before_long_ones)
{
	const char *part[HTTP_PARTS_MAX] = { NULL }, *allow;
	struct http_routes routes = { 0 };

	ck_assert_int_eq(http_routes_add(&routes, rows, NULL, NULL), KASA_OK);
	ck_assert_int_eq(found(&routes, "GET", "/things/lamp", part, &allow), 0);
	ck_assert_str_eq(part[0], "lamp");
	ck_assert_int_eq(found(&routes, "GET", "/things/all", part, &allow), 1);
	ck_assert_int_eq(found(&routes, "POST", "/things/all", part, &allow), 2);
	ck_assert_int_eq(found(&routes, "GET", "/things/lamp/state", part, &allow), 4);
	ck_assert_int_eq(found(&routes, "GET", "/things/lamp/other", part, &allow), 3);
	ck_assert_str_eq(part[1], "other");
	ck_assert_int_eq(found(&routes, "GET", "/things/lamp/a/b%2fc", part, &allow), 3);
	ck_assert_str_eq(part[1], "a/b/c");
	ck_assert_int_eq(found(&routes, "PUT", "/things/lamp", part, &allow), -1);
	ck_assert_str_eq(allow, "GET, HEAD, POST");
	ck_assert_int_eq(found(&routes, "GET", "/thing", part, &allow), -1);
	ck_assert_ptr_null(allow);
	http_routes_finish(&routes);
}
END_TEST

/* ---- who is meant, and from where ---- */

START_TEST(a_host_is_ours_by_its_name_alone)
{
	char listen0[] = "box.example:80", host0[] = "kasa.example", *listen[] = { listen0, NULL },
	     *hosts[] = { host0, NULL };
	const struct http_names names = { .own = "Attic", .listen = listen, .hosts = hosts };
	static const char *const ours[] = { "localhost",    "LocalHost:1",  "127.0.0.1",    "10.0.0.7:8080",
		                            "[::1]",        "[fe80::1]:80", "attic",        "ATTIC.local:80",
		                            "kasa.example", "box.example",  "kasa.example." };
	static const char *const foreign[] = { "",
		                               "evil",
		                               "attic.evil",
		                               "localhost.evil",
		                               "10.0.0.7.evil",
		                               "10.0.0.256",
		                               "[::1",
		                               "::1",
		                               "[127.0.0.1]",
		                               "localhost:x",
		                               "localhost:",
		                               "localhost:0",
		                               "a@localhost",
		                               "local host",
		                               "localhost:80:80",
		                               "attic.local.evil" };

	for (size_t i = 0; i < UNIT_COUNT(ours); i++)
		ck_assert_msg(http_host_is_ours(&names, ours[i]), "%s", ours[i]);
	for (size_t i = 0; i < UNIT_COUNT(foreign); i++)
		ck_assert_msg(!http_host_is_ours(&names, foreign[i]), "%s", foreign[i]);
}
END_TEST

START_TEST(a_page_is_our_own_listed_or_foreign)
{
	char panel[] = "https://panel.example", *origins[] = { panel, NULL };
	const struct http_names names = { .origins = origins };

	ck_assert_int_eq(http_origin_of(&names, "http://attic:9980", "Attic:9980"), HTTP_ORIGIN_OWN);
	ck_assert_int_eq(http_origin_of(&names, "https://panel.example", "attic"), HTTP_ORIGIN_LISTED);
	ck_assert_int_eq(http_origin_of(&names, "http://panel.example", "attic"), HTTP_ORIGIN_FOREIGN);
	ck_assert_int_eq(http_origin_of(&names, "https://panel.example.evil", "attic"), HTTP_ORIGIN_FOREIGN);
	ck_assert_int_eq(http_origin_of(&names, "http://attic:81", "attic:80"), HTTP_ORIGIN_FOREIGN);
	ck_assert_int_eq(http_origin_of(&names, "null", "null"), HTTP_ORIGIN_FOREIGN);
	ck_assert_int_eq(http_origin_of(&names, "file://attic", "attic"), HTTP_ORIGIN_FOREIGN);
}
END_TEST

START_TEST(only_proxies_that_are_trusted_tell_who_asks)
{
	char near[] = "127.0.0.1", far[] = "2001:db8::1", *proxies[] = { near, far, NULL }, text[HTTP_PEER_TEXT];
	struct http_peer peer;

	ck_assert(http_peer_forwarded("1.2.3.4", "127.0.0.1", proxies, &peer, text));
	ck_assert_str_eq(text, "1.2.3.4");
	ck_assert(!peer.local);
	ck_assert(http_peer_forwarded("6.6.6.6, 1.2.3.4 ,2001:DB8:0::1", "127.0.0.1", proxies, &peer, text));
	ck_assert_str_eq(text, "1.2.3.4");
	ck_assert(!http_peer_forwarded("1.2.3.4", "127.0.0.2", proxies, &peer, text));
	ck_assert(!http_peer_forwarded("1.2.3.4", "127.0.0.1", NULL, &peer, text));
	ck_assert(!http_peer_forwarded(NULL, "127.0.0.1", proxies, &peer, text));
	ck_assert(!http_peer_forwarded("", "127.0.0.1", proxies, &peer, text));
	ck_assert(!http_peer_forwarded("1.2.3.4, unknown", "127.0.0.1", proxies, &peer, text));
	ck_assert(!http_peer_forwarded("2001:db8::1", "127.0.0.1", proxies, &peer, text));
}
END_TEST

START_TEST(a_network_of_ipv6_is_one_address)
{
	struct http_peer a, b, c;
	char text[HTTP_PEER_TEXT];

	ck_assert(http_peer_parse("2001:db8::1", 11, &a, text));
	ck_assert(http_peer_parse("2001:db8::2", 11, &b, text));
	ck_assert(http_peer_parse("2001:db8:0:1::2", 15, &c, text));
	ck_assert_uint_eq(a.key, b.key);
	ck_assert_uint_ne(a.key, c.key);
	ck_assert(http_peer_parse("::ffff:127.0.0.1", 16, &c, text) && c.local);
	ck_assert_str_eq(text, "127.0.0.1");
}
END_TEST

/* ---- wrong secrets ---- */

START_TEST(a_bucket_empties_as_time_passes)
{
	static struct http_guard guard;

	for (int i = 0; i < 5; i++)
		ck_assert_uint_eq(http_guard_wrong(&guard, 7, 5, 1000), 0);
	ck_assert_uint_eq(http_guard_wrong(&guard, 7, 5, 1000), 12);
	ck_assert_uint_eq(http_guard_wrong(&guard, 8, 5, 1000), 0);
	ck_assert_uint_eq(http_guard_wrong(&guard, 7, 5, 12000), 1);
	ck_assert_uint_eq(http_guard_wrong(&guard, 7, 5, 13000), 0);
	ck_assert_uint_eq(http_guard_wrong(&guard, 7, 5, 13000), 12);
	ck_assert_uint_eq(http_guard_wrong(&guard, 7, 5, 200000), 0);
}
END_TEST

START_TEST(a_crowd_of_addresses_does_not_free_who_is_still_at_it)
{
	static struct http_guard guard;

	for (int i = 0; i < 5; i++)
		http_guard_wrong(&guard, 7, 5, 1000);
	for (uint64_t key = 100; key < 2000; key++) {
		http_guard_wrong(&guard, key, 5, 1000 + key);
		if (key % 100 == 0)
			ck_assert_uint_gt(http_guard_wrong(&guard, 7, 5, 1000 + key), 0);
	}
}
END_TEST

/* ---- tokens ---- */

static int
parse(const char *text, struct kasa_err *err)
{
	struct http_tokens *tokens = NULL;
	int rc = http_tokens_parse(text, strlen(text), &tokens, err);

	http_tokens_free(tokens);
	return rc;
}

START_TEST(tokens_are_known_by_their_whole_text)
{
	static const char text[] =
		"# a line\n\n  read\tgrafana 0123456789abcdefghijkl\r\nadmin root ABCDEFGHIJ-._~+/KLMNOP==";
	enum http_scope scope = HTTP_OPEN;
	struct http_tokens *tokens;
	char longest[600];

	ck_assert_int_eq(http_tokens_parse(text, strlen(text), &tokens, NULL), KASA_OK);
	ck_assert_uint_eq(http_tokens_count(tokens), 2);
	ck_assert_str_eq(http_tokens_find(tokens, "0123456789abcdefghijkl", &scope), "grafana");
	ck_assert_int_eq(scope, HTTP_READ);
	ck_assert_str_eq(http_tokens_find(tokens, "ABCDEFGHIJ-._~+/KLMNOP==", &scope), "root");
	ck_assert_int_eq(scope, HTTP_ADMIN);
	ck_assert_ptr_null(http_tokens_find(tokens, "0123456789abcdefghijk", &scope));
	ck_assert_ptr_null(http_tokens_find(tokens, "0123456789abcdefghijklm", &scope));
	ck_assert_ptr_null(http_tokens_find(tokens, "", &scope));
	memset(longest, 'a', sizeof longest);
	longest[sizeof longest - 1] = '\0';
	ck_assert_ptr_null(http_tokens_find(tokens, longest, &scope));
	http_tokens_free(tokens);
}
END_TEST

START_TEST(the_longest_token_counts_to_its_last_character)
{
	char text[300] = "read long ", token[HTTP_TOKEN_MOST + 1];
	struct http_tokens *tokens;
	enum http_scope scope;

	memset(token, 'a', HTTP_TOKEN_MOST);
	token[HTTP_TOKEN_MOST] = '\0';
	strcat(text, token);
	ck_assert_int_eq(http_tokens_parse(text, strlen(text), &tokens, NULL), KASA_OK);
	ck_assert_str_eq(http_tokens_find(tokens, token, &scope), "long");
	token[HTTP_TOKEN_MOST - 1] = 'b';
	ck_assert_ptr_null(http_tokens_find(tokens, token, &scope));
	http_tokens_free(tokens);
}
END_TEST

START_TEST(what_is_wrong_in_a_file_of_tokens_is_told_without_them)
{
	static const struct {
		const char *text, *words;
	} bad[] = {
		{ "read a", "line 1: a line is" },
		{ "\nread a b c", "line 2: a line is" },
		{ "write a 0123456789abcdefghijkl", "line 1: the scope" },
		{ "read a 0123456789abcdefghijk", "line 1: the token has 22" },
		{ "read a 0123456789abcdefghij\"l", "letters, digits" },
		{ "read a:b 0123456789abcdefghijkl", "the name has" },
		{ "read a 0123456789abcdefghijkl\nread a 1123456789abcdefghijkl", "line 2: this name" },
		{ "read a 0123456789abcdefghijkl\nread b 0123456789abcdefghijkl", "line 2: this token" },
	};
	struct kasa_err err;

	for (size_t i = 0; i < UNIT_COUNT(bad); i++) {
		ck_assert_int_eq(parse(bad[i].text, &err), KASA_EINVAL);
		ck_assert_msg(strstr(err.text, bad[i].words), "%s", err.text);
		ck_assert_msg(!strstr(err.text, "0123456789"), "%s", err.text);
	}
}
END_TEST

/* ---- problems ---- */

START_TEST(codes_of_results_have_statuses)
{
	ck_assert_int_eq(http_status_of("unknown_device"), 404);
	ck_assert_int_eq(http_status_of("bad_value"), 400);
	ck_assert_int_eq(http_status_of("not_supported"), 422);
	ck_assert_int_eq(http_status_of("timeout"), 504);
	ck_assert_int_eq(http_status_of("device_offline"), 503);
	ck_assert_int_eq(http_status_of("denied"), 403);
	ck_assert_int_eq(http_status_of("what is this"), 500);
	for (int code = KASA_EDENIED; code < KASA_OK; code++)
		ck_assert_msg(code == KASA_EIO || http_status_of(kasa_error_word(code)) != 500, "%s",
		              kasa_error_word(code));
}
END_TEST

START_TEST(a_problem_is_a_document)
{
	char *text = http_problem_text(404, "unknown_device", "there is no \"lamp\"");

	ck_assert_str_eq(text,
	                 "{\"type\":\"about:blank\",\"title\":\"Not Found\",\"status\":404,\"detail\":\"there is no "
	                 "\\\"lamp\\\"\",\"code\":\"unknown_device\"}");
	free(text);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_target_is_taken_apart_before_it_is_decoded,
		what_leads_nowhere_is_told_from_what_is_broken,
		words_go_before_parts_and_parts_before_long_ones,
		a_host_is_ours_by_its_name_alone,
		a_page_is_our_own_listed_or_foreign,
		only_proxies_that_are_trusted_tell_who_asks,
		a_network_of_ipv6_is_one_address,
		a_bucket_empties_as_time_passes,
		a_crowd_of_addresses_does_not_free_who_is_still_at_it,
		tokens_are_known_by_their_whole_text,
		the_longest_token_counts_to_its_last_character,
		what_is_wrong_in_a_file_of_tokens_is_told_without_them,
		codes_of_results_have_statuses,
		a_problem_is_a_document,
	};

	return unit_run("bridge http parts", tests, UNIT_COUNT(tests));
}
