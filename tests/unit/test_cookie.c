/* The session's cookie, in the shapes in which devices and their imitations send it. */
#include "unit/unit.h"

#include "wire/cookie.h"

static const char session_longest[] = /* with its name just as much as is kept */
	"TP_SESSIONID=123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890";

/* clang-format off */
static const struct {
	const char *name, *lines, *pair;
	uint32_t lasts_s; /* 0: not said */
} shapes[] = {
	{ "as devices send it",       "Set-Cookie: TP_SESSIONID=AB12;TIMEOUT=86400\r\n", "TP_SESSIONID=AB12", 86400 },
	{ "with blanks",              "Set-Cookie:  TP_SESSIONID=AB12 ; TIMEOUT=1440 \r\n", "TP_SESSIONID=AB12", 1440 },
	{ "blanks around the sign",   "Set-Cookie: TP_SESSIONID = AB12 ; TIMEOUT = 1440\r\n", "TP_SESSIONID=AB12", 1440 },
	{ "field in any case",        "sEt-cOOKIE: TP_SESSIONID=AB12;TIMEOUT=1\r\n", "TP_SESSIONID=AB12", 1 },
	{ "names in any case",        "Set-Cookie: tp_sessionid=AB12;timeout=1\r\n", "tp_sessionid=AB12", 1 },
	{ "the short name",           "Set-Cookie: SESSIONID=AB12;TIMEOUT=1\r\n", "SESSIONID=AB12", 1 },
	{ "both names",               "Set-Cookie: TP_SESSIONID=full; SESSIONID=short\r\n", "TP_SESSIONID=full", 0 },
	{ "both names, turned",       "Set-Cookie: SESSIONID=short; TP_SESSIONID=full\r\n", "TP_SESSIONID=full", 0 },
	{ "two fields",               "Set-Cookie: TP_SESSIONID=AB12\r\nSet-Cookie: TIMEOUT=60\r\n", "TP_SESSIONID=AB12", 60 },
	{ "two fields, turned",       "Set-Cookie: TIMEOUT=60\r\nA: b\r\nset-cookie: TP_SESSIONID=AB12\r\n", "TP_SESSIONID=AB12", 60 },
	{ "two in one field",         "Set-Cookie: TP_SESSIONID=AB12, TIMEOUT=60\r\n", "TP_SESSIONID=AB12", 60 },
	{ "timeout first",            "Set-Cookie: TIMEOUT=60;TP_SESSIONID=AB12\r\n", "TP_SESSIONID=AB12", 60 },
	{ "attributes",               "Set-Cookie: TP_SESSIONID=AB12; Path=/; HttpOnly; Expires=Wed, 21 Oct 2026 07:28:00 GMT; TIMEOUT=60\r\n", "TP_SESSIONID=AB12", 60 },
	{ "folded",                   "Set-Cookie: TP_SESSIONID=AB12;\r\n  TIMEOUT=60\r\n", "TP_SESSIONID=AB12", 60 },
	{ "equal signs within",       "Set-Cookie: TP_SESSIONID=AB12==;TIMEOUT=60\r\n", "TP_SESSIONID=AB12==", 60 },
	{ "quotes",                   "Set-Cookie: TP_SESSIONID=\"AB12\";TIMEOUT=\"60\"\r\n", "TP_SESSIONID=\"AB12\"", 60 },
	{ "other cookies",            "Set-Cookie: MY_TP_SESSIONID=no; TP_SESSIONID=AB12; TIMEOUTS=5\r\n", "TP_SESSIONID=AB12", 0 },
	{ "empty parts",              "Set-Cookie: ;; TP_SESSIONID=AB12;;\r\n", "TP_SESSIONID=AB12", 0 },
	{ "the later one",            "Set-Cookie: TP_SESSIONID=1\r\nSet-Cookie: TP_SESSIONID=2\r\n", "TP_SESSIONID=2", 0 },
	{ "no cookies",               "A: b\r\n", "as it was", 0 },
	{ "empty field",              "Set-Cookie:\r\n", "as it was", 0 },
	{ "no value",                 "Set-Cookie: TP_SESSIONID\r\n", "as it was", 0 },
	{ "timeout of no digits",     "Set-Cookie: TP_SESSIONID=A;TIMEOUT=soon\r\n", "TP_SESSIONID=A", 0 },
	{ "timeout below nothing",    "Set-Cookie: TP_SESSIONID=A;TIMEOUT=-1\r\n", "TP_SESSIONID=A", 0 },
	{ "timeout of nothing",       "Set-Cookie: TP_SESSIONID=A;TIMEOUT=0\r\n", "TP_SESSIONID=A", 0 },
	{ "timeout empty",            "Set-Cookie: TP_SESSIONID=A;TIMEOUT=\r\n", "TP_SESSIONID=A", 0 },
	{ "timeout past numbers",     "Set-Cookie: TP_SESSIONID=A;TIMEOUT=4294967297\r\n", "TP_SESSIONID=A", 0 },
	{ "timeout of one quote",     "Set-Cookie: TP_SESSIONID=A;TIMEOUT=\"\r\n", "TP_SESSIONID=A", 0 },
};
/* clang-format on */

/* Reads an answer with these lines; the struct points into @p bytes. */
static void
read_answer(struct kasa_http1 *answer, const char *lines, char *bytes, size_t size)
{
	snprintf(bytes, size, "HTTP/1.1 200 OK\r\n%sContent-Length: 0\r\n\r\n", lines);
	ck_assert_int_eq(kasa_http1_read_answer(answer, (const uint8_t *)bytes, strlen(bytes), NULL), KASA_HTTP1_DONE);
}

START_TEST(cookies_are_read_in_every_shape)
{
	for (size_t i = 0; i < UNIT_COUNT(shapes); i++) {
		char bytes[512], pair[KASA_COOKIE_MAX] = "as it was";
		struct kasa_http1 answer;
		uint32_t lasts_s = 0;

		read_answer(&answer, shapes[i].lines, bytes, sizeof bytes);
		ck_assert_int_eq(kasa_cookie_read(&answer, pair, &lasts_s, NULL), KASA_OK);
		if (strcmp(pair, shapes[i].pair) != 0 || lasts_s != shapes[i].lasts_s)
			ck_abort_msg("%s: %s %u", shapes[i].name, pair, (unsigned)lasts_s);
	}
}
END_TEST

START_TEST(a_cookie_is_kept_up_to_its_limit_and_refused_beyond)
{
	char lines[300], bytes[512], pair[KASA_COOKIE_MAX] = "as it was";
	struct kasa_http1 answer;
	struct kasa_err err;
	uint32_t lasts_s = 0;

	ck_assert_uint_eq(sizeof session_longest, KASA_COOKIE_MAX);
	snprintf(lines, sizeof lines, "Set-Cookie: %sx\r\n", session_longest);
	read_answer(&answer, lines, bytes, sizeof bytes);
	ck_assert_int_eq(kasa_cookie_read(&answer, pair, &lasts_s, &err), KASA_EPROTO);
	ck_assert_str_eq(pair, "as it was");
	ck_assert_ptr_nonnull(strstr(err.text, "104 bytes"));

	snprintf(lines, sizeof lines, "Set-Cookie: %s\r\n", session_longest);
	read_answer(&answer, lines, bytes, sizeof bytes);
	ck_assert_int_eq(kasa_cookie_read(&answer, pair, &lasts_s, &err), KASA_OK);
	ck_assert_str_eq(pair, session_longest);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		cookies_are_read_in_every_shape,
		a_cookie_is_kept_up_to_its_limit_and_refused_beyond,
	};

	return unit_run("cookie", tests, UNIT_COUNT(tests));
}
