/* What a device says in KLAP, in a log-in and after it: however it is cut it says the same, and nothing unsigned is believed. */
#include "core/link.h"
#include "fuzz/fuzz.h"
#include "wire/klap_session.h"

enum {
	NOW_MS = 1000,
};

/* What the bytes of an input stand for. */
enum kind {
	FIRST_ANSWER,  /* to handshake 1 */
	FIRST_FIELDS,  /* header lines of a good answer to handshake 1 */
	SECOND_ANSWER, /* to handshake 2 */
	ANSWER,        /* to a request */
	SIGNED_TEXT,   /* the text of an answer under the session's keys */
	SIGNED_BLOCKS, /* what stands signed in an answer, encrypted or not */
	KINDS,
};

struct outcome {
	bool over;
	int code; /* of a call that failed */
	size_t sent, len;
	char *text;
};

/* The conversation so far: handed in and never changed. */
struct home {
	struct kasa_credentials account;
	struct kasa_klap_auth auth;
	uint8_t random[KASA_WIRE_RANDOM], remote[KASA_KLAP_SEED];
	struct kasa_klap_keys keys;
};

static void
prepare(struct home *home)
{
	*home = (struct home){ .random = { 1 }, .remote = { 2 } };
	kasa_klap_account(&home->account, "user@example.com", "secret");
	kasa_klap_auth(&home->auth, KASA_KLAP_V2, &home->account);
	kasa_klap_derive(&home->keys, home->random, home->remote, &home->auth);
}

static void
add_head(struct kasa_buf *out, size_t len)
{
	kasa_http1_head(out, "HTTP/1.1 200 OK", NULL, 0, len);
}

/* A good answer to handshake 1, with these header lines. */
static void
add_first(const struct home *home, const uint8_t *lines, size_t len, struct kasa_buf *out)
{
	uint8_t proof[KASA_KLAP_PROOF];

	kasa_klap_server_proof(KASA_KLAP_V2, home->random, home->remote, &home->auth, proof);
	kasa_buf_printf(out, "HTTP/1.1 200 OK\r\nContent-Length: 48\r\n");
	kasa_buf_add(out, lines, len);
	kasa_buf_printf(out, "\r\n");
	kasa_buf_add(out, home->remote, sizeof home->remote);
	kasa_buf_add(out, proof, sizeof proof);
}

/* An answer that is signed as it should be, whatever it holds. */
static void
add_signed(const struct home *home, const uint8_t *data, size_t len, struct kasa_buf *out)
{
	const int32_t seq = home->keys.seq + 1;
	const uint32_t bits = (uint32_t)seq;
	const uint8_t number[] = { (uint8_t)(bits >> 24), (uint8_t)(bits >> 16), (uint8_t)(bits >> 8), (uint8_t)bits };
	const struct kasa_part parts[] = { { home->keys.sig, sizeof home->keys.sig },
		                           { number, sizeof number },
		                           { data, len } };
	uint8_t mac[KASA_KLAP_MAC];

	kasa_sha256(parts, 3, mac);
	add_head(out, sizeof mac + len);
	kasa_buf_add(out, mac, sizeof mac);
	kasa_buf_add(out, data, len);
}

static void
add_sealed(const struct home *home, const uint8_t *data, size_t len, struct kasa_buf *out)
{
	add_head(out, kasa_klap_sealed(len));
	kasa_klap_seal(&home->keys, home->keys.seq + 1, (const char *)data, len, out);
}

/* The bytes that come for an input. */
static void
word(const struct home *home, enum kind kind, const uint8_t *data, size_t len, struct kasa_buf *out)
{
	switch (kind) {
	case FIRST_FIELDS:
		add_first(home, data, len, out);
		return;
	case SIGNED_TEXT:
		add_sealed(home, data, len, out);
		return;
	case SIGNED_BLOCKS:
		add_signed(home, data, len, out);
		return;
	case FIRST_ANSWER:
	case SECOND_ANSWER:
	case ANSWER:
	case KINDS:
		kasa_buf_add(out, data, len);
		return;
	}
}

static void
come(struct kasa_link *link, const uint8_t *data, size_t size)
{
	uint8_t *piece = fuzz_copy(data, size);

	if (size > 0)
		kasa_link_up(link, NOW_MS, piece, size);
	free(piece);
}

static void
come_good(struct kasa_link *link, const struct kasa_buf *answer)
{
	size_t len;

	kasa_link_down(link, &len);
	kasa_link_sent(link, len);
	kasa_link_up(link, NOW_MS, answer->data, answer->len);
	kasa_link_down(link, &len);
}

/* A call, as far as where the input comes. */
static void
begin(struct kasa_link *link, const struct home *home, enum kind kind)
{
	static const char cookie[] = "Set-Cookie: TP_SESSIONID=1;TIMEOUT=60\r\n";
	struct kasa_link_event event;
	struct kasa_buf answer;

	kasa_buf_init(&answer, KASA_WIRE_FRAMED);
	kasa_link_begin(link, NOW_MS, NOW_MS + 1000, KASA_CALL_ONCE, NULL);
	PROMISE(kasa_link_next(link, NOW_MS, &event) && event.kind == KASA_LINK_OPEN);
	kasa_link_connected(link, NOW_MS, home->random);
	if (kind >= SECOND_ANSWER) {
		add_first(home, (const uint8_t *)cookie, sizeof cookie - 1, &answer);
		come_good(link, &answer);
	}
	if (kind >= ANSWER) {
		kasa_buf_clear(&answer);
		add_head(&answer, 0);
		come_good(link, &answer);
		PROMISE(kasa_link_next(link, NOW_MS, &event) && event.kind == KASA_LINK_ASK);
		kasa_link_say(link, NOW_MS, "{}", 2, KASA_SAY_REPEATABLE, 500);
	}
	kasa_buf_finish(&answer);
}

/* What the link says now. */
static struct outcome
look(struct kasa_link *link)
{
	struct outcome outcome = { .text = NULL };
	struct kasa_link_event event;

	while (!outcome.over && kasa_link_next(link, NOW_MS, &event)) {
		outcome.over = event.kind != KASA_LINK_CLOSE;
		/* with bytes behind a good answer the next one is asked on a new connection: the same but for that */
		outcome.code = event.kind == KASA_LINK_FAILED ? (int)event.err->code : event.kind == KASA_LINK_ANSWER;
		if (event.kind == KASA_LINK_FAILED)
			PROMISE(event.err->code != KASA_OK && event.err->text[0]);
		if (event.kind != KASA_LINK_ANSWER)
			continue;
		PROMISE(event.len > 0 && event.len <= KASA_MESSAGE_MAX && event.text[event.len] == '\0');
		outcome.len = event.len;
		outcome.text = (char *)fuzz_copy((const uint8_t *)event.text, event.len);
	}
	kasa_link_down(link, &outcome.sent);
	return outcome;
}

static struct outcome
converse(const struct home *home, enum kind kind, const struct kasa_buf *bytes, size_t cut)
{
	struct kasa_link_shared shared = { .keyring = { .accounts = &home->account, .count = 1 } };
	struct kasa_klap_session session = { .step = KASA_KLAP_NOTHING };
	struct outcome outcome;
	struct kasa_link link;

	kasa_buf_init(&shared.text, KASA_WIRE_TEXT);
	kasa_link_init(&link, &kasa_wire_klap1, &session, &shared, 1);
	kasa_link_at(&link, "192.0.2.7", 80);
	begin(&link, home, kind);
	come(&link, bytes->data, cut);
	come(&link, bytes->data + cut, bytes->len - cut);
	outcome = look(&link);
	kasa_link_finish(&link);
	kasa_buf_finish(&shared.text);
	return outcome;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct outcome whole, cut;
	struct kasa_buf bytes;
	struct home home;
	enum kind kind;

	if (size < 3 || size > KASA_MESSAGE_MAX)
		return 0;
	kind = (enum kind)(data[0] % KINDS);
	prepare(&home);
	kasa_buf_init(&bytes, 2 * KASA_WIRE_FRAMED);
	word(&home, kind, data + 3, size - 3, &bytes);
	if (bytes.len > 0) {
		whole = converse(&home, kind, &bytes, bytes.len);
		cut = converse(&home, kind, &bytes, (size_t)(data[1] << 8 | data[2]) % bytes.len);
		PROMISE(whole.over == cut.over && whole.code == cut.code && whole.len == cut.len);
		PROMISE(!whole.text || memcmp(whole.text, cut.text, whole.len) == 0);
		PROMISE(kind != ANSWER || !whole.text); /* who does not know the keys answers nothing */
		PROMISE(kind != SIGNED_TEXT || size == 3
		        || (whole.text && memcmp(whole.text, data + 3, size - 3) == 0));
		free(whole.text);
		free(cut.text);
	}
	kasa_buf_finish(&bytes);
	return 0;
}
