#include "wire/http1.h"

#include <string.h>

#include "wire/http1_text.h"

/* What a head says of the message's end. */
struct framing {
	bool chunked, sized, close, keep;
	size_t size;
};

static enum kasa_http1_step
bad(struct kasa_err *err, const char *why)
{
	kasa_err_set(err, KASA_EPROTO, "HTTP: %s", why);
	return KASA_HTTP1_BAD;
}

/* Bytes up to the empty line and with it; 0 when it has not come. */
static size_t
head_length(const struct kasa_http1_text *in)
{
	struct kasa_http1_text rest = *in, line;

	while (kasa_http1_take_line(&rest, &line))
		if (line.len == 0)
			return in->len - rest.len;
	return 0;
}

/* Bytes of empty lines before a message, which go for nothing. */
static size_t
empty_lines(const struct kasa_http1_text *in)
{
	struct kasa_http1_text rest = *in, line;
	size_t len = 0;

	while (kasa_http1_take_line(&rest, &line) && line.len == 0)
		len = in->len - rest.len;
	return len;
}

/* No control characters but those that make lines. */
static bool
clean(const struct kasa_http1_text *head)
{
	for (size_t i = 0; i < head->len; i++) {
		unsigned char c = (unsigned char)head->at[i];

		if ((c < ' ' && c != '\t' && c != '\n' && !(c == '\r' && head->at[i + 1] == '\n')) || c == 0x7f)
			return false;
	}
	return true;
}

/* A name and its value, which may go on in lines that begin with a blank. */
struct field {
	struct kasa_http1_text name, value;
};

enum taken {
	NO_FIELD,
	FIELD,
	NONSENSE,
};

static enum taken
take_field(struct kasa_http1_text *rest, struct field *field)
{
	struct kasa_http1_text line, more;
	const char *colon;

	if (!kasa_http1_take_line(rest, &line) || line.len == 0)
		return NO_FIELD;
	while (rest->len > 0 && (rest->at[0] == ' ' || rest->at[0] == '\t') && kasa_http1_take_line(rest, &more))
		line.len = (size_t)(more.at + more.len - line.at);
	colon = memchr(line.at, ':', line.len);
	if (!colon || colon == line.at || kasa_http1_is_blank(line.at[0]))
		return NONSENSE;
	field->name = kasa_http1_trim((struct kasa_http1_text){ line.at, (size_t)(colon - line.at) });
	kasa_http1_skip(&line, (size_t)(colon - line.at) + 1);
	field->value = kasa_http1_trim(line);
	return FIELD;
}

bool
kasa_http1_field(const struct kasa_http1 *message, const char *name, size_t *from, struct kasa_http1_text *value)
{
	struct kasa_http1_text rest = message->fields;
	struct field field;

	kasa_http1_skip(&rest, *from);
	while (take_field(&rest, &field) == FIELD) {
		*from = message->fields.len - rest.len;
		if (kasa_http1_is(&field.name, name)) {
			*value = field.value;
			return true;
		}
	}
	return false;
}

static const char *
frame_by_size(struct framing *framing, struct kasa_http1_text value)
{
	size_t size = 0;

	if (value.len == 0)
		return "an empty length";
	for (size_t i = 0; i < value.len; i++) {
		if (value.at[i] < '0' || value.at[i] > '9')
			return "a length that is no number";
		if (size <= KASA_HTTP1_BODY_MAX) /* all that is longer is too long alike */
			size = size * 10 + (size_t)(value.at[i] - '0');
	}
	if (framing->sized && framing->size != size)
		return "two lengths that differ";
	framing->sized = true;
	framing->size = size;
	return NULL;
}

static const char *
frame_by_coding(struct framing *framing, struct kasa_http1_text value)
{
	if (kasa_http1_is(&value, "identity"))
		return NULL;
	if (framing->chunked || !kasa_http1_is(&value, "chunked"))
		return "a body in a coding that is not known";
	framing->chunked = true;
	return NULL;
}

static const char *
frame_by_wish(struct framing *framing, struct kasa_http1_text value)
{
	while (value.len > 0) {
		const char *comma = memchr(value.at, ',', value.len);
		size_t len = comma ? (size_t)(comma - value.at) : value.len;
		struct kasa_http1_text word = kasa_http1_trim((struct kasa_http1_text){ value.at, len });

		framing->close |= kasa_http1_is(&word, "close");
		framing->keep |= kasa_http1_is(&word, "keep-alive");
		kasa_http1_skip(&value, comma ? len + 1 : len);
	}
	return NULL;
}

static const struct {
	const char *name;
	const char *(*read)(struct framing *framing, struct kasa_http1_text value); /* NULL, or what is wrong */
} framers[] = {
	{ "Content-Length", frame_by_size },
	{ "Transfer-Encoding", frame_by_coding },
	{ "Connection", frame_by_wish },
};

static const char *
frame(struct framing *framing, struct kasa_http1_text rest)
{
	const char *wrong = NULL;
	enum taken taken;
	struct field field;

	while (!wrong && (taken = take_field(&rest, &field)) != NO_FIELD) {
		if (taken == NONSENSE)
			return "a line that is no header";
		for (size_t i = 0; !wrong && i < sizeof framers / sizeof framers[0]; i++)
			if (kasa_http1_is(&field.name, framers[i].name))
				wrong = framers[i].read(framing, field.value);
	}
	if (!wrong && framing->chunked && framing->sized)
		return "a body with a length and in chunks at once";
	return wrong;
}

/* The number behind the point of HTTP/1.x; -1 when it is no such version. */
static int
minor(struct kasa_http1_text version)
{
	static const char name[] = "HTTP/1.";
	size_t len = sizeof name - 1;

	if (version.len != len + 1 || memcmp(version.at, name, len) != 0)
		return -1;
	return version.at[len] >= '0' && version.at[len] <= '9' ? version.at[len] - '0' : -1;
}

/* The word that begins here, and the one blank behind it. */
static struct kasa_http1_text
take_word(struct kasa_http1_text *line)
{
	const char *blank = line->len > 0 ? memchr(line->at, ' ', line->len) : NULL;
	struct kasa_http1_text word = { line->at, blank ? (size_t)(blank - line->at) : line->len };

	kasa_http1_skip(line, blank ? word.len + 1 : word.len);
	return word;
}

static bool
read_status(struct kasa_http1 *message, struct kasa_http1_text line, int *version)
{
	struct kasa_http1_text status;

	*version = minor(take_word(&line));
	status = take_word(&line);
	if (*version < 0 || status.len != 3 || status.at[0] < '1')
		return false;
	for (size_t i = 0; i < status.len; i++) {
		if (status.at[i] < '0' || status.at[i] > '9')
			return false;
		message->status = message->status * 10 + (status.at[i] - '0');
	}
	return true;
}

static bool
read_wish(struct kasa_http1 *message, struct kasa_http1_text line, int *version)
{
	message->method = take_word(&line);
	message->target = take_word(&line);
	*version = minor(line);
	return message->method.len > 0 && message->target.len > 0 && *version >= 0;
}

/* What differs between the two sides. */
struct side {
	bool (*read_first)(struct kasa_http1 *message, struct kasa_http1_text line, int *version);
	const char *first; /* how every message begins, "" when it varies */
	const char *wrong; /* what to say of a first line that is none */
	bool endless;      /* without a length a body ends with the connection */
};

static const struct side answers = { read_status, "HTTP/1.", "not the first line of an answer", true };
static const struct side requests = { read_wish, "", "not the first line of a request", false };

/* False as soon as the first bytes cannot begin a message. */
static bool
plausible(const struct side *side, const struct kasa_http1_text *in)
{
	size_t len = strlen(side->first);

	if (len == 0)
		return in->len == 0 || (in->at[0] >= 'A' && in->at[0] <= 'Z');
	return in->len == 0 || memcmp(in->at, side->first, in->len < len ? in->len : len) == 0;
}

/* An answer that only says that another follows. */
static bool
goes_on(const struct kasa_http1 *message)
{
	return message->status >= 100 && message->status < 200;
}

/* Where the body ends. */
static enum kasa_http1_step
bound(struct kasa_http1 *message, const struct side *side, const struct framing *framing, struct kasa_http1_text rest,
      struct kasa_err *err)
{
	bool none = message->status == 204 || message->status == 304;
	enum kasa_http1_step step;

	message->body = (struct kasa_http1_text){ rest.at, 0 };
	if (none)
		return KASA_HTTP1_DONE;
	if (framing->chunked) {
		message->chunked = true;
		step = kasa_http1_chunks(rest, NULL, &message->body.len);
		return step == KASA_HTTP1_BAD ? bad(err, "chunks that are none, too many or too long") : step;
	}
	if (!framing->sized && side->endless) {
		message->endless = message->last = true;
		message->body.len = rest.len;
		return KASA_HTTP1_DONE;
	}
	if (framing->size > KASA_HTTP1_BODY_MAX)
		return bad(err, "a body longer than any message is announced");
	message->body.len = framing->size;
	return rest.len < framing->size ? KASA_HTTP1_MORE : KASA_HTTP1_DONE;
}

/* Finds the head, from its first line to its empty one; @p before is set to what stands before it for nothing. */
static enum kasa_http1_step
find_head(const struct side *side, const struct kasa_http1_text *in, struct kasa_http1_text *head, size_t *before,
          struct kasa_err *err)
{
	*head = (struct kasa_http1_text){ in->at, in->len < KASA_HTTP1_HEAD_MAX ? in->len : KASA_HTTP1_HEAD_MAX };
	*before = empty_lines(head);
	kasa_http1_skip(head, *before);
	if (!plausible(side, head) && !(head->len == 1 && head->at[0] == '\r'))
		return bad(err, side->wrong);
	head->len = head_length(head);
	if (head->len > 0)
		return clean(head) ? KASA_HTTP1_DONE : bad(err, "a head with control characters");
	return in->len < KASA_HTTP1_HEAD_MAX ? KASA_HTTP1_MORE : bad(err, "a head longer than 8 KiB");
}

/* Reads one message, be it one that only says that another follows. */
static enum kasa_http1_step
read_one(struct kasa_http1 *message, const struct side *side, struct kasa_http1_text in, struct kasa_err *err)
{
	struct framing framing = { .size = 0 };
	struct kasa_http1_text head, line;
	const char *wrong;
	size_t before;
	int version;
	enum kasa_http1_step step = find_head(side, &in, &head, &before, err);

	if (step != KASA_HTTP1_DONE)
		return step;
	*message = (struct kasa_http1){ .used = before + head.len };
	if (!kasa_http1_take_line(&head, &line) || !side->read_first(message, line, &version))
		return bad(err, side->wrong);
	message->fields = head;
	wrong = frame(&framing, head);
	if (wrong)
		return bad(err, wrong);
	message->last = framing.close || (version == 0 && !framing.keep);
	kasa_http1_skip(&in, message->used);
	return goes_on(message) ? KASA_HTTP1_DONE : bound(message, side, &framing, in, err);
}

enum kasa_http1_step
kasa_http1_read_answer(struct kasa_http1 *message, const uint8_t *data, size_t len, struct kasa_err *err)
{
	struct kasa_http1_text in = { (const char *)data, len };
	enum kasa_http1_step step;

	do {
		step = read_one(message, &answers, in, err);
		if (step != KASA_HTTP1_DONE)
			return step;
		kasa_http1_skip(&in, message->used);
	} while (goes_on(message));
	message->used = len - in.len + message->body.len;
	return KASA_HTTP1_DONE;
}

enum kasa_http1_step
kasa_http1_read_request(struct kasa_http1 *message, const uint8_t *data, size_t len, struct kasa_err *err)
{
	struct kasa_http1_text in = { (const char *)data, len };
	enum kasa_http1_step step = read_one(message, &requests, in, err);

	if (step == KASA_HTTP1_DONE)
		message->used += message->body.len;
	return step;
}
