/*
 * What strangers send to the stream of events and to /metrics, and what devices are called: a last id, two filters, the name of
 * an event, an Accept. Whatever it is, texts keep their form, and no line of them is anybody else's.
 */
#include "bridge/metrics/exposition.h"
#include "bridge/stream/cursor.h"
#include "fuzz/fuzz.h"

enum {
	FIELDS = 5,
	EVENTS = 6,
	ROOM = 4,
};

static const char run[CURSOR_RUN] = "0badcafe";

/* The input's lines, the last one with all that is left. Missing ones are "". */
static void
split(char *text, const char *field[FIELDS])
{
	for (size_t i = 0; i < FIELDS; i++) {
		char *end = i + 1 < FIELDS ? strchr(text, '\n') : NULL;

		field[i] = text;
		text += strlen(text);
		if (end) {
			*end = '\0';
			text = end + 1;
		}
	}
}

static char *
text_or_none(const char *text)
{
	return text[0] ? strdup(text) : NULL;
}

static void
fill_ring(struct ring *ring, const char *name)
{
	char id[32];

	PROMISE(ring_init(ring, ROOM, 4096) == KASA_OK);
	for (unsigned i = 0; i < EVENTS; i++) {
		struct ring_item *item;

		cursor_id(id, sizeof id, run, ring->next);
		item = ring_event(id, i % 2 ? "50c7bf000100" : "", name, "{}");
		PROMISE(item && strlen(item->text) == item->length
		        && memchr(item->name, '\n', item->name_length) == NULL);
		ring_add(ring, item);
	}
}

/* Each block is an id, an event and its data, or the greeting. */
static void
check_lines(char *text)
{
	for (char *line = strtok(text, "\n"); line; line = strtok(NULL, "\n"))
		PROMISE(strncmp(line, "id: ", 4) == 0 || strncmp(line, "event: ", 7) == 0
		        || strncmp(line, "data: {", 7) == 0 || strncmp(line, "retry: ", 7) == 0);
}

static void
read_stream(const char *const field[FIELDS])
{
	struct cursor cursor;
	struct ring ring;
	size_t room = EVENTS * (strlen(field[3]) + 64) + 512;
	char *text = malloc(room + 1);
	ssize_t n;

	PROMISE(text);
	fill_ring(&ring, field[3]);
	cursor_init(&cursor, &ring, run, (struct filter){ text_or_none(field[1]), text_or_none(field[2]) });
	cursor_resume(&cursor, field[0]);
	PROMISE(cursor.next >= 1 && cursor.next <= ring.next);
	n = cursor_fill(&cursor, text, room);
	PROMISE(n > 0 && (size_t)n < room && !cursor_wants(&cursor));
	text[n] = '\0';
	PROMISE(strlen(text) == (size_t)n);
	check_lines(text);
	cursor_finish(&cursor);
	ring_finish(&ring);
	free(text);
}

/* A label's value is one line, and ends where it ends. */
static void
write_label(const char *value)
{
	struct exposition out;
	struct kasa_buf buf;
	size_t quotes = 0;

	kasa_buf_init(&buf, 1 << 22);
	exposition_init(&out, &buf, exposition_wants_open_metrics(value));
	exposition_family(&out, "a", EXPOSITION_GAUGE, "A.");
	exposition_begin(&out, "");
	exposition_label(&out, "l", value);
	exposition_value(&out, 1);
	PROMISE(!out.failed && buf.data[buf.len - 1] == '\n');
	for (size_t i = 0, lines = 0; i < buf.len; i++) {
		lines += buf.data[i] == '\n';
		PROMISE(lines <= 3);
		if (buf.data[i] == '\\')
			i++;
		else
			quotes += buf.data[i] == '"';
	}
	PROMISE(quotes == (value[0] ? 2 : 0));
	kasa_buf_finish(&buf);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = fuzz_text(data, size);
	const char *field[FIELDS];

	split(text, field);
	read_stream(field);
	write_label(field[4]);
	free(text);
	return 0;
}
