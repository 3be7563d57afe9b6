/* Messages for a log: what must not stand in one, in every way that JSON can spell it. */
#include "unit/unit.h"

#include "base/redact.h"

enum {
	ROOM = 1024,
};

static const char *
redacted(const char *text)
{
	static char out[ROOM];

	kasa_redact(out, sizeof out, text, strlen(text));
	return out;
}

// clang-format off
static const struct {
	const char *text, *safe;
} rows[] = {
	{ "{\"alias\":\"Lamp\",\"rssi\":-40}",          "{\"alias\":\"Lamp\",\"rssi\":-40}" },
	{ "{\"latitude_i\":521234,\"rssi\":-40}",       "{\"latitude_i\":\"***\",\"rssi\":-40}" },
	{ "{\"longitude\":13.4,\"latitude\":52.5}",     "{\"longitude\":\"***\",\"latitude\":\"***\"}" },
	{ "{\"la\":525163,\"lo\":133777,\"lang\":\"\"}", "{\"la\":\"***\",\"lo\":\"***\",\"lang\":\"\"}" },
	{ "{\"password\":\"se\\\"c,r}et\",\"x\":1}",    "{\"password\":\"***\",\"x\":1}" },
	{ "{\"password\": \"secret\"}",                 "{\"password\":\"***\"}" },
	{ "{\"password\" : \"secret\"}",                "{\"password\":\"***\"}" },
	{ "{\"password\"\t:\r\n\t\"sec,ret\"}",         "{\"password\":\"***\"}" },
	{ "{\"ssid\":[\"one\",\"two\"],\"x\":1}",       "{\"ssid\":\"***\",\"x\":1}" },
	{ "{\"ssid\":{\"a\":\"s,e\",\"b\":[1,2]},\"x\":1}", "{\"ssid\":\"***\",\"x\":1}" },
	{ "{\"pass\\u0077ord\":\"secret\"}",            "{\"pass\\u0077ord\":\"***\"}" },
	{ "{\"Password\":\"secret\"}",                  "{\"Password\":\"***\"}" },
	{ "{\"username\":\"me@example.org\"}",          "{\"username\":\"***\"}" },
	{ "{\"bssid\":null}",                           "{\"bssid\":\"***\"}" },
	{ "{\"alias\":\"password\",\"x\":\"y\"}",       "{\"alias\":\"password\",\"x\":\"y\"}" },
	{ "{\"passwords\":\"y\"}",                      "{\"passwords\":\"y\"}" },
	{ "{\"password\":\"cut off in the mid",         "{\"password\":\"***\"" },
	{ "{\"password\":",                             "{\"password\":\"***\"" },
	{ "{\"password\"",                              "{\"password\"" },
	{ "",                                           "" },
	{ "\"",                                         "\"" },
	{ "\"\\",                                       "\"\\" },
};
// clang-format on

START_TEST(values_of_telling_keys_are_replaced_and_all_else_stays)
{
	for (size_t i = 0; i < UNIT_COUNT(rows); i++)
		ck_assert_str_eq(redacted(rows[i].text), rows[i].safe);
}
END_TEST

START_TEST(a_long_message_is_cut_and_ended)
{
	char small[10];

	kasa_redact(small, sizeof small, "{\"alias\":\"Lamp\"}", 16);

	ck_assert_str_eq(small, "{\"alias\":");
}
END_TEST

START_TEST(nothing_is_read_past_the_length)
{
	char out[32];

	kasa_redact(out, sizeof out, "{\"a\":1,\"password\":\"x\"}", 6);

	ck_assert_str_eq(out, "{\"a\":1");
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		values_of_telling_keys_are_replaced_and_all_else_stays,
		a_long_message_is_cut_and_ended,
		nothing_is_read_past_the_length,
	};

	return unit_run("redact", tests, UNIT_COUNT(tests));
}
