#include "common/piece.h"

#include <arpa/inet.h>
#include <string.h>

#include "base/str.h"

enum {
	ADDRESS_TEXT = 16, /* "255.255.255.255" */
};

bool
piece_part(struct piece *rest, char mark, struct piece *part)
{
	const char *end;

	if (!rest->at)
		return false;
	end = rest->n > 0 ? memchr(rest->at, mark, rest->n) : NULL;
	*part = (struct piece){ rest->at, end ? (size_t)(end - rest->at) : rest->n };
	*rest = end ? (struct piece){ end + 1, rest->n - part->n - 1 } : (struct piece){ NULL, 0 };
	return true;
}

bool
piece_line(struct piece *rest, struct piece *line)
{
	if (!piece_part(rest, '\n', line))
		return false;
	if (line->n > 0 && line->at[line->n - 1] == '\r')
		line->n--;
	return true;
}

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static void
skip_blanks(struct piece *rest)
{
	for (; rest->n > 0 && is_blank(*rest->at); rest->n--)
		rest->at++;
}

bool
piece_word(struct piece *rest, struct piece *word)
{
	skip_blanks(rest);
	*word = (struct piece){ rest->at, 0 };
	for (; rest->n > 0 && !is_blank(*rest->at); rest->n--, word->n++)
		rest->at++;
	skip_blanks(rest);
	return word->n > 0;
}

bool
piece_is(struct piece piece, const char *text)
{
	return strlen(text) == piece.n && piece_begins(piece, text);
}

bool
piece_begins(struct piece piece, const char *text)
{
	size_t n = strlen(text);

	return piece.n >= n && (n == 0 || memcmp(piece.at, text, n) == 0);
}

bool
piece_has(struct piece piece, char c)
{
	return piece.n > 0 && memchr(piece.at, c, piece.n);
}

bool
piece_copy(char *dst, size_t size, struct piece piece)
{
	size_t n = piece.n < size ? piece.n : size - 1;

	if (n > 0)
		memcpy(dst, piece.at, n);
	dst[n] = '\0';
	return n == piece.n && strlen(dst) == n;
}

bool
piece_number(struct piece piece, uint64_t *number)
{
	*number = 0;
	for (size_t i = 0; i < piece.n; i++) {
		uint64_t digit = (uint64_t)(piece.at[i] - '0');

		if (piece.at[i] < '0' || piece.at[i] > '9')
			return false;
		*number = *number > (UINT64_MAX - digit) / 10 ? UINT64_MAX : *number * 10 + digit;
	}
	return piece.n > 0;
}

bool
piece_mac(struct piece piece, uint8_t mac[6])
{
	char text[KASA_MAC_TEXT];

	return piece_copy(text, sizeof text, piece) && kasa_mac_parse(text, mac);
}

bool
piece_address(struct piece piece, uint32_t *address)
{
	char text[ADDRESS_TEXT];
	struct in_addr in;

	if (!piece_copy(text, sizeof text, piece) || inet_pton(AF_INET, text, &in) != 1)
		return false;
	*address = ntohl(in.s_addr);
	return *address != 0;
}
