/* The reader of framed answers: however the bytes are cut, they say the same. */
#include "core/link.h"
#include "fuzz/fuzz.h"

enum {
	NOW_MS = 1000,
};

/* What became of a call that got these bytes. */
struct outcome {
	bool over;
	int code; /* of a call that failed */
	size_t len;
	char *text;
};

static void
ask(struct kasa_link *link)
{
	static const uint8_t random[KASA_WIRE_RANDOM];
	struct kasa_link_event event;

	kasa_link_begin(link, NOW_MS, NOW_MS + 1000, KASA_CALL_ONCE, NULL);
	kasa_link_next(link, NOW_MS, &event);
	kasa_link_connected(link, NOW_MS, random);
	kasa_link_next(link, NOW_MS, &event);
	kasa_link_say(link, NOW_MS, "{}", 2, KASA_SAY_REPEATABLE, 500);
}

static void
feed(struct kasa_link *link, const uint8_t *data, size_t size)
{
	uint8_t *piece = fuzz_copy(data, size);

	if (size > 0)
		kasa_link_up(link, NOW_MS, piece, size);
	free(piece);
}

static void
note(struct outcome *outcome, const struct kasa_link_event *event)
{
	outcome->over = true;
	if (event->kind == KASA_LINK_FAILED) {
		PROMISE(event->err->code != KASA_OK && event->err->text[0]);
		outcome->code = (int)event->err->code;
		return;
	}
	PROMISE(event->len > 0 && event->len <= KASA_MESSAGE_MAX);
	PROMISE(event->text[event->len] == '\0');
	outcome->len = event->len;
	outcome->text = (char *)fuzz_copy((const uint8_t *)event->text, event->len);
}

static struct outcome
converse(const uint8_t *data, size_t size, size_t first, size_t second)
{
	struct kasa_link_shared shared = { .err = { .code = KASA_OK } };
	struct outcome outcome = { .text = NULL };
	struct kasa_link_event event;
	struct kasa_link link;

	kasa_buf_init(&shared.text, KASA_WIRE_TEXT);
	kasa_link_init(&link, &kasa_wire_xor, NULL, &shared, 1);
	ask(&link);
	feed(&link, data, first);
	feed(&link, data + first, second - first);
	feed(&link, data + second, size - second);
	while (!outcome.over && kasa_link_next(&link, NOW_MS, &event))
		if (event.kind == KASA_LINK_ANSWER || event.kind == KASA_LINK_FAILED)
			note(&outcome, &event);
	kasa_link_finish(&link);
	kasa_buf_finish(&shared.text);
	return outcome;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct outcome whole, cut;
	size_t first, second;

	if (size < 2)
		return 0;
	first = size > 2 ? data[0] % (size - 1) : 0;
	second = first + data[1] % (size - 1 - first);
	data += 2;
	size -= 2;
	if (second > size)
		second = size;
	if (first > second)
		first = second;
	whole = converse(data, size, 0, size);
	cut = converse(data, size, first, second);
	PROMISE(whole.over == cut.over && whole.code == cut.code && whole.len == cut.len);
	PROMISE(!whole.text || memcmp(whole.text, cut.text, whole.len) == 0);
	free(whole.text);
	free(cut.text);
	return 0;
}
