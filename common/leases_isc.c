/*
 * Statements, in blocks or not: "lease 192.0.2.7 { ends 4 2026/01/01 12:00:00; hardware ethernet ...; }". The file is a
 * journal: of several blocks for an address the last counts.
 */
#include "common/leases_form.h"

#include <time.h>

enum {
	WORDS_MAX = 6, /* of a statement that we read; the rest is of no use */
};

enum kind {
	WORD,
	STRING, /* without its quotes */
	OPEN,
	CLOSE,
	SEMICOLON,
	END,
};

struct token {
	enum kind kind;
	struct piece text;
	const char *start;
	size_t line;
};

/* What stands before a semicolon or a brace. */
struct statement {
	struct piece words[WORDS_MAX]; /* empty pieces behind the last */
	size_t count;
	size_t line;       /* of its first word */
	struct token last; /* what ended it */
};

/* A lease as its block tells it. */
struct block {
	struct lease lease;
	bool hardware, damaged;
};

/* ---- tokens ---- */

static void
advance(struct leases_reader *reader)
{
	reader->line += *reader->rest.at == '\n';
	reader->rest.at++;
	reader->rest.n--;
}

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static bool
ends_word(char c)
{
	return is_blank(c) || c == '{' || c == '}' || c == ';' || c == '"' || c == '#';
}

static void
skip_blanks(struct leases_reader *reader)
{
	bool comment = false;

	for (; reader->rest.n > 0; advance(reader)) {
		char c = *reader->rest.at;

		comment = (comment || c == '#') && c != '\n';
		if (!comment && !is_blank(c))
			return;
	}
}

/* Up to the quote that no backslash precedes; a line ends it in any case, lest one lost quote take the whole file. */
static void
take_string(struct leases_reader *reader, struct token *token)
{
	advance(reader);
	token->text.at = reader->rest.at;
	while (reader->rest.n > 0 && *reader->rest.at != '"' && *reader->rest.at != '\n') {
		if (*reader->rest.at == '\\' && reader->rest.n > 1 && reader->rest.at[1] != '\n')
			advance(reader);
		advance(reader);
	}
	token->text.n = (size_t)(reader->rest.at - token->text.at);
	if (reader->rest.n > 0 && *reader->rest.at == '"')
		advance(reader);
}

static void
take_word(struct leases_reader *reader, struct token *token)
{
	while (reader->rest.n > 0 && !ends_word(*reader->rest.at))
		advance(reader);
	token->text.n = (size_t)(reader->rest.at - token->text.at);
}

static enum kind
kind_of(struct piece rest)
{
	if (rest.n == 0)
		return END;
	switch (*rest.at) {
	case '{':
		return OPEN;
	case '}':
		return CLOSE;
	case ';':
		return SEMICOLON;
	case '"':
		return STRING;
	default:
		return WORD;
	}
}

static struct token
next(struct leases_reader *reader)
{
	struct token token;

	skip_blanks(reader);
	token = (struct token){
		.kind = kind_of(reader->rest),
		.text = { reader->rest.at, 0 },
		.start = reader->rest.at,
		.line = reader->line,
	};
	if (token.kind == STRING) {
		take_string(reader, &token);
	} else if (token.kind == WORD) {
		take_word(reader, &token);
	} else if (token.kind != END) {
		advance(reader);
		token.text.n = 1;
	}
	return token;
}

static void
step_back(struct leases_reader *reader, const struct token *token)
{
	reader->rest.n += (size_t)(reader->rest.at - token->start);
	reader->rest.at = token->start;
	reader->line = token->line;
}

/* dhcpd begins leases, and nothing inside of one, at the margin: there a file that was damaged is whole again. */
static bool
begins_lease(const struct leases_reader *reader, const struct token *token)
{
	return token->kind == WORD && piece_is(token->text, "lease")
	       && (token->start == reader->begin || token->start[-1] == '\n');
}

/* ---- statements ---- */

/* A lease at the margin ends every statement but its own, which does not stand inside of a block. */
static void
read_statement(struct leases_reader *reader, struct statement *statement, bool inside)
{
	*statement = (struct statement){ .count = 0 };
	for (;;) {
		struct token token = next(reader);
		bool lease = (inside || statement->count > 0) && begins_lease(reader, &token);

		if (lease)
			step_back(reader, &token);
		if (lease || (token.kind != WORD && token.kind != STRING)) {
			statement->last = token;
			return;
		}
		if (statement->count == 0)
			statement->line = token.line;
		if (statement->count < WORDS_MAX)
			statement->words[statement->count++] = token.text;
	}
}

/* Behind an opening brace: to the one that closes it, or to where a lease begins. */
static void
skip_block(struct leases_reader *reader)
{
	for (int depth = 1; depth > 0;) {
		struct token token = next(reader);

		if (token.kind == END)
			return;
		if (begins_lease(reader, &token)) {
			step_back(reader, &token);
			return;
		}
		depth += (token.kind == OPEN) - (token.kind == CLOSE);
	}
}

static bool
take_hardware(struct leases_reader *reader, const struct statement *statement, struct block *block)
{
	if (!piece_is(statement->words[1], "ethernet"))
		return true;
	block->hardware = true;
	return piece_mac(statement->words[2], block->lease.mac)
	       || leases_expected(reader, statement->last.line, "hardware ethernet aa:bb:cc:dd:ee:ff;",
	                          statement->words[2]);
}

/* Three numbers, each from the least to the most it can be. */
static bool
take_numbers(struct piece text, char between, const int least[3], const int most[3], int numbers[3])
{
	for (size_t i = 0; i < 3; i++) {
		struct piece part;
		uint64_t number;

		if (!piece_part(&text, between, &part) || !piece_number(part, &number) || number < (uint64_t)least[i]
		    || number > (uint64_t)most[i])
			return false;
		numbers[i] = (int)number;
	}
	return !text.at;
}

/* "2026/01/31" and "23:59:59", which are UTC. */
static bool
take_time(struct piece date, struct piece clock, uint64_t *time_s)
{
	static const int first_day[] = { 1970, 1, 1 }, last_day[] = { 9999, 12, 31 };
	static const int first_second[] = { 0, 0, 0 }, last_second[] = { 23, 59, 60 };
	int day[3], hour[3];
	struct tm tm;

	if (!take_numbers(date, '/', first_day, last_day, day)
	    || !take_numbers(clock, ':', first_second, last_second, hour))
		return false;
	tm = (struct tm){
		.tm_year = day[0] - 1900,
		.tm_mon = day[1] - 1,
		.tm_mday = day[2],
		.tm_hour = hour[0],
		.tm_min = hour[1],
		.tm_sec = hour[2],
	};
	*time_s = (uint64_t)timegm(&tm);
	return true;
}

/* "never", "epoch 1767225599" or "6 2026/01/31 23:59:59", which begins with the day of the week. */
static bool
take_end(struct leases_reader *reader, const struct statement *statement, struct block *block)
{
	const struct piece *words = statement->words;
	uint64_t time_s = UINT64_MAX;
	bool right = piece_is(words[1], "never");

	if (piece_is(words[1], "epoch"))
		right = piece_number(words[2], &time_s);
	else if (!right)
		right = take_time(words[2], words[3], &time_s);
	block->lease.expired = block->lease.expired || time_s < reader->now_s;
	return right || leases_expected(reader, statement->last.line, "ends 6 2026/01/31 23:59:59;", words[2]);
}

/* Of free, active, expired, released, abandoned, reset and backup one means that somebody has it. */
static bool
take_state(struct leases_reader *reader, const struct statement *statement, struct block *block)
{
	struct piece state = statement->words[2];

	block->lease.expired = block->lease.expired || !piece_is(state, "active");
	return (piece_is(statement->words[1], "state") && state.n > 0)
	       || leases_expected(reader, statement->last.line, "binding state active;", state);
}

static bool
take_name(struct leases_reader *reader, const struct statement *statement, struct block *block)
{
	(void)reader;
	piece_copy(block->lease.name, sizeof block->lease.name, statement->words[1]);
	return true;
}

static const struct {
	const char *word;
	bool (*take)(struct leases_reader *reader, const struct statement *statement, struct block *block);
} statements[] = {
	{ "hardware", take_hardware },
	{ "ends", take_end },
	{ "binding", take_state },
	{ "client-hostname", take_name },
};

static void
take(struct leases_reader *reader, const struct statement *statement, struct block *block)
{
	for (size_t i = 0; i < sizeof statements / sizeof statements[0]; i++)
		if (statement->count > 0 && piece_is(statement->words[0], statements[i].word))
			block->damaged = !statements[i].take(reader, statement, block) || block->damaged;
}

/* ---- blocks ---- */

/* dhcpd writes each statement on a line of its own: one that goes on has lost its end, and the next its beginning. */
static void
end_statement(struct leases_reader *reader, const struct statement *statement, struct block *block)
{
	if (statement->count == 0 || statement->line == statement->last.line) {
		take(reader, statement, block);
		return;
	}
	block->damaged = true;
	leases_expected(reader, statement->line, "a semicolon", (struct piece){ NULL, 0 });
}

/* False when it is not closed. */
static bool
read_block(struct leases_reader *reader, struct block *block)
{
	struct statement statement;

	for (;;) {
		read_statement(reader, &statement, true);
		switch (statement.last.kind) {
		case SEMICOLON:
			end_statement(reader, &statement, block);
			break;
		case OPEN:
			skip_block(reader);
			break;
		case CLOSE:
			return statement.count == 0
			       || leases_expected(reader, statement.line, "a semicolon", (struct piece){ NULL, 0 });
		case WORD:
		case STRING:
		case END:
			return leases_expected(reader, statement.last.line, "}", statement.last.text);
		}
	}
}

static int
read_lease(struct leases_reader *reader, const struct statement *head)
{
	struct block block = { .hardware = false };

	if (!piece_address(head->words[1], &block.lease.address) || head->last.kind != OPEN) {
		leases_expected(reader, head->last.line, "lease 192.0.2.7 {", head->words[1]);
		if (head->last.kind == OPEN)
			skip_block(reader);
		return KASA_OK;
	}
	if (!read_block(reader, &block) || block.damaged)
		return KASA_OK;
	if (block.hardware)
		return leases_put(reader->leases, &block.lease);
	leases_withdraw(reader->leases, block.lease.address);
	return KASA_OK;
}

static bool
knows(struct piece line)
{
	static const char *const telling[] = { "lease", "authoring-byte-order", "server-duid", "ia-na", "failover" };
	struct piece first;

	piece_word(&line, &first);
	for (size_t i = 0; i < sizeof telling / sizeof telling[0]; i++)
		if (piece_is(first, telling[i]) && line.n > 0)
			return true;
	return false;
}

static int
read_all(struct leases_reader *reader)
{
	struct statement statement;
	int rc = KASA_OK;

	reader->line = 1;
	do {
		read_statement(reader, &statement, false);
		if (statement.count > 0 && piece_is(statement.words[0], "lease"))
			rc = read_lease(reader, &statement);
		else if (statement.last.kind == OPEN)
			skip_block(reader);
	} while (rc == KASA_OK && statement.last.kind != END);
	return rc;
}

const struct leases_form leases_form_isc = { .knows = knows, .read = read_all };
