/* Signatures as RFC 4231, Standard Webhooks, GitHub and Stripe publish or compute them, and what must not pass for one. */
#include "unit/unit.h"

#include "bridge/hook/signature.h"

#define STANDARD_KEY "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
#define STANDARD_ID "msg_p5jXN8AQM9LWM0D4loKWxJek"
#define STANDARD_SIGNATURE "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
static const char standard_body[] = "{\"test\": 2432232314}";

#define GITHUB_SIGNATURE "757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17"
#define STRIPE_SIGNATURE "5b48775cbc5585203e816c852644f1dad5cffbb0c1e9fef123428bd670c0c06b"
static const char stripe_body[] = "{\"id\":\"evt_1\"}";

static void
to_hex(char out[SIGNATURE_BYTES * 2 + 1], const uint8_t digest[SIGNATURE_BYTES])
{
	for (size_t i = 0; i < SIGNATURE_BYTES; i++)
		snprintf(out + 2 * i, 3, "%02x", digest[i]);
}

static void
fill(struct signature_key *key, uint8_t byte, size_t length)
{
	memset(key->bytes, byte, length);
	key->length = length;
}

// clang-format off
static const struct { uint8_t byte; size_t length; const char *data, *hex; } rfc4231[] = {
	{ 0x0b, 20,  "Hi There", "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7" },
	{ 0xaa, 131, "Test Using Larger Than Block-Size Key - Hash Key First", "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54" },
	{ 0xaa, 131, "This is a test using a larger than block-size key and a larger than block-size data. The key needs to be hashed before being used by the HMAC algorithm.", "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2" },
};
static const char *const no_keys[] = { "", "whsec_", "whsec_c2hvcnQ=", "whsec_!!!!", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaS" };
static const char *const no_times[] = { "", "-1", "+1", " 1", "1 ", "1.5", "0x10", "1e3", "1234567890123456" };
static const char *const no_standard[] = {
	"", " ", "v1,", "v1", "v2,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", "g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
	"v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OA=", "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1O", "v1,AAAA",
	"v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OEAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
};
static const char *const no_github[] = {
	"", "sha256=", GITHUB_SIGNATURE, "sha1=" GITHUB_SIGNATURE, "sha256=" GITHUB_SIGNATURE "0", "sha256= " GITHUB_SIGNATURE,
	"sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e1g",
	"sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e18",
};
static const char *const no_stripe[] = {
	"", "t=1492774577", "v1=" STRIPE_SIGNATURE, "t=,v1=" STRIPE_SIGNATURE, "t=1492774578,v1=" STRIPE_SIGNATURE,
	"t=1492774577,v0=" STRIPE_SIGNATURE, "t=1492774577,t=1492774577,v1=" STRIPE_SIGNATURE, "t=1492774577,v1=", ",,,,",
	"t=1492774577,t=9999999999999999999,v1=" STRIPE_SIGNATURE,
};
// clang-format on

START_TEST(hmac_is_that_of_rfc_4231)
{
	for (size_t i = 0; i < UNIT_COUNT(rfc4231); i++) {
		char hex[SIGNATURE_BYTES * 2 + 1];
		uint8_t digest[SIGNATURE_BYTES];
		struct signature_key key;

		fill(&key, rfc4231[i].byte, rfc4231[i].length);
		signature_hmac(digest, &key, rfc4231[i].data, strlen(rfc4231[i].data));
		to_hex(hex, digest);
		ck_assert_str_eq(hex, rfc4231[i].hex);
	}
}
END_TEST

START_TEST(a_key_is_base64_behind_whsec_and_else_its_own_bytes)
{
	struct signature_key key;

	ck_assert(signature_key_parse(&key, STANDARD_KEY));
	ck_assert_uint_eq(key.length, 24);
	ck_assert_uint_eq(key.bytes[0], 0x31);
	ck_assert(signature_key_parse(&key, "plain words"));
	ck_assert_mem_eq(key.bytes, "plain words", key.length);
	ck_assert(signature_key_text(&key, STANDARD_KEY));
	ck_assert_uint_eq(key.length, strlen(STANDARD_KEY));
}
END_TEST

START_TEST(what_is_no_key_is_refused)
{
	char most[SIGNATURE_KEY_MAX + 2];
	struct signature_key key;

	for (size_t i = 0; i < UNIT_COUNT(no_keys); i++)
		ck_assert_msg(!signature_key_parse(&key, no_keys[i]), "%s", no_keys[i]);
	memset(most, 'x', sizeof most);
	most[SIGNATURE_KEY_MAX] = '\0';
	ck_assert(signature_key_parse(&key, most));
	most[SIGNATURE_KEY_MAX] = 'x';
	most[SIGNATURE_KEY_MAX + 1] = '\0';
	ck_assert(!signature_key_parse(&key, most));
	ck_assert(!signature_key_text(&key, ""));
}
END_TEST

static bool
is_standard(const char *header, const char *id, const char *timestamp, const char *body)
{
	struct signature_key key;

	ck_assert(signature_key_parse(&key, STANDARD_KEY));
	return signature_standard_check(header, &key, id, timestamp, body, strlen(body));
}

START_TEST(standard_webhooks_own_example_is_made_and_taken)
{
	char text[SIGNATURE_TEXT];
	struct signature_key key;

	ck_assert(signature_key_parse(&key, STANDARD_KEY));
	signature_standard(text, &key, STANDARD_ID, 1614265330, standard_body, strlen(standard_body));
	ck_assert_str_eq(text, STANDARD_SIGNATURE);
	ck_assert(is_standard(text, STANDARD_ID, "1614265330", standard_body));
	ck_assert(
		is_standard("v1,AAAA v1a,x " STANDARD_SIGNATURE " v1,BBBB", STANDARD_ID, "1614265330", standard_body));
}
END_TEST

START_TEST(a_standard_signature_is_of_its_id_time_and_body_alone)
{
	for (size_t i = 0; i < UNIT_COUNT(no_standard); i++)
		ck_assert_msg(!is_standard(no_standard[i], STANDARD_ID, "1614265330", standard_body), "%s",
		              no_standard[i]);
	ck_assert(!is_standard(STANDARD_SIGNATURE, "msg_other", "1614265330", standard_body));
	ck_assert(!is_standard(STANDARD_SIGNATURE, "", "1614265330", standard_body));
	ck_assert(!is_standard(STANDARD_SIGNATURE, STANDARD_ID, "1614265331", standard_body));
	ck_assert(!is_standard(STANDARD_SIGNATURE, STANDARD_ID, "", standard_body));
	ck_assert(!is_standard(STANDARD_SIGNATURE, STANDARD_ID, "1614265330", "{\"test\": 2432232315}"));
}
END_TEST

START_TEST(a_signed_text_cannot_be_cut_at_another_place)
{
	char text[SIGNATURE_TEXT];
	struct signature_key key;

	ck_assert(signature_key_parse(&key, STANDARD_KEY));
	signature_standard(text, &key, "msg", 1, "2.on", 4);
	ck_assert(is_standard(text, "msg", "1", "2.on"));
	ck_assert(!is_standard(text, "msg.1", "2", "on"));
}
END_TEST

static bool
is_github(const char *header, const char *body)
{
	struct signature_key key;

	ck_assert(signature_key_text(&key, "It's a Secret to Everybody"));
	return signature_github_check(header, &key, body, strlen(body));
}

START_TEST(githubs_own_example_is_taken_and_nothing_near_it)
{
	ck_assert(is_github("sha256=" GITHUB_SIGNATURE, "Hello, World!"));
	ck_assert(!is_github("sha256=" GITHUB_SIGNATURE, "Hello, World"));
	for (size_t i = 0; i < UNIT_COUNT(no_github); i++)
		ck_assert_msg(!is_github(no_github[i], "Hello, World!"), "%s", no_github[i]);
}
END_TEST

static bool
is_stripe(const char *header, int64_t *timestamp)
{
	struct signature_key key;

	ck_assert(signature_key_text(&key, "stripe-secret-0123456789"));
	return signature_stripe_check(header, &key, stripe_body, strlen(stripe_body), timestamp);
}

START_TEST(stripes_header_is_taken_with_further_signatures)
{
	int64_t timestamp;

	ck_assert(is_stripe("t=1492774577,v1=" STRIPE_SIGNATURE, &timestamp));
	ck_assert_int_eq(timestamp, 1492774577);
	ck_assert(is_stripe("t=1492774577,v1=00,v1=" STRIPE_SIGNATURE ",v0=11", &timestamp));
	ck_assert(signature_stripe_time("v1=00,t=1492774577,x=y", &timestamp));
	ck_assert_int_eq(timestamp, 1492774577);
	ck_assert(!signature_stripe_time("t=1,t=2", &timestamp));
	for (size_t i = 0; i < UNIT_COUNT(no_stripe); i++)
		ck_assert_msg(!is_stripe(no_stripe[i], &timestamp), "%s", no_stripe[i]);
}
END_TEST

START_TEST(a_timestamp_is_digits_alone)
{
	int64_t out;

	ck_assert(signature_timestamp("1614265330", &out));
	ck_assert_int_eq(out, 1614265330);
	ck_assert(signature_timestamp("0", &out));
	for (size_t i = 0; i < UNIT_COUNT(no_times); i++)
		ck_assert_msg(!signature_timestamp(no_times[i], &out), "%s", no_times[i]);
}
END_TEST

START_TEST(texts_are_the_same_only_as_a_whole)
{
	char one[600], other[600];

	ck_assert(signature_same("", ""));
	ck_assert(signature_same("secret", "secret"));
	ck_assert(!signature_same("secret", "secre"));
	ck_assert(!signature_same("secret", ""));
	ck_assert(!signature_same("secret", "Secret"));
	memset(one, 'a', sizeof one);
	one[sizeof one - 1] = '\0';
	memcpy(other, one, sizeof one);
	ck_assert(signature_same(one, other));
	other[sizeof other - 2] = 'b';
	ck_assert(!signature_same(one, other));
}
END_TEST

START_TEST(several_secrets_are_all_usable_or_not)
{
	ck_assert(signature_keys_good("whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"));
	ck_assert(signature_keys_good(" any\twhsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA "));
	ck_assert(!signature_keys_good("whsec_AAAA"));
	ck_assert(!signature_keys_good("any whsec_!"));
	ck_assert(!signature_keys_good(" "));
	ck_assert(!signature_keys_good(""));
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		several_secrets_are_all_usable_or_not,
		hmac_is_that_of_rfc_4231,
		a_key_is_base64_behind_whsec_and_else_its_own_bytes,
		what_is_no_key_is_refused,
		standard_webhooks_own_example_is_made_and_taken,
		a_standard_signature_is_of_its_id_time_and_body_alone,
		a_signed_text_cannot_be_cut_at_another_place,
		githubs_own_example_is_taken_and_nothing_near_it,
		stripes_header_is_taken_with_further_signatures,
		a_timestamp_is_digits_alone,
		texts_are_the_same_only_as_a_whole,
	};

	return unit_run("signature", tests, UNIT_COUNT(tests));
}
