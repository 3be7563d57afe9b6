/* Who may call a hook: six proofs, rotation, sources, rates, and what came before. Time is a parameter. */
#include "unit/unit.h"

#include "base/err.h"
#include "bridge/hook/hook_auth.h"
#include "bridge/hook/hook_rate.h"
#include "bridge/hook/replay.h"
#include "bridge/hook/signature.h"
#include "bridge/hook/source.h"

#define OLD "old-secret-0123456789"
#define NEW "new-secret-0123456789"
#define NOW INT64_C(1795809600)

static const char body[] = "{\"value1\":\"ON\"}";

/* What a caller shows who has this secret, for each kind of hook. */
struct shown {
	char path[64], header[64], authorization[96], github[96], stripe[160], signature[SIGNATURE_TEXT], timestamp[24];
	struct hook_proof proof;
};

static void
to_hex(char *out, const struct signature_key *key, const char *text)
{
	uint8_t digest[SIGNATURE_BYTES];

	signature_hmac(digest, key, text, strlen(text));
	for (size_t i = 0; i < sizeof digest; i++)
		snprintf(out + 2 * i, 3, "%02x", digest[i]);
}

static void
begin(struct shown *shown)
{
	memset(shown, 0, sizeof *shown);
	shown->proof = (struct hook_proof){ .path = shown->path,
		                            .header = shown->header,
		                            .authorization = shown->authorization,
		                            .github = shown->github,
		                            .stripe = shown->stripe,
		                            .id = "",
		                            .timestamp = shown->timestamp,
		                            .signature = shown->signature,
		                            .body = body,
		                            .length = strlen(body) };
}

static void
show(struct shown *shown, enum config_hook_auth auth, const char *secret, int64_t at_s)
{
	struct signature_key key;
	char hex[SIGNATURE_BYTES * 2 + 1], text[128];

	begin(shown);
	ck_assert(signature_key_text(&key, secret));
	switch (auth) {
	case CONFIG_HOOK_PATH:
		snprintf(shown->path, sizeof shown->path, "%s", secret);
		break;
	case CONFIG_HOOK_HEADER:
		snprintf(shown->header, sizeof shown->header, "%s", secret);
		break;
	case CONFIG_HOOK_BEARER:
		snprintf(shown->authorization, sizeof shown->authorization, "Bearer %s", secret);
		break;
	case CONFIG_HOOK_GITHUB:
		to_hex(hex, &key, body);
		snprintf(shown->github, sizeof shown->github, "sha256=%s", hex);
		break;
	case CONFIG_HOOK_STRIPE:
		snprintf(text, sizeof text, "%lld.%s", (long long)at_s, body);
		to_hex(hex, &key, text);
		snprintf(shown->stripe, sizeof shown->stripe, "t=%lld,v1=%s", (long long)at_s, hex);
		break;
	case CONFIG_HOOK_STANDARD:
		shown->proof.id = "msg_1";
		snprintf(shown->timestamp, sizeof shown->timestamp, "%lld", (long long)at_s);
		signature_standard(shown->signature, &key, "msg_1", at_s, body, strlen(body));
		break;
	case CONFIG_HOOK_AUTHS:
		break;
	}
}

static void
know(struct hook_secrets *secrets, enum config_hook_auth auth)
{
	struct kasa_err err;

	*secrets = (struct hook_secrets){ .count = 0 };
	ck_assert_int_eq(hook_secrets_lines(secrets, auth, "# the old one goes in June\n" OLD "\r\n\n" NEW "\n", &err),
	                 KASA_OK);
	ck_assert_uint_eq(secrets->count, 2);
}

START_TEST(each_kind_takes_its_proof_with_either_secret)
{
	for (enum config_hook_auth auth = CONFIG_HOOK_PATH; auth < CONFIG_HOOK_AUTHS; auth++) {
		struct hook_secrets secrets;
		struct shown shown;

		know(&secrets, auth);
		show(&shown, auth, OLD, NOW);
		ck_assert_msg(hook_auth(&secrets, auth, &shown.proof, NOW), "%d", auth);
		show(&shown, auth, NEW, NOW);
		ck_assert_msg(hook_auth(&secrets, auth, &shown.proof, NOW), "%d", auth);
		show(&shown, auth, "bad-secret-0123456789", NOW);
		ck_assert_msg(!hook_auth(&secrets, auth, &shown.proof, NOW), "%d", auth);
		begin(&shown);
		ck_assert_msg(!hook_auth(&secrets, auth, &shown.proof, NOW), "%d", auth);
		hook_secrets_finish(&secrets);
	}
}
END_TEST

START_TEST(no_kind_takes_the_proof_of_another)
{
	for (enum config_hook_auth auth = CONFIG_HOOK_PATH; auth < CONFIG_HOOK_AUTHS; auth++)
		for (enum config_hook_auth other = CONFIG_HOOK_PATH; other < CONFIG_HOOK_AUTHS; other++) {
			struct hook_secrets secrets;
			struct shown shown;

			know(&secrets, auth);
			show(&shown, other, NEW, NOW);
			ck_assert_msg(hook_auth(&secrets, auth, &shown.proof, NOW) == (auth == other), "%d %d", auth,
			              other);
			hook_secrets_finish(&secrets);
		}
}
END_TEST

START_TEST(nobody_is_let_in_where_there_is_no_hook_or_no_secret)
{
	const struct hook_secrets none = { .count = 0 };
	struct shown shown;

	/* what the work is done with instead must not be a secret */
	show(&shown, CONFIG_HOOK_PATH, "0123456789abcdef0123456789abcdef", NOW);
	ck_assert(!hook_auth(NULL, CONFIG_HOOK_PATH, &shown.proof, NOW));
	ck_assert(!hook_auth(&none, CONFIG_HOOK_PATH, &shown.proof, NOW));
	show(&shown, CONFIG_HOOK_GITHUB, "0123456789abcdef0123456789abcdef", NOW);
	ck_assert(!hook_auth(&none, CONFIG_HOOK_GITHUB, &shown.proof, NOW));
}
END_TEST

START_TEST(what_is_signed_with_a_time_is_of_these_five_minutes)
{
	static const enum config_hook_auth timed[] = { CONFIG_HOOK_STRIPE, CONFIG_HOOK_STANDARD };

	for (size_t i = 0; i < UNIT_COUNT(timed); i++) {
		struct hook_secrets secrets;
		struct shown shown;

		know(&secrets, timed[i]);
		show(&shown, timed[i], NEW, NOW);
		ck_assert(hook_auth(&secrets, timed[i], &shown.proof, NOW + SIGNATURE_WINDOW_S));
		ck_assert(!hook_auth(&secrets, timed[i], &shown.proof, NOW + SIGNATURE_WINDOW_S + 1));
		ck_assert(hook_auth(&secrets, timed[i], &shown.proof, NOW - SIGNATURE_WINDOW_S));
		ck_assert(!hook_auth(&secrets, timed[i], &shown.proof, NOW - SIGNATURE_WINDOW_S - 1));
		hook_secrets_finish(&secrets);
	}
}
END_TEST

START_TEST(a_body_that_was_changed_is_refused)
{
	static const enum config_hook_auth signing[] = { CONFIG_HOOK_GITHUB, CONFIG_HOOK_STRIPE, CONFIG_HOOK_STANDARD };

	for (size_t i = 0; i < UNIT_COUNT(signing); i++) {
		struct hook_secrets secrets;
		struct shown shown;

		know(&secrets, signing[i]);
		show(&shown, signing[i], NEW, NOW);
		shown.proof.length--;
		ck_assert(!hook_auth(&secrets, signing[i], &shown.proof, NOW));
		hook_secrets_finish(&secrets);
	}
}
END_TEST

START_TEST(weak_secrets_are_told_without_being_shown)
{
	static const char *const weak[] = { "canary", "\n\ncanary\n", "whsec_canary", OLD "\ncanary" };

	for (size_t i = 0; i < UNIT_COUNT(weak); i++) {
		struct hook_secrets secrets = { .count = 0 };
		struct kasa_err err;

		ck_assert_int_eq(hook_secrets_lines(&secrets, CONFIG_HOOK_STANDARD, weak[i], &err), KASA_EINVAL);
		ck_assert_ptr_null(strstr(err.text, "canary"));
		ck_assert_ptr_nonnull(strstr(err.text, "line "));
		hook_secrets_finish(&secrets);
	}
}
END_TEST

START_TEST(so_many_calls_a_minute_and_then_one_after_the_other)
{
	struct hook_rate rate = { 0 };
	unsigned wait_s = 0;

	for (int i = 0; i < 60; i++)
		ck_assert(hook_rate_take(&rate, 60, 1000000, &wait_s));
	ck_assert(!hook_rate_take(&rate, 60, 1000000, &wait_s));
	ck_assert_uint_eq(wait_s, 1);
	ck_assert(!hook_rate_take(&rate, 60, 1000900, &wait_s));
	ck_assert(hook_rate_take(&rate, 60, 1001001, &wait_s));
	ck_assert(!hook_rate_take(&rate, 60, 1001001, &wait_s));
	for (int i = 0; i < 60; i++)
		ck_assert(hook_rate_take(&rate, 60, 9000000, &wait_s));
	rate = (struct hook_rate){ 0 };
	ck_assert(hook_rate_take(&rate, 1, 5000, &wait_s));
	ck_assert(!hook_rate_take(&rate, 1, 5000, &wait_s));
	ck_assert_uint_eq(wait_s, 60);
	ck_assert(hook_rate_take(&rate, 0, 5000, &wait_s));
}
END_TEST

START_TEST(a_signature_is_new_once_for_ten_minutes)
{
	struct replay replay = { 0 };

	ck_assert_int_eq(replay_see(&replay, 7, NOW), REPLAY_NEW);
	ck_assert_int_eq(replay_see(&replay, 7, NOW + REPLAY_KEEP_S), REPLAY_SEEN);
	ck_assert_int_eq(replay_see(&replay, 8, NOW + REPLAY_KEEP_S), REPLAY_NEW);
	ck_assert_int_eq(replay_see(&replay, 7, NOW + REPLAY_KEEP_S + 1), REPLAY_NEW);
	replay_finish(&replay);
}
END_TEST

START_TEST(a_memory_that_is_full_lets_nothing_in)
{
	struct replay replay = { 0 };

	for (uint64_t i = 1; i <= REPLAY_MOST; i++)
		ck_assert_int_eq(replay_see(&replay, i, NOW), REPLAY_NEW);
	ck_assert_int_eq(replay_see(&replay, REPLAY_MOST + 1, NOW), REPLAY_FULL);
	ck_assert_int_eq(replay_see(&replay, 1, NOW), REPLAY_SEEN);
	ck_assert_int_eq(replay_see(&replay, REPLAY_MOST + 1, NOW + REPLAY_KEEP_S + 1), REPLAY_NEW);
	replay_finish(&replay);
}
END_TEST

// clang-format off
static const struct { const char *network, *address; bool within; } sources[] = {
	{ "192.0.2.0/24", "192.0.2.255", true },     { "192.0.2.0/24", "192.0.3.0", false },
	{ "192.0.2.7", "192.0.2.7", true },          { "192.0.2.7", "192.0.2.8", false },
	{ "192.0.2.7", "::ffff:192.0.2.7", true },   { "0.0.0.0/0", "203.0.113.9", true },
	{ "0.0.0.0/0", "2001:db8::1", false },       { "::/0", "192.0.2.7", true },
	{ "fd00::/8", "fdff::1", true },             { "fd00::/8", "fe80::1", false },
	{ "2001:db8::/33", "2001:db8:7fff::", true }, { "2001:db8::/33", "2001:db8:8000::", false },
	{ "::1", "::1", true },                      { "192.0.2.0/24", "nonsense", false },
	{ "192.0.2.0/24", "", false },
};
static const char *const no_sources[] = { "", "x", "192.0.2", "192.0.2.0/", "192.0.2.0/x", "192.0.2.0/-1", "192.0.2.1/24", "fd00::1/8", "192.0.2.0/33", "::/129", "/24" };
// clang-format on

START_TEST(sources_are_addresses_and_networks)
{
	struct source source;

	for (size_t i = 0; i < UNIT_COUNT(sources); i++) {
		ck_assert(source_parse(&source, sources[i].network));
		ck_assert_msg(source_has(&source, sources[i].address) == sources[i].within, "%s %s", sources[i].network,
		              sources[i].address);
	}
	for (size_t i = 0; i < UNIT_COUNT(no_sources); i++)
		ck_assert_msg(!source_parse(&source, no_sources[i]), "%s", no_sources[i]);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		each_kind_takes_its_proof_with_either_secret,
		no_kind_takes_the_proof_of_another,
		nobody_is_let_in_where_there_is_no_hook_or_no_secret,
		what_is_signed_with_a_time_is_of_these_five_minutes,
		a_body_that_was_changed_is_refused,
		weak_secrets_are_told_without_being_shown,
		so_many_calls_a_minute_and_then_one_after_the_other,
		a_signature_is_new_once_for_ten_minutes,
		a_memory_that_is_full_lets_nothing_in,
		sources_are_addresses_and_networks,
	};

	return unit_run("hook auth", tests, UNIT_COUNT(tests));
}
